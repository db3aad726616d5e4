//! Who plays: the two brands with their sandbox mailboxes, the shipped lists, and the person who approves mails in office hours.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::Timelike as _;
use domain::contact::ContactType;
use domain::email::EmailState;
use domain::window::SendWindow;
use engine::Engine;
use engine::api::wire::{BrandSet, EmailApprove, EmailRow, EmailsRequest, Suppress};
use engine::api::{mutation, query};
use engine::import::{DealTarget, ImportOptions, Mode};
use gateways::{SecretKind, SecretName, SecretStore};
use sandbox::default_mailboxes;

/// The lists: brand, pipeline, what the contacts are, and the file's name and text.
const LISTS: [(&str, &str, ContactType, &str, &str); 4] = [
    ("codeteki", "sales", ContactType::Lead, "codeteki-leads.csv", include_str!("../samples/codeteki-leads.csv")),
    (
        "codeteki",
        "backlink",
        ContactType::BacklinkTarget,
        "codeteki-backlinks.csv",
        include_str!("../samples/codeteki-backlinks.csv"),
    ),
    ("desifirms", "sales", ContactType::Lead, "desifirms-leads.csv", include_str!("../samples/desifirms-leads.csv")),
    (
        "desifirms",
        "backlink",
        ContactType::BacklinkTarget,
        "desifirms-backlinks.csv",
        include_str!("../samples/desifirms-backlinks.csv"),
    ),
];

/// Gives the sandbox's keys to the secret store of this process.
pub(crate) async fn give_secrets(secrets: &dyn SecretStore) -> anyhow::Result<()> {
    for mailbox in default_mailboxes() {
        let given = [
            (SecretKind::ZohoClientId, &mailbox.client_id),
            (SecretKind::ZohoClientSecret, &mailbox.client_secret),
            (SecretKind::ZohoRefreshToken, &mailbox.refresh_token),
        ];
        for (kind, value) in given {
            secrets.set(&SecretName::of_brand(&mailbox.slug, kind), value.clone().into()).await?;
        }
    }
    secrets.set(&SecretName::shared(SecretKind::OpenAiApiKey), sandbox::API_KEY.to_owned().into()).await?;
    Ok(())
}

/// Points both brands at the sandbox. One is written for by the playbook and reviewed by a person; the other by a model, and flies alone.
pub(crate) async fn connect_brands(engine: &Engine, url: &str) -> anyhow::Result<()> {
    engine.set_zone(chrono_tz::Tz::Australia__Melbourne).await?;
    let model = format!("{url}/v1");
    for mailbox in default_mailboxes() {
        let common = [
            ("zoho.accounts_url", url),
            ("zoho.mail_url", url),
            ("zoho.account_id", mailbox.account_id.as_str()),
            (
                "legal.address",
                if mailbox.slug == "codeteki" {
                    "Level 2, 11 Example Street, Melbourne VIC 3000"
                } else {
                    "20 Sample Avenue, Sydney NSW 2000"
                },
            ),
        ];
        let alone = [
            ("autonomy", "autopilot"),
            ("ai.provider", "openai"),
            ("ai.base_url", model.as_str()),
            ("ai.model", "sandbox-1"),
        ];
        let values = common.iter().chain(if mailbox.slug == "desifirms" { alone.as_slice() } else { &[] });
        let values: BTreeMap<String, String> =
            values.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        mutation::brand_set(engine, BrandSet { brand: mailbox.slug, values }).await?;
    }
    Ok(())
}

/// Imports the lists with deals, after one address asked not to be written to. Gives a line per list.
pub(crate) async fn import_lists(engine: &Engine) -> anyhow::Result<Vec<String>> {
    let asked = Suppress {
        target: "daniel@rothlegal.example".to_owned(),
        brand: None,
        reason: "asked by phone not to be written to".to_owned(),
    };
    mutation::suppress(engine, asked).await?;
    let pipelines = query::pipelines(engine, engine::api::wire::Nothing {}).await?;
    let mut lines = Vec::new();
    for (brand, key, kind, name, text) in LISTS {
        let pipeline = pipelines
            .iter()
            .find(|row| row.brand == brand && row.key == key)
            .with_context(|| format!("{brand} has a pipeline {key}"))?;
        let stage = pipeline.stages.first().context("a pipeline has stages")?.id;
        let mut options = ImportOptions::new(pipeline.brand_id);
        options.kind = kind;
        options.source =
            if kind == ContactType::Lead { "your website".to_owned() } else { "your blog's contact page".to_owned() };
        options.create_deals = Some(DealTarget { pipeline: pipeline.id, stage });
        let file = on_disk(engine, name, text)?;
        let report = engine::import::run(
            engine.store(),
            &file,
            &options,
            Mode::Commit,
            engine.now(),
            engine.random(),
            &mut |_| ControlFlow::Continue(()),
        )
        .await?;
        lines.push(format!(
            "{name} for {brand}: {} rows, {} created, {} skipped, {} rejected, {} deals",
            report.rows_in, report.created, report.skipped, report.rejected, report.deals
        ));
    }
    Ok(lines)
}

/// The importer reads files, so the shipped list becomes one, beside the database.
fn on_disk(engine: &Engine, name: &str, text: &str) -> anyhow::Result<PathBuf> {
    let file = engine.database().with_file_name(name);
    std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(file)
}

/// Between nine and five the person approves what waits.
pub(crate) async fn person_at_work(engine: &Engine) -> anyhow::Result<()> {
    let zone = engine.zone().await?;
    let now = engine.now();
    if !SendWindow::office_hours().contains(now, zone) || !now.local(zone).minute().is_multiple_of(30) {
        return Ok(());
    }
    let request =
        EmailsRequest { state: Some(EmailState::AwaitingApproval), limit: Some(500), ..EmailsRequest::default() };
    let waiting: Vec<EmailRow> = query::emails_list(engine, request).await?;
    for mail in waiting {
        mutation::email_approve(engine, EmailApprove { id: mail.id, content_hash: None }).await?;
    }
    Ok(())
}
