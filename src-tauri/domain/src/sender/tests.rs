//! Records as they stand out there, and what is said of each.

use rstest::rstest;

use super::*;

/// A key of so many bits, as it stands in a record: a SubjectPublicKeyInfo around a made-up modulus.
fn key(bits: usize) -> String {
    use base64::Engine as _;
    let element = |tag: u8, body: Vec<u8>| {
        let length = u16::try_from(body.len()).unwrap();
        [vec![tag, 0x82], length.to_be_bytes().to_vec(), body].concat()
    };
    let modulus = element(0x02, [vec![0], vec![0xc5; bits / 8]].concat());
    let exponent = vec![0x02, 0x03, 1, 0, 1];
    let bare = element(0x30, [modulus, exponent].concat());
    let bits = element(0x03, [vec![0], bare].concat());
    let algorithm = vec![0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    base64::engine::general_purpose::STANDARD.encode(element(0x30, [algorithm, bits].concat()))
}

/// A world of other people's records.
const WORLD: &[(&str, &str)] = &[
    ("zohomail.com.au", "v=spf1 include:_a.zoho.example -all"),
    ("zohomail.com", "v=spf1 ip4:136.143.188.0/24 ip4:136.143.184.0/24 -all"),
    ("zoho.com", "v=spf1 include:zohomail.com ~all"),
    ("_a.zoho.example", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"),
    ("_spf.google.com", "v=spf1 include:_n1.google.example include:_n2.google.example ~all"),
    ("_n1.google.example", "v=spf1 ip4:35.190.247.0/24 ~all"),
    ("_n2.google.example", "v=spf1 ip6:2001:4860:4000::/36 ~all"),
    ("spf.protection.outlook.com", "v=spf1 ip4:40.92.0.0/15 -all"),
    ("spf.messagingengine.com", "v=spf1 ip4:103.168.172.128/27 ~all"),
    ("icloud.com", "v=spf1 ip4:17.41.0.0/16 ~all"),
    ("loop1.example", "v=spf1 include:loop2.example ~all"),
    ("loop2.example", "v=spf1 include:loop1.example ~all"),
    ("many.example", "v=spf1 a mx a:b.example mx:c.example exists:d.example ptr -all"),
    ("open.example", "v=spf1 +all"),
    ("to.example", "v=spf1 include:zohomail.com.au -all"),
    ("two.example", "v=spf1 -all"),
    ("two.example", "v=spf1 ~all"),
    ("other.example", "google-site-verification=abc"),
];

/// Looks everything up in the world and in the records given, as the engine does.
fn judged(sending: &Sending, own: &[(&str, &str)], silent: &[&str]) -> Sender {
    let mut texts = Texts::new();
    loop {
        let wanted = wants(sending, &texts);
        if wanted.is_empty() {
            return judge(sending, &texts);
        }
        assert!(texts.len() < 60, "it never ends");
        for name in wanted {
            let found: Vec<String> =
                own.iter().chain(WORLD).filter(|(at, _)| *at == name).map(|(_, text)| (*text).to_owned()).collect();
            let looked = if silent.contains(&name.as_str()) {
                Looked::Unanswered
            } else if found.is_empty() {
                Looked::NotFound
            } else {
                Looked::Found(found)
            };
            texts.insert(name, looked);
        }
    }
}

fn zoho() -> Sending {
    Sending::new("ex.com", House::Zoho("com.au".to_owned()), &[])
}

fn of(sender: &Sender, record: Record) -> &Finding {
    sender.findings.iter().find(|finding| finding.record == record).unwrap()
}

fn spf(house: House, records: &[&str]) -> Finding {
    let own: Vec<(&str, &str)> = records.iter().map(|text| ("ex.com", *text)).collect();
    of(&judged(&Sending::new("ex.com", house, &[]), &own, &[]), Record::Spf).clone()
}

#[rstest]
#[case::good("v=spf1 include:zohomail.com.au ~all", Verdict::Good)]
#[case::good_strict("v=spf1 include:zohomail.com.au -all", Verdict::Good)]
#[case::case_and_space("V=SPF1  INCLUDE:ZohoMail.com.au   -ALL ", Verdict::Good)]
#[case::an_older_name("v=spf1 include:zoho.com ~all", Verdict::Good)]
#[case::explicit_plus("v=spf1 +include:zohomail.com.au ~all", Verdict::Good)]
#[case::by_redirect("v=spf1 redirect=to.example", Verdict::Good)]
#[case::with_more("v=spf1 a mx include:zohomail.com.au include:_spf.google.com ip4:192.0.2.7 -all", Verdict::Good)]
#[case::unknown_modifier("v=spf1 include:zohomail.com.au moo=yes ~all", Verdict::Good)]
#[case::explanation("v=spf1 include:zohomail.com.au exp=why.ex.com -all", Verdict::Good)]
#[case::macros("v=spf1 include:zohomail.com.au exists:%{i}._spf.ex.com -all", Verdict::Good)]
#[case::dual_masks("v=spf1 a/24//64 mx:ex.com/28 include:zohomail.com.au -all", Verdict::Good)]
#[case::neutral("v=spf1 include:zohomail.com.au ?all", Verdict::Weak)]
#[case::no_end("v=spf1 include:zohomail.com.au", Verdict::Weak)]
#[case::everybody("v=spf1 include:zohomail.com.au +all", Verdict::Broken)]
#[case::everybody_again("v=spf1 include:zohomail.com.au all", Verdict::Broken)]
#[case::another_house("v=spf1 include:_spf.google.com ~all", Verdict::Broken)]
#[case::nobody("v=spf1 -all", Verdict::Broken)]
#[case::only_the_name("v=spf1", Verdict::Broken)]
#[case::a_typo("v=spf1 inlcude:zohomail.com.au ~all", Verdict::Broken)]
#[case::a_bad_address("v=spf1 ip4:300.1.2.3 include:zohomail.com.au ~all", Verdict::Broken)]
#[case::ip6_in_ip4("v=spf1 ip4:2001:db8::1 include:zohomail.com.au ~all", Verdict::Broken)]
#[case::an_empty_include("v=spf1 include: include:zohomail.com.au ~all", Verdict::Broken)]
#[case::a_loop("v=spf1 include:zohomail.com.au include:loop1.example ~all", Verdict::Broken)]
#[case::of_itself("v=spf1 include:zohomail.com.au include:ex.com ~all", Verdict::Broken)]
#[case::nothing_there("v=spf1 include:zohomail.com.au include:gone.example ~all", Verdict::Broken)]
#[case::no_spf_there("v=spf1 include:zohomail.com.au include:other.example ~all", Verdict::Broken)]
#[case::two_there("v=spf1 include:zohomail.com.au include:two.example ~all", Verdict::Broken)]
#[case::ten_are_allowed("v=spf1 include:zohomail.com.au include:many.example a -all", Verdict::Good)]
#[case::eleven_are_not("v=spf1 include:zohomail.com.au include:many.example a mx -all", Verdict::Broken)]
#[case::commas("v=spf1, include:zohomail.com.au ~all", Verdict::Missing)]
#[case::version_two("v=spf2.0/pra include:zohomail.com.au ~all", Verdict::Missing)]
#[case::glued("v=spf1include:zohomail.com.au ~all", Verdict::Missing)]
fn spf_as_it_stands_out_there(#[case] record: &str, #[case] expected: Verdict) {
    let found = spf(House::Zoho("com.au".to_owned()), &[record]);
    assert_eq!(found.verdict, expected, "{record}: {}", found.sentence);
    assert_eq!(found.fix.is_some(), expected != Verdict::Good, "{record}");
}

#[rstest]
#[case(House::Google, "v=spf1 include:_spf.google.com ~all")]
#[case(House::Microsoft, "v=spf1 include:spf.protection.outlook.com -all")]
#[case(House::Fastmail, "v=spf1 include:spf.messagingengine.com ?all")]
#[case(House::ICloud, "v=spf1 include:icloud.com ~all")]
#[case(House::Zoho("com".to_owned()), "v=spf1 include:zohomail.com ~all")]
fn each_house_is_known_by_what_it_has_people_include(#[case] house: House, #[case] record: &str) {
    assert!(spf(house.clone(), &[record]).verdict.works());
    let Some(SetRecord { kind, name, value }) = spf(house.clone(), &[]).fix.unwrap().set else { panic!("no record") };
    assert_eq!((kind.as_str(), name.as_str()), ("TXT", "ex.com"));
    // What we say heals.
    assert_eq!(spf(house, &[&value]).verdict, Verdict::Good, "{value}");
}

#[rstest]
#[case::missing(&[])]
#[case::another_house(&["v=spf1 mx include:_spf.google.com -all"])]
#[case::everybody(&["v=spf1 include:_spf.google.com +all"])]
#[case::two(&["v=spf1 include:_spf.google.com ~all", "v=spf1 mx include:zohomail.com.au -all"])]
#[case::no_end(&["v=spf1 include:zohomail.com.au"])]
fn the_record_we_say_heals_and_keeps_the_rest(#[case] records: &[&str]) {
    let house = || House::Zoho("com.au".to_owned());
    let value = spf(house(), records).fix.unwrap().set.unwrap().value;
    assert_eq!(spf(house(), &[&value]).verdict, Verdict::Good, "{value}");
    for kept in ["include:_spf.google.com", "mx"] {
        assert_eq!(records.iter().any(|record| record.contains(kept)), value.contains(kept), "{value}");
    }
}

#[test]
fn of_another_server_nothing_is_claimed() {
    assert_eq!(spf(House::Other, &["v=spf1 ip4:192.0.2.1 -all"]).verdict, Verdict::Unknown);
    assert_eq!(spf(House::Other, &[]).verdict, Verdict::Missing);
    assert_eq!(spf(House::Other, &["v=spf1 a", "v=spf1 mx"]).verdict, Verdict::Broken);
    let open = spf(House::Other, &["v=spf1 include:open.example +all"]);
    assert_eq!(open.verdict, Verdict::Broken);
}

fn dmarc(domain: &str, records: &[(&str, &str)]) -> Finding {
    of(&judged(&Sending::new(domain, House::Google, &[]), records, &[]), Record::Dmarc).clone()
}

#[rstest]
#[case("v=DMARC1; p=reject", Verdict::Good)]
#[case("v=DMARC1;p=quarantine;rua=mailto:d@ex.com;", Verdict::Good)]
#[case("v=DMARC1; p=REJECT; adkim=s; aspf=s; pct=100", Verdict::Good)]
#[case("V=DMARC1; p=reject", Verdict::Good)]
#[case("v = DMARC1 ; p = reject", Verdict::Good)]
#[case("v=DMARC1; p=none", Verdict::Weak)]
#[case("v=DMARC1; p=none; sp=reject", Verdict::Weak)]
#[case("v=DMARC1; p=reject; pct=20", Verdict::Weak)]
#[case("v=DMARC1; p=reject; pct=lots", Verdict::Weak)]
#[case("v=DMARC1; p=reject; pct=101", Verdict::Weak)]
#[case("v=DMARC1; p=reject; adkim=strict", Verdict::Weak)]
#[case("v=DMARC1; p=whatever; rua=mailto:d@ex.com", Verdict::Weak)]
#[case("v=DMARC1; rua=mailto:d@ex.com", Verdict::Weak)]
#[case("v=DMARC1; p=whatever", Verdict::Broken)]
#[case("v=DMARC1", Verdict::Broken)]
#[case("p=none; v=DMARC1", Verdict::Broken)]
#[case("v=dmarc1; p=none", Verdict::Broken)]
#[case("DMARC1; p=none", Verdict::Broken)]
#[case("v=spf1 -all", Verdict::Missing)]
fn dmarc_as_it_stands_out_there(#[case] record: &str, #[case] expected: Verdict) {
    let found = dmarc("ex.com", &[("_dmarc.ex.com", record)]);
    assert_eq!(found.verdict, expected, "{record}: {}", found.sentence);
}

#[test]
fn dmarc_is_looked_for_at_the_domain_above_and_only_one_record_counts() {
    let above = ("_dmarc.ex.co.uk", "v=DMARC1; p=none; sp=reject");
    assert_eq!(dmarc("mail.ex.co.uk", &[above]).verdict, Verdict::Good);
    assert_eq!(dmarc("ex.co.uk", &[above]).verdict, Verdict::Weak);
    assert_eq!(dmarc("mail.ex.co.uk", &[above, ("_dmarc.mail.ex.co.uk", "v=DMARC1; p=none")]).verdict, Verdict::Weak);
    assert_eq!(dmarc("ex.co.uk", &[above, above]).verdict, Verdict::Broken);
    let fix = dmarc("ex.com", &[]).fix.unwrap().set.unwrap();
    assert_eq!(dmarc("ex.com", &[(&fix.name, &fix.value)]).verdict, Verdict::Weak);
}

#[rstest]
#[case::good("v=DKIM1; k=rsa; p={2048}", Verdict::Good)]
#[case::no_version("k=rsa; p={2048}", Verdict::Good)]
#[case::only_the_key("p={4096}", Verdict::Good)]
#[case::spaces_in_the_key("v=DKIM1; p={20 48}", Verdict::Good)]
#[case::for_mail("v=DKIM1; s=email; h=sha256; p={2048}", Verdict::Good)]
#[case::ed25519("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", Verdict::Good)]
#[case::a_test("v=DKIM1; t=y; p={2048}", Verdict::Weak)]
#[case::short("v=DKIM1; k=rsa; p={1024}", Verdict::Weak)]
#[case::too_short("v=DKIM1; k=rsa; p={512}", Verdict::Broken)]
#[case::revoked("v=DKIM1; k=rsa; p=", Verdict::Broken)]
#[case::cut_off("v=DKIM1; k=rsa; p=MIIBIjANBgkq", Verdict::Broken)]
#[case::no_base64("v=DKIM1; p=***", Verdict::Broken)]
#[case::sha1_only("v=DKIM1; h=sha1; p={2048}", Verdict::Broken)]
#[case::not_for_mail("v=DKIM1; s=tlsrpt; p={2048}", Verdict::Broken)]
#[case::another_version("v=DKIM2; p={2048}", Verdict::Broken)]
#[case::another_kind("v=DKIM1; k=dsa; p={2048}", Verdict::Broken)]
#[case::another_text("v=spf1 -all", Verdict::Missing)]
fn dkim_as_it_stands_out_there(#[case] record: &str, #[case] expected: Verdict) {
    let mut record = record.to_owned();
    for bits in [512, 1_024, 2_048, 4_096] {
        record = record.replace(&format!("{{{bits}}}"), &key(bits));
    }
    let spaced = format!("{} {}", &key(2_048)[..20], &key(2_048)[20..]);
    record = record.replace("{20 48}", &spaced);
    let found = judged(&zoho(), &[("zmail._domainkey.ex.com", &record)], &[]);
    let found = of(&found, Record::Dkim);
    assert_eq!(found.verdict, expected, "{record}: {}", found.sentence);
}

#[test]
fn the_best_key_counts_and_a_person_can_name_more() {
    let good = format!("v=DKIM1; p={}", key(2_048));
    let keys = [("zoho._domainkey.ex.com", "v=DKIM1; p="), ("mine._domainkey.ex.com", good.as_str())];
    assert_eq!(of(&judged(&zoho(), &keys, &[]), Record::Dkim).verdict, Verdict::Broken);
    let named = Sending::new("EX.com.", House::Zoho("com.au".to_owned()), &["Mine".to_owned(), "../x".to_owned()]);
    assert_eq!(named.selectors, ["mine"]);
    assert_eq!(of(&judged(&named, &keys, &[]), Record::Dkim).verdict, Verdict::Good);
    let fastmail = judged(&Sending::new("ex.com", House::Fastmail, &[]), &[], &[]);
    let alias = of(&fastmail, Record::Dkim).fix.clone().unwrap().set.unwrap();
    assert_eq!((alias.name.as_str(), alias.value.as_str()), ("fm1._domainkey.ex.com", "fm1.ex.com.dkim.fmhosted.com"));
    assert_eq!(
        of(&judged(&Sending::new("ex.com", House::Other, &[]), &[], &[]), Record::Dkim).verdict,
        Verdict::Unknown
    );
}

#[test]
fn it_fails_only_when_neither_can_vouch() {
    let spf = ("ex.com", "v=spf1 include:zohomail.com.au ~all");
    let text = format!("v=DKIM1; p={}", key(1_024));
    let dkim = ("zoho._domainkey.ex.com", text.as_str());
    assert_eq!(judged(&zoho(), &[spf], &[]).vouched(), Vouched::Yes);
    assert_eq!(judged(&zoho(), &[dkim], &[]).vouched(), Vouched::Yes);
    let bare = judged(&zoho(), &[], &[]);
    assert_eq!(bare.vouched(), Vouched::No);
    let (sentence, fix) = bare.warning().unwrap();
    assert!(sentence.contains("ex.com") && fix.contains("Zoho"), "{sentence} {fix}");
    assert_eq!(judged(&zoho(), &[spf], &[]).warning(), None);
}

#[test]
fn silence_is_no_alarm_and_what_was_known_stays() {
    let every =
        ["ex.com", "_dmarc.ex.com", "zoho._domainkey.ex.com", "zmail._domainkey.ex.com", "zohomail._domainkey.ex.com"];
    let silent = judged(&zoho(), &[], &every);
    assert!(silent.findings.iter().all(|finding| finding.verdict == Verdict::Unknown && finding.fix.is_none()));
    assert_eq!((silent.vouched(), silent.warning()), (Vouched::Unknown, None));
    let spf = [("ex.com", "v=spf1 include:zohomail.com.au ~all")];
    let known = judged(&zoho(), &spf, &[]);
    assert_eq!(silent.clone().or_as_before(Some(&known)), known);
    let of_another = Sender { domain: "other.example".to_owned(), ..known };
    assert_eq!(silent.clone().or_as_before(Some(&of_another)), silent);
    // An include that nobody answers for leaves the whole open.
    assert_eq!(of(&judged(&zoho(), &spf, &["zohomail.com.au"]), Record::Spf).verdict, Verdict::Unknown);
}

#[test]
fn nobody_is_told_to_change_the_records_of_a_house() {
    let gmail = judged(&Sending::new("gmail.com", House::Other, &[]), &[], &[]);
    assert!(gmail.findings.iter().all(|finding| finding.fix.is_none()));
}

#[rstest]
#[case("smtppro.zoho.com.au", House::Zoho("com.au".to_owned()))]
#[case("smtp.zoho.eu", House::Zoho("eu".to_owned()))]
#[case("smtppro.zohocloud.ca", House::Zoho("ca".to_owned()))]
#[case("smtp.gmail.com", House::Google)]
#[case("smtp.office365.com", House::Microsoft)]
#[case("smtp.fastmail.com", House::Fastmail)]
#[case("smtp.mail.me.com", House::ICloud)]
#[case("mail.ex.com", House::Other)]
#[case("smtp.gmail.com.evil.example", House::Other)]
fn a_house_is_known_by_where_mail_is_handed_in(#[case] host: &str, #[case] house: House) {
    assert_eq!(House::by_smtp_host(host), house);
}

proptest::proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,120}", tail in "\\PC{0,40}") {
        let spf_text = format!("v=spf1 {text}");
        let dmarc_text = format!("v=DMARC1; {text}");
        let dkim_text = format!("v=DKIM1; p={text};{tail}");
        let own = [("ex.com", spf_text.as_str()), ("_dmarc.ex.com", &dmarc_text), ("zoho._domainkey.ex.com", &dkim_text)];
        let sender = judged(&zoho(), &own, &[]);
        proptest::prop_assert_eq!(sender.findings.len(), 3);
    }
}
