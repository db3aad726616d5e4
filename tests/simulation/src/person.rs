//! The person at the keyboard: approves, edits, changes their mind, mends what is broken, and settles uncertain mails truthfully, by what
//! the mailbox really took.

use std::path::Path;

use domain::email::{EmailKind, EmailState};
use engine::Engine;
use engine::api::wire::{
    BrandPause, BrandRef, ContactsRequest, DealClose, DealEmail, DealMove, DealPause, DealRef, DealRow, DealsRequest,
    EmailApprove, EmailEdit, EmailRef, EmailReject, EmailRow, EmailSettle, EmailsRequest, Nothing, PauseAll, Suppress,
    Unsuppress,
};
use engine::api::{Reply, mutation, query, trigger};
use sandbox::Sandbox;

use crate::dice::Dice;
use crate::referee::token_of;
use crate::stage::{self, BRANDS, sentence};

/// Does some of what a person does. What the engine refuses, a person may well have tried.
pub(crate) async fn act(engine: &Engine, sandbox: &Sandbox, folder: &Path, dice: &Dice) -> anyhow::Result<Vec<String>> {
    let mut did = Vec::new();
    if dice.one_in(6) {
        did.extend(read_queue(engine, dice).await?);
    }
    if dice.one_in(30) {
        did.push(mend(engine, sandbox).await?);
    }
    if dice.one_in(20) {
        did.extend(settle(engine, sandbox).await?);
    }
    if dice.one_in(45) {
        did.extend(change_a_deal(engine, dice).await?);
    }
    if dice.one_in(60) {
        did.extend(change_a_rule(engine, dice).await?);
    }
    if dice.one_in(250) {
        stage::import(engine, folder, dice, 4).await?;
        did.push("imported another list".to_owned());
    }
    Ok(did)
}

/// Puts right whatever is wrong, and lets everything go on.
pub(crate) async fn mend(engine: &Engine, sandbox: &Sandbox) -> anyhow::Result<String> {
    sandbox.clear_faults();
    for (brand, _) in BRANDS {
        let _ = mutation::brand_resume(engine, BrandRef { brand: brand.to_owned() }).await;
    }
    let _ = mutation::resume_all(engine, Nothing {}).await;
    Ok("mended what was broken and let it go on".to_owned())
}

async fn read_queue(engine: &Engine, dice: &Dice) -> anyhow::Result<Vec<String>> {
    let mut did = Vec::new();
    for mail in mails(engine, EmailState::AwaitingApproval).await? {
        let reference = EmailRef { id: mail.id };
        let done = match dice.between(0, 20) {
            0 => mutation::email_reject(engine, EmailReject { id: mail.id, reason: None }).await,
            1 => {
                let body = query::email_show(engine, reference).await.map_err(sentence)?.body;
                let body = format!("{body}\n\nP.S. Written on {}.", engine.now().day(stage::HOME));
                mutation::email_edit(engine, EmailEdit { id: mail.id, subject: mail.subject.clone(), body }).await
            }
            2 => continue,
            _ => mutation::email_approve(engine, EmailApprove { id: mail.id, content_hash: None }).await,
        };
        did.push(told(&mail.to_address, done));
    }
    if let Some(mail) = dice.one_of(&mails(engine, EmailState::Queued).await?).filter(|_| dice.one_in(6)) {
        let done = mutation::email_cancel(engine, EmailRef { id: mail.id }).await;
        did.push(told(&mail.to_address, done));
    }
    Ok(did)
}

/// Looks each uncertain mail up in the mailbox and says what is true.
pub(crate) async fn settle(engine: &Engine, sandbox: &Sandbox) -> anyhow::Result<Vec<String>> {
    let mut did = Vec::new();
    let ledger = sandbox.ledger();
    for mail in mails(engine, EmailState::Unconfirmed).await? {
        let token = query::email_show(engine, EmailRef { id: mail.id }).await.map_err(sentence)?.token;
        let sent = ledger.iter().any(|accepted| token_of(accepted).as_deref() == Some(&token));
        let done = mutation::email_settle(engine, EmailSettle { id: mail.id, sent }).await;
        did.push(told(&mail.to_address, done));
    }
    Ok(did)
}

async fn change_a_deal(engine: &Engine, dice: &Dice) -> anyhow::Result<Option<String>> {
    let all = DealsRequest { limit: Some(500), ..DealsRequest::default() };
    let deals: Vec<DealRow> = query::deals_list(engine, all).await.map_err(sentence)?;
    let Some(deal) = dice.one_of(&deals) else { return Ok(None) };
    let id = deal.card.id;
    let done = match dice.between(0, 6) {
        0 => mutation::deal_pause(engine, DealPause { id, reason: "a moment".to_owned() }).await,
        1 | 2 => mutation::deal_resume(engine, DealRef { id }).await,
        3 => {
            let stages =
                if deal.pipeline == "sales" { ["contacted", "engaged"] } else { ["researching", "interested"] };
            let stage = dice.one_of(&stages).map_or_else(String::new, |stage| (*stage).to_owned());
            mutation::deal_move(engine, DealMove { id, stage, won: None, reason: None }).await
        }
        4 => {
            let won = dice.one_in(2);
            mutation::deal_close(engine, DealClose { id, won, reason: Some("decided by hand".to_owned()) }).await
        }
        _ => {
            let kind = dice.one_in(2).then_some(EmailKind::FirstFollowUp);
            let written = trigger::deal_email(engine, DealEmail { id, kind }).await;
            return Ok(Some(told(&deal.card.email, written.map(|mail| mail.subject))));
        }
    };
    Ok(Some(told(&deal.card.email, done)))
}

async fn change_a_rule(engine: &Engine, dice: &Dice) -> anyhow::Result<Option<String>> {
    let brand = dice.one_of(&BRANDS).map_or("codeteki", |(slug, _)| slug).to_owned();
    let done = match dice.between(0, 6) {
        0 => mutation::brand_pause(engine, BrandPause { brand, reason: "a break".to_owned() }).await,
        1 => mutation::pause_all(engine, PauseAll { reason: "holidays".to_owned(), length: Default::default() }).await,
        choice => {
            let everybody = ContactsRequest { limit: Some(500), ..ContactsRequest::default() };
            let contacts = query::contacts_list(engine, everybody).await.map_err(sentence)?;
            let Some(contact) = dice.one_of(&contacts) else { return Ok(None) };
            let whole = if dice.one_in(4) { contact.email.rsplit('@').next() } else { None };
            let target = whole.unwrap_or(&contact.email).to_owned();
            let brand = dice.one_in(2).then_some(brand);
            if choice == 2 {
                mutation::unsuppress(engine, Unsuppress { target, brand }).await
            } else {
                mutation::suppress(engine, Suppress { target, brand, reason: "asked by telephone".to_owned() }).await
            }
        }
    };
    Ok(Some(told("a rule", done)))
}

async fn mails(engine: &Engine, state: EmailState) -> anyhow::Result<Vec<EmailRow>> {
    let request = EmailsRequest { state: Some(state), limit: Some(500), ..EmailsRequest::default() };
    query::emails_list(engine, request).await.map_err(sentence)
}

fn told<T: serde::Serialize>(about: &str, done: Reply<T>) -> String {
    match done {
        Ok(done) => format!("{about}: {}", serde_json::to_string(&done).unwrap_or_default()),
        Err(refused) => format!("{about}: {}", refused.message),
    }
}
