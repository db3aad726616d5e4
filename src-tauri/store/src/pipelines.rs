//! Table pipelines.
