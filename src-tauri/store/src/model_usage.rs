//! Table `model_usage`: what models took of each brand, day by day.

use domain::id::{BrandId, Id as _};
use domain::spending::Tokens;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// Counts one answer on a day, written `2026-11-29`.
pub async fn add(conn: &mut Connection, brand: BrandId, day: &str, tokens: Tokens) -> Result<()> {
    let small = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let insert = "
        INSERT INTO model_usage (brand_id, day, calls, tokens_in, tokens_out) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (brand_id, day) DO UPDATE SET
            calls = calls + 1, tokens_in = tokens_in + excluded.tokens_in, tokens_out = tokens_out + excluded.tokens_out";
    sqlx::query(insert)
        .bind(brand.bytes())
        .bind(day)
        .bind(small(tokens.input))
        .bind(small(tokens.output))
        .execute(conn)
        .await
        .doing("count what a model took")?;
    Ok(())
}

/// What was taken on days that begin with `from`: a day, or a month written `2026-11`.
pub async fn taken(conn: &mut Connection, brand: BrandId, from: &str) -> Result<Tokens> {
    let select = "
        SELECT ifnull(sum(tokens_in), 0) AS tokens_in, ifnull(sum(tokens_out), 0) AS tokens_out
        FROM model_usage WHERE brand_id = ?1 AND day >= ?2 AND day <= ?2 || '~'";
    let row =
        sqlx::query(select).bind(brand.bytes()).bind(from).fetch_one(conn).await.doing("read what a model took")?;
    let (input, output) = (row.cell::<i64>("tokens_in")?, row.cell::<i64>("tokens_out")?);
    Ok(Tokens { input: u64::try_from(input).unwrap_or(0), output: u64::try_from(output).unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use domain::brand::{Brand, Settings};

    use super::*;
    use crate::Store;

    #[tokio::test]
    async fn days_add_up_to_their_month_and_brands_stay_apart() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
        let now = Timestamp::from_millis(1_795_000_000_000);
        let mut write = store.write().await.unwrap();
        let (one, two) = (BrandId::mint(now, [1; 10]), BrandId::mint(now, [2; 10]));
        for (id, slug) in [(one, "one"), (two, "two")] {
            let brand = Brand {
                id,
                slug: slug.to_owned(),
                name: slug.to_owned(),
                settings: Settings::default(),
                paused: None,
                first_sent_at: None,
            };
            crate::brands::insert(&mut write, &brand, now).await.unwrap();
        }
        for (brand, day, input) in [
            (one, "2026-11-29", 10),
            (one, "2026-11-29", 5),
            (one, "2026-11-30", 1),
            (one, "2026-12-01", 100),
            (two, "2026-11-29", 7),
        ] {
            add(&mut write, brand, day, Tokens { input, output: 1 }).await.unwrap();
        }
        assert_eq!(taken(&mut write, one, "2026-11-29").await.unwrap(), Tokens { input: 15, output: 2 });
        assert_eq!(taken(&mut write, one, "2026-11").await.unwrap(), Tokens { input: 16, output: 3 });
        assert_eq!(taken(&mut write, two, "2026-12").await.unwrap(), Tokens::default());
    }
}
