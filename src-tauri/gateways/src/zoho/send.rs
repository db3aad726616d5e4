//! The bodies of a send, in the order in which they are tried, and what became of it. Only a clean refusal leads to the
//! next body; anything else ends the attempt.

use reqwest::Method;
use serde_json::{Value, json};

use super::budget::Priority;
use super::client::{Call, MailApi};
use super::envelope::Failed;
use super::rows::optional;
use crate::handover::Handover;
use crate::mail::{OutgoingMail, SendOutcome, Trouble, TroubleCode, answering, one_line};

/// One way to hand the mail over: as an answer to a mail, or as a new one.
#[derive(Debug, PartialEq)]
struct Way {
    answers: Option<String>,
    body: Value,
}

/// Hands over the mail, at most once.
pub(super) async fn send(api: &MailApi, account: &str, mail: &OutgoingMail, handover: &Handover) -> SendOutcome {
    if let Err(trouble) = check(mail) {
        return SendOutcome::Refused(trouble);
    }
    let mut refusal = Trouble::new(TroubleCode::BadRequest);
    for way in ways(mail) {
        match hand_over(api, account, &way, handover).await {
            Ok(data) => return accepted(&data),
            Err(Failed { no_effect: false, trouble, .. }) => return SendOutcome::Unknown(uncertain(trouble)),
            Err(failed) => refusal = failed.trouble,
        }
        if !matches!(refusal.code, TroubleCode::BadRequest | TroubleCode::AccountUnknown) {
            break;
        }
        tracing::debug!(code = refusal.code.as_str(), "Zoho refused this form of the mail.");
    }
    SendOutcome::Refused(refusal)
}

/// The usual words promise another try; a mail that may be on its way gets none.
fn uncertain(trouble: Trouble) -> Trouble {
    trouble.saying(
        "It is not certain whether the mailbox sent the mail.",
        "Nothing to do for now: the Sent folder is searched for it, and it is not sent again by itself.",
    )
}

async fn hand_over(api: &MailApi, account: &str, way: &Way, handover: &Handover) -> Result<Value, Failed> {
    let mut path = vec!["accounts", account, "messages"];
    path.extend(way.answers.as_deref());
    let call = Call {
        method: Method::POST,
        path: &path,
        query: &[],
        body: Some((&way.body, handover)),
        priority: Priority::Send,
    };
    api.call(&call).await
}

fn accepted(data: &Value) -> SendOutcome {
    SendOutcome::Accepted {
        provider_message_id: optional(data, "messageId"),
        // Missing on some accounts; the Sent copy has it then.
        wire_message_id: optional(data, "mailId"),
        thread_id: optional(data, "threadId"),
    }
}

/// Exactly one recipient and no line breaks: Zoho takes a comma for a second recipient.
fn check(mail: &OutgoingMail) -> Result<(), Trouble> {
    let addresses = [Some(&mail.to_address), Some(&mail.from_address), mail.reply_to.as_ref()];
    let single = |address: &String| {
        address.matches('@').count() == 1
            && !address.contains(|c: char| c.is_whitespace() || c.is_control() || ",;<>\"()".contains(c))
    };
    if addresses.into_iter().flatten().all(single) {
        return Ok(());
    }
    Err(Trouble::new(TroubleCode::BadRequest).saying(
        "One of the addresses of the mail is not a single plain address.",
        "Correct the contact's address, or the brand's from and reply-to addresses.",
    ))
}

/// A first mail has one way. A follow-up is an answer in the thread; should Zoho not allow that for this mail, a new one
/// that names the thread; and if it does not take those fields either, a new one with `Re:`.
fn ways(mail: &OutgoingMail) -> Vec<Way> {
    let Some(anchor) = &mail.in_reply_to else {
        return vec![Way { answers: None, body: body(mail, &mail.subject) }];
    };
    let plain = body(mail, &answering(&mail.subject));
    let mut ways = Vec::new();
    if let Some(answered) = &anchor.provider_message_id {
        let mut answer = body(mail, &mail.subject);
        set(&mut answer, "action", "reply");
        ways.push(Way { answers: Some(answered.clone()), body: answer });
    }
    if let Some(parent) = &anchor.wire_message_id {
        let mut named = plain.clone();
        set(&mut named, "inReplyTo", parent);
        set(&mut named, "refHeader", &anchor.chain(parent));
        ways.push(Way { answers: None, body: named });
    }
    ways.push(Way { answers: None, body: plain });
    ways
}

