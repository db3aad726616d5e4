//! Table decisions.
