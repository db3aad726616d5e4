//! The large houses of mail: their servers, how one signs in there, and by which names they are known.
//!
//! From each house's own pages, as of 2026: Zoho "IMAP access" and "SMTP configuration" (`imappro` and `smtppro` serve organisations with domains of their
//! own), Google "Add Gmail to another email client", Microsoft "POP, IMAP, and SMTP settings", Fastmail "Server names and ports", Apple
//! "iCloud Mail server settings".

use serde::{Deserialize, Serialize};

use super::{How, MailServers, Security, Server};
use crate::EmailAddress;
use crate::dns::{self, Exchanger};
use crate::mailbox::SignIn;

/// How one signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SignInWays {
    /// With a password that is made for this program.
    AppPassword,
    /// Through the browser only.
    OAuth,
    /// Either way.
    Both,
}

/// One house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Its key, such as `gmail` or `zoho.com.au.pro`.
    pub key: String,
    /// Its name, for people.
    pub name: String,
    /// Where a mailbox is read.
    pub imap: Server,
    /// Where mail is handed in.
    pub smtp: Server,
    /// Whether it certainly keeps what is sent in Sent by itself.
    pub keeps_sent: bool,
    /// How one signs in.
    pub sign_in: SignInWays,
    /// What to do there first, in a plain sentence.
    pub help: String,
    /// Where that is done.
    pub link: String,
}

impl Preset {
    /// Its servers for an address.
    pub fn servers(&self, address: &EmailAddress) -> MailServers {
        MailServers {
            imap: self.imap.clone(),
            smtp: self.smtp.clone(),
            keeps_sent: self.keeps_sent,
            username: address.to_string(),
            found: How::Preset(self.key.clone()),
        }
    }

    /// The ways to sign in there that we know, the usual one first. Only Google and Microsoft are asked through the browser.
    pub fn ways(&self) -> Vec<SignIn> {
        let browser = match self.key.as_str() {
            GMAIL => Some(SignIn::Google),
            OUTLOOK | MICROSOFT => Some(SignIn::Microsoft),
            _ => None,
        };
        let password = (self.sign_in != SignInWays::OAuth || browser.is_none()).then_some(SignIn::Password);
        password.into_iter().chain(browser).collect()
    }
}

/// Key of each data centre of Zoho, and the domain its hosts lie in. Canada is the one whose hosts do not follow its key.
pub(crate) const ZOHO: [(&str, &str); 10] = [
    ("com", "zoho.com"),
    ("eu", "zoho.eu"),
    ("in", "zoho.in"),
    ("com.au", "zoho.com.au"),
    ("jp", "zoho.jp"),
    ("ca", "zohocloud.ca"),
    ("com.cn", "zoho.com.cn"),
    ("sa", "zoho.sa"),
    ("uk", "zoho.uk"),
    ("ae", "zoho.ae"),
];

const GMAIL: &str = "gmail";
const OUTLOOK: &str = "outlook";
const MICROSOFT: &str = "microsoft365";
const FASTMAIL: &str = "fastmail";
const ICLOUD: &str = "icloud";

/// Domains in which everybody can have an address, and whose they are. Zoho's follow from its table.
const DOMAINS: [(&str, &str); 15] = [
    ("gmail.com", GMAIL),
    ("googlemail.com", GMAIL),
    ("outlook.com", OUTLOOK),
    ("outlook.com.au", OUTLOOK),
    ("hotmail.com", OUTLOOK),
    ("hotmail.co.uk", OUTLOOK),
    ("live.com", OUTLOOK),
    ("live.com.au", OUTLOOK),
    ("msn.com", OUTLOOK),
    ("fastmail.com", FASTMAIL),
    ("fastmail.fm", FASTMAIL),
    ("fastmail.com.au", FASTMAIL),
    ("icloud.com", ICLOUD),
    ("me.com", ICLOUD),
    ("mac.com", ICLOUD),
];

/// Domains in which the servers lie that take mail for other domains, and whose they are. Zoho's follow from its table.
const EXCHANGERS: [(&str, &str); 6] = [
    ("google.com", GMAIL),
    ("googlemail.com", GMAIL),
    ("outlook.com", MICROSOFT),
    ("mx.microsoft", MICROSOFT),
    ("messagingengine.com", FASTMAIL),
    ("icloud.com", ICLOUD),
];

/// All of them, in the order in which a choice shows them.
pub fn presets() -> Vec<Preset> {
    let zoho = ZOHO.iter().flat_map(|(key, hosts)| [zoho(key, hosts, false), zoho(key, hosts, true)]);
    zoho.chain([gmail(), microsoft365(), outlook(), fastmail(), icloud()]).collect()
}

/// The house that an address's own domain belongs to.
pub fn by_domain(address: &EmailAddress) -> Option<MailServers> {
    let domain = dns::normal(address.domain());
    let of_zoho = || {
        let is = |(_, hosts): &&(&str, &str)| domain == *hosts || domain == hosts.replacen("zoho", "zohomail", 1);
        ZOHO.iter().find(is).map(|(key, _)| format!("zoho.{key}"))
    };
    let key = DOMAINS.iter().find(|(of, _)| domain == *of).map(|(_, key)| (*key).to_owned()).or_else(of_zoho)?;
    Some(named(&key)?.servers(address))
}

