//! Adding rows to contacts, and taking an import back.

use std::collections::BTreeMap;

use domain::activity::Author;
use domain::contact::ContactType;
use domain::id::{BrandId, ContactId, Id as _, ImportId, PipelineId, StageId, SuppressionId};
use domain::suppression::SuppressionKind;
use domain::{EmailAddress, Timestamp};

use super::{Act, Chunk, Counts, Fate, Incoming, Tally, Undone, Wanted};
use crate::suppressions::{self, NewSuppression};
use crate::{Connection, Store};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const LATER: Timestamp = Timestamp::from_millis(1_800_000_900_000);

struct World {
    store: Store,
    brand: BrandId,
    pipeline: (PipelineId, StageId),
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
    let (brand, pipeline, stage) =
        (BrandId::mint(NOW, [1; 10]), PipelineId::mint(NOW, [2; 10]), StageId::mint(NOW, [3; 10]));
    let mut write = store.write().await.unwrap();
    run(
        &mut write,
        "INSERT INTO brands (id, slug, name, settings, created_at) VALUES (?, 'b', 'B', '{}', 0)",
        &[brand.bytes()],
    )
    .await;
    let insert = "INSERT INTO pipelines (id, brand_id, key, name, purpose, cadence, position) VALUES (?, ?, 'sales', 'Sales', 'sales', '[]', 0)";
    run(&mut write, insert, &[pipeline.bytes(), brand.bytes()]).await;
    let insert =
        "INSERT INTO stages (id, pipeline_id, key, name, kind, position) VALUES (?, ?, 'new', 'New', 'open', 0)";
    run(&mut write, insert, &[stage.bytes(), pipeline.bytes()]).await;
    write.commit().await.unwrap();
    World { store, brand, pipeline: (pipeline, stage), _folder: folder }
}

impl World {
    fn act(&self, number: u8) -> Act {
        Act {
            id: ImportId::mint(NOW, [number; 10]),
            brand: self.brand,
            file_name: "list.csv".to_owned(),
            kind: ContactType::Lead,
            basis: (domain::contact::Basis::None, String::new()),
            source: "fair".to_owned(),
            update_known: true,
            deals: None,
            chance: [[number; 6], [number; 6]],
            at: NOW.plus_seconds(i64::from(number)),
        }
    }

    async fn import(&self, act: &Act, chunks: Vec<Vec<Incoming>>) -> Tally {
        let mut write = self.store.write().await.unwrap();
        super::begin(&mut write, act).await.unwrap();
        let mut tally = Tally::default();
        for rows in chunks {
            tally += super::add(&mut write, act, packed(&rows)).await.unwrap();
        }
        super::finish(&mut write, act, &Counts::default(), "{}").await.unwrap();
        write.commit().await.unwrap();
        tally
    }

    async fn undo(&self, act: &Act) -> Option<Undone> {
        let mut write = self.store.write().await.unwrap();
        let undone = super::undo(&mut write, act.id, LATER).await.unwrap();
        write.commit().await.unwrap();
        undone
    }

    /// Every contact with every column but the search index's row number.
    async fn contacts(&self) -> Vec<String> {
        let select = "SELECT json_array(hex(id), email, name, company, website, domain_authority, notes, tags, kind, source, custom, hex(import_id),
            import_row, created_at, updated_at) FROM contacts ORDER BY email";
        sqlx::query_scalar(select).fetch_all(&mut *self.store.read().await.unwrap()).await.unwrap()
    }

    async fn count(&self, select: &'static str) -> i64 {
        sqlx::query_scalar(select).fetch_one(&mut *self.store.read().await.unwrap()).await.unwrap()
    }

    async fn suppress(&self, kind: SuppressionKind, value: &str) {
        let mut write = self.store.write().await.unwrap();
        let id = SuppressionId::mint(NOW, [u8::try_from(value.len()).unwrap(); 10]);
        let new = NewSuppression {
            id,
            brand: Some(self.brand),
            kind,
            value,
            reason: "asked",
            author: Author::Person,
            at: NOW,
        };
        suppressions::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();
    }
}

async fn run(conn: &mut Connection, statement: &'static str, binds: &[&[u8]]) {
    let mut query = sqlx::query(statement);
    for bind in binds {
        query = query.bind(bind.to_vec());
    }
    query.execute(conn).await.unwrap();
}

fn person(row: u32, email: &str) -> Incoming {
    Incoming {
        row,
        line: row + 1,
        email: EmailAddress::parse(email).unwrap(),
        name: format!("Name {row}"),
        company: String::new(),
        website: String::new(),
        domain_authority: None,
        notes: String::new(),
        tags: vec!["vip".to_owned()],
        custom: BTreeMap::new(),
        country: "",
        timezone: "",
        basis: None,
        basis_note: String::new(),
    }
}

