//! Incoming mail and people who asked to be forgotten: what they write stays in the mailbox only, and so does a machine's report about them;
//! out of what others write they are cut.

use std::collections::BTreeSet;

use domain::EmailAddress;
use domain::brand::Brand;
use domain::forget::Names;
use store::StoreError;
use store::suppressions::Rules;

use crate::act::Act;
use crate::replies::Incoming;

/// Cuts forgotten people out of a mail. Says whether it may be kept at all.
pub(crate) async fn sift(act: &mut Act<'_>, brand: &Brand, incoming: &mut Incoming) -> Result<bool, StoreError> {
    if store::suppressions::keys(&mut act.tx).await?.is_empty() {
        return Ok(true);
    }
    let sender = EmailAddress::parse(&incoming.message.from_address).ok();
    let named = named(incoming);
    let rules = Rules::about(&mut act.tx, named.iter().chain(&sender)).await?;
    let is_forgotten = |address: &&EmailAddress| rules.is_erased(brand.id, address);
    let gone: Vec<String> = named.iter().filter(is_forgotten).map(EmailAddress::to_string).collect();
    let about_them = !gone.is_empty() && !incoming.nature.is_human();
    if sender.as_ref().filter(is_forgotten).is_some() || about_them {
        return Ok(false);
    }
    if !gone.is_empty() {
        cut(incoming, &gone);
    }
    Ok(true)
}

/// Every address in the texts of a mail.
fn named(incoming: &Incoming) -> BTreeSet<EmailAddress> {
    let message = &incoming.message;
    let apart = |c: char| c.is_whitespace() || "<>;,\"':()[]?&=".contains(c);
    let words = [&message.subject, &message.body_text, &message.quoted_text, &message.html]
        .into_iter()
        .flat_map(|text| text.split(apart))
        .filter(|word| word.contains('@'));
    words.filter_map(|word| EmailAddress::parse(word.trim_end_matches(['.', '!'])).ok()).collect()
}

fn cut(incoming: &mut Incoming, gone: &[String]) {
    let names = Names::new(gone.iter().cloned(), []);
    let message = &mut incoming.message;
    for text in
        [&mut message.subject, &mut message.body_text, &mut message.quoted_text, &mut message.html, &mut message.why]
    {
        if let Some(without) = names.cut(text) {
            *text = without;
        }
    }
    for class in [&mut incoming.class, &mut message.class].into_iter().flatten() {
        class.referral = class.referral.take().filter(|referral| names.cut(referral).is_none());
    }
}
