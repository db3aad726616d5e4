//! What the model gathers from a prompt: names, numbers, and what a reply means. Reads text, writes none but reasons.

use serde_json::Value;

use super::chat::Chat;
use crate::chance::Dice;

/// The gathered facts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    /// Recipient's name.
    pub(crate) name: Option<String>,
    /// Recipient's company.
    pub(crate) company: Option<String>,
    /// Sender's company or name.
    pub(crate) brand: Option<String>,
    /// How many mails went out before.
    pub(crate) sent: u64,
    /// Whether this is about links, not sales.
    pub(crate) backlink: bool,
    /// What the quoted reply means.
    class: &'static str,
    purpose: String,
    stage: Option<String>,
    /// A date in the text, `YYYY-MM-DD`.
    pub(crate) date: Option<String>,
    /// A mail address in the reply.
    pub(crate) referral: Option<String>,
    /// A link in the reply.
    pub(crate) url: Option<String>,
    /// Varies the wording with the prompt.
    pub(crate) dice: Option<Dice>,
}

impl Facts {
    /// Gathers what a chat says.
    pub(crate) fn read(chat: &Chat) -> Self {
        let text = &chat.user;
        let reply = fresh_part(text);
        let sent = ["emails already sent", "emails_sent", "emails sent", "mails sent", "sent so far"];
        Self {
            name: field(text, &["recipient name", "contact name", "full_name", "contact", "name"]),
            company: field(text, &["recipient company", "contact company", "organisation", "company"]),
            brand: field(text, &["sender company", "brand name", "brand", "from name", "sender name"]),
            sent: field(text, &sent).and_then(|number| number.parse().ok()).unwrap_or(0),
            backlink: text.to_lowercase().contains("backlink"),
            class: classify(&reply.to_lowercase()),
            purpose: chat.purpose.clone().unwrap_or_default(),
            stage: field(text, &["current stage", "stage"]),
            date: words(&reply).find(|word| is_date(word)).map(str::to_owned),
            referral: words(&reply).find(|word| word.contains('@') && word.contains('.')).map(str::to_owned),
            url: words(&reply).find(|word| word.starts_with("http")).map(str::to_owned),
            dice: Some(Dice::new(0, text)),
        }
    }

    /// Whether a value that may be null is known: only what the reply class needs.
    pub(crate) fn knows(&self, key: &str) -> bool {
        let has = |word: &str| key.contains(word);
        match () {
            () if has("date") || has("until") => {
                self.date.is_some() && matches!(self.class, "not_now" | "out_of_office")
            }
            () if has("referral") => self.referral.is_some() && matches!(self.class, "wrong_person" | "left_company"),
            () if has("url") => self.url.is_some() && self.class == "link_placed",
            () if has("kind") || has("mail") => self.action() == "send_email",
            () if has("question") => self.action() == "flag_for_review",
            () => false,
        }
    }

    /// The members wished for a choice, best first.
    pub(crate) fn wishes(&self, key: &str) -> Vec<String> {
        let kinds = ["initial", "first_follow_up", "second_follow_up", "later_follow_up"];
        let kind =
            usize::try_from(self.sent).ok().and_then(|sent| kinds.get(sent)).copied().unwrap_or("later_follow_up");
        let wishes: &[&str] = match key {
            "action" | "type" => &[self.action(), "flag_for_review"],
            "kind" if self.purpose == "reply_class" => &[self.class, "unclear"],
            "kind" => &[kind],
            "confidence" => &["high"],
            "urgency" | "priority" => &["normal", "medium"],
            _ if key.contains("class") => &[self.class, "unclear"],
            _ => &[],
        };
        wishes.iter().map(|wish| (*wish).to_owned()).collect()
    }

    /// The next step with a deal: write until four mails are out, then ask.
    fn action(&self) -> &'static str {
        if self.sent < 4 { "send_email" } else { "flag_for_review" }
    }

    /// The stage to move to: stay where we are.
    pub(crate) fn stage(&self) -> String {
        self.stage.clone().unwrap_or_else(|| "Contacted".into())
    }

    /// Interest from 0 to 100.
    pub(crate) fn score(&self) -> f64 {
        match self.class {
            "interested" | "link_placed" => 85.0,
            "question" | "payment_request" => 70.0,
            "not_interested" | "unsubscribe" => 5.0,
            _ => 50.0 - 10.0 * f64::from(u32::try_from(self.sent.min(4)).unwrap_or(4)),
        }
    }

    /// One sentence on why.
    pub(crate) fn reason(&self) -> String {
        match (self.purpose.as_str(), self.sent) {
            ("reply_class", _) => format!("The words of the reply read as {}.", self.class.replace('_', " ")),
            (_, 0) => "No mail was sent yet, so a first introduction is due.".into(),
            (_, 1..=3) => {
                format!("{} of four mails were sent and there is no reply, so a follow-up is due.", self.sent)
            }
            _ => "Four mails brought no reply, so a person should decide.".into(),
        }
    }
}

