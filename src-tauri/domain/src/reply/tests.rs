//! The corpus: every fixture with what must be read from it, hostile mails made here, and any bytes at all.

use proptest::prelude::*;

use super::*;
use crate::Timestamp;

const OURS: &str = "msg-1@sales.codeteki.au";
const TOKEN: &str = "ref:abcdefgh23456777";

macro_rules! corpus {
    ($($name:literal => $kind:expr, $nature:expr;)*) => {
        const CORPUS: &[(&str, &[u8])] = &[$(($name, include_bytes!(concat!("fixtures/", $name, ".eml")))),*];

        #[test]
        fn the_corpus_is_read_truthfully() {
            let mut wrong = Vec::new();
            $({
                let (mail, ruled) = read($name);
                let nature = ruled.as_ref().map_or(Nature::Human, |ruled| ruled.nature);
                let kind: Option<ReplyKind> = $kind;
                if ruled.as_ref().map(|ruled| ruled.class.kind) != kind || nature != $nature {
                    wrong.push(format!("{}: {ruled:?}\nfresh: {:?}\ndsn: {:?}", $name, mail.fresh_text, mail.dsn));
                }
            })*
            assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        }
    };
}

use BounceVerdict::{Hard, SenderProblem, Soft};
use Nature::{AutoReply, Bounce, Complaint, DelayNotice, Human, ListMail};
use ReplyKind as Kind;

corpus! {
    "dsn_postfix" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_exim" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_exchange" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_gmail" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_zoho" => Some(Kind::BounceSoft), Bounce { verdict: SenderProblem };
    "dsn_delayed" => Some(Kind::AutoReply), DelayNotice;
    "dsn_no_third_part" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_redacted" => Some(Kind::BounceSoft), Bounce { verdict: Soft };
    "dsn_forged" => Some(Kind::BounceHard), Bounce { verdict: Hard };
    "dsn_delivered" => Some(Kind::AutoReply), AutoReply;
    "complaint" => Some(Kind::Unsubscribe), Complaint;
    "absence_exchange" => Some(Kind::OutOfOffice), AutoReply;
    "absence_gmail_de" => Some(Kind::OutOfOffice), AutoReply;
    "absence_zoho_fr" => Some(Kind::OutOfOffice), AutoReply;
    "absence_es" => Some(Kind::OutOfOffice), AutoReply;
    "absence_without_header" => Some(Kind::OutOfOffice), AutoReply;
    "absence_by_hand" => Some(Kind::OutOfOffice), Human;
    "ticket" => Some(Kind::AutoReply), AutoReply;
    "ticket_without_header" => Some(Kind::AutoReply), AutoReply;
    "challenge" => Some(Kind::AutoReply), AutoReply;
    "newsletter" => Some(Kind::AutoReply), ListMail;
    "no_reply" => Some(Kind::AutoReply), AutoReply;
    "read_receipt" => Some(Kind::AutoReply), AutoReply;
    "unsubscribe_link" => Some(Kind::Unsubscribe), AutoReply;
    "reply_references" => Some(Kind::Interested), Human;
    "reply_without_references" => Some(Kind::NotInterested), Human;
    "reply_shortened_references" => Some(Kind::Question), Human;
    "reply_changed_subject" => Some(Kind::Question), Human;
    "reply_colleague" => Some(Kind::Question), Human;
    "reply_forwarded_inside" => Some(Kind::Interested), Human;
    "stop_with_footer" => Some(Kind::Unsubscribe), Human;
    "yes_with_footer" => Some(Kind::Interested), Human;
    "stop_in_outlook" => Some(Kind::Unsubscribe), Human;
    "html_gmail" => Some(Kind::NotInterested), Human;
    "reply_latin1" => Some(Kind::NotInterested), Human;
    "reply_utf16" => Some(Kind::Interested), Human;
    "stop_iso2022jp" => Some(Kind::Unsubscribe), Human;
    "reply_broken_charset" => Some(Kind::NotInterested), Human;
    "reply_nested" => Some(Kind::Interested), Human;
    "header_injection" => None, Human;
    "bidi_name" => None, Human;
    "hostile_html" => Some(Kind::Question), Human;
    "left_company" => Some(Kind::LeftCompany), AutoReply;
    "wrong_person" => Some(Kind::WrongPerson), Human;
    "link_placed" => Some(Kind::LinkPlaced), Human;
    "payment_request" => Some(Kind::PaymentRequest), Human;
    "not_now" => Some(Kind::NotNow), Human;
    "plus_address" => Some(Kind::Interested), Human;
    "unclear" => None, Human;
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T01:00:00Z").unwrap()
}

