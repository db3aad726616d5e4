//! A brand: who we write as, and the settings that say how. Settings are read and written by the same dotted keys everywhere.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::engagement;
use crate::id::BrandId;
use crate::mailbox::MailboxSettings;
use crate::notice::NoticeKinds;
use crate::spending::Amount;
use crate::time::{HOUR, start_of_day};
use crate::window::{DaysOff, SendWindow};
use crate::{EmailAddress, Timestamp};

/// A brand as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// Short name used on the command line, lower case.
    pub slug: String,
    /// Name shown to people.
    pub name: String,
    /// Everything that can be edited.
    pub settings: Settings,
    /// Set while the brand does not send or decide: who or what stopped it, in a plain sentence.
    pub paused: Option<Pause>,
    /// When its first mail ever went out; the ramp counts from here.
    pub first_sent_at: Option<Timestamp>,
}

/// Why something stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Pause {
    /// A plain sentence.
    pub reason: String,
    /// What to do about it, if the reason is a fault.
    pub fix: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// True when a person paused it: only a person resumes it then, or the end that the person named.
    pub by_person: bool,
    /// When it ends by itself; `None`: when somebody ends it.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

impl Pause {
    /// Whether it has ended by itself.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|end| end <= now)
    }
}

/// How long the whole autopilot is paused by a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PauseLength {
    /// For an hour.
    Hour,
    /// Until the next day begins.
    Tomorrow,
    /// Until a person resumes it.
    #[default]
    Resumed,
}
crate::text_enum!(PauseLength { Hour = "hour", Tomorrow = "tomorrow", Resumed = "resumed" });

impl PauseLength {
    /// When it ends by itself, on the wall of a zone.
    pub fn end(self, now: Timestamp, zone: Tz) -> Option<Timestamp> {
        match self {
            Self::Hour => Some(now.plus_millis(HOUR)),
            Self::Tomorrow => now.day(zone).succ_opt().map(|day| start_of_day(day, zone)),
            Self::Resumed => None,
        }
    }
}

/// Whether mails wait for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Autonomy {
    /// Every mail waits for approval. The default.
    Review,
    /// The autopilot queues what it writes.
    Autopilot,
}

/// Who decides and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Provider {
    /// Built in, deterministic, no network.
    Playbook,
    /// Any endpoint that speaks OpenAI's chat completions.
    #[serde(rename = "openai")]
    OpenAi,
}

/// How the daily cap grows from the first day of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ramp {
    /// Mails on the first day.
    pub start: u32,
    /// How many more on each following day.
    pub step: u32,
}

/// What can be edited about a brand. Secrets are not here; they live in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is described once, by its key in KEYS")]
pub struct Settings {
    pub from_email: String,
    pub from_name: String,
    pub reply_to: String,
    pub signature: String,
    pub legal_name: String,
    pub legal_address: String,
    pub website: String,
    pub company_description: String,
    pub value_proposition: String,
    pub style: String,
    pub autonomy: Autonomy,
    pub timezone: Tz,
    pub provider: Provider,
    pub base_url: String,
    pub model: String,
    #[serde(with = "as_text")]
    pub price_in: Amount,
    #[serde(with = "as_text")]
    pub price_out: Amount,
    pub daily_tokens: u32,
    #[serde(with = "as_text")]
    pub monthly_cost: Amount,
    pub data_centre: String,
    pub account_id: String,
    pub accounts_url: String,
    pub mail_url: String,
    pub mailbox: MailboxSettings,
    pub dkim_selectors: String,
    #[serde(with = "as_text")]
    pub window: SendWindow,
    #[serde(with = "as_text")]
    pub days_off: DaysOff,
    pub daily_cap: u32,
    pub hourly_cap: u32,
    pub ramp: Option<Ramp>,
    pub min_gap_seconds: u32,
    pub max_per_deal: u32,
    pub domain_cap: u32,
    pub cross_brand_days: u32,
    #[serde(with = "as_text")]
    pub notices: NoticeKinds,
    pub relay_url: String,
    pub relay_opens: bool,
    pub relay_clicks: bool,
    pub relay_countries: String,
}

