//! Links from outside: a deal is verified by what is seen and by nothing else, a lost link is asked for again, and a year of looks tells losses
//! from noise.

use domain::deal::DealStatus;
use domain::email::{EmailKind, EmailState};
use domain::links::{LinkState, Standing};
use domain::notice::NoticeKind;
use domain::task::TaskName;
use engine::api::wire::{
    BrandRef, ContactErase, DealMove, DealRef, DealVouch, ErrorCode, LinkAdd, LinkRef, LinkRow, LinkTargetSet,
    LinksRequest, WordingSet,
};
use engine::api::{mutation, query, trigger};
use sandbox::SitePage;

use crate::support::{DAY, DECIDE, HOUR, OPEN, READ, SEND, TestApp};

const VERIFY: TaskName = TaskName::VerifyBacklinks;
const PAGE: &str = "https://www.harbour.example/guide";

fn with_link(rel: &str) -> SitePage {
    SitePage::html(format!(
        "<title>A guide</title><p>We liked <a href=\"https://www.codeteki.au/\"{rel}>Codeteki</a> for this.</p>"
    ))
}

fn without() -> SitePage {
    SitePage::html("<title>A guide</title><p>We liked nobody in particular for this.</p>")
}

/// A deal whose first mail went out and was answered by “the link is live”.
async fn placed(page: SitePage) -> TestApp {
    let app = TestApp::open().await;
    app.sandbox.put_page("www.harbour.example", "/guide", page);
    app.people_of("codeteki", "backlink", &["jo@harbour.example"]).await;
    app.decide_and_send().await;
    app.wait(DAY);
    app.answer("jo@harbour.example", &format!("Hi, the link is live at {PAGE}"));
    app.run(READ).await;
    app
}

async fn links(app: &TestApp) -> Vec<LinkRow> {
    query::links_page(&app.engine, LinksRequest::default()).await.unwrap().rows
}

async fn days(app: &TestApp, days: i64) {
    for _ in 0..days {
        app.wait(DAY);
        app.run_well(VERIFY).await;
    }
}

#[tokio::test]
async fn a_placed_link_is_looked_at_at_once_and_verifies_its_deal() {
    let app = placed(with_link("")).await;
    let card = app.card("jo@harbour.example").await;
    assert_eq!((card.status, card.question), (DealStatus::Won, None));
    assert_eq!(app.deal("jo@harbour.example").await.deal.stage, "Verified");
    let link = links(&app).await.remove(0);
    assert_eq!((link.standing, link.state), (Standing::Standing, Some(LinkState::Live)));
    assert_eq!(link.verified_by.as_deref(), Some("notary"));
    let found = query::link_show(&app.engine, LinkRef { id: link.id }).await.unwrap();
    let check = &found.checks[0];
    assert!(check.hash.is_some() && check.excerpt.as_ref().unwrap().contains("for this"), "{check:?}");
    assert_eq!((check.anchor.as_deref(), check.position), (Some("Codeteki"), Some(1)));
}

#[tokio::test]
async fn what_is_only_said_verifies_nothing_and_a_person_is_told_what_was_seen() {
    for (page, seen) in [(without(), "without a link"), (with_link(" rel=\"nofollow\""), "not to count")] {
        let app = placed(page).await;
        let card = app.card("jo@harbour.example").await;
        assert_eq!(card.status, DealStatus::Active);
        assert!(card.question.as_ref().unwrap().contains(seen), "{:?}", card.question);
        assert_eq!(app.deal("jo@harbour.example").await.deal.stage, "Link Placed");
        // It is looked at on the following days, and verified by the first look that sees it as agreed.
        app.sandbox.put_page("www.harbour.example", "/guide", with_link(""));
        days(&app, 1).await;
        assert_eq!(app.card("jo@harbour.example").await.status, DealStatus::Won);
    }
}

