//! What the tests share: one server, worlds behind it, and a mailbox of either kind at the other end.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::Timestamp;
use domain::mail_servers::{Security, Server};
use domain::mailbox::SignIn;
use gateways::{
    Clock, ManualClock, MemorySecrets, SecretKind, SecretName, SecretStore, SmtpImapMailbox, SmtpImapSettings,
    ZohoMailbox, ZohoSettings,
};
use gateways::{Mailbox, OutgoingMail};
use mailserver::{MailServer, Options, skip};
use sandbox::{Accepted, Incoming, Limits, MailboxSpec, Sandbox, default_mailboxes};

/// Monday morning in Melbourne, long ago: Dovecot believes no date of the future.
pub(crate) const START: &str = "2025-02-03T10:00:00+11:00";
pub(crate) const PASSWORD: &str = "an app password";
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// The server that the tests share; nothing, and a loud word, where none can be started.
pub(crate) fn shared(test: &str) -> Option<&'static MailServer> {
    static SERVER: OnceLock<MailServer> = OnceLock::new();
    (!skip(test)).then(|| SERVER.get_or_init(|| MailServer::start(Options::default()).unwrap()))
}

/// A name that no other test has.
pub(crate) fn fresh_domain() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("brand-{}.example", NEXT.fetch_add(1, Ordering::SeqCst))
}

/// A world that follows a clock and takes mail over SMTP, with one mailbox.
pub(crate) async fn world(clock: &Arc<ManualClock>, people: bool, spec: MailboxSpec) -> Sandbox {
    let now = Arc::clone(clock);
    let mut options = sandbox::Options::new(7, Arc::new(move || now.now().millis()));
    options.limits = Limits::NONE;
    options.people = people;
    options.smtp = true;
    options.mailboxes = vec![spec];
    Sandbox::start(options).await.unwrap()
}

pub(crate) fn spec(address: &str) -> MailboxSpec {
    let first = default_mailboxes().swap_remove(0);
    MailboxSpec { address: address.to_owned(), aliases: Vec::new(), ..first }
}

pub(crate) fn begin() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(Timestamp::parse(START).unwrap()))
}

/// Which kind of mailbox is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Zoho,
    SmtpImap,
}

/// One brand with a mailbox of either kind, and the world behind it.
pub(crate) struct Stage {
    pub(crate) kind: Kind,
    pub(crate) server: &'static MailServer,
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) spec: MailboxSpec,
}

/// What a test may want to be different about a mailbox.
pub(crate) struct Change {
    pub(crate) password: &'static str,
    /// Instead of the true port of SMTP, and of Zoho.
    pub(crate) port: Option<u16>,
    /// Instead of the true port of IMAP.
    pub(crate) imap: Option<u16>,
    pub(crate) patience: Duration,
}

impl Default for Change {
    fn default() -> Self {
        Self { password: PASSWORD, port: None, imap: None, patience: PATIENCE }
    }
}

impl Stage {
    pub(crate) async fn set(kind: Kind, test: &str) -> Option<Self> {
        let server = shared(test)?;
        let domain = fresh_domain();
        let clock = begin();
        let spec = spec(&format!("sales@{domain}"));
        let sandbox = world(&clock, false, spec.clone()).await;
        server.add_user(&spec.address, PASSWORD).unwrap();
        server.next_hop(&domain, sandbox.smtp_port().unwrap());
        Some(Self { kind, server, sandbox, clock, spec })
    }

    pub(crate) async fn mailbox(&self) -> Arc<dyn Mailbox> {
        self.with(&Change::default()).await
    }

