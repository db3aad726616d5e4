//! The table of contacts and one person's history on an empty file: every statement runs, and the ones that matter walk an index.

use domain::EmailAddress;
use domain::Timestamp;
use domain::contact::ContactType;
use domain::id::{BrandId, ContactId, ImportId};
use domain::recipient::Mark;

use super::duplicates::{self, Alike};
use super::people::{self, Filter, Sort};
use super::{Query, person};
use crate::row::Cells as _;
use crate::{Connection, Store};

const SORTS: [Sort; 6] = [Sort::Created, Sort::Updated, Sort::Name, Sort::Company, Sort::Email, Sort::Authority];

async fn plan(conn: &mut Connection, query: Query) -> String {
    let mut explain = Query::new(format!("EXPLAIN QUERY PLAN {}", query.sql().as_str()));
    let rows = explain.build().fetch_all(conn).await.unwrap();
    rows.iter().map(|row| row.text("detail").unwrap()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn everything_about_contacts_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
    let mut conn = store.read().await.unwrap();
    let now = Timestamp::from_millis(1_795_000_000_000);
    let (brand, contact) = (BrandId::mint(now, [1; 10]), ContactId::mint(now, [2; 10]));
    let all = Filter {
        brand: Some(brand),
        text: Some("jo".to_owned()),
        kind: Some(ContactType::Lead),
        tag: Some("vip".to_owned()),
        suppressed: Some(false),
        open_deal: Some(true),
        authority: Some(10),
        country: Some("AU".to_owned()),
        import: Some(ImportId::mint(now, [3; 10])),
        mark: Some(Mark::NoMailServer),
    };
    for sort in SORTS {
        for filter in [&all, &Filter::default()] {
            let order = people::order(&mut conn, filter, sort).await.unwrap();
            assert!(order.places.is_empty() && !order.more);
        }
    }
    assert!(people::lines(&mut conn, &[1, 2]).await.unwrap().is_empty());
    assert!(people::ids(&mut conn, &[1]).await.unwrap().is_empty());
    assert!(people::places(&mut conn, &[contact]).await.unwrap().is_empty());
    assert!(people::tags(&mut conn, Some(brand)).await.unwrap().is_empty());
    assert!(people::countries(&mut conn, Some(brand)).await.unwrap().is_empty());
    assert_eq!(people::newest_line(&mut conn).await.unwrap(), 0);
    assert_eq!(people::news(&mut conn, 7, true).await.unwrap(), (false, 7));
    for alike in [Alike::Address, Alike::NameAndCompany, Alike::NameAndDomain] {
        assert!(duplicates::list(&mut conn, alike, Some(brand), 5).await.unwrap().is_empty());
    }
    let address = EmailAddress::parse("jo+a@ex.com").unwrap();
    assert!(person::same(&mut conn, &address).await.unwrap().is_empty());
    assert!(person::origin(&mut conn, contact).await.unwrap().is_none());
    assert!(person::deals(&mut conn, &[contact], 5).await.unwrap().is_empty());
    assert!(person::emails(&mut conn, &[contact], 5).await.unwrap().is_empty());
    assert!(person::messages(&mut conn, &[contact], 5).await.unwrap().is_empty());
    assert!(person::lines(&mut conn, &[contact], 5).await.unwrap().is_empty());
    assert!(person::suppressions(&mut conn, &address).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_order_is_read_from_an_index_and_a_person_is_found_without_a_walk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
    let mut conn = store.read().await.unwrap();
    let brand = BrandId::mint(Timestamp::from_millis(1), [1; 10]);
    let contact = ContactId::mint(Timestamp::from_millis(1), [2; 10]);
    let of_brand = Filter { brand: Some(brand), ..Filter::default() };
    for (what, query, expected) in [
        ("all", people::order_query(&Filter::default(), Sort::Created, None), "USING COVERING INDEX"),
        ("a brand's", people::order_query(&of_brand, Sort::Created, None), "USING COVERING INDEX"),
        ("by address", people::order_query(&of_brand, Sort::Email, None), "USING COVERING INDEX"),
        (
            "a person",
            person::same_query(&EmailAddress::parse("jo@ex.com").unwrap()),
            "contacts_by_email (email>? AND email<?)",
        ),
        ("lines", person::lines_query(&[contact], 5), "activities_by_contact (contact_id=?)"),
    ] {
        let plan = plan(&mut conn, query).await;
        assert!(plan.contains(expected), "{what}:\n{plan}");
    }
}
