//! Prospects on a migrated file: what is known of a site comes from everywhere, and nothing of an erased person stays.

use domain::brand::Settings;
use domain::contact::{Contact, ContactType};
use domain::deal::{Deal, DealStatus};
use domain::email::EmailState;
use domain::id::{BrandId, ContactId, Id as _, PipelineId, StageId};
use domain::pipeline::{BACKLINK, Pipeline, Purpose, Stage};
use domain::prospect::ProspectState;
use domain::{EmailAddress, Timestamp};

use super::prospects::{Filter, Page, ProspectView, Sort, contact_at, open_deal_at, page};
use super::tests::{NOW, World, deal_id, r, world};
use crate::{Connection, erasure, merge, prospects};

const DAY: i64 = 86_400_000;
const CHANCE: [u8; 6] = [7; 6];

fn stage(n: u8) -> StageId {
    StageId::mint(NOW, r(60 + n))
}

fn links() -> PipelineId {
    PipelineId::mint(NOW, r(59))
}

async fn with_links() -> World {
    let world = world().await;
    let stages = BACKLINK.iter().zip(0..).map(|((key, name, kind, advance_on), n)| Stage {
        id: stage(n),
        key: (*key).to_owned(),
        name: (*name).to_owned(),
        kind: *kind,
        advance_on: *advance_on,
    });
    let pipeline = Pipeline {
        id: links(),
        brand: world.brand,
        key: "backlink".into(),
        name: "Backlink".into(),
        purpose: Purpose::Backlink,
        cadence: vec![0],
        stages: stages.collect(),
    };
    let settings = Settings {
        website: "https://codeteki.au".to_owned(),
        company_description: "We build websites and AI assistants.".to_owned(),
        ..Settings::default()
    };
    let mut write = world.store.write().await.unwrap();
    crate::pipelines::insert(&mut write, &pipeline, 1).await.unwrap();
    crate::brands::save_settings(&mut write, world.brand, &settings).await.unwrap();
    write.commit().await.unwrap();
    world
}

fn person(n: u8, brand: BrandId, email: &str, website: &str) -> Contact {
    Contact {
        name: format!("Person {n}"),
        website: website.to_owned(),
        kind: ContactType::BacklinkTarget,
        ..Contact::of(ContactId::mint(NOW, r(n)), brand, EmailAddress::parse(email).unwrap())
    }
}

async fn add(conn: &mut Connection, contact: &Contact) {
    crate::contacts::insert(conn, contact, NOW).await.unwrap();
    let chance = contact.id.bytes()[10..].try_into().unwrap();
    prospects::catch_up(conn, NOW, chance).await.unwrap();
}

async fn deal(conn: &mut Connection, n: u8, contact: &Contact, status: DealStatus) {
    let deal = Deal { status, ..Deal::begin(deal_id(n), contact, links(), stage(1), NOW) };
    crate::deals::insert(conn, &deal, NOW).await.unwrap();
}

async fn run(conn: &mut Connection, statement: &'static str) {
    sqlx::query(statement).execute(conn).await.unwrap();
}

async fn seen(conn: &mut Connection, filter: &Filter, sort: Sort, now: Timestamp) -> Page {
    let brands = crate::brands::all(conn).await.unwrap();
    page(conn, &brands, filter, sort, (0, 100), now).await.unwrap()
}

