//! The whole client against a server on this machine: what is asked, how often, and what becomes of each kind of answer.

use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::send::sample;
use super::*;
use crate::clock::ManualClock;
use crate::mail::ThreadAnchor;
use crate::secrets::{EnvironmentSecrets, MemorySecrets, SecretKind, SecretName};
use crate::stub::{Reply, Seen, Stub, answer};

const TOKEN: &str = "/oauth/v2/token";
const SEND: &str = "/api/accounts/77/messages";
const LIST: &str = "/api/accounts/77/messages/view";
const NOW: i64 = 1_763_790_000_000;

fn name(kind: SecretKind) -> SecretName {
    SecretName::of_brand("codeteki", kind)
}

fn secrets() -> Arc<MemorySecrets> {
    Arc::new(MemorySecrets::with([
        (name(SecretKind::ZohoClientId), "1000.CLIENT"),
        (name(SecretKind::ZohoClientSecret), "client-secret"),
        (name(SecretKind::ZohoRefreshToken), "1000.refresh"),
    ]))
}

fn settings(url: &str) -> ZohoSettings {
    ZohoSettings {
        brand_slug: "codeteki".to_owned(),
        data_centre: "com.au".to_owned(),
        account_id: Some("77".to_owned()),
        from_address: "sales@ex.com".to_owned(),
        accounts_url: Some(url.to_owned()),
        mail_url: Some(url.to_owned()),
    }
}

fn mailbox(settings: ZohoSettings, secrets: Arc<dyn SecretStore>) -> (ZohoMailbox, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(Timestamp::from_millis(NOW)));
    let shared = Arc::clone(&clock) as Arc<dyn Clock>;
    (ZohoMailbox::new(settings, secrets, shared, PATIENCE).unwrap(), clock)
}

fn ok(data: Value) -> Reply {
    answer(200, json!({"status": {"code": 200, "description": "success"}, "data": data}))
}

fn error(status: u16, code: &str) -> Reply {
    answer(status, json!({"status": {"code": status}, "data": {"errorCode": code}}))
}

/// The stub's token endpoint: `1000.access-0`, then `-1`, and so on.
fn token(before: usize) -> Reply {
    answer(200, json!({"access_token": format!("1000.access-{before}"), "expires_in": 3600, "token_type": "Bearer"}))
}

/// A Zoho that gives tokens and otherwise does as it is told.
async fn zoho(rest: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Stub {
    Stub::start(move |seen, before| if seen.is("POST", TOKEN) { token(before) } else { rest(seen, before) }).await
}

fn sent() -> Reply {
    ok(json!({"messageId": 1_700_000_000_000_110_002_u64, "mailId": "<19a.1@ex.com>"}))
}

fn code(outcome: &SendOutcome) -> (&'static str, Option<TroubleCode>) {
    match outcome {
        SendOutcome::Accepted { .. } => ("accepted", None),
        SendOutcome::Refused(trouble) => ("refused", Some(trouble.code)),
        SendOutcome::Unknown(trouble) => ("unknown", Some(trouble.code)),
    }
}

async fn send(mailbox: &ZohoMailbox, mail: &OutgoingMail) -> SendOutcome {
    mailbox.send(mail, &Handover::unwatched()).await
}

#[tokio::test]
async fn a_mail_is_accepted_with_both_ids_and_one_token_serves_all() {
    let stub = zoho(|_, _| sent()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    let mail = sample();
    let (first, second, third) = tokio::join!(send(&mailbox, &mail), send(&mailbox, &mail), send(&mailbox, &mail));
    let accepted = SendOutcome::Accepted {
        provider_message_id: Some("1700000000000110002".to_owned()),
        wire_message_id: Some("<19a.1@ex.com>".to_owned()),
        thread_id: None,
    };
    assert_eq!([first, second, third], [accepted.clone(), accepted.clone(), accepted]);
    assert_eq!((stub.count("POST", TOKEN), stub.count("POST", SEND)), (1, 3));
    let seen = stub.seen().into_iter().find(|seen| seen.is("POST", SEND)).unwrap();
    assert!(seen.head.contains("authorization: Zoho-oauthtoken 1000.access-0"), "{}", seen.head);
    assert!(seen.head.contains("user-agent: crm-autopilot/"), "{}", seen.head);
    assert_eq!(seen.json().get("mode"), None);
}

#[rstest]
#[case::server_fault(|| error(500, ""), "unknown", TroubleCode::ServerTrouble)]
#[case::gateway(|| answer(502, "<html>"), "unknown", TroubleCode::ServerTrouble)]
#[case::hang_up(|| Reply::HangUp, "unknown", TroubleCode::ServerTrouble)]
#[case::unreadable(|| answer(200, "<html>"), "unknown", TroubleCode::UnexpectedAnswer)]
#[case::moved(|| Reply::Answer { status: 302, headers: "location: http://127.0.0.1:1/\r\n", body: String::new() }, "unknown", TroubleCode::UnexpectedAnswer)]
#[case::wrong(|| error(400, "PATTERN_NOT_MATCHED"), "refused", TroubleCode::BadRequest)]
#[case::unknown_key(|| error(404, "EXTRA_KEY_FOUND_IN_JSON"), "refused", TroubleCode::BadRequest)]
#[case::scope(|| answer(401, r#"[2,{"errorCode":"INVALID_OAUTHSCOPE","status":"401"}]"#), "refused", TroubleCode::ScopeMissing)]
#[case::blocked(|| answer(500, "550 5.4.6 Unusual sending activity detected"), "refused", TroubleCode::SendingBlocked)]
#[case::slow_down(|| error(400, "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"), "refused", TroubleCode::Throttled)]
#[tokio::test]
async fn a_send_is_made_once_whatever_the_answer(
    #[case] reply: fn() -> Reply,
    #[case] how: &'static str,
    #[case] why: TroubleCode,
) {
    let stub = zoho(move |_, _| reply()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &sample()).await), (how, Some(why)));
    assert_eq!(stub.count("POST", SEND), 1);
}

