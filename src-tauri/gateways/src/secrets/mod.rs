//! Where secrets are kept: one entry each in the system's keychain, or given to the process by its environment.
//!
//! A secret leaves this module only as a [`SecretString`], which shows itself in no log, error or debug output.

mod environment;
mod keychain;
mod memory;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
pub use secrecy::{ExposeSecret, SecretString};

pub use self::environment::EnvironmentSecrets;
pub use self::keychain::Keychain;
pub use self::memory::MemorySecrets;

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretKind {
    /// The id of the client registered at Zoho's API console.
    ZohoClientId,
    /// That client's secret.
    ZohoClientSecret,
    /// The grant of the mailbox's owner; does not expire.
    ZohoRefreshToken,
    /// The cached access token with its expiry; written by the Zoho gateway only.
    ZohoAccessToken,
    /// The password for sending through SMTP.
    SmtpPassword,
    /// The password for reading through IMAP.
    ImapPassword,
    /// The id of the client registered at Google or Microsoft, for a mailbox that is used by permission.
    MailClientId,
    /// That client's secret; public clients have none.
    MailClientSecret,
    /// The grant of the mailbox's owner.
    MailRefreshToken,
    /// The key of the language model's endpoint.
    OpenAiApiKey,
    /// What this installation shares with its relay.
    RelayKey,
}

impl SecretKind {
    /// The name in entries: `zoho_client_id`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ZohoClientId => "zoho_client_id",
            Self::ZohoClientSecret => "zoho_client_secret",
            Self::ZohoRefreshToken => "zoho_refresh_token",
            Self::ZohoAccessToken => "zoho_access_token",
            Self::SmtpPassword => "smtp_password",
            Self::ImapPassword => "imap_password",
            Self::MailClientId => "mail_client_id",
            Self::MailClientSecret => "mail_client_secret",
            Self::MailRefreshToken => "mail_refresh_token",
            Self::OpenAiApiKey => "openai_api_key",
            Self::RelayKey => "relay_key",
        }
    }
}

/// Which secret is meant: its kind and, for most kinds, whose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName {
    /// The brand's slug; `None` for a secret of the whole application.
    pub brand: Option<String>,
    /// What it is for.
    pub kind: SecretKind,
}

impl SecretName {
    /// A secret of one brand.
    pub fn of_brand(slug: &str, kind: SecretKind) -> Self {
        Self { brand: Some(slug.to_owned()), kind }
    }

    /// A secret of the whole application.
    pub fn shared(kind: SecretKind) -> Self {
        Self { brand: None, kind }
    }

    /// The environment variable that gives this secret: `AUTOPILOT_SECRET__CODETEKI__ZOHO_REFRESH_TOKEN`.
    pub fn variable(&self) -> String {
        let kind = self.kind.as_str().to_uppercase();
        match &self.brand {
            Some(slug) => format!("{PREFIX}{}__{kind}", slug.to_uppercase().replace('-', "_")),
            None => format!("{PREFIX}{kind}"),
        }
    }
}

/// The keychain's user name of the entry: `codeteki/zoho_refresh_token`.
impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(slug) = &self.brand {
            write!(f, "{slug}/")?;
        }
        f.write_str(self.kind.as_str())
    }
}

/// The secrets of this process: given by its environment, or in the keychain.
pub fn of_this_process() -> Arc<dyn SecretStore> {
    // Variables that are not text hold no secret of ours.
    choose(std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))))
}

/// Every variable that gives a secret begins with this.
pub const PREFIX: &str = "AUTOPILOT_SECRET__";

/// A secret could not be read or kept. None of the texts contains the secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The keychain did not answer, or refused.
    #[error("could not {operation} `{name}` in the system keychain: {reason}")]
    Keychain {
        /// `read`, `store` or `delete`.
        operation: &'static str,
        /// The entry.
        name: SecretName,
        /// What the keychain said. Not kept as a source: the keychain's error type can carry the secret itself.
        reason: String,
    },
    /// Secrets come from the environment, which this process does not write.
    #[error("`{name}` cannot be stored: this process was given its secrets by environment variables")]
    ReadOnly {
        /// The entry.
        name: SecretName,
    },
    /// Longer than the smallest keychain can hold.
    #[error("`{name}` is too long for the system keychain")]
    TooLong {
        /// The entry.
        name: SecretName,
    },
}

