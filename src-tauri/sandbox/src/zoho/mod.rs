//! Zoho's OAuth and Mail API, as a client sees them. One file per group of endpoints; the state is the world's.

mod accounts;
mod envelope;
mod gate;
mod list;
mod oauth;
mod read;
mod rows;
mod search;
mod send;
mod update;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post, put};

use crate::world::Shared;

/// All routes of Zoho.
pub(crate) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let mail = Router::new()
        .route("/api/accounts", get(accounts::all))
        .route("/api/accounts/{account}", get(accounts::one))
        .route("/api/accounts/{account}/folders", get(accounts::folders))
        .route("/api/accounts/{account}/messages/view", get(list::view))
        .route("/api/accounts/{account}/messages/search", get(search::search))
        .route("/api/accounts/{account}/messages", post(send::send))
        .route("/api/accounts/{account}/messages/{message}", post(send::reply))
        .route("/api/accounts/{account}/messages/{message}/originalmessage", get(read::original))
        .route("/api/accounts/{account}/folders/{folder}/messages/{message}/content", get(read::content))
        .route("/api/accounts/{account}/folders/{folder}/messages/{message}/details", get(read::details))
        .route("/api/accounts/{account}/folders/{folder}/messages/{message}/header", get(read::header))
        .route("/api/accounts/{account}/updatemessage", put(update::update))
        .route("/api/{*unknown}", any(envelope::unknown_path))
        .layer(from_fn_with_state(Arc::clone(shared), gate::gate));
    Router::new()
        .route("/oauth/v2/auth", get(oauth::authorise))
        .route("/oauth/v2/token", post(oauth::token))
        .route("/oauth/v2/token/revoke", post(oauth::revoke))
        .merge(mail)
}
