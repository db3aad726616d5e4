//! Mail that nobody asked for: newsletters, advertisements, spam. It comes whether we send anything or not.

use chrono_tz::Tz;

use crate::chance::Dice;
use crate::mime::{Address, Letter};
use crate::options::MailboxSpec;
use crate::world::{Arrival, Folder};

const HOUR_MS: i64 = 3_600_000;
const MONTH_HOURS: i64 = 28 * 24;

struct Stranger {
    name: &'static str,
    email: &'static str,
    subject: &'static str,
    text: &'static str,
    folder: Folder,
    list: bool,
}

const STRANGERS: [Stranger; 7] = [
    Stranger {
        name: "Web Trends Weekly",
        email: "news@webtrends-weekly.example",
        subject: "This week: 7 layouts & what we learned",
        text: "Hello,\n\nhere is your weekly selection of articles about design and speed.\n\nYou receive this newsletter because you signed up. Unsubscribe at the link below.",
        folder: Folder::Inbox,
        list: true,
    },
    Stranger {
        name: "Pinnacle SEO Experts",
        email: "growth@pinnacle-seo.example",
        subject: "Get on page #1 in 30 days",
        text: "Dear owner,\n\nI found some errors on your website. We can bring you to the first page of every search engine. Are you interested?\n\nKevin",
        folder: Folder::Inbox,
        list: false,
    },
    Stranger {
        name: "Cloud Invoices",
        email: "no-reply@cloud-invoices.example",
        subject: "Your receipt for this month",
        text: "Thank you for your payment. Your receipt is available in your account.",
        folder: Folder::Inbox,
        list: true,
    },
    Stranger {
        name: "Lucky Prize Office",
        email: "claims@prize-office.example",
        subject: "CONGRATULATIONS you have been selected",
        text: "You have won USD 2,500,000. Reply with your bank details to claim.",
        folder: Folder::Spam,
        list: false,
    },
    Stranger {
        name: "Guest Post Marketplace",
        email: "deals@gp-market.example",
        subject: "DA 70+ guest posts from $15",
        text: "Hi,\n\nwe have 5,000 sites where you can publish. Interested? Ask for the price list.",
        folder: Folder::Spam,
        list: false,
    },
    Stranger {
        name: "Hosting Offers",
        email: "offers@hosting-offers.example",
        subject: "Last chance: 80% off hosting",
        text: "Only today. Click to save.",
        folder: Folder::Spam,
        list: true,
    },
    Stranger {
        name: "Industry Events",
        email: "events@industry-events.example",
        subject: "Invitation: small business breakfast",
        text: "Dear all,\n\njoin us for breakfast next month. Register on our page.",
        folder: Folder::Inbox,
        list: true,
    },
];

/// The mail that strangers will send to a mailbox in the four weeks after `now`.
pub(crate) fn strangers(seed: u64, spec: &MailboxSpec, zone: Tz, now: i64) -> Vec<Arrival> {
    let mut dice = Dice::new(seed, &format!("strangers {}", spec.slug));
    STRANGERS.iter().map(|stranger| write(stranger, spec, zone, now, &mut dice)).collect()
}

fn write(stranger: &Stranger, spec: &MailboxSpec, zone: Tz, now: i64, dice: &mut Dice) -> Arrival {
    let at = now.saturating_add(dice.between(5, MONTH_HOURS) * HOUR_MS);
    let from = Address::new(stranger.name, stranger.email);
    let unsubscribe = format!("<https://{}/unsubscribe>", from.domain());
    let list =
        [("List-Id", format!("<{}>", from.domain())), ("List-Unsubscribe", unsubscribe), ("Precedence", "bulk".into())];
    let headers = list.into_iter().filter(|_| stranger.list).map(|(name, value)| (name.to_owned(), value)).collect();
    let letter = Letter {
        trace: vec![
            ("Return-Path".into(), format!("<{}>", stranger.email)),
            ("Delivered-To".into(), spec.address.clone()),
        ],
        to: vec![Address::new("", &spec.address)],
        subject: stranger.subject.into(),
        date: at,
        zone,
        message_id: format!("<{}@{}>", dice.hex32(), from.domain()),
        headers,
        text: stranger.text.into(),
        from,
        ..Letter::default()
    };
    Arrival { folder: stranger.folder, ..Arrival::inbox(letter, at) }
}
