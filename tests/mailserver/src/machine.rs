//! What the machine can do: whether the two servers are installed and may be started, and by whom.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The programs that are started, where Debian and Ubuntu put them: not all of it is on everybody's path.
const PROGRAMS: [&str; 3] = ["/usr/lib/postfix/sbin/master", "/usr/sbin/dovecot", "/usr/lib/dovecot/lmtp"];

/// Why no server can be started here; `None` where one can.
pub fn unable() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("Postfix and Dovecot are only started on Linux".to_owned());
    }
    if let Some(program) = PROGRAMS.iter().find(|program| !Path::new(program).exists()) {
        return Some(format!(
            "{program} is missing; Debian has it: apt-get install postfix dovecot-imapd dovecot-lmtpd"
        ));
    }
    if !version("/usr/sbin/dovecot", "--version").starts_with("2.3.") {
        return Some("the configuration here is written for Dovecot 2.3".to_owned());
    }
    if !is_root() && !works(Command::new("sudo").args(["-n", "true"])) {
        return Some("Postfix needs root, or a sudo that asks for no password".to_owned());
    }
    None
}

/// Says loudly that a test was left out, and why, if no server can be started here. Tests return when this is true.
pub fn skip(test: &str) -> bool {
    let Some(reason) = unable() else { return false };
    // Written past the test harness, which shows nothing of a test that passes.
    let _ = writeln!(std::io::stderr(), "\nSKIPPED {test}: {reason}.\n");
    true
}

/// A program run with the rights that the servers have.
pub(crate) fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["-n", program]);
    command
}

/// Who owns the mail, and their group: ourselves, or nobody in particular where we are root, whom Dovecot lets own no mail.
pub(crate) fn owner() -> (String, String) {
    if is_root() {
        return ("nobody".to_owned(), "nogroup".to_owned());
    }
    (version("id", "-un"), version("id", "-gn"))
}

/// Whether this process is root.
pub(crate) fn is_root() -> bool {
    version("id", "-u") == "0"
}

fn version(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

fn works(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}
