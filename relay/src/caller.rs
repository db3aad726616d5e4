//! Who asks: for the rate limit, which forgets it within minutes, and for the label. Nothing of it is kept or logged.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request};
use domain::engagement::Signs;
use tower_governor::GovernorError;
use tower_governor::key_extractor::KeyExtractor;

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    /// Our own proxy stands before us. Only its own entry counts, the last one: what stands before it anybody can write.
    pub(crate) behind_proxy: bool,
}

impl Caller {
    pub(crate) fn address(self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.behind_proxy {
            return peer;
        }
        let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|text| text.to_str().ok());
        last.and_then(|text| text.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
    }
}

impl KeyExtractor for Caller {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().ok_or(GovernorError::UnableToExtractKey)?;
        Ok(match self.address(peer.ip(), request.headers()) {
            // Whoever has one address of version 6 has the whole network around it.
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
            v4 => v4,
        })
    }
}

/// What a request shows of whoever sends it.
pub(crate) fn signs<'a>(method: &Method, headers: &'a HeaderMap, address: IpAddr, millis_since: i64) -> Signs<'a> {
    let first = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| headers.get(*name)?.to_str().ok())
            .filter(|text| text.len() <= 2_000)
            .unwrap_or_default()
    };
    Signs {
        head: method == Method::HEAD,
        user_agent: first(&["user-agent"]),
        purpose: first(&["sec-purpose", "purpose", "x-purpose", "x-moz"]),
        via: first(&["via", "from"]),
        referer: first(&["referer"]),
        address: Some(address),
        millis_since,
    }
}
