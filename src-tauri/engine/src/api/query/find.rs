//! Looking for something by a few words, in everything at once.

use store::views::find::{self, Hit, Sought};

use super::{many, names};
use crate::Engine;
use crate::api::Reply;
use crate::api::wire::{FindRequest, Found, FoundRow};

/// The most hits of a kind.
const MOST: u32 = 50;

/// People, deals and mails that have every word of the text, each as the beginning of a word.
pub async fn find(engine: &Engine, request: FindRequest) -> Reply<Found> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let sought = Sought { text: &request.text, brand, limit: request.limit.min(MOST) };
    Ok(Found {
        contacts: many(find::contacts(&mut conn, sought).await?),
        deals: many(find::deals(&mut conn, sought).await?),
        emails: many(find::emails(&mut conn, sought).await?),
        messages: many(find::messages(&mut conn, sought).await?),
    })
}

impl<I: std::fmt::Display> From<Hit<I>> for FoundRow {
    fn from(Hit { id, deal, title, detail, brand, at }: Hit<I>) -> Self {
        Self { id: id.to_string(), deal_id: deal, title, detail, brand, at }
    }
}