mod as_text {
    //! Serde through Display and FromStr.
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use std::fmt::Display;
    use std::str::FromStr;

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D: Deserializer<'de>>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            from_email: String::new(),
            from_name: String::new(),
            reply_to: String::new(),
            signature: String::new(),
            legal_name: String::new(),
            legal_address: String::new(),
            website: String::new(),
            company_description: String::new(),
            value_proposition: String::new(),
            style: "Warm, brief, concrete. No buzzwords.".to_owned(),
            autonomy: Autonomy::Review,
            timezone: Tz::Australia__Melbourne,
            provider: Provider::Playbook,
            base_url: "https://api.openai.com/v1".to_owned(),
            model: String::new(),
            price_in: Amount::default(),
            price_out: Amount::default(),
            daily_tokens: 0,
            monthly_cost: Amount::default(),
            data_centre: "com".to_owned(),
            account_id: String::new(),
            accounts_url: String::new(),
            mail_url: String::new(),
            mailbox: MailboxSettings::default(),
            dkim_selectors: String::new(),
            window: SendWindow::office_hours(),
            days_off: DaysOff::default(),
            daily_cap: 50,
            hourly_cap: 20,
            ramp: Some(Ramp { start: 10, step: 5 }),
            min_gap_seconds: 90,
            max_per_deal: 4,
            domain_cap: 5,
            cross_brand_days: 14,
            notices: NoticeKinds::default(),
            relay_url: String::new(),
            relay_opens: false,
            relay_clicks: false,
            relay_countries: String::new(),
        }
    }
}

/// Every key a brand can be set by, with what it means.
pub const KEYS: &[(&str, &str)] = &[
    ("from.email", "address the brand writes from; must be confirmed in the mailbox"),
    ("from.name", "name shown beside it"),
    ("reply_to", "where answers go, if not to from.email"),
    ("signature", "closing lines of every mail"),
    ("legal.name", "who we are, in the legal footer"),
    ("legal.address", "postal address, in the legal footer; nothing is sent without it"),
    ("website", "the brand's own site"),
    ("ai.company_description", "what the brand does"),
    ("ai.value_proposition", "what the recipient gains"),
    ("ai.style", "how the brand sounds"),
    ("ai.provider", "playbook or openai"),
    ("ai.base_url", "endpoint of the model; plain http for loopback only"),
    ("ai.model", "name of the model"),
    ("ai.price_in", "what a million tokens of questions costs, such as 0.15; 0 if it costs nothing"),
    ("ai.price_out", "what a million tokens of answers costs"),
    ("ai.daily_tokens", "most tokens in a day of the brand's zone; 0 for no limit"),
    ("ai.monthly_cost", "most a month may cost at these prices; 0 for no limit"),
    (
        "sender.dkim_selectors",
        "names of DKIM keys of the from address's domain, if they are not the usual ones, with commas between",
    ),
    ("autonomy", "review (each mail waits for you) or autopilot"),
    ("timezone", "IANA zone, such as Australia/Melbourne"),
    ("mailbox.kind", "zoho (its mail API) or smtp_imap (any mailbox)"),
    ("mailbox.sign_in", "for smtp_imap: password, google or microsoft"),
    ("mailbox.username", "for smtp_imap: name to sign in with, if not from.email"),
    ("mailbox.sent_copy", "for smtp_imap: append (we file what was sent) or server (it does so itself)"),
    ("mailbox.aliases", "other addresses of the brand at which mail arrives, with commas between"),
    ("mailbox.oauth_url", "sandbox only: a loopback address"),
    ("imap.host", "for smtp_imap: server that mail is read from"),
    ("imap.port", "usually 993"),
    ("imap.security", "tls, starttls, or plain for this machine only"),
    ("smtp.host", "for smtp_imap: server that mail is handed to"),
    ("smtp.port", "usually 465, or 587 with starttls"),
    ("smtp.security", "tls, starttls, or plain for this machine only"),
    ("zoho.data_centre", "com, com.au, eu, in, jp, ca, com.cn, sa, uk or ae"),
    ("zoho.account_id", "Zoho's number of the mailbox"),
    ("zoho.accounts_url", "sandbox only: a loopback address"),
    ("zoho.mail_url", "sandbox only: a loopback address"),
    (
        "sending.window",
        "when mails may go out, such as Mon-Fri 09:00-17:00, by the recipient's clock where it is known",
    ),
    ("sending.days_off", "days without mail: 12-25 every year, 2027-01-26 once, with commas between"),
    ("sending.daily_cap", "most mails in 24 hours"),
    ("sending.hourly_cap", "most mails in one hour"),
    ("sending.ramp", "daily cap of the first day and its growth, such as 10+5, or off"),
    ("sending.min_gap_seconds", "least pause between two mails"),
    ("sending.max_per_deal", "most mails to one person in one pipeline"),
    ("sending.domain_cap", "most mails to addresses of one domain in 24 hours; free mail hosts aside"),
    ("sending.cross_brand_days", "days in which a person hears from one of our brands only; 0 for no such rule"),
    ("notices", "what comes up on the desktop: question, interested, approval, trouble, solved, review; or none"),
    ("relay.url", "your relay for one-click opt-outs, https; empty for none"),
    ("relay.opens", "off, or on: mails carry a picture that tells of opens, where relay.countries allows it"),
    ("relay.clicks", "off, or on: links in mails lead through the relay, where relay.countries allows it"),
    ("relay.countries", "countries where you have consent to that, such as AU,NZ; empty for nowhere"),
];