fn raw(name: &str) -> &'static [u8] {
    CORPUS.iter().find(|(known, _)| *known == name).unwrap().1
}

fn read(name: &str) -> (IncomingMail, Option<Ruled>) {
    let mail = IncomingMail::parse(raw(name));
    let ruled = classify_by_rules(&mail, &mail.fresh_text, now());
    (mail, ruled)
}

fn candidate(email_key: usize, deal_key: usize) -> Candidate {
    Candidate {
        email_key,
        deal_key,
        wire_message_id: Some(OURS.to_owned()),
        provider_thread_id: Some("t1".to_owned()),
        token: TOKEN.to_owned(),
        to_address: "jo@bakery.example".to_owned(),
        subject_normalised: "a website for your bakery".to_owned(),
        sent_at: Timestamp::parse("2026-11-16T00:00:00Z").unwrap(),
        deal_open: true,
    }
}

/// A mail of ours that shares nothing with the fixtures but what a test gives it.
fn stranger(email_key: usize, deal_key: usize) -> Candidate {
    Candidate {
        wire_message_id: None,
        provider_thread_id: None,
        token: "ref:zzzzzzzzzzzzzzzz".to_owned(),
        to_address: "al@shop.example".to_owned(),
        subject_normalised: "something else".to_owned(),
        ..candidate(email_key, deal_key)
    }
}

#[test]
fn details_are_read_with_the_kind() {
    let day = |text: &str| Some(text.parse().unwrap());
    for (name, until, referral, url) in [
        ("absence_exchange", day("2026-12-02"), None, None),
        ("absence_gmail_de", day("2026-12-02"), None, None),
        ("absence_zoho_fr", day("2026-12-02"), None, None),
        ("absence_es", day("2026-12-02"), None, None),
        ("absence_without_header", day("2026-12-02"), None, None),
        ("absence_by_hand", day("2026-12-02"), None, None),
        ("not_now", day("2027-03-01"), None, None),
        ("left_company", None, Some("kim@bakery.example"), None),
        ("wrong_person", None, Some("kim@bakery.example"), None),
        ("link_placed", None, None, Some("https://bakery.example/blog/websites-for-bakers")),
    ] {
        let class = read(name).1.unwrap().class;
        assert_eq!((class.until, class.referral.as_deref(), class.url.as_deref()), (until, referral, url), "{name}");
    }
}

#[test]
fn reports_bring_our_mail_back() {
    for (name, address, id) in [
        ("dsn_postfix", "jo@bakery.example", Some(OURS)),
        ("dsn_exim", "jo@bakery.example", Some(OURS)),
        ("dsn_exchange", "jo@bakery.example", Some(OURS)),
        ("dsn_gmail", "jo@bakery.example", Some(OURS)),
        ("dsn_zoho", "jo@bakery.example", Some(OURS)),
        ("dsn_no_third_part", "jo@bakery.example", None),
        ("dsn_redacted", "jo@bakery.example", Some(OURS)),
    ] {
        let mail = read(name).0;
        assert_eq!(mail.dsn.as_ref().unwrap().main_recipient().unwrap().address, address, "{name}");
        assert_eq!(mail.reported_message_id(), id, "{name}");
    }
    let complaint = read("complaint").0;
    assert_eq!(complaint.reported_message_id(), Some(OURS));
    assert_eq!(complaint.arf.unwrap().original_recipient, "jo@bakery.example");
}

