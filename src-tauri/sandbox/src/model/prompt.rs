//! What the model gathers from a prompt: names, numbers, and what a reply means. Reads text, writes none but reasons.

use serde_json::Value;

use super::chat::Chat;
use super::data::{Data, date_in, objects, words};
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
    /// How many mails one person gets at most.
    most: u64,
    /// Whether there was a reply.
    replied: bool,
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
        let data = Data::read(&chat.user);
        let reply = fresh_part(&data.get(&["text"]).unwrap_or_else(|| chat.user.clone()));
        let number = |names: &[&str]| data.get(names).and_then(|number| number.parse::<u64>().ok());
        let about_links = data.get(&["purpose", "pipeline"]).unwrap_or_else(|| chat.user.clone());
        Self {
            name: data.get(&["recipient first name", "recipient name", "contact name", "full name", "name"]),
            company: data.get(&["recipient company", "contact company", "organisation", "company"]),
            brand: data.get(&["brand", "sender company", "brand name", "from name", "sender name"]),
            sent: number(&["emails sent", "emails already sent", "mails sent"]).unwrap_or(0),
            most: number(&["max per deal"]).unwrap_or(4),
            replied: number(&["days since last reply"]).is_some(),
            backlink: about_links.to_lowercase().contains("backlink"),
            class: classify(&reply.to_lowercase()),
            purpose: chat.purpose.clone().unwrap_or_default(),
            stage: data.get(&["stage key", "current stage", "stage"]),
            date: date_in(&reply),
            referral: words(&reply).find(|word| word.contains('@') && word.contains('.')).map(str::to_owned),
            url: words(&reply).find(|word| word.starts_with("http")).map(str::to_owned),
            dice: Some(Dice::new(0, &chat.user)),
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
            () if has("question") || has("text") => self.action() == "flag_for_review",
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

    /// Whether the chat is about the next step with a deal.
    pub(crate) fn decides(&self) -> bool {
        self.purpose == "decision"
    }

    /// The next step with a deal: write until all mails are out or somebody answered, then ask.
    fn action(&self) -> &'static str {
        if self.sent < self.most && !self.replied { "send_email" } else { "flag_for_review" }
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
        let (sent, most) = (self.sent, self.most);
        match self.purpose.as_str() {
            "reply_class" => format!("The words of the reply read as {}.", self.class.replace('_', " ")),
            _ if self.replied => "There is a reply, so a person should decide how to go on.".into(),
            _ if sent == 0 => "No mail was sent yet, so a first introduction is due.".into(),
            _ if sent < most => {
                format!("{sent} of {most} mails were sent and there is no reply, so a follow-up is due.")
            }
            _ => format!("{sent} mails brought no reply, so a person should decide."),
        }
    }
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

/// A JSON schema written out in the prompt, for requests that cannot carry one.
pub(crate) fn schema_in(text: &str) -> Option<Value> {
    objects(text).find(|object| object.get("properties").is_some())
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
    fn facts_come_from_lines_or_from_json() {
        for user in [
            "- Name: John Smith\nCompany: Acme\nEmails sent: 2\nPipeline: backlink",
            "<<<DATA\n{\"recipient_name\": \"John Smith\", \"recipient_company\": \"Acme\", \"emails_sent\": 2, \"purpose\": \"backlink\"}\nDATA>>>",
        ] {
            let facts = Facts::read(&Chat { user: user.into(), ..Chat::default() });
            assert_eq!((facts.name.as_deref(), facts.company.as_deref()), (Some("John Smith"), Some("Acme")));
            assert_eq!(
                (facts.sent, facts.backlink, facts.wishes("kind")),
                (2, true, vec!["second_follow_up".to_owned()])
            );
        }
    }

    #[test]
    fn a_reply_inside_json_is_read() {
        let user = "<<<DATA\n{\"subject\": \"Re: stop\", \"text\": \"Not right now.\\nTry me again on 2 March 2027.\"}\nDATA>>>";
        let facts = Facts::read(&Chat { user: user.into(), ..Chat::default() });
        assert_eq!((facts.class, facts.date.as_deref()), ("not_now", Some("2027-03-02")));
    }
}
