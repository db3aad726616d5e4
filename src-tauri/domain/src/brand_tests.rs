//! Tests of a brand's settings.

use super::*;

#[test]
fn every_key_can_be_read_and_written_back() {
    let mut settings = Settings { from_email: "a@ex.com".to_owned(), ..Settings::default() };
    for (key, _) in KEYS {
        let value = settings.get(key).unwrap_or_else(|| panic!("{key} cannot be read"));
        settings.set(key, &value).unwrap_or_else(|e| panic!("{key}: {e}"));
        assert_eq!(settings.get(key).unwrap(), value);
    }
}

#[test]
fn a_bad_value_changes_nothing() {
    let mut settings = Settings::default();
    let before = settings.clone();
    for (key, value) in [
        ("sending.window", "always"),
        ("sending.daily_cap", "-1"),
        ("autonomy", "yolo"),
        ("timezone", "Mars/Base"),
        ("from.email", "nobody"),
        ("from.name", "a\nBcc: x"),
        ("nope", "1"),
        ("sending.ramp", "fast"),
        ("sending.days_off", "easter"),
        ("sending.domain_cap", "0"),
        ("ai.price_in", "cheap"),
        ("relay.url", "http://relay.example"),
        ("relay.url", "https://relay.example/?a"),
        ("relay.opens", "maybe"),
        ("relay.countries", "AU,Atlantis"),
    ] {
        assert!(settings.set(key, value).is_err(), "{key}={value}");
    }
    assert_eq!(settings, before);
}

#[test]
fn settings_survive_json() {
    let settings = Settings::default();
    let text = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    assert!(serde_json::from_str::<Settings>(r#"{"colour":"red"}"#).is_err());
}
