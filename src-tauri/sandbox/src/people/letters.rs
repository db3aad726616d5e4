//! Replies that people write by hand: words, signature, quote and headers put together.

use super::calendar::{date_in_words, human_time};
use super::persona::{Person, Persona, Program};
use super::{Scene, quoting, texts};
use crate::chance::Dice;
use crate::mime::letter::rfc2822;
use crate::mime::{Address, Letter};
use crate::world::{Arrival, Folder};

/// The first reply of a person to the mail they answer.
pub(crate) fn first(scene: &Scene<'_>, person: &Person, nth: u32) -> Arrival {
    let mut dice = Dice::new(scene.seed, &scene.label("reply", nth));
    let at = human_time(&mut dice, scene.now, scene.zone);
    let words = fill(dice.pick(texts::ways(person.persona, person.language)), scene, person, at, &mut dice);
    write(scene, person, &words, at, &mut dice)
}

/// The one further mail of an interested person, or nothing.
pub(crate) fn second(scene: &Scene<'_>, person: &Person, nth: u32) -> Option<Arrival> {
    let mut dice = Dice::new(scene.seed, &scene.label("again", nth));
    let at = human_time(&mut dice, scene.now, scene.zone);
    let words = dice.pick(&texts::AGAIN);
    dice.percent(60).then(|| write(scene, person, words, at, &mut dice))
}

fn write(scene: &Scene<'_>, person: &Person, words: &str, at: i64, dice: &mut Dice) -> Arrival {
    let reply = quoting::reply(person.program, person.language, &signed(person, words), scene.sent, scene.zone);
    let letter = Letter {
        subject: quoting::subject(person.program, person.language, &scene.sent.subject),
        text: reply.text,
        html: Some(format!("{}{}", reply.fresh, reply.quoted)),
        wire: person.wire,
        ..answer_head(scene, person, at, dice)
    };
    let raw = letter.render();
    Arrival { visible_at: at, folder: Folder::Inbox, letter, quoted: reply.quoted, fresh: reply.fresh, raw }
}

/// Everything above the body of an answer from the recipient.
pub(crate) fn answer_head(scene: &Scene<'_>, person: &Person, at: i64, dice: &mut Dice) -> Letter {
    let sent = scene.sent;
    let mut references = sent.references.clone();
    references.push(sent.wire_id.clone());
    Letter {
        trace: trace(&person.address.email, &sent.from, at, scene),
        from: person.address.clone(),
        to: vec![sent.from.clone()],
        date: at,
        zone: scene.zone,
        message_id: message_id(person, dice),
        in_reply_to: person.threads.then(|| sent.wire_id.clone()),
        references: if person.threads { references } else { Vec::new() },
        headers: program_headers(person.program),
        ..Letter::default()
    }
}

/// The headers that the receiving service adds on top. An empty `sender` is that of robots.
pub(crate) fn trace(sender: &str, ours: &Address, at: i64, scene: &Scene<'_>) -> Vec<(String, String)> {
    let host = sender.rsplit_once('@').map_or_else(|| scene.to.domain(), |(_, domain)| domain.to_owned());
    vec![
        ("Return-Path".into(), format!("<{sender}>")),
        ("Delivered-To".into(), ours.email.clone()),
        (
            "Received".into(),
            format!("from mx.{host} by mx.zohomail.com with SMTPS;\r\n {}", rfc2822(at, chrono_tz::UTC)),
        ),
    ]
}

fn message_id(person: &Person, dice: &mut Dice) -> String {
    let hex = dice.hex32();
    match person.program {
        Program::Gmail | Program::Phone => format!("<CA+{hex}@mail.gmail.com>"),
        Program::Outlook => format!("<{}@EUR05PR0101.prod.outlook.com>", hex.to_uppercase()),
        Program::Apple | Program::Thunderbird => format!("<{hex}@{}>", person.address.domain()),
    }
}

fn program_headers(program: Program) -> Vec<(String, String)> {
    let (name, value) = match program {
        Program::Gmail => return Vec::new(),
        Program::Outlook => ("X-MS-Has-Attach", ""),
        Program::Apple => ("X-Mailer", "Apple Mail (2.3826.400.131)"),
        Program::Thunderbird => ("User-Agent", "Mozilla Thunderbird"),
        Program::Phone => ("X-Mailer", "iPhone Mail (23B85)"),
    };
    vec![(name.to_owned(), value.to_owned())]
}

