//! Every kind of file an import meets.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[tokio::test]
async fn the_same_two_people_come_out_of_every_encoding_and_delimiter() {
    for (name, encoding, delimiter) in [
        ("utf8-bom.csv", "UTF-8", Delimiter::Comma),
        ("windows-1252.csv", "windows-1252", Delimiter::Comma),
        ("utf-16le.csv", "UTF-16LE", Delimiter::Comma),
        ("utf-16be-no-mark.csv", "UTF-16BE", Delimiter::Comma),
        ("semicolon.csv", "UTF-8", Delimiter::Semicolon),
        ("tabs.tsv", "UTF-8", Delimiter::Tab),
    ] {
        let world = World::new().await;
        let report = world.fixture(name).await.unwrap();
        assert_eq!((report.encoding.as_deref(), report.delimiter), (Some(encoding), Some(delimiter)), "{name}");
        assert_eq!((report.rows_in, report.created), (2, 2), "{name}");
        assert_sums(&report);
        let zoe = world.contact("zoe@example.com").await.unwrap();
        let john = world.contact("john@example.com").await.unwrap();
        assert_eq!((zoe.name.as_str(), zoe.company.as_str()), ("Zoë Brontë", "Café Léa"), "{name}");
        assert_eq!(
            (john.domain_authority, john.tags, john.website.as_str()),
            (Some(45), vec!["technology".into(), "startup".into()], "https://acme.com"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn headers_of_common_programs_are_known() {
    for name in [
        "hubspot",
        "linkedin",
        "google",
        "google-old",
        "outlook",
        "pipedrive",
        "mailchimp",
        "apollo",
        "hunter",
        "ahrefs",
    ] {
        let world = World::new().await;
        let report = world.fixture(&format!("vendor-{name}.csv")).await.unwrap();
        assert_eq!((report.rows_in, report.created), (1, 1), "{name}: {report:?}");
        let john = world.contact("john@example.com").await.unwrap_or_else(|| panic!("{name}: {report:?}"));
        assert_eq!((john.name.as_str(), john.company.as_str()), ("John Smith", "Acme Corp"), "{name}");
        let website = if name == "linkedin" { "" } else { "https://acme.com" };
        assert_eq!(john.website, website, "{name}");
        let tags = match name {
            "google" => vec!["myContacts", "Friends"],
            "google-old" => vec!["myContacts"],
            "mailchimp" => vec!["Friends", "vip"],
            "outlook" | "apollo" => vec!["Friends"],
            "pipedrive" => vec!["Hot"],
            _ => vec![],
        };
        assert_eq!(john.tags, tags, "{name}");
        assert_eq!(john.domain_authority, (name == "ahrefs").then_some(45), "{name}");
    }
}

#[tokio::test]
async fn a_workbook_is_read_from_its_first_sheet_that_holds_anything() {
    let mut world = World::new().await;
    world.options.keep_unmapped = true;
    let report = world.fixture("people.xlsx").await.unwrap();
    assert_eq!((report.sheet.as_deref(), report.encoding.as_deref()), (Some("People"), None));
    assert_eq!((report.rows_in, report.created, report.rejected), (3, 2, 1));
    assert_eq!(report.rows[2].line, 5);
    let john = world.contact("john@example.com").await.unwrap();
    assert_eq!((john.domain_authority, john.tags.len()), (Some(45), 2));
    let first: Vec<&str> = report.columns.iter().map(|column| column.first_value.as_str()).collect();
    assert_eq!(first[4..], ["2026-03-12", "1.5"]);
}

#[tokio::test]
async fn odd_rows_are_judged_one_by_one() {
    for (name, expected) in [
        ("quoted-newlines.csv", vec![(2, "create", ""), (4, "create", ""), (6, "create", "")]),
        ("excel-declared.csv", vec![(3, "create", "")]),
        ("pipes.csv", vec![(2, "create", "")]),
        ("old-mac.csv", vec![(2, "create", ""), (3, "create", "")]),
        ("header-only.csv", vec![]),
        ("nul.csv", vec![(2, "reject", "a NUL character in a cell"), (3, "create", "")]),
        (
            "open-quote.csv",
            vec![
                (2, "create", ""),
                (3, "reject", "a quote is opened here and never closed; what follows was read as one cell"),
            ],
        ),
        (
            "ragged.csv",
            vec![
                (2, "create", ""),
                (3, "reject", "4 cells for 3 columns"),
                (4, "create", ""),
                (5, "create", ""),
                (6, "skip", "empty row"),
                (7, "reject", "“n/a” is not an e-mail address"),
                (8, "reject", "no e-mail address"),
            ],
        ),
    ] {
        let report = World::new().await.fixture(name).await.unwrap();
        let rows: Vec<(u32, &str, &str)> =
            report.rows.iter().map(|row| (row.line, row.verdict.as_str(), row.why.as_str())).collect();
        assert_eq!(rows, expected, "{name}");
        assert_sums(&report);
    }
}

#[tokio::test]
async fn what_cannot_be_a_list_is_refused_with_a_reason_and_nothing_is_written() {
    let long = [b"email,name\na@b.example,\"".to_vec(), vec![b'x'; 5 << 20]].concat();
    for (bytes, expected) in [
        (std::fs::read(fixture("empty.csv")).unwrap(), "the file is empty"),
        (std::fs::read(fixture("blank-lines.csv")).unwrap(), "the file is empty"),
        (
            std::fs::read(fixture("picture.csv")).unwrap(),
            "the file is a picture, not a list; save it as CSV, TSV or XLSX",
        ),
        (std::fs::read(fixture("noise.csv")).unwrap(), "the file is not text, not a list; save it as CSV, TSV or XLSX"),
        (
            std::fs::read(fixture("not-a-workbook.xlsx")).unwrap(),
            "the file is an archive or another program's document, not a list; save it as CSV, TSV or XLSX",
        ),
        (
            std::fs::read(fixture("no-email.csv")).unwrap(),
            "no column holds e-mail addresses; the columns are: name, emial, company. If “emial” does, map it: \"emial=email\"",
        ),
        (
            std::fs::read(fixture("no-header.csv")).unwrap(),
            "no column holds e-mail addresses; the columns are: john@example.com, John. The first row holds an address: put a row with the columns' names above it",
        ),
        (b"name,channel\nJohn,email\n".to_vec(), "no column holds e-mail addresses; the columns are: name, channel"),
        (long, "the row that begins on line 2 does not end within 4 MB; a quote may be left open"),
    ] {
        let world = World::new().await;
        assert_eq!(world.bytes(&bytes).await.unwrap_err().to_string(), expected);
        assert!(world.imports().await.is_empty());
    }
}

#[tokio::test]
async fn a_late_byte_is_no_surprise_and_a_wrong_choice_is_told() {
    let mut list = b"email,name\n".to_vec();
    (0..6_000).for_each(|n| list.extend(format!("user{n}@example.com,User\n").bytes()));
    list.extend(b"jose@example.com,Jos\xe9 Mu\xf1oz\n");
    let mut world = World::new().await;
    let report = world.bytes(&list).await.unwrap();
    assert_eq!((report.encoding.as_deref(), report.created), (Some("windows-1252"), 6_001));
    assert_eq!(world.contact("jose@example.com").await.unwrap().name, "José Muñoz");
    world.options.encoding = Some("utf-8".to_owned());
    assert_eq!(
        world.bytes(&list).await.unwrap_err().to_string(),
        "on line 6002 the file is not UTF-8; choose another encoding"
    );
    world.options.encoding = Some("klingon".to_owned());
    assert!(matches!(world.bytes(&list).await, Err(ImportError::UnknownEncoding(_))));
    assert_eq!(world.imports().await.len(), 1);
}

#[tokio::test]
async fn a_person_may_map_columns_and_keep_the_rest() {
    let mut world = World::new().await;
    world.options.keep_unmapped = true;
    world.options.delimiter = Some(Delimiter::Comma);
    for mapping in ["Reach me=email", "Email = ignore", "what=notes"] {
        let (header, field) = parse_mapping(mapping).unwrap();
        world.options.map.insert(header, field);
    }
    let report = world
        .bytes("Reach me,Email,What,Nmae,Phone,Phone\namy@ex.example,old@ex.example,\"two\nlines\",Amy,1,\n".as_bytes())
        .await
        .unwrap();
    let columns: Vec<_> =
        report.columns.iter().map(|column| (column.field, column.certainty, column.suggestion)).collect();
    assert_eq!(
        columns,
        [
            (Field::Email, Certainty::Asked, None),
            (Field::Ignore, Certainty::Asked, None),
            (Field::Notes, Certainty::Asked, None),
            (Field::Keep, Certainty::Unknown, Some(Field::Name)),
            (Field::Keep, Certainty::Unknown, None),
            (Field::Keep, Certainty::Unknown, None),
        ]
    );
    let amy = world.contact("amy@ex.example").await.unwrap();
    assert_eq!(amy.notes, "two\nlines");
    world.options.map.insert("Mail".to_owned(), Field::Email);
    let error = world.bytes(b"email,name\n").await.unwrap_err();
    assert!(matches!(&error, ImportError::UnknownHeader { .. }), "{error}");
    assert!(parse_mapping("Email").is_err() && parse_mapping("Email=colour").is_err());
}

/// Whatever the bytes are: no panic, and if it is a list at all, every row is accounted for.
#[test]
fn every_row_of_any_file_is_accounted_for() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let any_bytes = proptest::collection::vec(any::<u8>(), 0..300);
    let like_a_list = "[a-c@.,;\"\n\r\t|é=+ ]{0,300}".prop_map(String::into_bytes);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() });
    let checked = runner.run(&prop_oneof![any_bytes, like_a_list], |body| {
        let list = [b"email,name,notes,da\n".as_slice(), &body].concat();
        runtime.block_on(async {
            let before = world.imports().await.len();
            match world.bytes(&list).await {
                Ok(report) => {
                    assert_sums(&report);
                    let kept = world.imports().await.into_iter().find(|import| Some(import.id) == report.id).unwrap();
                    assert_eq!(kept.counts.rows_in, report.rows_in);
                }
                Err(_) => assert_eq!(world.imports().await.len(), before),
            }
        });
        Ok(())
    });
    checked.unwrap();
}
