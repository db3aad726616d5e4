//! From a brand's settings to its mailbox and its model.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::brand::Brand;
use domain::mailbox::{MailboxKind, SentCopy};
use gateways::{
    Clock, LanguageModel, Mailbox, ModelError, OpenAiModel, OpenAiSettings, PATIENCE, SecretKind, SecretName,
    SecretStore, SmtpImapMailbox, SmtpImapSettings, Trouble, ZohoMailbox, ZohoSettings,
};

/// Opens what a brand is connected to. Opening uses no network.
pub trait Connect: Send + Sync {
    /// The brand's mailbox.
    fn mailbox(&self, brand: &Brand) -> Result<Arc<dyn Mailbox>, Trouble>;
    /// A mailbox as the brand would have it, with secrets that are not kept yet.
    fn trial(&self, brand: &Brand, secrets: Arc<dyn SecretStore>) -> Result<Arc<dyn Mailbox>, Trouble>;
    /// The brand's language model.
    fn model(&self, brand: &Brand) -> Result<Arc<dyn LanguageModel>, ModelError>;
    /// The brand's secrets have changed: what was opened with the former ones is not used again.
    fn forget(&self, _slug: &str) {}
    /// The model's key has changed: what was learned with the former one is forgotten.
    fn forget_models(&self) {}
}

/// What a mailbox is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Opened {
    Zoho(ZohoSettings),
    SmtpImap(SmtpImapSettings),
}

/// A mailbox with the settings it was opened with.
type Kept = (Opened, Arc<dyn Mailbox>);

/// The real thing. Keeps one mailbox and one model per set of settings: tokens, budgets and breakers live in them.
pub struct RealConnect {
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
    patience: Duration,
    roots: Vec<Vec<u8>>,
    mailboxes: Mutex<BTreeMap<String, Kept>>,
    models: Mutex<BTreeMap<(String, String), Arc<dyn LanguageModel>>>,
}

impl RealConnect {
    /// Connects with these secrets, on this clock.
    pub fn new(secrets: Arc<dyn SecretStore>, clock: Arc<dyn Clock>) -> Self {
        Self {
            secrets,
            clock,
            patience: PATIENCE,
            roots: Vec::new(),
            mailboxes: Mutex::default(),
            models: Mutex::default(),
        }
    }

    /// Waits so long for a mailbox's answers.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Trusts these certificates (DER) of mail servers beside the system's.
    #[must_use]
    pub fn trusting(self, roots: Vec<Vec<u8>>) -> Self {
        Self { roots, ..self }
    }

    fn open(&self, opened: Opened, secrets: Arc<dyn SecretStore>) -> Result<Arc<dyn Mailbox>, Trouble> {
        let clock = Arc::clone(&self.clock);
        Ok(match opened {
            Opened::Zoho(settings) => Arc::new(ZohoMailbox::new(settings, secrets, clock, self.patience)?),
            Opened::SmtpImap(settings) => {
                Arc::new(SmtpImapMailbox::new(settings, secrets, clock, self.patience)?.trusting(&self.roots))
            }
        })
    }
}

/// The part of a brand's settings that its mailbox needs.
pub fn zoho_settings(brand: &Brand) -> ZohoSettings {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let settings = &brand.settings;
    ZohoSettings {
        brand_slug: brand.slug.clone(),
        data_centre: settings.data_centre.clone(),
        account_id: given(&settings.account_id),
        from_address: settings.from_email.clone(),
        accounts_url: given(&settings.accounts_url),
        mail_url: given(&settings.mail_url),
    }
}

/// The same for a mailbox that speaks SMTP and IMAP.
pub fn smtp_imap_settings(brand: &Brand) -> SmtpImapSettings {
    let (settings, mailbox) = (&brand.settings, &brand.settings.mailbox);
    SmtpImapSettings {
        brand_slug: brand.slug.clone(),
        from_address: settings.from_email.clone(),
        username: mailbox.username.clone(),
        sign_in: mailbox.sign_in,
        imap: mailbox.imap.clone(),
        smtp: mailbox.smtp.clone(),
        keeps_sent: mailbox.sent_copy == SentCopy::Server,
        oauth_url: Some(mailbox.oauth_url.clone()).filter(|url| !url.is_empty()),
    }
}

fn opened_with(brand: &Brand) -> Opened {
    match brand.settings.mailbox.kind {
        MailboxKind::Zoho => Opened::Zoho(zoho_settings(brand)),
        MailboxKind::SmtpImap => Opened::SmtpImap(smtp_imap_settings(brand)),
    }
}

impl Connect for RealConnect {
    fn mailbox(&self, brand: &Brand) -> Result<Arc<dyn Mailbox>, Trouble> {
        let settings = opened_with(brand);
        let mut kept = self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, mailbox)) = kept.get(&brand.slug)
            && *known == settings
        {
            return Ok(Arc::clone(mailbox));
        }
        let mailbox = self.open(settings.clone(), Arc::clone(&self.secrets))?;
        kept.insert(brand.slug.clone(), (settings, Arc::clone(&mailbox)));
        Ok(mailbox)
    }

    fn trial(&self, brand: &Brand, secrets: Arc<dyn SecretStore>) -> Result<Arc<dyn Mailbox>, Trouble> {
        self.open(opened_with(brand), secrets)
    }

    fn model(&self, brand: &Brand) -> Result<Arc<dyn LanguageModel>, ModelError> {
        let key = (brand.settings.base_url.clone(), brand.settings.model.clone());
        let mut kept = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = kept.get(&key) {
            return Ok(Arc::clone(model));
        }
        let settings = OpenAiSettings::new(&key.0, &key.1);
        let model: Arc<dyn LanguageModel> = Arc::new(OpenAiModel::new(
            settings,
            SecretName::shared(SecretKind::OpenAiApiKey),
            Arc::clone(&self.secrets),
            Arc::clone(&self.clock),
        )?);
        kept.insert(key, Arc::clone(&model));
        Ok(model)
    }

    fn forget(&self, slug: &str) {
        self.mailboxes.lock().unwrap_or_else(PoisonError::into_inner).remove(slug);
    }

    fn forget_models(&self) {
        self.models.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
