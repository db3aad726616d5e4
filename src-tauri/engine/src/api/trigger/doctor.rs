//! The doctor: what the autopilot leans on, one check each, and what to do where one fails.

use domain::brand::{Brand, Provider};
use domain::mailbox::{MailboxKind, SignIn};
use domain::sender::Finding;
use domain::task::TaskName;
use domain::time::DAY;
use gateways::{SecretError, SecretKind, SecretName, SmtpImapMailbox, ZohoMailbox};

use super::relay::try_relay;
use crate::Engine;
use crate::api::wire::{DoctorAction, DoctorCheck, DoctorRequest, FeedRequest};
use crate::api::{Reply, query};
use crate::connect::{smtp_imap_settings, zoho_settings};
use crate::sender::{self, Longest};

/// Checks what the autopilot leans on: everything, or only the program, or only one brand. Each failing check says what to do.
pub async fn doctor(engine: &Engine, request: DoctorRequest) -> Reply<Vec<DoctorCheck>> {
    let everything = !request.program && request.brand.is_none();
    let mut checks = Vec::new();
    if everything || request.program {
        checks.extend([database(engine), disk(engine), clock(engine).await?, ownership(engine), backup(engine)]);
        checks.push(schedule(engine).await?);
        checks.extend(whole_pause(engine).await?);
    }
    let brands = store::brands::all(&mut *engine.store.read().await?).await?;
    let asked = |brand: &&Brand| everything || request.brand.as_deref().is_some_and(|slug| slug == brand.slug);
    for brand in brands.iter().filter(asked) {
        checks.extend(of_brand(engine, brand).await);
    }
    Ok(checks)
}

async fn of_brand(engine: &Engine, brand: &Brand) -> Vec<DoctorCheck> {
    let mut checks =
        vec![identity(brand), secrets(engine, brand).await, names(brand).await, mailbox(engine, brand).await];
    checks.extend(sender(engine, brand).await);
    if brand.settings.provider == Provider::OpenAi {
        checks.push(model(engine, brand).await);
    }
    if !brand.settings.relay_url.is_empty() {
        checks.push(relay(engine, brand).await);
    }
    if let Some(pause) = &brand.paused {
        let fix = pause.fix.clone().unwrap_or_else(|| "Resume the brand.".to_owned());
        let paused = check("paused", Some(brand), Err((pause.reason.clone(), fix)));
        checks.push(mended_by(paused, DoctorAction::ResumeBrand { brand: brand.slug.clone() }));
    }
    checks
}

fn check(name: &str, brand: Option<&Brand>, result: Result<String, (String, String)>) -> DoctorCheck {
    let (ok, detail, fix) = match result {
        Ok(detail) => (true, detail, None),
        Err((detail, fix)) => (false, detail, Some(fix)),
    };
    DoctorCheck { check: name.to_owned(), brand: brand.map(|brand| brand.slug.clone()), ok, detail, fix, action: None }
}

/// What a button can do about it, where it fails.
fn mended_by(check: DoctorCheck, action: DoctorAction) -> DoctorCheck {
    DoctorCheck { action: (!check.ok).then_some(action), ..check }
}

fn settings_of(brand: &Brand, section: &str) -> DoctorAction {
    DoctorAction::OpenSettings { brand: brand.slug.clone(), section: section.to_owned() }
}

fn connection_of(brand: &Brand) -> DoctorAction {
    DoctorAction::Connect { brand: brand.slug.clone() }
}

/// Days after which a copy is too old.
const BACKUP_DAYS: i64 = 3;

/// The newest copy of the database; before the first one is due there is nothing to fail.
fn backup(engine: &Engine) -> DoctorCheck {
    let result = match crate::backup::list(engine.data_dir()).first() {
        None => Ok("no copy yet; the first one is made within a day".to_owned()),
        Some(newest) if engine.now().since(newest.made_at) > BACKUP_DAYS * DAY => Err((
            format!("the newest copy is from {}", newest.made_at),
            "Make a copy now, and look why the daily one does not run.".to_owned(),
        )),
        Some(newest) => Ok(format!("newest copy from {}", newest.made_at)),
    };
    mended_by(check("backup", None, result), DoctorAction::RunTask { task: TaskName::BackupDatabase })
}

async fn whole_pause(engine: &Engine) -> Reply<Option<DoctorCheck>> {
    let paused = store::gates::pause_all(&mut *engine.store.read().await?, engine.now()).await?;
    Ok(paused.map(|pause| {
        let fix = pause.fix.unwrap_or_else(|| "Resume the autopilot.".to_owned());
        mended_by(check("paused", None, Err((pause.reason, fix))), DoctorAction::ResumeAll)
    }))
}

