//! Where on the web the program may go by itself: public places only. An address that a stranger wrote must never lead into this machine or the
//! network around it.
//!
//! Ranges: the IANA registries of special-purpose addresses, <https://www.iana.org/assignments/iana-ipv4-special-registry> and
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Why an address is not visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotVisited {
    /// It is no address of the web.
    #[error("it is no web address")]
    NotWeb,
    /// Its port is not one on which web sites are.
    #[error("web sites are not on that port")]
    Port,
    /// It carries a name or password.
    #[error("it carries a name or password")]
    Credentials,
    /// It leads into this machine or a network that is not public.
    #[error("it does not lead to a public place")]
    NotPublic,
}

/// Ports on which web sites are.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// Reads an address that may be visited, as far as it can be told without looking its host up. Whoever looks the host up asks
/// [`is_public`] of what is found.
///
/// # Errors
/// Why it is not visited.
pub fn visitable(address: &str) -> Result<Url, NotVisited> {
    let mut url = Url::parse(address.trim()).map_err(|_| NotVisited::NotWeb)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(NotVisited::NotWeb);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NotVisited::Credentials);
    }
    if url.port_or_known_default().is_none_or(|port| !PORTS.contains(&port)) {
        return Err(NotVisited::Port);
    }
    let public = match url.host() {
        Some(Host::Ipv4(ip)) => is_public(ip.into()),
        Some(Host::Ipv6(ip)) => is_public(ip.into()),
        Some(Host::Domain(name)) => is_public_name(name),
        None => false,
    };
    if !public {
        return Err(NotVisited::NotPublic);
    }
    url.set_fragment(None);
    Ok(url)
}

/// Endings that no public name has (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and the one ICANN keeps for private use).
const PRIVATE_ENDINGS: [&str; 6] = ["localhost", "local", "internal", "home.arpa", "onion", "alt"];

/// Whether a name could be one of the public web: it has a dot, and no ending that is kept for private use.
pub(crate) fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let private = |ending: &&str| name.strip_suffix(*ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !PRIVATE_ENDINGS.iter().any(private)
}

/// Networks of IPv4 that are not public: their first address and the length of their prefix.
const PRIVATE_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// The one network of IPv6 from which public addresses are given out.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What in it is not public: protocols and tunnels (Teredo and 6to4 carry an IPv4 address inside), documentation.
const PRIVATE_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether an address is of the public internet. Whatever maps or translates into another kind of address is not.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !PRIVATE_V4.iter().any(|(network, bits)| {
            let shift = 32 - bits;
            ip.to_bits() >> shift == network.to_bits() >> shift
        }),
        IpAddr::V6(ip) => {
            let within = |(network, bits): &(Ipv6Addr, u32)| {
                let shift = 128 - bits;
                ip.to_bits() >> shift == network.to_bits() >> shift
            };
            within(&PUBLIC_V6) && !PRIVATE_V6.iter().any(within)
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Sixty spellings of places that are not public.
    const PRIVATE: &str = include_str!("web_private.txt");

    #[test]
    fn no_spelling_of_a_private_place_is_visited() {
        let all: Vec<&str> = PRIVATE.lines().filter(|line| !line.is_empty()).collect();
        assert!(all.len() >= 60, "{}", all.len());
        for address in all {
            assert!(visitable(address).is_err(), "{address} would be visited");
        }
    }

    #[rstest]
    #[case("https://harbourblog.example/write-for-us#top", "https://harbourblog.example/write-for-us")]
    #[case(" http://8.8.8.8:8080/x?y=1 ", "http://8.8.8.8:8080/x?y=1")]
    #[case("https://[2606:4700::1111]/", "https://[2606:4700::1111]/")]
    #[case("HTTPS://MÜNCHEN.example", "https://xn--mnchen-3ya.example/")]
    #[case("http://192.169.0.1/", "http://192.169.0.1/")]
    #[case("http://localhost.example/", "http://localhost.example/")]
    fn public_places_are_visited(#[case] address: &str, #[case] visited: &str) {
        assert_eq!(visitable(address).map(String::from), Ok(visited.to_owned()));
    }
}
