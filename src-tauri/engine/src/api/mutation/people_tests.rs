//! What a person does with contacts, on a real file and without a network.

use std::sync::Arc;

use domain::contact::{Basis, ContactType};
use domain::id::{ContactId, PipelineId};

use super::*;
use crate::Engine;
use crate::api::query::{contact_history, contact_show, contacts_page, duplicates, pipelines, suppressions_list};
use crate::api::trigger::{contacts_file, evidence_file};
use crate::api::wire::*;
use crate::test_stage::{MONDAY, Stage};

struct App {
    _folder: tempfile::TempDir,
    engine: Arc<Engine>,
}

async fn app() -> App {
    let Stage { engine, folder, .. } = Stage::open(MONDAY).await;
    App { engine, _folder: folder }
}

fn new(email: &str, name: &str) -> ContactNew {
    ContactNew {
        brand: "codeteki".to_owned(),
        email: email.to_owned(),
        name: name.to_owned(),
        company: "Bakery".to_owned(),
        website: String::new(),
        domain_authority: None,
        notes: String::new(),
        tags: vec!["vip".to_owned()],
        kind: ContactType::Lead,
        source: "a phone call".to_owned(),
        country: "Australia".to_owned(),
        timezone: String::new(),
        basis: Basis::Express,
        basis_note: "Said so on the phone, 20 November".to_owned(),
        pipeline: None,
    }
}

impl App {
    async fn add(&self, email: &str, name: &str) -> ContactId {
        contact_new(&self.engine, new(email, name)).await.unwrap().id
    }

    async fn pipeline(&self, key: &str) -> PipelineId {
        let all = pipelines(&self.engine, Nothing {}).await.unwrap();
        all.into_iter().find(|one| one.brand == "codeteki" && one.key == key).unwrap().id
    }

    async fn bulk(&self, ids: &[ContactId], act: BulkAct) -> ContactsBulkReply {
        contacts_bulk(&self.engine, ContactsBulk { ids: ids.to_vec(), filter: None, act }).await.unwrap()
    }

    /// The names of a page.
    async fn page(&self, filter: ContactFilter, sort: ContactSort, down: bool, offset: u32) -> (Vec<String>, u32) {
        let request = ContactsPageRequest { filter, sort, down, offset, limit: 2 };
        let page = contacts_page(&self.engine, request).await.unwrap();
        (page.rows.into_iter().map(|row| row.name).collect(), page.total)
    }

    async fn show(&self, id: ContactId) -> ContactRow {
        contact_show(&self.engine, ContactRef { contact: id.to_string() }).await.unwrap()
    }

    async fn history(&self, id: ContactId) -> ContactHistory {
        contact_history(&self.engine, ContactRef { contact: id.to_string() }).await.unwrap()
    }
}

#[tokio::test]
async fn a_contact_is_added_once_and_the_known_one_is_named() {
    let app = app().await;
    let made = contact_new(&app.engine, new("Jo@Bakery.example", "Jo Baker")).await.unwrap();
    let again = contact_new(&app.engine, new("jo@bakery.example", "Somebody")).await.unwrap();
    assert!((again.id, again.known, made.known) == (made.id, true, false), "{again:?}");
    let row = app.show(made.id).await;
    assert_eq!((row.name.as_str(), row.country.as_str(), row.basis), ("Jo Baker", "AU", Basis::Express));

    contact_erase(&app.engine, ContactErase { address: "jo@bakery.example".to_owned() }).await.unwrap();
    let refused = contact_new(&app.engine, new("jo+news@bakery.example", "Jo Baker")).await.unwrap_err();
    assert!(refused.message.contains("asked to be forgotten"), "{refused}");
}