/// People who want to be left alone do not sign; telephones sign for themselves.
fn signed(person: &Person, words: &str) -> String {
    match (person.persona, person.program) {
        (Persona::Stop | Persona::Unclear, _) | (_, Program::Phone) => words.to_owned(),
        (_, Program::Gmail) => format!("{words}\n\n{}", person.first_name()),
        _ => format!("{words}\n\n{}\n{}", person.address.name, company(&person.address).unwrap_or_default()),
    }
}

/// A company name made from a domain: `techstartup.com.au` is Techstartup. Free mail names nobody's company.
fn company(address: &Address) -> Option<String> {
    const FREE: [&str; 6] = ["gmail", "googlemail", "outlook", "hotmail", "live", "yahoo"];
    let domain = address.domain();
    let label = domain.split('.').next().filter(|label| !FREE.contains(label))?;
    let mut letters = label.chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

/// Fills the marks of a text in.
pub(crate) fn fill(words: &str, scene: &Scene<'_>, person: &Person, at: i64, dice: &mut Dice) -> String {
    const COLLEAGUES: [(&str, &str); 5] = [
        ("Marta Klein", "marta.klein"),
        ("Sam Porter", "sam.porter"),
        ("Nina Patel", "nina.patel"),
        ("Oliver Grant", "oliver.grant"),
        ("Julia Weber", "julia.weber"),
    ];
    let days =
        u64::try_from(if person.persona == Persona::Later { dice.between(30, 100) } else { dice.between(3, 14) })
            .unwrap_or(7);
    let (colleague, mail) = dice.pick(&COLLEAGUES);
    let domain = person.address.domain();
    let price = dice.pick(&["80", "120", "150", "200", "250", "350"]);
    words
        .replace("{date}", &date_in_words(at, days, scene.zone, person.language))
        .replace("{colleague}", colleague)
        .replace("{mail}", &format!("{mail}@{domain}"))
        .replace("{url}", &page(scene, person, at))
        .replace("{price}", price)
        .replace("{company}", &company(&person.address).unwrap_or_else(|| "our company".into()))
}

/// Days for which the link of somebody who loses it stands.
const KEPT_MS: i64 = 9 * 24 * 3_600_000;

/// The path of the page on which somebody places links to a site.
fn path(scene: &Scene<'_>, person: &Person) -> &'static str {
    let mut dice = Dice::new(scene.seed, &format!("page {} {}", person.address.email, scene.sent.from.domain()));
    dice.pick(&["/resources", "/useful-links", "/guest-post", "/partners"])
}

/// A page of theirs with a link to the sender's site from then on.
fn page(scene: &Scene<'_>, person: &Person, at: i64) -> String {
    let (host, path) = (format!("www.{}", person.address.domain()), path(scene, person));
    if matches!(person.persona, Persona::Placed | Persona::Lapsed) {
        let until = if person.persona == Persona::Lapsed { at.saturating_add(KEPT_MS) } else { i64::MAX };
        scene.sites.place(&host, path, &scene.sent.from.domain(), (at, until));
    }
    format!("https://{host}{path}")
}

/// Whether a mail names the page on which they placed a link.
pub(crate) fn asks_for_link(scene: &Scene<'_>, person: &Person) -> bool {
    scene.sent.html.contains(&format!("www.{}{}", person.address.domain(), path(scene, person)))
}

/// The link is put back, and they say so.
pub(crate) fn put_back(scene: &Scene<'_>, person: &Person, nth: u32) -> Arrival {
    let mut dice = Dice::new(scene.seed, &scene.label("put back", nth));
    let at = human_time(&mut dice, scene.now, scene.zone);
    let (host, path) = (format!("www.{}", person.address.domain()), path(scene, person));
    scene.sites.place(&host, path, &scene.sent.from.domain(), (at, i64::MAX));
    let words = dice.pick(&texts::PUT_BACK).replace("{url}", &format!("https://{host}{path}"));
    write(scene, person, &words, at, &mut dice)
}
