//! The command line from outside: its exit codes, and the JSON that scripts lean on.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Monday morning in Melbourne, inside the sending window.
const MONDAY: &str = "2026-11-23T10:00:00+11:00";

/// A data folder of its own, and the command line on it.
struct Autopilot {
    folder: tempfile::TempDir,
}

impl Autopilot {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Codeteki may send, two people are imported, each with a deal.
    fn with_people() -> Self {
        let autopilot = Self::new();
        autopilot.ok(&["brand", "set", "codeteki", "legal.address=1 Main St, Melbourne"]);
        let people = autopilot.file("people.csv", PEOPLE);
        autopilot.ok(&["import", &people, "--brand", "codeteki", "--create-deals", "--pipeline", "sales"]);
        autopilot
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
        command.arg("--data-dir").arg(self.folder.path().join("data")).args(["--now", MONDAY]).args(arguments);
        // One given secret keeps the keychain of whoever runs the tests out of it.
        command.env("AUTOPILOT_SECRET__CODETEKI__ZOHO_REFRESH_TOKEN", SECRET).env_remove("RUST_LOG");
        command.env("AUTOPILOT_STATE_DIR", self.folder.path().join("state"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        for stream in [&output.stdout, &output.stderr] {
            assert!(!String::from_utf8_lossy(stream).contains(SECRET), "{arguments:?} shows a secret");
        }
        output
    }

    /// Runs and expects success; what it printed.
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs with `--json` and expects one document.
    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?} prints one document"))
    }

    /// The exit code and what was said on stderr.
    fn refusal(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.run(arguments);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }
}

const SECRET: &str = "1000.very-secret";
const PEOPLE: &str = "E-mail,Full Name,Company,DR,Notes
jo@bakery.example,Jo Smith,Jo's Bakery,40,met at the expo
ann@garden.example,Ann Lee,Ann's Garden,,
not an address,Nobody,,,
JO@bakery.example,Twin,,,
";

/// Compares with the snapshot; ids, references and hashes differ every time.
macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
                (r"ref:[a-z2-7]{16}", "[reference]"),
                (r"\b[0-9a-f]{64}\b", "[hash]"),
                (r#""version": "[^"]+""#, r#""version": "[version]""#),
                // The computer's own zone, until somebody chooses another.
                (r#""timezone": "[^"]+",\n  "unconfirmed""#, "\"timezone\": \"[zone]\",\n  \"unconfirmed\""),
            ],
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_json_snapshot!($name, $value) })
    };
}

#[test]
fn a_new_database_in_json() {
    let autopilot = Autopilot::new();
    let first = autopilot.json(&["seed"]);
    snapshot!("seed", first);
    assert_eq!(autopilot.json(&["seed"]), first, "seeding twice changes nothing");
    snapshot!("status", autopilot.json(&["status"]));
    snapshot!("brand_show", autopilot.json(&["brand", "show", "Codeteki"]));
    snapshot!("tasks_list", autopilot.json(&["tasks", "list"]));
}

#[test]
fn an_import_in_json() {
    let autopilot = Autopilot::new();
    let people = autopilot.file("people.csv", PEOPLE);
    let import = ["import", &people, "--brand", "codeteki", "--create-deals", "--pipeline", "sales"];
    let preview = autopilot.json(&[&import[..], &["--preview"]].concat());
    assert!(autopilot.json(&["contacts", "list"]).as_array().unwrap().is_empty(), "a preview changes nothing");
    snapshot!("import_preview", preview);
    let done = autopilot.json(&import);
    assert_eq!(done["rows_in"], 4);
    snapshot!("imports_list", autopilot.json(&["imports", "list"]));
    snapshot!("contacts_list", autopilot.json(&["contacts", "list", "--search", "jo bak"]));
    snapshot!("deals_list", autopilot.json(&["deals", "list", "--brand", "CODETEKI", "--stage", "New Lead"]));
    let id = done["id"].as_str().unwrap();
    snapshot!("imports_undo", autopilot.json(&["imports", "undo", id]));
    assert!(autopilot.json(&["deals", "list"]).as_array().unwrap().is_empty());
    assert_eq!(autopilot.refusal(&["imports", "undo", id]).0, Some(3), "it was undone already");
}

