//! Table brands.
