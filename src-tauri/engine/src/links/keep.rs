//! Keeping a look: the evidence, how the link stands now, and what that does to its deal, in one act. Only here, and by a person who signs, is a deal
//! verified.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::id::{LinkCheckId, LinkId};
use domain::links::{Finding, Heard, Link, NOTARY, Standing, next_look};
use domain::notice::NoticeKind;
use domain::pipeline::{Pipeline, StageKind};
use store::StoreError;
use store::links::Check;
use url::Url;

use super::reclaim;
use crate::act::{About, Act};
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError, silence};

/// A link with its deal.
pub(super) struct Matter<'a> {
    pub(super) link: Link,
    pub(super) brand: &'a Brand,
    pub(super) pipeline: &'a Pipeline,
    pub(super) deal: Deal,
    pub(super) contact: Contact,
}

impl Matter<'_> {
    pub(super) fn about(&self) -> About<'_> {
        About { brand: Some(self.brand), deal: Some(self.deal.id), contact: Some(&self.contact) }
    }

    /// The page without its scheme, as people write it.
    pub(super) fn place(&self) -> &str {
        place(&self.link)
    }
}

/// The page of a link without its scheme.
fn place(link: &Link) -> &str {
    let address = link.source.as_str();
    address.split("://").last().unwrap_or(address).trim_end_matches('/')
}

/// Keeps what a look found and acts on it.
pub(super) async fn keep(
    engine: &Engine,
    book: &Book,
    id: LinkId,
    target: &Url,
    finding: Finding,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    // It may have been ended, or its deal erased, while its page was fetched.
    let Some(mut link) = store::links::find(&mut act.tx, id).await? else { return Ok(()) };
    let Some(brand) = book.brands().find(|brand| brand.id == link.brand) else { return Ok(()) };
    if link.standing == Standing::Ended {
        return Ok(());
    }
    if link.target != *target
        && store::links::at(&mut act.tx, link.brand, link.source.as_str(), target.as_str()).await?.is_none()
    {
        link.target = target.clone();
    }
    outcome.count("looked");
    let first = link.checked_at.is_none();
    let (heard, proved) = take(&mut link, &finding, brand, act.now);
    outcome.count(match (heard, link.standing) {
        (Heard::Placed, _) => "placed",
        (Heard::Lost, _) => "lost",
        (Heard::Back, _) => "back",
        (Heard::Weakened, _) => "weakened",
        (Heard::Nothing, Standing::Missing) => "missing",
        (Heard::Nothing, _) => "unchanged",
    });
    store::links::save(&mut act.tx, &link).await?;
    let check = Check { id: LinkCheckId::mint(act.now, engine.ten_random_bytes()), link: id, at: act.now, finding };
    store::links::add_check(&mut act.tx, &check).await?;
    match matter(&mut act, book, link).await? {
        Ok(matter) => follow(engine, book, &mut act, matter, heard, Look { first, proved }).await?,
        Err(link) => alone(&mut act, brand, &link, heard).await?,
    }
    Ok(act.commit().await?)
}

/// What a look was.
#[derive(Clone, Copy)]
struct Look {
    /// The first at this link.
    first: bool,
    /// The link is known to stand since this look.
    proved: bool,
}

/// Puts a look into the link. Says what is news, and whether it is proved by it.
fn take(link: &mut Link, finding: &Finding, brand: &Brand, now: domain::Timestamp) -> (Heard, bool) {
    let zone = brand.settings.timezone;
    let (standing, heard) = link.watch.look(finding.state, link.standing, now, zone);
    link.standing = standing;
    link.state = Some(finding.state);
    link.why.clone_from(&finding.why);
    link.checked_at = Some(now);
    if finding.state.is_seen() {
        link.anchor.clone_from(&finding.anchor);
        link.first_live_at = link.first_live_at.or(Some(now));
        link.lost_at = None;
    }
    if heard == Heard::Lost {
        link.lost_at = Some(now);
    }
    let proved = standing == Standing::Standing && link.verified_by.is_none();
    if proved {
        link.verified_at = Some(now);
        link.verified_by = Some(NOTARY.to_owned());
    }
    let since = link.first_live_at.unwrap_or(link.created_at);
    link.next_check_at = next_look(standing, finding.state, since, now, zone);
    if link.next_check_at.is_none() {
        link.standing = Standing::Ended;
    }
    (heard, proved)
}

