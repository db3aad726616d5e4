//! Requests that change something by a person's hand. What a person does beats what the autopilot is about to do.

mod board;
#[cfg(test)]
mod board_tests;
mod brands;
mod bulk;
mod by_hand;
#[cfg(test)]
mod by_hand_tests;
mod contacts;
mod deal_new;
mod deals;
mod email_write;
mod emails;
mod links;
mod merge;
mod messages;
#[cfg(test)]
mod people_tests;
mod pipelines;
mod program;
mod prospects;
#[cfg(test)]
mod prospects_tests;
#[cfg(test)]
mod review_tests;
mod tasks;
mod wordings;

pub use board::{deals_bulk, deals_undo, view_remove, view_save};
pub use brands::{brand_new, brand_pause, brand_resume, brand_set, pause_all, resume_all};
pub use bulk::contacts_bulk;
pub use by_hand::{deal_edit, deal_hold, deal_next_action, note_add};
pub use contacts::{contact_edit, contact_erase, contact_new, suppress, unsuppress};
mod secrets;

pub use deal_new::deal_new;
pub use deals::{deal_close, deal_move, deal_pause, deal_resume};
pub use email_write::email_write;
pub(crate) use email_write::refusal;
pub use emails::{
    email_approve, email_cancel, email_edit, email_reconsider, email_reject, email_settle, emails_approve_many,
    emails_take_back,
};
pub use links::{deal_vouch, link_add, link_end, link_target_remove, link_target_set};
pub use merge::contacts_merge;
pub use messages::{message_done, message_link, message_reclassify};
pub use pipelines::{
    pipeline_cadence, pipeline_new, pipeline_rename, stage_add, stage_advance, stage_kind, stage_remove, stage_rename,
    stage_reorder,
};
pub use program::{notices_seen, program_set};
pub use prospects::{prospect_set_aside, prospect_start};
pub use secrets::{secret_remove, secret_set};
pub use tasks::{import_undo, task_enable, task_schedule};
pub use wordings::{wording_reset, wording_set};

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
