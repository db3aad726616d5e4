//! Lists of sites, as backlink tools export them.

use super::*;
use domain::brand::Settings;
use domain::contact::ContactType;
use domain::prospect::ProspectState;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::views::prospects::{Filter, ProspectView, Sort};

/// A brand with a site of its own, and prospects wanted.
async fn world() -> World {
    let mut world = World::new().await;
    world.options.kind = ContactType::BacklinkTarget;
    world.options.source = "Links of a rival".to_owned();
    let settings = Settings { website: "https://www.codeteki.au".to_owned(), ..Settings::default() };
    let mut write = world.store.write().await.unwrap();
    store::brands::save_settings(&mut write, world.options.brand, &settings).await.unwrap();
    write.commit().await.unwrap();
    world
}

async fn prospects(world: &World) -> Vec<ProspectView> {
    let mut conn = world.store.read().await.unwrap();
    let brands = store::brands::all(&mut conn).await.unwrap();
    let filter = Filter::default();
    store::views::prospects::page(&mut conn, &brands, &filter, Sort::Site, (0, 100), NOW).await.unwrap().rows
}

/// Each file has two sites of others, one of them twice, one of ours, an IP address, and one that is none.
const PROGRAMS: [(&str, &str, bool); 8] = [
    ("sites-ahrefs-backlinks.tsv", "Ahrefs DR", true),
    ("sites-ahrefs-domains.csv", "Ahrefs DR", false),
    ("sites-semrush-backlinks.csv", "Semrush page AS", true),
    ("sites-semrush-domains.csv", "Semrush AS", false),
    ("sites-moz-backlinks.csv", "Moz DA", true),
    ("sites-moz-domains.csv", "Moz DA", false),
    ("sites-majestic-backlinks.csv", "Majestic TF", true),
    ("sites-majestic-domains.csv", "Majestic TF", false),
];

#[tokio::test]
async fn exports_of_every_program_become_prospects_once_and_can_be_undone() {
    for (name, source, pages) in PROGRAMS {
        let world = world().await;
        let preview = world.run(&fixture(name), Mode::Preview).await.unwrap();
        assert!(prospects(&world).await.is_empty(), "{name}: a preview keeps nothing");
        let report = world.fixture(name).await.unwrap();
        assert_eq!(ImportReport { id: None, ..report.clone() }, preview, "{name}");
        assert_sums(&report);
        let counts = (report.rows_in, report.created, report.updated, report.skipped, report.rejected);
        assert_eq!(counts, (6, 2, 0, 1, 3), "{name}: {report:?}");
        let why: Vec<&str> = report.rows.iter().map(|row| row.why.as_str()).collect();
        assert_eq!(why[1], "same site as line 2", "{name}");
        assert_eq!(why[3], "codeteki.au is one of our own sites", "{name}");
        assert!(
            why[4].ends_with("is an IP address, not a site") && why[5] == "“(not set)” names no site",
            "{name}: {why:?}"
        );
        let made = prospects(&world).await;
        assert_eq!(
            made.iter().map(|one| one.site.as_str()).collect::<Vec<_>>(),
            ["garden.com.au", "harbourblog.example"]
        );
        let harbour = &made[1];
        assert_eq!((harbour.authority, harbour.authority_source.as_str()), (Some(62), source), "{name}");
        assert_eq!((harbour.authority_at, harbour.source.as_str()), (Some(NOW), "Links of a rival"));
        let (page, rival) = match pages {
            true => ("https://www.harbourblog.example/2026/ten-tools?x=1", Some("https://rival.example/page")),
            false => ("https://harbourblog.example/", None),
        };
        assert_eq!((harbour.page.as_str(), harbour.rival.as_deref()), (page, rival), "{name}");
        let again = world.fixture(name).await.unwrap();
        assert_eq!((again.created, again.updated, again.skipped, again.rejected), (0, 0, 3, 3), "{name}");
        assert_eq!(again.rows[0].why, "already a prospect, and nothing new");
        let undone = undo(&world.store, report.id.unwrap(), NOW, &world.random).await.unwrap();
        assert_eq!((undone.sites, undone.kept), (2, 0), "{name}");
        assert!(prospects(&world).await.is_empty() && world.contact("jo@harbourblog.example").await.is_none());
    }
}

