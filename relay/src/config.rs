//! What the relay is told when it starts, each by an environment variable.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::engagement::{BadKey, Key};

/// How the relay runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// What it shares with the app. `RELAY_KEY`
    pub key: Key,
    /// Where it listens. `RELAY_LISTEN`, 127.0.0.1:8787
    pub listen: SocketAddr,
    /// Folder of its database; made if missing. `RELAY_DATA`, ./relay-data
    pub data: PathBuf,
    /// What stands before its paths in public, such as `/r`; empty for nothing. `RELAY_BASE_PATH`
    pub base_path: String,
    /// A reverse proxy of ours stands before it and says where requests come from, in the last entry of X-Forwarded-For. `RELAY_BEHIND_PROXY`, off
    pub behind_proxy: bool,
    /// Requests a second that one address may make, ten times as many at once. Opt-outs are counted apart. `RELAY_RATE`, 20
    pub rate: u32,
    /// Most megabytes of its database. `RELAY_MAX_MB`, 256
    pub max_mb: u32,
}

/// A variable does not fit.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no key.
    #[error("RELAY_KEY is missing: make one with `openssl rand -base64 32` and give the same to CRM Autopilot")]
    NoKey,
    /// The key does not fit.
    #[error("RELAY_KEY: {0}")]
    Key(#[from] BadKey),
    /// Another value does not fit.
    #[error("{name} must be {expected}")]
    Value {
        /// The variable.
        name: &'static str,
        /// What would fit.
        expected: &'static str,
    },
}

impl Config {
    /// Reads it from variables.
    ///
    /// # Errors
    /// The key is missing, or a value does not fit.
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let value = |name: &str, default: &str| {
            get(name)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| default.to_owned())
        };
        let wrong = |name, expected| ConfigError::Value { name, expected };
        let number = |name, default| {
            let number = value(name, default).parse().ok().filter(|number| (1..=1_000_000).contains(number));
            number.ok_or(wrong(name, "a number from 1 to 1000000"))
        };
        let key = value("RELAY_KEY", "");
        if key.is_empty() {
            return Err(ConfigError::NoKey);
        }
        Ok(Self {
            key: Key::parse(&key)?,
            listen: value("RELAY_LISTEN", "127.0.0.1:8787")
                .parse()
                .map_err(|_| wrong("RELAY_LISTEN", "an address and a port, such as 0.0.0.0:8787"))?,
            data: value("RELAY_DATA", "relay-data").into(),
            base_path: base_path(&value("RELAY_BASE_PATH", ""))
                .ok_or(wrong("RELAY_BASE_PATH", "a path of letters, digits and hyphens, such as /r"))?,
            behind_proxy: match value("RELAY_BEHIND_PROXY", "off").as_str() {
                "on" => true,
                "off" => false,
                _ => return Err(wrong("RELAY_BEHIND_PROXY", "on or off")),
            },
            rate: number("RELAY_RATE", "20")?,
            max_mb: number("RELAY_MAX_MB", "256")?,
        })
    }
}

fn base_path(text: &str) -> Option<String> {
    let bare = text.trim_matches('/');
    let fits = bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/')) && !bare.contains("//");
    fits.then(|| if bare.is_empty() { String::new() } else { format!("/{bare}") })
}
