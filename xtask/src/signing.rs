//! What `dist` signs with, from the environment: the installers on Windows, and the updates everywhere. Apple's variables are read by the
//! bundler itself. Nothing is signed without them, and no key is ever written to a file.

use std::env;

use anyhow::{Result, bail};
use serde_json::{Value, json};

/// The command that signs a file on Windows, with `%1` in the place of the file: for certificates that lie in a service or on a token.
const COMMAND: &str = "WINDOWS_SIGN_COMMAND";
/// The thumbprint of a certificate in Windows' own store.
const THUMBPRINT: &str = "WINDOWS_CERTIFICATE_THUMBPRINT";
/// Who confirms the time of a signature.
const TIMESTAMP: &str = "WINDOWS_TIMESTAMP_URL";
/// The public half of the key that signs updates.
const KEY: &str = "UPDATES_PUBLIC_KEY";
/// Where the window asks for the newest version. Needs `https`.
const ADDRESS: &str = "UPDATES_URL";
/// The private half, in the variable that Tauri's own tools read.
const PRIVATE: &str = "TAURI_SIGNING_PRIVATE_KEY";

/// The bundler's arguments that follow from the environment.
///
/// # Errors
/// Half of what updates need is given.
pub(crate) fn from_environment() -> Result<Vec<String>> {
    arguments(&|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
}

/// Whether updates are signed.
pub(crate) fn signs_updates() -> bool {
    env::var(KEY).is_ok_and(|key| !key.trim().is_empty())
}

fn arguments(given: &dyn Fn(&str) -> Option<String>) -> Result<Vec<String>> {
    let mut arguments = Vec::new();
    let windows = windows(given);
    if windows != json!({}) {
        arguments.extend(["--config".to_owned(), json!({ "bundle": { "windows": windows } }).to_string()]);
    }
    match (given(KEY), given(ADDRESS)) {
        (None, None) => {}
        (Some(key), Some(address)) => {
            if given(PRIVATE).is_none() {
                bail!("{KEY} is given, so the packages must be signed: set {PRIVATE}");
            }
            // A signature is bound to its version: nobody can offer an old package as a new one.
            let updater = json!({ "pubkey": key, "endpoints": [address], "requireSignedVersion": true });
            let overlay = json!({ "plugins": { "updater": updater }, "bundle": { "createUpdaterArtifacts": true } });
            arguments.extend([
                "--features".to_owned(),
                "updater".to_owned(),
                "--config".to_owned(),
                overlay.to_string(),
            ]);
        }
        _ => bail!("updates need both {KEY} and {ADDRESS}; without both, the window looks for none"),
    }
    Ok(arguments)
}

fn windows(given: &dyn Fn(&str) -> Option<String>) -> Value {
    let mut windows = json!({});
    for (key, name) in [("signCommand", COMMAND), ("certificateThumbprint", THUMBPRINT), ("timestampUrl", TIMESTAMP)] {
        if let (Some(value), Some(windows)) = (given(name), windows.as_object_mut()) {
            windows.insert(key.to_owned(), value.into());
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| pairs.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn without_keys_nothing_is_signed_and_nothing_looks_for_updates() {
        assert!(arguments(&given(&[])).unwrap().is_empty());
    }

    #[test]
    fn half_of_what_updates_need_is_refused() {
        assert!(arguments(&given(&[(KEY, "k")])).is_err());
        assert!(arguments(&given(&[(ADDRESS, "https://example.com/latest.json")])).is_err());
        let unsigned = given(&[(KEY, "k"), (ADDRESS, "https://example.com/latest.json")]);
        assert!(arguments(&unsigned).unwrap_err().to_string().contains("TAURI_SIGNING_PRIVATE_KEY"));
    }

    #[test]
    fn keys_switch_the_feature_on_and_stay_out_of_the_arguments() {
        let all =
            [(KEY, "public"), (ADDRESS, "https://example.com/latest.json"), ("TAURI_SIGNING_PRIVATE_KEY", "secret")];
        let words =
            arguments(&|name| all.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned()));
        let words = words.unwrap().join(" ");
        assert!(words.contains("--features updater") && words.contains("public"));
        assert!(!words.contains("secret"));
    }

    #[test]
    fn windows_signs_by_a_command_or_a_certificate() {
        let words = arguments(&given(&[(COMMAND, "sign %1"), (TIMESTAMP, "http://time.example")])).unwrap();
        assert_eq!(
            words,
            ["--config", r#"{"bundle":{"windows":{"signCommand":"sign %1","timestampUrl":"http://time.example"}}}"#]
        );
    }
}
