//! The inbox page by page, and a mail as it was sent. What a stranger's HTML may be is left to the domain.

use domain::address::is_free_mail;
use store::views;
use store::views::inbox::{Counts, Filter, InboxView, Part};

use super::{limit, many, names};
use crate::api::Reply;
use crate::api::wire::{
    ClassCount, DealRow, InboxCounts, InboxPart, InboxRow, MessageCandidates, MessageHtml, MessageHtmlRequest,
    MessagesPage, MessagesPageRequest,
};
use crate::{Engine, EngineError, pictures};

/// Characters of the line under a sender's name.
const BEGINNING: usize = 160;

/// A page of the inbox, newest first, with how many mails there are in each part.
pub async fn messages_page(engine: &Engine, request: MessagesPageRequest) -> Reply<MessagesPage> {
    let mut conn = engine.store.read().await?;
    let part = match request.part {
        InboxPart::NeedsYou => Part::NeedsYou,
        InboxPart::All => Part::All,
        InboxPart::Robots => Part::Robots,
        InboxPart::Unmatched => Part::Unmatched,
    };
    let filter = Filter {
        part,
        brand: names::brand_filter(&mut conn, request.brand.as_deref()).await?,
        class: request.class,
        search: request.search,
        before: request.before,
    };
    let limit = limit(request.limit);
    let mut found = views::inbox::page(&mut conn, &filter, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let Counts { needs_you, all, robots, unmatched } = views::inbox::counts(&mut conn, &filter).await?;
    let classes = views::inbox::classes(&mut conn, filter.brand).await?;
    Ok(MessagesPage {
        rows: found.into_iter().map(row).collect(),
        more,
        counts: InboxCounts { needs_you, all, robots, unmatched },
        classes: classes.into_iter().map(|(class, count)| ClassCount { class, count }).collect(),
    })
}

fn row(view: InboxView) -> InboxRow {
    let InboxView { message, contact_id, name, company, beginning, folder, needs_you, corrected, done_at } = view;
    let line = beginning.split_whitespace().collect::<Vec<_>>().join(" ");
    InboxRow {
        message: message.into(),
        contact_id,
        name,
        company,
        beginning: line.chars().take(BEGINNING).collect(),
        folder,
        needs_you,
        corrected,
        done_at,
    }
}

/// How many deals are proposed.
const CANDIDATES: u32 = 30;

/// The deals that a mail may belong to, all of the brand it came to. Without a search those of the sender's colleagues.
pub async fn message_candidates(engine: &Engine, request: MessageCandidates) -> Reply<Vec<DealRow>> {
    let mut conn = engine.store.read().await?;
    let kept = store::messages::find(&mut conn, request.id).await?;
    let kept = kept.ok_or_else(|| EngineError::missing("message", request.id))?;
    let typed = request.search.unwrap_or_default();
    let host = kept.from_address.split_once('@').map(|(_, host)| host).unwrap_or_default();
    let words = match typed.trim() {
        "" if is_free_mail(host) => kept.from_name.as_str(),
        "" => host,
        typed => typed,
    };
    Ok(many(views::inbox::candidates(&mut conn, kept.brand, words, CANDIDATES).await?))
}

/// A mail as it was sent, made safe.
pub async fn message_html(engine: &Engine, request: MessageHtmlRequest) -> Reply<MessageHtml> {
    Ok(pictures::as_sent(engine, request.id, request.dark).await?)
}