/// Why a setting was not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SettingError {
    /// No such key.
    #[error("there is no setting “{0}”; `autopilot brand show SLUG` lists them")]
    UnknownKey(String),
    /// The value does not fit the key.
    #[error("“{value}” does not fit {key}: {expected}")]
    BadValue {
        /// The key.
        key: String,
        /// What was given.
        value: String,
        /// What would fit.
        expected: String,
    },
}

impl Settings {
    /// The value of a key as text; `None` for an unknown key.
    pub fn get(&self, key: &str) -> Option<String> {
        Some(match key {
            "from.email" => self.from_email.clone(),
            "from.name" => self.from_name.clone(),
            "reply_to" => self.reply_to.clone(),
            "signature" => self.signature.clone(),
            "legal.name" => self.legal_name.clone(),
            "legal.address" => self.legal_address.clone(),
            "website" => self.website.clone(),
            "ai.company_description" => self.company_description.clone(),
            "ai.value_proposition" => self.value_proposition.clone(),
            "ai.style" => self.style.clone(),
            "ai.provider" => match self.provider {
                Provider::Playbook => "playbook".to_owned(),
                Provider::OpenAi => "openai".to_owned(),
            },
            "ai.base_url" => self.base_url.clone(),
            "ai.model" => self.model.clone(),
            "ai.price_in" => self.price_in.to_string(),
            "ai.price_out" => self.price_out.to_string(),
            "ai.daily_tokens" => self.daily_tokens.to_string(),
            "ai.monthly_cost" => self.monthly_cost.to_string(),
            "autonomy" => match self.autonomy {
                Autonomy::Review => "review".to_owned(),
                Autonomy::Autopilot => "autopilot".to_owned(),
            },
            "timezone" => self.timezone.name().to_owned(),
            "sender.dkim_selectors" => self.dkim_selectors.clone(),
            "zoho.data_centre" => self.data_centre.clone(),
            "zoho.account_id" => self.account_id.clone(),
            "zoho.accounts_url" => self.accounts_url.clone(),
            "zoho.mail_url" => self.mail_url.clone(),
            "sending.window" => self.window.to_string(),
            "sending.days_off" => self.days_off.to_string(),
            "sending.daily_cap" => self.daily_cap.to_string(),
            "sending.hourly_cap" => self.hourly_cap.to_string(),
            "sending.ramp" => {
                self.ramp.map_or_else(|| "off".to_owned(), |ramp| format!("{}+{}", ramp.start, ramp.step))
            }
            "sending.min_gap_seconds" => self.min_gap_seconds.to_string(),
            "sending.max_per_deal" => self.max_per_deal.to_string(),
            "sending.domain_cap" => self.domain_cap.to_string(),
            "sending.cross_brand_days" => self.cross_brand_days.to_string(),
            "notices" => self.notices.to_string(),
            "relay.url" => self.relay_url.clone(),
            "relay.opens" => on_or_off(self.relay_opens),
            "relay.clicks" => on_or_off(self.relay_clicks),
            "relay.countries" => self.relay_countries.clone(),
            _ => return self.mailbox.get(key),
        })
    }

