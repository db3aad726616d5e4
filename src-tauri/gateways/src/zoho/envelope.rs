//! Reads the envelope around every answer of the Mail API and says, once and for all, what an error means.
//!
//! Errors come in three shapes: an object with `status` and `data`, a two-item array (authorisation), and anything else.

use serde_json::Value;

use super::rows::text_of;
use crate::http::Wire;
use crate::mail::{Trouble, TroubleCode};

/// A call that did not do what it was asked.
#[derive(Debug)]
pub(super) struct Failed {
    /// What to tell.
    pub(super) trouble: Trouble,
    /// Whether it certainly had no effect. Otherwise a send may have happened.
    pub(super) no_effect: bool,
    /// Whether a fresh access token could help.
    pub(super) token_rejected: bool,
}

impl Failed {
    /// Trouble before anything was asked of Zoho.
    pub(super) fn before(trouble: Trouble) -> Self {
        Self { trouble, no_effect: true, token_rejected: false }
    }
}

/// The `data` of a success; `Null` if there is none.
pub(super) fn open(wire: &Wire) -> Result<Value, Failed> {
    let raw = wire.text();
    let report = Report::read(serde_json::from_slice(&wire.body).unwrap_or(Value::Null));
    // Some failures arrive as HTTP 200 with the real status inside.
    let status = if is_success(wire.status) { report.status.unwrap_or(wire.status) } else { wire.status };
    if is_success(status) && report.readable {
        return Ok(report.data);
    }
    let code = classify(status, &report.error_code, &raw);
    let inner_fault = report.status.is_some_and(|inner| inner >= 500);
    Err(Failed {
        trouble: described(code, &report).with_detail(&raw),
        no_effect: code == TroubleCode::SendingBlocked || (is_refusal(status) && !inner_fault),
        token_rejected: status == 401 && code == TroubleCode::AccessRevoked,
    })
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Statuses with which Zoho says that it has done nothing.
fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 422 | 429)
}

/// What an answer says about itself, whatever its shape.
#[derive(Default)]
struct Report {
    status: Option<u16>,
    error_code: String,
    more_info: String,
    data: Value,
    readable: bool,
}

impl Report {
    fn read(body: Value) -> Self {
        match body {
            // The odd shape of authorisation failures: [2, {"errorCode": …, "status": "401"}].
            Value::Array(items) => {
                items.get(1).filter(|item| item.is_object()).map_or_else(Self::default, |item| Self {
                    status: number(item.get("status")).or(Some(401)),
                    error_code: text_of(item, "errorCode"),
                    more_info: text_of(item, "msg"),
                    ..Self::default()
                })
            }
            Value::Object(mut body) => {
                let data = body.remove("data").unwrap_or_default();
                let status = body.get("status").and_then(|status| number(status.get("code")));
                let (error_code, more_info) = (text_of(&data, "errorCode"), text_of(&data, "moreInfo"));
                let readable = status.is_some() && error_code.is_empty();
                Self { status, error_code, more_info, data, readable }
            }
            _ => Self::default(),
        }
    }
}

