//! Table emails.