#[tokio::test]
async fn nobody_moves_a_deal_to_verified_by_saying_so() {
    let app = TestApp::open().await;
    app.people_of("codeteki", "backlink", &["jo@harbour.example"]).await;
    let id = app.deal_id("jo@harbour.example").await;
    let wish = DealMove { id, stage: "verified".to_owned(), won: Some(true), reason: None };
    let refused = mutation::deal_move(&app.engine, wish.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    assert!(refused.message.contains("vouch"), "{}", refused.message);
    // A person who signs for it may: the page does not let the program in.
    app.sandbox.put_page("www.harbour.example", "/guide", SitePage::html("no").with_status(403));
    let vouch =
        DealVouch { id, signed: "Priya N.".to_owned(), source: PAGE.to_owned(), note: "seen in my browser".to_owned() };
    let unsigned = DealVouch { signed: " ".to_owned(), ..vouch.clone() };
    assert!(mutation::deal_vouch(&app.engine, unsigned).await.is_err());
    mutation::deal_vouch(&app.engine, vouch).await.unwrap();
    let detail = app.deal("jo@harbour.example").await;
    assert_eq!((detail.deal.card.status, detail.deal.stage.as_str()), (DealStatus::Won, "Verified"));
    assert!(detail.timeline.iter().any(|line| line.summary.contains("signed Priya N.")), "{:?}", detail.timeline);
    // Closed doors change nothing about it, however long.
    days(&app, 30).await;
    let link = links(&app).await.remove(0);
    assert_eq!((link.standing, link.verified_by.as_deref()), (Standing::Standing, Some("Priya N.")));
    mutation::deal_move(&app.engine, DealMove { stage: "interested".to_owned(), won: None, ..wish.clone() })
        .await
        .unwrap();
    mutation::deal_move(&app.engine, wish).await.unwrap();
}

#[tokio::test]
async fn a_lost_link_is_asked_for_once_by_a_mail_that_waits_for_a_person() {
    let app = placed(with_link("")).await;
    days(&app, 3).await;
    app.sandbox.put_page("www.harbour.example", "/guide", without());
    days(&app, 3).await;
    assert_eq!(links(&app).await[0].standing, Standing::Missing, "three days are no loss yet");
    assert_eq!(app.card("jo@harbour.example").await.status, DealStatus::Won);
    days(&app, 1).await;
    let detail = app.deal("jo@harbour.example").await;
    assert_eq!((detail.deal.card.status, detail.deal.stage.as_str()), (DealStatus::Active, "Link Placed"));
    assert!(detail.deal.card.question.as_ref().unwrap().contains("is lost"));
    let mail = app.mail("jo@harbour.example").await;
    // Even a brand that lets the autopilot queue what it writes reads this one first.
    assert_eq!((mail.row.kind, mail.row.state), (EmailKind::Reclaim, EmailState::AwaitingApproval));
    assert!(mail.text.contains(PAGE) && mail.text.contains("https://www.codeteki.au/"), "{}", mail.text);
    let told = app.notices().await.into_iter().filter(|notice| notice.kind == NoticeKind::LinkLost).count();
    assert_eq!(told, 1);
    days(&app, 10).await;
    let reclaims = app.mails().await.into_iter().filter(|mail| mail.kind == EmailKind::Reclaim).count();
    assert_eq!(reclaims, 1, "a loss is told once");

    app.approve("jo@harbour.example").await;
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 2);
    app.wait(HOUR);
    app.sandbox.put_page("www.harbour.example", "/guide", with_link(""));
    app.answer("jo@harbour.example", &format!("Sorry. The link is live at {PAGE} again."));
    app.run(READ).await;
    days(&app, 8).await;
    let detail = app.deal("jo@harbour.example").await;
    assert_eq!((detail.deal.card.status, detail.deal.stage.as_str()), (DealStatus::Won, "Verified"));
    assert_eq!(links(&app).await[0].standing, Standing::Standing);
    app.wait(30 * DAY);
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 2, "the sequence went on after the link was back");
}

#[tokio::test]
async fn a_wording_that_gives_no_mail_costs_the_mail_and_not_the_look() {
    let app = placed(with_link("")).await;
    let text = "Lost\n\nHello,\n\n{{ lost_page }} {% if recipient_name == 'Robin Miller' %}[Name]{% endif %}";
    let wording =
        WordingSet { brand: "codeteki".to_owned(), name: "backlink_reclaim".to_owned(), text: text.to_owned() };
    mutation::wording_set(&app.engine, wording).await.unwrap();
    app.sandbox.remove_page("www.harbour.example", "/guide");
    days(&app, 5).await;
    assert_eq!(links(&app).await[0].standing, Standing::Lost);
    assert!(app.mails().await.iter().all(|mail| mail.kind != EmailKind::Reclaim));
    assert!(app.card("jo@harbour.example").await.question.unwrap().contains("gives no finished one"));
}

#[tokio::test]
async fn nobody_who_said_stop_is_asked_for_a_lost_link() {
    let app = placed(with_link("")).await;
    app.answer("jo@harbour.example", "Please remove me from your list.");
    app.run(READ).await;
    app.sandbox.remove_page("www.harbour.example", "/guide");
    days(&app, 5).await;
    assert_eq!(links(&app).await[0].standing, Standing::Lost);
    assert!(app.mails().await.iter().all(|mail| mail.kind != EmailKind::Reclaim));
    assert!(app.card("jo@harbour.example").await.question.unwrap().contains("must not be mailed"));
}

#[tokio::test]
async fn a_request_for_money_is_never_answered_by_itself() {
    let app = TestApp::open().await;
    app.people_of("codeteki", "backlink", &["jo@harbour.example"]).await;
    app.decide_and_send().await;
    app.answer(
        "jo@harbour.example",
        "We publish sponsored posts, our fee is USD 150 per link. Payment by PayPal in advance.",
    );
    app.run(READ).await;
    assert!(app.card("jo@harbour.example").await.question.unwrap().contains("money"));
    for _ in 0..40 {
        app.wait(DAY);
        app.decide_and_send().await;
    }
    assert_eq!(app.ledger().len(), 1);
}

