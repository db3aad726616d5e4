//! Cutting somebody who asked to be forgotten out of text that stays, such as another person's notes.

use serde_json::Value;

/// What stands in their place.
const GONE: &str = "[erased]";

/// What a person is called in text: addresses, and names that are long enough to mean nobody else.
#[derive(Debug, Clone, Default)]
pub struct Names(Vec<String>);

impl Names {
    /// Addresses and full names. A name of one word is left alone: too much else is called that.
    pub fn new(addresses: impl IntoIterator<Item = String>, names: impl IntoIterator<Item = String>) -> Self {
        let addresses = addresses.into_iter().flat_map(|address| [address.replace('@', "%40"), address]);
        let full = |name: &String| name.split_whitespace().count() > 1;
        let mut all: Vec<String> = addresses.chain(names.into_iter().filter(full)).collect();
        // The longest first: what contains another goes whole.
        all.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
        all.dedup();
        Self(all)
    }

    /// What a text that names the person contains, letter case as given or lower.
    pub fn spellings(&self) -> Vec<String> {
        let tagged = self.0.iter().filter_map(|name| Some(format!("{}+", name.split_once('@')?.0)));
        self.0.iter().cloned().chain(tagged).flat_map(|name| [name.to_lowercase(), name]).collect()
    }

    /// A stored text, plain or JSON, without the person; `None` when they are not in it.
    pub fn cut_stored(&self, stored: &str) -> Option<String> {
        if stored.starts_with(['{', '['])
            && let Ok(mut value) = serde_json::from_str(stored)
        {
            return self.cut_json(&mut value).then(|| value.to_string());
        }
        self.cut(stored)
    }

    fn cut_json(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.cut(text) {
                Some(cut) => {
                    *text = cut;
                    true
                }
                None => false,
            },
            Value::Array(items) => items.iter_mut().fold(false, |cut, item| self.cut_json(item) | cut),
            Value::Object(fields) => fields.values_mut().fold(false, |cut, field| self.cut_json(field) | cut),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// A text without the person, letter case aside; `None` when they are not in it. What only contains their address, such as a longer one,
    /// is somebody else.
    pub fn cut(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut before, mut found) = (text, None, false);
        while let Some(letter) = rest.chars().next() {
            let length = if joins(before) { None } else { self.0.iter().find_map(|name| begins(rest, name)) };
            let step = match length {
                Some(length) => {
                    out.push_str(GONE);
                    found = true;
                    length
                }
                None => {
                    out.push(letter);
                    letter.len_utf8()
                }
            };
            let (passed, following) = rest.split_at(step);
            (before, rest) = (passed.chars().last(), following);
        }
        found.then_some(out)
    }
}

/// How many bytes of a text are this name, if it begins with it and the name ends there.
fn begins(text: &str, name: &str) -> Option<usize> {
    let mut letters = text.chars();
    let mut length = 0;
    for wanted in name.chars() {
        let mut met = letters.next()?;
        if wanted == '@' && met == '+' {
            // Another plus tag is still the same person.
            while met != '@' {
                if !joins(Some(met)) {
                    return None;
                }
                length += met.len_utf8();
                met = letters.next()?;
            }
        }
        if met != wanted && !met.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        length += met.len_utf8();
    }
    let next = letters.next();
    let goes_on = match next {
        Some('.') => letters.next().is_some_and(char::is_alphanumeric),
        next => joins(next) && next != Some('+'),
    };
    (!goes_on).then_some(length)
}

/// Whether a letter beside an address belongs to a longer one.
fn joins(letter: Option<char>) -> bool {
    letter.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn jo() -> Names {
        Names::new(["jo@ex.com".to_owned()], ["Jo Ünal".to_owned(), "Jo".to_owned()])
    }

    #[test]
    fn a_person_is_cut_out_and_nobody_else() {
        for (text, cut) in [
            ("Ask JO@ex.com.", Some("Ask [erased].")),
            ("<jo@ex.com>, jo@ex.com", Some("<[erased]>, [erased]")),
            ("mailto:jo%40ex.com?x", Some("mailto:[erased]?x")),
            ("jo ünal said so; Jo agreed", Some("[erased] said so; Jo agreed")),
            ("or JO+any.tag@ex.com", Some("or [erased]")),
            ("jo+any @ex.com", None),
            ("bigjo@ex.com", None),
            ("jo@ex.com.au", None),
            ("jo@ex.community", None),
            ("not.jo@ex.com", None),
            ("", None),
        ] {
            assert_eq!(jo().cut(text).as_deref(), cut, "{text}");
        }
    }

    #[test]
    fn json_stays_json() {
        let stored = r#"{"note":"met\njo@ex.com","tags":["Jo Ünal",1],"other":null}"#;
        assert_eq!(jo().cut_stored(stored).unwrap(), r#"{"note":"met\n[erased]","other":null,"tags":["[erased]",1]}"#);
        assert_eq!(jo().cut_stored(r#"{"a":"b"}"#), None);
        assert_eq!(jo().cut_stored("[jo@ex.com").unwrap(), "[[erased]");
    }

    proptest! {
        #[test]
        fn nothing_else_is_lost(text in "[a-zJO@.é \\n]{0,60}") {
            match jo().cut(&text) {
                None => {}
                Some(cut) => prop_assert_eq!(jo().cut(&cut), None),
            }
        }
    }
}
