//! Reads the bytes of an incoming mail into what the other modules ask for. Never fails and never panics: what is broken reads as
//! absent. What the mail means is left to the rules.

use super::dsn::{self, Arf, Dsn};
use super::fields::{Fields, displayable};
use super::mime::{self, Leaf};
use super::{html, quote};
use crate::Timestamp;

/// How much text is kept, in bytes.
const MAX_TEXT: usize = 200_000;
/// How much HTML is kept, in bytes.
const MAX_HTML: usize = 400_000;

/// An address with the name beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The address in normal form; as written, in lower case, when it is no proper one (`mailer-daemon@localhost`).
    pub address: String,
    /// The name for display, empty if none was given. Control and direction characters are marked.
    pub name: String,
}

impl MailAddress {
    /// `None` when there is no `@` or when white space or control characters are inside.
    pub(super) fn read(address: &str, name: &str) -> Option<Self> {
        let proper = crate::EmailAddress::parse(address).map(String::from);
        let address = proper.unwrap_or_else(|_| address.trim().to_lowercase());
        let broken = !address.contains('@')
            || address.len() > 320
            || address.chars().any(|c| c.is_control() || c.is_whitespace());
        (!broken).then(|| Self { address, name: displayable(name) })
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Header fields that say a program wrote the mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// `Auto-Submitted`, when it is anything but `no`.
    pub auto_submitted: Option<String>,
    /// `Precedence`, when it is `bulk`, `junk`, `list` or `auto_reply`.
    pub precedence: Option<String>,
    /// The name of an `X-Autoreply` field or one of its cousins.
    pub auto_reply_field: Option<String>,
    /// `X-Auto-Response-Suppress` is present: counts only together with another sign.
    pub suppresses_auto_response: bool,
    /// `Return-Path: <>`.
    pub empty_return_path: bool,
    /// The name of a `List-*` field.
    pub list_field: Option<String>,
    /// The addresses in `X-Failed-Recipients`.
    pub failed_recipients: Vec<String>,
    /// The mail is a `multipart/report`; its type, possibly empty.
    pub report_type: Option<String>,
    /// Our mail server found that the sender's address is not authentic: matches by sender are worth less.
    pub dmarc_failed: bool,
}

/// What was read from an incoming mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingMail {
    /// `Message-ID` without brackets.
    pub message_id: Option<String>,
    /// Ids in `In-Reply-To`, without brackets.
    pub in_reply_to: Vec<String>,
    /// Ids in `References`, oldest first, without brackets.
    pub references: Vec<String>,
    /// The first address in `From`.
    pub from: Option<MailAddress>,
    /// The addresses in `Reply-To`.
    pub reply_to: Vec<MailAddress>,
    /// Everybody it went to: `To`, `Cc`, `Delivered-To`, `X-Original-To`.
    pub to: Vec<MailAddress>,
    /// The subject, decoded; empty if there is none.
    pub subject: String,
    /// When the sender says it was written.
    pub date: Option<Timestamp>,
    /// The text in full, from the plain part or else from the HTML, at most 200 kB.
    pub body_text: String,
    /// What the sender wrote now: the text without quotation and signature.
    pub fresh_text: String,
    /// What was cut from the text to get `fresh_text`.
    pub quoted_text: String,
    /// The first HTML part as it came, at most 400 kB. Hostile until cleaned.
    pub html: Option<String>,
    /// Signs of a program.
    pub signs: Signs,
    /// A delivery report, by the standard or read from a mail system's free text.
    pub dsn: Option<Dsn>,
    /// A spam complaint.
    pub arf: Option<Arf>,
}

impl IncomingMail {
    /// Reads a mail. Any bytes will do; at most the first 16 MB are looked at.
    pub fn parse(raw: &[u8]) -> Self {
        let (fields, leaves) = mime::open(raw);
        let mut mail = Self {
            message_id: fields
                .ids("message-id")
                .pop()
                .or_else(|| fields.plain("message-id").filter(|id| is_bare_id(id))),
            in_reply_to: fields.ids("in-reply-to"),
            references: fields.ids("references"),
            from: fields.addresses("from").into_iter().next().or_else(|| bare_sender(&fields)),
            reply_to: fields.addresses("reply-to"),
            to: ["to", "cc", "delivered-to", "x-original-to"].iter().flat_map(|name| fields.addresses(name)).collect(),
            subject: fields.text("subject").unwrap_or_default(),
            date: fields.date(),
            signs: signs(&fields),
            ..Self::default()
        };
        mail.read_text(&leaves);
        mail.arf = dsn::read_complaint(&leaves);
        mail.dsn = dsn::read_report(&leaves).or_else(|| dsn::read_free_form(&mail));
        mail
    }

