//! Lets Tauri generate its context when the window is built, and has an optimised program linked small.

use std::env;
use std::process::Command;

fn main() {
    link_small();
    #[cfg(feature = "desktop")]
    {
        let attributes =
            tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/desktop/capabilities/*.json");
        if let Err(error) = tauri_build::try_build(attributes) {
            println!("cargo::error={error:#}");
        }
    }
}

/// What of the program lies in memory while it runs is mostly itself. On this system Rust links with LLD, which lays functions that
/// turned out the same into one, and keeps the list of addresses to be set at the start at a fiftieth of its size, where the C library
/// can read that (glibc 2.36).
fn link_small() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if !is("PROFILE", "release") || !is("TARGET", "x86_64-unknown-linux-gnu") || !is("HOST", "x86_64-unknown-linux-gnu")
    {
        return;
    }
    println!("cargo::rustc-link-arg=-Wl,--icf=all");
    if c_library().is_some_and(|version| version >= (2, 36)) {
        println!("cargo::rustc-link-arg=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this system's C library, as `getconf` says it: `glibc 2.36`.
fn c_library() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = std::str::from_utf8(&said).ok()?.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
