//! Connecting a mailbox in the browser: the address of Zoho's consent page, and the little listener on this machine that
//! the browser returns to. Opening the browser is left to the caller.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use url::Url;

use super::data_centre::key_of_accounts_server;
use crate::http;
use crate::mail::{Trouble, TroubleCode};
use crate::random::Random;

/// The ports that the user registers as redirect URIs, tried in turn.
pub const PORTS: [u16; 3] = [8765, 8766, 8767];

/// What we ask permission for, and nothing more.
pub const SCOPES: [&str; 4] =
    ["ZohoMail.messages.READ", "ZohoMail.messages.CREATE", "ZohoMail.accounts.READ", "ZohoMail.folders.READ"];

/// How long one visitor may take to say what it wants.
const VISIT: Duration = Duration::from_secs(5);
const LONGEST_REQUEST: usize = 8 * 1024;

/// A fresh mark that ties the answer of the browser to our question.
pub fn new_state(random: &dyn Random) -> String {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The consent page.
pub(super) fn consent_page(accounts: &Url, client_id: &str, redirect_uri: &str, state: &str) -> Url {
    let mut url = http::extend(accounts, &["oauth", "v2", "auth"]);
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", &SCOPES.join(","))
        .append_pair("access_type", "offline")
        .append_pair("prompt", "consent")
        .append_pair("state", state);
    url
}

/// The scopes we need that a grant does not cover. Zoho echoes them under internal names: `VirtualOffice.messages.READ`.
pub(super) fn missing_scopes(granted: &[String]) -> Vec<String> {
    fn tail(scope: &str) -> &str {
        scope.split_once('.').map_or(scope, |(_, tail)| tail)
    }
    let covers = |granted: &str, needed: &str| {
        let service = needed.split('.').next().unwrap_or_default();
        tail(granted).eq_ignore_ascii_case(needed) || tail(granted).eq_ignore_ascii_case(&format!("{service}.ALL"))
    };
    let missing = SCOPES.iter().filter(|needed| !granted.iter().any(|granted| covers(granted, tail(needed))));
    missing.map(|scope| (*scope).to_owned()).collect()
}

/// Waits on this machine for the browser to come back with the owner's answer.
#[derive(Debug)]
pub struct CallbackListener {
    listener: TcpListener,
    port: u16,
}

impl CallbackListener {
    /// Listens on the first free of the ports.
    pub async fn bind(ports: &[u16]) -> Result<Self, Trouble> {
        let mut last = String::new();
        for port in ports {
            // The number and not `localhost`: that may mean the IPv6 address to the browser.
            match TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await.and_then(|l| Ok((l.local_addr()?.port(), l))) {
                Ok((port, listener)) => return Ok(Self { listener, port }),
                Err(error) => last = error.to_string(),
            }
        }
        Err(Trouble::new(TroubleCode::NotConnected)
            .saying(
                "Every port for the answer of the browser is in use.",
                "Close the program that uses ports 8765 to 8767.",
            )
            .with_detail(&last))
    }

    /// The port that the browser comes back to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The redirect URI, to be registered in the API console letter by letter.
    pub fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}/callback", self.port)
    }

    /// The code of the owner who allowed the access. Visitors without the right `state` are sent away and change
    /// nothing. An account of Zoho's that lives in another data centre than this one is refused, with the right key in the fix.
    pub async fn code(
        self,
        state: &str,
        data_centre: Option<&str>,
        patience: Duration,
    ) -> Result<SecretString, Trouble> {
        let waiting = async {
            loop {
                if let Some(answer) = self.next_answer(state, data_centre).await {
                    return answer;
                }
            }
        };
        timeout(patience, waiting).await.unwrap_or_else(|_| {
            Err(Trouble::new(TroubleCode::NotConnected).saying(
                "The browser did not come back in time.",
                "Start connecting again and confirm the question in the browser.",
            ))
        })
    }

    /// Serves one visitor; `None` if it was not the browser with our answer.
    async fn next_answer(&self, state: &str, data_centre: Option<&str>) -> Option<Result<SecretString, Trouble>> {
        let (mut visitor, _) = self.listener.accept().await.ok()?;
        let target = timeout(VISIT, request_target(&mut visitor)).await.ok()??;
        let answer = understand(&target, state, data_centre);
        let (status, words) = match &answer {
            None => ("404 Not Found", "Nothing here."),
            Some(Ok(_)) => ("200 OK", "Connected. You can close this page and go back to CRM Autopilot."),
            Some(Err(_)) => ("200 OK", "Not connected. CRM Autopilot says why; you can close this page."),
        };
        let page = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{words}",
            words.len()
        );
        // The answer counts even if the browser does not wait for its page.
        let _ = timeout(VISIT, visitor.write_all(page.as_bytes())).await;
        answer
    }
}

