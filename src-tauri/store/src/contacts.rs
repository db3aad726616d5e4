//! Table contacts.
