//! Which servers an address gets, from what a stranger says.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::dns::Exchanger;

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn at(server: &Server) -> String {
    format!("{}:{} {}", server.host, server.port, server.security)
}

#[rstest]
#[case("jo@gmail.com", "imap.gmail.com:993 tls", "smtp.gmail.com:465 tls", "gmail")]
#[case("jo@zohomail.com.au", "imap.zoho.com.au:993 tls", "smtp.zoho.com.au:465 tls", "zoho.com.au")]
#[case("jo@zoho.eu", "imap.zoho.eu:993 tls", "smtp.zoho.eu:465 tls", "zoho.eu")]
#[case("jo@hotmail.com", "outlook.office365.com:993 tls", "smtp-mail.outlook.com:587 starttls", "outlook")]
#[case("jo@fastmail.fm", "imap.fastmail.com:993 tls", "smtp.fastmail.com:465 tls", "fastmail")]
#[case("jo@me.com", "imap.mail.me.com:993 tls", "smtp.mail.me.com:587 starttls", "icloud")]
fn an_address_of_a_house_gets_its_servers(
    #[case] who: &str,
    #[case] imap: &str,
    #[case] smtp: &str,
    #[case] key: &str,
) {
    let found = by_domain(&address(who)).unwrap();
    assert_eq!((at(&found.imap).as_str(), at(&found.smtp).as_str()), (imap, smtp));
    assert_eq!(found.found, How::Preset(key.to_owned()));
    assert_eq!(found.username, who);
    assert!(found.strangers(&address(who)).is_empty());
    assert_eq!(found.preset().unwrap().key, key);
}

#[rstest]
#[case("ASPMX.L.GOOGLE.COM.", Some("imap.gmail.com"))]
#[case("alt1.aspmx.l.googlemail.com", Some("imap.gmail.com"))]
#[case("ex-com.mail.protection.outlook.com", Some("outlook.office365.com"))]
#[case("ex-com.a-v1.mx.microsoft", Some("outlook.office365.com"))]
#[case("mx.zoho.com.au", Some("imappro.zoho.com.au"))]
#[case("mx2.zohocloud.ca", Some("imappro.zohocloud.ca"))]
#[case("in1-smtp.messagingengine.com", Some("imap.fastmail.com"))]
#[case("mx01.mail.icloud.com", Some("imap.mail.me.com"))]
#[case("mx.notgoogle.com", None)]
#[case("google.com.evil.example", None)]
#[case("", None)]
fn the_server_that_takes_its_mail_tells_the_house(#[case] host: &str, #[case] imap: Option<&str>) {
    let backup = Exchanger { preference: 20, host: "mx.backup.example".to_owned() };
    let exchangers = [backup, Exchanger { preference: 10, host: host.to_owned() }];
    let found = by_exchangers(&address("jo@ex.com"), &exchangers);
    assert_eq!(found.as_ref().map(|found| found.imap.host.as_str()), imap);
    if let Some(found) = found {
        // The look-up named a host elsewhere, so a person sees it before a password goes there.
        assert!(found.strangers(&address("jo@ex.com")).contains(&found.imap.host.as_str()));
        assert!(found.preset().is_some());
    }
}

#[test]
fn every_preset_is_private_distinct_and_says_what_to_do() {
    let all = presets();
    for preset in &all {
        assert!(preset.imap.is_private() && preset.smtp.is_private(), "{}", preset.key);
        assert!(dns::is_host(&preset.imap.host) && dns::is_host(&preset.smtp.host), "{}", preset.key);
        assert!(preset.link.starts_with("https://") && preset.help.ends_with('.'), "{}", preset.key);
        assert_eq!(all.iter().filter(|other| other.key == preset.key).count(), 1, "{}", preset.key);
    }
}

fn service(priority: u16, weight: u16, port: u16, host: &str) -> Service {
    Service { priority, weight, port, host: host.to_owned() }
}

fn answers(imaps: Looked<Service>, submission: Looked<Service>) -> SrvAnswers {
    SrvAnswers {
        imaps,
        imap: Looked::Found(vec![service(0, 0, 143, "plain.ex.com")]),
        submissions: Looked::Unanswered,
        submission,
    }
}

