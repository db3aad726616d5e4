//! Table `link_targets`: the pages of ours that a brand wants linked, and the texts that links to them may have.

use domain::Timestamp;
use domain::id::{BrandId, Id as _, LinkTargetId};
use url::Url;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// A page of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// Its id.
    pub id: LinkTargetId,
    /// Whose.
    pub brand: BrandId,
    /// Where it is.
    pub address: Url,
    /// Texts a link to it may have; any will do when empty.
    pub anchors: Vec<String>,
}

/// Adds a page, or changes the texts of one that is there.
pub async fn set(conn: &mut Connection, target: &LinkTarget, now: Timestamp) -> Result<()> {
    let insert = "INSERT INTO link_targets (id, brand_id, address, anchors, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (brand_id, address) DO UPDATE SET anchors = excluded.anchors";
    sqlx::query(insert)
        .bind(target.id.bytes())
        .bind(target.brand.bytes())
        .bind(target.address.as_str())
        .bind(json(&target.anchors))
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("keep a page to be linked")?;
    Ok(())
}

/// Removes a page from the list; links to it are watched on. Says which it was.
pub async fn remove(conn: &mut Connection, id: LinkTargetId) -> Result<Option<String>> {
    let delete = "DELETE FROM link_targets WHERE id = ? RETURNING address";
    let row = sqlx::query(delete).bind(id.bytes()).fetch_optional(conn).await.doing("remove a page to be linked")?;
    row.map(|row| row.text("address")).transpose()
}

/// The pages of a brand, the oldest first.
pub async fn of_brand(conn: &mut Connection, brand: BrandId) -> Result<Vec<LinkTarget>> {
    let select =
        "SELECT id, brand_id, address, anchors FROM link_targets WHERE brand_id = ? ORDER BY created_at, address";
    let rows = sqlx::query(select).bind(brand.bytes()).fetch_all(conn).await.doing("read the pages to be linked")?;
    rows.iter()
        .map(|row| {
            Ok(LinkTarget {
                id: row.id("id")?,
                brand: row.id("brand_id")?,
                address: row.word("address")?,
                anchors: row.json("anchors")?,
            })
        })
        .collect()
}

/// What links of a brand that are not lost lead to and say, or were asked to say: pairs of address and text.
pub async fn in_use(conn: &mut Connection, brand: BrandId) -> Result<Vec<(String, Option<String>)>> {
    let select = "
        SELECT target, ifnull(anchor, anchors ->> '$[0]') AS anchor FROM links
        WHERE brand_id = ? AND standing NOT IN ('lost', 'ended')";
    let rows = sqlx::query(select).bind(brand.bytes()).fetch_all(conn).await.doing("count links to our pages")?;
    rows.iter().map(|row| Ok((row.text("target")?, row.opt_text("anchor")?))).collect()
}
