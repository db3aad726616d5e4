//! What a door may look at. Nothing here changes anything; SQL is left to the store's views, verdicts to the domain's gates.

mod analytics;
mod board;
mod brands;
mod by_hand;
mod contacts;
mod deals;
mod decision_log;
mod engagement;
mod find;
mod imports;
mod inbox;
mod links;
mod mail;
mod names;
mod outbox;
mod people;
mod previews;
mod program;
mod prospects;
mod record;
mod research;
mod rows;
mod sender;
mod why;
mod wordings;

pub use analytics::analytics;
pub use board::{board, board_column, board_tags, views_list};
pub use brands::{brand_show, brands, pipelines, status};
pub use by_hand::{decision_show, email_frame};
pub(crate) use contacts::places as contact_places;
pub use contacts::{contact_facets, contact_history, contacts_page, duplicates};
pub use deals::{deal_show, deals_list, decisions_list};
pub use decision_log::decisions_page;
pub use find::find;
pub(crate) use imports::reading;
pub use imports::{import_look, imports_list, imports_now};
pub use inbox::{message_candidates, message_html, messages_page};
pub(crate) use links::link_row;
pub use links::{link_named, link_show, link_targets, links_page};
pub use mail::{email_show, emails_list, message_show, messages_list};
pub use names::{contact_named, deal_named, email_named, import_named, message_named};
pub use outbox::{email_context, emails_page, review_queue};
pub use people::{contact_show, contacts_list, evidence, suppressions_list};
pub use previews::{ai_spent, mail_preview, settings_check, slots_preview};
pub(crate) use program::ON_CLOSE;
pub use program::program_settings;
pub use prospects::{prospect_named, prospects_page};
pub use record::{backups, feed, notices_list, reviews_list, schedule_preview, task_history, tasks_list};
pub use research::research;
pub(crate) use sender::of_brand as sender_of_brand;
pub use sender::sender_health;
pub(crate) use why::summary;
pub use why::why;
pub use wordings::{wording_preview, wording_show, wordings};

/// Rows of a list when nobody asks for a number.
const LIMIT: u32 = 200;
/// The most rows of a list.
const MOST: u32 = 10_000;

fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(LIMIT).min(MOST)
}

/// Turns what the store read into what crosses the border.
fn many<V, W: From<V>>(views: Vec<V>) -> Vec<W> {
    views.into_iter().map(W::from).collect()
}