/// The value of the first `Name: value` line, or JSON key, with one of the names.
fn field(text: &str, names: &[&str]) -> Option<String> {
    let clean = |part: &str| part.trim().trim_matches(['"', ',', '-', '*', ' ', '{', '}']).trim().to_owned();
    let pairs: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| line.split_once([':', '=']))
        .map(|(name, value)| (clean(name).to_lowercase(), clean(value)))
        .collect();
    let usable = |value: &&String| !value.is_empty() && value.as_str() != "null" && value.len() < 120;
    names
        .iter()
        .find_map(|name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(usable))
        .cloned()
}

/// The reply without markers, instructions above them, and quoted lines.
fn fresh_part(text: &str) -> String {
    let marks = ["<<<", "```", "<mail", "<reply", "<message", "<incoming", "-----", "=====", "BEGIN"];
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| marks.iter().any(|mark| line.trim_start().starts_with(mark)));
    let body = lines.iter().skip(start.map_or(0, |start| start + 1));
    let fresh = body.take_while(|line| !line.trim_end().ends_with("wrote:") && !line.starts_with("From: "));
    fresh.filter(|line| !line.starts_with('>')).copied().collect::<Vec<_>>().join("\n")
}

/// Words that give a class away; the first hit counts.
const SIGNS: [(&str, &[&str]); 11] = [
    (
        "out_of_office",
        &["out of office", "out of the office", "on leave", "annual leave", "nicht im büro", "absent du bureau"],
    ),
    ("left_company", &["no longer with", "no longer works", "left the company", "i have left", "former employee"]),
    ("auto_reply", &["automatic confirmation", "automated message", "ticket"]),
    ("unsubscribe", &["unsubscribe", "remove me", "do not contact", "stop", "abmelden", "désinscrire"]),
    (
        "not_interested",
        &[
            "not interested",
            "no thanks",
            "no thank you",
            "pass on this",
            "don't accept",
            "kein interesse",
            "pas intéressés",
            "not for us",
        ],
    ),
    ("payment_request", &["fee", "we charge", "usd", "invoice", "price is"]),
    ("link_placed", &["live at", "is live", "placed the link", "been published", "added your link"]),
    ("wrong_person", &["wrong person", "not the right person", "wrong department", "don't handle this"]),
    (
        "not_now",
        &[
            "not right now",
            "not now",
            "maybe later",
            "not at the moment",
            "timing is bad",
            "try me again",
            "could you write again",
        ],
    ),
    (
        "interested",
        &[
            "interested",
            "tell me more",
            "sounds good",
            "happy to",
            "love to",
            "let's",
            "interesse",
            "interest hai",
            "interesting, i'd",
        ],
    ),
    ("question", &["?"]),
];

fn classify(reply: &str) -> &'static str {
    let hit = SIGNS.iter().find(|(_, signs)| signs.iter().any(|sign| reply.contains(sign)));
    hit.map_or("unclear", |(class, _)| class)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(|word| word.trim_matches(|c: char| "<>()[],;:\"'".contains(c)).trim_end_matches('.'))
}

fn is_date(word: &str) -> bool {
    chrono::NaiveDate::parse_from_str(word, "%Y-%m-%d").is_ok()
}

/// A JSON schema written out in the prompt, for requests that cannot carry one.
pub(crate) fn schema_in(text: &str) -> Option<Value> {
    text.match_indices('{').find_map(|(at, _)| {
        let (_, tail) = text.split_at_checked(at)?;
        let first = serde_json::Deserializer::from_str(tail).into_iter::<Value>().next()?.ok()?;
        first.get("properties").is_some().then_some(first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Yes please, tell me more.", "interested")]
    #[case("Thanks, but we're not interested.\n\nOn Mon Jo wrote:\n> reply STOP to unsubscribe", "not_interested")]
    #[case("How much is it?", "question")]
    #[case("STOP", "unsubscribe")]
    #[case("Hmm.", "unclear")]
    fn replies_are_read_without_their_quote(#[case] text: &str, #[case] class: &str) {
        assert_eq!(Facts::read(&Chat { user: text.into(), ..Chat::default() }).class, class);
    }

    #[test]
    fn facts_come_from_lines_and_json() {
        let user = "- Name: John Smith\nCompany: Acme\n\"emails_sent\": 2,\nPipeline: backlink";
        let facts = Facts::read(&Chat { user: user.into(), ..Chat::default() });
        assert_eq!(
            (facts.name.as_deref(), facts.company.as_deref(), facts.sent, facts.backlink),
            (Some("John Smith"), Some("Acme"), 2, true)
        );
        assert_eq!(facts.wishes("kind"), ["second_follow_up"]);
    }
}
