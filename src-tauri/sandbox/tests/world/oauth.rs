//! The accounts host.

use sandbox::Limits;
use serde_json::{Value, json};

use crate::support::{HOUR, quiet, world};

#[tokio::test]
async fn refusals_come_with_http_200() {
    let world = quiet().await;
    let (id, secret, refresh) =
        (world.spec.client_id.clone(), world.spec.client_secret.clone(), world.spec.refresh_token.clone());
    for (client, secret, token, error) in [
        ("1000.OTHER", secret.as_str(), refresh.as_str(), "invalid_client"),
        (id.as_str(), "wrong", refresh.as_str(), "invalid_client_secret"),
        (id.as_str(), secret.as_str(), "1000.dead", "invalid_code"),
    ] {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", client),
            ("client_secret", secret),
            ("refresh_token", token),
        ];
        let response = world.token_call(&fields).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.json::<Value>().await.unwrap(), json!({ "error": error }));
    }
}

#[tokio::test]
async fn the_eleventh_token_in_ten_minutes_is_denied() {
    let world = world(|options| options.limits = Limits::default()).await;
    for _ in 0..9 {
        assert!(world.refresh().await["access_token"].is_string());
    }
    assert_eq!(world.refresh().await["error"], "Access Denied");
    world.advance(HOUR / 6);
    assert!(world.refresh().await["refresh_token"].is_null());
}

#[tokio::test]
async fn consent_leads_back_with_a_code_that_works_once() {
    let world = quiet().await;
    let base = world.sandbox.url();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let redirect = "http://127.0.0.1:8765/callback";
    let query = [
        ("response_type", "code"),
        ("client_id", world.spec.client_id.as_str()),
        ("redirect_uri", redirect),
        ("scope", "ZohoMail.messages.READ,ZohoMail.accounts.READ"),
        ("access_type", "offline"),
        ("state", "xyz"),
    ];
    let response = http.get(format!("{base}/oauth/v2/auth")).query(&query).send().await.unwrap();
    let location = reqwest::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert!(location.as_str().starts_with(redirect));
    let pairs: std::collections::BTreeMap<_, _> = location.query_pairs().into_owned().collect();
    assert_eq!(pairs["state"], "xyz");
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", world.spec.client_id.as_str()),
        ("client_secret", world.spec.client_secret.as_str()),
        ("code", pairs["code"].as_str()),
        ("redirect_uri", redirect),
    ];
    let answer: Value = world.token_call(&fields).await.json().await.unwrap();
    assert!(answer["refresh_token"].is_string());
    assert_eq!(answer["scope"], "VirtualOffice.messages.READ VirtualOffice.accounts.READ");
    let again: Value = world.token_call(&fields).await.json().await.unwrap();
    assert_eq!(again, json!({ "error": "invalid_code" }));

    world.take(answer["access_token"].as_str().unwrap());
    let (status, refused) = world.post("/messages", &crate::support::mail("jo@ex.com")).await;
    assert_eq!((status.as_u16(), &refused[1]["errorCode"]), (401, &json!("INVALID_OAUTHSCOPE")));
}

#[tokio::test]
async fn tokens_expire_and_can_be_revoked() {
    let world = quiet().await;
    assert_eq!(world.get("").await.status(), 200);
    world.advance(HOUR);
    let response = world.get("").await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.json::<Value>().await.unwrap()["data"]["errorCode"], "INVALID_OAUTHTOKEN");
    let revoke =
        |token: &str| world.http.post(format!("{}/oauth/v2/token/revoke?token={token}", world.sandbox.url())).send();
    assert_eq!(revoke(&world.spec.refresh_token).await.unwrap().status(), 200);
    assert_eq!(revoke(&world.spec.refresh_token).await.unwrap().status(), 400);
    assert_eq!(world.refresh().await, json!({ "error": "invalid_code" }));
}
