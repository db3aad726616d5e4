//! Table tasks.
