//! How a demonstration ends: what the database counts, checked against the ledger of the world outside.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use engine::Engine;
use sandbox::Accepted;
use serde::Serialize;
use store::tally::{Counts, Tally, tally};

/// The table at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Contacts by brand.
    pub contacts: Counts,
    /// Decisions by action.
    pub decisions: Counts,
    /// Mails by kind and state.
    pub mails: Counts,
    /// Replies by class.
    pub replies: Counts,
    /// Deals by stage, empty stages left out.
    pub deals: Vec<(String, u32)>,
    /// Links by how they stand.
    pub links: Counts,
    /// Mails the world outside accepted.
    pub accepted: u32,
    /// How many of them were a second copy of the same mail.
    pub duplicates: u32,
    /// How many went to somebody after they were suppressed.
    pub to_suppressed: u32,
    /// Where the database is.
    pub database: PathBuf,
}

impl Ending {
    /// Counts the database and reads the ledger.
    pub(crate) async fn count(engine: &Engine, ledger: &[Accepted]) -> anyhow::Result<Self> {
        let Tally { contacts, decisions, mails, replies, deals, links, suppressed } =
            tally(&mut *engine.store().read().await?).await?;
        Ok(Self {
            contacts,
            decisions,
            mails,
            replies,
            deals: deals.into_iter().filter(|(_, n)| *n > 0).collect(),
            links,
            accepted: u32::try_from(ledger.len())?,
            duplicates: duplicates(ledger),
            to_suppressed: to_suppressed(ledger, &suppressed),
            database: engine.database().to_owned(),
        })
    }

    /// The table as text.
    pub fn table(&self) -> String {
        let mut out = String::new();
        let mut section = |title: &str, rows: Vec<(String, u32)>| {
            let _ = writeln!(out, "\n{title}");
            for (word, n) in rows {
                let _ = writeln!(out, "  {word:<44}{n:>6}");
            }
        };
        let list = |counts: &Counts| counts.iter().map(|(word, n)| (word.clone(), *n)).collect::<Vec<_>>();
        section("Contacts", list(&self.contacts));
        section("Decisions", list(&self.decisions));
        section("Mails by kind and state", list(&self.mails));
        section("Replies by class", list(&self.replies));
        section("Deals by stage", self.deals.clone());
        section("Links", list(&self.links));
        let promises = [
            ("Mails the mailboxes accepted", self.accepted),
            ("Duplicates", self.duplicates),
            ("Mails to suppressed people", self.to_suppressed),
        ];
        section("Promises", promises.map(|(word, n)| (word.to_owned(), n)).to_vec());
        let _ = writeln!(out, "\nThe data is in {}", self.database.display());
        out
    }
}

/// The same recipient getting a mail with the same reference twice.
fn duplicates(ledger: &[Accepted]) -> u32 {
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for mail in ledger {
        let token =
            domain::reply::find_tokens(&mail.content).into_iter().next().unwrap_or_else(|| mail.content.clone());
        *seen.entry((mail.to.clone(), token)).or_default() += 1;
    }
    seen.values().map(|n| n - 1).sum()
}

fn to_suppressed(ledger: &[Accepted], suppressed: &[(String, i64)]) -> u32 {
    let hit = |mail: &&Accepted| {
        suppressed
            .iter()
            .any(|(value, since)| mail.at > *since && (mail.to == *value || mail.to.ends_with(&format!("@{value}"))))
    };
    u32::try_from(ledger.iter().filter(hit).count()).unwrap_or(u32::MAX)
}
