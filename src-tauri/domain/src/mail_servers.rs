//! Where a mailbox is read and mail is handed in.

use serde::{Deserialize, Serialize};

/// How a connection is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub enum Security {
    /// TLS from the first byte.
    #[serde(rename = "tls")]
    Tls,
    /// TLS by the command STARTTLS, before anything else is said. A server that does not offer it is not used.
    #[serde(rename = "starttls")]
    StartTls,
    /// None. For servers on this machine only.
    #[serde(rename = "plain")]
    Plain,
}
crate::text_enum!(Security { Tls = "tls", StartTls = "starttls", Plain = "plain" });

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "MailServer")]
pub struct Server {
    /// Its name; its certificate must be for it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub security: Security,
}

impl Server {
    /// Whether it may be used: a password goes over a private connection, or stays on this machine.
    pub fn is_private(&self) -> bool {
        self.security != Security::Plain || is_this_machine(&self.host)
    }
}

/// Whether a host is this machine, by name or address.
pub fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