/// The link with all that belongs to its deal; the link alone where it has none.
async fn matter<'a>(act: &mut Act<'_>, book: &'a Book, link: Link) -> Result<Result<Matter<'a>, Link>, EngineError> {
    let Some(id) = link.deal else { return Ok(Err(link)) };
    let Some(deal) = store::deals::find(&mut act.tx, id).await? else { return Ok(Err(link)) };
    let (brand, pipeline) = book.of(&deal)?;
    let contact = store::contacts::find(&mut act.tx, deal.contact).await?;
    let contact = contact.ok_or(StoreError::Missing { what: "contact" })?;
    Ok(Ok(Matter { link, brand, pipeline, deal, contact }))
}

/// What is told of a link that belongs to no deal.
async fn alone(act: &mut Act<'_>, brand: &Brand, link: &Link, heard: Heard) -> Result<(), EngineError> {
    let about = About { brand: Some(brand), ..About::default() };
    let (kind, title) = match heard {
        Heard::Lost => (NoticeKind::LinkLost, format!("The link on {} is lost", place(link))),
        Heard::Weakened => (NoticeKind::LinkLost, format!("The link on {} counts for less", place(link))),
        Heard::Back => (NoticeKind::Solved, format!("The link on {} is back", place(link))),
        Heard::Placed | Heard::Nothing => return Ok(()),
    };
    Ok(act.notice(kind, about, title, link.why.clone()).await?)
}

async fn follow(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    mut matter: Matter<'_>,
    heard: Heard,
    look: Look,
) -> Result<(), EngineError> {
    let (place, why) = (matter.place().to_owned(), matter.link.why.clone());
    let who = matter.about().who().unwrap_or_default();
    match heard {
        Heard::Lost => return reclaim::begin(engine, book, act, matter).await,
        Heard::Weakened => {
            let title = format!("{who}: the link counts for less");
            act.notice(NoticeKind::LinkLost, matter.about(), title, format!("{place}: {why}")).await?;
            act.note(Author::Autopilot, ActivityKind::Flagged, matter.about(), format!("The link on {place}: {why}"));
        }
        Heard::Back => {
            act.notice(NoticeKind::Solved, matter.about(), format!("{who}: the link is back"), place.clone()).await?;
            act.note(Author::Autopilot, ActivityKind::Noted, matter.about(), format!("The link on {place} is back"));
        }
        Heard::Placed | Heard::Nothing => {}
    }
    if matter.link.standing == Standing::Standing && (look.proved || heard == Heard::Back) {
        return verify(act, &mut matter, Author::Autopilot, format!("Verified: the link stands on {place}")).await;
    }
    let ask = match (look.first, heard) {
        (_, Heard::Placed) => {
            Some(format!("The link on {place} stands, but not as agreed. {why} Ask {who} for a change, or accept it?"))
        }
        (true, _) => Some(format!(
            "{who} says the link is placed on {place}. I looked: {why} Ask {who}, or wait? I go on looking."
        )),
        _ => None,
    };
    if let Some(question) = ask.filter(|_| matter.deal.status.is_open()) {
        act.note(Author::Autopilot, ActivityKind::Flagged, matter.about(), format!("Looked at {place}: {why}"));
        act.notice(NoticeKind::Question, matter.about(), who, question.clone()).await?;
        matter.deal.question = Some(question);
        matter.deal.next_action_at = None;
        store::deals::overrule(&mut act.tx, &matter.deal, act.now).await?;
    }
    Ok(())
}

/// Closes an open deal as won, because its link stands. Mails that wait for anything else are cancelled.
pub(super) async fn verify(
    act: &mut Act<'_>,
    matter: &mut Matter<'_>,
    author: Author,
    told: String,
) -> Result<(), EngineError> {
    if !matter.deal.status.is_open() {
        act.note(author, ActivityKind::Noted, matter.about(), told);
        return Ok(());
    }
    for mut mail in store::emails::waiting_of_deal(&mut act.tx, matter.deal.id).await? {
        silence::overtake(act, &mut mail, "Cancelled: the link stands".to_owned()).await?;
        let line = format!("Cancelled “{}”: the link stands", mail.content.subject);
        act.note(author, ActivityKind::Cancelled, matter.about(), line);
    }
    let deal = &mut matter.deal;
    if let Some(stage) = matter.pipeline.stages.iter().find(|stage| stage.kind == StageKind::Won) {
        deal.stage = stage.id;
    }
    deal.status = DealStatus::Won;
    deal.next_action_at = None;
    deal.question = None;
    deal.reason = None;
    store::deals::overrule(&mut act.tx, deal, act.now).await?;
    act.note(author, ActivityKind::Closed, matter.about(), told);
    Ok(())
}
