//! Finds the servers of a mailbox, for a person to look at before anything is sent there.

use domain::EmailAddress;
use domain::mail_servers::MailServers;
use domain::mailbox::{SentCopy, SignIn};

use crate::api::wire::{FoundServers, MailboxFind, MailboxFound};
use crate::api::{Reply, mutation};
use crate::{Engine, EngineError};

/// Finds the servers of an address's mailbox. Only the domain itself is asked.
pub async fn mailbox_find(engine: &Engine, request: MailboxFind) -> Reply<MailboxFound> {
    let brand = mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    let written = match request.address.trim() {
        "" => &brand.settings.from_email,
        address => address,
    };
    let address = EmailAddress::parse(written)
        .map_err(|_| EngineError::BadRequest(format!("“{written}” is no e-mail address; type the mailbox's own")))?;
    let found = gateways::find_servers(&*engine.ports.dns, &engine.ports.web, &address).await;
    Ok(found.map_or_else(|| nothing(&address), |found| told(&address, found)))
}

fn told(address: &EmailAddress, found: MailServers) -> MailboxFound {
    let strangers = found.strangers(address).into_iter().map(str::to_owned).collect();
    let preset = found.preset();
    let (house, sign_in, help, link) = match preset {
        Some(preset) => (preset.name.clone(), preset.ways(), preset.help, Some(preset.link)),
        None => (
            address.domain().to_owned(),
            vec![SignIn::Password],
            "Type the mailbox's password; if its provider offers app passwords, make one for this program.".to_owned(),
            None,
        ),
    };
    let sent_copy = if found.keeps_sent { SentCopy::Server } else { SentCopy::Append };
    let MailServers { imap, smtp, username, .. } = found;
    let servers = FoundServers { house, imap, smtp, username, sent_copy, sign_in, strangers };
    MailboxFound { address: address.to_string(), servers: Some(servers), help, link }
}

fn nothing(address: &EmailAddress) -> MailboxFound {
    let help = format!(
        "No mail servers of {} were found. Check the address and the network connection, or ask whoever looks after the mailbox for its IMAP and SMTP \
         servers and name them by hand.",
        address.domain()
    );
    MailboxFound { address: address.to_string(), servers: None, help, link: None }
}
