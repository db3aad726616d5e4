//! Which brands read which inbox. Brands may share one: it is read once, and each mail is given to the brand it is meant for.

use domain::EmailAddress;
use domain::brand::Brand;
use domain::id::BrandId;
use domain::reply::IncomingMail;
use domain::time::DAY;
use gateways::{Cursor, IncomingRow};
use store::messages::ReadTo;

use crate::book::Book;
use crate::{Engine, EngineError};

/// Days in which ids are remembered, so that an overlap brings nothing twice.
const SEEN_DAYS: i64 = 7;

/// An inbox with the brands whose mail arrives there: it is read once, and each mail is given to the one it is meant for.
pub(crate) struct Inbox<'a> {
    /// Never empty.
    pub(crate) brands: Vec<&'a Brand>,
    pub(crate) ids: Vec<BrandId>,
    pub(crate) name: String,
}

impl<'a> Inbox<'a> {
    /// Every inbox, each once.
    pub(crate) fn all(book: &'a Book) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for brand in book.brands() {
            let shared = all
                .iter_mut()
                .find(|inbox| inbox.brands.iter().any(|other| other.settings.shares_inbox_with(&brand.settings)));
            match shared {
                Some(inbox) => {
                    inbox.brands.push(brand);
                    inbox.ids.push(brand.id);
                }
                None => all.push(Self {
                    brands: vec![brand],
                    ids: vec![brand.id],
                    name: brand.settings.mailbox_name().unwrap_or_default(),
                }),
            }
        }
        all
    }

    /// How far it was read, by whichever of its brands read furthest.
    pub(crate) async fn cursor(&self, engine: &Engine) -> Result<Cursor, EngineError> {
        let mut conn = engine.store.read().await?;
        let mut read: Option<ReadTo> = None;
        for brand in &self.ids {
            let known = store::messages::cursor(&mut conn, *brand, &self.name).await?;
            // One that knows its place in this very mailbox says more than one that only knows the time.
            let better = |known: &ReadTo, read: &ReadTo| {
                (known.position.is_some(), known.high_water) > (read.position.is_some(), read.high_water)
            };
            if let Some(known) = known
                && read.as_ref().is_none_or(|read| better(&known, read))
            {
                read = Some(known);
            }
        }
        let first_sent = self.brands.iter().filter_map(|brand| brand.first_sent_at).min();
        // The first reading begins with our first mail: what lay in the mailbox before cannot answer it.
        let high_water = read.as_ref().map(|read| read.high_water).or(first_sent).unwrap_or_else(|| engine.now());
        let since = high_water.plus_millis(-SEEN_DAYS * DAY);
        Ok(Cursor {
            high_water,
            seen: store::messages::seen_since(&mut conn, &self.ids, since).await?,
            position: read.and_then(|read| read.position),
        })
    }

    /// Keeps how far it was read, for each of its brands: any of them may have it alone tomorrow.
    pub(crate) async fn advance(&self, engine: &Engine, to: &ReadTo) -> Result<(), EngineError> {
        let mut write = engine.store.write().await?;
        for brand in &self.ids {
            store::messages::advance_cursor(&mut write, *brand, &self.name, to).await?;
        }
        Ok(write.commit().await?)
    }

    /// Whose mail this is that answers none of ours: the brand it was addressed to, else the one that knows the writer, else the first.
    pub(crate) async fn meant_for(
        &self,
        engine: &Engine,
        row: &IncomingRow,
        mail: &IncomingMail,
    ) -> Result<&'a Brand, EngineError> {
        let to = mail.to.iter().map(|to| to.address.as_str()).chain(row.to_address.split(", "));
        let addressed = to.filter_map(|to| self.brands.iter().find(|brand| brand.settings.is_reached_at(to))).next();
        if let Some(brand) = addressed {
            return Ok(brand);
        }
        if let Ok(writer) = EmailAddress::parse(mail.sender()) {
            let mut conn = engine.store.read().await?;
            for brand in &self.brands {
                if store::contacts::by_email(&mut conn, brand.id, &writer).await?.is_some() {
                    return Ok(brand);
                }
            }
        }
        self.brands.first().copied().ok_or_else(|| EngineError::Outside("an inbox without a brand".to_owned()))
    }

    /// Whether a mail was written by us.
    pub(crate) fn is_own(&self, address: &str) -> bool {
        self.brands.iter().any(|brand| brand.settings.from_email.eq_ignore_ascii_case(address))
    }
}
