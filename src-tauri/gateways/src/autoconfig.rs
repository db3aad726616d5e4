//! Finds the servers of a mailbox from its address. What a house publishes of itself comes first, then what the domain says: whose servers take its
//! mail, its SRV records, and the file on its own host.
//!
//! The address is told to nobody but the domain's own hosts, by https, and no redirect is followed with it.

use std::time::Duration;

use domain::EmailAddress;
use domain::dns::normal;
use domain::mail_servers::{MailServers, SrvAnswers, by_domain, by_exchangers, from_srv, read_autoconfig};
use url::Url;

use crate::dns::Dns;
use crate::web::{Limits, Web};

const LIMITS: Limits = Limits { bytes: 100_000, redirects: 0, patience: Duration::from_secs(6) };

/// The servers of an address's mailbox, as far as they can be found: a suggestion for a person to look at.
pub async fn find_servers(dns: &dyn Dns, web: &Web, address: &EmailAddress) -> Option<MailServers> {
    if let Some(known) = by_domain(address) {
        return Some(known);
    }
    let domain = normal(address.domain());
    if let Some(known) = by_exchangers(address, dns.mx(&domain).await.records()) {
        return Some(known);
    }
    if let Some(said) = from_srv(address, &srv(dns, &domain).await) {
        return Some(said);
    }
    for page in pages(address, &domain) {
        if let Some(written) = written(web, address, &page).await {
            return Some(written);
        }
    }
    None
}

async fn srv(dns: &dyn Dns, domain: &str) -> SrvAnswers {
    let [imaps, imap, submissions, submission] =
        ["_imaps", "_imap", "_submissions", "_submission"].map(|service| format!("{service}._tcp.{domain}"));
    let (imaps, imap, submissions, submission) =
        tokio::join!(dns.srv(&imaps), dns.srv(&imap), dns.srv(&submissions), dns.srv(&submission));
    SrvAnswers { imaps, imap, submissions, submission }
}

/// Where a domain may keep the file.
fn pages(address: &EmailAddress, domain: &str) -> Vec<Url> {
    let own = Url::parse(&format!("https://autoconfig.{domain}/mail/config-v1.1.xml"));
    let own = own.map(|mut page| {
        page.query_pairs_mut().append_pair("emailaddress", address.as_str());
        page
    });
    let well_known = Url::parse(&format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"));
    [own, well_known].into_iter().flatten().collect()
}

async fn written(web: &Web, address: &EmailAddress, page: &Url) -> Option<MailServers> {
    let found = web.fetch(page.as_str(), "text/xml, application/xml", &LIMITS).await.ok()?;
    (found.status == 200).then(|| read_autoconfig(address, &String::from_utf8_lossy(&found.body))).flatten()
}

#[cfg(test)]
mod tests {
    use domain::dns::Service;
    use domain::mail_servers::{How, Security};

    use super::*;
    use crate::dns::Zone;
    use crate::web::Reach;

    fn jo() -> EmailAddress {
        EmailAddress::parse("jo+x@ex.com").unwrap()
    }

    async fn found(zone: &Zone) -> Option<MailServers> {
        find_servers(zone, &Web::new(Reach::Nothing), &jo()).await
    }

    #[tokio::test]
    async fn whoever_takes_the_mail_comes_before_what_the_domain_says() {
        let zone = Zone::new();
        let service = |port, host: &str| Service { priority: 0, weight: 0, port, host: host.to_owned() };
        zone.put_srv("_imaps._tcp.ex.com", service(993, "imap.ex.com"));
        zone.put_srv("_submission._tcp.ex.com", service(587, "smtp.ex.com"));
        let by_srv = found(&zone).await.unwrap();
        assert_eq!((by_srv.found, by_srv.smtp.security), (How::Srv, Security::StartTls));
        zone.put_mx("ex.com", 10, "mx.zoho.com.au");
        let by_mx = found(&zone).await.unwrap();
        assert_eq!((by_mx.found, by_mx.imap.host.as_str()), (How::Mx, "imappro.zoho.com.au"));
    }

    #[tokio::test]
    async fn an_address_of_a_house_asks_nobody() {
        let (zone, gmail) = (Zone::silent(), EmailAddress::parse("jo@gmail.com").unwrap());
        let known = find_servers(&zone, &Web::new(Reach::Nothing), &gmail).await.unwrap();
        assert_eq!(known.imap.host, "imap.gmail.com");
        assert!(zone.asked().is_empty());
    }

    #[tokio::test]
    async fn without_a_network_there_is_no_suggestion() {
        assert_eq!(found(&Zone::silent()).await, None);
    }

    #[test]
    fn only_the_domains_own_hosts_are_asked_for_the_file() {
        let pages: Vec<String> = pages(&jo(), "ex.com").into_iter().map(String::from).collect();
        assert_eq!(
            pages,
            [
                "https://autoconfig.ex.com/mail/config-v1.1.xml?emailaddress=jo%2Bx%40ex.com",
                "https://ex.com/.well-known/autoconfig/mail/config-v1.1.xml"
            ]
        );
    }
}
