//! What kind of mailbox a brand has, and how one signs in to it. Settings are read and written by the same dotted keys everywhere.

use serde::{Deserialize, Serialize};

use crate::EmailAddress;
use crate::brand::{SettingError, Settings};
use crate::mail_servers::{Security, Server};

/// Who runs the mailbox, and over which protocol it is spoken to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum MailboxKind {
    /// Zoho's REST API.
    #[default]
    Zoho,
    /// Any mailbox that speaks SMTP and IMAP.
    SmtpImap,
}
crate::text_enum!(MailboxKind { Zoho = "zoho", SmtpImap = "smtp_imap" });

/// How one proves to an SMTP and IMAP server who one is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SignIn {
    /// A password, usually one made for this program.
    #[default]
    Password,
    /// Google's permission, given in the browser.
    Google,
    /// Microsoft's permission, given in the browser.
    Microsoft,
}
crate::text_enum!(SignIn { Password = "password", Google = "google", Microsoft = "microsoft" });

/// Who files a copy of what was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SentCopy {
    /// We do, when the server has not done so itself.
    #[default]
    Append,
    /// The server always does.
    Server,
}
crate::text_enum!(SentCopy { Append = "append", Server = "server" });

/// The part of a brand's settings that says which mailbox it has. Zoho's own part stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is described once, by its key in brand::KEYS")]
pub struct MailboxSettings {
    pub kind: MailboxKind,
    pub sign_in: SignIn,
    pub username: String,
    pub sent_copy: SentCopy,
    pub aliases: String,
    pub oauth_url: String,
    pub imap: Server,
    pub smtp: Server,
}

impl Default for MailboxSettings {
    fn default() -> Self {
        let server = |port| Server { host: String::new(), port, security: Security::Tls };
        Self {
            kind: MailboxKind::default(),
            sign_in: SignIn::default(),
            username: String::new(),
            sent_copy: SentCopy::default(),
            aliases: String::new(),
            oauth_url: String::new(),
            imap: server(993),
            smtp: server(465),
        }
    }
}

impl MailboxSettings {
    /// The value of a key as text; `None` for an unknown key.
    pub fn get(&self, key: &str) -> Option<String> {
        Some(match key {
            "mailbox.kind" => self.kind.to_string(),
            "mailbox.sign_in" => self.sign_in.to_string(),
            "mailbox.username" => self.username.clone(),
            "mailbox.sent_copy" => self.sent_copy.to_string(),
            "mailbox.aliases" => self.aliases.clone(),
            "mailbox.oauth_url" => self.oauth_url.clone(),
            "imap.host" => self.imap.host.clone(),
            "imap.port" => self.imap.port.to_string(),
            "imap.security" => self.imap.security.to_string(),
            "smtp.host" => self.smtp.host.clone(),
            "smtp.port" => self.smtp.port.to_string(),
            "smtp.security" => self.smtp.security.to_string(),
            _ => return None,
        })
    }

    /// Sets a key from text. Nothing changes on an error.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingError> {
        let bad = |expected: &str| SettingError::BadValue {
            key: key.to_owned(),
            value: value.to_owned(),
            expected: expected.to_owned(),
        };
        let host = || host(value).ok_or_else(|| bad("the name of a server, such as imap.example.com"));
        let port = || value.parse::<u16>().ok().filter(|port| *port > 0).ok_or_else(|| bad("a number from 1 to 65535"));
        let security = || value.parse().map_err(|_| bad("tls, starttls, or plain for this machine only"));
        match key {
            "mailbox.kind" => self.kind = value.parse().map_err(|_| bad("zoho or smtp_imap"))?,
            "mailbox.sign_in" => self.sign_in = value.parse().map_err(|_| bad("password, google or microsoft"))?,
            "mailbox.username" | "mailbox.oauth_url" if value.contains(char::is_control) => {
                return Err(bad("a single line"));
            }
            "mailbox.oauth_url" => value.clone_into(&mut self.oauth_url),
            "mailbox.username" => value.clone_into(&mut self.username),
            "mailbox.sent_copy" => self.sent_copy = value.parse().map_err(|_| bad("append or server"))?,
            "mailbox.aliases" => self.aliases = aliases(value).ok_or_else(|| bad("addresses with commas between"))?,
            "imap.host" => self.imap.host = host()?,
            "imap.port" => self.imap.port = port()?,
            "imap.security" => self.imap.security = security()?,
            "smtp.host" => self.smtp.host = host()?,
            "smtp.port" => self.smtp.port = port()?,
            "smtp.security" => self.smtp.security = security()?,
            _ => return Err(SettingError::UnknownKey(key.to_owned())),
        }
        Ok(())
    }

    /// The other addresses at which mail for the brand arrives.
    pub fn alias_list(&self) -> impl Iterator<Item = &str> {
        self.aliases.split(',').map(str::trim).filter(|alias| !alias.is_empty())
    }
}

impl Settings {
    /// What the mailbox is called, to tell whether two brands have the same one, or one brand still has it; `None` before it is known.
    pub fn mailbox_name(&self) -> Option<String> {
        match self.mailbox.kind {
            MailboxKind::Zoho if self.account_id.is_empty() => None,
            MailboxKind::Zoho => Some(format!("zoho {} {}", self.data_centre, self.account_id)),
            MailboxKind::SmtpImap if self.mailbox.imap.host.is_empty() => None,
            MailboxKind::SmtpImap => {
                let own = if self.mailbox.username.is_empty() { &self.from_email } else { &self.mailbox.username };
                Some(format!("imap {} {}", self.mailbox.imap.host, own.to_lowercase()))
            }
        }
    }

    /// Whether two brands read one inbox.
    pub fn shares_inbox_with(&self, other: &Self) -> bool {
        self.mailbox_name().is_some_and(|name| other.mailbox_name() == Some(name))
    }

    /// Whether two brands send through one mailbox, so that they share its caps.
    pub fn shares_mailbox_with(&self, other: &Self) -> bool {
        self.shares_inbox_with(other) || (!self.from_email.is_empty() && self.from_email == other.from_email)
    }

    /// Whether mail to this address is meant for the brand: its own addresses, with or without a mark after a plus.
    pub fn is_reached_at(&self, address: &str) -> bool {
        let Ok(address) = EmailAddress::parse(address) else { return false };
        let own = [self.from_email.as_str(), &self.reply_to].into_iter().chain(self.mailbox.alias_list());
        let plain = address.without_tag();
        own.filter_map(|own| EmailAddress::parse(own).ok()).any(|own| own.without_tag() == plain)
    }
}

/// A host's name or address, in lower case; empty for none.
fn host(value: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    value.chars().all(plain).then(|| value.to_lowercase())
}

fn aliases(value: &str) -> Option<String> {
    let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
    let parsed: Option<Vec<String>> =
        parts.map(|part| EmailAddress::parse(part).ok().map(|address| address.to_string())).collect();
    Some(parsed?.join(", "))
}
