//! A domain name system in memory, for tests and for worlds that must not ask the real one.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::dns::{Exchanger, Looked, Service, normal};

use super::Dns;

/// The fake. What was not put in is not found, or, in a silent one, not answered.
#[derive(Debug, Default)]
pub struct Zone {
    within: Mutex<Within>,
}

#[derive(Debug, Default)]
struct Within {
    silent: bool,
    broken: Vec<String>,
    txt: BTreeMap<String, Vec<String>>,
    mx: BTreeMap<String, Vec<Exchanger>>,
    srv: BTreeMap<String, Vec<Service>>,
    addresses: BTreeMap<String, Vec<IpAddr>>,
    asked: Vec<String>,
}

impl Zone {
    /// One in which there is nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that answers nothing: a machine without a network.
    pub fn silent() -> Self {
        let zone = Self::new();
        zone.fall_silent(true);
        zone
    }

    /// Adds a text to a name.
    pub fn put_txt(&self, name: &str, text: &str) {
        self.with(|within| within.txt.entry(normal(name)).or_default().push(text.to_owned()));
    }

    /// Adds a server that takes a domain's mail; an empty host says that it takes none.
    pub fn put_mx(&self, name: &str, preference: u16, host: &str) {
        let exchanger = Exchanger { preference, host: normal(host) };
        self.with(|within| within.mx.entry(normal(name)).or_default().push(exchanger));
    }

    /// Adds a place of a service.
    pub fn put_srv(&self, name: &str, service: Service) {
        self.with(|within| within.srv.entry(normal(name)).or_default().push(service));
    }

    /// Adds an address to a host.
    pub fn put_address(&self, name: &str, address: IpAddr) {
        self.with(|within| within.addresses.entry(normal(name)).or_default().push(address));
    }

    /// Takes everything of a name away.
    pub fn remove(&self, name: &str) {
        let name = normal(name);
        self.with(|within| {
            within.txt.remove(&name);
            within.mx.remove(&name);
            within.srv.remove(&name);
            within.addresses.remove(&name);
        });
    }

    /// From now on nobody answers for a name.
    pub fn break_name(&self, name: &str) {
        self.with(|within| within.broken.push(normal(name)));
    }

    /// Whether nobody answers at all.
    pub fn fall_silent(&self, silent: bool) {
        self.with(|within| within.silent = silent);
    }

    /// Every question so far, such as `TXT _dmarc.ex.com`.
    pub fn asked(&self) -> Vec<String> {
        self.with(|within| within.asked.clone())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Within) -> T) -> T {
        act(&mut self.within.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn look<T: Clone>(&self, kind: &str, name: &str, of: fn(&Within) -> &BTreeMap<String, Vec<T>>) -> Looked<T> {
        let name = normal(name);
        self.with(|within| {
            within.asked.push(format!("{kind} {name}"));
            if within.silent || within.broken.contains(&name) {
                return Looked::Unanswered;
            }
            of(within).get(&name).map_or(Looked::NotFound, |records| Looked::Found(records.clone()))
        })
    }
}

#[async_trait]
impl Dns for Zone {
    async fn txt(&self, name: &str) -> Looked<String> {
        self.look("TXT", name, |within| &within.txt)
    }

    async fn mx(&self, name: &str) -> Looked<Exchanger> {
        self.look("MX", name, |within| &within.mx)
    }

    async fn srv(&self, name: &str) -> Looked<Service> {
        self.look("SRV", name, |within| &within.srv)
    }

    async fn addresses(&self, name: &str) -> Looked<IpAddr> {
        self.look("A", name, |within| &within.addresses)
    }
}
