//! Where a mailbox is read and mail is handed in: what is known of the large houses, and what a domain says of itself.
//!
//! Whatever was looked up is a suggestion. [`MailServers::strangers`] names the hosts that a person has to see and confirm before a password
//! goes there; certificates are checked against the host named, always.

mod autoconfig;
mod presets;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use autoconfig::read as read_autoconfig;
pub(crate) use presets::ZOHO;
pub use presets::{Preset, SignInWays, by_domain, by_exchangers, presets};

use crate::EmailAddress;
use crate::dns::{self, Looked, Service};

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

/// How servers were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "by", content = "name")]
#[ts(export, rename = "ServersFoundBy")]
pub enum How {
    /// The address belongs to a house that is known; its key among [`presets()`].
    Preset(String),
    /// The domain names them in its SRV records (RFC 6186, RFC 8314).
    Srv,
    /// A file on the domain's own host names them.
    Autoconfig,
    /// The server that takes the domain's mail is one of a house that is known.
    Mx,
}

/// Where a mailbox is read, and where its mail is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MailServers {
    /// Where it is read.
    pub imap: Server,
    /// Where its mail is handed in.
    pub smtp: Server,
    /// Whether the server certainly puts what it is handed in into Sent by itself. If not, look there before you add a copy.
    pub keeps_sent: bool,
    /// Who signs in: usually the address.
    pub username: String,
    /// How they were found.
    pub found: How,
}

impl MailServers {
    /// The preset they are, if they are those of a house that is known.
    pub fn preset(&self) -> Option<Preset> {
        presets().into_iter().find(|preset| preset.imap == self.imap && preset.smtp == self.smtp)
    }

    /// Hosts that lie outside of the address's domain, though only a look-up named them: a person confirms these.
    pub fn strangers(&self, address: &EmailAddress) -> Vec<&str> {
        if matches!(self.found, How::Preset(_)) {
            return Vec::new();
        }
        let domain = dns::normal(address.domain());
        let mut hosts = vec![self.imap.host.as_str(), self.smtp.host.as_str()];
        hosts.dedup();
        hosts.retain(|host| !dns::is_within(host, &domain));
        hosts
    }
}

/// What the domain's SRV records say, one answer for each name.
#[derive(Debug, Clone)]
pub struct SrvAnswers {
    /// `_imaps._tcp`
    pub imaps: Looked<Service>,
    /// `_imap._tcp`
    pub imap: Looked<Service>,
    /// `_submissions._tcp`
    pub submissions: Looked<Service>,
    /// `_submission._tcp`
    pub submission: Looked<Service>,
}

/// The servers that SRV records name. TLS from the first byte is taken before STARTTLS (RFC 8314, 5.1); a record that points nowhere says that there
/// is no such service (RFC 6186, 3.4), and a name that is no host's is none.
pub fn from_srv(address: &EmailAddress, answers: &SrvAnswers) -> Option<MailServers> {
    Some(MailServers {
        imap: chosen(&answers.imaps, Security::Tls).or_else(|| chosen(&answers.imap, Security::StartTls))?,
        smtp: chosen(&answers.submissions, Security::Tls)
            .or_else(|| chosen(&answers.submission, Security::StartTls))?,
        keeps_sent: false,
        username: address.to_string(),
        found: How::Srv,
    })
}

/// The lowest priority, and of it the heaviest: a settings page needs one answer that stays the same, no balance of load.
fn chosen(answer: &Looked<Service>, security: Security) -> Option<Server> {
    let usable = answer.records().iter().filter(|service| service.port > 0 && dns::is_host(&service.host));
    let best = usable.min_by_key(|service| (service.priority, std::cmp::Reverse(service.weight)))?;
    Some(Server { host: best.host.clone(), port: best.port, security })
}
