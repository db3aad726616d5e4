//! One act: a write transaction with the lines it adds to timelines. Events are said only after the commit, so nobody hears of what
//! did not happen.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::id::{ActivityId, DealId, NoticeId};
use domain::notice::NoticeKind;
use store::activities::NewActivity;
use store::notices::NewNotice;
use store::{StoreError, Write};

use crate::Engine;
use crate::api::wire::{ActivityRow, Event, NoticeRow};

/// What an act is about, for its lines.
#[derive(Clone, Copy, Default)]
pub(crate) struct About<'a> {
    pub(crate) brand: Option<&'a Brand>,
    pub(crate) deal: Option<DealId>,
    pub(crate) contact: Option<&'a Contact>,
}

impl About<'_> {
    /// The name people know the contact by.
    pub(crate) fn who(&self) -> Option<String> {
        self.contact
            .map(|contact| if contact.name.is_empty() { contact.email.to_string() } else { contact.name.clone() })
    }
}

/// A write transaction in the making.
pub(crate) struct Act<'e> {
    engine: &'e Engine,
    /// The transaction.
    pub(crate) tx: Write,
    /// The time everything in it happens.
    pub(crate) now: Timestamp,
    lines: Vec<NewActivity>,
    said: Vec<Event>,
}

impl<'e> Act<'e> {
    /// Begins.
    pub(crate) async fn begin(engine: &'e Engine) -> Result<Self, StoreError> {
        Ok(Self { engine, tx: engine.store.write().await?, now: engine.now(), lines: Vec::new(), said: Vec::new() })
    }

    /// Adds a line to the timeline; it is written with the commit.
    pub(crate) fn note(&mut self, author: Author, kind: ActivityKind, about: About<'_>, summary: impl Into<String>) {
        let new = NewActivity {
            id: ActivityId::mint(self.now, self.engine.ten_random_bytes()),
            at: self.now,
            author,
            kind,
            summary: summary.into(),
            brand: about.brand.map(|brand| brand.id),
            contact: about.contact.map(|contact| contact.id),
            deal: about.deal,
        };
        let brand = about.brand.map(|brand| brand.slug.clone());
        let (summary, who) = (new.summary.clone(), about.who());
        let activity = ActivityRow { id: new.id, at: new.at, author, kind, summary, brand, deal_id: about.deal, who };
        self.said.push(Event::Activity { activity });
        self.lines.push(new);
    }

    /// Keeps something worth telling the person; the window makes a native notification of it.
    pub(crate) async fn notice(
        &mut self,
        kind: NoticeKind,
        about: About<'_>,
        title: impl Into<String>,
        body: impl Into<String>,
    ) -> Result<(), StoreError> {
        let new = NewNotice {
            id: NoticeId::mint(self.now, self.engine.ten_random_bytes()),
            at: self.now,
            kind,
            brand: about.brand.map(|brand| brand.id),
            deal: about.deal,
            title: title.into(),
            body: body.into(),
        };
        store::notices::insert(&mut self.tx, &new).await?;
        let brand = about.brand.map(|brand| brand.slug.clone());
        let notice = NoticeRow {
            id: new.id,
            at: new.at,
            kind,
            brand,
            deal_id: about.deal,
            title: new.title,
            body: new.body,
            seen: false,
        };
        self.said.push(Event::Notice { notice });
        Ok(())
    }

    /// Makes it durable, then says so.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        store::activities::insert(&mut self.tx, &self.lines).await?;
        crate::prospects::keep_up(self.engine.random(), &mut self.tx, self.now).await?;
        self.tx.commit().await?;
        let quiet = self.said.is_empty();
        self.said.into_iter().for_each(|event| self.engine.say(event));
        if quiet {
            self.engine.say(Event::Changed);
        }
        Ok(())
    }
}