fn database(engine: &Engine) -> DoctorCheck {
    check("database", None, Ok(engine.database().display().to_string()))
}

/// Least free space in bytes before the doctor warns.
const LEAST_SPACE: u64 = 500_000_000;

fn disk(engine: &Engine) -> DoctorCheck {
    let folder = engine.database().parent().unwrap_or(engine.database());
    let result = match fs4::available_space(folder) {
        Ok(free) if free >= LEAST_SPACE => Ok(format!("{} MB free", free / 1_000_000)),
        Ok(free) => Err((
            format!("only {} MB free", free / 1_000_000),
            "Free some space; nothing is lost meanwhile.".to_owned(),
        )),
        Err(error) => {
            Err((format!("cannot be asked: {error}"), "Check that the folder of the database is there.".to_owned()))
        }
    };
    check("disk", None, result)
}

/// Minutes after which a task that is due and was not begun is late.
const LATE: i64 = 15;

/// Whether tasks are begun when they are due, by whoever runs them.
async fn schedule(engine: &Engine) -> Reply<DoctorCheck> {
    let latest = engine.now().plus_millis(-LATE * domain::time::MINUTE);
    let tasks = store::tasks::all(&mut *engine.store.read().await?).await?;
    let late = tasks.iter().filter(|task| task.enabled && task.next_run_at.is_some_and(|at| at < latest));
    let late: Vec<&str> = late.map(|task| task.name.as_str()).collect();
    let someone_runs_them = engine.owner.is_owner() || engine.owner.owned_by().is_some();
    let rests = engine.is_paused().await? || crate::disk::pause(engine).is_some();
    let result = if late.is_empty() || rests || !someone_runs_them {
        Ok("every task is begun when it is due".to_owned())
    } else {
        let fix = "Keep CRM Autopilot or `autopilot daemon` open, or start it anew.";
        Err((format!("due for more than {LATE} minutes: {}", late.join(", ")), fix.to_owned()))
    };
    Ok(check("schedule", None, result))
}

/// A clock that runs behind what was recorded makes everything look due later than it is.
async fn clock(engine: &Engine) -> Reply<DoctorCheck> {
    let newest = query::feed(engine, FeedRequest { limit: 1 }).await?.first().map(|line| line.at);
    let now = engine.now();
    let result = match newest {
        Some(at) if at.since(now) > domain::time::HOUR => {
            Err((format!("says {now}, but something was recorded at {at}"), "Set the computer's clock.".to_owned()))
        }
        _ => Ok(now.to_string()),
    };
    Ok(check("clock", None, result))
}

fn ownership(engine: &Engine) -> DoctorCheck {
    let detail = match engine.ownership().owned_by() {
        Some(owner) => format!("{owner} runs the tasks; this process reads and edits"),
        None => "no other process runs the tasks".to_owned(),
    };
    check("autopilot", None, Ok(detail))
}

fn identity(brand: &Brand) -> DoctorCheck {
    let slug = &brand.slug;
    let result = match brand.settings.identity_gap() {
        None => Ok("says who we are".to_owned()),
        Some(key) => {
            Err((format!("{key} is empty, so nothing can be sent"), format!("autopilot brand set {slug} {key}=…")))
        }
    };
    mended_by(check("legal footer", Some(brand), result), settings_of(brand, "identity"))
}

async fn secrets(engine: &Engine, brand: &Brand) -> DoctorCheck {
    use SecretKind as K;
    let mailbox = &brand.settings.mailbox;
    // Of each list one is enough: many mailboxes have one password for both.
    let needed: &[&[K]] = match (mailbox.kind, mailbox.sign_in) {
        (MailboxKind::Zoho, _) => &[&[K::ZohoClientId], &[K::ZohoClientSecret], &[K::ZohoRefreshToken]],
        (MailboxKind::SmtpImap, SignIn::Password) => &[&[K::ImapPassword, K::SmtpPassword]],
        (MailboxKind::SmtpImap, SignIn::Google | SignIn::Microsoft) => &[&[K::MailClientId], &[K::MailRefreshToken]],
    };
    let how = if mailbox.kind == MailboxKind::Zoho { "--from-env FILE" } else { "--mailbox" };
    for any_of in needed {
        match first_missing(engine, brand, any_of).await {
            Ok(None) => {}
            Ok(Some(name)) => {
                let fix = format!("autopilot brand connect {} {how}", brand.slug);
                let missing = check("secrets", Some(brand), Err((format!("{name} is missing"), fix)));
                return mended_by(missing, connection_of(brand));
            }
            Err(error) => return check("secrets", Some(brand), Err((error.to_string(), error.fix()))),
        }
    }
    check("secrets", Some(brand), Ok(format!("all present in the {}", engine.ports.secrets.describe())))
}

