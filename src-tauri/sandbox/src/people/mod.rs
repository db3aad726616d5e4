//! The people and robots who receive mail, and what each of them does about one mail. Decides what arrives and when;
//! leaves putting it into a mailbox to the world.

mod calendar;
mod letters;
mod persona;
mod quoting;
mod robots;
mod strangers;
mod texts;
mod texts_abroad;

use chrono_tz::Tz;

pub(crate) use strangers::strangers;

use self::persona::{Person, Persona};
use crate::mime::Address;
use crate::sites::Sites;
use crate::world::{Arrival, Mail};

/// What a person remembers of one mailbox.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    received: u32,
    answered_at: Option<i64>,
    wrote_again: bool,
}

/// One mail on its way to one recipient.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// Seed of the world.
    pub(crate) seed: u64,
    /// Where people place links.
    pub(crate) sites: &'a Sites,
    /// When the mail was accepted.
    pub(crate) now: i64,
    /// Zone of the sending mailbox.
    pub(crate) zone: Tz,
    /// The mail, as it stands in Sent.
    pub(crate) sent: &'a Mail,
    /// Its recipient.
    pub(crate) to: &'a Address,
}

impl Scene<'_> {
    /// A label for dice that differs per recipient, mail and purpose.
    fn label(&self, purpose: &str, nth: u32) -> String {
        format!("{purpose} {} {nth} {}", self.to.email.to_lowercase(), self.sent.from.domain())
    }
}

const WEEK_MS: i64 = 7 * 24 * 3_600_000;

/// What comes back because of one mail: mostly nothing.
pub(crate) fn react(scene: &Scene<'_>, history: &mut History) -> Vec<Arrival> {
    history.received = history.received.saturating_add(1);
    let nth = history.received;
    let person = Person::of(scene.seed, scene.to);
    let quiet_for = history.answered_at.map(|at| scene.now.saturating_sub(at));
    let answer = match person.persona {
        Persona::Silent => None,
        Persona::HardBounce | Persona::FullBox => Some(robots::bounce(scene, &person, nth)),
        Persona::Ticket if nth == 1 => Some(robots::ticket(scene, &person, nth)),
        Persona::OutOfOffice | Persona::Left if quiet_for.is_none_or(|quiet| quiet > WEEK_MS) => {
            Some(robots::absence(scene, &person, nth))
        }
        Persona::Ticket | Persona::OutOfOffice | Persona::Left => None,
        _ if quiet_for.is_none() && nth >= person.answers_to => Some(letters::first(scene, &person, nth)),
        Persona::Lapsed if !history.wrote_again && letters::asks_for_link(scene, &person) => {
            history.wrote_again = true;
            Some(letters::put_back(scene, &person, nth))
        }
        Persona::Yes | Persona::Ask if !history.wrote_again && quiet_for.is_some_and(|quiet| quiet >= 0) => {
            history.wrote_again = true;
            letters::second(scene, &person, nth)
        }
        _ => None,
    };
    if let Some(arrival) = &answer {
        history.answered_at = Some(arrival.visible_at);
    }
    answer.into_iter().collect()
}