fn packed(rows: &[Incoming]) -> Chunk {
    let mut chunk = Chunk::default();
    rows.iter().for_each(|row| chunk.push(row));
    chunk
}

#[tokio::test]
async fn the_first_row_with_an_address_wins_within_and_across_chunks() {
    let world = world().await;
    let first = vec![person(1, "zoe@ex.com"), person(2, "amy@ex.com"), person(3, "zoe@ex.com")];
    let tally = world.import(&world.act(1), vec![first, vec![person(4, "amy@ex.com"), person(5, "bob@ex.com")]]).await;
    assert_eq!(tally, Tally { created: 3, twins: 2, ..Tally::default() });
    let contacts = world.contacts().await;
    assert!(contacts[0].contains("amy@ex.com\",\"Name 2"), "{contacts:?}");
    assert!(contacts[2].contains("zoe@ex.com\",\"Name 1"), "{contacts:?}");
}

#[tokio::test]
async fn two_rows_for_a_known_contact_change_it_once() {
    let world = world().await;
    world.import(&world.act(1), vec![vec![person(1, "amy@ex.com")]]).await;
    let mut write = world.store.write().await.unwrap();
    let act = world.act(2);
    super::begin(&mut write, &act).await.unwrap();
    let rows = [Incoming { name: "Amy".to_owned(), ..person(1, "amy@ex.com") }, person(2, "amy@ex.com")];
    let tally = super::add(&mut write, &act, packed(&rows)).await.unwrap();
    assert_eq!(tally, Tally { updated: 1, twins: 1, ..Tally::default() });
    for (wanted, told) in [
        (Wanted { last: 9, ..Wanted::default() }, vec![Fate::Updated("name".to_owned()), Fate::Twin(2)]),
        (Wanted { skipped: 1, created: 5, ..Wanted::default() }, vec![Fate::Twin(2)]),
        (Wanted::default(), vec![]),
    ] {
        let fates: Vec<Fate> =
            super::decided(&mut write, wanted).await.unwrap().into_iter().map(|row| row.fate).collect();
        assert_eq!(fates, told, "{wanted:?}");
    }
    let again = super::add(&mut write, &act, packed(&[person(3, "amy@ex.com")])).await.unwrap();
    assert_eq!(again, Tally { twins: 1, ..Tally::default() });
}

