//! Looking for something by a few words, in everything at once.

use store::StoreError;
use store::views::find::{self, Hit, Sought};

use super::{many, names};
use crate::Engine;
use crate::api::Reply;
use crate::api::wire::{FindRequest, Found, FoundRow};

/// The most hits of a kind.
const MOST: u32 = 50;

/// People, deals and mails that have every word of the text, each as the beginning of a word.
pub async fn find(engine: &Engine, request: FindRequest) -> Reply<Found> {
    let brand = names::brand_filter(&mut *engine.store.read().await?, request.brand.as_deref()).await?;
    let sought = Sought { text: &request.text, brand, limit: request.limit.min(MOST) };
    // Each looks in an index of its own, so nobody need wait for another.
    let ((contacts, deals), emails, messages) =
        tokio::try_join!(people(engine, sought), emails(engine, sought), messages(engine, sought))?;
    Ok(Found { contacts, deals, emails, messages })
}

async fn people(engine: &Engine, sought: Sought<'_>) -> Result<(Vec<FoundRow>, Vec<FoundRow>), StoreError> {
    let mut conn = engine.store.read().await?;
    let people = find::people(&mut conn, sought).await?;
    let contacts = find::contacts(&mut conn, &people, sought).await?;
    Ok((many(contacts), many(find::deals(&mut conn, &people, sought).await?)))
}

async fn emails(engine: &Engine, sought: Sought<'_>) -> Result<Vec<FoundRow>, StoreError> {
    Ok(many(find::emails(&mut *engine.store.read().await?, sought).await?))
}

async fn messages(engine: &Engine, sought: Sought<'_>) -> Result<Vec<FoundRow>, StoreError> {
    Ok(many(find::messages(&mut *engine.store.read().await?, sought).await?))
}

impl<I: std::fmt::Display> From<Hit<I>> for FoundRow {
    fn from(Hit { id, deal, title, detail, brand, at }: Hit<I>) -> Self {
        Self { id: id.to_string(), deal_id: deal, title, detail, brand, at }
    }
}
