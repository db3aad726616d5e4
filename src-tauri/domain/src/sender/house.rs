//! Whose servers a brand's mail goes through, and what that house's customers put into their DNS.
//!
//! From the houses' own pages as of 2026. Zoho: "SPF configuration", "DKIM configuration". Google: "Set up SPF", "Set up DKIM". Microsoft: "Set up SPF
//! for Microsoft 365", "How to use DKIM". Fastmail: "Manual DNS configuration". Apple: "Set up an existing domain with iCloud Mail".

use crate::dns::{is_within, normal};
use crate::mail_servers::ZOHO;

/// A house of mail, as far as sending goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum House {
    /// Zoho Mail, by the key of its data centre.
    Zoho(String),
    /// Gmail and Google Workspace.
    Google,
    /// Microsoft 365 and Outlook.com.
    Microsoft,
    /// Fastmail.
    Fastmail,
    /// iCloud Mail.
    ICloud,
    /// Another: which of its servers send is not known.
    Other,
}

impl House {
    /// The house of a server that mail is handed to.
    pub fn by_smtp_host(host: &str) -> Self {
        let host = normal(host);
        if let Some((key, _)) = ZOHO.iter().find(|(_, hosts)| is_within(&host, hosts)) {
            return Self::Zoho((*key).to_owned());
        }
        let of = [
            ("gmail.com", Self::Google),
            ("google.com", Self::Google),
            ("office365.com", Self::Microsoft),
            ("outlook.com", Self::Microsoft),
            ("fastmail.com", Self::Fastmail),
            ("messagingengine.com", Self::Fastmail),
            ("mail.me.com", Self::ICloud),
            ("icloud.com", Self::ICloud),
        ];
        of.into_iter().find(|(domain, _)| is_within(&host, domain)).map_or(Self::Other, |(_, house)| house)
    }

    /// Its name, for people.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Zoho(_) => "Zoho",
            Self::Google => "Google",
            Self::Microsoft => "Microsoft",
            Self::Fastmail => "Fastmail",
            Self::ICloud => "iCloud",
            Self::Other => "your mail server",
        }
    }

    /// What SPF includes for it.
    pub fn include(&self) -> Option<String> {
        Some(match self {
            Self::Zoho(centre) if centre == "ca" => "zohocloud.ca".to_owned(),
            Self::Zoho(centre) => format!("zohomail.{centre}"),
            Self::Google => "_spf.google.com".to_owned(),
            Self::Microsoft => "spf.protection.outlook.com".to_owned(),
            Self::Fastmail => "spf.messagingengine.com".to_owned(),
            Self::ICloud => "icloud.com".to_owned(),
            Self::Other => return None,
        })
    }

    /// Whether including this name names the house's servers. Zoho has had several over the years.
    pub(super) fn is_named_by(&self, included: &str) -> bool {
        match self {
            Self::Zoho(_) => {
                let labels = || included.split('.');
                labels().any(|label| matches!(label, "zoho" | "zohomail" | "zohocloud")) || included == "transmail.net"
            }
            _ => self.include().is_some_and(|include| include == included),
        }
    }

    /// Names that its customers' DKIM keys usually have.
    pub(super) const fn selectors(&self) -> &'static [&'static str] {
        match self {
            Self::Zoho(_) => &["zoho", "zmail", "zohomail"],
            Self::Google => &["google"],
            Self::Microsoft => &["selector1", "selector2"],
            Self::Fastmail => &["fm1", "fm2", "fm3"],
            Self::ICloud => &["sig1"],
            Self::Other => &[],
        }
    }

    /// Where a person gets its DKIM key.
    pub(super) const fn key_from(&self) -> &'static str {
        match self {
            Self::Zoho(_) => {
                "In Zoho's mail admin console, open Domains, your domain, Email configuration, DKIM; add a selector, and set the record that it shows."
            }
            Self::Google => {
                "In Google's admin console, open Apps, Google Workspace, Gmail, Authenticate email; make a key, and set the record that it shows."
            }
            Self::Microsoft => {
                "In Microsoft Defender, open Email authentication settings, DKIM; choose your domain, set the two records that it shows, and switch signing on."
            }
            Self::Fastmail => "Set the three records fm1, fm2 and fm3 that Fastmail shows under Settings, Domains.",
            Self::ICloud => "Set the record sig1 that iCloud shows for your custom domain.",
            Self::Other => "Ask whoever runs your mail server for its DKIM record, and set it.",
        }
    }

    /// A DKIM record that can be said exactly: name below the domain, and what it points to.
    pub(super) fn key_alias(&self, domain: &str) -> Option<(&'static str, String)> {
        match self {
            Self::Fastmail => Some(("fm1", format!("fm1.{domain}.dkim.fmhosted.com"))),
            Self::ICloud => Some(("sig1", format!("sig1.dkim.{domain}.at.icloudmailadmin.com"))),
            _ => None,
        }
    }
}