#[test]
fn prospects_in_json() {
    let autopilot = Autopilot::new();
    let list = "Domain,DR,Target URL\nharbourblog.example,62,https://rival.example/page\ngarden.example,30,\nwww.codeteki.au,9,\n";
    let list = autopilot.file("domains.csv", list);
    let import = ["import", &list, "--brand", "codeteki", "--type", "backlink_target", "--source", "Links of a rival"];
    snapshot!("import_sites_preview", autopilot.json(&[&import[..], &["--preview"]].concat()));
    assert_eq!(autopilot.json(&import)["created"], 2);
    snapshot!("prospects_list", autopilot.json(&["prospects", "list", "--brand", "codeteki", "--state", "new"]));
    let start = ["prospects", "start", "harbourblog.example"];
    assert_eq!(autopilot.refusal(&start).0, Some(2), "nobody is known there");
    snapshot!("prospects_start", autopilot.json(&[&start[..], &["--email", "ed@harbourblog.example"]].concat()));
    assert_eq!(autopilot.refusal(&start).0, Some(3), "a deal is open");
    snapshot!("prospects_aside", autopilot.json(&["prospects", "aside", "garden.example"]));
    assert_eq!(autopilot.json(&["prospects", "list", "--state", "set_aside"])["total"], 1);
    assert!(autopilot.ok(&["prospects", "back", "garden.example"]).contains("garden.example is a prospect again."));
    assert!(autopilot.ok(&["prospects", "list", "--search", "harbour"]).contains("Authority 62 (Ahrefs DR)"));
}

#[test]
fn the_main_job_in_json() {
    let autopilot = Autopilot::with_people();
    snapshot!("run_process_pending_deals", autopilot.json(&["run", "process_pending_deals"]));
    snapshot!("run_again", autopilot.json(&["run", "process_pending_deals"]));
    let waiting = autopilot.json(&["emails", "list", "--state", "awaiting_approval"]);
    snapshot!("emails_list", waiting);
    let mail = waiting[0]["id"].as_str().unwrap();
    snapshot!("email_show", autopilot.json(&["emails", "show", mail]));
    snapshot!("why_waiting", autopilot.json(&["why", "jo@bakery.example"]));
    snapshot!("emails_edit", autopilot.json(&["emails", "edit", mail, "--subject", "A question"]));
    snapshot!("emails_approve", autopilot.json(&["emails", "approve", mail]));
    snapshot!("emails_approve_all", autopilot.json(&["emails", "approve", "--all", "--brand", "codeteki"]));
    snapshot!("why_queued", autopilot.json(&["why", "jo@bakery.example", "--now", "2026-11-23T20:00:00+11:00"]));
    snapshot!("deals_move", autopilot.json(&["deals", "move", "ann@garden.example", "qualified"]));
    snapshot!(
        "deals_close",
        autopilot.json(&["deals", "close", "ann@garden.example", "--lost", "--reason", "no budget"])
    );
    snapshot!("deals_show", autopilot.json(&["deals", "show", "ann@garden.example"]));
    snapshot!("decisions_list", autopilot.json(&["decisions", "list", "--deal", "jo@bakery.example"]));
    assert_eq!(autopilot.json(&["messages", "list", "--all"]), Value::Array(vec![]));
}

#[test]
fn suppressing_and_freeing_in_json() {
    let autopilot = Autopilot::with_people();
    snapshot!(
        "contacts_suppress",
        autopilot.json(&["contacts", "suppress", "bakery.example", "--reason", "asked by phone"])
    );
    snapshot!("contacts_suppressed", autopilot.json(&["contacts", "suppressed"]));
    snapshot!("contacts_show", autopilot.json(&["contacts", "show", "jo@bakery.example"]));
    let (code, said) = autopilot.refusal(&["deals", "email", "jo@bakery.example"]);
    assert!(code == Some(3) && said.contains("asked by phone"), "{said}");
    autopilot.ok(&["contacts", "unsuppress", "bakery.example"]);
    assert_eq!(autopilot.json(&["contacts", "show", "jo@bakery.example"])["suppressed"], Value::Null);
    autopilot.ok(&["deals", "email", "jo@bakery.example"]);
}

#[test]
fn data_is_taken_out_and_a_person_erased() {
    let autopilot = Autopilot::with_people();
    autopilot.ok(&["contacts", "edit", "jo@bakery.example", "--country", "Australia", "--timezone", "Australia/Perth"]);
    autopilot.ok(&["contacts", "edit", "jo@bakery.example", "--basis", "express", "--basis-note", "=1+1"]);
    autopilot.ok(&["run", "process_pending_deals"]);
    autopilot.ok(&["emails", "approve", "--all"]);
    let evidence = autopilot.json(&["export", "--contact", "JO@bakery.example"]);
    snapshot!("export_contact", evidence);
    let folder = autopilot.folder.path().join("out");
    let written = autopilot.json(&["export", &folder.to_string_lossy()]);
    let rows: Vec<_> = written.as_array().unwrap().iter().map(|file| file["rows"].clone()).collect();
    assert_eq!(rows[..3], [2, 2, 2], "{written}");
    let contacts = std::fs::read_to_string(folder.join("contacts.csv")).unwrap();
    assert!(contacts.starts_with("id,brand,email,") && contacts.contains(",'=1+1,AU,Australia/Perth,"), "{contacts}");
    assert_eq!(autopilot.refusal(&["export", &folder.to_string_lossy()]).0, Some(3), "nothing is overwritten");
    let file = autopilot.folder.path().join("jo.json");
    autopilot.ok(&["export", "--contact", "jo@bakery.example", &file.to_string_lossy()]);
    let kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(kept, evidence);

    snapshot!("contacts_erase", autopilot.json(&["contacts", "erase", "jo@bakery.example", "--yes"]));
    assert_eq!(autopilot.refusal(&["contacts", "show", "jo@bakery.example"]).0, Some(1));
    assert_eq!(autopilot.refusal(&["export", "--contact", "nobody@ex.example"]).0, Some(1));
    assert_eq!(autopilot.json(&["contacts", "suppressed"])[0]["kind"], "erased");
    autopilot.ok(&["contacts", "unsuppress", "jo@bakery.example"]);
}

