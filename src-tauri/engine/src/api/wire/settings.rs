//! What crosses the border about setting up: new brands, connecting, secrets, tests and previews. Secrets cross it inwards only.

use std::collections::BTreeMap;
use std::fmt;

use domain::Timestamp;
use domain::id::DealId;
use domain::mail_servers::Server;
use domain::mailbox::{SentCopy, SignIn};
use domain::task::TaskName;
use gateways::SecretString;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A secret on its way in. It shows itself in no log and no error, and is never written out again.
#[derive(Clone)]
pub struct Given(SecretString);

impl Given {
    /// The secret; `None` where nothing was given.
    pub fn secret(&self) -> Option<SecretString> {
        use gateways::secrets::ExposeSecret as _;
        let text = self.0.expose_secret().trim();
        (!text.is_empty()).then(|| SecretString::from(text))
    }
}

impl From<&str> for Given {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<SecretString> for Given {
    fn from(secret: SecretString) -> Self {
        Self(secret)
    }
}

impl Default for Given {
    fn default() -> Self {
        Self::from("")
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("")
    }
}

impl<'de> Deserialize<'de> for Given {
    /// What is no text is refused without being repeated: serde's own errors quote what they found.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(from) {
            Ok(serde_json::Value::String(text)) => Ok(Self(SecretString::from(text))),
            _ => Err(D::Error::custom("a secret has to be text")),
        }
    }
}

/// A secret that a person sets by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SecretSlot {
    /// The key of the language model's endpoint.
    OpenaiApiKey,
    /// What this installation shares with its relay.
    RelayKey,
}

/// What the window can do about a failing check, or where it can go for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
#[ts(export)]
pub enum DoctorAction {
    /// Lets a paused brand go on.
    ResumeBrand {
        /// Its slug.
        brand: String,
    },
    /// Lets the whole autopilot go on.
    ResumeAll,
    /// Opens a section of a brand's settings.
    OpenSettings {
        /// Its slug.
        brand: String,
        /// `identity`, `mailbox`, `sender`, `ai`, `sending` or `relay`.
        section: String,
    },
    /// Connects the mailbox, again or for the first time.
    Connect {
        /// The brand's slug.
        brand: String,
    },
    /// Runs a task now.
    RunTask {
        /// Which.
        task: TaskName,
    },
}

/// What a slot is taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SlotKind {
    /// A mail that is queued.
    Queued,
    /// Nothing yet.
    Free,
}

