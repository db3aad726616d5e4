//! Table notices.
