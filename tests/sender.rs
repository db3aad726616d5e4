//! How a brand's own domain and its contacts' domains stand: looked up calmly, said in words, and never in the way of a mail.

use std::net::IpAddr;
use std::sync::Arc;

use domain::recipient::Mark;
use domain::sender::{Record, Verdict, Vouched};
use engine::Engine;
use engine::api::wire::{
    BrandRef, ContactFilter, ContactRef, ContactsPageRequest, DoctorRequest, EmailApprove, EmailsRequest, FeedRequest,
    Nothing, RunTask, SenderHealth,
};
use engine::api::{mutation, query, trigger};
use gateways::{ManualClock, Zone};

use crate::support::{DECIDE, at, import, open_in_zone, set};

const DAY: i64 = 86_400;

/// A brand that is connected to the world, on a file of its own, without anybody imported yet.
struct Stage {
    engine: Arc<Engine>,
    clock: Arc<ManualClock>,
    zone: Arc<Zone>,
    folder: tempfile::TempDir,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(at("2026-11-30T09:00:00+11:00")));
        let zone = Arc::new(Zone::new());
        let engine = open_in_zone(folder.path(), &clock, &zone).await.unwrap();
        let values = [
            ("from.email", "sales@codeteki.au"),
            ("zoho.account_id", "42"),
            ("legal.address", "11 Example Street, Melbourne"),
        ];
        set(&engine, "codeteki", &values).await;
        Self { engine, clock, zone, folder }
    }

    async fn people(&self, addresses: &[&str]) {
        import(&self.engine, self.folder.path(), "codeteki", "sales", addresses).await;
    }

    async fn decide(&self) {
        let run = RunTask { task: DECIDE, brand: None, deal: None };
        let run = trigger::run_task(&self.engine, run).await.unwrap();
        assert_eq!(run.outcome, "ok", "{:?}", run.error);
    }

    fn wait(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    fn brand() -> BrandRef {
        BrandRef { brand: "codeteki".to_owned() }
    }

    async fn health(&self) -> SenderHealth {
        query::sender_health(&self.engine, Self::brand()).await.unwrap()
    }

    async fn marks(&self, address: &str) -> Vec<Mark> {
        query::contact_show(&self.engine, ContactRef { contact: address.to_owned() }).await.unwrap().marks
    }

    async fn titles(&self) -> Vec<String> {
        let notices = query::notices_list(&self.engine, FeedRequest { limit: 50 }).await.unwrap();
        notices.into_iter().map(|notice| notice.title).filter(|title| !title.contains("approval")).collect()
    }
}

fn verdicts(health: &SenderHealth) -> Vec<(Record, Verdict)> {
    health.findings.iter().map(|finding| (finding.record, finding.verdict)).collect()
}

#[tokio::test]
async fn a_domain_that_fails_is_said_before_the_first_mail_and_once_and_healing_it_is_said_too() {
    let stage = Stage::new().await;
    stage.zone.put_mx("harbour.example", 10, "mx.harbour.example");
    stage.people(&["jo@harbour.example"]).await;
    assert!(stage.health().await.findings.is_empty());
    stage.decide().await;

    let health = stage.health().await;
    assert_eq!((health.domain.as_str(), health.vouched), ("codeteki.au", Vouched::No));
    assert!(health.findings.iter().all(|finding| finding.verdict == Verdict::Missing && finding.fix.is_some()));
    assert_eq!(stage.titles().await, ["Mail of Codeteki may be refused"]);
    let status = query::status(&stage.engine, Nothing {}).await.unwrap();
    let warning = status.brands.iter().find(|brand| brand.slug == "codeteki").unwrap().sender.clone().unwrap();
    assert!(warning.sentence.contains("codeteki.au") && warning.fix.contains("Zoho"), "{warning:?}");

    // The mail was written all the same; whoever approves the first one is told.
    let waiting = query::emails_list(&stage.engine, EmailsRequest::default()).await.unwrap();
    let approve = EmailApprove { id: waiting[0].id, content_hash: None };
    let done = mutation::email_approve(&stage.engine, approve).await.unwrap().done;
    assert!(done.starts_with("Approved;") && done.contains("fails DMARC"), "{done}");

    // The doctor says each record with what to set.
    let request = DoctorRequest { program: false, brand: Some("codeteki".to_owned()) };
    let checks = trigger::doctor(&stage.engine, request).await.unwrap();
    let spf = checks.iter().find(|check| check.check == "SPF").unwrap();
    assert!(!spf.ok && spf.fix.as_ref().unwrap().contains("v=spf1 include:zohomail.com.au ~all"), "{spf:?}");

    // Within the day nobody is asked again; and what is said once is not said twice.
    let asked = stage.zone.asked().len();
    stage.decide().await;
    assert_eq!(stage.zone.asked().len(), asked);
    stage.wait(DAY);
    stage.decide().await;
    assert!(stage.zone.asked().len() > asked);
    assert_eq!(stage.titles().await.len(), 1);

    // The person sets the record that was named.
    let fix = health.findings[0].fix.clone().unwrap().set.unwrap();
    stage.zone.put_txt(&fix.name, &fix.value);
    stage.zone.put_txt("zohomail.com.au", "v=spf1 ip4:192.0.2.0/24 -all");
    let health = trigger::sender_look(&stage.engine, Stage::brand()).await.unwrap();
    assert_eq!((health.findings[0].verdict, health.vouched), (Verdict::Good, Vouched::Yes));
    assert_eq!(health.warning.map(|warning| warning.sentence), None);
    assert_eq!(stage.titles().await, ["This works again", "Mail of Codeteki may be refused"]);
}

