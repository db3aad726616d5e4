//! What a .env file holds for us: secrets for the keychain, settings for the brand, the servers of a mailbox, and names that mean nothing here.

use std::collections::BTreeMap;

use domain::mail_servers::{Security, Server, is_this_machine, presets};
use domain::mailbox::SentCopy;
use gateways::{SecretKind, SecretName, SecretString};

/// A mailbox that is named by its servers, in the names of Django's settings and their like for reading. Shows no secret.
#[derive(Debug)]
pub struct EnvServers {
    /// Where it is read; `None` if the file does not say and the house is not known.
    pub imap: Option<Server>,
    /// Where its mail is handed in.
    pub smtp: Option<Server>,
    /// The name to sign in with; empty for the brand's address.
    pub username: String,
    /// For reading.
    pub password: Option<SecretString>,
    /// For sending.
    pub smtp_password: Option<SecretString>,
    /// Who files what was sent.
    pub sent_copy: SentCopy,
}

/// A file that was understood. Shows no secret.
#[derive(Debug, Default)]
pub struct EnvFile {
    /// Secrets by what they are for.
    pub secrets: Vec<(SecretKind, SecretString)>,
    /// Settings of the brand.
    pub settings: BTreeMap<String, String>,
    /// A mailbox by its servers. What is Zoho's goes before it.
    pub servers: Option<EnvServers>,
    /// Names that mean nothing here. What does not look like a name is left out: it may be a secret that somebody pasted.
    pub ignored: Vec<String>,
}

impl EnvFile {
    /// Whether there is nothing for us in it.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty() && self.settings.is_empty() && self.servers.is_none()
    }
}

/// Where a secret of such a file is kept.
pub fn name_of(kind: SecretKind, slug: &str) -> SecretName {
    match kind {
        SecretKind::OpenAiApiKey | SecretKind::RelayKey => SecretName::shared(kind),
        _ => SecretName::of_brand(slug, kind),
    }
}

/// Understands the text of a file.
pub fn parse(text: &str) -> EnvFile {
    let mut file = EnvFile::default();
    let mut mail = BTreeMap::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("export ").trim_start();
        let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
        let (name, value) = (name.trim(), unquoted(value.trim()));
        if value.is_empty() {
            continue;
        }
        match name {
            "ZOHO_CLIENT_ID" => file.secrets.push((SecretKind::ZohoClientId, value.into())),
            "ZOHO_CLIENT_SECRET" => file.secrets.push((SecretKind::ZohoClientSecret, value.into())),
            "ZOHO_REFRESH_TOKEN" => file.secrets.push((SecretKind::ZohoRefreshToken, value.into())),
            "OPENAI_API_KEY" => file.secrets.push((SecretKind::OpenAiApiKey, value.into())),
            "RELAY_KEY" => file.secrets.push((SecretKind::RelayKey, value.into())),
            "ZOHO_ACCOUNT_ID" => drop(file.settings.insert("zoho.account_id".to_owned(), value.to_owned())),
            "ZOHO_FROM_EMAIL" => drop(file.settings.insert("from.email".to_owned(), value.to_owned())),
            "ZOHO_API_DOMAIN" => drop(file.settings.insert("zoho.data_centre".to_owned(), data_centre(value))),
            _ if MAIL.contains(&name) => drop(mail.insert(name, value)),
            _ if looks_like_a_name(name) => file.ignored.push(name.to_owned()),
            _ => {}
        }
    }
    if file.secrets.iter().any(|(kind, _)| kind.as_str().starts_with("zoho")) {
        // The former system had both; what it wrote to people with is what counts.
        file.ignored.extend(mail.into_keys().map(str::to_owned));
    } else {
        file.servers = servers(&mail);
    }
    file
}

const MAIL: [&str; 10] = [
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
    "IMAP_HOST",
    "IMAP_PORT",
    "IMAP_USER",
    "IMAP_PASSWORD",
];

/// A server that is not named is taken from the house that the other one belongs to.
fn servers(mail: &BTreeMap<&str, &str>) -> Option<EnvServers> {
    let text = |name: &str| mail.get(name).copied();
    let (imap, smtp) = (text("IMAP_HOST"), text("EMAIL_HOST"));
    if imap.is_none() && smtp.is_none() {
        return None;
    }
    let is = |host: &str, written: Option<&str>| written.is_some_and(|written| written.eq_ignore_ascii_case(host));
    let house = presets().into_iter().find(|house| is(&house.imap.host, imap) || is(&house.smtp.host, smtp));
    let imap = imap.map(|host| reading(host, text("IMAP_PORT")));
    let smtp =
        smtp.map(|host| sending(host, text("EMAIL_PORT"), yes(text("EMAIL_USE_SSL")), yes(text("EMAIL_USE_TLS"))));
    let secret = |names: [&str; 2]| names.into_iter().find_map(text).map(SecretString::from);
    Some(EnvServers {
        imap: imap.or_else(|| house.as_ref().map(|house| house.imap.clone())),
        smtp: smtp.or_else(|| house.as_ref().map(|house| house.smtp.clone())),
        username: ["IMAP_USER", "EMAIL_HOST_USER"].into_iter().find_map(text).unwrap_or_default().to_owned(),
        password: secret(["IMAP_PASSWORD", "EMAIL_HOST_PASSWORD"]),
        smtp_password: secret(["EMAIL_HOST_PASSWORD", "IMAP_PASSWORD"]),
        sent_copy: if house.is_some_and(|house| house.keeps_sent) { SentCopy::Server } else { SentCopy::Append },
    })
}

