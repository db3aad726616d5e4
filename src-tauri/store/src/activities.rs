//! Table activities.
