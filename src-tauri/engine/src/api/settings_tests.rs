//! Setting up, on a real file against the sandbox: connecting, secrets that only come in, tests of what is connected, previews, limits.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Timestamp;
use domain::brand::Pause;
use gateways::{Clock as _, ManualClock, MemorySecrets, SecretKind, SecretName, SecretStore, SeededRandom};
use sandbox::{Limits, Options, Sandbox, default_mailboxes};
use serde_json::{Value, json};

use super::wire::*;
use super::{call, query};
use crate::{Connect, Engine, OpenOptions, Ports, RealConnect, spending};

/// Monday, ten in the morning in Melbourne.
const START: &str = "2026-11-23T10:00:00+11:00";

struct World {
    engine: Arc<Engine>,
    sandbox: Sandbox,
    secrets: Arc<MemorySecrets>,
    zone: Arc<gateways::Zone>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        gateways::install_crypto();
        let clock = Arc::new(ManualClock::new(Timestamp::parse(START).unwrap()));
        let now = Arc::clone(&clock);
        let mut options = Options::new(7, Arc::new(move || now.now().millis()));
        options.limits = Limits::NONE;
        let sandbox = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let secrets = Arc::new(MemorySecrets::default());
        let kept: Arc<dyn SecretStore> = Arc::clone(&secrets) as Arc<dyn SecretStore>;
        let shared: Arc<dyn gateways::Clock> = Arc::clone(&clock) as Arc<dyn gateways::Clock>;
        let connect: Arc<dyn Connect> = Arc::new(RealConnect::new(Arc::clone(&kept), shared));
        let zone = Arc::new(gateways::Zone::new());
        let ports = Ports {
            clock,
            random: Arc::new(SeededRandom::new(1)),
            secrets: kept,
            connect,
            web: gateways::Web::new(gateways::Reach::Nothing),
            dns: Arc::clone(&zone) as Arc<dyn gateways::Dns>,
        };
        let data_dir = folder.path().to_path_buf();
        let engine =
            Engine::open(OpenOptions { witness: data_dir.clone(), data_dir, ports, own: true, demo: false }).await;
        let world = Self { engine: engine.unwrap(), sandbox, secrets, zone, _folder: folder };
        let url = world.sandbox.url();
        world
            .set(&[
                ("zoho.accounts_url", &url),
                ("zoho.mail_url", &url),
                ("legal.address", "11 Example Street"),
                ("ai.base_url", &format!("{url}/v1")),
                ("ai.model", "sandbox-1"),
            ])
            .await;
        world
    }

    async fn call(&self, name: &str, args: Value) -> Result<Value, ApiError> {
        call(&self.engine, name, args).await
    }

    async fn set(&self, values: &[(&str, &str)]) {
        let values: BTreeMap<&str, &str> = values.iter().copied().collect();
        self.call("brand_set", json!({"brand": "codeteki", "values": values})).await.unwrap();
    }

    async fn has(&self, name: SecretName) -> bool {
        self.secrets.get(&name).await.unwrap().is_some()
    }

    async fn setting(&self, key: &str) -> String {
        let detail = query::brand_show(&self.engine, BrandRef { brand: "codeteki".to_owned() }).await.unwrap();
        detail.settings.into_iter().find(|row| row.key == key).unwrap().value
    }
}

fn code(secret: &str, code: &str) -> Value {
    let mailbox = default_mailboxes().into_iter().find(|mailbox| mailbox.slug == "codeteki").unwrap();
    json!({"brand": "codeteki", "data_centre": "com.au", "client_id": mailbox.client_id, "client_secret": secret, "code": code})
}

fn right_secret() -> String {
    default_mailboxes().into_iter().find(|mailbox| mailbox.slug == "codeteki").unwrap().client_secret
}

#[tokio::test]
async fn a_code_connects_a_mailbox_and_a_wrong_one_leaves_the_connection_alone() {
    let world = World::new().await;
    let status = query::status(&world.engine, Nothing {}).await.unwrap();
    assert!(status.fresh);
    let connected = world.call("brand_connect_code", code(&right_secret(), "good-1")).await.unwrap();
    assert_eq!(connected["may_send_as_brand"], true, "{connected}");
    assert_eq!(world.setting("zoho.account_id").await, connected["account_id"].as_str().unwrap());
    assert!(!query::status(&world.engine, Nothing {}).await.unwrap().fresh);
    let token = SecretName::of_brand("codeteki", SecretKind::ZohoRefreshToken);
    assert!(world.has(token.clone()).await);

    for (secret, given) in
        [("wr0ng-s3cret", "good-2"), (right_secret().as_str(), "b4d-code"), (right_secret().as_str(), "")]
    {
        let refused = world.call("brand_connect_code", code(secret, given)).await.unwrap_err();
        assert!(!refused.message.contains("wr0ng") && !refused.message.contains("b4d"), "{refused}");
        assert!(world.has(token.clone()).await, "the connection is lost: {refused}");
    }
    // What is left empty is taken from the keychain.
    let mut again = code("", "good-3");
    again["client_id"] = json!("");
    world.call("brand_connect_code", again).await.unwrap();
}

