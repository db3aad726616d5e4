//! What a command prints: a table for people, or one JSON document and nothing else.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use chrono_tz::Tz;
use domain::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::table::Table;

/// Collects what is printed, and prints it at the end.
#[derive(Debug)]
pub(crate) struct Output {
    json: bool,
    colour: bool,
    zone: Tz,
    text: String,
}

impl Output {
    /// An output for people, or for programs.
    pub(crate) fn new(json: bool) -> Self {
        let colour = !json && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { json, colour, zone: Tz::UTC, text: String::new() }
    }

    /// Times are shown in this zone.
    pub(crate) fn set_zone(&mut self, zone: Tz) {
        self.zone = zone;
    }

    /// The answer of a command: as it is for programs, drawn for people.
    pub(crate) fn answer<T: Serialize>(&mut self, reply: &T, draw: impl FnOnce(&mut Self, &T)) -> Result<(), Failure> {
        if !self.json {
            draw(self, reply);
            return Ok(());
        }
        let document = serde_json::to_string_pretty(reply)
            .map_err(|error| Failure::failed(format!("The answer could not be written: {error}.")))?;
        self.text = document + "\n";
        Ok(())
    }

    /// Whether a program reads the answer.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether a bar may show progress: somebody watches.
    pub(crate) fn is_watched(&self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }

    /// A line.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref().trim_end());
        self.text.push('\n');
    }

    /// A line of a thing's fields; empty values are left out.
    pub(crate) fn field(&mut self, name: &str, value: impl AsRef<str>) {
        let value = value.as_ref().replace('\n', "\n                    ");
        if !value.is_empty() {
            let name = self.paint("2", &format!("{name:<18}"));
            self.line(format!("{name}  {value}"));
        }
    }

    /// A heading above what follows.
    pub(crate) fn heading(&mut self, text: &str) {
        let text = self.paint("1", text);
        self.line(format!("\n{text}"));
    }

    /// A table, or a sentence when it is empty.
    pub(crate) fn table(&mut self, table: &Table, nothing: &str) {
        if table.is_empty() {
            return self.line(nothing);
        }
        let head = self.paint("1", &table.head());
        self.line(head);
        table.rows().for_each(|row| self.line(row));
    }

    /// A good or a bad mark.
    pub(crate) fn mark(&self, good: bool) -> String {
        if good { self.paint("32", "ok") } else { self.paint("31", "no") }
    }

    /// A date and time as a person reads it.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        at.local(self.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// A date and time, or nothing.
    pub(crate) fn maybe_time(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(String::new, |at| self.time(at))
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Prints what was collected and ends well.
    pub(crate) fn end(self) -> ExitCode {
        print(&self.text);
        ExitCode::SUCCESS
    }

    /// Prints what was collected, says what failed, and ends with its code. In JSON the answer, if there was one, stays the one document.
    pub(crate) fn fail(mut self, failure: &Failure) -> ExitCode {
        if self.json && self.text.is_empty() {
            let document: Value = json!({ "error": failure });
            self.text = format!("{document:#}\n");
        }
        print(&self.text);
        let painted = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let word = if painted { "\x1b[31mautopilot:\x1b[0m" } else { "autopilot:" };
        // The stream may be gone; the exit code still tells.
        let _ = writeln!(std::io::stderr(), "{word} {}", failure.message);
        ExitCode::from(failure.exit_code())
    }
}

/// Prints right now: for a command that goes on.
pub(crate) fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    // A reader that has seen enough closes the pipe: that is no failure.
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Tells a person something on stderr right now: stdout belongs to the answer.
pub(crate) fn eprint(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Cents as a person reads them; nothing for nothing.
pub(crate) fn money(cents: i64) -> String {
    if cents == 0 { String::new() } else { format!("{}.{:02}", cents / 100, (cents % 100).abs()) }
}

/// The first characters of a text, on one line.
pub(crate) fn short(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        flat
    } else {
        flat.chars().take(most.saturating_sub(1)).collect::<String>() + "…"
    }
}