fn reading(host: &str, port: Option<&str>) -> Server {
    let port = port.and_then(|port| port.parse().ok()).unwrap_or(993);
    let security = if port != 993 && is_this_machine(host) {
        Security::Plain
    } else if port == 143 {
        Security::StartTls
    } else {
        Security::Tls
    };
    Server { host: host.to_owned(), port, security }
}

/// Django's `EMAIL_USE_TLS` is STARTTLS. Where the file asks for neither, mail to another machine is kept private all the same.
fn sending(host: &str, port: Option<&str>, ssl: bool, tls: bool) -> Server {
    let port = port.and_then(|port| port.parse().ok()).unwrap_or(if ssl { 465 } else { 587 });
    let security = if ssl || (port == 465 && !tls) {
        Security::Tls
    } else if !tls && is_this_machine(host) {
        Security::Plain
    } else {
        Security::StartTls
    };
    Server { host: host.to_owned(), port, security }
}

fn yes(value: Option<&str>) -> bool {
    value.is_some_and(|value| ["true", "1", "yes", "on"].contains(&value.to_lowercase().as_str()))
}

/// Longer names are not written by people.
const LONGEST_NAME: usize = 40;

fn looks_like_a_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.contains('_')
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// A value without its quotes, or without the comment behind it.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some((inside, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inside;
        }
    }
    value.split(" #").next().unwrap_or(value).trim_end()
}

/// `com.au` of `zoho.com.au` or `https://mail.zoho.com.au/api`.
fn data_centre(domain: &str) -> String {
    let host =
        domain.split_once("://").map_or(domain, |(_, rest)| rest).split('/').next().unwrap_or(domain).to_lowercase();
    match host.split_once("zohocloud.").or_else(|| host.split_once("zoho.")) {
        Some((_, key)) => key.to_owned(),
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateways::secrets::ExposeSecret as _;

    #[test]
    fn a_guide_s_env_file_is_understood_and_shows_no_secret() {
        let text = "# Zoho\nZOHO_CLIENT_ID=1000.ID\nexport ZOHO_CLIENT_SECRET='sec ret' # mine\nZOHO_REFRESH_TOKEN=\n\
                    ZOHO_ACCOUNT_ID=692 # number\nZOHO_API_DOMAIN=zoho.com.au\nREDIS_URL=redis://localhost\nc2VjcmV0==\n";
        let file = parse(text);
        let secrets: Vec<_> =
            file.secrets.iter().map(|(kind, secret)| (kind.as_str(), secret.expose_secret())).collect();
        assert_eq!(secrets, [("zoho_client_id", "1000.ID"), ("zoho_client_secret", "sec ret")]);
        assert_eq!(file.settings["zoho.account_id"], "692");
        assert_eq!(file.settings["zoho.data_centre"], "com.au");
        assert_eq!(file.ignored, ["REDIS_URL"], "a secret that was pasted by itself is not repeated");
        assert!(!format!("{file:?}").contains("sec ret"));
    }

    #[test]
    fn a_mailbox_is_named_by_its_servers_in_the_names_of_django() {
        let text = "EMAIL_HOST=smtp.gmail.com\nEMAIL_PORT=587\nEMAIL_USE_TLS=True\nEMAIL_HOST_USER=jo@gmail.com\nEMAIL_HOST_PASSWORD=sec ret\n";
        let file = parse(text);
        assert!(file.secrets.is_empty() && file.ignored.is_empty());
        assert!(!format!("{file:?}").contains("sec ret"));
        let known = file.servers.unwrap();
        let (imap, smtp) = (known.imap.unwrap(), known.smtp.unwrap());
        assert_eq!((imap.host.as_str(), imap.port), ("imap.gmail.com", 993));
        assert_eq!((smtp.port, smtp.security, known.sent_copy), (587, Security::StartTls, SentCopy::Server));
        assert_eq!((known.username.as_str(), known.password.unwrap().expose_secret()), ("jo@gmail.com", "sec ret"));

        let own = parse("EMAIL_HOST=mail.tea.example\nEMAIL_USE_SSL=1\nEMAIL_HOST_PASSWORD=out\nIMAP_PASSWORD=in\n");
        let own = own.servers.unwrap();
        assert!(own.imap.is_none(), "nobody knows where it is read");
        assert_eq!(own.smtp.unwrap(), sending("mail.tea.example", Some("465"), true, false));
        assert_eq!((own.password.unwrap().expose_secret(), own.smtp_password.unwrap().expose_secret()), ("in", "out"));

        let both = parse(&format!("{text}ZOHO_REFRESH_TOKEN=1000.x\n"));
        assert!(both.servers.is_none() && both.ignored.contains(&"EMAIL_HOST".to_owned()), "{:?}", both.ignored);
        assert_eq!(sending("mail.tea.example", Some("25"), false, false).security, Security::StartTls);
        assert_eq!(sending("127.0.0.1", Some("1025"), false, false).security, Security::Plain);
    }

    #[test]
    fn a_data_centre_is_found_in_every_spelling() {
        for (domain, key) in [
            ("zoho.com", "com"),
            ("https://mail.zoho.com.au/api", "com.au"),
            ("accounts.zohocloud.ca", "ca"),
            ("Zoho.EU", "eu"),
            ("com.au", "com.au"),
        ] {
            assert_eq!(data_centre(domain), key, "{domain}");
        }
    }
}