#[tokio::test]
async fn the_table_is_entered_anywhere_and_follows_what_changes() {
    let app = app().await;
    for (email, name) in [("c@ex.com", "Carla"), ("a@ex.com", "Asha"), ("b@ex.com", "ben"), ("d@ex.com", "")] {
        app.add(email, name).await;
    }
    let all = ContactFilter::default;
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(app.page(all(), ContactSort::Created, true, 0).await, (names(&["", "ben"]), 4));
    assert_eq!(app.page(all(), ContactSort::Created, true, 3).await, (names(&["Carla"]), 4));
    assert_eq!(app.page(all(), ContactSort::Name, false, 0).await, (names(&["Asha", "ben"]), 4));
    assert_eq!(app.page(all(), ContactSort::Name, false, 2).await, (names(&["Carla", ""]), 4));
    assert_eq!(app.page(all(), ContactSort::Email, true, 9).await, (names(&[]), 4));
    app.add("e@ex.com", "Abel").await;
    assert_eq!(app.page(all(), ContactSort::Name, false, 0).await, (names(&["Abel", "Asha"]), 5));

    let text = |text: &str| ContactFilter { text: Some(text.to_owned()), ..all() };
    assert_eq!(app.page(text("car"), ContactSort::Created, true, 0).await, (names(&["Carla"]), 1));
    assert_eq!(app.page(text("\" OR *"), ContactSort::Name, true, 0).await, (names(&[]), 0));
    let silence =
        Suppress { target: "ex.com".to_owned(), brand: Some("desifirms".to_owned()), reason: "no".to_owned() };
    suppress(&app.engine, silence).await.unwrap();
    let silent = || ContactFilter { suppressed: Some(true), ..all() };
    assert_eq!(app.page(silent(), ContactSort::Created, true, 0).await.1, 0, "another brand's no");
    let silence = Suppress { target: "a+tag@ex.com".to_owned(), brand: None, reason: "no".to_owned() };
    suppress(&app.engine, silence).await.unwrap();
    assert_eq!(app.page(silent(), ContactSort::Created, true, 0).await, (names(&["Asha"]), 1));
    let free = ContactFilter { suppressed: Some(false), tag: Some("VIP".to_owned()), open_deal: Some(false), ..all() };
    assert_eq!(app.page(free, ContactSort::Created, true, 0).await.1, 4);
}

#[tokio::test]
async fn many_are_changed_at_once_and_who_can_not_be_is_told() {
    let app = app().await;
    let (jo, ann) = (app.add("jo@ex.com", "Jo").await, app.add("ann@ex.com", "Ann").await);
    let reply = app.bulk(&[jo, ann], BulkAct::Tag { tag: " fair ".to_owned() }).await;
    assert_eq!((reply.done.as_str(), reply.changed.len()), ("Labelled 2 contacts “fair”.", 2));
    let again = app.bulk(&[jo, ann], BulkAct::Tag { tag: "Fair".to_owned() }).await;
    assert_eq!((again.changed.len(), again.left), (0, 2), "a second time changes nothing");
    assert_eq!(app.show(jo).await.tags, ["vip", "fair"]);
    app.bulk(&reply.changed, BulkAct::Untag { tag: "fair".to_owned() }).await;
    assert_eq!(app.show(jo).await.tags, ["vip"]);

    app.bulk(&[ann], BulkAct::Suppress { reason: "asked".to_owned() }).await;
    let sales = app.pipeline("sales").await;
    let reply = app.bulk(&[jo, ann], BulkAct::CreateDeals { pipeline: sales }).await;
    assert_eq!((reply.changed.as_slice(), reply.left), ([jo].as_slice(), 1));
    assert_eq!(reply.refused[0].why, "must not be mailed: asked");
    let again = app.bulk(&[jo], BulkAct::CreateDeals { pipeline: sales }).await;
    assert_eq!(again.refused[0].why, "has an open deal in Sales already");
    assert_eq!(app.history(jo).await.deals.len(), 1);

    let everybody = ContactsBulk {
        ids: Vec::new(),
        filter: Some(ContactFilter::default()),
        act: BulkAct::SetKind { kind: ContactType::Partner },
    };
    assert_eq!(contacts_bulk(&app.engine, everybody).await.unwrap().done, "Made 2 contacts partners.");
    let nobody = ContactsBulk { ids: Vec::new(), filter: None, act: BulkAct::Unsuppress };
    assert!(contacts_bulk(&app.engine, nobody).await.is_err());
}

