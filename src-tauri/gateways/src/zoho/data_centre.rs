//! The two hosts of each Zoho data centre: a fixed table, because the client's secret and the owner's grant are posted to
//! whatever stands here. Other addresses are accepted for this machine only (sandbox and tests).

use url::Url;

use super::ZohoSettings;
use crate::http::is_loopback;
use crate::mail::{Trouble, TroubleCode};

/// Key, host of the sign-in, host of the mail API. Canada is the one whose hosts do not follow its key.
const TABLE: [(&str, &str, &str); 10] = [
    ("com", "accounts.zoho.com", "mail.zoho.com"),
    ("eu", "accounts.zoho.eu", "mail.zoho.eu"),
    ("in", "accounts.zoho.in", "mail.zoho.in"),
    ("com.au", "accounts.zoho.com.au", "mail.zoho.com.au"),
    ("jp", "accounts.zoho.jp", "mail.zoho.jp"),
    ("ca", "accounts.zohocloud.ca", "mail.zohocloud.ca"),
    ("com.cn", "accounts.zoho.com.cn", "mail.zoho.com.cn"),
    ("sa", "accounts.zoho.sa", "mail.zoho.sa"),
    ("uk", "accounts.zoho.uk", "mail.zoho.uk"),
    ("ae", "accounts.zoho.ae", "mail.zoho.ae"),
];

/// Where one mailbox lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hosts {
    pub(super) accounts: Url,
    pub(super) mail: Url,
}

/// The keys of all data centres, for a choice in the settings.
pub fn keys() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(key, ..)| *key)
}

/// The hosts for the settings. An unknown key, or an override that leaves this machine, is an error.
pub(super) fn hosts(settings: &ZohoSettings) -> Result<Hosts, Trouble> {
    let wanted = settings.data_centre.trim().to_ascii_lowercase();
    // Some settings carry the whole domain, `zoho.com.au`.
    let wanted = wanted.strip_prefix("zoho.").unwrap_or(&wanted);
    let row = TABLE.iter().find(|(key, ..)| *key == wanted);
    let host = |given: &Option<String>, name: Option<&str>| match (given, name) {
        (Some(url), _) => loopback_url(url),
        (None, Some(name)) => Url::parse(&format!("https://{name}")).map_err(|_| unknown(wanted)),
        (None, None) => Err(unknown(wanted)),
    };
    Ok(Hosts {
        accounts: host(&settings.accounts_url, row.map(|(_, accounts, _)| *accounts))?,
        mail: host(&settings.mail_url, row.map(|(.., mail)| *mail))?,
    })
}

/// The key of the data centre that a sign-in host belongs to.
pub(super) fn key_of_accounts_server(server: &str) -> Option<&'static str> {
    let url = Url::parse(server).ok()?;
    let host = url.host_str()?;
    TABLE.iter().find(|(_, accounts, _)| *accounts == host).map(|(key, ..)| *key)
}

fn loopback_url(text: &str) -> Result<Url, Trouble> {
    match Url::parse(text.trim()) {
        Ok(url) if is_loopback(&url) && matches!(url.scheme(), "http" | "https") => Ok(url),
        _ => Err(Trouble::new(TroubleCode::WrongDataCentre).saying(
            "The mailbox's address may be overridden with an address of this machine only.",
            "Clear zoho.accounts_url and zoho.mail_url in the brand's settings and choose a data centre instead.",
        )),
    }
}

fn unknown(wanted: &str) -> Trouble {
    let known = keys().collect::<Vec<_>>().join(", ");
    Trouble::new(TroubleCode::WrongDataCentre)
        .saying(
            "The brand's settings name no known Zoho data centre.",
            format!("Set zoho.data_centre to one of {known}."),
        )
        .with_detail(wanted)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn settings(data_centre: &str, override_url: Option<&str>) -> ZohoSettings {
        ZohoSettings {
            brand_slug: "codeteki".to_owned(),
            data_centre: data_centre.to_owned(),
            account_id: None,
            from_address: "sales@ex.com".to_owned(),
            accounts_url: override_url.map(str::to_owned),
            mail_url: override_url.map(str::to_owned),
        }
    }

    #[rstest]
    #[case("com", "https://accounts.zoho.com/", "https://mail.zoho.com/")]
    #[case("zoho.com.au", "https://accounts.zoho.com.au/", "https://mail.zoho.com.au/")]
    #[case(" CA ", "https://accounts.zohocloud.ca/", "https://mail.zohocloud.ca/")]
    fn a_key_gives_both_hosts(#[case] key: &str, #[case] accounts: &str, #[case] mail: &str) {
        let hosts = hosts(&settings(key, None)).unwrap();
        assert_eq!((hosts.accounts.as_str(), hosts.mail.as_str()), (accounts, mail));
    }

    #[rstest]
    #[case("", None)]
    #[case("evil.example", None)]
    #[case("com", Some("https://evil.example"))]
    #[case("com", Some("http://127.0.0.1@evil.example"))]
    #[case("com", Some("ftp://127.0.0.1"))]
    fn no_other_host_ever(#[case] key: &str, #[case] override_url: Option<&str>) {
        assert_eq!(hosts(&settings(key, override_url)).unwrap_err().code, TroubleCode::WrongDataCentre);
    }

    #[test]
    fn the_sandbox_may_stand_in() {
        let hosts = hosts(&settings("com", Some("http://127.0.0.1:8080"))).unwrap();
        assert_eq!(hosts.mail.as_str(), "http://127.0.0.1:8080/");
    }

    #[test]
    fn a_sign_in_host_is_recognised_only_from_the_table() {
        assert_eq!(key_of_accounts_server("https://accounts.zoho.eu"), Some("eu"));
        assert_eq!(key_of_accounts_server("https://accounts.zoho.eu.evil.example"), None);
    }
}
