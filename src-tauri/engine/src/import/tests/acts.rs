//! What an import does to the database, act by act.

use super::*;
use domain::activity::Author;
use domain::contact::Basis;
use domain::id::SuppressionId;
use domain::suppression::SuppressionKind;
use store::suppressions::NewSuppression;

const TWO: &[u8] = b"email,name,company,tags\namy@ex.example,Amy,Acme,vip\nbob@ex.example,Bob,Co,\n";

#[tokio::test]
async fn a_preview_says_what_the_import_then_does_and_keeps_nothing() {
    let mut world = World::new().await;
    world.options.create_deals = Some(world.target);
    let path = world.file(TWO);
    let preview = world.run(&path, Mode::Preview).await.unwrap();
    assert!(world.contact("amy@ex.example").await.is_none() && world.imports().await.is_empty());
    let report = world.run(&path, Mode::Commit).await.unwrap();
    assert!(report.id.is_some());
    assert_eq!(ImportReport { id: None, ..report.clone() }, preview);
    assert_eq!((report.created, report.deals, report.rows[0].why.as_str()), (2, 2, "with a deal"));
    let amy = world.contact("amy@ex.example").await.unwrap();
    let deals = store::deals::open_of_contact(&mut world.store.read().await.unwrap(), amy.id).await.unwrap();
    assert_eq!((deals.len(), deals[0].stage, deals[0].next_action_at), (1, world.target.stage, Some(NOW)));
}

#[tokio::test]
async fn a_second_time_skips_or_updates_as_wanted_and_can_be_undone() {
    let mut world = World::new().await;
    world.bytes(TWO).await.unwrap();
    let again = world.bytes(TWO).await.unwrap();
    assert_eq!((again.skipped, again.rows[0].why.as_str()), (2, "already a contact"));
    world.options.on_duplicate = OnDuplicate::Update;
    let changed = b"email,name,tags\namy@ex.example,Amy Lee,new\nBOB@ex.example,,\namy@EX.example,Other,\n";
    let before = world.contact("amy@ex.example").await;
    let report = world.bytes(changed).await.unwrap();
    assert_sums(&report);
    let rows: Vec<(&str, &str)> = report.rows.iter().map(|row| (row.verdict.as_str(), row.why.as_str())).collect();
    assert_eq!(rows, [("update", "name, tags"), ("skip", "already a contact"), ("skip", "same address as line 2")]);
    let amy = world.contact("amy@ex.example").await.unwrap();
    assert_eq!(
        (amy.name.as_str(), amy.company.as_str(), amy.tags),
        ("Amy Lee", "Acme", vec!["vip".into(), "new".into()])
    );
    let id = report.id.unwrap();
    assert_eq!(undo(&world.store, id, NOW, &world.random).await.unwrap().restored, 1);
    assert_eq!(world.contact("amy@ex.example").await, before);
    assert!(matches!(undo(&world.store, id, NOW, &world.random).await, Err(ImportError::AlreadyUndone)));
}

#[tokio::test]
async fn suppressed_people_stay_suppressed_and_get_no_deal() {
    let mut world = World::new().await;
    world.options.create_deals = Some(world.target);
    let new = NewSuppression {
        id: SuppressionId::mint(NOW, [9; 10]),
        brand: None,
        kind: SuppressionKind::Address,
        value: "amy@ex.example",
        reason: "asked",
        author: Author::Person,
        at: NOW,
    };
    let mut write = world.store.write().await.unwrap();
    store::suppressions::insert(&mut write, &new).await.unwrap();
    write.commit().await.unwrap();
    let report = world.bytes(TWO).await.unwrap();
    assert_eq!(
        (report.created, report.deals, report.suppressed, report.rows[0].why.as_str()),
        (2, 1, 1, "suppressed: no deal")
    );
    let amy = world.contact("amy@ex.example").await.unwrap();
    let mut conn = world.store.read().await.unwrap();
    assert!(store::suppressions::reason(&mut conn, world.options.brand, &amy.email).await.unwrap().is_some());
}

