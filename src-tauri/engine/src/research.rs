//! Reading the site of somebody who is to be written to, before the first mail: a few pages, politely, and of them only what is said there word for
//! word. A site is read once in a while; one that cannot be read keeps nobody from being written to.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::Deal;
use domain::decision::Facts;
use domain::links::{Looked, decode};
use domain::pipeline::Purpose;
use domain::prospect::{own_sites, site_of, site_of_contact};
use domain::research::{self, Angle, Offer, SiteFact};
use domain::time::DAY;
use domain::web::visitable;
use futures::{FutureExt as _, StreamExt as _};
use store::Connection;
use store::deals::Scope;
use store::sites::{LastReading, ReadPage, Reading};
use url::Url;

use crate::act::{About, Act};
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

/// Sites read in one run: they take seconds each, and the deals of the others wait for the next run.
const SITES: usize = 24;
/// Sites read at a time; the pages of one come one after the other.
const AT_A_TIME: usize = 8;
/// Days after which a site is read anew before somebody there is written to for the first time; one that could not be read, after a day.
const FRESH_DAYS: i64 = 60;
/// Pages of a site that are read, the first one among them.
const PAGES: usize = 5;

/// Reads the sites of a brand's deals that are due for their first mail about a link. Says nothing of sites that could not be read: it is kept with
/// them.
pub(crate) async fn read_due(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    scope: Scope,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let (due, read_at) = {
        let mut conn = engine.store.read().await?;
        let due = store::deals::due_for_first_mail(&mut conn, scope, engine.now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        (due, store::sites::last_readings(&mut conn, brand.id).await?)
    };
    let mut wanted: Vec<(String, Deal, Contact)> = Vec::new();
    for (deal, contact) in due {
        let Some(site) = site_of_contact(&contact.website, &contact.email) else { continue };
        let fresh = read_at.get(&site).is_some_and(|last| is_fresh(*last, engine.now()));
        if fresh || wanted.iter().any(|(known, ..)| *known == site) {
            continue;
        }
        wanted.push((site, deal, contact));
        if wanted.len() == SITES {
            break;
        }
    }
    let sides = Sides::of(engine, book, brand).await?;
    let mut begun = Vec::with_capacity(wanted.len());
    for (site, _, contact) in &wanted {
        begun.push(read(engine, &sides, site, &contact.website).boxed());
    }
    let mut readings = futures::stream::iter(begun).buffered(AT_A_TIME).zip(futures::stream::iter(&wanted));
    while let Some((reading, (site, deal, contact))) = readings.next().await {
        outcome.count(if reading.trouble.is_none() { "sites_read" } else { "sites_closed" });
        let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(contact) };
        keep(engine, Author::Autopilot, about, site, &reading).await?;
    }
    Ok(())
}

fn is_fresh(last: LastReading, now: Timestamp) -> bool {
    let days = if last.failed { 1 } else { FRESH_DAYS };
    now.since(last.read_at) < days * DAY
}

/// Keeps what was read, and says so in the deal's timeline.
pub(crate) async fn keep(
    engine: &Engine,
    author: Author,
    about: About<'_>,
    site: &str,
    reading: &Reading,
) -> Result<(), EngineError> {
    let Some(brand) = about.brand else { return Ok(()) };
    let mut act = Act::begin(engine).await?;
    store::sites::keep(&mut act.tx, brand.id, site, reading).await?;
    let told = match &reading.trouble {
        Some(why) => format!("Could not read {site}: {why}"),
        None => format!("Read {site}: {} facts on {} pages", reading.facts.len(), reading.pages.len()),
    };
    act.note(author, ActivityKind::Noted, about, told);
    Ok(act.commit().await?)
}

/// Reads a site: the page that is known of it, or its first one, and a few that this one leads to.
pub(crate) async fn read(engine: &Engine, sides: &Sides, site: &str, website: &str) -> Reading {
    let mut reading = Reading { read_at: engine.now(), pages: Vec::new(), trouble: None, facts: Vec::new() };
    let Some(home) = home(site, website) else {
        reading.trouble = Some(format!("{site} is no address that can be visited"));
        return reading;
    };
    let mut pages = Vec::new();
    let mut next = vec![home];
    while let Some(address) = next.pop() {
        match page(engine, &address, &mut reading.pages).await {
            Ok((at, html)) => {
                if pages.is_empty() {
                    next = research::next_pages(&at, &html).into_iter().take(PAGES - 1).rev().collect();
                }
                let facts = research::read(&at, &html, &sides.ours, &sides.rivals);
                pages.push((at, facts));
            }
            // Without its first page nothing is known of a site; without another one, only that page.
            Err(why) if pages.is_empty() => reading.trouble = Some(why),
            Err(_) => {}
        }
    }
    reading.facts = research::gather(&pages);
    reading
}