    /// Whether this is a spam complaint.
    pub const fn is_arf(&self) -> bool {
        self.arf.is_some()
    }

    /// The sender's address, or nothing.
    pub fn sender(&self) -> &str {
        self.from.as_ref().map_or("", |from| from.address.as_str())
    }

    /// The id of our mail that a delivery or complaint report brings back.
    pub fn reported_message_id(&self) -> Option<&str> {
        let of_dsn = self.dsn.as_ref().and_then(|dsn| dsn.original_message_id.as_deref());
        of_dsn.or_else(|| self.arf.as_ref().and_then(|arf| arf.original_message_id.as_deref()))
    }

    fn read_text(&mut self, leaves: &[Leaf<'_>]) {
        let texts = |media: &str| {
            leaves
                .iter()
                .filter(|leaf| leaf.media() == media && !leaf.is_attachment())
                .map(Leaf::text)
                .collect::<Vec<_>>()
        };
        self.html = texts("text/html").into_iter().next().map(|text| capped(text, MAX_HTML));
        let plain = capped(tidy(&texts("text/plain").join("\n")), MAX_TEXT);
        if let (true, Some(page)) = (plain.trim().is_empty(), &self.html) {
            let (fresh, cut) = html::cut_quote(page);
            let (fresh, signature) = quote::split_quoted(&tidy(&html::to_text(&fresh)));
            self.body_text = capped(tidy(&html::to_text(page)), MAX_TEXT);
            self.fresh_text = capped(fresh, MAX_TEXT);
            self.quoted_text =
                capped(format!("{signature}\n{}", tidy(&html::to_text(&cut))).trim().to_owned(), MAX_TEXT);
        } else {
            (self.fresh_text, self.quoted_text) = quote::split_quoted(&plain);
            self.body_text = plain;
        }
    }
}

/// Some clients forget the brackets.
fn is_bare_id(text: &str) -> bool {
    text.contains('@') && text.len() <= 998 && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// `From: MAILER-DAEMON (Mail Delivery System)` has no address, and matters all the same.
fn bare_sender(fields: &Fields) -> Option<MailAddress> {
    let word = fields.keyword("from")?.split_whitespace().next()?.to_owned();
    matches!(word.as_str(), "mailer-daemon" | "postmaster")
        .then(|| MailAddress { address: format!("{word}@localhost"), name: String::new() })
}

fn signs(fields: &Fields) -> Signs {
    let first_present = |names: &[&str]| names.iter().find(|name| fields.has(name)).map(|name| (*name).to_owned());
    let auto_reply_fields =
        ["x-autoreply", "x-autorespond", "x-autoresponder", "x-autogenerated", "x-auto-reply-from", "x-autoreply-from"];
    let speaking = |name: &String| fields.keyword(name).is_none_or(|word| !matches!(word.as_str(), "no" | "false"));
    let report = fields.content_type().filter(|kind| kind.media == "multipart/report");
    Signs {
        auto_submitted: fields.keyword("auto-submitted").filter(|word| word != "no"),
        precedence: fields
            .keyword("precedence")
            .filter(|word| matches!(word.as_str(), "bulk" | "junk" | "list" | "auto_reply" | "auto-reply")),
        auto_reply_field: first_present(&auto_reply_fields).filter(speaking),
        suppresses_auto_response: fields.has("x-auto-response-suppress"),
        empty_return_path: fields
            .plain("return-path")
            .is_some_and(|path| path.split_whitespace().collect::<String>() == "<>"),
        list_field: first_present(&["list-id", "list-unsubscribe", "list-post"]),
        failed_recipients: fields.addresses("x-failed-recipients").into_iter().map(|one| one.address).collect(),
        report_type: report.map(|kind| kind.parameter("report-type").unwrap_or_default().to_lowercase()),
        dmarc_failed: fields
            .plain("authentication-results")
            .is_some_and(|verdict| verdict.to_lowercase().contains("dmarc=fail")),
    }
}

/// One kind of line end, no control characters.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .filter(|c| *c != '\u{feff}')
        .collect::<String>()
        .trim()
        .to_owned()
}

/// At most `limit` bytes, cut between characters.
pub(super) fn capped(mut text: String, limit: usize) -> String {
    text.truncate(text.floor_char_boundary(limit));
    text
}
