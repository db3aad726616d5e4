//! Reading folders: what is new since the last time, whole mails, and what lies in Sent. Nothing is marked as read (BODY.PEEK, EXAMINE).

use async_imap::types::Fetch;
use domain::Timestamp;
use mail_parser::{Address, Message, MessageParser};

use super::folders::Role;
use super::position::{MessageId, Position};
use super::session::Session;
use crate::mail::{FolderKind, IncomingRow, SentRow, Trouble, TroubleCode};

/// Mails in a page.
pub(super) const PAGE: u32 = 50;
/// The largest mail that is read whole, in bytes; of a larger one the beginning is, where its text is.
const LARGEST: u32 = 16 * 1024 * 1024;
/// Days that are read again when a folder's count begins anew: old mails have new UIDs then, and are told apart by their Message-IDs.
const ANEW_DAYS: i64 = 14;
/// The most mails of the Sent folder that are looked at.
const SENT_MOST: usize = 500;
/// What a list shows of a mail.
const LINE: &str = "(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT MESSAGE-ID)])";

/// A folder to be read.
pub(super) struct Place<'a> {
    pub(super) role: Role,
    pub(super) kind: FolderKind,
    pub(super) name: &'a str,
    /// Where to begin when the folder was never read.
    pub(super) floor: Timestamp,
    /// Mails at the most.
    pub(super) most: u32,
}

/// What is new in a folder, in the order of its arrival, and whether there is more. Moves the position past it.
pub(super) async fn fresh(
    session: &mut Session,
    place: &Place<'_>,
    position: &mut Position,
) -> Result<(Vec<IncomingRow>, bool), Trouble> {
    let (folder, validity) = session.open(place.name).await?;
    let next = position.next(place.role, validity);
    if let (Some(next), Some(coming)) = (next, folder.uid_next)
        && coming <= next
    {
        return Ok((Vec::new(), false));
    }
    let floor = if position.knows(place.role) { place.floor.plus_seconds(-ANEW_DAYS * 86_400) } else { place.floor };
    let wanted = match next {
        Some(next) => format!("UID {next}:*"),
        // The server looks at the day only, on its own wall.
        None => format!("SINCE {}", floor.plus_seconds(-86_400).utc().format("%d-%b-%Y")),
    };
    let mut uids = session.search(&wanted).await?;
    // `n:*` gives the last mail even if it is older than n.
    uids.retain(|uid| *uid >= next.unwrap_or(1));
    let more = uids.len() > place.most as usize;
    uids.truncate(place.most as usize);
    let mut rows = Vec::with_capacity(uids.len());
    for fetched in lines(session, &uids).await? {
        let Some(row) = incoming(&fetched, place, validity) else { continue };
        if next.is_some() || row.received_at >= floor {
            rows.push(row);
        }
    }
    let reached = match uids.last() {
        Some(last) => last.saturating_add(1),
        // Everything below the announced number was seen; a mail that arrives meanwhile has that number or a later one.
        None => folder.uid_next.unwrap_or(1),
    };
    position.set(place.role, validity, reached.max(next.unwrap_or(1)));
    Ok((rows, more))
}

/// The lines of these mails, in the order of their UIDs.
async fn lines(session: &mut Session, uids: &[u32]) -> Result<Vec<Fetch>, Trouble> {
    let mut fetched = Vec::with_capacity(uids.len());
    for page in uids.chunks(PAGE as usize * 4) {
        fetched.extend(session.fetch(page, LINE).await?);
    }
    // A server may tell of other mails in between, and of these ones something else: the line that was asked for counts.
    fetched.retain(|line| line.uid.is_some_and(|uid| uids.binary_search(&uid).is_ok()));
    fetched.sort_by_key(|line| (line.uid, line.header().is_none()));
    fetched.dedup_by_key(|line| line.uid);
    Ok(fetched)
}

fn arrived(line: &Fetch) -> Option<Timestamp> {
    line.internal_date().map(|date| Timestamp::from_millis(date.timestamp_millis()))
}

fn incoming(line: &Fetch, place: &Place<'_>, validity: u32) -> Option<IncomingRow> {
    let id = MessageId { role: place.role, validity, uid: line.uid? };
    // A mail whose header or date the server cannot show is read all the same.
    let head = line.header().and_then(parse);
    let sender = head.as_ref().and_then(|head| head.from()?.first());
    Some(IncomingRow {
        provider_message_id: id.to_string(),
        folder_id: place.role.to_string(),
        folder: place.kind,
        from_address: sender.and_then(|sender| sender.address()).unwrap_or_default().to_owned(),
        from_name: sender.and_then(|sender| sender.name()).unwrap_or_default().to_owned(),
        subject: head.as_ref().and_then(|head| head.subject()).unwrap_or_default().to_owned(),
        received_at: arrived(line).unwrap_or(place.floor),
        thread_id: None,
        to_address: head.as_ref().map(recipients).unwrap_or_default(),
    })
}

fn parse(header: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(header)
}

fn recipients(head: &Message<'_>) -> String {
    let all = head.to().into_iter().flat_map(Address::iter).filter_map(|party| party.address());
    all.collect::<Vec<_>>().join(", ")
}

/// What lies in Sent since an instant, newest first.
pub(super) async fn sent(session: &mut Session, name: &str, since: Timestamp) -> Result<Vec<SentRow>, Trouble> {
    let (_, validity) = session.open(name).await?;
    let wanted = format!("SINCE {}", since.plus_seconds(-86_400).utc().format("%d-%b-%Y"));
    let mut uids = session.search(&wanted).await?;
    let newest = uids.split_off(uids.len().saturating_sub(SENT_MOST));
    let mut rows: Vec<SentRow> = lines(session, &newest)
        .await?
        .iter()
        .filter_map(|line| {
            let head = line.header().and_then(parse);
            Some(SentRow {
                provider_message_id: MessageId { role: Role::Sent, validity, uid: line.uid? }.to_string(),
                wire_message_id: head.as_ref().and_then(|head| head.message_id()).map(str::to_owned),
                to_address: head.as_ref().map(recipients).unwrap_or_default(),
                subject: head.as_ref().and_then(|head| head.subject()).unwrap_or_default().to_owned(),
                received_at: arrived(line)?,
                thread_id: None,
            })
        })
        .filter(|row| row.received_at >= since)
        .collect();
    rows.reverse();
    Ok(rows)
}

/// A whole mail, byte for byte.
pub(super) async fn whole(session: &mut Session, name: &str, id: MessageId) -> Result<Vec<u8>, Trouble> {
    if session.count_of(name).await? != id.validity {
        return Err(gone());
    }
    let what = format!("(UID BODY.PEEK[]<0.{LARGEST}>)");
    let fetched = session.fetch(&[id.uid], &what).await?;
    let mail = fetched.iter().find(|fetched| fetched.uid == Some(id.uid)).and_then(|fetched| fetched.body());
    mail.map(<[u8]>::to_vec).ok_or_else(gone)
}

/// The words of a mail in both its forms, decoded.
pub(super) fn words(raw: &[u8]) -> String {
    let Some(mail) = MessageParser::default().parse(raw) else { return String::from_utf8_lossy(raw).into_owned() };
    let text = mail.body_text(0).unwrap_or_default();
    let html = mail.body_html(0).unwrap_or_default();
    format!("{text}\n{html}")
}

/// A mail that was moved or deleted before it could be read.
pub(super) fn gone() -> Trouble {
    Trouble::new(TroubleCode::BadRequest)
        .saying("A mail is not where it was.", "Nothing to do: somebody moved or deleted it before it was read.")
}
