//! Addresses with a display name, and the comma-joined lists of them. Only as strict as a mail API is.

use std::fmt;

use super::encode::encoded_word;

/// A mail address with an optional display name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Address {
    /// Display name without quotation marks; may be empty.
    pub(crate) name: String,
    /// The bare address.
    pub(crate) email: String,
}

impl Address {
    /// An address with a name.
    pub(crate) fn new(name: &str, email: &str) -> Self {
        Self { name: name.trim().to_owned(), email: email.trim().to_owned() }
    }

    /// Reads `"Name" <a@b>`, `Name <a@b>`, `<a@b>` or `a@b`; nothing if there is no `@` inside.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, email) = match text.rsplit_once('<') {
            Some((name, rest)) => (name.trim(), rest.trim_end().strip_suffix('>')?.trim()),
            None => ("", text),
        };
        let (local, domain) = email.rsplit_once('@')?;
        let plain =
            |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"".contains(c));
        let name = name.trim_matches('"').replace("\\\"", "\"");
        (plain(local) && plain(domain)).then(|| Self::new(&name, email))
    }

    /// Reads a comma-joined list; a comma may stand inside a quoted name. Nothing if one part is no address.
    pub(crate) fn parse_list(text: &str) -> Option<Vec<Self>> {
        let mut quoted = false;
        let parts = text.split(|c: char| {
            quoted ^= c == '"';
            c == ',' && !quoted
        });
        parts.filter(|part| !part.trim().is_empty()).map(Self::parse).collect()
    }

    /// The name if there is one, else the address: what a list shows as sender.
    pub(crate) fn shown(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }

    /// The part before the `@`, in lower case.
    pub(crate) fn local(&self) -> String {
        self.email.rsplit_once('@').map_or_else(String::new, |(local, _)| local.to_lowercase())
    }

    /// The part after the `@`, in lower case.
    pub(crate) fn domain(&self) -> String {
        self.email.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_lowercase())
    }

    /// As a header wants it: name as encoded words where it has to be.
    pub(crate) fn header(&self) -> String {
        match self.name.as_str() {
            "" => self.email.clone(),
            name if name.is_ascii() => format!("\"{}\" <{}>", name.replace('"', "\\\""), self.email),
            name => format!("{} <{}>", encoded_word(name), self.email),
        }
    }

    /// Whether both write to the same place, letter case aside.
    pub(crate) fn same_place(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email.trim())
    }
}

/// As the mail API shows it: `"Jo"<jo@ex.com>`, or `<jo@ex.com>` without a name.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.name.is_empty() {
            write!(f, "\"{}\"", self.name)?;
        }
        write!(f, "<{}>", self.email)
    }
}

/// Joins addresses as a header wants them.
pub(crate) fn header_list(addresses: &[Address]) -> String {
    addresses.iter().map(Address::header).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_commas_inside_names() {
        let list = Address::parse_list(r#""Doe, Jo" <jo@ex.com>, max@ex.com,<eva@ex.com>"#).unwrap();
        assert_eq!(
            list,
            [Address::new("Doe, Jo", "jo@ex.com"), Address::new("", "max@ex.com"), Address::new("", "eva@ex.com")]
        );
        assert_eq!(Address::parse_list("jo@ex.com, nobody"), None);
        assert_eq!(Address::parse("a b@ex.com"), None);
    }
}
