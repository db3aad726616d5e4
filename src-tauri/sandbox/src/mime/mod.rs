//! Writing whole RFC 5322 messages. Leaves what is said in them, and to whom, to others.

pub(crate) mod address;
pub(crate) mod encode;
pub(crate) mod html;
pub(crate) mod letter;
pub(crate) mod report;

pub(crate) use address::Address;
pub(crate) use letter::{Letter, Wire};
