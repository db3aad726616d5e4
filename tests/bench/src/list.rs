//! A large list that looks like a real one: people of many countries at companies, freemail addresses among them, 2 % duplicates and
//! 1 % addresses that are none, the same on every run.

use std::io::{BufWriter, Write as _};
use std::path::Path;

const FIRST: [&str; 48] = [
    "Aisha",
    "Akira",
    "Alejandro",
    "Amelia",
    "Ananya",
    "Andrea",
    "Anna",
    "Beatriz",
    "Ben",
    "Camille",
    "Chloe",
    "Daniel",
    "David",
    "Elena",
    "Emma",
    "Fatima",
    "Felix",
    "Grace",
    "Hannah",
    "Hiroshi",
    "Ingrid",
    "Isabel",
    "Jack",
    "James",
    "Joanna",
    "John",
    "Jonas",
    "Karim",
    "Laura",
    "Liam",
    "Lucas",
    "Maria",
    "Mateo",
    "Mia",
    "Mohammed",
    "Nina",
    "Noah",
    "Olivia",
    "Omar",
    "Paul",
    "Priya",
    "Rosa",
    "Sam",
    "Sofia",
    "Thomas",
    "Wei",
    "Yusuf",
    "Zoë",
];
const SYLLABLES: [&str; 32] = [
    "an", "bel", "car", "den", "el", "fair", "gar", "hol", "in", "jor", "kin", "lan", "mar", "nor", "os", "pet",
    "quin", "ros", "son", "ter", "und", "val", "wood", "yar", "zim", "ber", "cho", "dal", "ford", "ley", "man", "ton",
];
const TRADES: [&str; 12] = [
    "Studio", "Media", "Garden", "Labs", "Blog", "Travel", "Foods", "Group", "Digital", "Magazine", "Outdoors",
    "Finance",
];

/// Draws numbers out of another, the same each time.
struct Draw(u64);

impl Draw {
    fn of(seed: u32) -> Self {
        Self(u64::from(seed).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }

    fn one<'w>(&mut self, words: &[&'w str]) -> &'w str {
        let at = self.below(words.len());
        words.get(at).copied().unwrap_or_default()
    }

    /// The lesser of two draws: some names are far commoner than others.
    fn common<'w>(&mut self, words: &[&'w str]) -> &'w str {
        let at = self.below(words.len()).min(self.below(words.len()));
        words.get(at).copied().unwrap_or_default()
    }

    fn word(&mut self, syllables: usize) -> String {
        let mut word: String = (0..syllables).map(|_| self.one(&SYLLABLES)).collect();
        word.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        word
    }
}

/// Writes `rows` rows; `offset` keeps two lists apart.
pub(crate) fn write(file: &Path, rows: u32, offset: u32) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "email,name,company,website,domain_authority,notes,tags")?;
    for n in 0..rows {
        // Every fiftieth row repeats the one 25 before it; every hundredth has no usable address.
        let who = offset + if n % 50 == 49 { n - 25 } else { n };
        let mut company = Draw::of(u32::MAX - who % 50_000);
        let (house, trade) = (company.word(2), company.one(&TRADES));
        let site = format!("{}{}{}.example", house.to_lowercase(), trade.to_lowercase(), who % 50_000);
        let mut person = Draw::of(who);
        let (first, last) = (person.common(&FIRST), person.word(3));
        let local = format!("{}.{}{who}", first.to_lowercase().replace('ë', "e"), last.to_lowercase());
        let address = match (n % 100, who % 5) {
            (7, _) => format!("{local}.example"),
            (_, 0) => format!("{local}@gmail.com"),
            _ => format!("{local}@{site}"),
        };
        writeln!(
            out,
            "{address},{first} {last},{house} {trade},https://www.{site},{},Met at fair {},\"list, fair{}\"",
            who % 100,
            who % 37,
            who % 12
        )?;
    }
    out.flush()?;
    Ok(())
}
