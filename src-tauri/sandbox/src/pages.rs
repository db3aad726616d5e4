//! Web pages of people who placed a link: `/pages/{their domain}/{linked domain}/{name}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::chance::Dice;
use crate::mime::html::escape;
use crate::world::Shared;

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/pages/{site}/{target}/{name}", get(page))
}

/// A page that links to the target. A few link with `nofollow`; the page `gone` does not exist, `bare` has no link.
async fn page(
    State(shared): State<Arc<Shared>>,
    Path((site, target, name)): Path<(String, String, String)>,
) -> Response {
    let mut dice = Dice::new(shared.seed, &format!("page {site} {target}"));
    let rel = if dice.percent(20) { " rel=\"nofollow\"" } else { "" };
    let link = format!("<a href=\"https://www.{0}/\"{rel}>{0}</a>", escape(&target));
    let body = match name.as_str() {
        "gone" => return StatusCode::NOT_FOUND.into_response(),
        "bare" => String::new(),
        _ => format!("<p>People we like to read: {link}.</p>"),
    };
    let title = escape(&site);
    Html(format!("<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"))
        .into_response()
}
