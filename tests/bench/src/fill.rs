//! Folders of data of a size that hurts: contacts and deals by a real import, mails by statements.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use engine::Engine;
use engine::api::mutation;
use engine::api::wire::PauseAll;
use gateways::SystemClock;

use crate::import::{import, open};
use crate::list;

/// Mails of each deal over the days before it; `?1` is the list of their steps.
const WRITTEN: &str = "
    INSERT INTO emails (id, brand_id, deal_id, contact_id, step, kind, state, to_address, to_name, from_address, from_name, reply_to, subject,
                        body_text, body_html, content_hash, token, written_by, created_at, attempted_at, sent_at)
    SELECT randomblob(16), c.brand_id, d.id, c.id, step.value, 'followup', 'sent', c.email, c.name, 'hello@codeteki.example', 'Codeteki', '',
           'A guide for ' || c.company || ', part ' || step.value,
           'Hello ' || c.name || ', we read your page about ' || c.company || ' and wrote a guide that may help its readers.',
           '', '', hex(randomblob(16)), 'playbook', d.created_at - step.value * 86400000, d.created_at - step.value * 86400000,
           d.created_at - step.value * 86400000
    FROM deals d JOIN contacts c ON c.id = d.contact_id JOIN json_each(?1) step";

const ANSWERED: &str = "
    INSERT INTO messages (id, brand_id, provider_message_id, folder, from_address, from_name, subject, received_at, body_text, quoted_text, nature,
                          class, contact_id, deal_id, created_at, done_at)
    SELECT randomblob(16), e.brand_id, hex(randomblob(16)), 'inbox', e.to_address, e.to_name, 'Re: ' || e.subject, e.sent_at + 3600000,
           'Thank you for the guide. Could you tell me what it would cost to have it on our site?', '', 'human', 'question', e.contact_id, e.deal_id,
           e.sent_at + 3600000, e.sent_at + 7200000
    FROM emails e";

/// Deals take their places in the open stages by the last digit of their id.
const SPREAD: &str = "
    UPDATE deals SET stage_id = s.id
    FROM (SELECT id, pipeline_id, row_number() OVER line - 1 AS place, count(*) OVER (PARTITION BY pipeline_id) AS places
          FROM stages WHERE kind = 'open' WINDOW line AS (PARTITION BY pipeline_id ORDER BY position)) s
    WHERE s.pipeline_id = deals.pipeline_id AND s.place = unicode(substr(hex(deals.id), -1)) % s.places";

/// How much there is.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Size {
    /// Contacts with a deal each
    #[arg(long, default_value_t = 20_000)]
    pub(crate) deals: u32,
    /// Contacts without one
    #[arg(long, default_value_t = 0)]
    pub(crate) contacts: u32,
    /// Mails, half of them ours
    #[arg(long, default_value_t = 0)]
    pub(crate) mails: u32,
}

/// Makes a folder anew and fills it; the autopilot is paused there, so that nothing happens by itself.
pub(crate) async fn fill(folder: &Path, size: Size) -> anyhow::Result<Arc<Engine>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let engine = open(folder, Arc::new(SystemClock)).await?;
    mutation::pause_all(&engine, PauseAll { reason: "for a measurement".to_owned(), length: Default::default() })
        .await
        .map_err(said)?;
    let lists = [("deals.csv", size.deals, 0, true), ("contacts.csv", size.contacts, size.deals, false)];
    for (name, rows, offset, deals) in lists.into_iter().filter(|(_, rows, ..)| *rows > 0) {
        let file: PathBuf = folder.join(name);
        list::write(&file, rows, offset)?;
        import(&engine, &file, deals).await?;
        std::fs::remove_file(file)?;
    }
    let mut write = engine.store().write().await?;
    sqlx::query(SPREAD).execute(&mut *write).await.context("spread the deals")?;
    if size.mails > 0 {
        let steps: Vec<u32> = (1..=(size.mails / 2).div_ceil(size.deals.max(1))).collect();
        sqlx::query(WRITTEN).bind(format!("{steps:?}")).execute(&mut *write).await.context("write mails")?;
        sqlx::query(ANSWERED).execute(&mut *write).await.context("answer mails")?;
    }
    write.commit().await?;
    Ok(engine)
}

/// A refusal of the border as an error.
pub(crate) fn said(refusal: engine::ApiError) -> anyhow::Error {
    anyhow::anyhow!("{}", refusal.message)
}
