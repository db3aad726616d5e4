//! Table deals.
