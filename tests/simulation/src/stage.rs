//! What a seed sets up before its month begins: the brands' settings, the tasks' schedules and the people on the lists.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;
use chrono_tz::Tz;
use domain::task::TaskName;
use engine::api::wire::{BrandSet, Nothing, PipelineRow, TaskSchedule};
use engine::api::{mutation, query};
use engine::import::{DealTarget, ImportOptions, Mode, OnDuplicate};
use engine::{ApiError, Engine};
use gateways::{SecretKind, SecretName, SecretStore};
use sandbox::default_mailboxes;

use crate::dice::Dice;

/// The zone of both brands and of the person.
pub(crate) const HOME: Tz = Tz::Australia__Melbourne;

/// What limits a brand this month, as the referee remembers it.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) address: &'static str,
    pub(crate) weekdays_only: bool,
    /// Hours of the recipient's day in which mails may go.
    pub(crate) hours: (u32, u32),
    pub(crate) daily_cap: u32,
    /// Start and step of the ramp.
    pub(crate) ramp: Option<(u32, u32)>,
    pub(crate) hourly_cap: u32,
    pub(crate) gap_seconds: u32,
    pub(crate) domain_cap: u32,
    pub(crate) cross_brand_days: u32,
    pub(crate) most_per_deal: u32,
}

/// The brands by slug.
pub(crate) const BRANDS: [(&str, &str); 2] =
    [("codeteki", "sales@codeteki.au"), ("desifirms", "sales@desifirms.com.au")];

/// Endings of addresses, and the zone in which each is read.
pub(crate) const ENDINGS: [(&str, Tz); 6] = [
    (".example", HOME),
    (".de", Tz::Europe__Berlin),
    (".jp", Tz::Asia__Tokyo),
    (".co.uk", Tz::Europe__London),
    (".in", Tz::Asia__Kolkata),
    (".fr", Tz::Europe__Paris),
];

/// What people with these names do is the world's secret; most follow the seed.
const NAMES: [&str; 18] = [
    "yes", "ask", "no", "later", "stop", "wrong", "paid", "placed", "hmm", "bounce", "full", "ooo", "left", "ticket",
    "silent", "robin", "kim", "sasha",
];

pub(crate) async fn give_secrets(secrets: &dyn SecretStore) -> anyhow::Result<()> {
    for mailbox in default_mailboxes() {
        let given = [
            (SecretKind::ZohoClientId, mailbox.client_id),
            (SecretKind::ZohoClientSecret, mailbox.client_secret),
            (SecretKind::ZohoRefreshToken, mailbox.refresh_token),
        ];
        for (kind, value) in given {
            secrets.set(&SecretName::of_brand(&mailbox.slug, kind), value.into()).await?;
        }
    }
    Ok(secrets.set(&SecretName::shared(SecretKind::OpenAiApiKey), sandbox::API_KEY.to_owned().into()).await?)
}

/// Connects the brands under limits of this seed.
pub(crate) async fn connect(engine: &Engine, url: &str, dice: &Dice) -> anyhow::Result<BTreeMap<String, Limits>> {
    engine.set_zone(HOME).await?;
    let mut all = BTreeMap::new();
    for (mailbox, (slug, address)) in default_mailboxes().into_iter().zip(BRANDS) {
        let limits = Limits {
            address,
            weekdays_only: !dice.one_in(3),
            hours: (dice.between(7, 10), dice.between(14, 20)),
            daily_cap: dice.between(3, 20),
            ramp: dice.one_in(2).then(|| (dice.between(1, 5), dice.between(0, 3))),
            hourly_cap: dice.between(1, 8),
            gap_seconds: *dice.one_of(&[0, 30, 90, 600]).unwrap_or(&90),
            domain_cap: dice.between(1, 3),
            cross_brand_days: *dice.one_of(&[0, 7, 14]).unwrap_or(&14),
            most_per_deal: dice.between(2, 4),
        };
        let days = if limits.weekdays_only { "Mon-Fri" } else { "Mon-Sun" };
        let written_by = *dice.one_of(&["playbook", "openai"]).unwrap_or(&"playbook");
        let values = [
            ("zoho.accounts_url", url.to_owned()),
            ("zoho.mail_url", url.to_owned()),
            ("zoho.account_id", mailbox.account_id),
            ("legal.address", "11 Example Street, Melbourne VIC 3000".to_owned()),
            ("timezone", HOME.name().to_owned()),
            ("autonomy", (*dice.one_of(&["review", "autopilot"]).unwrap_or(&"review")).to_owned()),
            ("ai.provider", written_by.to_owned()),
            ("ai.base_url", format!("{url}/v1")),
            ("ai.model", "sandbox-1".to_owned()),
            ("sending.window", format!("{days} {:02}:00-{:02}:00", limits.hours.0, limits.hours.1)),
            ("sending.daily_cap", limits.daily_cap.to_string()),
            ("sending.ramp", limits.ramp.map_or("off".to_owned(), |(start, step)| format!("{start}+{step}"))),
            ("sending.hourly_cap", limits.hourly_cap.to_string()),
            ("sending.min_gap_seconds", limits.gap_seconds.to_string()),
            ("sending.domain_cap", limits.domain_cap.to_string()),
            ("sending.cross_brand_days", limits.cross_brand_days.to_string()),
            ("sending.max_per_deal", limits.most_per_deal.to_string()),
        ];
        let values = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        mutation::brand_set(engine, BrandSet { brand: slug.to_owned(), values }).await.map_err(sentence)?;
        all.insert(slug.to_owned(), limits);
    }
    Ok(all)
}