#[tokio::test]
async fn newer_and_higher_authority_is_taken_over_and_given_back() {
    let world = world().await;
    let first = b"domain,DA\none.example,20\ntwo.example,\nthree.example,50\nfour.example,60\n";
    assert_eq!(world.bytes(first).await.unwrap().created, 4);
    let before = prospects(&world).await;
    let ahrefs = b"Domain,DR,Target URL\none.example,10,https://rival.example/\ntwo.example,30,https://codeteki.au/\nthree.example,50,\nfive.example,1,\n";
    let report = world.bytes(ahrefs).await.unwrap();
    assert_sums(&report);
    let why: Vec<(&str, &str)> = report.rows.iter().map(|row| (row.verdict.as_str(), row.why.as_str())).collect();
    assert_eq!(
        why,
        [("update", "authority, rival"), ("update", "authority"), ("update", "authority"), ("create", "")],
        "what a program measured replaces what a list said"
    );
    // A lower measure of another program says nothing new, a higher one does; the same program's newer one always does.
    let moz = world.bytes(b"Root Domain,Domain Authority\nthree.example,40\none.example,70\n").await.unwrap();
    assert_eq!((moz.skipped, moz.updated), (1, 1));
    assert_eq!(world.bytes(b"Root Domain,Domain Authority\none.example,65\n").await.unwrap().updated, 1);
    let undone = undo(&world.store, report.id.unwrap(), NOW, &world.random).await.unwrap();
    assert_eq!((undone.restored, undone.sites), (3, 1));
    let after = prospects(&world).await;
    let of = |all: &[ProspectView], site: &str| {
        let one = all.iter().find(|one| one.site == site).unwrap();
        (one.authority, one.authority_source.clone(), one.rival.clone())
    };
    assert_eq!(of(&after, "one.example"), (Some(65), "Moz DA".to_owned(), None), "a later list said another authority");
    for site in ["two.example", "three.example", "four.example"] {
        assert_eq!(of(&after, site), of(&before, site), "{site}");
    }
}

#[tokio::test]
async fn what_a_person_set_aside_no_list_brings_back() {
    let world = world().await;
    let list = b"domain,DR\none.example,20\ntwo.example,10\n";
    let report = world.bytes(list).await.unwrap();
    let one = prospects(&world).await.remove(0);
    let mut write = world.store.write().await.unwrap();
    store::prospects::set_aside(&mut write, one.id, Some(NOW), NOW.plus_millis(1)).await.unwrap();
    write.commit().await.unwrap();
    let again = world.bytes(b"domain,DR\none.example,90\ntwo.example,10\n").await.unwrap();
    assert_sums(&again);
    assert_eq!((again.skipped, again.rows[0].why.as_str()), (2, "set aside"));
    let undone = undo(&world.store, report.id.unwrap(), NOW, &world.random).await.unwrap();
    assert_eq!((undone.sites, undone.kept), (1, 1), "what a person worked with stays");
    assert_eq!(prospects(&world).await[0].state, ProspectState::SetAside);
}

#[tokio::test]
async fn a_list_of_sites_is_one_only_where_prospects_are_wanted() {
    let mut world = world().await;
    world.options.kind = ContactType::Lead;
    let refused = world.bytes(b"Domain,DR\none.example,20\n").await.unwrap_err().to_string();
    assert_eq!(
        refused,
        "no column holds e-mail addresses; the columns are: Domain, DR. It looks like a list of sites: with the type backlink_target each becomes a prospect"
    );
    world.options.kind = ContactType::BacklinkTarget;
    let refused = world.bytes(b"Site,Editor\none.example,jo@one.example\n").await.unwrap_err();
    assert!(matches!(refused, ImportError::NoEmailColumn { .. }), "a column of addresses has to be named");
    let refused = world.bytes(b"website,emial\none.example,jo@one.example\n").await.unwrap_err().to_string();
    assert!(refused.ends_with("map it: \"emial=email\""), "{refused}");
    world.options.map = BTreeMap::from([("Where".to_owned(), Field::Website)]);
    assert_eq!(world.bytes(b"Where\none.example\n").await.unwrap().created, 1);
    let look = look(&fixture("sites-ahrefs-domains.csv"), &ImportOptions::new(world.options.brand)).await.unwrap();
    assert!(look.has_addresses && !look.lacks_header);
}