#[tokio::test]
async fn without_a_connection_a_mail_is_certainly_not_sent() {
    let stub = zoho(|_, _| sent()).await;
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let no_mail_host = ZohoSettings { mail_url: Some(closed.clone()), ..settings(&stub.url) };
    let no_sign_in = ZohoSettings { accounts_url: Some(closed), ..settings(&stub.url) };
    for settings in [no_mail_host, no_sign_in] {
        let (mailbox, _) = mailbox(settings, secrets());
        assert_eq!(code(&send(&mailbox, &sample()).await), ("refused", Some(TroubleCode::NoNetwork)));
    }
    assert_eq!(stub.count("POST", SEND), 0);
}

#[tokio::test]
async fn the_handover_is_told_before_the_text_leaves_and_can_stop_it() {
    let stub = zoho(|_, _| sent()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    let full = Handover::new(|| Err(std::io::ErrorKind::StorageFull.into()));
    assert_eq!(code(&mailbox.send(&sample(), &full).await).0, "refused");
    assert_eq!(stub.count("POST", SEND), 0);

    let told = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = Arc::clone(&told);
    let watched = Handover::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    });
    assert_eq!(code(&mailbox.send(&sample(), &watched).await).0, "accepted");
    assert_eq!((told.load(std::sync::atomic::Ordering::SeqCst), stub.count("POST", SEND)), (1, 1));
    let seen = stub.seen().into_iter().rfind(|seen| seen.is("POST", SEND)).unwrap();
    assert!(seen.head.contains("content-length: ") && !seen.head.contains("chunked"), "{}", seen.head);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_send_repeated_once() {
    let stub = zoho(|_, before| if before == 0 { error(401, "INVALID_OAUTHTOKEN") } else { sent() }).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    assert_eq!((stub.count("POST", TOKEN), stub.count("POST", SEND)), (2, 2));

    let stub = zoho(|_, _| error(401, "INVALID_OAUTHTOKEN")).await;
    let (mailbox, _) = self::mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &sample()).await), ("refused", Some(TroubleCode::AccessRevoked)));
    assert_eq!((stub.count("POST", TOKEN), stub.count("POST", SEND)), (2, 2));
}

fn follow_up() -> OutgoingMail {
    let anchor = ThreadAnchor {
        provider_message_id: Some("17".to_owned()),
        wire_message_id: Some("<first@ex.com>".to_owned()),
        references: vec![],
    };
    OutgoingMail { in_reply_to: Some(anchor), ..sample() }
}

