//! Who a recipient is: settled by a magic local part, else by a hash of seed and address.

use crate::chance::Dice;
use crate::mime::{Address, Wire};

/// How a recipient behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Persona {
    /// The address does not exist (5.1.1).
    HardBounce,
    /// The mailbox is full (5.2.2).
    FullBox,
    /// Away, with a return date.
    OutOfOffice,
    /// Has left the company.
    Left,
    /// Wants no more mail.
    Stop,
    /// Not interested.
    No,
    /// Interested.
    Yes,
    /// Has a question.
    Ask,
    /// Not now, with a date.
    Later,
    /// Names a colleague.
    WrongPerson,
    /// A help desk that confirms receipt.
    Ticket,
    /// Wants to be paid.
    Payment,
    /// Has placed the link.
    Placed,
    /// Has placed the link, loses it some days later, and puts it back when asked.
    Lapsed,
    /// Hard to tell.
    Unclear,
    /// Never answers.
    #[default]
    Silent,
}

/// Local parts that settle the behaviour: the word alone, or before anything that is not a letter.
const MAGIC: [(&str, Persona); 16] = [
    ("bounce", Persona::HardBounce),
    ("full", Persona::FullBox),
    ("ooo", Persona::OutOfOffice),
    ("left", Persona::Left),
    ("stop", Persona::Stop),
    ("no", Persona::No),
    ("yes", Persona::Yes),
    ("ask", Persona::Ask),
    ("later", Persona::Later),
    ("wrong", Persona::WrongPerson),
    ("ticket", Persona::Ticket),
    ("paid", Persona::Payment),
    ("placed", Persona::Placed),
    ("lapsed", Persona::Lapsed),
    ("hmm", Persona::Unclear),
    ("silent", Persona::Silent),
];

/// How many in a thousand behave how; the rest is silent.
const MIX: [(u64, Persona); 14] = [
    (90, Persona::Yes),
    (75, Persona::Ask),
    (50, Persona::No),
    (45, Persona::Later),
    (25, Persona::OutOfOffice),
    (20, Persona::Stop),
    (15, Persona::WrongPerson),
    (15, Persona::Ticket),
    (15, Persona::HardBounce),
    (10, Persona::Left),
    (8, Persona::Payment),
    (5, Persona::FullBox),
    (4, Persona::Placed),
    (3, Persona::Unclear),
];

/// The language somebody writes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Hindi.
    Hindi,
}

/// The mail program somebody uses: decides quoting and ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Program {
    /// Gmail in a browser.
    #[default]
    Gmail,
    /// Outlook or Exchange.
    Outlook,
    /// Apple Mail.
    Apple,
    /// Thunderbird.
    Thunderbird,
    /// Gmail on a telephone.
    Phone,
}

/// A recipient with habits.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// What they do.
    pub(crate) persona: Persona,
    /// The number of the mail they answer first.
    pub(crate) answers_to: u32,
    /// Their language.
    pub(crate) language: Language,
    /// Their mail program.
    pub(crate) program: Program,
    /// Name and address.
    pub(crate) address: Address,
    /// How their mail is encoded.
    pub(crate) wire: Wire,
    /// Whether their program sets In-Reply-To and References.
    pub(crate) threads: bool,
}

impl Person {
    /// The same person for the same seed and address, whatever happened before.
    pub(crate) fn of(seed: u64, to: &Address) -> Self {
        let mut dice = Dice::new(seed, &format!("person {}", to.email.to_lowercase()));
        let magic = magic(&to.local());
        let persona = magic.unwrap_or_else(|| mixed(dice.below(1000)));
        let patience = dice.pick(&[1, 1, 1, 1, 1, 1, 2, 2, 3]);
        let language = language(&to.domain(), &mut dice, magic.is_some());
        let program = program(to, &mut dice);
        let wire =
            dice.pick(&[Wire::Utf8Quoted, Wire::Utf8Quoted, Wire::Utf8Quoted, Wire::Utf8Base64, Wire::Latin1Quoted]);
        let threads = magic.is_some() || !dice.percent(6);
        let address = Address::new(&name(to, &mut dice, magic.is_some()), &to.email);
        let answers_to = if magic.is_some() { 1 } else { patience };
        Self { persona, answers_to, language, program, address, wire, threads }
    }

    /// The name used to sign a quick mail.
    pub(crate) fn first_name(&self) -> &str {
        self.address.name.split(' ').next().unwrap_or_default()
    }
}

/// The behaviour that a local part asks for.
pub(crate) fn magic(local: &str) -> Option<Persona> {
    let word: String = local.chars().take_while(char::is_ascii_alphabetic).collect();
    MAGIC.iter().find(|(name, _)| *name == word).map(|(_, persona)| *persona)
}

