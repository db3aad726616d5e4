//! `search`: what a person feels who looks for somebody among a million. The palette as it is typed into, letter by letter, beside `LIKE`
//! on the same file; and jumps to anywhere in the table of contacts, beside `LIMIT … OFFSET …`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use engine::Engine;
use engine::api::query::{contacts_page, find};
use engine::api::wire::{ContactFilter, ContactSort, ContactsPageRequest, FindRequest};
use sqlx::Row as _;

use crate::figures::spread;
use crate::fill::{Size, fill, said};

/// Letters after which the palette begins to look.
const SHORTEST: usize = 2;
/// Letters that somebody types at most before they look at what was found.
const LONGEST: usize = 12;
/// Rows that the table asks for at once.
const PAGE: u32 = 100;
/// Jumps in each order.
const JUMPS: u64 = 200;

/// The same words as the palette's, looked for without an index.
const LIKE: [&str; 3] = [
    "SELECT id FROM contacts WHERE name LIKE ?1 OR company LIKE ?1 OR email LIKE ?1 ORDER BY rowid DESC LIMIT 6",
    "SELECT id FROM emails WHERE subject LIKE ?1 OR to_name LIKE ?1 OR to_address LIKE ?1 OR body_text LIKE ?1 ORDER BY rowid DESC LIMIT 6",
    "SELECT id FROM messages WHERE subject LIKE ?1 OR from_name LIKE ?1 OR from_address LIKE ?1 OR body_text LIKE ?1 ORDER BY rowid DESC LIMIT 6",
];

/// Fills a file and looks for people, companies and addresses in it.
pub(crate) async fn measure(size: Size, people: u32) -> anyhow::Result<()> {
    let folder = PathBuf::from("target/bench/search");
    let begin = Instant::now();
    let engine = fill(&folder, size).await?;
    println!("filled in {:.0} s: {size:?}", begin.elapsed().as_secs_f64());
    let typed = typed(&engine, people).await?;
    palette(&engine, &typed).await?;
    like(&engine, &typed).await?;
    table(&engine).await?;
    engine.close().await;
    Ok(())
}

/// What somebody types who looks for one of `people` persons: a name, a company or an address, of each all beginnings.
async fn typed(engine: &Engine, people: u32) -> anyhow::Result<Vec<String>> {
    let mut conn = engine.store().read().await?;
    let rows = sqlx::query(
        "SELECT name, company, email FROM contacts WHERE rowid % (SELECT max(1, max(rowid) / ?1) FROM contacts) = 0 LIMIT ?1",
    )
    .bind(people)
    .fetch_all(&mut *conn)
    .await?;
    let mut typed = Vec::new();
    for (turn, row) in rows.iter().enumerate() {
        let whole: String = row.try_get(turn % 3)?;
        let letters: Vec<char> = whole.chars().take(LONGEST).collect();
        typed.extend((SHORTEST..=letters.len()).filter_map(|end| letters.get(..end)).map(String::from_iter));
    }
    Ok(typed)
}

/// The whole answer of the palette: people, deals and mails of both ways.
async fn palette(engine: &Engine, typed: &[String]) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, "");
    for text in typed {
        let begin = Instant::now();
        find(engine, FindRequest { text: text.clone(), brand: None, limit: 6 }).await.map_err(said)?;
        let took = begin.elapsed();
        times.push(took);
        slowest = slowest.max((took, text));
    }
    println!("palette, {} key strokes                {}; the slowest was {:?}", typed.len(), spread(times), slowest.1);
    Ok(())
}

/// Some of the same key strokes: each reads everything.
async fn like(engine: &Engine, typed: &[String]) -> anyhow::Result<()> {
    let mut conn = engine.store().read().await?;
    let mut times = Vec::new();
    for text in typed.iter().step_by((typed.len() / 60).max(1)) {
        let begin = Instant::now();
        for statement in LIKE {
            sqlx::query(statement).bind(format!("%{text}%")).fetch_all(&mut *conn).await?;
        }
        times.push(begin.elapsed());
    }
    println!("the same by LIKE, {} of them              {}", times.len(), spread(times));
    Ok(())
}

/// A page from anywhere, in each order a table can have.
async fn table(engine: &Engine) -> anyhow::Result<()> {
    let orders = [
        (ContactSort::Created, "rowid"),
        (ContactSort::Name, "name = '', name COLLATE NOCASE, rowid"),
        (ContactSort::Company, "company = '', company COLLATE NOCASE, rowid"),
        (ContactSort::Email, "email, rowid"),
        (ContactSort::Updated, "updated_at, rowid"),
    ];
    for (sort, peer) in orders {
        let page =
            |offset| ContactsPageRequest { filter: ContactFilter::default(), sort, down: false, offset, limit: PAGE };
        let begin = Instant::now();
        let first = contacts_page(engine, page(0)).await.map_err(said)?;
        let opened = begin.elapsed();
        let mut times = Vec::new();
        for jump in 0..JUMPS {
            let offset = u32::try_from(jump * 7_919 * 131 % u64::from(first.total.max(1)))?;
            let begin = Instant::now();
            let there = contacts_page(engine, page(offset)).await.map_err(said)?;
            times.push(begin.elapsed());
            anyhow::ensure!(!there.rows.is_empty(), "nothing at {offset}");
        }
        println!("table by {sort:?}: first page {:.0} ms, jumps  {}", millis(opened), spread(times));
        offset(engine, peer, first.total).await?;
    }
    Ok(())
}

/// The same jumps as a statement would do them.
async fn offset(engine: &Engine, order: &str, total: u32) -> anyhow::Result<()> {
    let mut conn = engine.store().read().await?;
    let statement = format!("SELECT * FROM contacts ORDER BY {order} LIMIT {PAGE} OFFSET ?");
    let mut times = Vec::new();
    for jump in 0..10_u64 {
        let offset = i64::try_from(jump * 7_919 * 131 * 13 % u64::from(total.max(1)))?;
        let begin = Instant::now();
        sqlx::query(sqlx::AssertSqlSafe(statement.as_str()))
            .bind(offset)
            .fetch_all(&mut *conn)
            .await
            .context("jump")?;
        times.push(begin.elapsed());
    }
    println!("  beside LIMIT and OFFSET              {}", spread(times));
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
