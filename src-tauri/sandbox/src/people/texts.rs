//! What people write, in English, and which list applies. `{…}` marks are filled in by the letter writer:
//! `{date}`, `{colleague}`, `{mail}`, `{url}`, `{price}`, `{company}`.

use super::persona::{Language, Persona};
use super::texts_abroad;

/// The ways to say it; a language that lacks words says it in English.
pub(crate) fn ways(persona: Persona, language: Language) -> &'static [&'static str] {
    let foreign = match language {
        Language::English => &[],
        Language::German => texts_abroad::german(persona),
        Language::French => texts_abroad::french(persona),
        Language::Hindi => texts_abroad::hindi(persona),
    };
    if foreign.is_empty() { english(persona) } else { foreign }
}

fn english(persona: Persona) -> &'static [&'static str] {
    match persona {
        Persona::Yes => &YES,
        Persona::Ask => &ASK,
        Persona::No => &NO,
        Persona::Later => &LATER,
        Persona::Stop => &STOP,
        Persona::WrongPerson => &WRONG,
        Persona::Payment => &PAYMENT,
        Persona::Placed | Persona::Lapsed => &PLACED,
        Persona::Unclear => &UNCLEAR,
        Persona::OutOfOffice => &AWAY,
        Persona::Left => &LEFT,
        Persona::Ticket => &TICKET,
        Persona::HardBounce | Persona::FullBox | Persona::Silent => &[""],
    }
}

/// What an interested person writes after our answer.
pub(crate) const AGAIN: [&str; 4] = [
    "Thanks, that helps. Thursday at 10 works for me. Please send an invitation.",
    "Great, thank you. Could you send a short proposal with a price? We would like to start next month.",
    "Perfect, that answers it. Let's go ahead, please send me the next steps.",
    "Sounds good. My colleague will join the call, any time on Tuesday is fine.",
];

const YES: [&str; 7] = [
    "Hi,\n\nthanks for reaching out. This sounds interesting, I'd like to hear more. Could we have a quick call next week?",
    "Hello,\n\nyes, we are interested. Please send me some more details and a few examples of your work.",
    "Good timing, we were just discussing this. Happy to talk. How about Tuesday or Wednesday afternoon?",
    "Hi there,\n\nI'm interested. Let's set up a call. You can reach me on this address.",
    "Thanks for your note. We'd love to work with you on this, sounds like a good fit for {company}. What are the next steps?",
    "Yes please, tell me more.",
    "Hi,\n\nwe would be happy to have a guest post from you. Send over your topic ideas and I'll have a look.",
];

const ASK: [&str; 7] = [
    "Hi,\n\nthanks for the mail. How much does this usually cost for a business of our size?",
    "Hello,\n\nbefore we go further: do you have any references in our industry?",
    "Interesting. What exactly would you do for {company}, and how long does it take?",
    "Hi,\n\ncan you tell me which topics you had in mind for the article? And would the links be follow or nofollow?",
    "Thanks for writing. Who else have you worked with in this area?",
    "Quick question: do you also support shops that run on an older platform?",
    "Where did you find my address, and what does your company do exactly?",
];

const NO: [&str; 6] = [
    "Hi,\n\nthanks, but we're not interested.",
    "Thank you for your mail. We already work with an agency, so this is not for us.",
    "No thanks.",
    "Hello,\n\nI appreciate the offer, but we will pass on this. All the best.",
    "Not interested, thank you.",
    "Hi,\n\nwe don't accept guest posts or link exchanges. Good luck with your project.",
];

const LATER: [&str; 5] = [
    "Hi,\n\ninteresting, but not right now. Please get back to me after {date}, we plan our budget then.",
    "Thanks for your mail. We're in the middle of a move. Could you write again on {date}?",
    "Not at the moment, we are fully booked. Try me again on {date} please.",
    "Hello,\n\nthe timing is bad, sorry. Let's talk again from {date}.",
    "Maybe later. Contact me again on {date} and we can have a look.",
];

const STOP: [&str; 5] = [
    "STOP",
    "Stop",
    "Unsubscribe",
    "Please remove me from your list.",
    "Unsubscribe me please. Do not contact me again.",
];

const WRONG: [&str; 4] = [
    "Hi,\n\nI'm not the right person for this. Please contact {colleague} at {mail}, who looks after our marketing.",
    "Hello,\n\nyou've reached the wrong person. {colleague} ({mail}) is responsible for this.",
    "Wrong department, sorry. Best to write to {colleague}: {mail}",
    "I don't handle this any more. {colleague} does, you can reach them at {mail}.",
];

const PAYMENT: [&str; 4] = [
    "Hi,\n\nthanks for your interest. We publish sponsored posts, our fee is USD {price} per post with one dofollow link. Payment by PayPal in advance.",
    "Hello,\n\nwe charge USD {price} for a link insertion and USD {price} plus writing for a guest post. Let me know if this works for your budget.",
    "Sure, that's possible. The price is {price} USD, payable by bank transfer before publication.",
    "We do accept guest articles. There is an editorial fee of ${price}. Shall I send the invoice?",
];

const PLACED: [&str; 4] = [
    "Hi,\n\ngood news, we've added your link. It's live at {url}",
    "Hello,\n\nyour article has been published: {url}\n\nPlease share it with your followers.",
    "Done. The link is live here: {url}",
    "Hi,\n\nwe placed the link to your site on our resources page, see {url} and let me know if all is well.",
];

/// What somebody writes who put a lost link back.
pub(crate) const PUT_BACK: [&str; 2] = [
    "Hi,\n\nsorry, that went with an edit. The link is live again: {url}",
    "Hello,\n\nmy mistake, it was lost when we moved the page. Your link is live at {url} again.",
];

const UNCLEAR: [&str; 5] = ["Hmm.", "ok", "Got it.", "Let me see what the others say about it.", "?"];

const AWAY: [&str; 5] = [
    "Thank you for your email. I am out of the office and will be back on {date}.\n\nFor urgent matters please contact {mail}.",
    "Hi,\n\nI'm on annual leave until {date} with no access to email. I will reply when I return.",
    "I am currently out of office, returning {date}. My mail is not forwarded.",
    "Hello,\n\nI'm travelling and will be back in the office on {date}. Answers may take a little longer.",
    "I am on leave and will return on {date}. In urgent cases please call our front desk.",
];

const LEFT: [&str; 4] = [
    "Thank you for your email. I am no longer with {company}. Please contact {colleague} at {mail}.",
    "This person no longer works at {company}. Please direct your enquiry to {mail}.",
    "Hello,\n\nI have left {company}. For anything concerning my former work please write to {colleague}, {mail}.",
    "The mailbox you are writing to belongs to a former employee and is not monitored. Please use {mail} in future.",
];

const TICKET: [&str; 3] = [
    "Thank you for contacting {company}. We have received your request and opened a ticket. A member of our team will get back to you within two business days.\n\nPlease do not change the subject when you reply.",
    "We've received your message. Your request has been logged and our support team will review it shortly.\n\nThis is an automated message.",
    "Hello,\n\nthis is an automatic confirmation that your enquiry reached us. You do not need to answer this mail.",
];
