//! What a person does with prospects, on a real file and without a network.

use domain::contact::{Basis, ContactType};
use domain::id::{ContactId, ProspectId};
use domain::prospect::ProspectState;

use super::*;
use crate::ErrorCode;
use crate::api::query::{contact_show, deal_show, prospect_named, prospects_page};
use crate::api::wire::*;
use crate::test_stage::{MONDAY, Stage};

fn new(email: &str, website: &str) -> ContactNew {
    ContactNew {
        brand: "codeteki".to_owned(),
        email: email.to_owned(),
        name: "Ed Ito".to_owned(),
        company: String::new(),
        website: website.to_owned(),
        domain_authority: Some(45),
        notes: String::new(),
        tags: Vec::new(),
        kind: ContactType::BacklinkTarget,
        source: "a list".to_owned(),
        country: String::new(),
        timezone: String::new(),
        basis: Basis::None,
        basis_note: String::new(),
        pipeline: None,
    }
}

async fn only(stage: &Stage) -> ProspectRow {
    let request = ProspectsRequest { brand: Some("codeteki".to_owned()), ..ProspectsRequest::default() };
    prospects_page(&stage.engine, request).await.unwrap().rows.remove(0)
}

async fn start(stage: &Stage, id: ProspectId, email: Option<&str>) -> crate::api::Reply<DealMade> {
    let request = ProspectStart { id, email: email.map(str::to_owned), name: Some("Ed Ito".to_owned()) };
    prospect_start(&stage.engine, request).await
}

#[tokio::test]
async fn a_contact_makes_a_prospect_and_a_deal_begins_with_them() {
    let stage = Stage::open(MONDAY).await;
    let contact: ContactId = contact_new(&stage.engine, new("ed@harbour.example", "")).await.unwrap().id;
    let prospect = only(&stage).await;
    assert_eq!(
        (prospect.site.as_str(), prospect.state, prospect.contact_id),
        ("harbour.example", ProspectState::New, Some(contact))
    );
    let made = start(&stage, prospect.id, None).await.unwrap();
    assert_eq!(made.done, "Ed Ito (harbour.example) is in Backlink; the next step is due now.");
    let deal = deal_show(&stage.engine, DealRef { id: made.id }).await.unwrap();
    assert_eq!((deal.deal.stage.as_str(), deal.deal.pipeline.as_str()), ("Prospect", "Backlink"));
    let begun = only(&stage).await;
    assert_eq!(
        (begun.state, begun.deal_id, begun.stage.as_deref()),
        (ProspectState::InOutreach, Some(made.id), Some("Prospect"))
    );
    let again = start(&stage, prospect.id, Some("other@harbour.example")).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::Refused);
    assert!(again.message.contains("open deal with Ed Ito of harbour.example, in Prospect"), "{}", again.message);
    let aside = prospect_set_aside(&stage.engine, ProspectSetAside { id: prospect.id, aside: true }).await.unwrap_err();
    assert_eq!(aside.code, ErrorCode::Refused);
}

#[tokio::test]
async fn an_address_that_a_person_gives_is_theirs_to_give() {
    let stage = Stage::open(MONDAY).await;
    contact_new(&stage.engine, new("ed@harbour.example", "")).await.unwrap();
    let prospect = only(&stage).await;
    let silent = Suppress { target: "no@harbour.example".to_owned(), brand: None, reason: "asked by phone".to_owned() };
    suppress(&stage.engine, silent).await.unwrap();
    let refused = start(&stage, prospect.id, Some("no@harbour.example")).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.message.as_str()),
        (ErrorCode::Refused, "No@harbour.example must not be mailed: asked by phone.")
    );
    assert_eq!(start(&stage, prospect.id, Some("nonsense")).await.unwrap_err().code, ErrorCode::BadRequest);
    prospect_set_aside(&stage.engine, ProspectSetAside { id: prospect.id, aside: true }).await.unwrap();
    assert_eq!(only(&stage).await.state, ProspectState::SetAside);
    let made = start(&stage, prospect.id, Some("edwina@gmail.com")).await.unwrap();
    let begun = only(&stage).await;
    assert_eq!(
        (begun.state, begun.deal_id, begun.contact_email.as_str()),
        (ProspectState::InOutreach, Some(made.id), "edwina@gmail.com")
    );
    let contact = contact_show(&stage.engine, ContactRef { contact: "edwina@gmail.com".to_owned() }).await.unwrap();
    assert_eq!(
        (contact.kind, contact.source.as_str(), contact.basis),
        (ContactType::BacklinkTarget, "a list", Basis::None)
    );
}

#[tokio::test]
async fn a_site_is_set_aside_and_taken_back_and_named_by_its_domain() {
    let stage = Stage::open(MONDAY).await;
    contact_new(&stage.engine, new("kim@gmail.com", "https://blog.harbour.example/kim")).await.unwrap();
    let id = prospect_named(&stage.engine, "https://www.Harbour.example/").await.unwrap();
    assert_eq!(prospect_named(&stage.engine, &id.to_string()).await.unwrap(), id);
    assert_eq!(prospect_named(&stage.engine, "nobody.example").await.unwrap_err().code, ErrorCode::NotFound);
    let set = |aside| prospect_set_aside(&stage.engine, ProspectSetAside { id, aside });
    assert_eq!(set(true).await.unwrap().done, "harbour.example is set aside; lists do not bring it back.");
    assert_eq!(set(true).await.unwrap().done, "harbour.example is set aside already; nothing changed.");
    assert_eq!(set(false).await.unwrap().done, "harbour.example is a prospect again.");
    assert_eq!(only(&stage).await.state, ProspectState::New);
    contact_new(&stage.engine, ContactNew { brand: "desifirms".to_owned(), ..new("kim@gmail.com", "harbour.example") })
        .await
        .unwrap();
    let unclear = prospect_named(&stage.engine, "harbour.example").await.unwrap_err();
    assert!(unclear.message.starts_with("2 brands have harbour.example; name one by its id: "), "{}", unclear.message);
}
