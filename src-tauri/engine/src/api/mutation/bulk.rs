//! One act on many contacts, some hundred to a transaction: what can't be done with one of them is said, and does not stop the rest.

use domain::activity::{ActivityKind, Author};
use domain::contact::{Contact, ContactType};
use domain::deal::Deal;
use domain::id::{ContactId, DealId, PipelineId};
use domain::pipeline::{Pipeline, StageKind};
use domain::suppression::SuppressionKind;
use store::StoreError;
use store::suppressions::Rules;

use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::query::contact_places;
use crate::api::wire::{BulkAct, BulkRefusal, ContactSort, ContactsBulk, ContactsBulkReply};
use crate::silence::{self, Silent, Wish};
use crate::{Engine, EngineError};

/// The most contacts of one act.
const MOST: usize = 10_000;
/// Contacts of one transaction, so that nobody waits long for the file.
const AT_ONCE: usize = 500;
/// How many refusals are told one by one.
const TOLD: usize = 20;

/// What became of one contact.
enum Fate {
    Changed,
    Same,
    Refused(String),
}

/// Does something with many contacts.
pub async fn contacts_bulk(engine: &Engine, request: ContactsBulk) -> Reply<ContactsBulkReply> {
    let act = checked(request.act)?;
    let ids = chosen(engine, request.ids, request.filter.as_ref()).await?;
    let mut reply = ContactsBulkReply { done: String::new(), changed: Vec::new(), left: 0, refused: Vec::new() };
    for some in ids.chunks(AT_ONCE) {
        chunk(engine, &act, some, &mut reply).await?;
    }
    reply.done = sentence(&act, &reply);
    Ok(reply)
}

fn checked(act: BulkAct) -> Result<BulkAct, EngineError> {
    let label = |tag: String| {
        let tag = tag.trim().to_owned();
        if tag.is_empty() { Err(EngineError::BadRequest("A label needs a name".to_owned())) } else { Ok(tag) }
    };
    Ok(match act {
        BulkAct::Tag { tag } => BulkAct::Tag { tag: label(tag)? },
        BulkAct::Untag { tag } => BulkAct::Untag { tag: label(tag)? },
        BulkAct::Suppress { reason } if reason.trim().is_empty() => {
            BulkAct::Suppress { reason: "you suppressed it".to_owned() }
        }
        other => other,
    })
}

async fn chosen(
    engine: &Engine,
    ids: Vec<ContactId>,
    filter: Option<&crate::api::wire::ContactFilter>,
) -> Result<Vec<ContactId>, EngineError> {
    let ids = match filter {
        None => ids,
        Some(filter) => {
            let (places, _, _) = contact_places(engine, filter, ContactSort::Created, true, (0, MOST + 1)).await?;
            store::views::people::ids(&mut *engine.store.read().await?, &places).await?
        }
    };
    match ids.len() {
        0 => Err(EngineError::BadRequest("There is nobody to do this with; choose contacts first".to_owned())),
        n if n > MOST => Err(EngineError::Refused(format!(
            "That is more than {MOST} contacts at once; nothing was changed. Narrow the filter, then do it in parts"
        ))),
        _ => Ok(ids),
    }
}

async fn chunk(
    engine: &Engine,
    what: &BulkAct,
    ids: &[ContactId],
    reply: &mut ContactsBulkReply,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let pipeline = match what {
        BulkAct::CreateDeals { pipeline } => Some(pipeline_of(&mut act, *pipeline).await?),
        _ => None,
    };
    let before = reply.changed.len();
    for id in ids {
        let Some(mut contact) = store::contacts::find(&mut act.tx, *id).await? else { continue };
        let fate = match (what, &pipeline) {
            (BulkAct::CreateDeals { .. }, Some(pipeline)) => open_deal(engine, &mut act, &contact, pipeline).await?,
            (BulkAct::Suppress { reason }, _) => suppress(engine, &mut act, &contact, reason).await?,
            (BulkAct::Unsuppress, _) => unsuppress(&mut act, &contact).await?,
            (edit, _) => self::edit(&mut act, &mut contact, edit).await?,
        };
        match fate {
            Fate::Changed => reply.changed.push(*id),
            Fate::Same => reply.left += 1,
            Fate::Refused(why) => {
                reply.left += 1;
                if reply.refused.len() < TOLD {
                    reply.refused.push(BulkRefusal { id: *id, who: who(&contact), why });
                }
            }
        }
    }
    let changed = reply.changed.len() - before;
    // Each deal and each suppression has a line of its own.
    if changed > 0 && !matches!(what, BulkAct::CreateDeals { .. } | BulkAct::Suppress { .. }) {
        let kind = if matches!(what, BulkAct::Unsuppress) { ActivityKind::Suppressed } else { ActivityKind::Edited };
        act.note(Author::Person, kind, About::default(), told(what, changed));
    }
    act.commit().await?;
    Ok(())
}

async fn edit(act: &mut Act<'_>, contact: &mut Contact, what: &BulkAct) -> Result<Fate, EngineError> {
    let before = contact.clone();
    match what {
        BulkAct::Tag { tag } if !contact.tags.iter().any(|one| one.eq_ignore_ascii_case(tag)) => {
            contact.tags.push(tag.clone())
        }
        BulkAct::Untag { tag } => contact.tags.retain(|one| !one.eq_ignore_ascii_case(tag)),
        BulkAct::SetKind { kind } => contact.kind = *kind,
        _ => {}
    }
    if *contact == before {
        return Ok(Fate::Same);
    }
    store::contacts::save(&mut act.tx, contact, act.now).await?;
    Ok(Fate::Changed)
}

