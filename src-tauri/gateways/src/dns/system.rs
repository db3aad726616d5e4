//! The real one: asks the servers that this machine is set to ask, over UDP, and over TCP where an answer is too long for that.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use async_trait::async_trait;
use domain::dns::{Exchanger, Looked, Service, normal};
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::{ResolverBuilder, TokioResolver};

use super::Dns;

/// How long one server is waited for.
const SERVER: Duration = Duration::from_secs(2);
/// How long one question may take in all.
const PATIENCE: Duration = Duration::from_secs(6);
/// Records of one answer that are kept, and bytes of a text.
const MOST: usize = 64;
const LONGEST: usize = 4_096;

/// Asks as this machine is set up at the moment of the question: a laptop changes networks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDns {
    only: Option<SocketAddr>,
}

impl SystemDns {
    /// Asks one server alone.
    pub fn at(server: SocketAddr) -> Self {
        Self { only: Some(server) }
    }

    fn resolver(self) -> Result<TokioResolver, NetError> {
        let mut builder: ResolverBuilder<TokioRuntimeProvider> = match self.only {
            None => TokioResolver::builder_tokio()?,
            Some(server) => TokioResolver::builder_with_config(only(server), TokioRuntimeProvider::default()),
        };
        let options = builder.options_mut();
        options.timeout = SERVER;
        options.attempts = 1;
        // Some networks let nothing else through.
        options.try_tcp_on_error = true;
        builder.build()
    }

    async fn ask<T>(self, name: &str, kind: RecordType, read: impl Fn(&RData) -> Option<T>) -> Looked<T> {
        // The dot keeps the machine's own domain from being tried behind it.
        let Ok(name) = Name::from_utf8(format!("{}.", normal(name))) else { return Looked::NotFound };
        let Ok(resolver) = self.resolver() else { return Looked::Unanswered };
        match tokio::time::timeout(PATIENCE, resolver.lookup(name, kind)).await {
            Ok(Ok(found)) if found.message().truncation => Looked::Unanswered,
            Ok(Ok(found)) => {
                let records: Vec<T> =
                    found.answers().iter().filter_map(|record| read(&record.data)).take(MOST).collect();
                if records.is_empty() { Looked::NotFound } else { Looked::Found(records) }
            }
            Ok(Err(error)) if error.is_no_records_found() => Looked::NotFound,
            Ok(Err(_)) | Err(_) => Looked::Unanswered,
        }
    }
}

fn only(server: SocketAddr) -> ResolverConfig {
    let at = |mut connection: ConnectionConfig| {
        connection.port = server.port();
        connection
    };
    let connections = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
    ResolverConfig::from_name_servers(vec![NameServerConfig::new(server.ip(), true, connections)])
}

fn host(name: &Name) -> String {
    normal(&name.to_ascii())
}

#[async_trait]
impl Dns for SystemDns {
    async fn txt(&self, name: &str) -> Looked<String> {
        let read = |data: &RData| match data {
            RData::TXT(text) => {
                let bytes: Vec<u8> = text.txt_data.iter().flat_map(|part| part.iter().copied()).take(LONGEST).collect();
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            _ => None,
        };
        self.ask(name, RecordType::TXT, read).await
    }

    async fn mx(&self, name: &str) -> Looked<Exchanger> {
        let read = |data: &RData| match data {
            RData::MX(mx) => Some(Exchanger { preference: mx.preference, host: host(&mx.exchange) }),
            _ => None,
        };
        self.ask(name, RecordType::MX, read).await
    }

    async fn srv(&self, name: &str) -> Looked<Service> {
        let read = |data: &RData| match data {
            RData::SRV(srv) => {
                Some(Service { priority: srv.priority, weight: srv.weight, port: srv.port, host: host(&srv.target) })
            }
            _ => None,
        };
        self.ask(name, RecordType::SRV, read).await
    }

    async fn addresses(&self, name: &str) -> Looked<IpAddr> {
        let read = |data: &RData| match data {
            RData::A(address) => Some(IpAddr::V4(address.0)),
            RData::AAAA(address) => Some(IpAddr::V6(address.0)),
            _ => None,
        };
        let (four, six) = tokio::join!(self.ask(name, RecordType::A, read), self.ask(name, RecordType::AAAA, read));
        match (four, six) {
            (Looked::Found(four), six) => Looked::Found(four.into_iter().chain(six.into_records()).collect()),
            (Looked::NotFound, six) => six,
            (Looked::Unanswered, Looked::Found(six)) => Looked::Found(six),
            (Looked::Unanswered, _) => Looked::Unanswered,
        }
    }
}
