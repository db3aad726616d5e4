//! The relay and the engine together: opt-outs by a link act as those by mail do, opens and clicks are labelled and touch nothing, and what was
//! approved is what is sent. The relay runs here with its real server and file; the people at the other end are requests of HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::deal::DealStatus;
use domain::email::EmailState;
use engine::api::wire::{
    ContactEdit, ContactRef, EmailEdit, EngagementRow, Nothing, RelayTest, SuppressionRow, Unsuppress,
};
use engine::api::{mutation, query, trigger};
use gateways::{Clock as _, SecretKind, SecretName, SecretStore as _};
use reqwest::{Client, Method, StatusCode};
use sqlx::Row as _;

use crate::support::{DAY, DECIDE, HOUR, OPEN, READ, REVIEW, SEND, TestApp};

const KEY: &str = "shared-by-app-and-relay-0123456789";

/// A relay on this machine, on the clock of the app.
struct World {
    app: TestApp,
    url: String,
    folder: tempfile::TempDir,
    http: Client,
    end: tokio::sync::oneshot::Sender<()>,
}

async fn relay(app: &TestApp, folder: &std::path::Path, listen: &str) -> (String, tokio::sync::oneshot::Sender<()>) {
    let variables = BTreeMap::from([
        ("RELAY_KEY", KEY.to_owned()),
        ("RELAY_DATA", folder.join("relay").display().to_string()),
        ("RELAY_BEHIND_PROXY", "on".to_owned()),
        ("RELAY_RATE", "100000".to_owned()),
    ]);
    let config = ::relay::Config::from_environment(|name| variables.get(name).cloned()).unwrap();
    let listener = tokio::net::TcpListener::bind(listen).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let clock = Arc::clone(&app.clock);
    tokio::spawn(async move {
        let end = async { drop(ended.await) };
        ::relay::serve(listener, &config, Arc::new(move || clock.now()), end).await.unwrap();
    });
    (url, end)
}

impl World {
    /// Everything allowed in Australia.
    async fn new(autonomy: &str) -> Self {
        let app = TestApp::open().await;
        let folder = tempfile::tempdir().unwrap();
        let (url, end) = relay(&app, folder.path(), "127.0.0.1:0").await;
        app.secrets.set(&SecretName::shared(SecretKind::RelayKey), KEY.into()).await.unwrap();
        app.set("codeteki", OPEN).await;
        app.set(
            "codeteki",
            &[("autonomy", autonomy), ("relay.url", &url), ("relay.opens", "on"), ("relay.clicks", "on")],
        )
        .await;
        app.set("codeteki", &[("relay.countries", "AU"), ("signature", "The Team\nhttps://codeteki.au/team")]).await;
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, url, folder, http, end }
    }

    async fn people(&self, addresses: &[&str], country: &str) {
        self.app.people(addresses).await;
        for address in addresses {
            let who = ContactRef { contact: (*address).to_owned() };
            let id = query::contact_show(&self.app.engine, who).await.unwrap().id;
            let edit = serde_json::json!({"id": id, "country": country});
            mutation::contact_edit(&self.app.engine, serde_json::from_value::<ContactEdit>(edit).unwrap())
                .await
                .unwrap();
        }
    }

    /// What the recipient has: the HTML as it was posted.
    fn received(&self, address: &str) -> String {
        self.app.ledger().into_iter().rev().find(|mail| mail.to == address).unwrap().content
    }

    /// Asks for a link of the relay, with one more header.
    async fn ask(&self, method: Method, link: &str, from: &str, agent: &str, header: &str) -> StatusCode {
        let mut request = self.http.request(method, link).header("x-forwarded-for", from).header("user-agent", agent);
        if let Some((name, value)) = header.split_once(": ") {
            request = request.header(name, value);
        }
        request.send().await.unwrap().status()
    }

    async fn opt_out(&self, address: &str) {
        let link = self.link(address, "u");
        let post = self.http.post(link).form(&[("List-Unsubscribe", "One-Click")]);
        assert_eq!(post.send().await.unwrap().status(), StatusCode::OK);
    }

    /// The link of one kind in the mail that somebody has.
    fn link(&self, address: &str, way: &str) -> String {
        let html = self.received(address);
        let start = format!("{}/{way}/", self.url);
        let at = html.find(&start).unwrap_or_else(|| panic!("no {start} in {html}"));
        html[at..].split('"').next().unwrap().to_owned()
    }

    async fn engagement(&self, address: &str) -> Vec<EngagementRow> {
        self.app.deal(address).await.engagement
    }

    async fn suppressed(&self) -> Vec<SuppressionRow> {
        query::suppressions_list(&self.app.engine, Nothing {}).await.unwrap()
    }

    /// Every row of some tables, as they lie in the file.
    async fn rows(&self, tables: &[&str]) -> Vec<String> {
        let file = format!("sqlite://{}?mode=ro", self.app.engine.database().display());
        let pool = sqlx::SqlitePool::connect(&file).await.unwrap();
        let mut all = Vec::new();
        for table in tables {
            let columns =
                sqlx::query("SELECT group_concat('quote(' || name || ')', '||''|''||') FROM pragma_table_info(?)")
                    .bind(*table);
            let columns: String = columns.fetch_one(&pool).await.unwrap().get(0);
            let select = sqlx::AssertSqlSafe(format!("SELECT {columns} FROM {table} ORDER BY rowid"));
            all.extend(sqlx::query(select).fetch_all(&pool).await.unwrap().iter().map(|row| row.get::<String, _>(0)));
        }
        all
    }
}

