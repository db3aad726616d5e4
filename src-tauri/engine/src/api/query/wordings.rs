//! Templates and prompts as a brand words them, with what they may use, and how one reads for a real deal.

use domain::brand::Brand;
use domain::compose::{self as rules, Draft};
use domain::decision::Facts;
use domain::id::DealId;
use domain::pipeline::Pipeline;
use store::{Connection, StoreError};

use crate::api::Reply;
use crate::api::wire::{
    BrandRef, VariableRow, WordingDetail, WordingPreview, WordingRef, WordingRow, WordingTrouble, WordingTry,
    WordingVersion,
};
use crate::wordings::{Case, kind_of, known, purpose_of, try_on, variables};
use crate::{Engine, EngineError, compose, decide, research};

/// Our mark as a preview shows it; a real one is made when the mail is written.
const MARK: &str = "ref:preview";

/// Every template and prompt as a brand words it now.
pub async fn wordings(engine: &Engine, request: BrandRef) -> Reply<Vec<WordingRow>> {
    let mut conn = engine.store.read().await?;
    let brand = super::names::brand(&mut conn, &request.brand).await?;
    let own = store::wordings::newest(&mut conn).await?;
    let row = |(name, shipped): &(&str, &str)| {
        let (version, text) = own.get(&(brand.id, (*name).to_owned())).cloned().unwrap_or((0, (*shipped).to_owned()));
        WordingRow { name: (*name).to_owned(), version, text }
    };
    Ok(compose::SHIPPED.iter().map(row).collect())
}

/// One template or prompt with its versions and what it may use.
pub async fn wording_show(engine: &Engine, request: WordingRef) -> Reply<WordingDetail> {
    let WordingRef { brand, name } = request;
    let shipped = compose::shipped(&name).ok_or_else(|| EngineError::missing("template", &name))?;
    let mut conn = engine.store.read().await?;
    let brand = super::names::brand(&mut conn, &brand).await?;
    let versions = store::wordings::versions(&mut conn, brand.id, &name).await?;
    let own = versions.first().filter(|newest| !newest.text.is_empty());
    let variable = |(name, meaning, may_be_empty): &(&str, &str, bool)| VariableRow {
        name: (*name).to_owned(),
        meaning: (*meaning).to_owned(),
        may_be_empty: *may_be_empty,
    };
    Ok(WordingDetail {
        version: own.map_or(0, |own| own.version),
        text: own.map_or(shipped, |own| own.text.as_str()).to_owned(),
        shipped: shipped.to_owned(),
        purpose: purpose_of(&name),
        mail: kind_of(&name),
        variables: variables(&name).iter().map(variable).collect(),
        versions: versions
            .iter()
            .map(|kept| WordingVersion {
                version: kept.version,
                text: (!kept.text.is_empty()).then(|| kept.text.clone()),
                created_at: kept.created_at,
            })
            .collect(),
        name,
    })
}

/// How a wording reads, filled and checked as composing fills and checks it.
pub async fn wording_preview(engine: &Engine, request: WordingTry) -> Reply<WordingPreview> {
    let WordingTry { brand, name, text, deal } = request;
    compose::shipped(&name).ok_or_else(|| EngineError::missing("template", &name))?;
    let mut conn = engine.store.read().await?;
    let brand = super::names::brand(&mut conn, &brand).await?;
    let person = match deal {
        Some(deal) => person(engine, &mut conn, &brand, deal).await?,
        None => somebody(&mut conn, &brand, &name).await?,
    };
    drop(conn);
    let Person { facts, pipeline, to, source, thread_subject } = person;
    let thread_subject =
        thread_subject.filter(|_| kind_of(&name).is_some_and(|kind| kind != domain::email::EmailKind::Initial));
    let case = Case { brand: &brand, pipeline: &pipeline, facts: &facts, thread_subject: thread_subject.as_deref() };
    let tried = try_on(&name, &text, case);
    let whole = match (&tried.subject, &tried.trouble) {
        (Some(subject), None) => {
            let draft = Draft { subject: subject.clone(), body: tried.body.clone() };
            Some(rules::finish(&draft, &brand.settings, &source, MARK).text)
        }
        _ => None,
    };
    let trouble = tried.trouble.map(|(line, why)| WordingTrouble { line, why });
    Ok(WordingPreview { to, subject: tried.subject, body: tried.body, whole, trouble })
}

/// Whom a wording is tried on.
struct Person {
    facts: Facts,
    pipeline: Pipeline,
    to: String,
    source: String,
    thread_subject: Option<String>,
}

async fn person(engine: &Engine, conn: &mut Connection, brand: &Brand, id: DealId) -> Result<Person, EngineError> {
    let deal = store::deals::find(conn, id).await?.filter(|deal| deal.brand == brand.id);
    let deal = deal.ok_or_else(|| EngineError::missing("deal of this brand", id))?;
    let pipeline = store::pipelines::find(conn, deal.pipeline).await?;
    let pipeline = pipeline.ok_or(StoreError::Missing { what: "pipeline" })?;
    let contact = store::contacts::find(conn, deal.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let last = store::emails::last_sent_of_deal(conn, id).await?;
    let mut facts = decide::facts(brand, &pipeline, &deal, &contact, false, engine.now());
    research::tell(conn, brand, &contact, &mut facts).await?;
    Ok(Person {
        facts,
        to: if contact.name.is_empty() { contact.email.to_string() } else { contact.name.clone() },
        source: contact.source.clone(),
        thread_subject: last.map(|mail| compose::thread_subject(&mail.content.subject)),
        pipeline,
    })
}

/// A made-up person in the brand's first pipeline of that kind.
async fn somebody(conn: &mut Connection, brand: &Brand, name: &str) -> Result<Person, EngineError> {
    let purpose = purpose_of(name);
    let pipelines = store::pipelines::all(conn).await?;
    let mut own = pipelines.into_iter().filter(|pipeline| pipeline.brand == brand.id).collect::<Vec<_>>();
    own.sort_by_key(|pipeline| purpose.is_some_and(|purpose| purpose != pipeline.purpose));
    let pipeline = own.into_iter().next().ok_or(StoreError::Missing { what: "pipeline" })?;
    let facts = known(brand, &pipeline);
    let to = facts.recipient_name.clone();
    Ok(Person { facts, pipeline, to, source: "your website".to_owned(), thread_subject: None })
}