/// The house whose servers take the domain's mail: that of the server which is asked first.
pub fn by_exchangers(address: &EmailAddress, exchangers: &[Exchanger]) -> Option<MailServers> {
    let host = dns::normal(&exchangers.iter().min_by_key(|exchanger| exchanger.preference)?.host);
    let of_zoho = || {
        let is = |(_, hosts): &&(&str, &str)| dns::is_within(&host, hosts);
        ZOHO.iter().find(is).map(|(key, _)| format!("zoho.{key}.pro"))
    };
    let is = |(of, _): &&(&str, &str)| dns::is_within(&host, of);
    let key = EXCHANGERS.iter().find(is).map(|(_, key)| (*key).to_owned()).or_else(of_zoho)?;
    Some(MailServers { found: How::Mx, ..named(&key)?.servers(address) })
}

fn named(key: &str) -> Option<Preset> {
    presets().into_iter().find(|preset| preset.key == key)
}

fn server(host: impl Into<String>, port: u16, security: Security) -> Server {
    Server { host: host.into(), port, security }
}

fn zoho(key: &str, hosts: &str, pro: bool) -> Preset {
    let (ending, part, whose) = if pro { (".pro", "pro", "own domain") } else { ("", "", "personal") };
    Preset {
        key: format!("zoho.{key}{ending}"),
        name: format!("Zoho Mail, {hosts} ({whose})"),
        imap: server(format!("imap{part}.{hosts}"), 993, Security::Tls),
        smtp: server(format!("smtp{part}.{hosts}"), 465, Security::Tls),
        // Its setting "Save copy of sent emails" decides.
        keeps_sent: false,
        sign_in: SignInWays::AppPassword,
        help: "In Zoho Mail, switch IMAP access on under Settings, Mail accounts. Then make an application-specific password in your Zoho account, \
               under Security, and paste it here."
            .to_owned(),
        link: format!("https://accounts.{hosts}/home#security/app_password"),
    }
}

fn gmail() -> Preset {
    Preset {
        key: GMAIL.to_owned(),
        name: "Gmail and Google Workspace".to_owned(),
        imap: server("imap.gmail.com", 993, Security::Tls),
        smtp: server("smtp.gmail.com", 465, Security::Tls),
        keeps_sent: true,
        sign_in: SignInWays::Both,
        help: "Switch 2-Step Verification on in your Google account. Then make an app password and paste it here; the usual password is not taken."
            .to_owned(),
        link: "https://myaccount.google.com/apppasswords".to_owned(),
    }
}

fn microsoft365() -> Preset {
    Preset {
        key: MICROSOFT.to_owned(),
        name: "Microsoft 365".to_owned(),
        imap: server("outlook.office365.com", 993, Security::Tls),
        smtp: server("smtp.office365.com", 587, Security::StartTls),
        keeps_sent: true,
        sign_in: SignInWays::OAuth,
        help: "Microsoft 365 takes no passwords from programs: sign in through the browser. Whoever looks after your organisation must allow IMAP and \
               authenticated SMTP for this mailbox."
            .to_owned(),
        link: "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission"
            .to_owned(),
    }
}

fn outlook() -> Preset {
    Preset {
        key: OUTLOOK.to_owned(),
        name: "Outlook.com and Hotmail".to_owned(),
        imap: server("outlook.office365.com", 993, Security::Tls),
        smtp: server("smtp-mail.outlook.com", 587, Security::StartTls),
        keeps_sent: true,
        sign_in: SignInWays::OAuth,
        help: "Outlook.com takes no passwords from programs: sign in through the browser. Before that, allow IMAP in Outlook's settings, under Mail, \
               Forwarding and IMAP."
            .to_owned(),
        link: "https://outlook.live.com/mail/0/options/mail/forwarding".to_owned(),
    }
}

fn fastmail() -> Preset {
    Preset {
        key: FASTMAIL.to_owned(),
        name: "Fastmail".to_owned(),
        imap: server("imap.fastmail.com", 993, Security::Tls),
        smtp: server("smtp.fastmail.com", 465, Security::Tls),
        keeps_sent: false,
        sign_in: SignInWays::AppPassword,
        help: "In Fastmail, make an app password for Mail under Settings, Privacy & Security, and paste it here. Plans without app passwords cannot be \
               used by other programs."
            .to_owned(),
        link: "https://www.fastmail.help/hc/en-us/articles/360058752854-App-passwords".to_owned(),
    }
}

fn icloud() -> Preset {
    Preset {
        key: ICLOUD.to_owned(),
        name: "iCloud Mail".to_owned(),
        imap: server("imap.mail.me.com", 993, Security::Tls),
        smtp: server("smtp.mail.me.com", 587, Security::StartTls),
        keeps_sent: false,
        sign_in: SignInWays::AppPassword,
        help: "In your Apple account, make an app-specific password under Sign-In and Security, and paste it here; the usual password is not taken."
            .to_owned(),
        link: "https://account.apple.com/account/manage".to_owned(),
    }
}
