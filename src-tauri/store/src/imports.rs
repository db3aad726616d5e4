//! Table imports.
