//! Requests that change something by a person's hand. What a person does beats what the autopilot is about to do.

mod brands;
mod contacts;
mod deals;
mod emails;
mod secrets;
mod tasks;
mod wordings;

pub use brands::{brand_new, brand_pause, brand_resume, brand_set, pause_all, resume_all};
pub use contacts::{contact_edit, contact_erase, suppress, unsuppress};
pub use deals::{deal_close, deal_move, deal_pause, deal_resume};
pub use emails::{email_approve, email_cancel, email_edit, email_reject, email_settle};
pub use secrets::{secret_remove, secret_set};
pub use tasks::{import_undo, task_enable, task_schedule};
pub use wordings::wording_set;

use domain::brand::Brand;
use store::Connection;

use super::wire::Done;
use crate::EngineError;

/// A brand by its slug, letter case aside.
pub(crate) async fn brand(conn: &mut Connection, slug: &str) -> Result<Brand, EngineError> {
    store::brands::by_slug(conn, slug).await?.ok_or_else(|| EngineError::missing("brand", slug))
}

fn done(text: impl Into<String>) -> Done {
    Done { done: text.into() }
}
