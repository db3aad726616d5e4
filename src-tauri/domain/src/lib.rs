//! What things are and which moves are legal: no I/O, no clock, no async.
