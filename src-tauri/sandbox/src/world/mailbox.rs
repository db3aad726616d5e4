//! A mailbox: its folders, the mails in them, and what a list of it shows at a moment. Nothing about HTTP.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use crate::mime::{Address, Letter};
use crate::options::MailboxSpec;

/// A folder of the mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folder {
    /// A folder made by the owner; it claims the type of the inbox, as all custom folders do.
    Partners,
    /// The real inbox.
    Inbox,
    /// Saved drafts.
    Drafts,
    /// Saved templates.
    Templates,
    /// Sent mail.
    Sent,
    /// Mail taken for spam.
    Spam,
    /// Deleted mail.
    Trash,
    /// Mail on its way out.
    Outbox,
}

impl Folder {
    /// All folders in the order of the listing: on purpose the real inbox is not the first.
    pub(crate) const ALL: [Self; 8] =
        [Self::Partners, Self::Inbox, Self::Drafts, Self::Templates, Self::Sent, Self::Spam, Self::Trash, Self::Outbox];

    /// The displayed name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Partners => "Partners",
            Self::Inbox => "Inbox",
            Self::Drafts => "Drafts",
            Self::Templates => "Templates",
            Self::Sent => "Sent",
            Self::Spam => "Spam",
            Self::Trash => "Trash",
            Self::Outbox => "Outbox",
        }
    }

    /// The type in the folder list.
    pub(crate) fn kind(self) -> &'static str {
        if self == Self::Partners { "Inbox" } else { self.name() }
    }

    /// Finds a folder by its name, letter case aside.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|folder| folder.name().eq_ignore_ascii_case(name))
    }

    /// Whether a list without a folder shows its mails.
    pub(crate) fn in_unscoped_list(self) -> bool {
        matches!(self, Self::Inbox | Self::Partners)
    }
}

/// A mail as the mailbox holds it.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// The mailbox's own id.
    pub(crate) id: u64,
    /// Id of the first mail of the conversation.
    pub(crate) thread_id: u64,
    /// Where it lies.
    pub(crate) folder: Folder,
    /// Sender.
    pub(crate) from: Address,
    /// Recipients.
    pub(crate) to: Vec<Address>,
    /// Copies.
    pub(crate) cc: Vec<Address>,
    /// Subject.
    pub(crate) subject: String,
    /// HTML body without the quoted part.
    pub(crate) html: String,
    /// The quoted part.
    pub(crate) quoted: String,
    /// The whole message.
    pub(crate) raw: String,
    /// Message-ID with angle brackets.
    pub(crate) wire_id: String,
    /// References it carries, oldest first.
    pub(crate) references: Vec<String>,
    /// When it arrived.
    pub(crate) received_at: i64,
    /// From when lists show it.
    pub(crate) visible_at: i64,
    /// Whether it was read.
    pub(crate) read: bool,
}

/// A mail that is going to arrive.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// When it becomes visible.
    pub(crate) visible_at: i64,
    /// Where it lands.
    pub(crate) folder: Folder,
    /// Sender, recipients, subject and ids.
    pub(crate) letter: Letter,
    /// The quoted part of the HTML body; the letter's own HTML holds both.
    pub(crate) quoted: String,
    /// HTML body without the quoted part.
    pub(crate) fresh: String,
    /// The whole message.
    pub(crate) raw: String,
}

impl Arrival {
    /// A letter that arrives in the inbox as it is.
    pub(crate) fn inbox(letter: Letter, visible_at: i64) -> Self {
        let (raw, fresh) = (letter.render(), letter.shown_html());
        Self { visible_at, folder: Folder::Inbox, letter, quoted: String::new(), fresh, raw }
    }
}

/// A mailbox.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// How it was set up.
    pub(crate) spec: MailboxSpec,
    /// Its zone.
    pub(crate) zone: Tz,
    /// All mails, visible or not, in the order they were stored.
    pub(crate) mails: Vec<Mail>,
    /// Those that were carried to another server.
    pub(crate) collected: BTreeSet<u64>,
}

impl Mailbox {
    /// An empty mailbox. Errors if the zone is unknown or the account id is no number.
    pub(crate) fn new(spec: MailboxSpec) -> anyhow::Result<Self> {
        let zone =
            spec.time_zone.parse::<Tz>().map_err(|error| anyhow::anyhow!("time zone of {}: {error}", spec.slug))?;
        anyhow::ensure!(spec.account_id.parse::<u64>().is_ok(), "account id of {} is no number", spec.slug);
        Ok(Self { spec, zone, mails: Vec::new(), collected: BTreeSet::new() })
    }

    /// All confirmed addresses, the primary one first.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.spec.address.as_str()).chain(self.spec.aliases.iter().map(String::as_str))
    }

    /// Whether the mailbox may send as, and receives for, an address.
    pub(crate) fn owns(&self, address: &Address) -> bool {
        self.addresses().any(|own| address.same_place(own))
    }

    /// The folder's id: follows from the account's.
    pub(crate) fn folder_id(&self, folder: Folder) -> u64 {
        let account: u64 = self.spec.account_id.parse().unwrap_or_default();
        let index = Folder::ALL.iter().position(|other| *other == folder).unwrap_or_default();
        account.saturating_add(12).saturating_add(2 * index as u64)
    }

    /// The folder with an id.
    pub(crate) fn folder(&self, id: &str) -> Option<Folder> {
        let id: u64 = id.parse().ok()?;
        Folder::ALL.into_iter().find(|folder| self.folder_id(*folder) == id)
    }

    /// A mail that can be seen at `now`.
    pub(crate) fn mail(&self, id: &str, now: i64) -> Option<&Mail> {
        let id: u64 = id.parse().ok()?;
        self.visible(now).find(|mail| mail.id == id)
    }

    /// All mails that can be seen at `now`.
    pub(crate) fn visible(&self, now: i64) -> impl Iterator<Item = &Mail> {
        self.mails.iter().filter(move |mail| mail.visible_at <= now)
    }

    /// How many mails of a conversation can be seen at `now`.
    pub(crate) fn thread_size(&self, thread_id: u64, now: i64) -> usize {
        self.visible(now).filter(|mail| mail.thread_id == thread_id && mail.folder != Folder::Drafts).count()
    }

    /// The conversation that one of these Message-IDs belongs to.
    pub(crate) fn thread_of(&self, wire_ids: &[String]) -> Option<u64> {
        let known = |id: &String| self.mails.iter().find(|mail| mail.wire_id == *id);
        wire_ids.iter().rev().find_map(known).map(|mail| mail.thread_id)
    }
}
