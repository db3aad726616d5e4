//! What goes wrong outside, and when: faults of the mailbox and the model, and calls that never end, in which the program then dies.

use sandbox::{Fault, Sandbox};

use crate::dice::Dice;

/// So long that nobody waits for it.
const FOR_EVER: u64 = 3_600_000;

/// Faults that pass by themselves after a few strikes.
const GUSTS: [Fault; 22] = [
    Fault::RateLimit429,
    Fault::Throttle400,
    Fault::Throttle500,
    Fault::ServerError,
    Fault::ServerErrorBeforeStoring,
    Fault::ServerErrorAfterStoring,
    Fault::AcceptThenDrop,
    Fault::DropBefore,
    Fault::MailIdAbsent,
    Fault::NumericIds,
    Fault::ScopeMissing,
    Fault::OutgoingBlocked,
    Fault::Model429Headers,
    Fault::ModelInsufficientQuota,
    Fault::Model503Loading,
    Fault::Model200Error,
    Fault::ModelRefusal,
    Fault::ModelLengthEmpty,
    Fault::ModelFenced,
    Fault::ModelNonsense,
    Fault::ModelUnknownAction,
    Fault::ModelCut,
];

/// Faults that stay until somebody mends them.
const CLIMATE: [Fault; 4] =
    [Fault::RevokedToken, Fault::InvalidClient, Fault::DropBefore, Fault::SentListingDelay { ms: 420_000 }];

/// Changes the weather now and then. Says what came.
pub(crate) fn change(dice: &Dice, sandbox: &Sandbox) -> Option<String> {
    if dice.one_in(200) {
        let fault = dice.one_of(&CLIMATE)?;
        sandbox.set_fault(fault.clone(), None);
        return Some(format!("{fault:?}, until it is mended"));
    }
    if dice.one_in(12) {
        let (fault, times) = (dice.one_of(&GUSTS)?, dice.between(1, 3));
        sandbox.set_fault(fault.clone(), Some(times));
        return Some(format!("{fault:?} {times} times"));
    }
    None
}

/// A call that never ends, before or after the mailbox has taken a mail.
pub(crate) fn hang(dice: &Dice, sandbox: &Sandbox) {
    let fault = if dice.one_in(2) { Fault::Hang { ms: FOR_EVER } } else { Fault::HangAfterStoring { ms: FOR_EVER } };
    sandbox.set_fault(fault, Some(1));
}