wire! {
    /// Adds a brand with the two pipelines.
    BrandNew { slug: String, name: String, from_email: String }

    /// Connects a mailbox by a code from Zoho's API console. What is left empty is taken from the keychain.
    BrandConnectCode {
        brand: String,
        data_centre: String,
        #[ts(type = "string")]
        client_id: Given,
        #[ts(type = "string")]
        client_secret: Given,
        #[ts(type = "string")]
        code: Given,
    }

    /// Begins to connect a mailbox in the browser. What is left empty is taken from the keychain.
    BrandConnectBrowser {
        brand: String,
        data_centre: String,
        #[ts(type = "string")]
        client_id: Given,
        #[ts(type = "string")]
        client_secret: Given,
    }

    /// Connects any mailbox by its servers. A secret that is left empty is taken from the keychain.
    BrandConnectServers {
        brand: String,
        /// Name to sign in with; empty for the address.
        username: String,
        #[serde(default)]
        sign_in: SignIn,
        #[ts(type = "string")]
        #[serde(default)]
        password: Given,
        /// For sending, where that is another one; empty for the same.
        #[ts(type = "string")]
        #[serde(default)]
        smtp_password: Given,
        /// For Google and Microsoft.
        #[ts(type = "string")]
        #[serde(default)]
        client_id: Given,
        #[ts(type = "string")]
        #[serde(default)]
        client_secret: Given,
        imap: Server,
        smtp: Server,
        #[serde(default)]
        sent_copy: SentCopy,
    }

    /// Asks for the servers of an address's mailbox. An empty address is the brand's own.
    MailboxFind { brand: String, #[serde(default)] address: String }

    /// What was found. Without servers, only what to do instead.
    MailboxFound {
        address: String,
        servers: Option<FoundServers>,
        /// What to do next, in a plain sentence.
        help: String,
        /// Where that is done, if the house is known.
        link: Option<String>,
    }

    /// The servers of a mailbox: a suggestion.
    FoundServers {
        /// Whose they are, for people.
        house: String,
        imap: Server,
        smtp: Server,
        username: String,
        sent_copy: SentCopy,
        /// How one may sign in there, the usual way first.
        sign_in: Vec<SignIn>,
        /// Hosts outside of the address's domain that only a look-up named: a person confirms them before a password goes there.
        strangers: Vec<String>,
    }

    /// Where the mailbox's owner is asked, and where the browser comes back to.
    ConsentPage { page: String, redirect_uri: String }

    /// Takes what a .env file holds.
    BrandConnectEnv {
        brand: String,
        #[ts(type = "string")]
        text: Given,
    }

    /// What was taken out of a .env file. Only names of secrets.
    EnvTaken {
        stored: Vec<String>,
        settings: BTreeMap<String, String>,
        /// Names that mean nothing here.
        ignored: Vec<String>,
        /// The mailbox that answered, if everything for it is there now.
        connected: Option<Connected>,
        /// Why it did not answer; what was taken is kept.
        trouble: Option<String>,
    }

    /// A mailbox that answered.
    Connected {
        brand: String,
        account_id: String,
        address: String,
        /// Addresses it may send as.
        send_as: Vec<String>,
        may_send_as_brand: bool,
        /// What a person calls the place where the secrets are.
        secrets_in: String,
    }

    /// Sets a secret. There is no request that reads one.
    SecretSet {
        name: SecretSlot,
        #[ts(type = "string")]
        value: Given,
    }

    /// Removes a secret.
    SecretRemove { name: SecretSlot }

    /// Sends one mail through a brand's mailbox: to itself, or to an address that a person typed and confirmed.
    BrandTestEmail { brand: String, to: String, #[serde(default)] confirmed: bool }

    /// The mailbox took the test.
    TestedEmail { brand: String, to: String, subject: String, provider_message_id: Option<String> }

    /// Asks a brand's model one small question, with settings that are not saved yet.
    AiTest { brand: String, #[serde(default)] values: BTreeMap<String, String> }

    /// What the model said of itself, or why it did not.
    AiTested {
        model: String,
        latency_ms: u64,
        tokens_in: Option<u32>,
        tokens_out: Option<u32>,
        /// Models that can be chosen, if the endpoint lists them.
        models: Vec<String>,
        trouble: Option<AiTrouble>,
    }

    /// Why a model did not answer, and what to do about it.
    AiTrouble { code: String, message: String, fix: String }

    /// What a brand's models took, and which limit holds them back.
    AiSpent {
        tokens_today: u32,
        tokens_month: u32,
        /// At the brand's prices, as text: 0.15.
        cost_month: String,
        limit_reached: Option<String>,
    }

    /// Asks whether settings would fit, before they are saved.
    SettingsCheck { brand: String, values: BTreeMap<String, String> }

    /// A setting that does not fit, and why.
    SettingProblem { key: String, message: String }

    /// Asks when a brand can send in the next days, with settings that are not saved yet.
    SlotsRequest { brand: String, days: u32, #[serde(default)] values: BTreeMap<String, String> }

    /// When a brand can send, day by day on its own wall.
    SlotsPreview {
        days: Vec<SlotDay>,
        /// Why nothing goes out at the moment at all.
        held: Option<String>,
    }

    /// One day of the preview.
    SlotDay {
        /// 2026-11-29
        day: String,
        /// The cap of that day, ramp included.
        cap: u32,
        /// Why nothing goes out on it: the weekday, or a day off.
        closed: bool,
        slots: Vec<Slot>,
    }

    /// One mail that can go out.
    Slot {
        at: Timestamp,
        /// Minutes since midnight on the brand's wall.
        minute: u32,
        kind: SlotKind,
        deal_id: Option<DealId>,
        who: Option<String>,
    }

    /// Asks for an example of a brand's mails, with settings that are not saved yet.
    MailPreviewRequest { brand: String, #[serde(default)] values: BTreeMap<String, String> }

    /// An example of a brand's mails, as a recipient would see it.
    MailPreview {
        from_name: String,
        from_email: String,
        reply_to: String,
        to_name: String,
        to_email: String,
        subject: String,
        /// Plain text, signature and footer included.
        text: String,
        /// The setting without which nothing is sent.
        missing: Option<String>,
    }

    /// What the doctor looks at: everything, or the program alone, or one brand.
    DoctorRequest {
        #[serde(default)]
        program: bool,
        #[serde(default)]
        brand: Option<String>,
    }
}