/// Sets how often the tasks run this month.
pub(crate) async fn schedule(engine: &Engine, dice: &Dice) -> anyhow::Result<()> {
    let choices = [
        (TaskName::SendScheduledEmails, ["0 * * * *", "20 */2 * * *", "40 */3 * * *"]),
        (TaskName::CheckEmailReplies, ["10 */2 * * *", "40 */3 * * *", "5 */4 * * *"]),
        (TaskName::ProcessPendingDeals, ["0 */3 * * *", "15 */4 * * *", "50 */6 * * *"]),
    ];
    for (task, schedules) in choices {
        let schedule = (*dice.one_of(&schedules).unwrap_or(&"0 * * * *")).to_owned();
        mutation::task_schedule(engine, TaskSchedule { task, schedule }).await.map_err(sentence)?;
    }
    Ok(())
}

/// Imports a list for each brand. Some people stand on both, some share a domain, some have been imported before.
pub(crate) async fn import(engine: &Engine, folder: &Path, dice: &Dice, most: u32) -> anyhow::Result<()> {
    let pipelines = query::pipelines(engine, Nothing {}).await.map_err(sentence)?;
    let mut shared = Vec::new();
    for (brand, _) in BRANDS {
        let mut people: Vec<String> = (0..dice.between(2, most)).map(|_| address(dice)).collect();
        people.extend(shared.iter().filter(|_| dice.one_in(3)).cloned());
        shared.clone_from(&people);
        let of_brand: Vec<&PipelineRow> = pipelines.iter().filter(|row| row.brand == brand).collect();
        let pipeline = *dice.one_of(&of_brand).context("a brand has pipelines")?;
        let stage = pipeline.stages.first().context("a pipeline has stages")?.id;
        let mut options = ImportOptions::new(pipeline.brand_id);
        options.source = "your website".to_owned();
        options.create_deals = Some(DealTarget { pipeline: pipeline.id, stage });
        options.on_duplicate = if dice.one_in(2) { OnDuplicate::Update } else { OnDuplicate::Skip };
        let file = folder.join("people.csv");
        let rows: String = people.iter().map(|email| format!("{email},Robin Miller,A Company\n")).collect();
        std::fs::write(&file, format!("email,name,company\n{rows}"))?;
        let go_on = &mut |_| ControlFlow::Continue(());
        engine::import::run(engine.store(), &file, &options, Mode::Commit, engine.now(), engine.random(), go_on)
            .await?;
    }
    Ok(())
}

fn address(dice: &Dice) -> String {
    let name = dice.one_of(&NAMES).unwrap_or(&"robin");
    let tag = if dice.one_in(8) { "+list" } else { "" };
    let (ending, _) = dice.one_of(&ENDINGS).unwrap_or(&(".example", HOME));
    format!("{name}{tag}@site{}{ending}", dice.between(1, 12))
}

/// What a request said when it was not carried out.
pub(crate) fn sentence(error: ApiError) -> anyhow::Error {
    anyhow::anyhow!(error.message)
}
