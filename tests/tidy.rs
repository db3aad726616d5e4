//! The rules of the house that no compiler checks: which room may lean on which, what is written where, how long a file is.
//! Each failure names the file and the rule; the reasons are in `docs/ARCHITECTURE.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which rooms a room may lean on. `None`: a door, which may lean on all of them.
const ROOMS: &[(&str, Option<&[&str]>)] = &[
    ("domain", Some(&[])),
    ("store", Some(&["domain"])),
    ("gateways", Some(&["domain"])),
    ("engine", Some(&["domain", "store", "gateways"])),
    ("sandbox", Some(&[])),
    ("relay", Some(&["domain"])),
    ("demo", Some(&["domain", "store", "gateways", "engine", "sandbox"])),
    ("bench", None),
    ("mailserver", Some(&[])),
    ("simulation", None),
    ("crm-autopilot", None),
    ("xtask", Some(&[])),
];

/// Where the machine's clock is read: in the one place of the product, and in the sandbox's own program, which is a world apart.
const CLOCKS: &[&str] = &["src-tauri/gateways/src/clock.rs", "src-tauri/sandbox/src/main.rs"];

/// Words that belong to one room: what is searched for, where it may stand, and what it is.
const WORDS: &[(&str, &[&str], &str)] = &[
    ("Utc::now", CLOCKS, "the clock"),
    ("Local::now", CLOCKS, "the clock"),
    ("SystemTime::now", CLOCKS, "the clock"),
    ("reqwest::", &["src-tauri/gateways/", "src-tauri/sandbox/"], "the network"),
    ("TcpStream", &["src-tauri/gateways/", "src-tauri/sandbox/"], "the network"),
    ("UdpSocket", &["src-tauri/gateways/"], "the network"),
    ("sqlx::", &["src-tauri/store/"], "SQL"),
    ("AssertSqlSafe", &[], "SQL that is put together at run time"),
    ("todo!", &[], "unfinished work"),
    ("unimplemented!", &[], "unfinished work"),
];

/// No file is longer. A file of 300 lines deserves a second look.
const LONGEST: usize = 500;

