//! What a person types into a search field, as a question for the full-text index.

/// Each word becomes a quoted prefix, and all of them have to be found. `None` when there is no word to look for: then nothing
/// is found. Quoting keeps the index's own operators (`AND`, `*`, `-`, `:`) plain text.
pub(super) fn terms(text: &str) -> Option<String> {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let quoted: Vec<String> =
        words.map(|word| format!("\"{}\"*", word.replace('"', "\"\"").replace('\0', ""))).collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn words_become_quoted_prefixes() {
        for (typed, asked) in [
            ("jo smi", Some("\"jo\"* \"smi\"*")),
            ("  jo@ex.com ", Some("\"jo@ex.com\"*")),
            ("say \"hi\" OR -no*", Some("\"say\"* \"\"\"hi\"\"\"* \"OR\"* \"-no*\"*")),
            ("@ -- \"\"", None),
            ("", None),
        ] {
            assert_eq!(terms(typed).as_deref(), asked, "{typed}");
        }
    }
}