#[tokio::test]
async fn addresses_that_are_not_visited_are_not_watched() {
    let app = TestApp::open().await;
    for source in [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://10.0.0.1/",
        "",
    ] {
        let wish = LinkAdd {
            brand: Some("codeteki".to_owned()),
            source: source.to_owned(),
            target: None,
            anchors: Vec::new(),
            deal: None,
        };
        let refused = mutation::link_add(&app.engine, wish).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::BadRequest, "{source}");
    }
    // Nor does an answer lead there.
    app.people_of("codeteki", "backlink", &["jo@harbour.example"]).await;
    app.decide_and_send().await;
    app.answer("jo@harbour.example", "Hi, the link is live at http://127.0.0.1:8080/admin");
    app.run(READ).await;
    assert!(links(&app).await.is_empty());
}

#[tokio::test]
async fn texts_take_turns() {
    let app = TestApp::open().await;
    let target = LinkTargetSet {
        brand: "codeteki".to_owned(),
        address: "https://www.codeteki.au/work".to_owned(),
        anchors: vec!["AI assistants".to_owned(), "websites that sell".to_owned()],
    };
    mutation::link_target_set(&app.engine, target).await.unwrap();
    let page = "<p><a href=\"https://www.codeteki.au/work\">AI assistants</a> as they should be.</p>";
    app.sandbox.put_page("www.one.example", "/", SitePage::html(page));
    let wish = LinkAdd {
        brand: Some("codeteki".to_owned()),
        source: "https://www.one.example/".to_owned(),
        target: None,
        anchors: Vec::new(),
        deal: None,
    };
    let link = mutation::link_add(&app.engine, wish).await.unwrap();
    assert_eq!(link.target, "https://www.codeteki.au/work");
    trigger::link_check(&app.engine, LinkRef { id: link.id }).await.unwrap();
    let targets = query::link_targets(&app.engine, BrandRef { brand: "codeteki".to_owned() }).await.unwrap();
    assert_eq!(targets[0].next_anchor.as_deref(), Some("websites that sell"));
    assert_eq!((targets[0].used, targets[0].anchors[0].used), (1, 1));
}

#[tokio::test]
async fn what_a_site_says_is_read_before_the_first_mail_and_said_in_it() {
    let app = TestApp::quiet().await;
    app.set("codeteki", &OPEN[1..]).await;
    app.people_of("codeteki", "backlink", &["jo@ryeshelf.example"]).await;
    app.run_well(DECIDE).await;
    let id = app.deal_id("jo@ryeshelf.example").await;
    let research = query::research(&app.engine, DealRef { id }).await.unwrap();
    assert!(research.facts.len() > 3 && research.trouble.is_none(), "{research:?}");
    let mail = app.mail("jo@ryeshelf.example").await;
    let angle = &research.angles[0];
    assert!(mail.text.contains(&angle.sentence), "{}\n{}", mail.text, angle.sentence);
    let context = query::email_context(&app.engine, engine::api::wire::EmailRef { id: mail.row.id }).await.unwrap();
    assert!(context.grounds.unknown.is_empty(), "{:?}", context.grounds);
    // Each of our visits says who we are, and robots.txt was asked for first.
    let visits = app.sandbox.visits();
    assert!(visits.iter().all(|visit| visit.user_agent.starts_with("CRMAutopilot/")), "{visits:?}");
    assert_eq!(visits[0].path, "/robots.txt");
}

#[tokio::test]
async fn whoever_is_forgotten_is_forgotten_in_what_was_read_and_seen_too() {
    let app = TestApp::open().await;
    let home = "<title>Harbour</title><a rel=\"author\" href=\"/about\">Robin Miller</a>\
                <p>Write to <a href=\"mailto:canary@harbour.example\">canary@harbour.example</a>.</p>";
    app.sandbox.put_page("harbour.example", "/", SitePage::html(home));
    let page = "<p>canary@harbour.example, Robin Miller: see <a href=\"https://www.codeteki.au/\">Codeteki</a>.</p>";
    app.sandbox.put_page("www.harbour.example", "/guide", SitePage::html(page));
    app.people_of("codeteki", "backlink", &["canary@harbour.example"]).await;
    app.decide_and_send().await;
    let id = app.deal_id("canary@harbour.example").await;
    let facts = query::research(&app.engine, DealRef { id }).await.unwrap().facts;
    assert!(facts.iter().any(|fact| fact.value.contains("canary@")), "{facts:?}");
    app.answer("canary@harbour.example", &format!("Hi, the link is live at {PAGE}"));
    app.run(READ).await;
    assert_eq!(links(&app).await.len(), 1);
    let wish = ContactErase { address: "canary@harbour.example".to_owned() };
    mutation::contact_erase(&app.engine, wish).await.unwrap();
    let link = links(&app).await.remove(0);
    assert_eq!(link.deal_id, None);
    let found = query::link_show(&app.engine, LinkRef { id: link.id }).await.unwrap();
    assert!(found.checks[0].excerpt.as_ref().unwrap().contains("[erased]"), "{:?}", found.checks);
    app.engine.close().await;
    for entry in std::fs::read_dir(app.data_dir()).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("canary@harbour"), "{} still names them", entry.path().display());
    }
}
