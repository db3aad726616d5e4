//! Mail on its way: accepting one for sending, and delivering what comes in.

use std::io;

use super::{Accepted, Arrival, Folder, Incoming, Mail, Parcel, World, accepted_line};
use crate::chance::Dice;
use crate::faults::Fault;
use crate::mime::{Address, Letter, html};
use crate::people::{self, Scene};

/// A mail to be sent, checked by the endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    /// Sender, one of the mailbox's own addresses.
    pub(crate) from: Address,
    /// Recipients.
    pub(crate) to: Vec<Address>,
    /// Copies.
    pub(crate) cc: Vec<Address>,
    /// Hidden copies.
    pub(crate) bcc: Vec<Address>,
    /// Subject.
    pub(crate) subject: String,
    /// Body as posted.
    pub(crate) content: String,
    /// Whether the body is plain text.
    pub(crate) plain: bool,
    /// Where replies should go.
    pub(crate) reply_to: Option<String>,
    /// What it answers.
    pub(crate) threading: Threading,
}

/// What a mail answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threading {
    /// Id of the mail it answers, if sent as a reply.
    pub(crate) parent: Option<u64>,
    /// In-Reply-To.
    pub(crate) in_reply_to: Option<String>,
    /// References, oldest first.
    pub(crate) references: Vec<String>,
    /// The original, quoted, in HTML.
    pub(crate) quoted: String,
}

/// A mail that came over SMTP, written by its sender to the last byte.
#[derive(Debug, Clone)]
pub(crate) struct Wired {
    /// Sender, as the headers name it.
    pub(crate) from: Address,
    /// Recipients, as the headers name them.
    pub(crate) to: Vec<Address>,
    /// Copies, as the headers name them.
    pub(crate) cc: Vec<Address>,
    /// Whom it was brought for.
    pub(crate) recipients: Vec<Address>,
    /// Subject, decoded.
    pub(crate) subject: String,
    /// The HTML body; made from the text if there is none.
    pub(crate) html: String,
    /// Message-ID with angle brackets.
    pub(crate) wire_id: String,
    /// In-Reply-To with angle brackets.
    pub(crate) in_reply_to: Option<String>,
    /// References, oldest first.
    pub(crate) references: Vec<String>,
    /// The whole message.
    pub(crate) raw: String,
}

impl World {
    /// Accepts a mail for sending: Sent copy, ledger, and whatever the recipients do about it. Errors only if the
    /// ledger cannot be written; nothing is stored then.
    pub(crate) fn accept(&mut self, index: usize, outgoing: &Outgoing, now: i64) -> io::Result<Mail> {
        let mut sent = self.compose(index, outgoing, now, Folder::Sent);
        let delay =
            self.faults.strike(|fault| if let Fault::SentListingDelay { ms } = fault { Some(*ms) } else { None });
        sent.visible_at = now.saturating_add(delay.unwrap_or_default());
        let recipients = outgoing.to.iter().chain(&outgoing.cc).chain(&outgoing.bcc).cloned().collect::<Vec<_>>();
        self.enter(index, &sent, &outgoing.content, outgoing.threading.parent, &recipients)?;
        Ok(sent)
    }

    /// Takes a mail from another server: the same as [`World::accept`], for a mail that is written already.
    pub(crate) fn take(&mut self, index: usize, wired: Wired, now: i64) -> io::Result<()> {
        let mailbox = self.mailboxes.get(index);
        let known: Vec<String> = wired.references.iter().chain(&wired.in_reply_to).cloned().collect();
        let thread_id = mailbox.and_then(|mailbox| mailbox.thread_of(&known));
        let answered = |mail: &&Mail| wired.in_reply_to.as_ref() == Some(&mail.wire_id);
        let parent = mailbox.and_then(|mailbox| mailbox.mails.iter().find(answered)).map(|mail| mail.id);
        let id = self.fresh_id();
        let sent = Mail {
            id,
            thread_id: thread_id.unwrap_or(id),
            folder: Folder::Sent,
            from: wired.from,
            to: wired.to,
            cc: wired.cc,
            subject: wired.subject,
            html: wired.html,
            quoted: String::new(),
            raw: wired.raw,
            wire_id: wired.wire_id,
            references: wired.references,
            received_at: now,
            visible_at: now,
            read: true,
        };
        self.enter(index, &sent, &sent.html, parent, &wired.recipients)
    }