#[test]
fn rooms_lean_only_on_the_rooms_they_may() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo describes the workspace");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo answers in JSON");
    let packages = metadata["packages"].as_array().expect("a workspace has packages");
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();

    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name");
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            wrong.push(format!("{name} is new: say in tests/tidy.rs what it may lean on"));
            continue;
        };
        let leans_on = package["dependencies"].as_array().into_iter().flatten().filter(|on| on["kind"] != "dev");
        for on in leans_on.filter_map(|on| on["name"].as_str()).filter(|on| names.contains(on)) {
            if allowed.is_some_and(|allowed| !allowed.contains(&on)) {
                wrong.push(format!("{name} must not lean on {on}"));
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn every_module_opens_with_its_one_job() {
    let missing = |(path, text): (&String, &String)| {
        (!text.trim_start().starts_with("//!")).then(|| format!("{path} must open with `//!`: its one job"))
    };
    none_wrong(&rust().iter().filter_map(missing).collect::<Vec<_>>());
}

#[test]
fn no_file_is_too_long() {
    let mut all = rust();
    all.extend(files("ui/src", &["ts", "tsx", "css"]));
    all.extend(files("tests", &["py"]));
    let long = |(path, text): (&String, &String)| {
        let lines = text.lines().count();
        let written_by_hand = !path.starts_with("ui/src/generated/") && !path.ends_with(".gen.ts");
        (written_by_hand && lines > LONGEST)
            .then(|| format!("{path} has {lines} lines, the limit is {LONGEST}: split it"))
    };
    none_wrong(&all.iter().filter_map(long).collect::<Vec<_>>());
}

#[test]
fn clock_network_and_sql_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in rust().iter().filter(|(path, _)| path.starts_with("src-tauri/") && !is_test(path)) {
        for (number, line) in product_code(text) {
            for (word, rooms, what) in WORDS {
                if line.contains(word) && !rooms.iter().any(|room| path.starts_with(room)) {
                    wrong.push(format!("{path}:{number}: {what} ({word}) has no place here"));
                }
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn no_integration_test_is_forgotten() {
    let all = fs::read_to_string(root().join("tests/all.rs")).expect("tests/all.rs is there");
    let modules = fs::read_dir(root().join("tests")).expect("tests/ is there").filter_map(|entry| {
        let path = entry.expect("an entry of tests/ can be read").path();
        let is_module = path.extension().is_some_and(|extension| extension == "rs") || path.join("mod.rs").exists();
        is_module.then(|| path.file_stem().expect("a module has a name").to_string_lossy().into_owned())
    });
    let forgotten =
        modules.filter(|module| module != "all" && !all.lines().any(|line| line == format!("mod {module};")));
    none_wrong(&forgotten.map(|module| format!("tests/all.rs lacks `mod {module};`")).collect::<Vec<_>>());
}

#[test]
fn the_page_keeps_its_three_tiers() {
    let mut wrong = Vec::new();
    for (path, text) in files("ui/src", &["ts", "tsx"]) {
        for target in text.lines().filter_map(imported).filter_map(|import| resolve(&path, import)) {
            let (from, to) = (tier(&path), tier(&target));
            let allowed = match (from, to) {
                (Tier::Shared, Tier::Feature(_) | Tier::Screen) | (Tier::Feature(_), Tier::Screen) => false,
                (Tier::Feature(mine), Tier::Feature(other)) => mine == other,
                _ => true,
            };
            if !allowed {
                wrong.push(format!(
                    "{path} must not import {target}: shared < feature < screen, and no sibling features"
                ));
            }
        }
    }
    none_wrong(&wrong);
}

/// Shared parts know no feature, a feature knows no sibling, screens compose.
#[derive(Clone, Copy)]
enum Tier<'a> {
    Shared,
    Feature(&'a str),
    Screen,
}

fn tier(path: &str) -> Tier<'_> {
    let inside = path.strip_prefix("ui/src/").unwrap_or(path);
    match inside.split_once('/') {
        Some(("components" | "lib" | "locales" | "generated" | "styles" | "hooks", _)) => Tier::Shared,
        Some(("features", rest)) => Tier::Feature(rest.split('/').next().unwrap_or(rest)),
        _ => Tier::Screen,
    }
}

/// What a line imports or re-exports, as it is written.
fn imported(line: &str) -> Option<&str> {
    let after =
        line.split_once(" from ").map(|(_, after)| after).or_else(|| line.trim_start().strip_prefix("import "))?;
    let after = after.trim_start_matches('(').trim();
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    after.strip_prefix(quote)?.split(quote).next()
}

/// The path below the root that an import means; `None` for a package.
fn resolve(from: &str, import: &str) -> Option<String> {
    if let Some(alias) = import.strip_prefix("@/").or_else(|| import.strip_prefix("~/")) {
        return Some(format!("ui/src/{alias}"));
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut path = PathBuf::new();
    for part in Path::new(from).parent()?.join(import).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
    }
    Some(path.to_string_lossy().replace('\\', "/"))
}

#[test]
fn imports_are_read_as_they_are_meant() {
    let target = |line| imported(line).and_then(|import| resolve("ui/src/features/board/Card.tsx", import));
    assert_eq!(
        target("import { Button } from '../../components/Button';").as_deref(),
        Some("ui/src/components/Button")
    );
    assert_eq!(target("export * from \"@/features/mail/Mail\";").as_deref(), Some("ui/src/features/mail/Mail"));
    assert_eq!(target("import './card.css';").as_deref(), Some("ui/src/features/board/card.css"));
    assert_eq!(target("import { useState } from 'react';"), None);
    assert_eq!(target("const from = 'somewhere';"), None);
}

#[test]
fn tests_and_comments_are_not_product_code() {
    let text =
        "//! Asks `Utc::now`.\nlet now = clock.now();\n#[cfg(test)]\nmod tests {\n    let now = Utc::now();\n}\n";
    let seen: Vec<_> = product_code(text).collect();
    assert_eq!(seen, [(2, "let now = clock.now();")]);
}

/// The numbered lines of a file before its test module, without comments.
fn product_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let opens_tests = |two: &[&str]| two[0].trim() == "#[cfg(test)]" && two[1].trim_end().ends_with('{');
    let end = lines.windows(2).position(opens_tests).unwrap_or(lines.len());
    let numbered = lines.into_iter().take(end).enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

fn rust() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for folder in ["src-tauri", "xtask", "tests", "relay"] {
        all.extend(files(folder, &["rs"]));
    }
    all
}

/// The files below `folder` with one of `extensions`, by their path from the root, with `/` on every system.
fn files(folder: &str, extensions: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
                let name =
                    path.strip_prefix(root()).expect("it lies below the root").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("source is text"));
            }
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn none_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