/// `mode` is absent on purpose: with it the mail would be saved and not sent.
fn body(mail: &OutgoingMail, subject: &str) -> Value {
    let mut body = json!({
        "fromAddress": named(&mail.from_name, &mail.from_address),
        "toAddress": mail.to_address,
        "subject": one_line(subject),
        "content": mail.html,
        "mailFormat": "html",
        "encoding": "UTF-8",
    });
    if let Some(reply_to) = &mail.reply_to {
        set(&mut body, "replyTo", reply_to);
    }
    body
}

fn set(body: &mut Value, key: &str, value: &str) {
    if let Some(fields) = body.as_object_mut() {
        fields.insert(key.to_owned(), value.into());
    }
}

/// `"Name" <address>`; the name cannot break out of its quotes.
fn named(name: &str, address: &str) -> String {
    let name = one_line(name).replace('\\', "\\\\").replace('"', "\\\"");
    if name.is_empty() { address.to_owned() } else { format!("\"{name}\" <{address}>") }
}

#[cfg(test)]
pub(super) fn sample() -> OutgoingMail {
    OutgoingMail {
        from_address: "sales@ex.com".to_owned(),
        from_name: "The Team".to_owned(),
        to_address: "jo@else.example".to_owned(),
        to_name: Some("Jo, Example".to_owned()),
        reply_to: None,
        subject: "Guest post".to_owned(),
        text: "Hello".to_owned(),
        html: "<p>Hello</p>".to_owned(),
        in_reply_to: None,
        unsubscribe: None,
        token: "t1".to_owned(),
        message_id: "<t1@ex.com>".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::mail::ThreadAnchor;

    #[test]
    fn a_first_mail_is_sent_with_the_closed_list_of_keys() {
        let ways = ways(&sample());
        let expected = json!({"fromAddress": "\"The Team\" <sales@ex.com>", "toAddress": "jo@else.example",
            "subject": "Guest post", "content": "<p>Hello</p>", "mailFormat": "html", "encoding": "UTF-8"});
        assert_eq!(ways, [Way { answers: None, body: expected }]);
    }

    #[test]
    fn a_follow_up_answers_first_and_falls_back_step_by_step() {
        let anchor = ThreadAnchor {
            provider_message_id: Some("17".to_owned()),
            wire_message_id: Some("<b@ex>".to_owned()),
            references: vec!["<a@ex>".to_owned(), "<b@ex>".to_owned()],
        };
        let mail = OutgoingMail { in_reply_to: Some(anchor), reply_to: Some("in@ex.com".to_owned()), ..sample() };
        let ways = ways(&mail);
        let shapes: Vec<_> =
            ways.iter().map(|way| (way.answers.as_deref(), way.body["subject"].as_str().unwrap())).collect();
        assert_eq!(shapes, [(Some("17"), "Guest post"), (None, "Re: Guest post"), (None, "Re: Guest post")]);
        assert_eq!(ways[0].body["action"], "reply");
        assert_eq!(
            (&ways[1].body["inReplyTo"], &ways[1].body["refHeader"]),
            (&json!("<b@ex>"), &json!("<a@ex> <b@ex>"))
        );
        assert_eq!(ways[2].body.get("inReplyTo"), None);
        assert!(
            ways.iter().all(|way| way.body["toAddress"] == "jo@else.example" && way.body["replyTo"] == "in@ex.com")
        );
    }

    #[rstest]
    #[case("a@ex.com,b@ex.com")]
    #[case("a@ex.com; b")]
    #[case("Jo <a@ex.com>")]
    #[case("a@ex.com\r\nBcc: b@ex.com")]
    #[case("nobody")]
    #[case("")]
    fn more_or_less_than_one_recipient_is_refused(#[case] to: &str) {
        assert!(check(&OutgoingMail { to_address: to.to_owned(), ..sample() }).is_err());
    }

    #[rstest]
    #[case("Jo \"J\" \\ Ex", "\"Jo \\\"J\\\" \\\\ Ex\" <a@ex.com>")]
    #[case("Jo\r\nBcc: x", "\"Jo Bcc: x\" <a@ex.com>")]
    #[case("", "a@ex.com")]
    fn a_name_stays_a_name(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(named(name, "a@ex.com"), expected);
    }

    #[rstest]
    #[case("Guest post", "Re: Guest post")]
    #[case("RE: Guest post", "RE: Guest post")]
    #[case("é", "Re: é")]
    fn one_re_is_enough(#[case] subject: &str, #[case] expected: &str) {
        assert_eq!(answering(subject), expected);
    }
}