    /// Where every sent mail enters the world, whichever way it came.
    fn enter(
        &mut self,
        index: usize,
        sent: &Mail,
        content: &str,
        parent: Option<u64>,
        recipients: &[Address],
    ) -> io::Result<()> {
        let accepted = self.entry(index, sent, content, parent);
        self.ledger_file.append(&accepted_line(&accepted)?)?;
        self.ledger.push(accepted);
        if let Some(mailbox) = self.mailboxes.get_mut(index) {
            mailbox.mails.push(sent.clone());
        }
        for recipient in recipients {
            self.reach(index, sent, recipient, sent.received_at);
        }
        Ok(())
    }

    /// The mail from outside that became visible in a mailbox and was not collected yet, oldest first.
    pub(crate) fn collect(&mut self, slug: &str, now: i64) -> Vec<Parcel> {
        let Some(mailbox) = self.mailboxes.iter_mut().find(|mailbox| mailbox.spec.slug == slug) else {
            return Vec::new();
        };
        let collected = &mailbox.collected;
        let new = |mail: &&Mail| {
            matches!(mail.folder, Folder::Inbox | Folder::Spam)
                && mail.visible_at <= now
                && !collected.contains(&mail.id)
        };
        let mut new: Vec<&Mail> = mailbox.mails.iter().filter(new).collect();
        new.sort_by_key(|mail| (mail.visible_at, mail.id));
        let parcel = |mail: &&Mail| Parcel {
            raw: mail.raw.clone(),
            spam: mail.folder == Folder::Spam,
            received_at: mail.received_at,
        };
        let (parcels, ids): (Vec<Parcel>, Vec<u64>) = new.iter().map(|mail| (parcel(mail), mail.id)).unzip();
        mailbox.collected.extend(ids);
        parcels
    }

    /// Saves a draft or a template.
    pub(crate) fn save(&mut self, index: usize, outgoing: &Outgoing, now: i64, folder: Folder) -> Mail {
        let draft = self.compose(index, outgoing, now, folder);
        if let Some(mailbox) = self.mailboxes.get_mut(index) {
            mailbox.mails.push(draft.clone());
        }
        draft
    }

    /// Puts a mail from outside into a mailbox; it shows at its time.
    pub(crate) fn deliver(&mut self, index: usize, arrival: Arrival) -> u64 {
        let id = self.fresh_id();
        if let Some(mailbox) = self.mailboxes.get_mut(index) {
            let letter = arrival.letter;
            let known: Vec<String> = letter.references.iter().chain(&letter.in_reply_to).cloned().collect();
            mailbox.mails.push(Mail {
                id,
                thread_id: mailbox.thread_of(&known).unwrap_or(id),
                folder: arrival.folder,
                from: letter.from,
                to: letter.to,
                cc: letter.cc,
                subject: letter.subject,
                html: arrival.fresh,
                quoted: arrival.quoted,
                raw: arrival.raw,
                wire_id: letter.message_id,
                references: letter.references,
                received_at: arrival.visible_at,
                visible_at: arrival.visible_at,
                read: false,
            });
        }
        id
    }

    /// Slips a mail into the mailbox with this slug; nothing if there is none.
    pub(crate) fn inject(&mut self, slug: &str, incoming: Incoming, now: i64) -> Option<u64> {
        let index = self.mailboxes.iter().position(|mailbox| mailbox.spec.slug == slug)?;
        let mailbox = self.mailboxes.get(index)?;
        let visible_at = incoming.visible_at.unwrap_or(now);
        let from = Address::new(incoming.from_name.as_deref().unwrap_or_default(), &incoming.from);
        let id = self.next_id;
        let letter = Letter {
            trace: vec![("Return-Path".into(), format!("<{}>", incoming.from))],
            to: vec![Address::new("", &mailbox.spec.address)],
            subject: incoming.subject,
            date: visible_at,
            zone: mailbox.zone,
            message_id: format!("<injected.{id:x}@{}>", from.domain()),
            references: incoming.in_reply_to.iter().cloned().collect(),
            in_reply_to: incoming.in_reply_to,
            headers: incoming.headers,
            text: incoming.text,
            html: incoming.html,
            from,
            ..Letter::default()
        };
        let mut arrival = Arrival::inbox(letter, visible_at);
        arrival.folder = incoming.folder.as_deref().and_then(Folder::named).unwrap_or(Folder::Inbox);
        arrival.raw = incoming.raw.unwrap_or(arrival.raw);
        Some(self.deliver(index, arrival))
    }