#[test]
fn bad_usage_ends_with_2() {
    let autopilot = Autopilot::with_people();
    for arguments in [
        &["nonsense"][..],
        &["run", "nonsense"],
        &["deals", "close", "jo@bakery.example"],
        &["deals", "close", "jo@bakery.example", "--won", "--lost"],
        &["deals", "close", "jo@bakery.example", "--lost"],
        &["brand", "set", "codeteki", "no.such.key=1"],
        &["brand", "set", "codeteki", "sending.daily_cap=many"],
        &["brand", "set", "codeteki", "nothing"],
        &["import", "people.csv", "--brand", "codeteki", "--create-deals"],
        &["import", "people.csv", "--brand", "codeteki", "--map", "A=nonsense"],
        &["deals", "show", "01"],
        &["emails", "settle", "0192f0c1"],
        &["contacts", "erase", "jo@bakery.example"],
        &["contacts", "erase", "nobody", "--yes"],
        &["contacts", "edit", "jo@bakery.example", "--country", "Atlantis"],
        &["contacts", "edit", "jo@bakery.example", "--timezone", "Mars"],
        &["brand", "connect", "codeteki", "--imap", "imap.ex.com", "--smtp", "smtp.ex.com"],
        &["brand", "connect", "codeteki", "--mailbox", "--imap", "imap.ex.com"],
        &["brand", "connect", "codeteki", "--mailbox", "--imap", "imap.ex.com:x", "--smtp", "smtp.ex.com"],
        &["brand", "connect", "codeteki", "--mailbox", "--sign-in", "yahoo"],
        &["brand", "connect", "codeteki", "--mailbox", "--code", "1000.x"],
        &["export"],
        &["tasks", "schedule", "daily_ai_review", "every day"],
        &["status", "--now", "yesterday"],
    ] {
        let (code, said) = autopilot.refusal(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(!said.is_empty());
    }
    snapshot!("error_usage", autopilot.json(&["run", "nonsense"]));
}

#[test]
fn what_is_not_there_ends_with_1() {
    let autopilot = Autopilot::with_people();
    for arguments in [
        &["deals", "show", "nobody@ex.com"][..],
        &["deals", "show", "ffff"],
        &["deals", "list", "--pipeline", "nonsense"],
        &["brand", "show", "nonsense"],
        &["import", "no-such-file.csv", "--brand", "codeteki"],
        &["doctor"],
    ] {
        let (code, said) = autopilot.refusal(arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {said}");
    }
    snapshot!("error_not_found", autopilot.json(&["deals", "show", "nobody@ex.com"]));
}

#[test]
fn a_paused_autopilot_refuses_with_3() {
    let autopilot = Autopilot::with_people();
    autopilot.ok(&["pause", "--reason", "holidays"]);
    let (code, said) = autopilot.refusal(&["run", "process_pending_deals"]);
    assert!(code == Some(3) && said.contains("holidays"), "{said}");
    snapshot!("error_paused", autopilot.json(&["run", "process_pending_deals"]));
    autopilot.ok(&["resume"]);
    autopilot.ok(&["run", "process_pending_deals"]);
}

#[test]
fn given_secrets_are_shown_as_present_and_never_written() {
    let autopilot = Autopilot::with_people();
    assert_eq!(autopilot.json(&["brand", "show", "codeteki"])["secrets"]["zoho_refresh_token"], true);
    let env = autopilot.file(".env", &format!("ZOHO_CLIENT_ID={SECRET}\nZOHO_API_DOMAIN=zoho.eu\n"));
    let (code, said) = autopilot.refusal(&["brand", "connect", "codeteki", "--from-env", &env]);
    assert!(code == Some(3) && said.contains("AUTOPILOT_SECRET__CODETEKI__ZOHO_CLIENT_ID"), "{said}");
    let brand = autopilot.json(&["brand", "show", "codeteki"]);
    let centre = brand["settings"].as_array().unwrap().iter().find(|row| row["key"] == "zoho.data_centre").unwrap();
    assert_eq!(centre["value"], "com.au", "nothing is kept when the secrets cannot be");
}

#[test]
fn any_mailbox_is_tried_and_its_settings_are_kept_only_if_it_answers() {
    if mailserver::skip("any_mailbox_is_tried_and_its_settings_are_kept_only_if_it_answers") {
        return;
    }
    let autopilot = Autopilot::with_people();
    let post = mailserver::MailServer::start(mailserver::Options::default()).unwrap();
    post.add_user("sales@brand.example", SECRET).unwrap();
    autopilot.ok(&["brand", "set", "codeteki", "from.email=sales@brand.example"]);
    let at = |port: u16| format!("127.0.0.1:{port}");
    let (imap, smtp) = (at(post.ports.imap), at(post.ports.plain));
    let connect = |smtp: &str, rest: &[&str], password: &str| {
        let first = [
            "brand",
            "connect",
            "codeteki",
            "--mailbox",
            "--imap",
            &imap,
            "--smtp",
            smtp,
            "--security",
            "plain",
            "--json",
        ];
        let mut command = autopilot.command(&[&first[..], rest].concat());
        let output = command.env("AUTOPILOT_SECRET__CODETEKI__IMAP_PASSWORD", password).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains(password), "{said}");
        (output.status.code(), said, serde_json::from_slice::<Value>(&output.stdout).unwrap())
    };
    let kind = || {
        let brand = autopilot.json(&["brand", "show", "codeteki"]);
        let row = brand["settings"].as_array().unwrap().iter().find(|row| row["key"] == "mailbox.kind");
        row.unwrap()["value"].as_str().unwrap().to_owned()
    };
    let (code, said, _) = connect(&smtp, &[], "wr0ng");
    assert!(code == Some(1) && said.contains("app password"), "{said}");
    let (code, said, _) = connect("127.0.0.1:9", &[], SECRET);
    assert!(code == Some(1) && said.contains("name and port"), "{said}");
    let file = autopilot.file("password.txt", "an0ther\n");
    let (code, said, _) = connect(&smtp, &["--password-file", &file], SECRET);
    assert!(code == Some(3) && said.contains("AUTOPILOT_SECRET__CODETEKI__IMAP_PASSWORD"), "{said}");
    assert_eq!(kind(), "zoho", "nothing is kept when it does not answer");
    let (code, said, connected) = connect(&smtp, &[], SECRET);
    assert_eq!(code, Some(0), "{said}");
    snapshot!("brand_connect_mailbox", connected);
    assert_eq!(kind(), "smtp_imap");
}

/// The second process is a guest: it reads and edits, and starts no task.
#[cfg(unix)]
#[test]
fn a_second_owner_is_refused_and_the_first_ends_gracefully() {
    use std::io::{BufRead as _, BufReader};

    let autopilot = Autopilot::with_people();
    let mut daemon = autopilot.command(&["daemon"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(daemon.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
    let (code, refusal) = autopilot.refusal(&["run", "process_pending_deals"]);
    let second = autopilot.refusal(&["daemon"]).0;
    let status = autopilot.json(&["status"]);
    let edited = autopilot.run(&["brand", "set", "codeteki", "sending.daily_cap=30"]).status.code();
    let told = Command::new("kill").args(["-TERM", &daemon.id().to_string()]).status().unwrap();
    let end = daemon.wait().unwrap();

    assert!(said.contains("Ctrl-C stops it"), "{said}");
    assert!(code == Some(3) && refusal.contains(&format!("process {}", daemon.id())), "{refusal}");
    assert_eq!((second, edited), (Some(3), Some(0)));
    assert!(status["owned_by"].as_str().unwrap().contains(&daemon.id().to_string()));
    assert!(told.success() && end.success(), "{end}");
}

/// The names of the commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let after = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names =
        after.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_has_examples_and_its_place_in_the_docs() {
    let autopilot = Autopilot::new();
    let docs = include_str!("../docs/CLI.md");
    let mut commands = Vec::new();
    for noun in listed(&autopilot.ok(&["--help"])).into_iter().filter(|noun| noun != "bridge") {
        let verbs = listed(&autopilot.ok(&[&noun, "--help"]));
        if verbs.is_empty() {
            commands.push(vec![noun]);
        } else {
            commands.extend(verbs.into_iter().map(|verb| vec![noun.clone(), verb]));
        }
    }
    assert!(commands.len() > 40, "{commands:?}");
    for command in commands {
        let name = command.join(" ");
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.push("--help");
        assert!(autopilot.ok(&arguments).contains("Example"), "`{name} --help` has no example");
        assert!(docs.contains(&format!("### `autopilot {name}`\n")), "docs/CLI.md lacks `autopilot {name}`");
    }
}
