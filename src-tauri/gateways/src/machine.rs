//! Which machine this is, and since when it runs.

/// The operating system's name for this installation; empty where there is none. It never leaves the program except as part of a hash.
pub fn machine_id() -> String {
    machine_uid::get().unwrap_or_default()
}

/// The operating system's name for this run of the machine, another after each power cut or restart; `None` where there is none. What was
/// written to a file without waiting for the disk is still there as long as it stays the same.
pub fn boot_id() -> Option<String> {
    let name = if cfg!(target_os = "linux") {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?
    } else if cfg!(target_os = "macos") {
        let output =
            std::process::Command::new("/usr/sbin/sysctl").args(["-n", "kern.bootsessionuuid"]).output().ok()?;
        String::from_utf8(output.stdout).ok()?
    } else {
        return None;
    };
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
