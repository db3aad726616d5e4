//! Table messages.
