//! The few pages that people see. They load nothing, set nothing, and say nothing about anybody.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// A picture of one transparent point.
const POINT: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store, private"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
];

pub(crate) fn point() -> Response {
    (HEADERS, [(header::CONTENT_TYPE, "image/gif")], POINT).into_response()
}

pub(crate) fn on_to(address: &str) -> Response {
    (StatusCode::FOUND, HEADERS, [(header::LOCATION, address)]).into_response()
}

/// Asks before it acts: programs follow every link they find, and none of them means it.
pub(crate) fn ask() -> Response {
    page(
        StatusCode::OK,
        "Unsubscribe",
        "<p>Press the button, and we will not write to you again.</p><form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\"><button>Unsubscribe</button></form>",
    )
}

pub(crate) fn taken() -> Response {
    page(StatusCode::OK, "You are unsubscribed", "<p>We will not write to you again.</p>")
}

pub(crate) fn not_taken() -> Response {
    page(
        StatusCode::SERVICE_UNAVAILABLE,
        "That did not work",
        "<p>Please try again in a moment, or reply STOP to the mail.</p>",
    )
}

pub(crate) fn not_valid() -> Response {
    page(
        StatusCode::NOT_FOUND,
        "This link is not valid",
        "<p>Perhaps it was cut off. You can also reply STOP to the mail.</p>",
    )
}

fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>body{{font:17px/1.5 system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1rem;color:#2b2823;background:#faf8f5}}\
         button{{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:.4rem;background:#2b2823;color:#fff;cursor:pointer}}</style>\
         <h1>{title}</h1>{body}</html>"
    );
    (status, HEADERS, Html(html)).into_response()
}
