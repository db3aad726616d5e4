//! What things are and which moves are legal: no I/O, no clock, no async.
//!
//! Everything here is a value or a pure function of values. Where the words come from: Brand, Contact, Deal,
//! Decision, Email, Message, Gate and Suppression are the product's contract and mean the same in every room.

#[macro_use]
mod text_enum;

pub mod activity;
pub mod address;
pub mod backup;
pub mod brand;
pub mod compose;
pub mod contact;
pub mod deal;
pub mod decision;
pub mod dns;
pub mod email;
pub mod engagement;
pub mod forget;
pub mod gate;
pub mod grounds;
pub mod health;
pub mod id;
pub mod links;
pub mod mail_servers;
pub mod mailbox;
pub mod notice;
pub mod pace;
pub mod pipeline;
pub mod prospect;
pub mod recipient;
pub mod reply;
pub mod research;
pub mod score;
pub mod sender;
pub mod spending;
pub mod stages;
pub mod suppression;
pub mod task;
pub mod time;
pub mod web;
pub mod window;
pub mod zone;

pub use address::EmailAddress;
pub use text_enum::UnknownWord;
pub use time::Timestamp;