fn number(value: Option<&Value>) -> Option<u16> {
    match value? {
        Value::Number(number) => number.as_u64().and_then(|n| u16::try_from(n).ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The one place where an answer of the Mail API gets its meaning. Each odd rule names what it was seen for.
fn classify(status: u16, error_code: &str, raw: &str) -> TroubleCode {
    let body = raw.to_ascii_lowercase();
    let mentions = |words: &[&str]| words.iter().any(|word| body.contains(word));
    // Where in the JSON Zoho puts the SMTP text of a block is not known, so the whole body is searched.
    if mentions(&["550 5.4.6", "unusual sending activity", "554 5.1.8", "outgoing blocked", "553 relaying disallowed"])
    {
        return TroubleCode::SendingBlocked;
    }
    // Other Zoho products throttle with 400 or 500 and URL_ROLLING_THROTTLES_LIMIT_EXCEEDED.
    if status == 429 || mentions(&["throttle", "too many requests", "limit exceeded", "limit_exceeded"]) {
        return TroubleCode::Throttled;
    }
    match (status, error_code) {
        (_, "INVALID_OAUTHSCOPE") => TroubleCode::ScopeMissing,
        (401, _) | (_, "INVALID_OAUTHTOKEN") => TroubleCode::AccessRevoked,
        (403, _) => TroubleCode::ScopeMissing,
        // Also the answer to an address in place of the account id.
        (_, "URL_RULE_NOT_CONFIGURED") => TroubleCode::AccountUnknown,
        (_, "EXTRA_KEY_FOUND_IN_JSON" | "PATTERN_NOT_MATCHED") => TroubleCode::BadRequest,
        // "Account id … is invalid" comes without a code.
        (400 | 404, _)
            if mentions(&["account id", "accountid"]) && mentions(&["invalid", "not exist", "not found"]) =>
        {
            TroubleCode::AccountUnknown
        }
        (400..=499, _) => TroubleCode::BadRequest,
        (500..=599, _) => TroubleCode::ServerTrouble,
        _ => TroubleCode::UnexpectedAnswer,
    }
}

fn described(code: TroubleCode, report: &Report) -> Trouble {
    let trouble = Trouble::new(code);
    match (code, report.error_code.as_str()) {
        (TroubleCode::BadRequest, "EXTRA_KEY_FOUND_IN_JSON") => trouble.saying(
            "The mailbox does not know one of the fields of the mail.",
            "If the brand has a reply-to address, clear it: this mailbox may not accept one.",
        ),
        (TroubleCode::BadRequest, code) if !code.is_empty() || !report.more_info.is_empty() => trouble.saying(
            "The mailbox refused the mail or the request as wrong.",
            "Check the sender's address: it must be a confirmed send-as address of the mailbox. Then look at the details.",
        ),
        _ => trouble,
    }
}

#[cfg(test)]
mod tests {
    use TroubleCode::*;
    use proptest::prelude::*;
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;

    fn wire(status: u16, body: &str) -> Wire {
        Wire { status, headers: HeaderMap::new(), body: body.as_bytes().to_vec() }
    }

    #[rstest]
    #[case(
        401,
        r#"{"status":{"code":401,"description":"x"},"data":{"errorCode":"INVALID_OAUTHTOKEN"}}"#,
        AccessRevoked,
        true,
        true
    )]
    #[case(
        401,
        r#"[2,{"msg":"Error","errorCode":"INVALID_OAUTHSCOPE","authFail":"true","status":"401"}]"#,
        ScopeMissing,
        true,
        false
    )]
    #[case(200, r#"[2,{"errorCode":"INVALID_OAUTHTOKEN","status":"401"}]"#, AccessRevoked, true, true)]
    #[case(
        400,
        r#"{"status":{"code":400},"data":{"errorCode":"PATTERN_NOT_MATCHED","moreInfo":"accountId invalid"}}"#,
        BadRequest,
        true,
        false
    )]
    #[case(404, r#"{"status":{"code":404},"data":{"errorCode":"EXTRA_KEY_FOUND_IN_JSON"}}"#, BadRequest, true, false)]
    #[case(
        404,
        r#"{"status":{"code":404},"data":{"errorCode":"URL_RULE_NOT_CONFIGURED"}}"#,
        AccountUnknown,
        true,
        false
    )]
    #[case(404, r#"{"status":{"code":404,"description":"Account id 12 is invalid"}}"#, AccountUnknown, true, false)]
    #[case(400, r#"{"status":{"code":400},"data":{"moreInfo":"Invalid mode"}}"#, BadRequest, true, false)]
    #[case(400, r#"{"status":{"code":400,"description":"Invalid Input"},"data":{"moreInfo":"fromAddress is not of this account"}}"#, BadRequest, true, false)]
    #[case(
        500,
        r#"{"status":{"code":500},"data":{"moreInfo":"550 5.4.6 Unusual sending activity detected"}}"#,
        SendingBlocked,
        true,
        false
    )]
    #[case(400, "554 5.1.8 Email Outgoing Blocked", SendingBlocked, true, false)]
    #[case(500, r#"{"status":{"code":500,"description":"Internal Error"}}"#, ServerTrouble, false, false)]
    #[case(429, "", Throttled, true, false)]
    #[case(400, r#"{"data":{"errorCode":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"}}"#, Throttled, true, false)]
    #[case(500, r#"{"data":{"errorCode":"URL_FIXED_THROTTLES_LIMIT_EXCEEDED"}}"#, Throttled, false, false)]
    #[case(200, r#"{"status":{"code":500,"description":"failure"}}"#, ServerTrouble, false, false)]
    #[case(400, r#"{"status":{"code":500}}"#, BadRequest, false, false)]
    #[case(200, "<html>sign in</html>", UnexpectedAnswer, false, false)]
    #[case(200, "", UnexpectedAnswer, false, false)]
    #[case(302, "", UnexpectedAnswer, false, false)]
    #[case(502, "<html>bad gateway</html>", ServerTrouble, false, false)]
    #[case(403, "{}", ScopeMissing, true, false)]
    #[case(408, "", BadRequest, false, false)]
    fn every_error_has_one_meaning(
        #[case] status: u16,
        #[case] body: &str,
        #[case] code: TroubleCode,
        #[case] no_effect: bool,
        #[case] token_rejected: bool,
    ) {
        let failed = open(&wire(status, body)).unwrap_err();
        assert_eq!((failed.trouble.code, failed.no_effect, failed.token_rejected), (code, no_effect, token_rejected));
    }

    #[rstest]
    #[case(r#"{"status":{"code":200,"description":"success"},"data":[1]}"#, "[1]")]
    #[case(r#"{"status":{"code":"201"},"data":{}}"#, "{}")]
    #[case(r#"{"status":{"code":200}}"#, "null")]
    fn a_success_gives_its_data(#[case] body: &str, #[case] data: &str) {
        assert_eq!(open(&wire(200, body)).unwrap().to_string(), data);
    }

    #[test]
    fn the_details_hold_no_token_and_no_address() {
        let body = r#"{"status":{"code":400},"data":{"moreInfo":"1000.abc.def for jo@ex.com"}}"#;
        let shown = format!("{:?}", open(&wire(400, body)).unwrap_err());
        assert!(!shown.contains("1000.abc") && !shown.contains("jo@ex.com"), "{shown}");
    }

    proptest! {
        #[test]
        fn nothing_on_the_wire_breaks_the_reader(status in 100_u16..600, body in "\\PC{0,200}") {
            let _ = open(&wire(status, &body));
        }

        #[test]
        fn a_server_fault_is_never_taken_for_a_refusal(status in 500_u16..600, body in "[a-z ]{0,60}") {
            prop_assume!(!body.contains("unusual sending activity") && !body.contains("outgoing blocked"));
            prop_assert!(!open(&wire(status, &body)).unwrap_err().no_effect);
        }
    }
}
