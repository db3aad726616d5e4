//! The real one against a server on this machine that speaks the protocol: answers too long for UDP, names that do not exist, servers in trouble, silence.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use hickory_resolver::proto::op::{Message, MessageType, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, MX, SRV, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

use super::*;

/// Questions that came over TCP.
type ByTcp = Arc<AtomicU32>;

/// A port that is free for both ways of asking: one that is free for UDP may be taken for TCP.
async fn place() -> (SocketAddr, UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let place = udp.local_addr().unwrap();
        if let Ok(tcp) = TcpListener::bind(place).await {
            return (place, udp, tcp);
        }
    }
}

/// A server on a random port. Names say how it behaves.
async fn server() -> (SystemDns, ByTcp) {
    let (place, udp, tcp) = place().await;
    let by_tcp = ByTcp::default();
    tokio::spawn(async move {
        let mut bytes = [0; 4_096];
        while let Ok((length, from)) = udp.recv_from(&mut bytes).await {
            if let Some(answer) = answer(&bytes[..length], false) {
                udp.send_to(&answer, from).await.unwrap();
            }
        }
    });
    let counted = Arc::clone(&by_tcp);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = tcp.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                while let Ok(length) = stream.read_u16().await {
                    let mut bytes = vec![0; length.into()];
                    stream.read_exact(&mut bytes).await.unwrap();
                    counted.fetch_add(1, Ordering::Relaxed);
                    let Some(answer) = answer(&bytes, true) else { continue };
                    stream.write_u16(answer.len().try_into().unwrap()).await.unwrap();
                    stream.write_all(&answer).await.unwrap();
                }
            });
        }
    });
    (SystemDns::at(place), by_tcp)
}

/// What the server says; `None`: nothing.
fn answer(bytes: &[u8], whole: bool) -> Option<Vec<u8>> {
    let asked = Message::from_vec(bytes).unwrap();
    let query = asked.queries[0].clone();
    let mut reply = Message::response(asked.metadata.id, OpCode::Query);
    reply.metadata.message_type = MessageType::Response;
    reply.metadata.recursion_available = true;
    reply.add_query(query.clone());
    let name = query.name().clone();
    let mut add = |data: RData| {
        reply.add_answer(Record::from_rdata(name.clone(), 60, data));
    };
    let target = |text: &str| Name::from_utf8(text).unwrap();
    match (query.name().to_ascii().to_ascii_lowercase().as_str(), query.query_type()) {
        ("silent.example.", _) => return None,
        ("broken.example.", _) => reply.metadata.response_code = ResponseCode::ServFail,
        ("refused.example.", _) => reply.metadata.response_code = ResponseCode::Refused,
        ("ex.com.", RecordType::TXT) => {
            add(RData::TXT(TXT::new(vec!["v=spf1 include:".to_owned(), "_spf.ex.com ~all".to_owned()])));
            add(RData::TXT(TXT::new(vec!["other".to_owned()])));
        }
        ("ex.com.", RecordType::MX) => {
            add(RData::MX(MX::new(20, target("MX2.ex.com."))));
            add(RData::MX(MX::new(10, target("mx1.ex.com."))));
        }
        ("nullmx.example.", RecordType::MX) => add(RData::MX(MX::new(0, Name::root()))),
        ("_imaps._tcp.ex.com.", RecordType::SRV) => add(RData::SRV(SRV::new(0, 1, 993, target("imap.ex.com.")))),
        ("ex.com.", RecordType::A) => add(RData::A(A::new(192, 0, 2, 1))),
        ("long.example.", RecordType::TXT) if whole => {
            for part in 0..20 {
                add(RData::TXT(TXT::new(vec![format!("{part} {}", "x".repeat(200))])));
            }
        }
        ("long.example.", RecordType::TXT) => reply.metadata.truncation = true,
        ("ex.com.", _) => {}
        _ => reply.metadata.response_code = ResponseCode::NXDomain,
    }
    Some(reply.to_vec().unwrap())
}

#[tokio::test]
async fn every_kind_of_question_is_answered() {
    let (dns, by_tcp) = server().await;
    let texts = ["v=spf1 include:_spf.ex.com ~all".to_owned(), "other".to_owned()];
    assert_eq!(dns.txt("EX.com.").await, Looked::Found(texts.into()));
    let at = |preference, host: &str| Exchanger { preference, host: host.to_owned() };
    assert_eq!(dns.mx("ex.com").await, Looked::Found(vec![at(20, "mx2.ex.com"), at(10, "mx1.ex.com")]));
    assert_eq!(dns.mx("nullmx.example").await, Looked::Found(vec![at(0, "")]));
    let service = Service { priority: 0, weight: 1, port: 993, host: "imap.ex.com".to_owned() };
    assert_eq!(dns.srv("_imaps._tcp.ex.com").await, Looked::Found(vec![service]));
    assert_eq!(dns.addresses("ex.com").await, Looked::Found(vec![IpAddr::from([192, 0, 2, 1])]));
    assert_eq!(by_tcp.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn an_answer_too_long_for_one_packet_comes_over_tcp() {
    let (dns, by_tcp) = server().await;
    let Looked::Found(texts) = dns.txt("long.example").await else { panic!("nothing found") };
    assert_eq!((texts.len(), texts[19].len()), (20, 203));
    assert_eq!(by_tcp.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn no_and_no_answer_are_different_things() {
    let (dns, _) = server().await;
    assert_eq!(dns.txt("nowhere.example").await, Looked::NotFound);
    assert_eq!(dns.mx("nowhere.example").await, Looked::NotFound);
    assert_eq!(dns.srv("ex.com").await, Looked::NotFound);
    assert_eq!(dns.txt("not a name..").await, Looked::NotFound);
    assert_eq!(dns.txt("broken.example").await, Looked::Unanswered);
    assert_eq!(dns.addresses("refused.example").await, Looked::Unanswered);
}

#[tokio::test]
async fn silence_is_not_waited_for_long() {
    let (dns, _) = server().await;
    let begun = Instant::now();
    assert_eq!(dns.mx("silent.example").await, Looked::Unanswered);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn the_fake_tells_the_two_apart_too() {
    let zone = Zone::new();
    zone.put_txt("_dmarc.ex.com", "v=DMARC1; p=none");
    zone.break_name("broken.example");
    assert_eq!(zone.txt("_DMARC.ex.com.").await, Looked::Found(vec!["v=DMARC1; p=none".to_owned()]));
    assert_eq!(zone.mx("ex.com").await, Looked::NotFound);
    assert_eq!(zone.mx("broken.example").await, Looked::Unanswered);
    assert_eq!(Zone::silent().txt("ex.com").await, Looked::Unanswered);
    assert_eq!(zone.asked(), ["TXT _dmarc.ex.com", "MX ex.com", "MX broken.example"]);
}
