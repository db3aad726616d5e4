//! What programs answer: bounces, absence notes, ticket receipts.

use super::calendar::robot_time;
use super::letters::{answer_head, fill, trace};
use super::persona::{Language, Person, Persona, Program};
use super::{Scene, texts};
use crate::chance::Dice;
use crate::mime::report::{self, Failure, System};
use crate::mime::{Address, Letter};
use crate::world::{Arrival, Folder};

/// The notification that a mail could not be delivered.
pub(crate) fn bounce(scene: &Scene<'_>, person: &Person, nth: u32) -> Arrival {
    let mut dice = Dice::new(scene.seed, &scene.label("bounce", nth));
    let at = robot_time(&mut dice, scene.now);
    let system = dice.pick(&[System::Zoho, System::Zoho, System::Postfix, System::Gmail]);
    let failure = failure(person, &mut dice);
    let from = system.sender(&scene.sent.from.domain());
    let mut headers = vec![("Auto-Submitted".into(), "auto-replied".into())];
    if system == System::Gmail {
        headers.push(("X-Failed-Recipients".into(), person.address.email.clone()));
    }
    let letter = Letter {
        trace: trace("", &scene.sent.from, at, scene),
        to: vec![scene.sent.from.clone()],
        subject: system.subject().into(),
        date: at,
        zone: scene.zone,
        message_id: format!("<{}@{}>", dice.hex32(), from.domain()),
        headers,
        text: format!("Your mail to {} could not be delivered: {}", person.address.email, failure.diagnostic),
        from,
        ..Letter::default()
    };
    let original = scene.sent.raw.split("Content-Type:").next().unwrap_or_default();
    let raw = report::render(&letter, system, &failure, original);
    Arrival { visible_at: at, folder: Folder::Inbox, fresh: letter.shown_html(), letter, quoted: String::new(), raw }
}

fn failure(person: &Person, dice: &mut Dice) -> Failure {
    let to = &person.address.email;
    let (status, diagnostic) = if person.persona == Persona::FullBox {
        ("5.2.2", format!("552 5.2.2 <{to}>: The email account that you tried to reach is over quota"))
    } else {
        let diagnostic = dice.pick(&[
            "user unknown",
            "no such user here",
            "Recipient address rejected: User unknown in virtual mailbox table",
        ]);
        ("5.1.1", format!("550 5.1.1 <{to}>: {diagnostic}"))
    };
    Failure { recipient: Address::new("", to), status, diagnostic }
}

/// The note of somebody who is away, or who has left for good; as Exchange or as Gmail sends it.
pub(crate) fn absence(scene: &Scene<'_>, person: &Person, nth: u32) -> Arrival {
    let mut dice = Dice::new(scene.seed, &scene.label("absence", nth));
    let at = robot_time(&mut dice, scene.now);
    let words = fill(dice.pick(texts::ways(person.persona, person.language)), scene, person, at, &mut dice);
    let (subject, headers) =
        if person.program == Program::Outlook { exchange(scene, person) } else { gmail(scene, person) };
    let head = answer_head(scene, person, at, &mut dice);
    let letter = Letter {
        trace: trace("", &scene.sent.from, at, scene),
        subject,
        headers,
        text: format!("{words}\n\n{}", person.address.name),
        wire: person.wire,
        ..head
    };
    Arrival::inbox(letter, at)
}

fn exchange(scene: &Scene<'_>, person: &Person) -> (String, Vec<(String, String)>) {
    let prefix = match person.language {
        Language::German => "Automatische Antwort:",
        Language::French => "Réponse automatique :",
        Language::English | Language::Hindi => "Automatic reply:",
    };
    let headers = [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-MS-Exchange-Inbox-Rules-Loop", person.address.email.as_str()),
    ];
    (format!("{prefix} {}", scene.sent.subject), owned(&headers))
}

fn gmail(scene: &Scene<'_>, person: &Person) -> (String, Vec<(String, String)>) {
    let note = match (person.persona, person.language) {
        (Persona::Left, _) => "Change of address",
        (_, Language::German) => "Abwesenheitsnotiz",
        (_, Language::French) => "Absence du bureau",
        _ => "Out of office",
    };
    let headers = [("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")];
    (format!("{note} Re: {}", scene.sent.subject), owned(&headers))
}

/// The receipt of a help desk.
pub(crate) fn ticket(scene: &Scene<'_>, person: &Person, nth: u32) -> Arrival {
    let mut dice = Dice::new(scene.seed, &scene.label("ticket", nth));
    let at = robot_time(&mut dice, scene.now);
    let number = dice.between(10_000, 99_999);
    let words = fill(dice.pick(texts::ways(person.persona, person.language)), scene, person, at, &mut dice);
    let headers =
        [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "auto_reply")];
    let letter = Letter {
        subject: format!("[Ticket #{number}] We received your request: {}", scene.sent.subject),
        headers: owned(&headers),
        text: format!("{words}\n\nTicket: {number}"),
        ..answer_head(scene, person, at, &mut dice)
    };
    Arrival::inbox(letter, at)
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