/// The first of these secrets if none of them is there.
async fn first_missing(
    engine: &Engine,
    brand: &Brand,
    any_of: &[SecretKind],
) -> Result<Option<SecretName>, SecretError> {
    for kind in any_of {
        if engine.ports.secrets.get(&SecretName::of_brand(&brand.slug, *kind)).await?.is_some() {
            return Ok(None);
        }
    }
    Ok(any_of.first().map(|kind| SecretName::of_brand(&brand.slug, *kind)))
}

/// Whether the mailbox's hosts are found by name: without that, everything else about it fails in less clear words.
async fn names(brand: &Brand) -> DoctorCheck {
    let hosts = match brand.settings.mailbox.kind {
        MailboxKind::Zoho => ZohoMailbox::hosts(&zoho_settings(brand)),
        MailboxKind::SmtpImap => SmtpImapMailbox::hosts(&smtp_imap_settings(brand)),
    };
    let result = match hosts {
        Err(trouble) => Err((trouble.message, trouble.fix)),
        Ok(hosts) => match gateways::find_hosts(&hosts).await {
            Ok(()) => Ok(format!("found {}", hosts.join(" and "))),
            Err(host) => Err((
                format!("{host} is not found by name"),
                "Check the network connection and its DNS server; waiting mails stay queued.".to_owned(),
            )),
        },
    };
    check("DNS", Some(brand), result)
}

async fn mailbox(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let mut action = connection_of(brand);
    let asked = match engine.ports.connect.mailbox(brand) {
        Ok(mailbox) => mailbox.identity().await,
        Err(trouble) => Err(trouble),
    };
    let result = match asked {
        Err(trouble) => Err((trouble.message, trouble.fix)),
        Ok(identity)
            if identity.send_as.iter().any(|address| address.eq_ignore_ascii_case(&brand.settings.from_email)) =>
        {
            Ok(format!("connected, account {}", identity.account_id))
        }
        Ok(_) => {
            action = settings_of(brand, "identity");
            Err((
                "the mailbox may not send as from.email".to_owned(),
                "Confirm the address in the mailbox, or change from.email.".to_owned(),
            ))
        }
    };
    mended_by(check("mailbox", Some(brand), result), action)
}

async fn relay(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let address = &brand.settings.relay_url;
    let result = match try_relay(engine, address).await {
        Ok(_) => Ok(format!("{address} answers and knows our key")),
        Err(trouble) => Err((trouble.message, trouble.fix)),
    };
    mended_by(check("relay", Some(brand), result), settings_of(brand, "relay"))
}

/// How the brand's own domain stands. Of one that could not be looked up nothing is said against it.
async fn sender(engine: &Engine, brand: &Brand) -> Vec<DoctorCheck> {
    if let Err(error) = sender::look_if_due(engine, brand, Longest::Hour).await {
        return vec![check("sender", Some(brand), Err((error.sentence(), "Look again.".to_owned())))];
    }
    let findings = match query::sender_of_brand(engine, brand).await {
        Ok(health) => health.findings,
        Err(error) => return vec![check("sender", Some(brand), Err((error.sentence(), "Look again.".to_owned())))],
    };
    let of_finding = |finding: Finding| {
        let result = match finding.fix.filter(|_| finding.verdict.fails()) {
            Some(fix) => Err((finding.sentence, fix.in_words())),
            None => Ok(finding.sentence),
        };
        mended_by(check(finding.record.as_str(), Some(brand), result), settings_of(brand, "sender"))
    };
    findings.into_iter().map(of_finding).collect()
}

async fn model(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let asked = match engine.ports.connect.model(brand) {
        Ok(model) => model.probe().await,
        Err(error) => Err(error),
    };
    let result = match asked {
        Ok(models) if models.is_empty() || models.contains(&brand.settings.model) => {
            Ok(format!("{} answers", brand.settings.base_url))
        }
        Ok(_) => Err((
            format!("{} does not list the model {}", brand.settings.base_url, brand.settings.model),
            "Choose another ai.model.".to_owned(),
        )),
        Err(error) => Err((error.message(), error.fix().to_owned())),
    };
    mended_by(check("model", Some(brand), result), settings_of(brand, "ai"))
}
