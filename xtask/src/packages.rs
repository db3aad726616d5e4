//! What a fresh machine lacks: asks Debian's package database, installs only what is missing, and elsewhere says what to install.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::run;

/// To build a program without a window.
pub(crate) const BUILD: &[&str] = &["build-essential", "pkg-config"];

/// For the proofs: what moves a program's clock, a real mail server, and what reads mail independently of us.
pub(crate) const PROOFS: &[&str] =
    &["libfaketime", "postfix", "dovecot-imapd", "dovecot-lmtpd", "notmuch", "isync", "python3", "procps"];

/// To build and open the window.
pub(crate) const WINDOW: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libdbus-1-dev",
];

/// To drive the window without a screen.
pub(crate) const SCREENLESS: &[&str] =
    &["xvfb", "xauth", "dbus", "dbus-x11", "webkit2gtk-driver", "fonts-dejavu-core", "fonts-inter", "python3"];

/// The desktop around the window: a keychain, a server of notifications, frames, a tray, hands and an eye.
pub(crate) const DESKTOP: &[&str] =
    &["gnome-keyring", "dunst", "openbox", "xfce4-panel", "libglib2.0-bin", "xdotool", "imagemagick"];

/// To make an AppImage: its file system, and the paths in its libraries. The bundler brings what the others need.
pub(crate) const PACKING: &[&str] =
    if cfg!(target_os = "linux") { &["squashfs-tools", "patchelf", "librsvg2-common"] } else { &[] };

/// To try the packages on a bare system.
pub(crate) const BARE: &[&str] = &["debootstrap"];

/// To look at the page in a browser.
pub(crate) const BROWSER: &[&str] = &["chromium", "fonts-inter", "fonts-dejavu-core"];

/// Installs those of `packages` that are missing, as far as this system lets us.
///
/// # Errors
/// The packages can't be installed; the message says what to do by hand.
pub(crate) fn ensure(packages: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return elsewhere();
    }
    if !starts("dpkg-query") || !starts("apt-get") {
        println!("This is neither Debian nor Ubuntu. If the build fails, install what these Debian packages hold:");
        println!("  {}", packages.join(" "));
        return Ok(());
    }
    let missing = missing(packages)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing what this machine lacks: {}", missing.join(" "));
    let by_hand =
        || format!("sudo apt-get update && sudo apt-get install --no-install-recommends {}", missing.join(" "));
    let Some(mut install) = apt_get() else {
        bail!("This needs root once, and there is no sudo. As root, run: {}", by_hand());
    };
    install.args(["install", "-y", "--no-install-recommends"]).args(&missing);
    leave_unconfigured(&missing)?;
    if run::run(&mut install).is_ok() {
        return silence(&missing);
    }
    // A fresh image has no package lists, or old ones that name files which are gone.
    let refreshed = apt_get().map_or(Ok(()), |mut update| run::run(update.arg("update")));
    match refreshed.and_then(|()| run::run(&mut install)) {
        Ok(()) => silence(&missing),
        Err(error) => Err(error.context(format!("The packages could not be installed. By hand: {}", by_hand()))),
    }
}

/// Those of `packages` that Debian does not count as installed.
fn missing<'a>(packages: &[&'a str]) -> Result<Vec<&'a str>> {
    // Ends with 1 as soon as one name is unknown, and still answers for the others.
    let answer = run::command("dpkg-query", ["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()?;
    let answer = String::from_utf8_lossy(&answer.stdout);
    let installed: Vec<&str> = answer.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    Ok(packages.iter().copied().filter(|package| !installed.contains(package)).collect())
}

/// Postfix asks what it should be on this machine: nothing.
fn leave_unconfigured(missing: &[&str]) -> Result<()> {
    if !missing.contains(&"postfix") {
        return Ok(());
    }
    let answer = "echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections";
    run::run(root_shell().arg(answer))
}

/// The tests start mail servers of their own; those of the machine that we have just brought must not run.
fn silence(missing: &[&str]) -> Result<()> {
    for (package, service) in [("postfix", "postfix"), ("dovecot-imapd", "dovecot")] {
        if missing.contains(&package) {
            let quiet = format!("systemctl disable --now {service} || service {service} stop || true");
            run::run(root_shell().arg(quiet).stdout(Stdio::null()).stderr(Stdio::null()))?;
        }
    }
    Ok(())
}

/// A shell with the rights of root, waiting for its script.
fn root_shell() -> Command {
    if is_root() { run::command("sh", ["-c"]) } else { run::command("sudo", ["sh", "-c"]) }
}

fn is_root() -> bool {
    run::read(&mut run::command("id", ["-u"])).is_ok_and(|id| id.trim() == "0")
}

/// `apt-get` with the rights it needs; `None` where nobody can give them.
fn apt_get() -> Option<Command> {
    if is_root() {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Some(command);
    }
    // sudo drops the environment, so the variable goes inside.
    starts("sudo").then(|| run::command("sudo", ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]))
}

fn starts(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Says once what Rust and Node do not bring on macOS and Windows.
fn elsewhere() -> Result<()> {
    if cfg!(target_os = "macos") {
        let tools = Command::new("xcode-select").arg("-p").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !tools.is_ok_and(|status| status.success()) {
            bail!("The compiler's tools are missing. Run: xcode-select --install");
        }
    } else {
        println!("On Windows this needs, once: the Visual Studio Build Tools with \"Desktop development with C++\",");
        println!(
            "and WebView2, which Windows 11 already has (https://developer.microsoft.com/microsoft-edge/webview2)."
        );
    }
    Ok(())
}
