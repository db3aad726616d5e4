//! Orders of contacts, kept so that a table of a million rows can be entered anywhere at once: putting them in order takes far longer than reading a page.
//!
//! An order is used until the timeline tells of something that may have changed it, whoever did it; rows are always read anew.

use std::sync::Arc;

use domain::Timestamp;
use store::StoreError;
use store::views::people::{self, Filter, Order, Sort};
use tokio::sync::Mutex;

use crate::Engine;

/// How many orders are kept: a screen's, and those that somebody comes back to. A million contacts take 8 MB each.
const KEPT: usize = 4;

/// How long an order is trusted at most, in milliseconds: for what tells nobody, such as a restored file.
const TRUSTED: i64 = 300_000;

/// The orders that are kept, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Orders(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    filter: Filter,
    sort: Sort,
    order: Arc<Order>,
    /// The newest line of the timeline that it knows of.
    seen: i64,
    at: Timestamp,
}

impl Orders {
    /// All contacts under a filter in order, lowest first. Whoever asks for the same meanwhile waits for the one answer.
    pub(crate) async fn of(&self, engine: &Engine, filter: &Filter, sort: Sort) -> Result<Arc<Order>, StoreError> {
        let mut kept = self.0.lock().await;
        let mut conn = engine.store.read().await?;
        let now = engine.now();
        if let Some(place) = kept.iter().position(|one| one.filter == *filter && one.sort == sort) {
            let mut one = kept.remove(place);
            let (news, seen) = people::news(&mut conn, one.seen, filter.open_deal.is_some()).await?;
            if !news && now.millis().abs_diff(one.at.millis()) < TRUSTED.unsigned_abs() {
                one.seen = seen;
                let order = Arc::clone(&one.order);
                kept.push(one);
                return Ok(order);
            }
        }
        // First the line, then the order: what happens in between makes it look old, never new.
        let seen = people::newest_line(&mut conn).await?;
        let order = Arc::new(people::order(&mut conn, filter, sort).await?);
        kept.push(Kept { filter: filter.clone(), sort, order: Arc::clone(&order), seen, at: now });
        if kept.len() > KEPT {
            kept.remove(0);
        }
        Ok(order)
    }

    /// Forgets all: lines of the timeline went away with somebody.
    pub(crate) async fn forget(&self) {
        self.0.lock().await.clear();
    }
}
