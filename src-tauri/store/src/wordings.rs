//! Table wordings.
