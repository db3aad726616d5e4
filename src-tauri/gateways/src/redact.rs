//! Makes raw text from outside fit to be shown and logged: credentials and addresses are masked, and it is cut short.
//! Masking too much is harmless here; letting one token through is not.

/// How much of a raw answer is kept, in characters.
pub const EXCERPT: usize = 300;

const SECRET: &str = "[secret]";
const ADDRESS: &str = "[address]";

/// Words after which the next word is a credential, whatever it looks like.
const ANNOUNCES_SECRET: [&str; 10] = [
    "bearer",
    "zoho-oauthtoken",
    "access_token",
    "refresh_token",
    "client_secret",
    "api-key",
    "api_key",
    "apikey",
    "password",
    "authorization",
];

/// The masked text, cut to [`EXCERPT`] characters.
pub fn excerpt(raw: &str) -> String {
    let masked = redact(raw.trim());
    match masked.char_indices().nth(EXCERPT) {
        Some((end, _)) => masked.get(..end).unwrap_or_default().to_owned(),
        None => masked,
    }
}

/// The text with tokens (`1000.…`, `sk-…`, whatever follows `Bearer` or `refresh_token`, long random words) and e-mail
/// addresses masked.
pub fn redact(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut secret_next = false;
    let mut rest = raw;
    while !rest.is_empty() {
        let word_end = rest.find(is_separator).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        if !word.is_empty() {
            let announces = ANNOUNCES_SECRET.contains(&word.to_ascii_lowercase().as_str());
            out.push_str(if announces { word } else { masked(word, secret_next) });
            secret_next = announces;
        }
        let gap_end = after.find(|c| !is_separator(c)).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap_end);
        out.push_str(gap);
        rest = next;
    }
    out
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "\"'<>()[]{},;:=&?/\\|".contains(c)
}

fn masked(word: &str, announced: bool) -> &str {
    let lower = word.to_ascii_lowercase();
    if announced {
        return SECRET;
    }
    if word.contains('@') || lower.contains("%40") {
        return ADDRESS;
    }
    if lower.contains("1000.") || lower.starts_with("sk-") || looks_random(word) { SECRET } else { word }
}

/// Keys without a known prefix: long, one word, letters and digits mixed.
fn looks_random(word: &str) -> bool {
    word.len() >= 28
        && word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().any(|b| b.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+~%".contains(&b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("token 1000.abc.def is dead", "token [secret] is dead")]
    #[case("Zoho-oauthtoken zzz", "Zoho-oauthtoken [secret]")]
    #[case("Incorrect API key provided: sk-proj-123", "Incorrect API key provided: [secret]")]
    #[case(r#"{"client_secret":"abc","x":1}"#, r#"{"client_secret":"[secret]","x":1}"#)]
    #[case("grant_type=refresh_token&refresh_token=abc", "grant_type=refresh_token&refresh_token=[secret]")]
    #[case("mail to jo.b+x@ex.co.uk refused", "mail to [address] refused")]
    #[case("to=jo%40ex.com", "to=[address]")]
    #[case("key 0123456789abcdef0123456789abcdef", "key [secret]")]
    #[case(r#"{"code":400,"message":"no"}"#, r#"{"code":400,"message":"no"}"#)]
    #[case("INVALID_OAUTHTOKEN in task-list", "INVALID_OAUTHTOKEN in task-list")]
    fn masks_what_must_not_be_seen(#[case] raw: &str, #[case] shown: &str) {
        assert_eq!(redact(raw), shown);
    }

    #[test]
    fn an_excerpt_is_short_and_cut_between_characters() {
        assert_eq!(excerpt(&"é".repeat(1_000)).chars().count(), EXCERPT);
    }

    proptest! {
        #[test]
        fn no_credential_survives_in_any_surroundings(before in ".{0,40}", body in "[a-z0-9]{6,40}", after in "[ \"',}&].{0,40}") {
            for secret in [format!("1000.{body}"), format!("sk-{body}"), format!("{body}@{body}.com")] {
                let raw = format!("{before} {secret}{after}");
                prop_assert!(!redact(&raw).contains(&secret), "{raw}");
            }
        }
    }
}
