//! Contacts as a table of any size, one person over all brands, and contacts that may be the same person.

use domain::EmailAddress;
use domain::id::ContactId;
use store::views::duplicates::{self as twins, Alike, TwinView};
use store::views::people::{self, Filter, Sort};
use store::views::{self, person};
use store::{Connection, StoreError};

use super::{contact_show, many, names};
use crate::api::Reply;
use crate::api::wire::{
    ContactFacets, ContactFacetsRequest, ContactFilter, ContactHistory, ContactImport, ContactRef, ContactRow,
    ContactSort, ContactsPage, ContactsPageRequest, DuplicateGroup, DuplicateSign, Duplicates, DuplicatesRequest,
};
use crate::{Engine, EngineError};

/// The most rows of a page.
const PAGE: u32 = 1_000;
/// The most lines of each kind in a history.
const LINES: u32 = 200;
/// The most groups of duplicates of each kind.
const GROUPS: u32 = 100;

/// From the border to the store.
async fn filter(conn: &mut Connection, asked: &ContactFilter) -> Result<Filter, EngineError> {
    let some =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Filter {
        brand: names::brand_filter(conn, some(&asked.brand).as_deref()).await?,
        text: some(&asked.text),
        kind: asked.kind,
        tag: some(&asked.tag),
        suppressed: asked.suppressed,
        open_deal: asked.open_deal,
        authority: asked.authority,
        country: some(&asked.country).map(|code| code.to_uppercase()),
        import: asked.import,
        mark: asked.mark,
    })
}

fn sort(asked: ContactSort) -> Sort {
    match asked {
        ContactSort::Created => Sort::Created,
        ContactSort::Updated => Sort::Updated,
        ContactSort::Name => Sort::Name,
        ContactSort::Company => Sort::Company,
        ContactSort::Email => Sort::Email,
        ContactSort::Authority => Sort::Authority,
    }
}

/// The places of a stretch of the order, and how many there are in all.
pub(crate) async fn places(
    engine: &Engine,
    asked: &ContactFilter,
    by: ContactSort,
    down: bool,
    stretch: (usize, usize),
) -> Result<(Vec<i64>, usize, bool), EngineError> {
    let filter = filter(&mut *engine.store.read().await?, asked).await?;
    let order = engine.orders.of(engine, &filter, sort(by)).await?;
    let (offset, limit) = stretch;
    let some = order.places.iter();
    let places: Vec<i64> = if down {
        some.rev().skip(offset).take(limit).copied().collect()
    } else {
        some.skip(offset).take(limit).copied().collect()
    };
    Ok((places, order.places.len(), order.more))
}

/// A stretch of the table of contacts, from anywhere in it.
pub async fn contacts_page(engine: &Engine, request: ContactsPageRequest) -> Reply<ContactsPage> {
    let stretch =
        (usize::try_from(request.offset).unwrap_or(usize::MAX), usize::try_from(request.limit.min(PAGE)).unwrap_or(0));
    let (places, total, more) = places(engine, &request.filter, request.sort, request.down, stretch).await?;
    let rows = many(people::lines(&mut *engine.store.read().await?, &places).await?);
    Ok(ContactsPage { rows, total: u32::try_from(total).unwrap_or(u32::MAX), more })
}

/// Labels and countries in use.
pub async fn contact_facets(engine: &Engine, request: ContactFacetsRequest) -> Reply<ContactFacets> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    Ok(ContactFacets {
        tags: people::tags(&mut conn, brand).await?,
        countries: people::countries(&mut conn, brand).await?,
    })
}

/// One person over all brands: who they are to each, and what happened with them.
pub async fn contact_history(engine: &Engine, request: ContactRef) -> Reply<ContactHistory> {
    let contact = contact_show(engine, request).await?;
    let address = EmailAddress::parse(&contact.email).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))?;
    let mut conn = engine.store.read().await?;
    let same = person::same(&mut conn, &address).await?;
    let mut ids: Vec<ContactId> = same.iter().map(|one| one.id).collect();
    if !ids.contains(&contact.id) {
        ids.push(contact.id);
    }
    let origin = person::origin(&mut conn, contact.id).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let imported = match (origin.import_id, origin.file_name, origin.imported_at) {
        (Some(id), Some(file_name), Some(at)) => Some(ContactImport { id, file_name, line: origin.line, at }),
        _ => None,
    };
    Ok(ContactHistory {
        created_at: origin.created_at,
        updated_at: origin.updated_at,
        custom: origin.custom,
        imported,
        others: same.into_iter().filter(|one| one.id != contact.id).map(ContactRow::from).collect(),
        deals: many(person::deals(&mut conn, &ids, LINES).await?),
        emails: many(person::emails(&mut conn, &ids, LINES).await?),
        messages: many(person::messages(&mut conn, &ids, LINES).await?),
        activities: many(person::lines(&mut conn, &ids, LINES).await?),
        suppressions: many(person::suppressions(&mut conn, &address).await?),
        contact,
    })
}

/// Contacts that may be the same person, the newest first. Nothing is joined by looking.
pub async fn duplicates(engine: &Engine, request: DuplicatesRequest) -> Reply<Duplicates> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let mut groups: Vec<DuplicateGroup> = Vec::new();
    let signs = [
        (Alike::Address, DuplicateSign::Address),
        (Alike::NameAndCompany, DuplicateSign::NameAndCompany),
        (Alike::NameAndDomain, DuplicateSign::NameAndDomain),
    ];
    for (alike, sign) in signs {
        let found = views::duplicates::list(&mut conn, alike, brand, GROUPS).await?;
        for contacts in found.chunk_by(|one, next| one.sign == next.sign) {
            // Two contacts are one suggestion, whatever they have in common.
            let known = |group: &DuplicateGroup| {
                contacts.iter().all(|one: &TwinView| group.contacts.iter().any(|two| two.id == one.id))
            };
            if contacts.len() > 1 && !groups.iter().any(known) {
                groups.push(DuplicateGroup { sign, contacts: many(contacts.to_vec()) });
            }
        }
    }
    Ok(Duplicates { groups, looked_at: twins::LOOKED_AT })
}