impl SecretError {
    /// What a person can do about it.
    pub fn fix(&self) -> String {
        match self {
            Self::Keychain { name, .. } => format!(
                "Unlock or install the system keychain (on Linux a Secret Service such as GNOME Keyring), or give the secret in the environment as {}.",
                name.variable()
            ),
            Self::ReadOnly { name } => format!(
                "Set {} where the process is started, or start it without any {PREFIX}… variable to use the keychain.",
                name.variable()
            ),
            Self::TooLong { .. } => "Check that the right text was copied; no credential is this long.".to_owned(),
        }
    }
}

/// A place where secrets are kept.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// The secret, or `None` if there is no such entry.
    async fn get(&self, name: &SecretName) -> Result<Option<SecretString>, SecretError>;

    /// Stores or replaces a secret.
    async fn set(&self, name: &SecretName, secret: SecretString) -> Result<(), SecretError>;

    /// Removes a secret; removing one that is not there succeeds.
    async fn delete(&self, name: &SecretName) -> Result<(), SecretError>;

    /// Whether `set` and `delete` can succeed.
    fn writable(&self) -> bool;

    /// What a person calls this place.
    fn describe(&self) -> &str;
}

/// The environment if it gives any secret, otherwise the keychain.
pub fn choose(environment: impl IntoIterator<Item = (String, String)>) -> Arc<dyn SecretStore> {
    let given = EnvironmentSecrets::new(environment);
    if given.is_empty() { Arc::new(Keychain) } else { Arc::new(given) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn names_follow_the_contract() {
        let name = SecretName::of_brand("desi-firms", SecretKind::ZohoRefreshToken);
        assert_eq!(name.to_string(), "desi-firms/zoho_refresh_token");
        assert_eq!(name.variable(), "AUTOPILOT_SECRET__DESI_FIRMS__ZOHO_REFRESH_TOKEN");
        let shared = SecretName::shared(SecretKind::OpenAiApiKey);
        assert_eq!(shared.to_string(), "openai_api_key");
        assert_eq!(shared.variable(), "AUTOPILOT_SECRET__OPENAI_API_KEY");
    }

    #[test]
    fn the_environment_is_chosen_only_if_it_gives_a_secret() {
        assert!(choose([pair("PATH", "/bin")]).writable());
        assert!(choose([pair("AUTOPILOT_SECRET__OPENAI_API_KEY", " ")]).writable());
        let store = choose([pair("AUTOPILOT_SECRET__OPENAI_API_KEY", "sk-1")]);
        assert!(!store.writable());
        assert_eq!(store.describe(), "environment variables");
    }

    #[tokio::test]
    async fn the_environment_gives_and_refuses_with_a_fix() {
        let name = SecretName::of_brand("codeteki", SecretKind::ZohoClientId);
        let store = EnvironmentSecrets::new([pair(&name.variable(), "1000.ABC\n"), pair("OTHER", "x")]);
        assert_eq!(store.get(&name).await.unwrap().unwrap().expose_secret(), "1000.ABC");
        assert!(store.get(&SecretName::shared(SecretKind::OpenAiApiKey)).await.unwrap().is_none());
        let refused = store.set(&name, SecretString::from("1000.NEW")).await.unwrap_err();
        assert!(refused.fix().contains("AUTOPILOT_SECRET__CODETEKI__ZOHO_CLIENT_ID"), "{}", refused.fix());
        assert!(store.delete(&name).await.is_err());
        assert!(!format!("{store:?} {refused:?} {refused}").contains("1000."));
    }

    #[tokio::test]
    async fn memory_keeps_and_forgets() {
        let store = MemorySecrets::default();
        let name = SecretName::shared(SecretKind::OpenAiApiKey);
        store.set(&name, SecretString::from("sk-1")).await.unwrap();
        assert_eq!(store.get(&name).await.unwrap().unwrap().expose_secret(), "sk-1");
        store.delete(&name).await.unwrap();
        assert!(store.get(&name).await.unwrap().is_none());
        assert!(!format!("{store:?}").contains("sk-1"));
    }

    #[tokio::test]
    async fn the_keychain_refuses_what_windows_cannot_hold() {
        let name = SecretName::shared(SecretKind::OpenAiApiKey);
        let long = SecretString::from("x".repeat(1_280));
        assert!(matches!(Keychain.set(&name, long).await, Err(SecretError::TooLong { .. })));
    }
}
