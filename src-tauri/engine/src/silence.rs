//! Suppressing somebody, whoever asks for it: the rows, the line in the timeline, and the mails that wait for them, in one act. And how any mail that
//! waits is taken out of the way.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::deal::DealStatus;
use domain::email::{Email, EmailEvent, step};
use domain::id::{DealId, EmailId, SuppressionId};
use domain::suppression::{SuppressionKind, forms};
use store::StoreError;
use store::suppressions::NewSuppression;

use crate::act::{About, Act};
use crate::{Engine, EngineError};

/// Who is to be silent towards somebody.
pub(crate) enum Silent {
    /// Every brand, those to come too.
    All,
    /// These.
    Some(Vec<Brand>),
}

impl Silent {
    /// The brands of whoever a brand legally is: to the person who says no they are one sender.
    pub(crate) async fn of_sender(act: &mut Act<'_>, brand: &Brand) -> Result<Self, StoreError> {
        let all = store::brands::all(&mut act.tx).await?;
        let legal = |brand: &Brand| brand.settings.legal_name.trim().to_lowercase();
        let wanted = legal(brand);
        let same = |other: &Brand| other.id == brand.id || (!wanted.is_empty() && legal(other) == wanted);
        if all.len() > 1 && all.iter().all(same) {
            return Ok(Self::All);
        }
        Ok(Self::Some(all.into_iter().filter(same).collect()))
    }

    /// In words.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::All => "every brand".to_owned(),
            Self::Some(brands) => brands.iter().map(|brand| brand.name.as_str()).collect::<Vec<_>>().join(" and "),
        }
    }

    fn covers(&self, brand: domain::id::BrandId) -> bool {
        match self {
            Self::All => true,
            Self::Some(brands) => brands.iter().any(|one| one.id == brand),
        }
    }
}

/// What is suppressed, and why.
pub(crate) struct Wish<'a> {
    pub(crate) kind: SuppressionKind,
    /// As [`forms`] gives it.
    pub(crate) value: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) author: Author,
}

/// Keeps the suppression and cancels what waits for those it names. Says whether any of it is new.
pub(crate) async fn suppress(
    engine: &Engine,
    act: &mut Act<'_>,
    silent: &Silent,
    wish: &Wish<'_>,
) -> Result<bool, EngineError> {
    let brands = match silent {
        Silent::All => vec![None],
        Silent::Some(brands) => brands.iter().map(|brand| Some(brand.id)).collect(),
    };
    let mut new = false;
    for brand in brands {
        let one = NewSuppression {
            id: SuppressionId::mint(act.now, engine.ten_random_bytes()),
            brand,
            kind: wish.kind,
            value: wish.value,
            reason: wish.reason,
            author: wish.author,
            at: act.now,
        };
        new |= store::suppressions::insert(&mut act.tx, &one).await?;
    }
    for waiting in store::emails::waiting(&mut act.tx).await? {
        let named = forms(&waiting.to, &[]).iter().any(|(kind, value)| *kind == wish.kind && value == wish.value);
        if named && silent.covers(waiting.brand) {
            cancel(act, waiting.id, waiting.deal, wish).await?;
        }
    }
    Ok(new)
}

/// The deal is due again at once: the next decision sees that nobody may be written to, and says so.
async fn cancel(act: &mut Act<'_>, mail: EmailId, deal: DealId, wish: &Wish<'_>) -> Result<(), EngineError> {
    let mut mail = store::emails::find(&mut act.tx, mail).await?.ok_or(StoreError::Missing { what: "mail" })?;
    overtake(act, &mut mail, format!("The address must not be mailed: {}", wish.reason)).await?;
    let contact = store::contacts::find(&mut act.tx, mail.contact).await?;
    let brand = store::brands::find(&mut act.tx, mail.brand).await?;
    let about = About { brand: brand.as_ref(), deal: Some(deal), contact: contact.as_ref() };
    let line = format!("Cancelled “{}”: the address must not be mailed", mail.content.subject);
    act.note(wish.author, ActivityKind::Cancelled, about, line);
    decide_again(act, deal).await
}

/// Takes a mail that waits out of the way of what happened, and keeps why.
pub(crate) async fn overtake(act: &mut Act<'_>, mail: &mut Email, trouble: String) -> Result<(), EngineError> {
    let from = mail.state;
    mail.state = step(from, EmailEvent::Overtaken).map_err(|illegal| EngineError::Refused(illegal.to_string()))?;
    mail.trouble = Some(trouble);
    Ok(store::emails::save(&mut act.tx, mail, from).await?)
}

/// Makes a deal due whose mail will not go, so that it does not stand still without anybody knowing.
pub(crate) async fn decide_again(act: &mut Act<'_>, deal: DealId) -> Result<(), EngineError> {
    if let Some(mut deal) = store::deals::find(&mut act.tx, deal).await?
        && deal.status == DealStatus::Active
    {
        deal.next_action_at = Some(act.now);
        store::deals::overrule(&mut act.tx, &deal, act.now).await?;
    }
    Ok(())
}