async fn suppress(engine: &Engine, act: &mut Act<'_>, contact: &Contact, reason: &str) -> Result<Fate, EngineError> {
    let value = contact.email.without_tag();
    let wish = Wish { kind: SuppressionKind::Address, value: &value, reason: reason.trim(), author: Author::Person };
    if !silence::suppress(engine, act, &Silent::All, &wish).await? {
        return Ok(Fate::Same);
    }
    let brand = store::brands::find(&mut act.tx, contact.brand).await?;
    let about = About { brand: brand.as_ref(), deal: None, contact: Some(contact) };
    act.note(
        Author::Person,
        ActivityKind::Suppressed,
        about,
        format!("Suppressed {value} for every brand: {}", reason.trim()),
    );
    Ok(Fate::Changed)
}

async fn unsuppress(act: &mut Act<'_>, contact: &Contact) -> Result<Fate, EngineError> {
    let value = contact.email.without_tag();
    let freed = store::suppressions::remove(&mut act.tx, None, SuppressionKind::Address, &value).await?;
    Ok(if freed { Fate::Changed } else { Fate::Same })
}

async fn pipeline_of(act: &mut Act<'_>, id: PipelineId) -> Result<Pipeline, EngineError> {
    store::pipelines::find(&mut act.tx, id).await?.ok_or_else(|| EngineError::missing("pipeline", id))
}

/// Opens a deal in the first stage, due now. Refused for those who must not be mailed, who have one open there, or are of another brand.
async fn open_deal(
    engine: &Engine,
    act: &mut Act<'_>,
    contact: &Contact,
    pipeline: &Pipeline,
) -> Result<Fate, EngineError> {
    if contact.brand != pipeline.brand {
        return Ok(Fate::Refused("the pipeline is another brand's".to_owned()));
    }
    if let Some(why) = store::suppressions::reason(&mut act.tx, contact.brand, &contact.email).await? {
        return Ok(Fate::Refused(format!("must not be mailed: {why}")));
    }
    let open = store::deals::open_of_contact(&mut act.tx, contact.id).await?;
    if open.iter().any(|deal| deal.pipeline == pipeline.id) {
        return Ok(Fate::Refused(format!("has an open deal in {} already", pipeline.name)));
    }
    begin_deal(engine, act, contact, pipeline).await?;
    Ok(Fate::Changed)
}

/// Opens a deal for a contact of whom nothing speaks against it.
pub(super) async fn begin_deal(
    engine: &Engine,
    act: &mut Act<'_>,
    contact: &Contact,
    pipeline: &Pipeline,
) -> Result<DealId, EngineError> {
    let first = pipeline.stages.iter().find(|stage| stage.kind == StageKind::Open);
    let first = first.ok_or_else(|| EngineError::Refused(format!("{} has no stage that is open", pipeline.name)))?;
    let id = DealId::mint(act.now, engine.ten_random_bytes());
    let deal = Deal::begin(id, contact, pipeline.id, first.id, act.now);
    store::deals::insert(&mut act.tx, &deal, act.now).await?;
    let brand = store::brands::find(&mut act.tx, contact.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let about = About { brand: Some(&brand), deal: Some(deal.id), contact: Some(contact) };
    act.note(Author::Person, ActivityKind::Created, about, format!("Opened a deal in {}", pipeline.name));
    Ok(deal.id)
}

/// Why an address must not get a contact: somebody asked to be forgotten.
pub(super) async fn is_forgotten(act: &mut Act<'_>, contact: &Contact) -> Result<bool, StoreError> {
    let rules = Rules::about(&mut act.tx, std::iter::once(&contact.email)).await?;
    Ok(rules.is_erased(contact.brand, &contact.email))
}

/// What a contact is called in a sentence.
pub(super) fn who(contact: &Contact) -> String {
    if contact.name.is_empty() { contact.email.to_string() } else { contact.name.clone() }
}

fn contacts(n: usize) -> String {
    if n == 1 { "1 contact".to_owned() } else { format!("{n} contacts") }
}

/// The line of the timeline.
fn told(what: &BulkAct, n: usize) -> String {
    let many = contacts(n);
    match what {
        BulkAct::Tag { tag } => format!("Labelled {many} “{tag}”"),
        BulkAct::Untag { tag } => format!("Took the label “{tag}” from {many}"),
        BulkAct::SetKind { kind } => format!("Made {many} {}", kind_words(*kind, n)),
        BulkAct::Suppress { .. } => format!("Suppressed {many} for every brand"),
        BulkAct::Unsuppress => format!("Took the suppression of {many} back"),
        BulkAct::CreateDeals { .. } => format!("Opened a deal for {many}"),
    }
}

fn kind_words(kind: ContactType, n: usize) -> &'static str {
    match (kind, n) {
        (ContactType::Lead, 1) => "a lead",
        (ContactType::Lead, _) => "leads",
        (ContactType::BacklinkTarget, 1) => "a backlink target",
        (ContactType::BacklinkTarget, _) => "backlink targets",
        (ContactType::Partner, 1) => "a partner",
        (ContactType::Partner, _) => "partners",
    }
}

fn sentence(what: &BulkAct, reply: &ContactsBulkReply) -> String {
    let left = usize::try_from(reply.left).unwrap_or(usize::MAX);
    match (reply.changed.len(), left) {
        (0, 1) => match reply.refused.first() {
            Some(one) => format!("Nothing changed: {} {}.", one.who, one.why),
            None => "Nothing changed: it was so already.".to_owned(),
        },
        (0, _) => "Nothing changed for any of them.".to_owned(),
        (n, 0) => format!("{}.", told(what, n)),
        (n, left) => format!("{}; {} stayed as they were.", told(what, n), contacts(left)),
    }
}
