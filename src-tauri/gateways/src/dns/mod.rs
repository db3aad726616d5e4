//! Asks the domain name system. Whatever goes wrong is an answer: "there is none" and "nobody answered" are told apart, and nothing waits long.

mod system;
#[cfg(test)]
mod tests;
mod zone;

use std::net::IpAddr;

use async_trait::async_trait;
use domain::dns::{Exchanger, Looked, Service};

pub use system::SystemDns;
pub use zone::Zone;

/// Answers four kinds of questions. Names may carry any case and a last dot.
#[async_trait]
pub trait Dns: Send + Sync {
    /// Texts of a name, each put together from its parts.
    async fn txt(&self, name: &str) -> Looked<String>;

    /// Servers that take a domain's mail.
    async fn mx(&self, name: &str) -> Looked<Exchanger>;

    /// Places of a service, such as `_imaps._tcp.ex.com`.
    async fn srv(&self, name: &str) -> Looked<Service>;

    /// Addresses of a host, of either kind.
    async fn addresses(&self, name: &str) -> Looked<IpAddr>;
}
