//! Which machine this is.

/// The operating system's name for this installation; empty where there is none. It never leaves the program except as part of a hash.
pub fn machine_id() -> String {
    machine_uid::get().unwrap_or_default()
}
