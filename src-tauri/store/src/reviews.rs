//! Table reviews.