#[tokio::test]
async fn a_list_with_addresses_makes_contacts_and_prospects_of_their_sites() {
    let mut world = world().await;
    world.options.create_deals = Some(world.target);
    let list = b"email,name,website,domain_authority\ned@harbour.example,Ed,https://blog.harbour.example,45\nkim@gmail.com,Kim,,\nme@codeteki.au,Me,,9\n";
    let report = world.bytes(list).await.unwrap();
    assert_eq!((report.created, report.deals), (3, 3));
    let made = prospects(&world).await;
    assert_eq!(made.len(), 1, "neither an address of a free mail host nor our own site is one");
    assert_eq!(
        (made[0].site.as_str(), made[0].authority, made[0].authority_source.as_str()),
        ("harbour.example", Some(45), "DA (list)")
    );
    assert_eq!((made[0].contacts, made[0].contact.as_ref().unwrap().name.as_str()), (1, "Ed"));
    let undone = undo(&world.store, report.id.unwrap(), NOW, &world.random).await.unwrap();
    assert_eq!((undone.removed, undone.sites), (3, 1));
    assert!(prospects(&world).await.is_empty());
}

#[tokio::test]
async fn rejected_sites_are_saved_and_no_deal_is_promised() {
    let mut world = world().await;
    let path = world.folder.path().join("rejected.csv");
    world.options.rejects = Some(path.clone());
    world.options.create_deals = Some(world.target);
    let report = world.bytes(b"Domain,DR\none.example,101\n10.0.0.1,5\n,\n").await.unwrap();
    assert_sums(&report);
    assert_eq!((report.created, report.deals, report.rejected), (1, 0, 1));
    assert_eq!(report.warnings.len(), 2, "{:?}", report.warnings);
    let saved = std::fs::read_to_string(&path).unwrap();
    assert_eq!(saved, "Domain,DR,reason,line\n10.0.0.1,5,\"“10.0.0.1” is an IP address, not a site\",3\n");
}

#[tokio::test]
async fn stopped_half_way_no_site_is_left() {
    let world = world().await;
    let mut list = b"domain\n".to_vec();
    (0..13_000).for_each(|n| list.extend(format!("site{n}.example\n").bytes()));
    let path = world.file(&list);
    let stop =
        &mut |progress: Progress| if progress.rows > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = run(&world.store, &path, &world.options, Mode::Commit, NOW, &world.random, stop).await;
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
    assert!(world.imports().await.is_empty() && prospects(&world).await.is_empty());
    let report = world.run(&path, Mode::Commit).await.unwrap();
    assert_eq!((report.created, report.skipped), (13_000, 0));
}

#[test]
fn every_row_of_any_list_of_sites_is_accounted_for() {
    let cell = prop::sample::select(vec![
        "one.example",
        "https://two.example/x",
        "TWO.example",
        "1.2.3.4",
        "codeteki.au",
        "",
        "?",
        "a@b.example",
        "x y",
    ]);
    let rows = proptest::collection::vec((cell.clone(), cell, "[0-9]{0,3}"), 0..12);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(world());
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
    let tried = runner.run(&rows, |rows| {
        let mut list = String::from("Source url,Target url,DR\n");
        rows.iter().for_each(|(source, target, authority)| list.push_str(&format!("{source},{target},{authority}\n")));
        let report = runtime.block_on(async { world.bytes(list.as_bytes()).await });
        if let Ok(report) = report {
            assert_sums(&report);
        }
        Ok(())
    });
    tried.unwrap();
}
