//! The doctor: what the autopilot leans on, one check each, and what to do where one fails.

use domain::brand::{Brand, Provider};
use gateways::{SecretKind, SecretName, ZohoMailbox};

use crate::Engine;
use crate::api::wire::{DoctorCheck, FeedRequest, Nothing};
use crate::api::{Reply, query};
use crate::connect::zoho_settings;

/// Checks everything the autopilot leans on; each failing check says what to do.
pub async fn doctor(engine: &Engine, _: Nothing) -> Reply<Vec<DoctorCheck>> {
    let mut checks = vec![database(engine), disk(engine), clock(engine).await?, ownership(engine)];
    let brands = store::brands::all(&mut *engine.store.read().await?).await?;
    for brand in &brands {
        checks.push(identity(brand));
        checks.push(secrets(engine, brand).await);
        checks.push(names(brand).await);
        checks.push(mailbox(engine, brand).await);
        if brand.settings.provider == Provider::OpenAi {
            checks.push(model(engine, brand).await);
        }
        if let Some(pause) = &brand.paused {
            checks.push(check(
                "paused",
                Some(brand),
                Err((pause.reason.clone(), pause.fix.clone().unwrap_or_else(|| "Resume the brand.".to_owned()))),
            ));
        }
    }
    Ok(checks)
}

fn check(name: &str, brand: Option<&Brand>, result: Result<String, (String, String)>) -> DoctorCheck {
    let (ok, detail, fix) = match result {
        Ok(detail) => (true, detail, None),
        Err((detail, fix)) => (false, detail, Some(fix)),
    };
    DoctorCheck { check: name.to_owned(), brand: brand.map(|brand| brand.slug.clone()), ok, detail, fix }
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
    check("legal footer", Some(brand), result)
}

async fn secrets(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let kinds = [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken];
    for kind in kinds {
        let name = SecretName::of_brand(&brand.slug, kind);
        match engine.ports.secrets.get(&name).await {
            Ok(Some(_)) => {}
            Ok(None) => {
                return check(
                    "secrets",
                    Some(brand),
                    Err((
                        format!("{name} is missing"),
                        format!("autopilot brand connect {} --from-env FILE", brand.slug),
                    )),
                );
            }
            Err(error) => return check("secrets", Some(brand), Err((error.to_string(), error.fix()))),
        }
    }
    check("secrets", Some(brand), Ok(format!("all present in the {}", engine.ports.secrets.describe())))
}

/// Whether the mailbox's hosts are found by name: without that, everything else about it fails in less clear words.
async fn names(brand: &Brand) -> DoctorCheck {
    let result = match ZohoMailbox::hosts(&zoho_settings(brand)) {
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
        Ok(_) => Err((
            "the mailbox may not send as from.email".to_owned(),
            "Confirm the address in the mailbox, or change from.email.".to_owned(),
        )),
    };
    check("mailbox", Some(brand), result)
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
    check("model", Some(brand), result)
}
