//! How one proves who one is: with a password, or with a permission that is renewed here.

use std::sync::Arc;
use std::time::Duration;

use async_imap::Authenticator;
use domain::mailbox::SignIn;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use secrecy::{ExposeSecret as _, SecretString};

use super::SmtpImapSettings;
use crate::clock::Clock;
use crate::mail::{Trouble, TroubleCode};
use crate::oauth::Permission;
use crate::secrets::{SecretKind, SecretName, SecretStore};

/// What is shown to a server.
pub(super) enum Key {
    Password(SecretString),
    /// An access token.
    Permission(SecretString),
}

impl Key {
    pub(super) fn is_permission(&self) -> bool {
        matches!(self, Self::Permission(_))
    }

    pub(super) fn is_ascii(&self) -> bool {
        self.reveal().is_ascii()
    }

    /// For SMTP: what is shown, and the ways in which it may be.
    pub(super) fn for_smtp(&self, name: &str) -> (Credentials, &'static [Mechanism]) {
        let ways: &[Mechanism] = match self {
            Self::Password(_) => &[Mechanism::Plain, Mechanism::Login],
            Self::Permission(_) => &[Mechanism::Xoauth2],
        };
        (Credentials::new(name.to_owned(), self.reveal().to_owned()), ways)
    }

    /// For IMAP's AUTHENTICATE: PLAIN (RFC 4616) or XOAUTH2.
    pub(super) fn answers(&self, name: &str) -> Answer {
        Answer(match self {
            Self::Password(password) => format!("\0{name}\0{}", password.expose_secret()),
            Self::Permission(token) => format!("user={name}\x01auth=Bearer {}\x01\x01", token.expose_secret()),
        })
    }

    fn reveal(&self) -> &str {
        match self {
            Self::Password(secret) | Self::Permission(secret) => secret.expose_secret(),
        }
    }
}

/// Shown once; to a second question the answer is empty, after which the server says why it refuses.
pub(super) struct Answer(String);

impl Authenticator for &mut Answer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}

/// The keys of one mailbox, read from the keychain when they are needed.
pub(super) struct Keys {
    brand: String,
    secrets: Arc<dyn SecretStore>,
    permission: Option<Permission>,
}

impl Keys {
    pub(super) fn new(
        settings: &SmtpImapSettings,
        secrets: Arc<dyn SecretStore>,
        clock: Arc<dyn Clock>,
        patience: Duration,
    ) -> Self {
        let permission = match settings.sign_in {
            SignIn::Password => None,
            SignIn::Google | SignIn::Microsoft => Some(
                Permission::new(settings.sign_in, &settings.brand_slug, Arc::clone(&secrets), clock, patience)
                    .at(settings.oauth_url.as_deref()),
            ),
        };
        Self { brand: settings.brand_slug.clone(), secrets, permission }
    }

    pub(super) async fn for_reading(&self) -> Result<Key, Trouble> {
        self.key([SecretKind::ImapPassword, SecretKind::SmtpPassword]).await
    }

    pub(super) async fn for_sending(&self) -> Result<Key, Trouble> {
        self.key([SecretKind::SmtpPassword, SecretKind::ImapPassword]).await
    }

    /// Most mailboxes have one password for both; it need not be kept twice.
    async fn key(&self, kinds: [SecretKind; 2]) -> Result<Key, Trouble> {
        if let Some(permission) = &self.permission {
            return permission.access().await.map(Key::Permission);
        }
        for kind in kinds {
            if let Some(password) = self.secrets.get(&SecretName::of_brand(&self.brand, kind)).await? {
                return Ok(Key::Password(password));
            }
        }
        Err(Trouble::new(TroubleCode::NotConnected))
    }

    /// A token that a server does not take is not shown to it again.
    pub(super) async fn refused(&self, key: &Key, trouble: &Trouble) {
        if let (Some(permission), Key::Permission(token)) = (&self.permission, key)
            && trouble.code == TroubleCode::AccessRevoked
        {
            permission.reject(token).await;
        }
    }

    /// Whether another token may be let in where this one was not: a provider may take one back before its time.
    pub(super) fn may_have_another(&self, trouble: &Trouble) -> bool {
        self.permission.is_some() && trouble.code == TroubleCode::AccessRevoked
    }
}