#[tokio::test]
async fn rejected_rows_are_saved_as_they_were_and_without_formulas() {
    let mut world = World::new().await;
    let path = world.folder.path().join("rejected.csv");
    world.options.rejects = Some(path.clone());
    let list = b"E-Mail;Name\nn/a;=HYPERLINK(\"x\")\namy@ex.example;Amy\n@;\"two\nlines\"\nx;a;b;c\n";
    let report = world.bytes(list).await.unwrap();
    assert_eq!((report.rejected, report.rejects.as_deref()), (3, path.to_str()));
    let saved = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        saved,
        "E-Mail;Name;reason;line\nn/a;\"'=HYPERLINK(\"\"x\"\")\";“n/a” is not an e-mail address;2\n'@;\"two\nlines\";“@” is not an e-mail address;4\nx;a;4 cells for 2 columns;6;b;c\n"
    );
    assert_eq!(
        std::fs::read_dir(world.folder.path())
            .unwrap()
            .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "partial"))
            .count(),
        0
    );
}

#[tokio::test]
async fn stopped_or_dropped_half_way_nothing_is_left() {
    let world = World::new().await;
    let mut list = b"email\n".to_vec();
    (0..13_000).for_each(|n| list.extend(format!("user{n}@example.com\n").bytes()));
    let path = world.file(&list);
    let mut seen = Vec::new();
    let stop = &mut |progress: Progress| {
        seen.push(progress.phase);
        if progress.rows > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = run(&world.store, &path, &world.options, Mode::Commit, NOW, &world.random, stop).await;
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
    assert_eq!(seen, [Phase::Opening, Phase::Importing]);
    assert!(world.imports().await.is_empty() && world.contact("user1@example.com").await.is_none());

    let (told, mut half_way) = tokio::sync::mpsc::unbounded_channel();
    let mut watch = move |progress: Progress| {
        let _ = told.send(progress.rows);
        ControlFlow::Continue(())
    };
    {
        let import = run(&world.store, &path, &world.options, Mode::Commit, NOW, &world.random, &mut watch);
        let reached = async { while half_way.recv().await.is_some_and(|rows| rows == 0) {} };
        tokio::select! {
            biased;
            () = reached => {}
            _ = import => panic!("the import ended before it was dropped"),
        }
    }
    assert!(world.imports().await.is_empty() && world.contact("user1@example.com").await.is_none());
    assert_eq!(
        world.run(&path, Mode::Commit).await.unwrap().created,
        13_000,
        "the database is free for the next import"
    );
}

#[tokio::test]
async fn an_authority_out_of_range_is_left_out_with_a_warning() {
    let world = World::new().await;
    let report = world.bytes(b"email,da\na@ex.example,45\nb@ex.example,101\nc@ex.example,n/a\n").await.unwrap();
    assert_eq!(report.created, 3);
    assert_eq!((report.warnings.len(), report.warnings[0].rows, report.warnings[0].first_line), (1, 2, 3));
    assert_eq!(world.contact("b@ex.example").await.unwrap().domain_authority, None);
}

#[tokio::test]
async fn country_zone_and_basis_are_taken_over_and_what_nobody_knows_is_left_out() {
    let mut world = World::new().await;
    world.options.basis = (Basis::InferredPublished, " their site ".to_owned());
    let list = "email,Country/Region,Time Zone,Legal basis for processing contact's data,basis_note\n\
        amy@ex.example,Deutschland,Europe/Berlin,Freely given consent from contact,form\n\
        bob@ex.example,Atlantis,us_slash_eastern,perhaps,\n";
    let report = world.bytes(list.as_bytes()).await.unwrap();
    assert_eq!((report.created, report.rejected), (2, 0));
    let told: Vec<(u32, u32)> = report.warnings.iter().map(|warning| (warning.rows, warning.first_line)).collect();
    assert_eq!(told, [(1, 3); 3]);
    let amy = world.contact("amy@ex.example").await.unwrap();
    assert_eq!((amy.country.as_str(), amy.timezone), ("DE", Some(chrono_tz::Europe::Berlin)));
    assert_eq!((amy.basis, amy.basis_note.as_str()), (Basis::Express, "form"));
    let bob = world.contact("bob@ex.example").await.unwrap();
    assert_eq!((bob.country.as_str(), bob.timezone), ("", None));
    assert_eq!((bob.basis, bob.basis_note.as_str()), (Basis::InferredPublished, "their site"));

    world.options.on_duplicate = OnDuplicate::Update;
    let newer = world.bytes(b"email,country,basis\nbob@ex.example,NZ,\n").await.unwrap();
    assert_eq!(newer.rows[0].why, "country");
    let bob = world.contact("bob@ex.example").await.unwrap();
    assert_eq!((bob.country.as_str(), bob.basis), ("NZ", Basis::InferredPublished));
    undo(&world.store, newer.id.unwrap(), NOW, &world.random).await.unwrap();
    assert_eq!(world.contact("bob@ex.example").await.unwrap().country, "");
}
