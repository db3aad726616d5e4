//! Two contacts of a brand become one. What spoke against mailing either speaks against mailing both; nothing that was sent or said is lost.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::{Basis, Contact};
use domain::deal::Deal;
use domain::suppression::SuppressionKind;
use store::StoreError;
use store::suppressions::Rules;

use super::bulk::who;
use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{ContactsMerge, Done, MergeField};
use crate::silence::{self, Silent, Wish};
use crate::{Engine, EngineError};

/// Makes two contacts one: `keep` stays with its address, and gets the deals, mails, replies and lines of `other`, which is gone.
/// Refused across brands, while a mail of theirs is in flight, and where both have an open deal in one pipeline.
pub async fn contacts_merge(engine: &Engine, request: ContactsMerge) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let keep = find(&mut act, request.keep).await?;
    let other = find(&mut act, request.other).await?;
    let brand = refuse(&mut act, &keep, &other).await?;
    let merged = taken(&keep, &other, &request.take);
    hold_both(engine, &mut act, &keep, &other).await?;
    let deals = store::deals::open_of_contact(&mut act.tx, other.id).await?;
    for deal in &deals {
        stop(&mut act, &brand, &merged, deal).await?;
    }
    store::merge::hand_over(&mut act.tx, &other, keep.id).await?;
    store::contacts::save(&mut act.tx, &merged, act.now).await?;
    let about = About { brand: Some(&brand), deal: None, contact: Some(&merged) };
    let line = format!("Merged {} ({}) into {}", who(&other), other.email, merged.email);
    act.note(Author::Person, ActivityKind::Edited, about, line);
    act.commit().await?;
    Ok(done(format!("{} and {} are one contact now: {}.", who(&keep), who(&other), merged.email)))
}

async fn find(act: &mut Act<'_>, id: domain::id::ContactId) -> Result<Contact, EngineError> {
    store::contacts::find(&mut act.tx, id).await?.ok_or_else(|| EngineError::missing("contact", id))
}

/// Says no where merging would lose or double something.
async fn refuse(act: &mut Act<'_>, keep: &Contact, other: &Contact) -> Result<Brand, EngineError> {
    if keep.id == other.id {
        return Err(EngineError::BadRequest("These are one contact already".to_owned()));
    }
    if keep.brand != other.brand {
        return Err(EngineError::Refused(
            "These contacts belong to different brands. Each brand keeps its own; what both know is shown side by side"
                .to_owned(),
        ));
    }
    for contact in [keep, other] {
        if let Some(subject) = store::merge::in_flight(&mut act.tx, contact.id).await?.first() {
            return Err(EngineError::Refused(format!(
                "Nobody knows yet whether “{subject}” to {} went out. Nothing was merged; settle that mail first",
                contact.email
            )));
        }
    }
    let both = store::merge::both_open(&mut act.tx, keep.id, other.id).await?;
    if !both.is_empty() {
        return Err(EngineError::Refused(format!(
            "Both have an open deal in {}. Nothing was merged; close one of the two first, so that one person gets one sequence",
            both.join(" and ")
        )));
    }
    Ok(store::brands::find(&mut act.tx, keep.brand).await?.ok_or(StoreError::Missing { what: "brand" })?)
}

/// The contact that stays, with what it takes from the other. An empty field takes what the other has.
fn taken(keep: &Contact, other: &Contact, take: &[MergeField]) -> Contact {
    let mut merged = keep.clone();
    let wants = |field, empty: bool| take.contains(&field) || empty;
    for (field, mine, theirs) in [
        (MergeField::Name, &mut merged.name, &other.name),
        (MergeField::Company, &mut merged.company, &other.company),
        (MergeField::Website, &mut merged.website, &other.website),
        (MergeField::Notes, &mut merged.notes, &other.notes),
        (MergeField::Source, &mut merged.source, &other.source),
        (MergeField::Country, &mut merged.country, &other.country),
    ] {
        if wants(field, mine.is_empty()) && !theirs.is_empty() {
            mine.clone_from(theirs);
        }
    }
    if wants(MergeField::DomainAuthority, keep.domain_authority.is_none()) {
        merged.domain_authority = other.domain_authority.or(keep.domain_authority);
    }
    if wants(MergeField::Timezone, keep.timezone.is_none()) {
        merged.timezone = other.timezone.or(keep.timezone);
    }
    if take.contains(&MergeField::Kind) {
        merged.kind = other.kind;
    }
    // Consent and its evidence belong together.
    if wants(MergeField::Basis, keep.basis == Basis::None) && other.basis != Basis::None {
        merged.basis = other.basis;
        merged.basis_note.clone_from(&other.basis_note);
    }
    for tag in &other.tags {
        if !merged.tags.iter().any(|one| one.eq_ignore_ascii_case(tag)) {
            merged.tags.push(tag.clone());
        }
    }
    merged
}

/// What keeps mail from one of the two keeps it from both, and mails that wait for either are cancelled.
async fn hold_both(engine: &Engine, act: &mut Act<'_>, keep: &Contact, other: &Contact) -> Result<(), EngineError> {
    let rules = Rules::about(&mut act.tx, [&keep.email, &other.email].into_iter()).await?;
    for (from, to) in [(&other.email, &keep.email), (&keep.email, &other.email)] {
        let held = rules.touching(to);
        for (brand, reason) in rules.touching(from) {
            // What keeps mail from the other already, such as a domain of both, is enough.
            if held.iter().any(|(for_brand, _)| for_brand.is_none() || *for_brand == brand) {
                continue;
            }
            let silent = match brand {
                None => Silent::All,
                Some(id) => Silent::Some(store::brands::find(&mut act.tx, id).await?.into_iter().collect()),
            };
            let (value, reason) = (to.without_tag(), format!("is one person with {from}: {reason}"));
            let wish = Wish { kind: SuppressionKind::Address, value: &value, reason: &reason, author: Author::Person };
            silence::suppress(engine, act, &silent, &wish).await?;
        }
    }
    Ok(())
}

/// Takes the mails that wait for the other address out of the way; the deal decides anew, for the address that stays.
async fn stop(act: &mut Act<'_>, brand: &Brand, merged: &Contact, deal: &Deal) -> Result<(), EngineError> {
    let waiting = store::emails::waiting_of_deal(&mut act.tx, deal.id).await?;
    let none = waiting.is_empty();
    for mut mail in waiting {
        silence::overtake(act, &mut mail, "The contact was merged with another address".to_owned()).await?;
        let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(merged) };
        let line = format!("Cancelled “{}”: the contact was merged with another address", mail.content.subject);
        act.note(Author::Person, ActivityKind::Cancelled, about, line);
    }
    if none {
        // Whoever is deciding about it now knows the old address: its claim must not hold.
        return Ok(store::deals::overrule(&mut act.tx, deal, act.now).await?);
    }
    silence::decide_again(act, deal.id).await
}
