//! Reading replies.