/// The address that a contact has as theirs, where it is at that site; else the site's first page.
fn home(site: &str, website: &str) -> Option<Url> {
    let given = if website.contains("://") { website.to_owned() } else { format!("https://{website}") };
    let given = visitable(&given).ok().filter(|url| site_of(url.as_str()).is_some_and(|of| of == site));
    given.or_else(|| visitable(&format!("https://{site}/")).ok())
}

/// A page's final address and its text.
async fn page(engine: &Engine, address: &Url, read: &mut Vec<ReadPage>) -> Result<(Url, String), String> {
    let mut noted = |address: &Url, status| read.push(ReadPage { address: address.to_string(), status });
    match engine.visitor.visit(address).await.looked {
        Looked::Answered(answer) => {
            let last = answer.hops.last().ok_or_else(|| "nobody answered".to_owned())?;
            noted(&last.address, last.status);
            if !(200..300).contains(&last.status) {
                return Err(format!("{} answers with {}", last.address, last.status));
            }
            let kind = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            Ok((last.address.clone(), decode(kind.map_or("", |(_, value)| value), &answer.body)))
        }
        Looked::KeptOut => {
            noted(address, 0);
            Err("the site's robots.txt asks programs not to read it".to_owned())
        }
        Looked::Unreachable(why) => {
            noted(address, 0);
            Err(why)
        }
    }
}

/// Whose links on a page are worth a note: our own sites, and those of rivals, which lists of prospects say that others link to.
pub(crate) struct Sides {
    ours: Vec<String>,
    rivals: Vec<String>,
}

impl Sides {
    /// Those of a brand.
    pub(crate) async fn of(engine: &Engine, book: &Book, brand: &Brand) -> Result<Self, EngineError> {
        let mut conn = engine.store.read().await?;
        let mut ours = own_sites(&brand.settings);
        let targets = store::link_targets::of_brand(&mut conn, brand.id).await?;
        ours.extend(targets.iter().filter_map(|target| site_of(target.address.as_str())));
        let all: Vec<String> = book.brands().flat_map(|brand| own_sites(&brand.settings)).collect();
        let rivals = store::prospects::rivals(&mut conn, brand.id).await?;
        let mut rivals: Vec<String> = rivals.iter().filter_map(|page| site_of(page)).collect();
        rivals.retain(|rival| !all.contains(rival));
        Ok(Self { ours, rivals })
    }
}

/// Puts what is known of a contact's site into the facts of a deal about a link; nothing into those of any other. False while nobody has read a
/// site that could be read.
pub(crate) async fn tell(
    conn: &mut Connection,
    brand: &Brand,
    contact: &Contact,
    facts: &mut Facts,
) -> Result<bool, EngineError> {
    if facts.purpose != Purpose::Backlink {
        return Ok(true);
    }
    let Some(site) = site_of_contact(&contact.website, &contact.email) else { return Ok(true) };
    let Some(reading) = store::sites::find(conn, brand.id, &site).await? else { return Ok(false) };
    let known = Known::from(reading.facts, brand);
    facts.pitch = known.angles.first().map(|angle| angle.sentence.clone()).unwrap_or_default();
    facts.topic = known.topic;
    facts.site_facts = research::lines(&known.facts);
    Ok(true)
}

/// What is known of the site of a contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// What the site says.
    pub(crate) facts: Vec<SiteFact>,
    /// What a mail may say because of it, best first.
    pub(crate) angles: Vec<Angle>,
    /// What it writes about, as it is written in running text.
    pub(crate) topic: String,
}

impl Known {
    /// From facts.
    pub(crate) fn from(facts: Vec<SiteFact>, brand: &Brand) -> Self {
        let settings = &brand.settings;
        let offer =
            Offer { description: &settings.company_description, value_proposition: &settings.value_proposition };
        let angles = research::angles(&facts, &offer);
        let topic = research::topic(&facts, &offer).unwrap_or_default();
        Self { facts, angles, topic }
    }
}
