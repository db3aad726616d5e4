//! Outgoing and incoming mails: as lists, and one whole.

use domain::compose::body_of;
use domain::engagement::{carries_clicks, carries_pixel, for_our_eyes};
use store::engagement::Whose;
use store::views;

use super::{engagement, limit, many, names};
use crate::api::Reply;
use crate::api::wire::{
    EmailDetail, EmailRef, EmailRow, EmailsRequest, MessageDetail, MessageRef, MessageRow, MessagesRequest,
    OriginalText, ReadBefore,
};
use crate::{Engine, EngineError};

/// Outgoing mails, newest first.
pub async fn emails_list(engine: &Engine, request: EmailsRequest) -> Reply<Vec<EmailRow>> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let filter = views::emails::Filter { brand, state: request.state, deal: request.deal };
    Ok(many(views::emails::list(&mut conn, &filter, limit(request.limit)).await?))
}

/// An outgoing mail whole, with the decision that led to it.
pub async fn email_show(engine: &Engine, request: EmailRef) -> Reply<EmailDetail> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("mail", request.id);
    let row = views::emails::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let mail = store::emails::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, mail.brand).await?.ok_or_else(missing)?;
    let decision = match row.decision_id {
        Some(id) => views::decisions::find(&mut conn, id).await?,
        None => None,
    };
    let original = store::originals::find(&mut conn, request.id).await?.map(|first| OriginalText {
        body: body_of(&first.text, &brand.settings),
        subject: first.subject,
        edited_by: first.edited_by.to_string(),
        edited_at: first.edited_at,
    });
    Ok(EmailDetail {
        row: row.into(),
        from_address: mail.content.from.to_string(),
        from_name: mail.content.from_name,
        reply_to: mail.content.reply_to,
        body: body_of(&mail.content.text, &brand.settings),
        text: mail.content.text,
        html: for_our_eyes(&mail.content.html),
        tells_opens: carries_pixel(&mail.content.html),
        tells_clicks: carries_clicks(&mail.content.html),
        engagement: engagement::of(&mut conn, Whose::Mail(request.id)).await?,
        token: mail.token,
        content_hash: mail.content_hash,
        approved_hash: mail.approved_hash,
        provider_message_id: mail.provider_message_id,
        wire_message_id: mail.wire_message_id,
        decision: decision.map(Into::into),
        original,
    })
}

/// Incoming mails, newest first.
pub async fn messages_list(engine: &Engine, request: MessagesRequest) -> Reply<Vec<MessageRow>> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let filter = views::messages::Filter { brand, class: request.class, deal: request.deal, strangers: request.all };
    Ok(many(views::messages::list(&mut conn, &filter, limit(request.limit)).await?))
}

/// An incoming mail whole.
pub async fn message_show(engine: &Engine, request: MessageRef) -> Reply<MessageDetail> {
    let mut conn = engine.store.read().await?;
    let found = views::messages::find(&mut conn, request.id).await?;
    let (row, text) = found.ok_or_else(|| EngineError::missing("message", request.id))?;
    let views::messages::MessageText { text, quoted, folder, has_html, class, done_at, before } = text;
    let before =
        before.map(|read| ReadBefore { class: read.class, by: read.by, confidence: read.confidence, at: read.at });
    Ok(MessageDetail { row: row.into(), text, quoted, folder, has_html, class, done_at, before })
}
