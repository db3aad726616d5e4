//! The inbox: incoming mails by whom they concern, page by page, and how many there are of each.

use domain::Timestamp;
use domain::id::{BrandId, ContactId, Id as _, MessageId};
use domain::reply::ReplyKind;
use sqlx::sqlite::SqliteRow;

use super::deals::{self, DealView};
use super::messages::{MessageView, view};
use super::search::terms;
use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// Parts of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What a person has to read.
    NeedsYou,
    /// Everything that others sent.
    All,
    /// Absences, bounces, lists: what programs wrote.
    Robots,
    /// What belongs to no deal.
    Unmatched,
}

/// Which mails; empty fields do not filter.
#[derive(Debug, Clone)]
pub struct Filter {
    /// One part.
    pub part: Part,
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// Of that meaning.
    pub class: Option<ReplyKind>,
    /// With every word of this text.
    pub search: Option<String>,
    /// Only those that are older than this one.
    pub before: Option<MessageId>,
}

/// An incoming mail in the inbox.
#[derive(Debug, Clone)]
pub struct InboxView {
    /// The mail.
    pub message: MessageView,
    /// Whom it is from, if it is somebody we know.
    pub contact_id: Option<ContactId>,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub company: String,
    /// The beginning of what they wrote.
    pub beginning: String,
    /// Where the mailbox kept it: inbox, spam, other.
    pub folder: String,
    /// It waits for a person.
    pub needs_you: bool,
    /// A person said what it means.
    pub corrected: bool,
    /// When a person had dealt with it.
    pub done_at: Option<Timestamp>,
}

/// How many mails there are in each part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the parts, explained there")]
pub struct Counts {
    pub needs_you: u32,
    pub all: u32,
    pub robots: u32,
    pub unmatched: u32,
}

// A person has to read it: the meaning is theirs to judge, no program has signed it, or it may belong to a deal. Not once they have dealt
// with it, and not once its deal asks nothing any more.
macro_rules! needs_you {
    () => {
        "(m.done_at IS NULL AND (m.deal_id IS NULL OR d.question IS NOT NULL OR m.class = 'left_company') AND (
            m.class IN ('interested', 'question', 'link_placed', 'wrong_person', 'left_company', 'payment_request', 'unclear')
            OR (m.nature = 'human' AND m.corrected_at IS NULL AND m.class IN ('out_of_office', 'auto_reply', 'bounce_soft'))
            OR (m.nature = 'human' AND m.deal_id IS NULL AND m.evidence <> '')))"
    };
}
macro_rules! robots {
    () => {
        "(m.nature NOT IN ('human', 'own_mail') OR m.class IN ('out_of_office', 'auto_reply', 'bounce_hard', 'bounce_soft'))"
    };
}
macro_rules! unmatched {
    () => {
        "(m.deal_id IS NULL AND m.nature <> 'own_mail')"
    };
}

const SELECT: &str = concat!(
    "SELECT m.id, b.slug AS brand, m.deal_id, m.from_address, m.from_name, m.subject, m.received_at, m.nature, m.class, m.confidence,
            m.classified_by, m.why, m.evidence, m.contact_id, ifnull(c.name, '') AS name, ifnull(c.company, '') AS company,
            substr(m.body_text, 1, 400) AS beginning, m.folder, m.done_at, m.corrected_at, ",
    needs_you!(),
    " AS needs_you
     FROM messages m JOIN brands b ON b.id = m.brand_id LEFT JOIN contacts c ON c.id = m.contact_id LEFT JOIN deals d ON d.id = m.deal_id
     WHERE m.nature <> 'own_mail'"
);

const COUNT: &str = concat!(
    "SELECT ifnull(sum(",
    needs_you!(),
    "), 0) AS needs_you, ifnull(sum(m.nature <> 'own_mail'), 0) AS everything, ifnull(sum(",
    robots!(),
    "), 0) AS robots, ifnull(sum(",
    unmatched!(),
    "), 0) AS unmatched FROM messages m LEFT JOIN deals d ON d.id = m.deal_id WHERE true"
);

const WAITING: &str = concat!(
    "SELECT m.brand_id AS brand, count(*) AS n FROM messages m LEFT JOIN deals d ON d.id = m.deal_id WHERE ",
    needs_you!(),
    // The plus keeps the counting in the index of the inbox.
    " GROUP BY +m.brand_id"
);

