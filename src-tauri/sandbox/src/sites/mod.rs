//! Web sites of strangers, as data.

pub mod research;
