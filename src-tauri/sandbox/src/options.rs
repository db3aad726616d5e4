//! What the caller may choose about the world before it starts. Leaves every effect to others.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// The caller's clock: milliseconds since 1970, real or simulated.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How a sandbox is set up.
#[derive(Clone)]
pub struct Options {
    /// Decides who lives in the world and all ids. Same seed, calls and clock: same world.
    pub seed: u64,
    /// The clock of the world.
    pub now: Now,
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The mailboxes that exist.
    pub mailboxes: Vec<MailboxSpec>,
    /// How much may be asked in a given time.
    pub limits: Limits,
    /// Whether people (and robots, and strangers) answer.
    pub people: bool,
    /// Whether the language model answers.
    pub model: bool,
    /// Whether the world also takes mail over SMTP, on a free port of 127.0.0.1.
    pub smtp: bool,
    /// Where each accepted mail is written, one JSON line each, before the caller gets its answer.
    pub ledger_file: Option<PathBuf>,
}

impl Options {
    /// Both default mailboxes, people and model on, a free port, and the published limits.
    pub fn new(seed: u64, now: Now) -> Self {
        Self {
            seed,
            now,
            port: 0,
            mailboxes: default_mailboxes(),
            limits: Limits::default(),
            people: true,
            model: true,
            smtp: false,
            ledger_file: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("seed", &self.seed).field("port", &self.port).finish_non_exhaustive()
    }
}

/// One mailbox with the secrets that open it.
#[derive(Debug, Clone)]
pub struct MailboxSpec {
    /// Short name, used by [`crate::Sandbox::inject`] and in the ledger.
    pub slug: String,
    /// Primary address.
    pub address: String,
    /// Further confirmed send-as addresses.
    pub aliases: Vec<String>,
    /// Name shown as sender.
    pub display_name: String,
    /// Decimal account id.
    pub account_id: String,
    /// IANA zone of the account; people keep office hours in it.
    pub time_zone: String,
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: String,
    /// A refresh token that is valid from the start.
    pub refresh_token: String,
}

/// How much may be asked; `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Mail API calls per mailbox and minute.
    pub calls_per_minute: Option<u32>,
    /// Access tokens per refresh token and ten minutes.
    pub tokens_per_ten_minutes: Option<u32>,
}

impl Limits {
    /// No limit at all.
    pub const NONE: Self = Self { calls_per_minute: None, tokens_per_ten_minutes: None };
}

impl Default for Limits {
    fn default() -> Self {
        Self { calls_per_minute: Some(30), tokens_per_ten_minutes: Some(10) }
    }
}

/// The two mailboxes of the seeded brands.
pub fn default_mailboxes() -> Vec<MailboxSpec> {
    vec![
        MailboxSpec {
            slug: "codeteki".into(),
            address: "sales@codeteki.au".into(),
            aliases: vec!["hello@codeteki.au".into()],
            display_name: "The Codeteki Team".into(),
            account_id: "692332000000002002".into(),
            time_zone: "Australia/Melbourne".into(),
            client_id: "1000.SANDBOXCODETEKI0000000000000001".into(),
            client_secret: "sandbox-codeteki-client-secret".into(),
            refresh_token: "1000.c0de7e4100000000000000000000aaaa.c0de7e4100000000000000000000bbbb".into(),
        },
        MailboxSpec {
            slug: "desifirms".into(),
            address: "sales@desifirms.com.au".into(),
            aliases: vec!["partners@desifirms.com.au".into()],
            display_name: "Desi Firms".into(),
            account_id: "704118000000003008".into(),
            time_zone: "America/New_York".into(),
            client_id: "1000.SANDBOXDESIFIRMS000000000000002".into(),
            client_secret: "sandbox-desifirms-client-secret".into(),
            refresh_token: "1000.de51f1a700000000000000000000aaaa.de51f1a700000000000000000000bbbb".into(),
        },
    ]
}