    /// Sets a key from text. Nothing changes on an error.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingError> {
        let value = value.trim();
        let bad = |expected: &str| SettingError::BadValue {
            key: key.to_owned(),
            value: value.to_owned(),
            expected: expected.to_owned(),
        };
        let address = |required: bool| match EmailAddress::parse(value) {
            Ok(address) => Ok(address.to_string()),
            Err(_) if value.is_empty() && !required => Ok(String::new()),
            Err(_) => Err(bad("an e-mail address")),
        };
        let line = || if value.contains(['\r', '\n']) { Err(bad("a single line")) } else { Ok(value.to_owned()) };
        let number = |range: std::ops::RangeInclusive<u32>| {
            let expected = format!("a number from {} to {}", range.start(), range.end());
            value.parse::<u32>().ok().filter(|n| range.contains(n)).ok_or_else(|| bad(&expected))
        };
        let switch = || match value {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(bad("on or off")),
        };
        let amount = || value.parse::<Amount>().map_err(|_| bad("an amount, such as 0.15 or 20"));
        match key {
            "from.email" => self.from_email = address(true)?,
            "from.name" => self.from_name = line()?,
            "reply_to" => self.reply_to = address(false)?,
            "signature" => self.signature = value.to_owned(),
            "legal.name" => self.legal_name = line()?,
            "legal.address" => self.legal_address = line()?,
            "website" => self.website = line()?,
            "ai.company_description" => self.company_description = value.to_owned(),
            "ai.value_proposition" => self.value_proposition = value.to_owned(),
            "ai.style" => self.style = value.to_owned(),
            "ai.provider" => {
                self.provider = match value {
                    "playbook" => Provider::Playbook,
                    "openai" => Provider::OpenAi,
                    _ => return Err(bad("playbook or openai")),
                }
            }
            "ai.base_url" => self.base_url = line()?,
            "ai.model" => self.model = line()?,
            "ai.price_in" => self.price_in = amount()?,
            "ai.price_out" => self.price_out = amount()?,
            "ai.daily_tokens" => self.daily_tokens = number(0..=1_000_000_000)?,
            "ai.monthly_cost" => self.monthly_cost = amount()?,
            "autonomy" => {
                self.autonomy = match value {
                    "review" => Autonomy::Review,
                    "autopilot" => Autonomy::Autopilot,
                    _ => return Err(bad("review or autopilot")),
                }
            }
            "timezone" => {
                self.timezone = value.parse().map_err(|_| bad("an IANA zone, such as Australia/Melbourne"))?
            }
            "zoho.data_centre" => self.data_centre = line()?,
            "zoho.account_id" if value.chars().all(|c| c.is_ascii_digit()) => self.account_id = value.to_owned(),
            "zoho.account_id" => return Err(bad("digits only")),
            "zoho.accounts_url" => self.accounts_url = line()?,
            "zoho.mail_url" => self.mail_url = line()?,
            "sender.dkim_selectors" => self.dkim_selectors = line()?,
            "sending.window" => {
                self.window = value.parse().map_err(|_| bad("weekdays and times, such as Mon-Fri 09:00-17:00"))?
            }
            "sending.days_off" => {
                self.days_off =
                    value.parse().map_err(|_| bad("dates such as 12-25 or 2027-01-26, with commas between"))?
            }
            "sending.daily_cap" => self.daily_cap = number(0..=500)?,
            "sending.hourly_cap" => self.hourly_cap = number(0..=200)?,
            "sending.ramp" => {
                self.ramp = parse_ramp(value).ok_or_else(|| bad("a start and a step, such as 10+5, or off"))?
            }
            "sending.min_gap_seconds" => self.min_gap_seconds = number(0..=86_400)?,
            "sending.max_per_deal" => self.max_per_deal = number(1..=10)?,
            "sending.domain_cap" => self.domain_cap = number(1..=500)?,
            "sending.cross_brand_days" => self.cross_brand_days = number(0..=365)?,
            "notices" => {
                self.notices = value.parse().map_err(|_| bad("kinds such as question, interested, trouble, or none"))?
            }
            "relay.url" => {
                self.relay_url = engagement::address_of_relay(value)
                    .ok_or_else(|| bad("an https address without a query, or http on this machine"))?
            }
            "relay.opens" => self.relay_opens = switch()?,
            "relay.clicks" => self.relay_clicks = switch()?,
            "relay.countries" => {
                self.relay_countries = engagement::countries(value)
                    .ok_or_else(|| bad("countries with commas between, such as AU,NZ, or nothing"))?
            }
            _ => return self.mailbox.set(key, value),
        }
        Ok(())
    }

    /// Whether a gate reads the key: a change of it may let a waiting mail go.
    pub fn is_read_by_a_gate(key: &str) -> bool {
        ["sending.", "legal.", "relay."].iter().any(|start| key.starts_with(start)) || key == "timezone"
    }

    /// Who we are, for the legal footer: what is missing, or `None` when complete.
    pub fn identity_gap(&self) -> Option<&'static str> {
        if self.legal_name.is_empty() {
            Some("legal.name")
        } else if self.legal_address.is_empty() {
            Some("legal.address")
        } else {
            None
        }
    }
}

fn on_or_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn parse_ramp(value: &str) -> Option<Option<Ramp>> {
    if value == "off" {
        return Some(None);
    }
    let (start, step) = value.split_once('+')?;
    Some(Some(Ramp { start: start.trim().parse().ok()?, step: step.trim().parse().ok()? }))
}

#[cfg(test)]
#[path = "brand_tests.rs"]
mod tests;