#[tokio::test]
async fn the_browser_connects_and_can_be_given_up() {
    let world = World::new().await;
    let mut request = code(&right_secret(), "");
    request.as_object_mut().unwrap().remove("code");
    let page = world.call("brand_connect_browser", request.clone()).await.unwrap();
    assert!(page["page"].as_str().unwrap().contains("access_type=offline"), "{page}");
    let brand = json!({"brand": "codeteki"});
    let (waited, ()) = tokio::join!(world.call("brand_connect_wait", brand.clone()), async {
        tokio::task::yield_now().await;
        world.call("brand_connect_stop", brand.clone()).await.unwrap();
    });
    assert_eq!(waited.unwrap_err().code, ErrorCode::Refused);
    let nobody = world.call("brand_connect_wait", brand).await.unwrap_err();
    assert!(nobody.message.contains("begin"), "{nobody}");
}

#[tokio::test]
async fn the_servers_of_a_mailbox_are_found_and_strangers_are_named() {
    let world = World::new().await;
    let find = |address: &str| json!({"brand": "codeteki", "address": address});
    let gmail = world.call("mailbox_find", find("jo@gmail.com")).await.unwrap();
    let servers = &gmail["servers"];
    assert_eq!(
        (servers["house"].as_str(), servers["imap"]["host"].as_str()),
        (Some("Gmail and Google Workspace"), Some("imap.gmail.com"))
    );
    assert_eq!((&servers["sign_in"], &servers["strangers"]), (&json!(["password", "google"]), &json!([])));
    assert!(gmail["help"].as_str().unwrap().contains("app password") && gmail["link"].is_string(), "{gmail}");

    // The brand's own address, whose mail Microsoft takes: no password gets in there, and its hosts are to be confirmed.
    world.zone.put_mx("codeteki.au", 0, "codeteki-au.mail.protection.outlook.com");
    let own = world.call("mailbox_find", json!({"brand": "codeteki"})).await.unwrap();
    assert_eq!(own["servers"]["sign_in"], json!(["microsoft"]));
    assert_eq!(own["servers"]["strangers"], json!(["outlook.office365.com", "smtp.office365.com"]));
    assert_eq!(own["servers"]["sent_copy"], "server");

    let nothing = world.call("mailbox_find", find("jo@tea.example")).await.unwrap();
    assert!(nothing["servers"].is_null() && nothing["help"].as_str().unwrap().contains("by hand"), "{nothing}");
    let wrong = world.call("mailbox_find", find("jo")).await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn the_guide_s_env_file_is_moved_into_the_keychain() {
    let world = World::new().await;
    let mailbox = default_mailboxes().into_iter().find(|mailbox| mailbox.slug == "codeteki").unwrap();
    let text = format!(
        "ZOHO_CLIENT_ID={}\nZOHO_CLIENT_SECRET={}\nZOHO_REFRESH_TOKEN={}\nOPENAI_API_KEY=sk-c4nary\nSITE_URL=https://x\n",
        mailbox.client_id, mailbox.client_secret, mailbox.refresh_token
    );
    let taken = world.call("brand_connect_env", json!({"brand": "codeteki", "text": text})).await.unwrap();
    assert_eq!(taken["connected"]["may_send_as_brand"], true, "{taken}");
    assert_eq!(taken["ignored"], json!(["SITE_URL"]));
    for secret in [&mailbox.client_secret, &mailbox.refresh_token, "sk-c4nary"] {
        assert!(!taken.to_string().contains(secret), "{taken}");
    }
    assert!(world.has(SecretName::shared(SecretKind::OpenAiApiKey)).await);
    let nothing = world.call("brand_connect_env", json!({"brand": "codeteki", "text": "s3cret"})).await.unwrap_err();
    assert!(nothing.code == ErrorCode::BadRequest && !nothing.message.contains("s3cret"), "{nothing}");
}

#[tokio::test]
async fn secrets_are_written_and_removed_and_no_request_gives_one_back() {
    let world = World::new().await;
    let name = SecretName::shared(SecretKind::OpenAiApiKey);
    world.call("secret_set", json!({"name": "openai_api_key", "value": "sk-c4nary"})).await.unwrap();
    assert!(world.has(name.clone()).await);
    for (_, command, ..) in super::COMMANDS.iter().filter(|(kind, ..)| *kind == "query") {
        let reply = world.call(command, json!({"brand": "codeteki", "limit": 100, "days": 7, "values": {}})).await;
        assert!(!format!("{reply:?}").contains("c4nary"), "{command} gives it back");
    }
    // Not even an error repeats what was given.
    let wrong = world.call("secret_set", json!({"name": "openai_api_key", "value": ["sk-c4nary"]})).await.unwrap_err();
    assert!(!wrong.message.contains("c4nary"), "{wrong}");
    let given: SecretSet = serde_json::from_value(json!({"name": "openai_api_key", "value": "sk-c4nary"})).unwrap();
    assert!(!format!("{given:?} {}", serde_json::to_string(&given).unwrap()).contains("c4nary"));
    world.call("secret_remove", json!({"name": "openai_api_key"})).await.unwrap();
    world.call("secret_remove", json!({"name": "openai_api_key"})).await.unwrap();
    assert!(!world.has(name).await);
}

#[tokio::test]
async fn a_test_mail_goes_to_the_brand_or_where_a_person_confirmed_and_to_nobody_who_said_no() {
    let world = World::new().await;
    world.call("brand_connect_code", code(&right_secret(), "good-1")).await.unwrap();
    let to = |to: &str, confirmed: bool| json!({"brand": "codeteki", "to": to, "confirmed": confirmed});
    world.call("brand_test_email", to("sales@codeteki.au", false)).await.unwrap();
    let refused = world.call("brand_test_email", to("me@home.com", false)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    world.call("brand_test_email", to("me@home.com", true)).await.unwrap();
    let stop = json!({"target": "no@home.com", "reason": "asked"});
    world.call("suppress", stop).await.unwrap();
    let refused = world.call("brand_test_email", to("no@home.com", true)).await.unwrap_err();
    assert!(refused.message.contains("must not be mailed"), "{refused}");
    assert_eq!(world.sandbox.ledger().len(), 2);
}

#[tokio::test]
async fn a_model_is_tried_before_its_settings_are_kept() {
    let world = World::new().await;
    let test = json!({"brand": "codeteki", "values": {"ai.provider": "openai"}});
    let failed = world.call("ai_test", test.clone()).await.unwrap();
    assert_eq!(failed["trouble"]["code"], "key_rejected", "{failed}");
    world.call("secret_set", json!({"name": "openai_api_key", "value": sandbox::API_KEY})).await.unwrap();
    let tested = world.call("ai_test", test).await.unwrap();
    assert!(tested["trouble"].is_null() && !tested["models"].as_array().unwrap().is_empty(), "{tested}");
    assert_eq!(world.setting("ai.provider").await, "playbook", "a test keeps nothing");
    let playbook = world.call("ai_test", json!({"brand": "codeteki"})).await.unwrap();
    assert_eq!(playbook["model"], "playbook");
}

#[tokio::test]
async fn a_reached_limit_asks_no_model_and_says_so() {
    let world = World::new().await;
    world.set(&[("ai.daily_tokens", "100")]).await;
    let brand = super::mutation::brand(&mut world.engine.store.read().await.unwrap(), "codeteki").await.unwrap();
    assert!(spending::allow(&world.engine, &brand).await.is_ok());
    let usage = gateways::Usage { prompt_tokens: Some(90), completion_tokens: Some(10), ..gateways::Usage::default() };
    spending::count(&world.engine, &brand, usage).await.unwrap();
    let Err(crate::compose::NoMail::Outage(error)) = spending::allow(&world.engine, &brand).await else {
        panic!("a limit that is reached lets through");
    };
    assert_eq!(error.message(), "The limit for the model is reached: 100 tokens a day.");
    assert!(error.is_outage(), "deals have to stay due");
    let spent = world.call("ai_spent", json!({"brand": "codeteki"})).await.unwrap();
    assert_eq!(
        (spent["tokens_today"].as_u64(), spent["limit_reached"].as_str()),
        (Some(100), Some("100 tokens a day"))
    );
}

#[tokio::test]
async fn slots_follow_window_cap_ramp_and_gap_and_change_with_what_is_not_saved_yet() {
    let world = World::new().await;
    let ask = |values: Value| json!({"brand": "codeteki", "days": 7, "values": values});
    let preview = world.call("slots_preview", ask(json!({}))).await.unwrap();
    let days = preview["days"].as_array().unwrap();
    let counts: Vec<usize> = days.iter().map(|day| day["slots"].as_array().unwrap().len()).collect();
    // Monday to Sunday: ten on the first day and five more each day of the calendar, nothing on the weekend.
    assert_eq!(counts, [10, 15, 20, 25, 30, 0, 0]);
    assert_eq!(days[5]["closed"], true);
    let minutes: Vec<u64> =
        days[0]["slots"].as_array().unwrap().iter().map(|s| s["minute"].as_u64().unwrap()).collect();
    assert!(minutes[0] == 600 && minutes.windows(2).all(|pair| pair[0] < pair[1]), "{minutes:?}");
    assert!(preview["held"].is_null(), "{preview}");

    let other = ask(json!({"sending.ramp": "off", "sending.daily_cap": "3", "sending.window": "Sat 10:00-11:00"}));
    let preview = world.call("slots_preview", other).await.unwrap();
    let counts: Vec<usize> =
        preview["days"].as_array().unwrap().iter().map(|day| day["slots"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [0, 0, 0, 0, 0, 3, 0]);
    let wrong = world.call("slots_preview", ask(json!({"sending.window": "always"}))).await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::BadRequest);
    let none = world.call("slots_preview", ask(json!({"sending.daily_cap": "0"}))).await.unwrap();
    assert!(none["days"][0]["slots"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_preview_shows_signature_and_footer_as_they_would_be_and_says_what_is_missing() {
    let world = World::new().await;
    let values = json!({"signature": "Cheers,\nPriya", "from.name": "Priya", "legal.address": ""});
    let preview = world.call("mail_preview", json!({"brand": "codeteki", "values": values})).await.unwrap();
    let text = preview["text"].as_str().unwrap();
    assert!(text.contains("Cheers,\nPriya") && text.contains("Reply STOP") && text.contains("Sarah"), "{text}");
    assert_eq!((preview["from_name"].as_str(), preview["missing"].as_str()), (Some("Priya"), Some("legal.address")));
    let check =
        json!({"brand": "codeteki", "values": {"from.email": "nobody", "sending.daily_cap": "10", "nope": "1"}});
    let problems = world.call("settings_check", check).await.unwrap();
    let keys: Vec<&str> = problems.as_array().unwrap().iter().map(|p| p["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["from.email", "nope"]);
}

#[tokio::test]
async fn a_new_brand_has_two_pipelines_and_a_slug_that_is_its_own() {
    let world = World::new().await;
    let new = json!({"slug": "tea-house", "name": "Tea House", "from_email": "hello@teahouse.com.au"});
    world.call("brand_new", new.clone()).await.unwrap();
    let pipelines = query::pipelines(&world.engine, Nothing {}).await.unwrap();
    assert_eq!(pipelines.iter().filter(|pipeline| pipeline.brand == "tea-house").count(), 2);
    assert_eq!(world.call("brand_new", new.clone()).await.unwrap_err().code, ErrorCode::Refused);
    for (key, value) in [("slug", "Tea House"), ("slug", "9"), ("name", " "), ("from_email", "nobody")] {
        let mut wrong = new.clone();
        wrong[key] = json!(value);
        assert_eq!(world.call("brand_new", wrong).await.unwrap_err().code, ErrorCode::BadRequest, "{key}={value}");
    }
}

#[tokio::test]
async fn each_failing_check_says_what_a_button_can_do() {
    let world = World::new().await;
    world.set(&[("legal.address", "")]).await;
    let mut write = world.engine.store.write().await.unwrap();
    let brand = store::brands::by_slug(&mut write, "codeteki").await.unwrap().unwrap();
    let pause = Pause { reason: "rest".into(), fix: None, since: world.engine.now(), by_person: true, until: None };
    store::brands::set_pause(&mut write, brand.id, Some(&pause)).await.unwrap();
    write.commit().await.unwrap();
    let checks = world.call("doctor", json!({"brand": "codeteki"})).await.unwrap();
    let action = |check: &str| {
        let found = checks.as_array().unwrap().iter().find(|row| row["check"] == check).unwrap();
        assert_eq!(found["ok"], false, "{found}");
        found["action"].clone()
    };
    assert_eq!(action("legal footer"), json!({"do": "open_settings", "brand": "codeteki", "section": "identity"}));
    assert_eq!(action("secrets"), json!({"do": "connect", "brand": "codeteki"}));
    assert_eq!(action("paused"), json!({"do": "resume_brand", "brand": "codeteki"}));
    let program = world.call("doctor", json!({"program": true})).await.unwrap();
    assert!(
        program.as_array().unwrap().iter().all(|row| row["brand"].is_null() && row["action"].is_null()),
        "{program}"
    );
}