/// The target of `GET /callback?… HTTP/1.1`.
async fn request_target(visitor: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut chunk = [0; 1_024];
        let read = visitor.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(chunk.get(..read)?);
        if request.len() > LONGEST_REQUEST {
            return None;
        }
    }
    let text = String::from_utf8(request).ok()?;
    text.strip_prefix("GET ")?.split_once(' ').map(|(target, _)| target.to_owned())
}

/// What a request means; `None` if it is not the answer to our question.
fn understand(target: &str, state: &str, data_centre: Option<&str>) -> Option<Result<SecretString, Trouble>> {
    let url = Url::parse("http://127.0.0.1").ok()?.join(target).ok().filter(|url| url.path() == "/callback")?;
    let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    if query.get("state").map(String::as_str) != Some(state) {
        return None;
    }
    if let Some(trouble) = query.get("accounts-server").and_then(|server| elsewhere(server, data_centre?)) {
        return Some(Err(trouble));
    }
    Some(match query.get("code") {
        Some(code) => Ok(SecretString::from(code.as_str())),
        None => Err(Trouble::new(TroubleCode::AccessRevoked)
            .saying("The access was not allowed.", "Start connecting again and accept the question in the browser.")
            .with_detail(query.get("error").map_or("", String::as_str))),
    })
}

/// Trouble if the account lives in another data centre than the brand's settings say.
fn elsewhere(server: &str, data_centre: &str) -> Option<Trouble> {
    let key = key_of_accounts_server(server);
    let configured = data_centre.trim().to_ascii_lowercase();
    if key == Some(configured.strip_prefix("zoho.").unwrap_or(&configured)) {
        return None;
    }
    let trouble = Trouble::new(TroubleCode::WrongDataCentre).with_detail(server);
    Some(match key {
        Some(key) => trouble.saying(
            "The account lives in another data centre than the brand's settings say.",
            format!("Set zoho.data_centre to {key} and connect again."),
        ),
        None => trouble
            .saying("The account lives in a data centre that is not known.", "Connect an account of a known one."),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret;

    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn the_consent_page_asks_for_offline_access_and_no_more_than_needed() {
        let url = consent_page(
            &Url::parse("https://accounts.zoho.com").unwrap(),
            "1000.ID",
            "http://127.0.0.1:8765/callback",
            "s",
        );
        assert_eq!(
            url.as_str(),
            "https://accounts.zoho.com/oauth/v2/auth?response_type=code&client_id=1000.ID\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2Fcallback\
             &scope=ZohoMail.messages.READ%2CZohoMail.messages.CREATE%2CZohoMail.accounts.READ%2CZohoMail.folders.READ\
             &access_type=offline&prompt=consent&state=s"
        );
    }

    #[rstest]
    #[case("VirtualOffice.messages.READ VirtualOffice.messages.CREATE VirtualOffice.accounts.READ VirtualOffice.folders.READ", &[])]
    #[case("ZohoMail.messages.ALL ZohoMail.accounts.ALL ZohoMail.folders.ALL", &[])]
    #[case("VirtualOffice.messages.READ ZohoMail.accounts.READ ZohoMail.folders.READ", &["ZohoMail.messages.CREATE"])]
    fn scopes_are_compared_under_both_names(#[case] granted: &str, #[case] missing: &[&str]) {
        let granted: Vec<_> = granted.split(' ').map(str::to_owned).collect();
        assert_eq!(missing_scopes(&granted), missing);
    }

    #[rstest]
    #[case("/callback?state=right&code=1000.x", Some(Ok("1000.x")))]
    #[case("/callback?state=right&code=1000.x&accounts-server=https%3A%2F%2Faccounts.zoho.com.au", Some(Ok("1000.x")))]
    #[case(
        "/callback?state=right&code=1000.x&accounts-server=https%3A%2F%2Faccounts.zoho.eu",
        Some(Err(TroubleCode::WrongDataCentre))
    )]
    #[case(
        "/callback?state=right&code=1000.x&accounts-server=https%3A%2F%2Fevil.example",
        Some(Err(TroubleCode::WrongDataCentre))
    )]
    #[case("/callback?state=right&error=access_denied", Some(Err(TroubleCode::AccessRevoked)))]
    #[case("/callback?state=wrong&code=1000.x", None)]
    #[case("/callback?code=1000.x", None)]
    #[case("/favicon.ico?state=right&code=1000.x", None)]
    fn only_our_own_question_is_answered(#[case] target: &str, #[case] expected: Option<Result<&str, TroubleCode>>) {
        let found = understand(target, "right", Some("com.au")).map(|answer| answer.map_err(|trouble| trouble.code));
        let found = found.map(|answer| answer.map(|code| code.expose_secret().to_owned()));
        assert_eq!(found, expected.map(|answer| answer.map(str::to_owned)));
    }

    #[test]
    fn states_differ() {
        let random = SeededRandom::new(1);
        assert_ne!(new_state(&random), new_state(&random));
        assert_eq!(new_state(&random).len(), 32);
    }
}