    /// One recipient gets the mail: a mailbox of ours stores it, anybody else behaves as they do.
    fn reach(&mut self, index: usize, sent: &Mail, to: &Address, now: i64) {
        if let Some(own) = self.mailboxes.iter().position(|mailbox| mailbox.owns(to)) {
            self.deliver(own, copy_for(sent, to, now));
            return;
        }
        let Some(mailbox) = self.mailboxes.get(index).filter(|_| self.people) else { return };
        let scene = Scene { seed: self.seed, sites: &self.sites, now, zone: mailbox.zone, sent, to };
        let key = (mailbox.spec.slug.clone(), to.email.to_lowercase());
        let arrivals = people::react(&scene, self.histories.entry(key).or_default());
        for arrival in arrivals {
            self.deliver(index, arrival);
        }
    }

    fn compose(&mut self, index: usize, outgoing: &Outgoing, now: i64, folder: Folder) -> Mail {
        let id = self.fresh_id();
        let mut dice = Dice::new(self.seed, &format!("wire id {id}"));
        let wire_id = format!("<{:x}.{}.{:x}@{}>", now.max(0), dice.hex32(), id % 0xFFFF, outgoing.from.domain());
        let body =
            if outgoing.plain { html::from_text(&outgoing.content) } else { without_comments(&outgoing.content) };
        let mailbox = self.mailboxes.get(index);
        let threading = &outgoing.threading;
        let known: Vec<String> = threading.references.iter().chain(&threading.in_reply_to).cloned().collect();
        let parent = threading.parent.and_then(|id| mailbox?.mails.iter().find(|mail| mail.id == id));
        let thread_id = parent.map(|mail| mail.thread_id).or_else(|| mailbox?.thread_of(&known));
        let whole = format!("{body}{}", threading.quoted);
        let letter = Letter {
            from: outgoing.from.clone(),
            to: outgoing.to.clone(),
            cc: outgoing.cc.clone(),
            subject: outgoing.subject.clone(),
            date: now,
            zone: mailbox.map(|mailbox| mailbox.zone).unwrap_or_default(),
            message_id: wire_id.clone(),
            in_reply_to: threading.in_reply_to.clone(),
            references: threading.references.clone(),
            headers: extra_headers(outgoing),
            text: if outgoing.plain { outgoing.content.clone() } else { html::to_text(&whole) },
            html: (!outgoing.plain).then_some(whole),
            ..Letter::default()
        };
        Mail {
            id,
            thread_id: thread_id.unwrap_or(id),
            folder,
            raw: letter.render(),
            from: letter.from,
            to: letter.to,
            cc: letter.cc,
            subject: letter.subject,
            html: body,
            quoted: threading.quoted.clone(),
            wire_id,
            references: letter.references,
            received_at: now,
            visible_at: now,
            read: true,
        }
    }

    fn entry(&self, index: usize, sent: &Mail, content: &str, parent: Option<u64>) -> Accepted {
        Accepted {
            at: sent.received_at,
            mailbox: self.mailboxes.get(index).map(|mailbox| mailbox.spec.slug.clone()).unwrap_or_default(),
            from: sent.from.email.clone(),
            to: sent.to.iter().map(|to| to.email.as_str()).collect::<Vec<_>>().join(", "),
            subject: sent.subject.clone(),
            content: content.to_owned(),
            message_id: sent.id.to_string(),
            wire_message_id: sent.wire_id.clone(),
            thread_id: sent.thread_id.to_string(),
            reply_to: parent.map(|id| id.to_string()),
        }
    }
}

fn extra_headers(outgoing: &Outgoing) -> Vec<(String, String)> {
    let mailer = ("X-Mailer".to_owned(), "Zoho Mail".to_owned());
    let reply_to = outgoing.reply_to.iter().map(|address| ("Reply-To".to_owned(), address.clone()));
    reply_to.chain([mailer]).collect()
}

/// The copy that another mailbox of this world receives.
fn copy_for(sent: &Mail, to: &Address, now: i64) -> Arrival {
    let letter = Letter {
        from: sent.from.clone(),
        to: sent.to.clone(),
        cc: sent.cc.clone(),
        subject: sent.subject.clone(),
        message_id: sent.wire_id.clone(),
        references: sent.references.clone(),
        ..Letter::default()
    };
    let trace = format!("Return-Path: <{}>\r\nDelivered-To: {}\r\n", sent.from.email, to.email);
    Arrival {
        visible_at: now,
        folder: Folder::Inbox,
        letter,
        quoted: sent.quoted.clone(),
        fresh: sent.html.clone(),
        raw: format!("{trace}{}", sent.raw),
    }
}

/// The service rewrites what it stores; comments do not survive, so nobody may hide anything there.
fn without_comments(markup: &str) -> String {
    let mut pieces = markup.split("<!--");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + piece.split_once("-->").map_or("", |(_, after)| after))
}
