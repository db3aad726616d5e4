//! What an address says of itself before anybody writes to it: a role instead of a person, a mailbox for a day, a domain that takes no mail. Marks only:
//! none of them keeps a mail back.

use serde::{Deserialize, Serialize};

use crate::EmailAddress;
use crate::dns::{Exchanger, Looked};

/// Something to know about an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "AddressMark")]
pub enum Mark {
    /// It belongs to a role, such as `info@`: nobody in particular reads it.
    Role,
    /// Its domain gives mailboxes away for a day.
    Disposable,
    /// Its domain takes no mail.
    NoMailServer,
}
crate::text_enum!(Mark { Role = "role", Disposable = "disposable", NoMailServer = "no_mail_server" });

impl Mark {
    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Role => "Role address",
            Self::Disposable => "Disposable",
            Self::NoMailServer => "No mail server",
        }
    }
}

/// Names of roles: those of RFC 2142, and the usual ones. In order, for the search.
const ROLES: [&str; 66] = [
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "advertising",
    "all",
    "billing",
    "bookings",
    "careers",
    "compliance",
    "contact",
    "contacto",
    "contactus",
    "customercare",
    "customerservice",
    "do-not-reply",
    "donotreply",
    "editor",
    "editorial",
    "enquiries",
    "enquiry",
    "events",
    "feedback",
    "finance",
    "ftp",
    "hello",
    "help",
    "helpdesk",
    "hi",
    "hostmaster",
    "hr",
    "info",
    "information",
    "inquiries",
    "inquiry",
    "jobs",
    "kontakt",
    "legal",
    "mail",
    "mailer-daemon",
    "marketing",
    "media",
    "news",
    "newsletter",
    "no-reply",
    "noc",
    "noreply",
    "office",
    "orders",
    "partners",
    "postmaster",
    "press",
    "privacy",
    "recruitment",
    "reception",
    "sales",
    "security",
    "service",
    "support",
    "team",
    "usenet",
    "uucp",
    "webmaster",
    "www",
];

/// Domains that give mailboxes away for a day: the well-known ones, in order.
const DISPOSABLE: &str = include_str!("disposable.txt");

/// What an address says of itself, without asking anybody.
pub fn marks(address: &EmailAddress) -> Vec<Mark> {
    let role = is_role(address.local()).then_some(Mark::Role);
    let disposable = is_disposable(address.domain()).then_some(Mark::Disposable);
    [role, disposable].into_iter().flatten().collect()
}

/// Whether what stands before the `@` is the name of a role, a tag aside.
pub fn is_role(local: &str) -> bool {
    let name = local.split_once('+').map_or(local, |(name, _)| name);
    ROLES.contains(&name)
}

/// Whether a domain, or one above it, gives mailboxes away for a day.
pub fn is_disposable(domain: &str) -> bool {
    let known = |domain: &str| DISPOSABLE.lines().any(|line| line == domain);
    let mut rest = domain;
    loop {
        if known(rest) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, above)) if above.contains('.') => rest = above,
            _ => return false,
        }
    }
}

/// Whether a domain takes mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesMail {
    /// It names servers for it, or has an address of its own (RFC 5321, 5.1).
    Yes,
    /// It does not exist, has neither, or says that it takes none (RFC 7505).
    No,
    /// Nobody answered.
    Unknown,
}
crate::text_enum!(TakesMail { Yes = "yes", No = "no", Unknown = "unknown" });

/// What its servers for mail say. `None`: it names none, and its own address decides.
pub fn takes_mail(exchangers: &Looked<Exchanger>) -> Option<TakesMail> {
    match exchangers {
        Looked::Found(found) if found.iter().all(|exchanger| exchanger.host.is_empty()) => Some(TakesMail::No),
        Looked::Found(_) => Some(TakesMail::Yes),
        Looked::NotFound => None,
        Looked::Unanswered => Some(TakesMail::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("info@ex.com", &[Mark::Role])]
    #[case("sales+au@ex.com", &[Mark::Role])]
    #[case("abuse@mailinator.com", &[Mark::Role, Mark::Disposable])]
    #[case("jo@sub.yopmail.com", &[Mark::Disposable])]
    #[case("jo@notyopmail.com", &[])]
    #[case("info.desk@ex.com", &[])]
    #[case("sales-team.jo@ex.co.uk", &[])]
    fn an_address_says_what_it_is(#[case] address: &str, #[case] expected: &[Mark]) {
        assert_eq!(marks(&EmailAddress::parse(address).unwrap()), expected);
    }

    #[test]
    fn a_domain_that_names_no_server_takes_none() {
        let at = |host: &str| Looked::Found(vec![Exchanger { preference: 0, host: host.to_owned() }]);
        assert_eq!(takes_mail(&at("mx.ex.com")), Some(TakesMail::Yes));
        assert_eq!(takes_mail(&at("")), Some(TakesMail::No));
        assert_eq!(takes_mail(&Looked::NotFound), None);
        assert_eq!(takes_mail(&Looked::Unanswered), Some(TakesMail::Unknown));
    }

    #[test]
    fn the_list_is_clean() {
        let lines: Vec<&str> = DISPOSABLE.lines().collect();
        assert!(lines.len() > 250 && lines.is_sorted(), "{}", lines.len());
        assert!(lines.iter().all(|line| crate::dns::is_host(line) && !crate::address::is_free_mail(line)));
    }
}