#[tokio::test]
async fn an_update_fills_and_unites_and_its_undoing_restores_every_column() {
    let world = world().await;
    let old =
        Incoming { domain_authority: None, tags: vec!["a".to_owned(), "B".to_owned()], ..person(1, "amy@ex.com") };
    let whole = Incoming {
        domain_authority: Some(7),
        notes: "old".to_owned(),
        custom: BTreeMap::from([("City".to_owned(), "Perth".to_owned())]),
        ..person(2, "bob@ex.com")
    };
    world.import(&world.act(1), vec![vec![old, whole]]).await;
    let before = world.contacts().await;
    let newer = Incoming {
        name: String::new(),
        company: "Acme".to_owned(),
        domain_authority: Some(45),
        tags: vec!["b".to_owned(), "c".to_owned()],
        custom: BTreeMap::from([("Phone".to_owned(), "1".to_owned())]),
        ..person(1, "amy@ex.com")
    };
    let newest = Incoming {
        notes: "new".to_owned(),
        domain_authority: Some(8),
        custom: BTreeMap::from([("City".to_owned(), "Sydney".to_owned())]),
        ..person(2, "bob@ex.com")
    };
    let act = world.act(2);
    assert_eq!(world.import(&act, vec![vec![newer, newest]]).await.updated, 2);
    let changed = world.contacts().await;
    assert!(changed[0].contains(r#""Name 1","Acme","",45,"","[\"a\",\"B\",\"c\"]""#), "{changed:?}");
    assert!(changed[1].contains(r#"\"City\":\"Sydney\""#), "{changed:?}");
    assert_eq!(world.undo(&act).await.unwrap(), Undone { restored: 2, ..Undone::default() });
    assert_eq!(world.contacts().await, before);
    assert_eq!(world.undo(&act).await, None, "a second time does nothing");
    // The contacts are as the first import left them, so that one can be undone as well.
    assert_eq!(world.undo(&world.act(1)).await.unwrap().removed, 2);
    assert_eq!(world.count("SELECT count(*) FROM contacts_search WHERE contacts_search MATCH 'amy OR bob'").await, 0);
}

#[tokio::test]
async fn undoing_leaves_alone_what_a_person_changed_since() {
    let world = world().await;
    world.import(&world.act(1), vec![vec![person(1, "amy@ex.com")]]).await;
    let act = world.act(2);
    world
        .import(
            &act,
            vec![vec![Incoming { company: "Acme".to_owned(), name: "Amy".to_owned(), ..person(1, "amy@ex.com") }]],
        )
        .await;
    let mut write = world.store.write().await.unwrap();
    run(&mut write, "UPDATE contacts SET name = 'Amy Lee', updated_at = updated_at + 1", &[]).await;
    write.commit().await.unwrap();
    assert_eq!(world.undo(&act).await.unwrap().restored, 1);
    let contact = &world.contacts().await[0];
    assert!(contact.contains(r#""Amy Lee","""#), "{contact}");
    assert_eq!(
        world.undo(&world.act(1)).await.unwrap(),
        Undone { kept: 1, ..Undone::default() },
        "an edited contact stays"
    );
}

#[tokio::test]
async fn deals_are_for_those_who_may_be_mailed_and_have_none() {
    let world = world().await;
    world.suppress(SuppressionKind::Address, "stop@ex.com").await;
    world.suppress(SuppressionKind::Domain, "never.example").await;
    let act = Act { deals: Some(world.pipeline), ..world.act(1) };
    let rows = ["amy@ex.com", "stop+list@ex.com", "any@never.example"];
    let rows: Vec<Incoming> = rows.iter().zip(1..).map(|(email, row)| person(row, email)).collect();
    assert_eq!(
        world.import(&act, vec![rows.clone()]).await,
        Tally { created: 3, deals: 1, suppressed: 2, ..Tally::default() }
    );
    assert_eq!(
        world.count("SELECT count(*) FROM deals WHERE next_action_at = created_at AND status = 'active'").await,
        1
    );
    let again = Act { deals: Some(world.pipeline), ..world.act(2) };
    assert_eq!(world.import(&again, vec![rows]).await, Tally { known: 3, ..Tally::default() });
    assert_eq!(world.count("SELECT count(*) FROM suppressions").await, 2);
}

#[tokio::test]
async fn undoing_keeps_whom_somebody_worked_with() {
    let world = world().await;
    let act = Act { deals: Some(world.pipeline), ..world.act(1) };
    world.import(&act, vec![vec![person(1, "amy@ex.com"), person(2, "bob@ex.com"), person(3, "cat@ex.com")]]).await;
    let mut write = world.store.write().await.unwrap();
    let bob = ContactId::from_bytes(
        &sqlx::query_scalar::<_, Vec<u8>>("SELECT id FROM contacts WHERE name = 'Name 2'")
            .fetch_one(&mut *write)
            .await
            .unwrap(),
    )
    .unwrap();
    let insert = "INSERT INTO messages (id, brand_id, provider_message_id, folder, from_address, from_name, subject, received_at, body_text, quoted_text, nature,
        contact_id, deal_id, created_at) SELECT x'01', ?1, 'p', 'inbox', 'bob@ex.com', '', '', 0, '', '', 'human', ?2, (SELECT id FROM deals WHERE contact_id = ?2), 0";
    run(&mut write, insert, &[world.brand.bytes(), bob.bytes()]).await;
    run(&mut write, "INSERT INTO activities (id, at, author, kind, summary, deal_id) SELECT x'02', 0, 'autopilot', 'decided', '', id FROM deals LIMIT 1", &[]).await;
    write.commit().await.unwrap();
    assert_eq!(world.undo(&act).await.unwrap(), Undone { removed: 2, kept: 1, deals: 2, sites: 0, restored: 0 });
    assert!(world.contacts().await[0].contains("bob@ex.com"));
    assert_eq!(world.count("SELECT count(*) FROM activities").await, 0);
}

#[tokio::test]
async fn without_a_commit_nothing_happened() {
    let world = world().await;
    let mut write = world.store.write().await.unwrap();
    let act = world.act(1);
    super::begin(&mut write, &act).await.unwrap();
    super::add(&mut write, &act, packed(&[person(1, "amy@ex.com")])).await.unwrap();
    drop(write);
    assert_eq!(world.count("SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM imports)").await, 0);
    // The same connection is free for the next import at once.
    assert_eq!(world.import(&act, vec![vec![person(1, "amy@ex.com")]]).await.created, 1);
    let list = super::list(&mut world.store.read().await.unwrap(), Some(world.brand)).await.unwrap();
    assert_eq!((list.len(), list[0].file_name.as_str()), (1, "list.csv"));
}