#[tokio::test]
async fn a_follow_up_answers_in_its_thread() {
    let stub = zoho(|_, _| sent()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &follow_up()).await).0, "accepted");
    let seen = stub.seen().pop().unwrap();
    assert!(seen.is("POST", "/api/accounts/77/messages/17"), "{}", seen.target);
    assert_eq!((&seen.json()["action"], &seen.json()["toAddress"]), (&json!("reply"), &json!("jo@else.example")));
}

#[tokio::test]
async fn a_follow_up_that_may_not_answer_becomes_a_new_mail() {
    let stub = zoho(|seen, before| match (seen.is("POST", SEND), before) {
        (false, _) => error(404, "URL_RULE_NOT_CONFIGURED"),
        (true, 0) => error(404, "EXTRA_KEY_FOUND_IN_JSON"),
        (true, _) => sent(),
    })
    .await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &follow_up()).await).0, "accepted");
    let seen = stub.seen().pop().unwrap();
    assert_eq!((seen.json()["subject"].clone(), seen.json().get("inReplyTo")), (json!("Re: Guest post"), None));
    assert_eq!(stub.count("POST", SEND), 2);
}

#[rstest]
#[case(|| error(500, ""), "unknown")]
#[case(|| error(401, "INVALID_OAUTHSCOPE"), "refused")]
#[case(|| answer(429, ""), "refused")]
#[tokio::test]
async fn a_follow_up_falls_back_only_after_a_clean_refusal(#[case] reply: fn() -> Reply, #[case] how: &str) {
    let stub = zoho(move |_, _| reply()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(code(&send(&mailbox, &follow_up()).await).0, how);
    assert_eq!(stub.count("POST", SEND), 0);
}

#[tokio::test]
async fn a_token_outlives_the_process_but_not_its_grant() {
    let stub = zoho(|_, _| sent()).await;
    let secrets = secrets();
    for _ in 0..3 {
        let (mailbox, _) = mailbox(settings(&stub.url), Arc::clone(&secrets) as _);
        assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    }
    assert_eq!(stub.count("POST", TOKEN), 1, "kept over restarts");
    secrets.set(&name(SecretKind::ZohoRefreshToken), "1000.another".into()).await.unwrap();
    let (mailbox, _) = mailbox(settings(&stub.url), Arc::clone(&secrets) as _);
    send(&mailbox, &sample()).await;
    assert_eq!(stub.count("POST", TOKEN), 2, "another grant needs its own token");
}

#[tokio::test]
async fn a_token_is_replaced_a_minute_before_it_ends() {
    let stub = zoho(|_, _| sent()).await;
    let (mailbox, clock) = mailbox(settings(&stub.url), secrets());
    for (seconds, tokens) in [(0, 1), (3_539, 1), (1, 2)] {
        clock.advance(seconds);
        send(&mailbox, &sample()).await;
        assert_eq!(stub.count("POST", TOKEN), tokens);
    }
}

#[tokio::test]
async fn no_more_than_ten_tokens_are_asked_for_in_ten_minutes() {
    let stub = Stub::start(|seen, _| {
        let short = json!({"access_token": "1000.x", "expires_in": 10});
        if seen.is("POST", TOKEN) { answer(200, short) } else { sent() }
    })
    .await;
    let (mailbox, clock) = mailbox(settings(&stub.url), secrets());
    for _ in 0..10 {
        assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    }
    let SendOutcome::Refused(trouble) = send(&mailbox, &sample()).await else { panic!("sent with an eleventh token") };
    assert_eq!((trouble.code, trouble.retry_after), (TroubleCode::Throttled, Some(Duration::from_secs(600))));
    assert_eq!(stub.count("POST", TOKEN), 10);
    clock.advance(600);
    assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
}

#[tokio::test]
async fn after_a_throttled_token_request_there_is_silence_for_ten_minutes() {
    let stub = Stub::start(|_, _| {
        answer(400, r#"{"error":"Access Denied","error_description":"You have made too many requests continuously."}"#)
    })
    .await;
    let (mailbox, clock) = mailbox(settings(&stub.url), secrets());
    for (seconds, asked) in [(0, 1), (599, 1), (1, 2)] {
        clock.advance(seconds);
        assert_eq!(code(&send(&mailbox, &sample()).await), ("refused", Some(TroubleCode::Throttled)));
        assert_eq!(stub.count("POST", TOKEN), asked);
    }
}

#[tokio::test]
async fn what_is_missing_is_said_without_a_call() {
    let stub = zoho(|_, _| sent()).await;
    let (mailbox, _) = mailbox(settings(&stub.url), Arc::new(MemorySecrets::default()));
    let SendOutcome::Refused(trouble) = send(&mailbox, &sample()).await else { panic!("sent without secrets") };
    assert_eq!((trouble.code, trouble.detail.as_str()), (TroubleCode::NotConnected, "no zoho_client_id"));
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn a_throttled_mailbox_is_left_alone_as_long_as_it_asks() {
    let stub = zoho(|_, before| match before {
        0 => Reply::Answer { status: 429, headers: "retry-after: 90\r\n", body: String::new() },
        _ => ok(json!([])),
    })
    .await;
    let (mailbox, clock) = mailbox(settings(&stub.url), secrets());
    let trouble = mailbox.identity().await.unwrap_err();
    assert_eq!((trouble.code, trouble.retry_after), (TroubleCode::Throttled, Some(Duration::from_secs(90))));
    clock.advance(30);
    let trouble = mailbox.identity().await.unwrap_err();
    assert_eq!((trouble.code, trouble.retry_after), (TroubleCode::BudgetSpent, Some(Duration::from_secs(60))));
    assert_eq!(stub.count("GET", "/api/accounts"), 1);
    clock.advance(60);
    assert_eq!(mailbox.identity().await.unwrap_err().code, TroubleCode::AccountUnknown);
}

#[tokio::test]
async fn the_account_is_looked_up_once_when_none_is_set() {
    let stub = zoho(|seen, _| match seen.is("GET", "/api/accounts") {
        true => ok(json!([{"accountId": "5", "isDefaultAccount": true}, {"accountId": "77", "primaryEmailAddress": "sales@ex.com",
            "timeZone": "Australia/Melbourne", "displayName": "The Team", "sendMailDetails": [{"fromAddress": "sales@ex.com", "status": "true"}]}])),
        false => sent(),
    })
    .await;
    let (mailbox, _) = mailbox(ZohoSettings { account_id: None, ..settings(&stub.url) }, secrets());
    assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    assert_eq!((stub.count("GET", "/api/accounts"), stub.count("POST", SEND)), (1, 2));
    let identity = mailbox.identity().await.unwrap();
    assert_eq!((identity.account_id.as_str(), identity.display_name.as_str()), ("77", "The Team"));
    assert_eq!(identity.send_as, ["sales@ex.com"]);
}

fn folders() -> Reply {
    ok(
        json!([{"folderId": "9", "folderType": "Inbox", "path": "/Clients"}, {"folderId": "1", "folderType": "Inbox", "path": "/Inbox"},
        {"folderId": "2", "folderType": "Spam", "path": "/Spam"}, {"folderId": "3", "folderType": "Sent", "path": "/Sent"}]),
    )
}

fn row(id: usize, age_seconds: i64) -> Value {
    json!({"messageId": id.to_string(), "folderId": "1", "receivedTime": (NOW - age_seconds * 1_000).to_string(),
        "fromAddress": "jo@ex.com", "toAddress": "&lt;sales@ex.com&gt;", "subject": "Re: a &amp; b"})
}

/// An inbox of 300 mails a minute apart, one of them also in spam, and a Sent folder.
fn listed(seen: &Seen) -> Reply {
    let start: usize = seen.target.split("start=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
    let inbox = (start..=300).take(200).map(|n| row(n, i64::try_from(n).unwrap() * 60)).collect::<Vec<_>>();
    match seen.target.split("folderId=").nth(1).unwrap().split('&').next().unwrap() {
        "1" => ok(json!(inbox)),
        "2" => ok(json!([row(3, 180), row(900, 90), json!({"messageId": "no time"})])),
        "3" => ok(json!([row(800, 10), row(801, 4_000)])),
        other => panic!("the wrong folder: {other}"),
    }
}

#[tokio::test]
async fn new_mail_is_listed_once_from_inbox_and_spam_oldest_first() {
    let stub = zoho(|seen, _| if seen.is("GET", LIST) { listed(seen) } else { folders() }).await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    let cursor = |high_water_age: i64, seen: &[&str]| {
        let seen = seen.iter().map(|id| (*id).to_owned()).collect();
        Cursor { high_water: Timestamp::from_millis(NOW - high_water_age * 1_000), seen, position: None }
    };

    // An hour of overlap before a mark of ten minutes ago: 70 minutes, less what was seen, plus one from spam.
    let rows = mailbox.list_since(&cursor(600, &["1", "2"]), 10).await.unwrap().rows;
    assert_eq!(rows.len(), 69);
    assert!(rows.windows(2).all(|pair| pair[0].received_at <= pair[1].received_at));
    let spam: Vec<_> = rows.iter().filter(|row| row.folder == FolderKind::Spam).collect();
    assert_eq!((spam.len(), spam[0].provider_message_id.as_str()), (1, "900"), "what is in both counts once");
    assert_eq!((rows[0].subject.as_str(), rows[0].to_address.as_str()), ("Re: a & b", "sales@ex.com"));
    assert_eq!((stub.count("GET", LIST), stub.count("GET", "/api/accounts/77/folders")), (2, 1));

    // Everything: two pages of the inbox, then no more. The folders are known by now.
    let rows = mailbox.list_since(&cursor(1_000_000, &[]), 10).await.unwrap().rows;
    assert_eq!(rows.len(), 301);
    assert_eq!((stub.count("GET", LIST), stub.count("GET", "/api/accounts/77/folders")), (5, 1));

    let rows = mailbox.list_since(&cursor(1_000_000, &[]), 1).await.unwrap().rows;
    assert_eq!(rows.len(), 201, "no more pages than allowed");
}

#[tokio::test]
async fn a_folder_that_has_gone_is_looked_up_again() {
    let stub = zoho(|seen, before| match (seen.is("GET", LIST), before) {
        (true, 0) => error(500, ""),
        (true, _) => listed(seen),
        (false, _) => folders(),
    })
    .await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    let since = Timestamp::from_millis(NOW - 3_600_000);
    assert_eq!(mailbox.list_sent(since).await.unwrap_err().code, TroubleCode::ServerTrouble);
    let rows = mailbox.list_sent(since).await.unwrap();
    assert_eq!(
        (rows.len(), rows[0].provider_message_id.as_str(), rows[0].to_address.as_str()),
        (1, "800", "sales@ex.com")
    );
    assert_eq!(stub.count("GET", "/api/accounts/77/folders"), 2);
}

#[tokio::test]
async fn mails_are_fetched_whole_and_sent_ones_by_their_body() {
    let stub = zoho(|seen, _| match seen.target.as_str() {
        "/api/accounts/77/messages/5/originalmessage" => ok(json!({"messageId": 5, "content": "From: jo\r\n\r\nhi"})),
        "/api/accounts/77/folders/3/messages/8/content" => ok(json!({"messageId": "8", "content": "<p>token</p>"})),
        "/api/accounts/77/messages/6/originalmessage" => ok(json!({})),
        _ => folders(),
    })
    .await;
    let (mailbox, _) = mailbox(settings(&stub.url), secrets());
    assert_eq!(mailbox.fetch_raw("5").await.unwrap(), b"From: jo\r\n\r\nhi");
    assert_eq!(mailbox.sent_content("8").await.unwrap(), "<p>token</p>");
    assert_eq!(mailbox.fetch_raw("6").await.unwrap_err().code, TroubleCode::UnexpectedAnswer);
}

#[tokio::test]
async fn a_code_becomes_a_stored_grant() {
    let stub = Stub::start(|seen, _| {
        assert!(
            seen.body.contains("code=1000.code") && seen.body.contains("client_secret=client-secret"),
            "{}",
            seen.body
        );
        assert!(!seen.target.contains('?'), "nothing secret in the address");
        answer(
            200,
            json!({"access_token": "1000.a", "refresh_token": "1000.b", "expires_in": 3600,
            "scope": "VirtualOffice.messages.READ VirtualOffice.accounts.READ VirtualOffice.folders.READ"}),
        )
    })
    .await;
    let secrets = secrets();
    let (mailbox, _) = mailbox(settings(&stub.url), Arc::clone(&secrets) as _);
    let granted = mailbox.exchange_code(&"1000.code ".into(), Some("http://127.0.0.1:8765/callback")).await.unwrap();
    assert_eq!(granted.missing_scopes, ["ZohoMail.messages.CREATE"]);
    let kept = secrets.get(&name(SecretKind::ZohoRefreshToken)).await.unwrap().unwrap();
    assert_eq!(kept.expose_secret(), "1000.b");
}

#[rstest]
#[case(r#"{"error":"invalid_code"}"#, TroubleCode::WrongCredentials)]
#[case(r#"{"access_token":"1000.a","expires_in":3600}"#, TroubleCode::WrongCredentials)]
#[case(r#"{"error":"invalid_client"}"#, TroubleCode::WrongDataCentre)]
#[tokio::test]
async fn a_code_that_does_not_work_stores_nothing(#[case] body: &'static str, #[case] why: TroubleCode) {
    let stub = Stub::start(move |_, _| answer(200, body)).await;
    let secrets = secrets();
    let (mailbox, _) = mailbox(settings(&stub.url), Arc::clone(&secrets) as _);
    assert_eq!(mailbox.exchange_code(&"1000.code".into(), None).await.unwrap_err().code, why);
    let kept = secrets.get(&name(SecretKind::ZohoRefreshToken)).await.unwrap().unwrap();
    assert_eq!(kept.expose_secret(), "1000.refresh");
}

#[tokio::test]
async fn secrets_from_the_environment_work_and_stay_unwritten() {
    let stub = zoho(|_, _| sent()).await;
    let kinds = [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken];
    let given = kinds.map(|kind| (name(kind).variable(), "1000.x".to_owned()));
    let (mailbox, _) = mailbox(settings(&stub.url), Arc::new(EnvironmentSecrets::new(given)));
    assert_eq!(code(&send(&mailbox, &sample()).await).0, "accepted");
    let grant = json!({"access_token": "1000.a", "refresh_token": "1000.b"});
    let stub = Stub::start(move |_, _| answer(200, &grant)).await;
    let given = kinds.map(|kind| (name(kind).variable(), "1000.x".to_owned()));
    let (mailbox, _) = self::mailbox(settings(&stub.url), Arc::new(EnvironmentSecrets::new(given)));
    let trouble = mailbox.exchange_code(&"1000.code".into(), None).await.unwrap_err();
    assert!(trouble.fix.contains("AUTOPILOT_SECRET__CODETEKI__ZOHO_REFRESH_TOKEN"), "{}", trouble.fix);
}

async fn visit(uri: &str, query: &str) -> String {
    let address = uri.trim_start_matches("http://").trim_end_matches("/callback");
    let mut browser = tokio::net::TcpStream::connect(address).await.unwrap();
    browser.write_all(format!("GET /callback?{query} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
    let mut page = String::new();
    browser.read_to_string(&mut page).await.unwrap();
    page
}

#[tokio::test]
async fn the_browser_comes_back_with_the_code_and_strangers_are_sent_away() {
    let listener = CallbackListener::bind(&[0]).await.unwrap();
    let uri = listener.redirect_uri();
    let settings = ZohoSettings { accounts_url: None, mail_url: None, ..settings("") };
    let browser = async {
        let stranger = visit(&uri, "state=guessed&code=1000.evil").await;
        (stranger, visit(&uri, "state=ours&code=1000.good&accounts-server=https%3A%2F%2Faccounts.zoho.com.au").await)
    };
    let (code, (stranger, page)) =
        tokio::join!(listener.code("ours", settings.home(), Duration::from_secs(5)), browser);
    assert_eq!(code.unwrap().expose_secret(), "1000.good");
    assert!(stranger.starts_with("HTTP/1.1 404") && page.starts_with("HTTP/1.1 200"), "{stranger} {page}");
}

#[tokio::test]
async fn a_browser_that_stays_away_ends_the_wait() {
    let listener = CallbackListener::bind(&[0]).await.unwrap();
    let trouble = listener.code("ours", None, Duration::from_millis(1)).await.unwrap_err();
    assert_eq!(trouble.code, TroubleCode::NotConnected);
}

#[tokio::test]
async fn a_busy_port_is_passed_over() {
    let first = CallbackListener::bind(&[0]).await.unwrap();
    let taken: u16 = first.redirect_uri().split([':', '/']).nth(4).unwrap().parse().unwrap();
    let second = CallbackListener::bind(&[taken, 0]).await.unwrap();
    assert_ne!(first.redirect_uri(), second.redirect_uri());
    assert_eq!(CallbackListener::bind(&[taken]).await.unwrap_err().code, TroubleCode::NotConnected);
}
