//! A large list that looks like a real one: 2 % duplicates and 1 % addresses that are none, the same on every run.

use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Writes `rows` rows; `offset` keeps two lists apart.
pub(crate) fn write(file: &Path, rows: u32, offset: u32) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "email,name,company,website,domain_authority,notes,tags")?;
    for n in 0..rows {
        // Every fiftieth row repeats the one 25 before it; every hundredth has no usable address.
        let who = offset + if n % 50 == 49 { n - 25 } else { n };
        let mixed = u64::from(who).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let address = if n % 100 == 7 {
            format!("nobody{who}.example")
        } else {
            format!("person{mixed:06x}.{who}@company{}.example", who % 50_000)
        };
        writeln!(
            out,
            "{address},Person Number{who},Company {},https://company{}.example,{},Met at fair {},\"list, fair{}\"",
            who % 50_000,
            who % 50_000,
            who % 100,
            who % 37,
            who % 12
        )?;
    }
    out.flush()?;
    Ok(())
}
