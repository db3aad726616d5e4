//! `brand test-email`: one mail to yourself through the brand's mailbox, with the same signature and footer as every other.

use domain::EmailAddress;
use domain::compose::{Draft, finish, token};
use engine::EngineError;
use gateways::{OutgoingMail, SendOutcome};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::Output;
use crate::session::Session;

/// What became of the test.
#[derive(Debug, Serialize)]
struct Tested {
    brand: String,
    to: String,
    subject: String,
    /// The mailbox's own id of the mail.
    provider_message_id: Option<String>,
}

pub(crate) async fn send(session: &Session, slug: &str, to: &str, output: &mut Output) -> Result<(), Failure> {
    let to = EmailAddress::parse(to).map_err(|error| Failure::usage(format!("{error}.")))?;
    let engine = &*session.engine;
    let mut conn = engine.store().read().await?;
    let brand = store::brands::by_slug(&mut conn, slug).await?.ok_or_else(|| EngineError::missing("brand", slug))?;
    let suppressed = store::suppressions::reason(&mut conn, brand.id, &to).await?;
    drop(conn);
    if let Some(reason) = suppressed {
        return Err(Failure::refused(format!("{to} must not be mailed: {reason}.")));
    }
    if let Some(key) = brand.settings.identity_gap() {
        return Err(Failure::refused(format!(
            "Nothing is sent without a legal footer. Set it first: autopilot brand set {} {key}=…",
            brand.slug
        )));
    }
    let mut random = [0; 10];
    engine.random().fill(&mut random);
    let token = token(random);
    let draft = Draft {
        subject: format!("A test of {}'s mailbox", brand.name),
        body: "Hello,\n\nThis is a test. If you read it, the mailbox works, and this is how our mails end.".to_owned(),
    };
    let composed = finish(&draft, &brand.settings, "your own command", &token);
    let mail = OutgoingMail {
        from_address: brand.settings.from_email.clone(),
        from_name: brand.settings.from_name.clone(),
        to_address: to.to_string(),
        to_name: None,
        reply_to: Some(brand.settings.reply_to.clone()).filter(|address| !address.is_empty()),
        subject: composed.subject,
        text: composed.text,
        html: composed.html,
        in_reply_to: None,
        token,
    };
    match session.connect.mailbox(&brand)?.send(&mail, &gateways::Handover::unwatched()).await {
        SendOutcome::Accepted { provider_message_id, .. } => {
            let tested = Tested { brand: brand.slug, to: mail.to_address, subject: mail.subject, provider_message_id };
            output.answer(&tested, |output, tested| {
                output.line(format!("The mailbox of {} took the mail to {}.", tested.brand, tested.to))
            })
        }
        SendOutcome::Refused(trouble) => Err(trouble.into()),
        SendOutcome::Unknown(trouble) => Err(Failure::failed(format!(
            "{} The mail may or may not have gone out; look into the Sent folder.",
            trouble.message
        ))),
    }
}
