//! A sandbox with a clock in the test's hand, and a small client.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use reqwest::{Client, Response, StatusCode};
use sandbox::{Limits, MailboxSpec, Options, Sandbox, default_mailboxes};
use serde_json::{Value, json};

/// Monday 23 November 2026, 10:00 in Melbourne.
pub(crate) const START: i64 = 1_795_388_400_000;
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) spec: MailboxSpec,
    pub(crate) token: Mutex<String>,
}

pub(crate) async fn world(change: impl FnOnce(&mut Options)) -> World {
    // A second installation is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let clock = Arc::new(AtomicI64::new(START));
    let read = Arc::clone(&clock);
    let mut options = Options::new(7, Arc::new(move || read.load(Ordering::SeqCst)));
    options.limits = Limits::NONE;
    change(&mut options);
    let sandbox = Sandbox::start(options).await.unwrap();
    let http = Client::builder().no_proxy().build().unwrap();
    let spec = default_mailboxes().remove(0);
    let world = World { sandbox, http, clock, spec, token: Mutex::default() };
    world.renew().await;
    world
}

pub(crate) async fn quiet() -> World {
    world(|options| options.people = false).await
}

impl World {
    pub(crate) fn advance(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    /// Lets time pass and takes a new token, as a client would.
    pub(crate) async fn wait(&self, ms: i64) {
        self.advance(ms);
        self.renew().await;
    }

    async fn renew(&self) {
        let answer = self.refresh().await;
        self.take(answer["access_token"].as_str().unwrap_or_default());
    }

    /// Uses another token from now on.
    pub(crate) fn take(&self, token: &str) {
        token.clone_into(&mut self.token.lock().unwrap());
    }

    pub(crate) fn authorization(&self) -> String {
        format!("Zoho-oauthtoken {}", self.token.lock().unwrap())
    }

    pub(crate) async fn token_call(&self, fields: &[(&str, &str)]) -> Response {
        self.http.post(format!("{}/oauth/v2/token", self.sandbox.url())).form(fields).send().await.unwrap()
    }

    pub(crate) async fn refresh(&self) -> Value {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", self.spec.refresh_token.as_str()),
            ("client_id", self.spec.client_id.as_str()),
            ("client_secret", self.spec.client_secret.as_str()),
        ];
        self.token_call(&fields).await.json().await.unwrap()
    }

    pub(crate) fn api(&self, path: &str) -> String {
        format!("{}/api/accounts/{}{path}", self.sandbox.url(), self.spec.account_id)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http.get(self.api(path)).header("Authorization", self.authorization()).send().await.unwrap()
    }

    /// `data` of a call that succeeds.
    pub(crate) async fn data(&self, path: &str) -> Value {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json::<Value>().await.unwrap()["data"].take()
    }

    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        let request = self.http.post(self.api(path)).header("Authorization", self.authorization());
        request.json(body).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.try_post(path, body).await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Sends a mail that must be accepted; returns the answer's `data`.
    pub(crate) async fn send(&self, to: &str) -> Value {
        let (status, mut answer) = self.post("/messages", &mail(to)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["data"].take()
    }

    pub(crate) async fn folder_id(&self, name: &str) -> String {
        let folders = self.data("/folders").await;
        let row = folders.as_array().unwrap().iter().find(|row| row["folderName"] == name).unwrap();
        row["folderId"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn list(&self, folder: &str) -> Vec<Value> {
        let id = self.folder_id(folder).await;
        let rows = self.data(&format!("/messages/view?folderId={id}&limit=200&includeto=true")).await;
        rows.as_array().unwrap().clone()
    }

    /// The whole message.
    pub(crate) async fn raw(&self, row: &Value) -> String {
        let id = row["messageId"].as_str().unwrap();
        let data = self.data(&format!("/messages/{id}/originalmessage")).await;
        assert_eq!(data["messageId"].as_u64().unwrap().to_string(), id);
        data["content"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn mail(to: &str) -> Value {
    json!({
        "fromAddress": "\"The Codeteki Team\" <sales@codeteki.au>", "toAddress": to, "subject": "An idea & a question",
        "content": "<p>Hi,</p><p>we have an idea.</p><!-- hidden --><p>Codeteki, 1 High St. Reply STOP to unsubscribe.</p>",
        "mailFormat": "html",
    })
}