#[tokio::test]
async fn without_a_network_nothing_is_alarming_and_what_was_known_stays() {
    let stage = Stage::new().await;
    stage.zone.fall_silent(true);
    stage.people(&["jo@harbour.example", "amy@quay.example"]).await;
    stage.decide().await;
    let unknown = [Record::Spf, Record::Dkim, Record::Dmarc].map(|record| (record, Verdict::Unknown));
    assert_eq!(verdicts(&stage.health().await), unknown);
    assert!(stage.titles().await.is_empty());
    assert!(stage.marks("jo@harbour.example").await.is_empty());

    // It is tried again soon, not tomorrow.
    stage.zone.fall_silent(false);
    stage.zone.put_txt("codeteki.au", "v=spf1 include:zohomail.com.au ~all");
    stage.zone.put_txt("zohomail.com.au", "v=spf1 ip4:192.0.2.0/24 -all");
    stage.wait(3_601);
    stage.decide().await;
    let known = verdicts(&stage.health().await);
    assert_eq!(known[0], (Record::Spf, Verdict::Good));
    assert_eq!(stage.marks("jo@harbour.example").await, [Mark::NoMailServer]);

    stage.zone.fall_silent(true);
    stage.wait(2 * DAY);
    stage.decide().await;
    assert_eq!(verdicts(&stage.health().await), known);
    assert_eq!(stage.marks("jo@harbour.example").await, [Mark::NoMailServer]);

    // Another domain: what was known of the former says nothing of it.
    set(&stage.engine, "codeteki", &[("from.email", "sales@other.example")]).await;
    assert!(stage.health().await.findings.is_empty());
}

#[tokio::test]
async fn contacts_are_marked_and_found_by_their_marks_and_written_to_all_the_same() {
    let stage = Stage::new().await;
    stage.zone.put_mx("harbour.example", 10, "mx.harbour.example");
    stage.zone.put_mx("closed.example", 0, "");
    stage.zone.put_address("old.example", IpAddr::from([192, 0, 2, 7]));
    stage.zone.break_name("late.example");
    let addresses = [
        "jo@harbour.example",
        "info@harbour.example",
        "x@mailinator.com",
        "a@closed.example",
        "b@old.example",
        "c@late.example",
    ];
    stage.people(&addresses).await;
    stage.decide().await;
    let expected: [&[Mark]; 6] =
        [&[], &[Mark::Role], &[Mark::Disposable, Mark::NoMailServer], &[Mark::NoMailServer], &[], &[]];
    for (address, marks) in addresses.iter().zip(expected) {
        assert_eq!(stage.marks(address).await, marks, "{address}");
    }
    let page = |mark| ContactsPageRequest {
        filter: ContactFilter { mark: Some(mark), ..ContactFilter::default() },
        sort: engine::api::wire::ContactSort::Email,
        down: false,
        offset: 0,
        limit: 10,
    };
    let found = query::contacts_page(&stage.engine, page(Mark::NoMailServer)).await.unwrap();
    let found: Vec<&str> = found.rows.iter().map(|row| row.email.as_str()).collect();
    assert_eq!(found, ["a@closed.example", "x@mailinator.com"]);

    // None of it keeps a mail back.
    let mails = query::emails_list(&stage.engine, EmailsRequest::default()).await.unwrap();
    assert_eq!(mails.len(), addresses.len());

    // Each domain is asked for once; the one that nobody answered for, again tomorrow.
    let mx = |stage: &Stage| stage.zone.asked().iter().filter(|asked| asked.starts_with("MX")).count();
    assert_eq!(mx(&stage), 5);
    stage.decide().await;
    assert_eq!(mx(&stage), 5);
    stage.wait(DAY + 1);
    stage.decide().await;
    assert_eq!(mx(&stage), 6);
}

#[tokio::test]
async fn a_mailbox_of_this_machine_asks_nobody_by_itself() {
    let stage = Stage::new().await;
    set(&stage.engine, "codeteki", &[("zoho.mail_url", "http://127.0.0.1:9")]).await;
    stage.people(&["jo@harbour.example"]).await;
    stage.decide().await;
    assert!(stage.zone.asked().is_empty());
}