/// Apple, Gmail, Outlook, Yahoo, Barracuda, Proofpoint, Mimecast, Defender and more, over the wire: each gets its label, on opens and on clicks, and
/// not a byte of any deal, mail, decision or score changes.
#[tokio::test]
async fn everybody_who_fetches_is_labelled_and_changes_no_deal() {
    let world = World::new("autopilot").await;
    let lines = include_str!("fixtures/fetchers.tsv").lines().filter(|line| !line.starts_with('#'));
    let fetchers: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    let addresses: Vec<String> = (0..fetchers.len()).map(|n| format!("person{n}@site{n}.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    world.people(&addresses, "AU").await;
    world.app.run_well(DECIDE).await;
    // One minute allows only so many calls of the mailbox.
    while world.app.ledger().len() < addresses.len() {
        world.app.run(SEND).await;
        world.app.wait(61);
    }
    world.app.wait(HOUR);
    for task in [READ, DECIDE, REVIEW] {
        world.app.run_well(task).await;
    }
    let tables = ["deals", "emails", "decisions", "activities", "suppressions", "notices", "contacts"];
    let before = world.rows(&tables).await;
    for (fetcher, address) in fetchers.iter().zip(&addresses) {
        let [method, from, agent, header, ..] = fetcher[..] else { panic!("{fetcher:?}") };
        let method: Method = method.parse().unwrap();
        for (way, expected) in [("o", StatusCode::OK), ("c", StatusCode::FOUND), ("u", StatusCode::OK)] {
            let link = world.link(address, way);
            let status = world.ask(method.clone(), &link, from, agent, header).await;
            assert_eq!(status, expected, "{way} {fetcher:?}");
        }
    }
    let counts = world.app.run_well(READ).await;
    let many = u32::try_from(fetchers.len()).unwrap();
    assert_eq!((counts.get("opens"), counts.get("clicks"), counts.get("opt_outs")), (Some(&many), Some(&many), None));
    for task in [DECIDE, SEND, REVIEW] {
        world.app.run_well(task).await;
    }
    assert_eq!(world.rows(&tables).await, before, "a label changed something");
    let mut labelled = 0;
    for (fetcher, address) in fetchers.iter().zip(&addresses) {
        let seen = world.engagement(address).await;
        assert_eq!(seen.len(), 2, "{fetcher:?}: {seen:?}");
        for one in &seen {
            assert_eq!((one.nature.as_str(), one.by.as_str()), (fetcher[4], fetcher[5]), "{fetcher:?}");
            labelled += 1;
        }
    }
    assert_eq!(world.engagement(addresses[3]).await[1].said, "Opened by a mail proxy");
    println!(
        "{} user agents and addresses, {labelled} labels, all as expected; {} rows unchanged",
        fetchers.len(),
        before.len()
    );
}

/// The link and the word STOP do the same, before anything else is sent, and doing it twice does nothing more.
#[tokio::test]
async fn an_opt_out_by_the_link_is_one_by_mail() {
    let world = World::new("review").await;
    let (by_link, by_mail) = ("link@one.example", "mail@two.example");
    world.people(&[by_link, by_mail], "").await;
    for step in 0..2 {
        world.app.run_well(DECIDE).await;
        for address in [by_link, by_mail] {
            world.app.approve(address).await;
        }
        if step == 0 {
            world.app.run_well(SEND).await;
            world.app.wait(4 * DAY);
        }
    }
    // Both follow-ups are approved and wait. One says no by the link, one by mail; only sending runs for the first.
    world.opt_out(by_link).await;
    world.app.answer(by_mail, "STOP");
    assert_eq!(world.app.run_well(SEND).await.get("opt_outs"), Some(&1));
    let sent_to = |address: &str| world.app.ledger().iter().filter(|mail| mail.to == address).count();
    assert_eq!(sent_to(by_link), 1, "a mail went to somebody who had opted out");
    let deal = world.app.deal(by_link).await;
    assert_eq!(
        deal.emails.iter().map(|mail| mail.state).collect::<Vec<_>>(),
        [EmailState::Cancelled, EmailState::Replied]
    );
    assert_eq!(
        (deal.deal.card.status, deal.deal.card.reason.as_deref()),
        (DealStatus::Lost, Some("asked not to be mailed"))
    );
    let line = deal.timeline.iter().find(|line| line.summary.contains("Asked not to be mailed")).unwrap();
    assert!(line.summary.contains("By the link in"), "{}", line.summary);
    let rows = world.suppressed().await;
    let mut values: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
    values.dedup();
    assert!(values.contains(&by_link), "{values:?}");

    // Replayed, fetched again, asked again: nothing new.
    let before = world.rows(&["deals", "emails", "activities", "suppressions"]).await;
    for _ in 0..3 {
        world.opt_out(by_link).await;
        assert_eq!(world.app.run_well(READ).await.get("opt_outs"), None);
    }
    let after = world.rows(&["deals", "emails", "activities", "suppressions"]).await;
    assert!(before.iter().filter(|row| row.contains(by_link)).all(|row| after.contains(row)));
    assert_eq!(
        world.suppressed().await.iter().filter(|row| row.value == by_link).count(),
        rows.iter().filter(|row| row.value == by_link).count()
    );

    // A person takes it back, and they say no once more: it holds again.
    let back = Unsuppress { target: by_link.to_owned(), brand: None };
    let _ = mutation::unsuppress(&world.app.engine, back).await;
    let back = Unsuppress { target: by_link.to_owned(), brand: Some("codeteki".to_owned()) };
    let _ = mutation::unsuppress(&world.app.engine, back).await;
    assert!(!world.suppressed().await.iter().any(|row| row.value == by_link));
    world.opt_out(by_link).await;
    assert_eq!(world.app.run_well(READ).await.get("opt_outs"), Some(&1));
    assert!(world.suppressed().await.iter().any(|row| row.value == by_link));
}

/// What is approved has the link and the picture in it; what goes out is that, to the byte. Nothing of it is asked for by our own pages, and where the
/// consent ends the mail waits instead of being changed.
#[tokio::test]
async fn what_was_approved_is_what_is_sent() {
    let world = World::new("review").await;
    let (here, elsewhere) = ("here@one.example", "there@two.example");
    world.people(&[here], "AU").await;
    world.people(&[elsewhere], "DE").await;
    world.app.run_well(DECIDE).await;
    let edit = EmailEdit {
        id: world.app.mail(here).await.row.id,
        subject: "A thought".to_owned(),
        body: "Hi Robin,\n\nsee https://codeteki.au/work.".to_owned(),
    };
    mutation::email_edit(&world.app.engine, edit).await.unwrap();
    let shown = world.app.mail(here).await;
    assert!(shown.tells_opens && shown.tells_clicks && !shown.html.contains(&world.url), "{}", shown.html);
    assert!(shown.text.contains(&format!("Or unsubscribe here: {}/u/", world.url)), "{}", shown.text);
    let other = world.app.mail(elsewhere).await;
    assert!(!other.tells_opens && !other.tells_clicks && other.text.contains("/u/"));
    world.app.approve(here).await;
    world.app.approve(elsewhere).await;

    world.app.set("codeteki", &[("relay.opens", "off")]).await;
    world.app.run_well(SEND).await;
    assert_eq!(world.app.ledger().len(), 1, "a mail that tells of opens went out without consent");
    let why = world.app.why(here).await;
    assert!(format!("{why:?}").contains("consent does not cover"), "{why:?}");
    world.app.set("codeteki", &[("relay.opens", "on")]).await;
    world.app.run_well(SEND).await;
    let approved = world.rows(&["emails"]).await;
    let sent = world.received(here);
    let quoted = sent.replace('\'', "''");
    assert!(approved.iter().any(|row| row.contains(&quoted)), "what was sent is not what was approved");
    assert_eq!(world.app.mail(here).await.approved_hash, Some(world.app.mail(here).await.content_hash));
    assert!(world.link(here, "o").ends_with(".gif") && !world.received(elsewhere).contains("<img"));
}

/// A relay that is down, or begins anew, loses and repeats nothing.
#[tokio::test]
async fn a_relay_that_is_away_or_new_loses_no_opt_out() {
    let world = World::new("autopilot").await;
    let people = ["a@one.example", "b@two.example", "c@three.example"];
    world.people(&people, "").await;
    world.app.decide_and_send().await;
    let tested =
        trigger::relay_test(&world.app.engine, RelayTest { brand: "codeteki".into(), values: BTreeMap::new() })
            .await
            .unwrap();
    assert_eq!((tested.waiting, tested.trouble.is_none()), (Some(0), true));
    world.opt_out(people[0]).await;
    world.app.run_well(READ).await;
    world.opt_out(people[1]).await;

    let World { app, url, folder, http, end } = world;
    end.send(()).unwrap();
    let listen = url.trim_start_matches("http://").to_owned();
    let away = wait_for_trouble(&app).await;
    assert!(away.contains("did not answer") && away.contains("opt-outs wait there"), "{away}");
    let (_, end) = relay(&app, folder.path(), &listen).await;
    let world = World { app, url, folder, http, end };
    assert_eq!(world.app.run_well(READ).await.get("opt_outs"), Some(&1));

    // The relay's file is lost and counts anew from one: what comes now is not taken for old.
    let World { app, url, http, end, .. } = world;
    end.send(()).unwrap();
    wait_for_trouble(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let (_, end) = relay(&app, folder.path(), &listen).await;
    let world = World { app, url, folder, http, end };
    world.opt_out(people[2]).await;
    assert_eq!(world.app.run_well(READ).await.get("opt_outs"), Some(&1));
    let suppressed = world.suppressed().await;
    assert!(people.iter().all(|person| suppressed.iter().any(|row| row.value == *person)), "{suppressed:?}");
}

async fn wait_for_trouble(app: &TestApp) -> String {
    for _ in 0..200 {
        if let Some(error) = app.run(READ).await.error {
            return error;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the relay never went away");
}
