//! The task `verify_backlinks`: looks at the links that are due, and keeps what was seen with all that follows from it. Looking is done without any
//! transaction; keeping is one act for each link.

mod keep;
mod look;
mod reclaim;

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::activity::Author;
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::Deal;
use domain::id::{BrandId, DealId, LinkId};
use domain::links::{Link, Standing};
use domain::pipeline::Pipeline;
use domain::web::visitable;
use futures::{FutureExt as _, StreamExt as _};
use store::Connection;
use store::deals::Scope;
use store::link_targets::LinkTarget;
use url::Url;

use crate::act::Act;
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError, prospects};

/// Links looked at in one run: the work of a run is bounded, the next run goes on.
const MOST: u32 = 5_000;
/// Links looked at at a time; of one site they come one after the other all the same.
const AT_A_TIME: usize = 12;

/// Looks at every link that is due, and takes the sites of new contacts in as prospects.
pub(crate) async fn verify_backlinks(engine: &Engine, scope: Scope, outcome: &mut Outcome) -> Result<(), EngineError> {
    prospects::catch_up(engine).await?;
    look_at(engine, scope, None, outcome).await
}

/// Looks at the links that somebody has told us of since an instant.
pub(crate) async fn look_at_new(
    engine: &Engine,
    scope: Scope,
    since: Timestamp,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    look_at(engine, scope, Some(since), outcome).await
}

async fn look_at(
    engine: &Engine,
    scope: Scope,
    since: Option<Timestamp>,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let due = store::links::due(&mut *engine.store.read().await?, scope, since, engine.now(), MOST).await?;
    if due.is_empty() {
        return Ok(());
    }
    let book = Book::read(engine).await?;
    let ours = Ours::read(engine, &book, &due).await?;
    let looks: Vec<_> = due.iter().map(|link| look::look(engine, ours.of(link), link).boxed()).collect();
    let mut looks = futures::stream::iter(looks).buffered(AT_A_TIME).zip(futures::stream::iter(&due));
    while let Some(((target, finding), link)) = looks.next().await {
        engine.fail_points.pass("links.looked").await;
        keep::keep(engine, &book, link.id, &target, finding, outcome).await?;
    }
    Ok(())
}

/// Looks at one link now, whether or not it is due.
pub(crate) async fn look_now(engine: &Engine, id: LinkId) -> Result<(), EngineError> {
    let link = store::links::find(&mut *engine.store.read().await?, id).await?;
    let link = link.ok_or_else(|| EngineError::missing("link", id))?;
    if link.standing == Standing::Ended {
        return Err(EngineError::Refused("Nobody looks at this link any more; watch it again first".to_owned()));
    }
    let book = Book::read(engine).await?;
    let ours = Ours::read(engine, &book, std::slice::from_ref(&link)).await?;
    let (target, finding) = look::look(engine, ours.of(&link), &link).await;
    keep::keep(engine, &book, id, &target, finding, &mut Outcome::default()).await
}

/// The pages of ours that links may lead to, and what each of them answers.
struct Ours {
    targets: BTreeMap<BrandId, Vec<LinkTarget>>,
    answers: BTreeMap<Url, u16>,
}

impl Ours {
    async fn read(engine: &Engine, book: &Book, links: &[Link]) -> Result<Self, EngineError> {
        let mut targets = BTreeMap::new();
        {
            let mut conn = engine.store.read().await?;
            for brand in book.brands() {
                targets.insert(brand.id, store::link_targets::of_brand(&mut conn, brand.id).await?);
            }
        }
        let pages: BTreeSet<&Url> = links.iter().map(|link| &link.target).collect();
        let mut answers = BTreeMap::new();
        for page in pages {
            if let Some(status) = look::status(engine, page).await {
                answers.insert(page.clone(), status);
            }
        }
        Ok(Self { targets, answers })
    }

    fn of(&self, link: &Link) -> look::Ours<'_> {
        look::Ours {
            targets: self.targets.get(&link.brand).map(Vec::as_slice).unwrap_or_default(),
            answers: &self.answers,
        }
    }
}

/// A new link: where it stands, where it leads, what it may say.
pub(crate) struct NewLink {
    pub(crate) brand: BrandId,
    pub(crate) deal: Option<DealId>,
    pub(crate) source: String,
    pub(crate) target: Option<String>,
    pub(crate) anchors: Vec<String>,
}

/// Begins to watch a link within an act; one that is watched already is taken up again. It is due at once.
pub(crate) async fn watch(engine: &Engine, act: &mut Act<'_>, new: NewLink) -> Result<Link, EngineError> {
    let address = |text: &str| {
        visitable(text).map_err(|why| EngineError::BadRequest(format!("“{text}” cannot be watched: {why}")))
    };
    let source = address(&new.source)?;
    let (target, anchors) = match new.target {
        Some(target) => (address(&target)?, new.anchors),
        None => next_target(&mut act.tx, new.brand).await?,
    };
    if let Some(mut known) = store::links::at(&mut act.tx, new.brand, source.as_str(), target.as_str()).await? {
        known.deal = new.deal.or(known.deal);
        known.next_check_at = Some(act.now);
        if known.standing == Standing::Ended {
            known.standing = Standing::Awaited;
        }
        store::links::save(&mut act.tx, &known).await?;
        return Ok(known);
    }
    let id = LinkId::mint(act.now, engine.ten_random_bytes());
    let link = Link { deal: new.deal, anchors, ..Link::begin(id, new.brand, source, target, act.now) };
    store::links::insert(&mut act.tx, &link).await?;
    Ok(link)
}

/// Closes a deal as verified by a person's word.
pub(crate) async fn verify_by_hand(
    act: &mut Act<'_>,
    brand: &Brand,
    pipeline: &Pipeline,
    (deal, contact): (Deal, Contact),
    link: Link,
    told: String,
) -> Result<(), EngineError> {
    let mut matter = keep::Matter { link, brand, pipeline, deal, contact };
    keep::verify(act, &mut matter, Author::Person, told).await
}

/// The page of ours that is linked least, with its texts; the brand's website where none is listed.
pub(crate) async fn next_target(conn: &mut Connection, brand: BrandId) -> Result<(Url, Vec<String>), EngineError> {
    let used = store::link_targets::in_use(conn, brand).await?;
    let targets = store::link_targets::of_brand(conn, brand).await?;
    let least = targets
        .into_iter()
        .min_by_key(|target| used.iter().filter(|(page, _)| page == target.address.as_str()).count());
    if let Some(target) = least {
        return Ok((target.address, target.anchors));
    }
    let brand = store::brands::find(conn, brand).await?.ok_or(store::StoreError::Missing { what: "brand" })?;
    let Ok(website) = visitable(&brand.settings.website) else {
        let slug = brand.slug;
        return Err(EngineError::BadRequest(format!(
            "Say which page of yours is linked, or set the website of {slug} (autopilot brand set {slug} website=…)"
        )));
    };
    Ok((website, Vec::new()))
}