#[test]
fn every_rank_of_evidence() {
    use Evidence::{
        CompanyAndSubject, InReplyTo, References, ReportedAddress, ReportedMessage, Sender, SenderAndSubject, Thread,
        Token,
    };
    let linked = |evidence| MatchResult::Linked { key: 7, evidence };
    let suggested = |evidence| MatchResult::Suggested { keys: vec![7], evidence };
    let base = || stranger(7, 1);
    let ours = || Candidate { wire_message_id: Some(format!("<{OURS}>")), ..base() };
    let by_token = || Candidate { token: TOKEN.to_owned(), ..base() };
    let jo = || Candidate { to_address: "Jo@bakery.example".to_owned(), ..base() };
    let jo_subject = || Candidate { subject_normalised: "a website for your bakery".to_owned(), ..jo() };
    let threaded = |one: Candidate| Candidate { provider_thread_id: Some("t1".to_owned()), ..one };
    let old = |one: Candidate| Candidate { sent_at: Timestamp::parse("2026-09-01T00:00:00Z").unwrap(), ..one };
    for (name, candidate, expected) in [
        ("yes_with_footer", ours(), linked(InReplyTo)),
        ("reply_references", ours(), linked(References)),
        ("reply_shortened_references", ours(), linked(References)),
        ("header_injection", ours(), linked(InReplyTo)),
        ("reply_without_references", by_token(), MatchResult::None),
        ("reply_forwarded_inside", by_token(), linked(Token)),
        ("yes_with_footer", by_token(), linked(Token)),
        ("plus_address", by_token(), linked(Token)),
        ("unsubscribe_link", by_token(), linked(Token)),
        ("dsn_postfix", ours(), linked(ReportedMessage)),
        ("complaint", ours(), linked(ReportedMessage)),
        ("dsn_no_third_part", jo(), linked(ReportedAddress)),
        ("dsn_no_third_part", old(jo()), MatchResult::None),
        ("dsn_zoho", jo(), suggested(ReportedAddress)),
        ("dsn_forged", jo(), MatchResult::None),
        ("dsn_forged", ours(), MatchResult::None),
        ("reply_changed_subject", threaded(jo()), linked(Thread)),
        ("reply_colleague", threaded(base()), suggested(Thread)),
        ("reply_without_references", jo_subject(), linked(SenderAndSubject)),
        ("reply_without_references", Candidate { deal_open: false, ..jo_subject() }, suggested(SenderAndSubject)),
        ("reply_without_references", old(jo_subject()), suggested(Sender)),
        ("reply_changed_subject", jo_subject(), suggested(Sender)),
        ("reply_colleague", jo_subject(), suggested(CompanyAndSubject)),
        ("plus_address", base(), MatchResult::None),
    ] {
        assert_eq!(
            rank(&read(name).0, Some("t1"), std::slice::from_ref(&candidate), now()),
            expected,
            "{name} {candidate:?}"
        );
    }
}

#[test]
fn two_deals_of_one_rank_are_a_suggestion_and_one_deal_links_to_its_newest_mail() {
    let mail = read("yes_with_footer").0;
    let later = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
    let two_deals = [candidate(1, 1), Candidate { sent_at: later, ..candidate(2, 2) }];
    assert_eq!(
        rank(&mail, None, &two_deals, now()),
        MatchResult::Suggested { keys: vec![2, 1], evidence: Evidence::InReplyTo }
    );
    let one_deal = [candidate(1, 1), Candidate { sent_at: later, ..candidate(2, 1) }];
    assert_eq!(rank(&mail, None, &one_deal, now()), MatchResult::Linked { key: 2, evidence: Evidence::InReplyTo });
    assert_eq!(rank(&mail, None, &[], now()), MatchResult::None);
}

#[test]
fn a_sender_that_is_not_authentic_is_only_a_suggestion() {
    let plain = raw("reply_without_references");
    let forged =
        [b"Authentication-Results: mx.ours.example; dmarc=fail header.from=bakery.example\n".as_slice(), plain]
            .concat();
    let mail = IncomingMail::parse(&forged);
    let expected = MatchResult::Suggested { keys: vec![3], evidence: Evidence::SenderAndSubject };
    assert_eq!(rank(&mail, None, &[candidate(3, 1)], now()), expected);
}

#[test]
fn our_own_mail_is_no_reply() {
    let mail = IncomingMail::parse(b"From: Codeteki <Sales@Codeteki.au>\nSubject: Hi\n\nWe are interested.\n");
    assert_eq!(nature_of(&mail, &["sales@codeteki.au"], now()), Nature::OwnMail);
    assert_eq!(nature_of(&mail, &[], now()), Nature::Human);
}

