//! Requests that change something by a person's hand. What a person does beats what the autopilot is about to do.

mod brands;
mod by_hand;
#[cfg(test)]
mod by_hand_tests;
mod bulk;
mod contacts;
mod deal_new;
mod deals;
mod email_write;
mod emails;
#[cfg(test)]
mod review_tests;
mod merge;
#[cfg(test)]
mod people_tests;
mod tasks;
mod wordings;

pub use brands::{brand_pause, brand_resume, brand_set, pause_all, resume_all};
pub use by_hand::{deal_edit, deal_hold, deal_next_action, note_add};
pub use contacts::{contact_edit, contact_erase, suppress, unsuppress};
pub use deal_new::deal_new;
pub use deals::{deal_close, deal_move, deal_pause, deal_resume};
pub use email_write::email_write;
pub(crate) use email_write::refusal;
pub use emails::{
    email_approve, email_cancel, email_edit, email_reject, email_settle, emails_approve_many, emails_take_back,
};
pub use bulk::contacts_bulk;
pub use contacts::{contact_edit, contact_erase, contact_new, suppress, unsuppress};
pub use deals::{deal_close, deal_move, deal_pause, deal_resume};
pub use emails::{email_approve, email_cancel, email_edit, email_reject, email_settle};
pub use merge::contacts_merge;
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