    pub(crate) async fn with(&self, change: &Change) -> Arc<dyn Mailbox> {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let secrets = MemorySecrets::default();
        let zoho = if change.password == PASSWORD { self.spec.client_secret.as_str() } else { change.password };
        let given = [
            (SecretKind::ZohoClientId, self.spec.client_id.as_str()),
            (SecretKind::ZohoClientSecret, zoho),
            (SecretKind::ZohoRefreshToken, self.spec.refresh_token.as_str()),
            (SecretKind::SmtpPassword, change.password),
        ];
        for (kind, value) in given {
            secrets.set(&SecretName::of_brand("codeteki", kind), value.to_owned().into()).await.unwrap();
        }
        let secrets: Arc<dyn SecretStore> = Arc::new(secrets);
        match self.kind {
            Kind::Zoho => {
                let url = change.port.map_or_else(|| self.sandbox.url(), |port| format!("http://127.0.0.1:{port}"));
                let settings = ZohoSettings {
                    brand_slug: "codeteki".to_owned(),
                    data_centre: "com.au".to_owned(),
                    account_id: Some(self.spec.account_id.clone()),
                    from_address: self.spec.address.clone(),
                    accounts_url: Some(url.clone()),
                    mail_url: Some(url),
                };
                Arc::new(ZohoMailbox::new(settings, secrets, clock, change.patience).unwrap())
            }
            Kind::SmtpImap => {
                let smtp = change.port.unwrap_or(self.server.ports.plain);
                let imap = change.imap.or(change.port.filter(|port| *port == 9)).unwrap_or(self.server.ports.imap);
                let settings = plain(&self.spec.address, smtp, imap);
                Arc::new(SmtpImapMailbox::new(settings, secrets, clock, change.patience).unwrap())
            }
        }
    }

    /// What arrived in the world so far.
    pub(crate) async fn arrived(&self) -> Vec<Accepted> {
        self.server.settled().await.unwrap();
        self.sandbox.ledger()
    }

    /// Somebody's mail arrives, now on the clock.
    pub(crate) fn receive(&self, raw: &str, spam: bool) {
        let now = self.clock.now().millis();
        match self.kind {
            Kind::Zoho => {
                let folder = Some(if spam { "Spam" } else { "Inbox" }.to_owned());
                let from = "kim@site.example".to_owned();
                let from_name = Some("Kim Müller".to_owned());
                let subject =
                    raw.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned();
                let raw = Some(raw.to_owned());
                let incoming = Incoming { from, from_name, subject, folder, raw, ..Incoming::default() };
                self.sandbox.inject(&self.spec.slug, incoming).unwrap();
            }
            Kind::SmtpImap => {
                let folder = if spam { self.server.folders.spam() } else { "INBOX" };
                self.server.deliver(&self.spec.address, folder, raw.as_bytes(), now).unwrap();
            }
        }
    }

    /// A mail of ours to somebody, told apart by a word.
    pub(crate) fn mail(&self, to: &str, word: &str) -> OutgoingMail {
        letter(&self.spec.address, to, word)
    }
}

/// A mail from one address to another, told apart by a word.
pub(crate) fn letter(from: &str, to: &str, word: &str) -> OutgoingMail {
    OutgoingMail {
        from_address: from.to_owned(),
        from_name: "Zoë at Codeteki".to_owned(),
        to_address: to.to_owned(),
        to_name: Some("Kim Müller".to_owned()),
        reply_to: None,
        subject: format!("About {word}"),
        text: format!("Hello Kim,\n\nwe write about {word}.\n\nRef: {word}\n"),
        html: format!("<p>Hello Kim,</p><p>we write about {word}.</p><p>Ref: {word}</p>"),
        in_reply_to: None,
        token: word.to_owned(),
        message_id: format!("<{word}@{}>", from.rsplit_once('@').unwrap().1),
        unsubscribe: Some(format!("https://relay.example/u/{word}")),
    }
}

/// Settings for the doors without TLS.
pub(crate) fn plain(address: &str, smtp: u16, imap: u16) -> SmtpImapSettings {
    let at = |port| Server { host: "localhost".to_owned(), port, security: Security::Plain };
    SmtpImapSettings {
        brand_slug: "codeteki".to_owned(),
        from_address: address.to_owned(),
        username: String::new(),
        sign_in: SignIn::Password,
        imap: at(imap),
        smtp: at(smtp),
        keeps_sent: false,
        oauth_url: None,
    }
}
