//! Reads the file in which a domain tells mail programs its servers: Mozilla's `config-v1.1.xml`,
//! <https://www.ietf.org/archive/id/draft-bucksch-autoconfig-02.html>.
//!
//! Written by a stranger: entities are not expanded, what is not understood is skipped, and only what can be kept private is taken.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{How, MailServers, Security, Server};
use crate::EmailAddress;
use crate::dns;

/// Bytes of a file that are read; a real one has about two thousand.
const LONGEST: usize = 100_000;
/// Bytes of one value.
const LONGEST_VALUE: usize = 254;

/// The servers that a file names for an address: the first IMAP server and the first for sending that are private. `None` if it is no such file, or
/// names none.
pub fn read(address: &EmailAddress, xml: &str) -> Option<MailServers> {
    let (mut imap, mut smtp) = (None, None);
    for written in servers(xml.get(..xml.floor_char_boundary(LONGEST)).unwrap_or_default()) {
        let place = match written.kind.as_str() {
            "imap" => &mut imap,
            "smtp" => &mut smtp,
            _ => continue,
        };
        if place.is_none() {
            *place = written.server(address).map(|server| (server, written.username(address)));
        }
    }
    let ((imap, username), (smtp, _)) = (imap?, smtp?);
    Some(MailServers { imap, smtp, keeps_sent: false, username, found: How::Autoconfig })
}

/// One server as it is written there.
#[derive(Default)]
struct Written {
    kind: String,
    host: String,
    port: String,
    socket: String,
    username: String,
}

impl Written {
    fn server(&self, address: &EmailAddress) -> Option<Server> {
        let host = dns::normal(&filled(&self.host, address));
        let security = match self.socket.trim().to_ascii_uppercase().as_str() {
            "SSL" | "TLS" => Security::Tls,
            "STARTTLS" => Security::StartTls,
            _ => return None,
        };
        let port = self.port.trim().parse().ok().filter(|port| *port > 0)?;
        dns::is_host(&host).then_some(Server { host, port, security })
    }

    fn username(&self, address: &EmailAddress) -> String {
        let name = filled(self.username.trim(), address);
        let usable = !name.is_empty() && !name.contains('%') && !name.chars().any(char::is_control);
        if usable { name } else { address.to_string() }
    }
}

/// Puts the address where the file has a place for it.
fn filled(text: &str, address: &EmailAddress) -> String {
    text.replace("%EMAILADDRESS%", address.as_str())
        .replace("%EMAILLOCALPART%", address.local())
        .replace("%EMAILDOMAIN%", address.domain())
}

/// Reads as far as the file makes sense; what was whole until then counts.
fn servers(xml: &str) -> Vec<Written> {
    let mut reader = Reader::from_str(xml);
    let (mut all, mut server, mut field) = (Vec::new(), None::<Written>, String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "incomingServer" | "outgoingServer" => {
                    server = Some(Written { kind: kind(&tag), ..Written::default() })
                }
                name => name.clone_into(&mut field),
            },
            Event::Text(text) => add(&mut server, &field, &text.xml10_content()),
            Event::CData(text) => add(&mut server, &field, &text.xml10_content()),
            Event::End(tag) => {
                field.clear();
                if matches!(tag.local_name().as_ref(), "incomingServer" | "outgoingServer") {
                    all.extend(server.take());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    all
}

fn kind(tag: &BytesStart<'_>) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == "type");
    found.map(|attribute| attribute.value.to_ascii_lowercase()).unwrap_or_default()
}

fn add(server: &mut Option<Written>, field: &str, text: &str) {
    let Some(server) = server else { return };
    let value = match field {
        "hostname" => &mut server.host,
        "port" => &mut server.port,
        "socketType" => &mut server.socket,
        // Of several, the first.
        "username" => &mut server.username,
        _ => return,
    };
    if value.len() + text.len() <= LONGEST_VALUE {
        value.push_str(text);
    }
}