#[tokio::test]
async fn two_become_one_and_a_no_to_either_is_a_no_to_both() {
    let app = app().await;
    let keep = app.add("jo@ex.com", "Jo Baker").await;
    let mut second = new("jo@gmail.com", "Jo B. Baker");
    second.website = "https://jo.example".to_owned();
    second.tags = vec!["fair".to_owned()];
    second.pipeline = Some(app.pipeline("sales").await);
    let other = contact_new(&app.engine, second).await.unwrap().id;
    let no =
        Suppress { target: "jo@gmail.com".to_owned(), brand: Some("codeteki".to_owned()), reason: "asked".to_owned() };
    suppress(&app.engine, no).await.unwrap();

    let merge = |take: &[MergeField]| ContactsMerge { keep, other, take: take.to_vec() };
    let reply = contacts_merge(&app.engine, merge(&[MergeField::Name])).await.unwrap();
    assert_eq!(reply.done, "Jo Baker and Jo B. Baker are one contact now: jo@ex.com.");
    let history = app.history(keep).await;
    assert_eq!(
        (history.contact.name.as_str(), history.contact.website.as_str()),
        ("Jo B. Baker", "https://jo.example")
    );
    assert_eq!(history.contact.tags, ["vip", "fair"]);
    assert_eq!(history.contact.suppressed.as_deref(), Some("is one person with jo@gmail.com: asked"));
    assert_eq!(history.custom["other_addresses"], serde_json::json!(["jo@gmail.com"]));
    assert_eq!(history.deals.len(), 1, "the deal came along");
    assert!(history.activities.iter().any(|line| line.summary == "Merged Jo B. Baker (jo@gmail.com) into jo@ex.com"));
    let gone = contacts_merge(&app.engine, merge(&[])).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound, "a second time there is nothing to merge");

    // Erasing the one who stays erases both, and neither may come back.
    contact_erase(&app.engine, ContactErase { address: "jo@ex.com".to_owned() }).await.unwrap();
    let kinds = suppressions_list(&app.engine, Nothing {}).await.unwrap();
    assert_eq!(kinds.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["erased", "erased"]);
    assert!(contact_new(&app.engine, new("jo@gmail.com", "Jo")).await.is_err());
}

#[tokio::test]
async fn contacts_are_not_merged_where_one_person_would_get_two_sequences() {
    let app = app().await;
    let sales = app.pipeline("sales").await;
    let (one, two) = (app.add("jo@ex.com", "Jo Baker").await, app.add("jo+a@ex.com", "Jo Baker").await);
    app.bulk(&[one, two], BulkAct::CreateDeals { pipeline: sales }).await;
    let refused =
        contacts_merge(&app.engine, ContactsMerge { keep: one, other: two, take: Vec::new() }).await.unwrap_err();
    assert!(refused.message.starts_with("Both have an open deal in Sales. Nothing was merged"), "{refused}");
    assert_eq!(app.history(one).await.others.len(), 1);

    let found = duplicates(&app.engine, DuplicatesRequest::default()).await.unwrap();
    assert_eq!(
        found.groups.iter().map(|group| (group.sign, group.contacts.len())).collect::<Vec<_>>(),
        [(DuplicateSign::Address, 2)]
    );
    let mut elsewhere = new("jo@ex.com", "Jo Baker");
    elsewhere.brand = "desifirms".to_owned();
    let elsewhere = contact_new(&app.engine, elsewhere).await.unwrap().id;
    let refused =
        contacts_merge(&app.engine, ContactsMerge { keep: one, other: elsewhere, take: Vec::new() }).await.unwrap_err();
    assert!(refused.message.contains("different brands"), "{refused}");
}

#[tokio::test]
async fn a_file_of_contacts_holds_no_formula() {
    let app = app().await;
    app.add("jo@ex.com", "=HYPERLINK(\"x\")").await;
    let request = |format| ContactsExport {
        filter: ContactFilter::default(),
        ids: Vec::new(),
        sort: ContactSort::Created,
        down: false,
        format,
    };
    let csv = contacts_file(&app.engine, request(ExportFormat::Csv)).await.unwrap();
    assert_eq!((csv.file.name.as_str(), csv.rows), ("contacts.csv", 1));
    let text = String::from_utf8(app.engine.read_offered(&csv.file.token).await.unwrap()).unwrap();
    assert!(text.contains("jo@ex.com,\"'=HYPERLINK(\"\"x\"\")\",Bakery"), "{text}");
    let book = contacts_file(&app.engine, request(ExportFormat::Xlsx)).await.unwrap();
    let bytes = app.engine.read_offered(&book.file.token).await.unwrap();
    assert!(bytes.starts_with(b"PK"), "a workbook");
    let about = evidence_file(&app.engine, EvidenceRequest { address: "jo@ex.com".to_owned() }).await.unwrap();
    assert_eq!(about.name, "jo-at-ex.com.json");
}
