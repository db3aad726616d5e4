//! Links hold only if they are ours, labels fit who it was, and a mail carries what its recipient's consent covers.

use proptest::prelude::*;

use super::*;
use crate::Timestamp;
use crate::brand::Settings;
use crate::compose::{self, Draft};

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

fn key() -> Key {
    Key::parse("0123456789abcdef0123456789abcdef").unwrap()
}

fn token(kind: EventKind) -> Token {
    let address = (kind == EventKind::Click).then(|| "https://codeteki.au/work?a=1".parse().unwrap());
    Token { kind, mail: Mark([7; 10]), written_at: NOW, address }
}

proptest! {
    /// A link comes back as it was made; any change of it, another key, and another kind are refused.
    #[test]
    fn only_our_own_links_hold(which in 0..3usize, at in 0..400usize, flip in 1..255u8, noise in "\\PC{0,80}") {
        let kind = EventKind::ALL[which];
        let text = token(kind).sign(&key()).unwrap();
        prop_assert!(text.len() <= LONGEST_TOKEN);
        prop_assert_eq!(Token::check(&text, kind, &key()), Ok(token(kind)));
        let other = Key::parse("another-key-another-key-another-key").unwrap();
        prop_assert!(Token::check(&text, kind, &other).is_err());
        for wrong in EventKind::ALL.iter().filter(|wrong| **wrong != kind) {
            prop_assert!(Token::check(&text, *wrong, &key()).is_err());
        }
        let mut forged = text.clone().into_bytes();
        let at = at % forged.len();
        forged[at] ^= flip;
        let forged = String::from_utf8_lossy(&forged).into_owned();
        prop_assert!(forged == text || Token::check(&forged, kind, &key()).is_err(), "{}", forged);
        prop_assert!(Token::check(&noise, kind, &key()).is_err());
    }
}

#[test]
fn a_click_leads_to_the_web_only() {
    for address in
        ["javascript:alert(1)", "ftp://ex.com/", "data:text/html,x", &format!("https://ex.com/{}", "a".repeat(1_000))]
    {
        let token = Token { address: Some(address.parse().unwrap()), ..token(EventKind::Click) };
        assert_eq!(token.sign(&key()), Err(Refused), "{address}");
    }
    assert!(Token::check(&"A".repeat(1_000_000), EventKind::Click, &key()).is_err());
}

#[test]
fn the_pass_is_derived_and_compared() {
    assert!(key().admits(&key().pass()));
    for wrong in ["", "0123456789abcdef0123456789abcdef", &key().pass()[1..]] {
        assert!(!key().admits(wrong));
    }
    assert!(Key::parse("short").is_err() && Key::parse(&"two words ".repeat(5)).is_err());
    assert_eq!(format!("{:?}", key()), "Key");
}

/// The same table is fetched through the relay and the engine in tests/engagement.rs.
#[test]
fn everybody_gets_the_label_that_fits() {
    let lines = include_str!("../../../../tests/fixtures/fetchers.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut seen = 0;
    for line in lines {
        let [method, address, user_agent, header, nature, by] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (name, value) = header.split_once(": ").unwrap_or_default();
        let given = |wanted: &[&str]| if wanted.contains(&name) { value } else { "" };
        let signs = Signs {
            head: method == "HEAD",
            user_agent,
            purpose: given(&["Purpose", "Sec-Purpose"]),
            via: given(&["Via"]),
            referer: given(&["Referer"]),
            address: address.parse().ok(),
            millis_since: 3_600_000,
        };
        let expected = Label { nature: nature.parse().unwrap(), by: by.parse().unwrap() };
        assert_eq!(label(&signs), expected, "{line}");
        // Within seconds of the sending nobody is a person, and who was known stays known.
        let early = label(&Signs { millis_since: 2_000, ..signs });
        assert_eq!(early.nature, Nature::Machine, "{line}");
        seen += 1;
    }
    assert_eq!(seen, 28);
}

fn settings() -> Settings {
    let mut settings =
        Settings { legal_name: "Codeteki".into(), legal_address: "Melbourne".into(), ..Settings::default() };
    for (key, value) in [
        ("relay.url", "https://relay.ex/r/"),
        ("relay.countries", "new zealand, au"),
        ("relay.opens", "on"),
        ("relay.clicks", "on"),
    ] {
        settings.set(key, value).unwrap();
    }
    settings
}

fn mail(settings: &Settings, country: &str) -> compose::Composed {
    let draft =
        Draft { subject: "S".into(), body: "Hi Jo,\n\nsee https://codeteki.au/a?b=1&c, (https://ex.com).".into() };
    let reference = compose::token([7; 10]);
    let marks = Marks::of(&key(), settings, country, &reference, NOW);
    compose::finish_marked(&draft, settings, "your site", &reference, &marks)
}

#[test]
fn a_mail_carries_what_its_recipient_agreed_to() {
    let on = settings();
    assert_eq!(on.relay_countries, "AU,NZ");
    let tracked = mail(&on, "AU");
    let link = unsubscribe_link(&tracked.text).unwrap();
    let secret = link.strip_prefix("https://relay.ex/r/u/").unwrap();
    assert_eq!(Token::check(secret, EventKind::Unsubscribe, &key()).unwrap().mail, Mark([7; 10]));
    assert!(tracked.html.contains(&format!("Or <a href=\"{link}\">unsubscribe here</a>")), "{}", tracked.html);
    assert!(carries_pixel(&tracked.html) && carries_clicks(&tracked.html));
    assert!(tracked.html.contains(">https://codeteki.au/a?b=1&amp;c</a>, (https://ex.com)."), "{}", tracked.html);
    assert!(tracked.text.contains("see https://codeteki.au/a?b=1&c, (https://ex.com)."));
    for country in ["", "DE", "Atlantis"] {
        let plain = mail(&on, country);
        assert!(!carries_pixel(&plain.html) && !carries_clicks(&plain.html), "{country}");
        assert!(unsubscribe_link(&plain.text).is_some(), "the opt-out needs no consent");
        // What was written under another consent does not go out.
        assert!(relay_gap(&tracked.text, &tracked.html, &on, country).is_some());
        assert_eq!(relay_gap(&plain.text, &plain.html, &on, country), None);
    }
    assert_eq!(relay_gap(&tracked.text, &tracked.html, &on, "AU"), None);
    for (key, value) in
        [("relay.opens", "off"), ("relay.clicks", "off"), ("relay.countries", ""), ("relay.url", "https://b.ex")]
    {
        let mut off = on.clone();
        off.set(key, value).unwrap();
        assert!(relay_gap(&tracked.text, &tracked.html, &off, "AU").is_some(), "{key}={value}");
    }
    let without = mail(&Settings { relay_url: String::new(), ..on }, "AU");
    assert_eq!(
        without.html,
        mail(&Settings { relay_opens: false, relay_clicks: false, relay_url: String::new(), ..settings() }, "AU").html
    );
    assert!(!without.text.contains("http://relay") && unsubscribe_link(&without.text).is_none());
}

#[test]
fn our_own_pages_lead_nowhere_near_the_relay() {
    let shown = for_our_eyes(&mail(&settings(), "AU").html);
    assert!(!shown.contains("relay.ex") && !shown.contains("<img") && !shown.contains("<a"), "{shown}");
    assert!(
        shown.contains("see https://codeteki.au/a?b=1&amp;c, (https://ex.com).")
            && shown.contains("Or unsubscribe here"),
        "{shown}"
    );
    let without = mail(&Settings::default(), "AU").html;
    assert_eq!(for_our_eyes(&without), without);
}
