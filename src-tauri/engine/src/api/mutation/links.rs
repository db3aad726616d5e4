//! What a person does about links: watching one, ending that, vouching for one that the notary cannot see, and listing pages to be linked.

use domain::activity::{ActivityKind, Author};
use domain::id::LinkTargetId;
use domain::links::Standing;
use domain::web::visitable;
use store::link_targets::LinkTarget;
use store::views::links::Filter;

use super::deals::Folder;
use super::{brand, done};
use crate::act::{About, Act};
use crate::api::wire::{DealVouch, Done, LinkAdd, LinkRef, LinkRow, LinkTargetRef, LinkTargetSet};
use crate::api::{Reply, query};
use crate::links::{self, NewLink};
use crate::{Engine, EngineError};

/// Longest text that a link may be asked to have, and longest note, in characters.
const LONGEST: usize = 500;

/// Begins to watch a link; it is looked at by the next run, or at once on request.
pub async fn link_add(engine: &Engine, request: LinkAdd) -> Reply<LinkRow> {
    let mut act = Act::begin(engine).await?;
    let folder = match request.deal {
        Some(deal) => Some(Folder::read(&mut act, deal).await?),
        None => None,
    };
    let owner = match (&request.brand, &folder) {
        (Some(slug), _) => brand(&mut act.tx, slug).await?,
        (None, Some(folder)) => folder.brand.clone(),
        (None, None) => {
            return Err(EngineError::BadRequest("Say whose link it is: a brand, or a deal".to_owned()).into());
        }
    };
    let new = NewLink {
        brand: owner.id,
        deal: request.deal,
        source: request.source,
        target: request.target,
        anchors: texts(request.anchors)?,
    };
    let link = links::watch(engine, &mut act, new).await?;
    let about = folder.as_ref().map_or(About { brand: Some(&owner), ..About::default() }, Folder::about);
    act.note(Author::Person, ActivityKind::Noted, about, format!("Watches the link on {}", link.source));
    act.commit().await?;
    let filter = Filter { id: Some(link.id), ..Filter::default() };
    Ok(query::link_row(engine, &filter).await?)
}

/// Ends watching a link. What was seen of it stays.
pub async fn link_end(engine: &Engine, request: LinkRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let link = store::links::find(&mut act.tx, request.id).await?;
    let mut link = link.ok_or_else(|| EngineError::missing("link", request.id))?;
    link.standing = Standing::Ended;
    link.next_check_at = None;
    store::links::save(&mut act.tx, &link).await?;
    let owner = store::brands::find(&mut act.tx, link.brand).await?;
    let about = About { brand: owner.as_ref(), deal: link.deal, ..About::default() };
    act.note(Author::Person, ActivityKind::Noted, about, format!("Ended watching the link on {}", link.source));
    act.commit().await?;
    Ok(done("The link is not looked at any more."))
}

/// Verifies a deal by a person's word, where the notary is not let in. It is told who signed for it, and the link is watched on.
pub async fn deal_vouch(engine: &Engine, request: DealVouch) -> Reply<Done> {
    let (signed, note) = (line(&request.signed, "your name")?, line(&request.note, "how you saw the link")?);
    let mut act = Act::begin(engine).await?;
    let folder = Folder::read(&mut act, request.id).await?;
    let new = NewLink {
        brand: folder.brand.id,
        deal: Some(folder.deal.id),
        source: request.source,
        target: None,
        anchors: Vec::new(),
    };
    let mut link = links::watch(engine, &mut act, new).await?;
    link.watch.vouch();
    link.standing = Standing::Standing;
    link.lost_at = None;
    link.verified_at = Some(act.now);
    link.verified_by = Some(signed.clone());
    store::links::save(&mut act.tx, &link).await?;
    let told = format!("Verified by hand, signed {signed}: {note} ({})", link.source);
    let whose = (folder.deal, folder.contact);
    links::verify_by_hand(&mut act, &folder.brand, &folder.pipeline, whose, link, told).await?;
    act.commit().await?;
    Ok(done("The deal is verified by your word. The link is watched on."))
}

/// Adds a page of ours that is to be linked, or changes the texts of one.
pub async fn link_target_set(engine: &Engine, request: LinkTargetSet) -> Reply<Done> {
    let address = visitable(&request.address).map_err(|why| {
        EngineError::BadRequest(format!("“{}” cannot be linked: {why}. Write it whole, with https://", request.address))
    })?;
    let anchors = texts(request.anchors)?;
    let mut act = Act::begin(engine).await?;
    let owner = brand(&mut act.tx, &request.brand).await?;
    let id = LinkTargetId::mint(act.now, engine.ten_random_bytes());
    let target = LinkTarget { id, brand: owner.id, address, anchors };
    store::link_targets::set(&mut act.tx, &target, act.now).await?;
    let about = About { brand: Some(&owner), ..About::default() };
    act.note(Author::Person, ActivityKind::Settings, about, format!("Wants links to {}", target.address));
    act.commit().await?;
    Ok(done(format!("Links to {} are wanted.", target.address)))
}

/// Takes a page off the list. Links to it are watched on.
pub async fn link_target_remove(engine: &Engine, request: LinkTargetRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let gone = store::link_targets::remove(&mut act.tx, request.id).await?;
    let gone = gone.ok_or_else(|| EngineError::missing("page to be linked", request.id))?;
    act.note(Author::Person, ActivityKind::Settings, About::default(), format!("Wants no more links to {gone}"));
    act.commit().await?;
    Ok(done(format!("{gone} is off the list. Links to it are watched on.")))
}

/// Texts of links: trimmed, each once.
fn texts(given: Vec<String>) -> Result<Vec<String>, EngineError> {
    let mut kept: Vec<String> = Vec::new();
    for text in given {
        let text = line(&text, "a text")?;
        if !kept.iter().any(|known| known.to_lowercase() == text.to_lowercase()) {
            kept.push(text);
        }
    }
    Ok(kept)
}

fn line(text: &str, what: &str) -> Result<String, EngineError> {
    let text: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match text.chars().count() {
        0 => Err(EngineError::BadRequest(format!("Say {what}"))),
        1..=LONGEST => Ok(text),
        _ => Err(EngineError::BadRequest(format!("That is too long for {what}: at most {LONGEST} characters"))),
    }
}
