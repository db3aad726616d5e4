//! Table gates.