#[test]
fn srv_records_are_read_as_the_rfc_says() {
    let many =
        vec![service(10, 0, 993, "late.ex.com"), service(0, 1, 993, "light.ex.com"), service(0, 9, 994, "b.ex.com")];
    let handed_in = Looked::Found(vec![service(0, 0, 587, "smtp.elsewhere.example")]);
    let jo = address("jo@ex.com");
    let found = from_srv(&jo, &answers(Looked::Found(many), handed_in.clone())).unwrap();
    assert_eq!(at(&found.imap), "b.ex.com:994 tls");
    assert_eq!(at(&found.smtp), "smtp.elsewhere.example:587 starttls");
    assert_eq!(found.strangers(&jo), ["smtp.elsewhere.example"]);

    // No TLS from the first byte: STARTTLS on the other name.
    let found = from_srv(&jo, &answers(Looked::Found(vec![service(0, 0, 0, "")]), handed_in)).unwrap();
    assert_eq!(at(&found.imap), "plain.ex.com:143 starttls");

    // The domain says that there is no such service.
    let none = Looked::Found(vec![service(0, 0, 0, "")]);
    assert_eq!(from_srv(&jo, &answers(Looked::NotFound, none)), None);
}

const AUTOCONFIG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE clientConfig [<!ENTITY host "evil.example">]>
<clientConfig version="1.1">
  <emailProvider id="ex.com">
    <domain>ex.com</domain>
    <incomingServer type="pop3"><hostname>pop.ex.com</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
    <incomingServer type="imap">
      <hostname>imap.ex.com</hostname><port>143</port><socketType>plain</socketType><username>%EMAILADDRESS%</username>
    </incomingServer>
    <incomingServer type="imap">
      <hostname> IMAP.%EMAILDOMAIN% </hostname><port> 993 </port><socketType>SSL</socketType>
      <authentication>password-cleartext</authentication><username>%EMAILLOCALPART%</username>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname><![CDATA[smtp.ex.com]]></hostname><port>587</port><socketType>STARTTLS</socketType><username>x</username>
    </outgoingServer>
  </emailProvider>
</clientConfig>"#;

#[test]
fn the_file_of_a_domain_is_read_and_only_what_is_private_is_taken() {
    let found = read_autoconfig(&address("jo@ex.com"), AUTOCONFIG).unwrap();
    assert_eq!(at(&found.imap), "imap.ex.com:993 tls");
    assert_eq!(at(&found.smtp), "smtp.ex.com:587 starttls");
    assert_eq!((found.username.as_str(), found.found), ("jo", How::Autoconfig));
}

#[rstest]
#[case::an_entity("", "<hostname> IMAP.%EMAILDOMAIN% </hostname>", "<hostname>&host;</hostname>")]
#[case::an_ip_address("", "<hostname> IMAP.%EMAILDOMAIN% </hostname>", "<hostname>10.0.0.1</hostname>")]
#[case::no_port("", "<port> 993 </port>", "<port>99999</port>")]
#[case::no_tls("", "<socketType>SSL</socketType>\n", "<socketType>plain</socketType>\n")]
#[case::cut_short("", "<outgoingServer", "<outgoingServer type='smtp'><hostname>")]
fn a_hostile_file_names_no_server(#[case] _why: &str, #[case] part: &str, #[case] instead: &str) {
    assert!(AUTOCONFIG.contains(part), "{part}");
    assert_eq!(read_autoconfig(&address("jo@ex.com"), &AUTOCONFIG.replace(part, instead)), None);
}

proptest! {
    #[test]
    fn any_file_is_survived(start in 0_usize..1_200, junk in "\\PC{0,60}") {
        let cut = AUTOCONFIG.floor_char_boundary(start.min(AUTOCONFIG.len()));
        let (head, tail) = AUTOCONFIG.split_at(cut);
        if let Some(found) = read_autoconfig(&address("jo@ex.com"), &format!("{head}{junk}{tail}")) {
            prop_assert!(found.imap.is_private() && found.smtp.is_private());
        }
    }
}

#[test]
fn without_tls_a_server_must_be_this_machine() {
    let server = |host: &str, security| Server { host: host.to_owned(), port: 1, security };
    assert!(server("127.0.0.1", Security::Plain).is_private());
    assert!(server("localhost", Security::Plain).is_private());
    assert!(server("[::1]", Security::Plain).is_private());
    assert!(!server("imap.ex.com", Security::Plain).is_private());
    assert!(!server("localhost.ex.com", Security::Plain).is_private());
    assert!(server("imap.ex.com", Security::StartTls).is_private());
}