#[test]
fn tokens_are_found_once_and_whole() {
    assert_eq!(find_tokens("x REF:abcdefgh23456777. ref:abcdefgh23456777 ref:short ref:abcdefgh234567777"), [TOKEN]);
    assert!(find_tokens("").is_empty());
}

#[test]
fn headers_cannot_smuggle_or_mislead() {
    let mail = read("header_injection").0;
    assert_eq!(mail.subject, "Hi Bcc: victim@example.org");
    assert_eq!(mail.in_reply_to, ["a@b", OURS]);
    assert_eq!(mail.sender(), "jo@bakery.example");
    assert!(!mail.from.unwrap().name.contains(['\r', '\n']));
    let bidi = read("bidi_name").0;
    let name = bidi.from.unwrap().name;
    assert!(name.contains('\u{fffd}') && !name.contains(['\u{202e}', '\u{2066}', '\0']), "{name:?}");
    assert!(!bidi.subject.contains('\u{202e}'));
}

#[test]
fn character_sets_are_decoded() {
    assert!(read("stop_iso2022jp").0.body_text.contains("配信停止"));
    assert_eq!(read("stop_iso2022jp").0.subject, "お知らせ");
    assert_eq!(read("stop_iso2022jp").0.from.unwrap().name, "山田");
    assert!(read("reply_utf16").0.body_text.starts_with("Hi, we"));
    assert!(read("reply_latin1").0.body_text.contains("für"));
    assert!(read("reply_broken_charset").0.body_text.contains("Désolé"));
    assert!(read("absence_zoho_fr").0.body_text.contains("mon retour"));
}

#[test]
fn html_is_read_without_its_scripts_and_attachments_without_their_words() {
    let mail = read("hostile_html").0;
    assert!(!mail.body_text.contains("unsubscribe") && !mail.body_text.contains("track.example"), "{}", mail.body_text);
    assert!(!read("reply_nested").0.body_text.contains("STOP"));
    assert_eq!(read("html_gmail").0.fresh_text, "No thanks.");
    assert!(read("html_gmail").0.quoted_text.contains("STOP"));
}

#[test]
fn machines_are_never_taken_for_people() {
    let answer = "From: jo@bakery.example\nSubject: Re: A website\n{}\n\nYes, I am interested. Stop. Unsubscribe me.\n";
    for sign in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected); owner=x",
        "AUTO-SUBMITTED: Auto-Notified",
        "Precedence: bulk",
        "Precedence: list",
        "X-Autoreply: yes",
        "X-Autorespond: hello",
        "X-Autogenerated: Reply",
        "X-Auto-Reply-From: x@y.z",
        "Return-Path: < >",
        "List-Id: <x.y>",
        "List-Unsubscribe: <https://x.example>",
        "List-Post: <mailto:x@y.z>",
        "X-Failed-Recipients: x@y.example",
        "Content-Type: multipart/report; report-type=whatever",
    ] {
        let mail = IncomingMail::parse(answer.replace("{}", sign).as_bytes());
        let ruled = classify_by_rules(&mail, &mail.fresh_text, now()).unwrap();
        assert!(!ruled.nature.is_human(), "{sign}: {ruled:?}");
        assert!(!matches!(ruled.class.kind, Kind::Interested), "{sign}: {ruled:?}");
    }
    for sender in [
        "mailer-daemon@x.example",
        "postmaster@x.example",
        "no-reply@x.example",
        "NoReply@x.example",
        "do-not-reply@x.example",
        "bounce-17@x.example",
    ] {
        let mail = IncomingMail::parse(answer.replace("{}", "X: y").replace("jo@bakery.example", sender).as_bytes());
        assert!(!classify_by_rules(&mail, &mail.fresh_text, now()).unwrap().nature.is_human(), "{sender}");
    }
    for sign in [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: no",
        "Precedence: normal",
        "Return-Path: <jo@bakery.example>",
    ] {
        let mail = IncomingMail::parse(answer.replace("{}", sign).as_bytes());
        assert!(classify_by_rules(&mail, &mail.fresh_text, now()).unwrap().nature.is_human(), "{sign}");
    }
}