fn narrow(query: &mut Query, filter: &Filter) {
    if let Some(brand) = filter.brand {
        // The plus keeps the order of the list, which ends the walk at the limit.
        query.push(" AND +m.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(class) = filter.class {
        query.push(" AND m.class = ").push_bind(class.as_str());
    }
    if let Some(words) = filter.search.as_deref().and_then(terms) {
        query
            .push(" AND m.rowid IN (SELECT rowid FROM messages_search WHERE messages_search MATCH ")
            .push_bind(words)
            .push(")");
    }
}

pub(super) fn page_query(filter: &Filter, limit: u32) -> Query {
    let mut query = select(SELECT);
    match filter.part {
        Part::NeedsYou => drop(query.push(concat!(" AND ", needs_you!()))),
        Part::Robots => drop(query.push(concat!(" AND ", robots!()))),
        Part::Unmatched => drop(query.push(concat!(" AND ", unmatched!()))),
        Part::All => {}
    }
    narrow(&mut query, filter);
    if let Some(before) = filter.before {
        query.push(" AND (m.received_at, m.rowid) < (SELECT received_at, rowid FROM messages WHERE id = ");
        query.push_bind(before.bytes().to_vec()).push(")");
    }
    query.push(" ORDER BY m.received_at DESC, m.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// Mails of a part, newest first.
pub async fn page(conn: &mut Connection, filter: &Filter, limit: u32) -> Result<Vec<InboxView>> {
    let read = |row: &SqliteRow| {
        Ok(InboxView {
            message: view(row)?,
            contact_id: row.opt_id("contact_id")?,
            name: row.text("name")?,
            company: row.text("company")?,
            beginning: row.text("beginning")?,
            folder: row.text("folder")?,
            needs_you: row.cell::<i64>("needs_you")? != 0,
            corrected: row.opt_time("corrected_at")?.is_some(),
            done_at: row.opt_time("done_at")?,
        })
    };
    rows(conn, page_query(filter, limit), "list the inbox", read).await
}

/// How many mails there are in each part; the filter's own part and place do not count.
pub async fn counts(conn: &mut Connection, filter: &Filter) -> Result<Counts> {
    let mut query = select(COUNT);
    narrow(&mut query, filter);
    let read = |row: &SqliteRow| {
        Ok(Counts {
            needs_you: row.count("needs_you")?,
            all: row.count("everything")?,
            robots: row.count("robots")?,
            unmatched: row.count("unmatched")?,
        })
    };
    Ok(row(conn, query, "count the inbox", read).await?.unwrap_or_default())
}

/// How many mails there are of each meaning in a brand's inbox.
pub async fn classes(conn: &mut Connection, brand: Option<BrandId>) -> Result<Vec<(ReplyKind, u32)>> {
    let mut query = select("SELECT m.class AS class, count(*) AS n FROM messages m WHERE m.class IS NOT NULL");
    if let Some(brand) = brand {
        query.push(" AND m.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" GROUP BY m.class ORDER BY n DESC, m.class");
    rows(conn, query, "count meanings", |row| Ok((row.word("class")?, row.count("n")?))).await
}

/// How many mails wait for a person, by brand; a brand without any is not among them.
pub async fn waiting(conn: &mut Connection) -> Result<Vec<(BrandId, u32)>> {
    rows(conn, select(WAITING), "count what waits in the inbox", |row| Ok((row.id("brand")?, row.count("n")?))).await
}

/// Deals of a brand to which a mail may belong: those of contacts with every word of the text, open ones first. Without a word, the newest.
pub async fn candidates(conn: &mut Connection, brand: BrandId, text: &str, limit: u32) -> Result<Vec<DealView>> {
    rows(conn, candidates_query(brand, text, limit), "look for deals a mail may belong to", deals::view).await
}

pub(super) fn candidates_query(brand: BrandId, text: &str, limit: u32) -> Query {
    let mut query = select(deals::SELECT);
    query.push(" AND d.brand_id = ").push_bind(brand.bytes().to_vec());
    if let Some(words) = terms(text) {
        query
            .push(" AND c.rowid IN (SELECT rowid FROM contacts_search WHERE contacts_search MATCH ")
            .push_bind(words)
            .push(")");
    }
    query
        .push(" ORDER BY d.status IN ('active', 'paused') DESC, d.updated_at DESC, d.rowid DESC LIMIT ")
        .push_bind(limit);
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[tokio::test]
    async fn every_statement_runs_and_pages_walk_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
        let mut conn = store.read().await.unwrap();
        let brand = BrandId::mint(NOW, [1; 10]);
        for part in [Part::NeedsYou, Part::All, Part::Robots, Part::Unmatched] {
            let narrow = Filter {
                part,
                brand: Some(brand),
                class: Some(ReplyKind::Question),
                search: Some("how much".to_owned()),
                before: Some(MessageId::mint(NOW, [2; 10])),
            };
            assert!(page(&mut conn, &narrow, 5).await.unwrap().is_empty());
            assert_eq!(counts(&mut conn, &narrow).await.unwrap(), Counts::default());
            let wide = Filter { part, brand: Some(brand), class: None, search: None, before: None };
            let mut explain = Query::new(format!("EXPLAIN QUERY PLAN {}", page_query(&wide, 5).sql().as_str()));
            let plan = explain.build().fetch_all(&mut *conn).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
            assert!(plan.iter().any(|line| line.contains(" m USING INDEX messages_by_")), "{part:?}: {plan:?}");
            assert!(!plan.iter().any(|line| line.contains("ORDER BY")), "{part:?} sorts: {plan:?}");
        }
        assert!(classes(&mut conn, Some(brand)).await.unwrap().is_empty());
        assert!(waiting(&mut conn).await.unwrap().is_empty());
        assert!(candidates(&mut conn, brand, "jo", 5).await.unwrap().is_empty());
        assert!(candidates(&mut conn, brand, "", 5).await.unwrap().is_empty());
    }
}
