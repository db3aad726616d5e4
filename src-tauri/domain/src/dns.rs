//! What the domain name system says, as values: what is asked and answered, and the difference between "there is none" and "nobody answered".
//!
//! All of it comes from strangers. Names are in lower case and without the last dot.

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked<T> {
    /// There are records, at least one.
    Found(Vec<T>),
    /// The name has no such record, or does not exist: a certain no.
    NotFound,
    /// Nobody answered in time, or the servers are in trouble: nothing is known.
    Unanswered,
}

impl<T> Looked<T> {
    /// The records; none if there are none or nobody answered.
    pub fn records(&self) -> &[T] {
        match self {
            Self::Found(records) => records,
            Self::NotFound | Self::Unanswered => &[],
        }
    }

    /// The records, given away.
    pub fn into_records(self) -> Vec<T> {
        match self {
            Self::Found(records) => records,
            Self::NotFound | Self::Unanswered => Vec::new(),
        }
    }

    /// Whether nothing is known.
    pub const fn is_unanswered(&self) -> bool {
        matches!(self, Self::Unanswered)
    }

    /// The same answer with each record seen in another way.
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> Looked<U> {
        match self {
            Self::Found(records) => Looked::Found(records.into_iter().map(with).collect()),
            Self::NotFound => Looked::NotFound,
            Self::Unanswered => Looked::Unanswered,
        }
    }
}

/// A server that takes mail for a domain (RFC 5321).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanger {
    /// The lowest is asked first.
    pub preference: u16,
    /// Its name. Empty: the domain takes no mail (RFC 7505).
    pub host: String,
}

/// A place where a service is (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The lowest is asked first.
    pub priority: u16,
    /// Among equals, the heavier is asked more often.
    pub weight: u16,
    /// The port.
    pub port: u16,
    /// Its name. Empty: the domain says that it has no such service.
    pub host: String,
}

/// A name in the form in which names are compared: lower case, without the last dot.
pub fn normal(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a name is a domain or lies below it.
pub fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether a text can be a host's name: dotted labels of letters, digits and hyphens, 253 bytes at most, and no IP address.
pub fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_a_word = || name.rsplit('.').next().is_some_and(|last| !last.bytes().all(|byte| byte.is_ascii_digit()));
    name.len() <= 253 && name.contains('.') && name.split('.').all(label) && last_is_a_word()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("mail.ex.com", true)]
    #[case("xn--mnchen-3ya.example", true)]
    #[case("localhost", false)]
    #[case("192.0.2.1", false)]
    #[case("-a.com", false)]
    #[case("a..com", false)]
    #[case("a b.com", false)]
    #[case("a.com/x", false)]
    #[case("", false)]
    fn knows_a_host_by_its_name(#[case] name: &str, #[case] is: bool) {
        assert_eq!(is_host(name), is);
    }

    #[test]
    fn a_name_that_only_ends_alike_is_not_within() {
        assert!(is_within("mx.zoho.com", "zoho.com"));
        assert!(is_within("zoho.com", "zoho.com"));
        assert!(!is_within("mx.notzoho.com", "zoho.com"));
    }
}
