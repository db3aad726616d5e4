//! Reads a folder's list from the newest row down to an instant. What a row means is in `rows`.

use domain::Timestamp;
use serde_json::Value;

use super::budget::Priority;
use super::client::{Call, MailApi};
use super::rows;
use crate::mail::Trouble;

/// Rows of one page; the most that Zoho gives.
const PAGE: u32 = 200;
/// Rows that two pages share: what is deleted meanwhile moves the rest up.
const SHARED: u32 = 10;

/// Which list to read, and how urgent that is.
pub(super) struct Listing<'a> {
    pub(super) account: &'a str,
    pub(super) folder_id: &'a str,
    pub(super) priority: Priority,
    /// At the most; a list that goes on is cut there.
    pub(super) pages: u32,
}

/// The rows received at or after `floor`, newest first. Rows that stand on two pages come twice.
pub(super) async fn rows_since<T>(
    api: &MailApi,
    listing: &Listing<'_>,
    floor: Timestamp,
    read: impl Fn(&Value) -> Option<(Timestamp, T)>,
) -> Result<Vec<T>, Trouble> {
    let mut found = Vec::new();
    for page in 0..listing.pages {
        let batch = rows::list(page_of(api, listing, page).await?);
        let full = batch.len() >= PAGE as usize;
        let understood: Vec<_> = batch.iter().filter_map(&read).collect();
        if understood.len() < batch.len() {
            tracing::warn!(rows = batch.len() - understood.len(), "Rows without an id or a time were left out.");
        }
        let reached_floor = understood.last().is_some_and(|(at, _)| *at < floor);
        found.extend(understood.into_iter().filter(|(at, _)| *at >= floor).map(|(_, row)| row));
        if reached_floor || !full {
            return Ok(found);
        }
    }
    tracing::warn!(
        pages = listing.pages,
        "The folder holds more new mail than was read; the oldest of it was left out."
    );
    Ok(found)
}

async fn page_of(api: &MailApi, listing: &Listing<'_>, page: u32) -> Result<Value, Trouble> {
    let query = [
        ("folderId", listing.folder_id.to_owned()),
        ("start", (page * (PAGE - SHARED) + 1).to_string()),
        ("limit", PAGE.to_string()),
        ("sortBy", "date".to_owned()),
        ("sortorder", "false".to_owned()),
        ("includeto", "true".to_owned()),
    ];
    api.read(&Call::get(listing.priority, &["accounts", listing.account, "messages", "view"], &query)).await
}