async fn at(conn: &mut Connection, site: &str) -> ProspectView {
    let filter = Filter { search: Some(site.to_owned()), ..Filter::default() };
    seen(conn, &filter, Sort::Site, NOW.plus_millis(12 * DAY)).await.rows.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_site_is_told_by_its_contacts_deals_links_and_facts() {
    let world = with_links().await;
    let mut conn = world.store.write().await.unwrap();
    let ed = person(1, world.brand, "ed@harbour.example", "");
    let ann = person(2, world.brand, "ann@gmail.com", "https://blog.harbour.example/");
    let bo = person(3, world.brand, "bo@garden.example", "");
    let cy = person(4, world.brand, "cy@over.example", "");
    for contact in [&ed, &ann, &bo, &cy] {
        add(&mut conn, contact).await;
    }
    deal(&mut conn, 2, &ann, DealStatus::Active).await;
    deal(&mut conn, 4, &cy, DealStatus::Lost).await;
    assert!(!prospects::is_behind(&mut conn).await.unwrap());
    assert_eq!(prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap(), 0, "a second time does nothing");

    let harbour = at(&mut conn, "harbour").await;
    assert_eq!(
        (harbour.site.as_str(), harbour.state, harbour.contacts),
        ("harbour.example", ProspectState::InOutreach, 2)
    );
    assert_eq!(harbour.contact.unwrap().email, "ann@gmail.com", "whom the open deal is with");
    assert_eq!((harbour.deal, harbour.stage.as_deref()), (Some(deal_id(2)), Some("Researching")));
    assert_eq!(at(&mut conn, "over").await.state, ProspectState::Closed);
    assert_eq!(open_deal_at(&mut conn, world.brand, "harbour.example").await.unwrap().unwrap().1, "Researching");
    assert!(open_deal_at(&mut conn, world.brand, "over.example").await.unwrap().is_none());

    // Another brand wrote to a customer of theirs, who said no.
    world.deal(&mut conn, 9, "shop@garden.example", 0, DealStatus::Active).await;
    world.mail(&mut conn, 9, "shop@garden.example", EmailState::Sending).await;
    run(&mut conn, "UPDATE emails SET sent_at = 1795000000000, state = 'sent'").await;
    run(
        &mut conn,
        "UPDATE deals SET last_reply = 'not_interested' WHERE contact_id IN (SELECT contact_id FROM emails)",
    )
    .await;
    prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap();
    let garden = at(&mut conn, "garden").await;
    assert_eq!((garden.last_contacted_at, garden.contacted_lately, garden.contacts), (Some(NOW), true, 2));
    assert_eq!(
        garden.reasons,
        ["Authority unknown", "Said no before", "Has a contact", "Contacted 12 days ago by codeteki"]
    );
    assert_eq!(
        (garden.priority, garden.contact.unwrap().name.as_str()),
        (0, "Person 3"),
        "who may link to us comes first"
    );

    let brand = world.brand;
    for (kind, value) in [("title", "Website assistants for all"), ("write_for_us", "https://over.example/write")] {
        sqlx::query("INSERT INTO site_facts VALUES (?, 'over.example', (SELECT count(*) FROM site_facts), ?, ?, 'p', 'https://over.example/')")
            .bind(brand.bytes().to_vec())
            .bind(kind)
            .bind(value)
            .execute(&mut *conn)
            .await
            .unwrap();
    }
    sqlx::query("INSERT INTO site_readings VALUES (?, 'over.example', 5, '[]', NULL)")
        .bind(brand.bytes().to_vec())
        .execute(&mut *conn)
        .await
        .unwrap();
    sqlx::query("INSERT INTO links (id, brand_id, source, target, standing, watch, created_at)
                 VALUES (x'01', ?1, 'https://www.over.example/x', 'https://codeteki.au/', 'standing', '{}', 1), (x'02', ?1, 'https://over.example/y', 't', 'lost', '{}', 1)")
        .bind(brand.bytes().to_vec())
        .execute(&mut *conn)
        .await
        .unwrap();
    let over = at(&mut conn, "over").await;
    assert_eq!(
        (over.state, over.links, over.researched_at),
        (ProspectState::Linked, 1, Some(Timestamp::from_millis(5)))
    );
    assert_eq!(
        over.reasons,
        ["Authority unknown", "Takes guest posts", "Writes about what we do: assistant, website", "Has a contact"]
    );

    let all = seen(&mut conn, &Filter::default(), Sort::Priority, NOW).await;
    let sites: Vec<&str> = all.rows.iter().map(|row| row.site.as_str()).collect();
    assert_eq!((all.total, sites), (3, vec!["over.example", "harbour.example", "garden.example"]));
    use ProspectState::*;
    assert_eq!(all.counts, [(New, 1), (InOutreach, 1), (Linked, 1)]);
    for (filter, n) in [
        (Filter { state: Some(Linked), ..Filter::default() }, 1),
        (Filter { search: Some("PERSON 2".to_owned()), ..Filter::default() }, 1),
        (Filter { search: Some("shop@".to_owned()), ..Filter::default() }, 1),
        (Filter { brand: Some(BrandId::mint(NOW, r(9))), ..Filter::default() }, 0),
    ] {
        assert_eq!(seen(&mut conn, &filter, Sort::Added, NOW).await.total, n, "{filter:?}");
    }
}

#[tokio::test]
async fn whoever_must_not_be_mailed_comes_last_and_another_is_written_to() {
    let world = with_links().await;
    let mut conn = world.store.write().await.unwrap();
    let (ed, ann) =
        (person(1, world.brand, "ed@harbour.example", ""), person(2, world.brand, "ann@harbour.example", ""));
    add(&mut conn, &ed).await;
    add(&mut conn, &ann).await;
    run(
        &mut conn,
        "INSERT INTO suppressions VALUES (x'01', NULL, 'address', 'ed@harbour.example', 'asked', 'person', 1)",
    )
    .await;
    let harbour = at(&mut conn, "harbour").await;
    assert_eq!((harbour.contact.unwrap().name.as_str(), harbour.priority), ("Person 2", 15));
    run(
        &mut conn,
        "INSERT INTO suppressions VALUES (x'02', NULL, 'domain', 'harbour.example', 'a rival', 'person', 2)",
    )
    .await;
    let harbour = at(&mut conn, "harbour").await;
    assert_eq!((harbour.priority, harbour.reasons), (0, vec!["Must not be mailed: a rival".to_owned()]));
}

#[tokio::test]
async fn a_changed_contact_is_looked_at_again_and_a_persons_word_stays() {
    let world = with_links().await;
    let mut conn = world.store.write().await.unwrap();
    let ed = person(1, world.brand, "ed@gmail.com", "");
    add(&mut conn, &ed).await;
    assert_eq!(seen(&mut conn, &Filter::default(), Sort::Site, NOW).await.total, 0);
    let moved = Contact { website: "harbour.example".to_owned(), domain_authority: Some(45), ..ed.clone() };
    crate::contacts::save(&mut conn, &moved, NOW).await.unwrap();
    assert_eq!(prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap(), 1);
    let better = Contact { domain_authority: Some(50), ..moved.clone() };
    crate::contacts::save(&mut conn, &better, NOW).await.unwrap();
    prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap();
    let harbour = at(&mut conn, "harbour").await;
    assert_eq!((harbour.authority, harbour.authority_source.as_str()), (Some(50), prospects::LISTED));
    prospects::choose(&mut conn, ed.id, world.brand, "garden.example").await.unwrap();
    crate::contacts::save(&mut conn, &moved, NOW).await.unwrap();
    prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap();
    assert!(contact_at(&mut conn, world.brand, "harbour.example").await.unwrap().is_none());
    assert_eq!(contact_at(&mut conn, world.brand, "garden.example").await.unwrap().unwrap().id, ed.id);
}

#[tokio::test]
async fn nothing_of_an_erased_person_stays_and_a_merged_one_takes_their_site_along() {
    let world = with_links().await;
    let mut conn = world.store.write().await.unwrap();
    let ed = person(1, world.brand, "ed@edwinaito.example", "https://edwinaito.example/about-edwina");
    let ann = person(2, world.brand, "ann@harbour.example", "");
    let kim = person(3, world.brand, "kim@gmail.com", "");
    for contact in [&ed, &ann, &kim] {
        add(&mut conn, contact).await;
    }
    run(&mut conn, "UPDATE prospects SET source = 'from ed@edwinaito.example', page = 'https://harbour.example/?by=ed@edwinaito.example' WHERE site = 'harbour.example'").await;
    erasure::erase(&mut conn, &ed.email).await.unwrap();
    let left = seen(&mut conn, &Filter::default(), Sort::Site, NOW).await;
    assert_eq!(left.total, 1, "a site that was known from nobody else is theirs");
    assert!(!format!("{left:?}").contains("edwinaito"), "{left:?}");
    let sites: i64 = sqlx::query_scalar("SELECT count(*) FROM contact_sites WHERE site LIKE '%edwina%'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(sites, 0);

    merge::hand_over(&mut conn, &ann, kim.id).await.unwrap();
    prospects::catch_up(&mut conn, NOW, CHANCE).await.unwrap();
    assert_eq!(contact_at(&mut conn, world.brand, "harbour.example").await.unwrap().unwrap().id, kim.id);
    assert_eq!(at(&mut conn, "harbour").await.contacts, 1);
}
