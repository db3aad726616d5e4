//! Table suppressions.
