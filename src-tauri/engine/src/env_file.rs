//! What the guide's .env file holds for us: secrets for the keychain, settings for the brand, and names that mean nothing here.

use std::collections::BTreeMap;

use gateways::{SecretKind, SecretName, SecretString};

/// A file that was understood. Shows no secret.
#[derive(Debug, Default)]
pub struct EnvFile {
    /// Secrets by what they are for.
    pub secrets: Vec<(SecretKind, SecretString)>,
    /// Settings of the brand.
    pub settings: BTreeMap<String, String>,
    /// Names that mean nothing here. What does not look like a name is left out: it may be a secret that somebody pasted.
    pub ignored: Vec<String>,
}

impl EnvFile {
    /// Whether there is nothing for us in it.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty() && self.settings.is_empty()
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
            _ if looks_like_a_name(name) => file.ignored.push(name.to_owned()),
            _ => {}
        }
    }
    file
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
