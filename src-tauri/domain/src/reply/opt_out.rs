//! Finds the words by which somebody asks for no more mail, in the languages we meet, without any model. In doubt it is an opt-out: a
//! missed sale costs less than a mail to somebody who said stop. Quoted footers must have been cut before.

use super::phrase::{Folded, Phrases, sentences};

/// How far into the fresh text an opt-out counts, in characters.
const WINDOW: usize = 200;

/// Words that say it all when they are a whole line or sentence.
const ALONE: Phrases = Phrases(include_str!("words/opt_out_alone.txt"));
/// Words of courtesy that may stand around them.
const COURTESY: Phrases = Phrases(include_str!("words/courtesy.txt"));
/// Phrases that say it wherever they stand at the beginning.
const PHRASES: Phrases = Phrases(include_str!("words/opt_out.txt"));
/// Words right before a phrase that turn it round.
const NEGATIONS: &[&str] = &[
    "don't",
    "do not",
    "didn't",
    "did not",
    "not",
    "never",
    "can't",
    "no need to",
    "wouldn't",
    "nicht",
    "ne pas",
    "no quiero",
];
/// Words after a phrase that make it a matter of time.
const FOR_A_WHILE: [&str; 9] = ["until", "till", "til", "before", "bis", "jusqu'à", "jusqu'au", "hasta", "vor dem"];
/// Wording of footers, which invite to opt out and are no opt-out.
const FOOTERS: Phrases = Phrases(include_str!("words/opt_out_footer.txt"));

/// The words by which the sender opts out, or `None`. `fresh` is the text without quotation; `own_words` are the owner's additions.
pub fn find_opt_out(fresh: &str, own_words: &[&str]) -> Option<String> {
    let beginning = beginning(fresh);
    if let Some(word) = sentences(&beginning).find_map(|sentence| stands_alone(&sentence)) {
        return Some(word);
    }
    let text = Folded::of(&beginning).without(FOOTERS);
    let said =
        |phrase: &&str| text.places(phrase).iter().any(|(before, after)| !is_negated(before) && !is_for_a_while(after));
    own_words.iter().copied().find(said).or_else(|| PHRASES.iter().find(said)).map(str::to_owned)
}

/// Whether a subject asks to be unsubscribed and nothing else: what mail programs send by themselves to a `mailto:` unsubscribe link.
pub(super) fn is_opt_out_subject(subject: &str) -> bool {
    let folded = Folded::of(subject);
    let first = folded.words().split(" ref ").next().unwrap_or_default();
    ["unsubscribe", "opt out", "optout", "stop", "remove"].contains(&first)
        || folded.words().strip_prefix("unsubscribe ").is_some_and(|rest| !rest.contains(' ') && rest.len() >= 12)
}

/// The first `WINDOW` characters, and on to the end of the line, so that no word or sentence is cut in half.
fn beginning(fresh: &str) -> String {
    let fresh = fresh.trim();
    let mut taken = 0;
    fresh
        .chars()
        .take_while(|c| {
            taken += 1;
            taken <= WINDOW || (taken <= 2 * WINDOW && !matches!(c, '\n' | '.' | '!' | '?'))
        })
        .collect()
}

fn stands_alone(sentence: &Folded) -> Option<String> {
    let mut words = sentence.words();
    while let Some(rest) =
        COURTESY.iter().find_map(|word| words.strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')))
    {
        words = rest;
    }
    while let Some(rest) =
        COURTESY.iter().find_map(|word| words.strip_suffix(word).and_then(|rest| rest.strip_suffix(' ')))
    {
        words = rest;
    }
    ALONE.contains(words).then(|| words.to_owned())
}

fn is_negated(before: &str) -> bool {
    NEGATIONS.iter().any(|word| {
        let word = Folded::of(word);
        before == word.words() || before.ends_with(&format!(" {}", word.words()))
    })
}

fn is_for_a_while(after: &str) -> bool {
    let near = after.split(' ').take(5).collect::<Vec<_>>().join(" ");
    Folded::of(&near).first_of(FOR_A_WHILE).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_want_no_more_mail_are_heard() {
        for text in [
            "STOP",
            "stop.",
            "Stop!!",
            "Please stop",
            "PLEASE STOP. Thanks",
            "No, stop.",
            "Hi,\n\nunsubscribe\n\nJo",
            "Unsubscribe me please",
            "UNSUBSCRIBE",
            "How do I unsubscribe from this?",
            "Please remove me from your list",
            "take me off this list",
            "I want to opt out",
            "opt-out",
            "No more emails please.",
            "Do not contact me again.",
            "Don’t email me again",
            "Stop emailing me",
            "stop sending me this",
            "please delete my details",
            "Leave me alone",
            "Bitte keine weiteren E-Mails.",
            "Nehmen Sie mich aus Ihrem Verteiler",
            "Abmelden",
            "Bitte löschen Sie meine Daten",
            "Je veux me désabonner",
            "Ne me contactez plus",
            "Merci de me désinscrire",
            "Retirez-moi de votre liste",
            "Quiero darme de baja",
            "BAJA",
            "No me escriban más",
            "Cancellatemi",
            "Uitschrijven graag",
            "I'm interested in unsubscribing",
            "I thought I unsubscribed?",
            "You haven't unsubscribed me",
            "Spam!",
            "Ab mail mat karna",
            "mail mat bhejo bhai",
            "Bhai ye emails band karo",
            "कृपया ईमेल बंद करें",
            "请退订",
            "配信停止してください",
            "отпишите меня",
            "Not relevant to us. Please remove our address from your database.",
        ] {
            assert!(find_opt_out(text, &[]).is_some(), "{text}");
        }
    }

    #[test]
    fn people_who_only_use_the_words_are_not_silenced() {
        for text in [
            "Don't stop, this is great",
            "We are a one-stop shop",
            "I will stop by on Monday",
            "I can't stop smiling",
            "Non-stop growth here.",
            "Please do not remove me from the list",
            "I didn't unsubscribe, I just missed it",
            "Do not contact me until March",
            "Don't email me before the 5th, I am away",
            "Not interested",
            "No thanks",
            "Yes please send the price",
            "Our bus stop is here",
            "Reply with STOP to opt out",
            "Sounds good. When can we talk?",
            "",
            "We removed the old page",
        ] {
            assert_eq!(find_opt_out(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn only_the_beginning_counts() {
        let long = format!("{}\nunsubscribe", "We would love to hear more about the offer. ".repeat(8));
        assert_eq!(find_opt_out(&long, &[]), None);
    }

    #[test]
    fn the_owner_adds_words() {
        assert_eq!(find_opt_out("Kthxbye", &["kthxbye"]).as_deref(), Some("kthxbye"));
    }

    #[test]
    fn subjects_of_unsubscribe_links() {
        for (subject, yes) in [
            ("unsubscribe", true),
            ("Unsubscribe ref:abcdefghijklmnop", true),
            ("unsubscribe abcdefghijklmnop", true),
            ("Stop", true),
            ("Re: how to stop churn", false),
            ("unsubscribe rates in retail", false),
        ] {
            assert_eq!(is_opt_out_subject(subject), yes, "{subject}");
        }
    }
}
