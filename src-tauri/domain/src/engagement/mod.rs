//! What comes back from a mail without an answer to it: opt-outs by a link, opens and clicks. Opt-outs bind; the rest is only shown, for what it
//! is, and nothing in this program decides by it.
//!
//! The relay and the engine share these rules: how a link is made and checked ([`token`]), who fetched something ([`label`]), and what a mail
//! carries ([`marks`]).

mod event;
pub mod label;
mod marks;
#[cfg(test)]
mod tests;
mod token;

pub use event::{Batch, Event, EventKind};
pub use label::{By, Label, Nature, Signs, label};
pub use marks::{
    Marks, UNSUBSCRIBE, address_of_relay, carries_clicks, carries_pixel, countries, for_our_eyes, may_track, relay_gap,
};
pub use token::{BadKey, Key, LONGEST_TOKEN, Mark, Refused, Token};

/// The link to opt out in the footer of a finished text: what the mail's header names too, so that both are what was approved.
pub fn unsubscribe_link(text: &str) -> Option<&str> {
    let (_, footer) = text.rsplit_once("\n\n-- \n")?;
    footer.lines().find_map(|line| line.strip_prefix(UNSUBSCRIBE))
}
