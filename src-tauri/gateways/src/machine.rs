//! Which machine this is, since when it runs, and where programs keep their data on it.

use std::path::PathBuf;

/// The program's identifier: every door opens the same folder.
const FOLDER: &str = "au.codeteki.crm-autopilot";

/// The program's folder among those that this system keeps for the data of programs; `None` where there are none.
pub fn app_data() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.data_dir().join(FOLDER))
}

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

#[cfg(test)]
mod tests {
    #[test]
    fn the_window_has_the_same_folder() {
        let shell: serde_json::Value = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        assert_eq!(shell["identifier"], super::FOLDER);
    }
}
