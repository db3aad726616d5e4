//! Reading replies truthfully: from the bytes of an incoming mail to what it means and which mail of ours it answers. Pure: fetching,
//! storing and acting on it is left to the engine, and what no rule settles is left to the model or a person.

mod automatic;
mod class;
mod dates;
mod dsn;
mod fields;
mod html;
mod human;
mod matching;
mod mime;
mod opt_out;
mod page;
mod parse;
mod phrase;
mod quote;
mod rules;
mod subject;

#[cfg(test)]
mod tests;

pub use class::{Nature, ReplyClass, ReplyKind};
pub use dsn::{Arf, BounceVerdict, Dsn, DsnAction, DsnRecipient, bounce_verdict};
pub use matching::{Candidate, Evidence, MatchResult, find_tokens, rank};
pub use opt_out::find_opt_out;
pub use page::{MailLink, MailPage, Pictures, mail_page};
pub use parse::{IncomingMail, MailAddress, Signs};
pub use quote::split_quoted;
pub use rules::{Ruled, classify_by_rules, nature_of};
pub use subject::normalise_subject;