#[test]
fn monsters_are_read_in_bounded_time() {
    let headers: String = (0..10_000).map(|n| format!("X-Noise-{n}: {n}\n")).collect();
    let mail = IncomingMail::parse(format!("From: jo@bakery.example\nSubject: Hi\n{headers}\nSTOP\n").as_bytes());
    assert_eq!((mail.sender(), mail.fresh_text.as_str()), ("jo@bakery.example", "STOP"));

    let mut deep = String::from("From: jo@bakery.example\n");
    for n in 0..200 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    }
    deep.push_str("Content-Type: text/plain\n\nburied\n");
    assert_eq!(IncomingMail::parse(deep.as_bytes()).sender(), "jo@bakery.example");

    let nested = "Content-Type: message/rfc822\n\n".repeat(50_000);
    assert_eq!(IncomingMail::parse(nested.as_bytes()).body_text, "");
    let wide = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(50_000));
    assert!(IncomingMail::parse(wide.as_bytes()).body_text.starts_with('x'));
    let long = format!("Subject: {}\nReferences: {}\n\nx", "=?utf-8?Q?a".repeat(20_000), "<a@b> ".repeat(20_000));
    assert!(IncomingMail::parse(long.as_bytes()).references.len() <= 100);
    let text = format!("From: a@b.example\n\n{}", "é".repeat(400_000));
    assert!(IncomingMail::parse(text.as_bytes()).body_text.len() <= 200_000);
}

#[test]
fn kinds_keep_their_words() {
    for kind in ReplyKind::ALL {
        assert_eq!(ReplyKind::parse(kind.as_str()), Some(*kind));
        assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
    }
    assert_eq!(ReplyKind::parse("maybe"), None);
    assert!(!Kind::OutOfOffice.stops_sequence() && Kind::Unclear.stops_sequence() && Kind::BounceHard.stops_sequence());
}

/// Reads, classifies and matches; the result does not matter.
fn survives(raw: &[u8]) {
    let mail = IncomingMail::parse(raw);
    let _ = classify_by_rules(&mail, &mail.fresh_text, now());
    let _ = rank(&mail, Some("t"), &[candidate(1, 1)], now());
    assert!(mail.body_text.len() <= 200_000);
}

const CHARSETS: [&str; 12] =
    ["utf-7", "utf-16", "utf-16le", "iso-2022-jp", "shift_jis", "gb18030", "big5", "euc-kr", "koi8-r", "", "\"", "x"];
const MEDIA: [&str; 6] = [
    "text/plain",
    "text/html",
    "message/delivery-status",
    "message/feedback-report",
    "multipart/mixed; boundary=\"\"",
    "/",
];

/// Bytes to change or to leave out, and where.
fn cuts() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    proptest::collection::vec(any::<(prop::sample::Index, u8)>(), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        survives(&raw);
    }

    #[test]
    fn any_text_in_any_character_set_is_survived(
        body in proptest::collection::vec(any::<u8>(), 0..300),
        charset in prop::sample::select(&CHARSETS[..]),
        encoding in prop::sample::select(&["base64", "quoted-printable", "8bit", "x"][..]),
        media in prop::sample::select(&MEDIA[..]),
    ) {
        let head = format!("Content-Type: {media}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n");
        survives(&[b"From: mailer-daemon@x.example\n", head.as_bytes(), &body].concat());
    }

    #[test]
    fn broken_fixtures_are_survived(which in 0..CORPUS.len(), cuts in cuts(), end in any::<prop::sample::Index>()) {
        let mut raw = CORPUS[which].1.to_vec();
        for (at, byte) in cuts {
            let at = at.index(raw.len());
            if byte % 3 == 0 {
                raw.remove(at);
            } else {
                raw[at] = byte;
            }
        }
        raw.truncate(end.index(raw.len() * 2).max(1));
        survives(&raw);
    }

    #[test]
    fn any_words_are_classified_without_panic(text in "\\PC{0,300}") {
        let mail = IncomingMail::parse(format!("From: jo@bakery.example\nSubject: {text}\n\n{text}").as_bytes());
        let _ = classify_by_rules(&mail, &text, now());
        let (fresh, quoted) = split_quoted(&text);
        prop_assert!(fresh.len() + quoted.len() <= text.len());
        let _ = normalise_subject(&text);
    }
}