fn mixed(throw: u64) -> Persona {
    let mut ceiling = 0;
    let hit = MIX.iter().find(|(share, _)| {
        ceiling += share;
        throw < ceiling
    });
    hit.map_or(Persona::Silent, |(_, persona)| *persona)
}

fn language(domain: &str, dice: &mut Dice, magic: bool) -> Language {
    let throw = dice.below(100);
    match domain.rsplit('.').next().unwrap_or_default() {
        "de" | "at" => Language::German,
        "fr" => Language::French,
        "in" if throw < 50 => Language::Hindi,
        "com" | "net" | "org" if !magic && throw < 3 => Language::German,
        "com" | "net" | "org" if !magic && throw < 5 => Language::French,
        "com" | "net" | "org" if !magic && throw < 7 => Language::Hindi,
        _ => Language::English,
    }
}

fn program(to: &Address, dice: &mut Dice) -> Program {
    let throw = dice.pick(&[
        Program::Gmail,
        Program::Gmail,
        Program::Outlook,
        Program::Outlook,
        Program::Apple,
        Program::Thunderbird,
        Program::Phone,
    ]);
    match (to.domain().as_str(), throw) {
        ("gmail.com" | "googlemail.com", Program::Outlook) => Program::Gmail,
        ("outlook.com" | "hotmail.com" | "live.com", _) => Program::Outlook,
        _ => throw,
    }
}

const NAMES: [&str; 20] = [
    "Priya Nair",
    "Tom Becker",
    "Sarah Jones",
    "Wei Chen",
    "Amelia Hart",
    "Lucas Martin",
    "Anna Schmidt",
    "Rahul Mehta",
    "Grace O'Neill",
    "Daniel Novak",
    "Mia Thompson",
    "Farah Aziz",
    "Jack Wilson",
    "Elena Rossi",
    "Noah Fischer",
    "Kavya Rao",
    "Olivia Brown",
    "Sofia Lindqvist",
    "Ben Carter",
    "Chloé Dubois",
];

/// Mailboxes of a function, not of a person.
const ROLES: [&str; 12] = [
    "info",
    "hello",
    "contact",
    "sales",
    "office",
    "editor",
    "editorial",
    "team",
    "support",
    "admin",
    "marketing",
    "mail",
];

/// The name in the address if we used one, else read from the local part (without the word that says how somebody behaves),
/// else any.
fn name(to: &Address, dice: &mut Dice, magic: bool) -> String {
    let any = dice.pick(&NAMES);
    let local = to.local();
    let words = local.split(['.', '_', '-']).skip(usize::from(magic)).filter(|word| word.len() > 1);
    let words: Vec<String> = words.map(capital).collect();
    let readable =
        local.chars().all(|c| c.is_ascii_alphabetic() || "._-".contains(c)) && !ROLES.contains(&local.as_str());
    match (to.name.is_empty(), !readable || words.is_empty()) {
        (false, _) => to.name.clone(),
        (true, true) => any.to_owned(),
        (true, false) => words.join(" "),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("yes", Some(Persona::Yes))]
    #[case("yes.marta", Some(Persona::Yes))]
    #[case("no2", Some(Persona::No))]
    #[case("no+list", Some(Persona::No))]
    #[case("nora", None)]
    #[case("fuller.tom", None)]
    #[case("hmm-1", Some(Persona::Unclear))]
    fn magic_words_end_where_letters_end(#[case] local: &str, #[case] persona: Option<Persona>) {
        assert_eq!(magic(local), persona);
    }

    #[test]
    fn most_people_are_silent_and_the_same_each_time() {
        let people: Vec<Person> =
            (0..2000).map(|n| Person::of(5, &Address::new("", &format!("p{n}@site{n}.com")))).collect();
        let share = |persona| people.iter().filter(|person| person.persona == persona).count() * 100 / people.len();
        assert!((58..=66).contains(&share(Persona::Silent)), "{}", share(Persona::Silent));
        assert!(share(Persona::Yes) >= 6 && share(Persona::HardBounce) <= 4);
        assert!(people.iter().any(|person| person.language == Language::German));
        assert!(people.iter().any(|person| !person.threads));
        let again = Person::of(5, &Address::new("", "P7@site7.com"));
        assert_eq!(people.get(7).map(|person| person.persona), Some(again.persona));
    }

    #[test]
    fn names_come_from_the_address_where_it_has_one() {
        assert_eq!(Person::of(1, &Address::new("", "jo.miller@ex.com")).address.name, "Jo Miller");
        assert_eq!(Person::of(1, &Address::new("Jo", "x@ex.com")).address.name, "Jo");
        assert_eq!(Person::of(1, &Address::new("", "yes.hannah@ex.com")).address.name, "Hannah");
        assert!(NAMES.contains(&Person::of(1, &Address::new("", "yes@ex.com")).address.name.as_str()));
        assert!(NAMES.contains(&Person::of(1, &Address::new("", "info@ex.com")).address.name.as_str()));
    }
}
