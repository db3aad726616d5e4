//! `brand connect --mailbox`: any mailbox that speaks IMAP and SMTP. Passwords come from a file or standard input, never from the command line.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use domain::mail_servers::{Security, Server, is_this_machine, presets};
use domain::mailbox::{SentCopy, SignIn};
use engine::api::trigger;
use engine::api::wire::{BrandConnectServers, BrandRef, Connected, Given, MailboxFind, MailboxFound};

use crate::failure::Failure;
use crate::output::eprint;
use crate::session::Session;

/// The longest line that is read as a password, in bytes.
const LONGEST: u64 = 4_096;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Any mailbox that speaks IMAP and SMTP; its servers are found by its address
    #[arg(long, conflicts_with_all = ["from_env", "code"])]
    pub(crate) mailbox: bool,
    /// The mailbox's address, if it is not the brand's
    #[arg(long, value_name = "ADDRESS", requires = "mailbox")]
    address: Option<String>,
    /// Where mail is read, instead of looking it up
    #[arg(long, value_name = "HOST[:PORT]", requires = "mailbox", requires = "smtp")]
    imap: Option<String>,
    /// Where mail is handed in
    #[arg(long, value_name = "HOST[:PORT]", requires = "mailbox", requires = "imap")]
    smtp: Option<String>,
    /// How both are kept private: tls, starttls, or plain for this machine only; otherwise the port says it
    #[arg(long, value_name = "WAY", requires = "imap")]
    security: Option<Security>,
    /// The name to sign in with, if it is not the address
    #[arg(long, value_name = "NAME", requires = "mailbox")]
    username: Option<String>,
    /// A file with the password in its first line; otherwise it is read from standard input
    #[arg(long, value_name = "FILE", requires = "mailbox")]
    password_file: Option<PathBuf>,
    /// Ask in the browser: google or microsoft
    #[arg(long, value_name = "HOUSE", requires = "mailbox", value_parser = house, conflicts_with = "password_file")]
    sign_in: Option<SignIn>,
    /// Id of the client that you registered there; needed once
    #[arg(long, value_name = "ID", requires = "sign_in")]
    client_id: Option<String>,
    /// A file with that client's secret; Microsoft's public clients have none
    #[arg(long, value_name = "FILE", requires = "sign_in")]
    client_secret_file: Option<PathBuf>,
    /// The servers that were found may have the password, though they lie outside of the address's domain
    #[arg(long, requires = "mailbox")]
    trust_found: bool,
}

fn house(text: &str) -> Result<SignIn, String> {
    match text.parse() {
        Ok(SignIn::Google) => Ok(SignIn::Google),
        Ok(SignIn::Microsoft) => Ok(SignIn::Microsoft),
        _ => Err("write google or microsoft".to_owned()),
    }
}

/// Where the mailbox is, and what its house says of signing in.
struct Place {
    imap: Server,
    smtp: Server,
    username: String,
    sent_copy: SentCopy,
    help: String,
}

pub(crate) async fn connect(session: &Session, slug: &str, given: &Arguments) -> Result<Connected, Failure> {
    let place = match (&given.imap, &given.smtp) {
        (Some(imap), Some(smtp)) => by_hand(given, imap, smtp)?,
        _ => find(session, slug, given).await?,
    };
    let mut request = BrandConnectServers {
        brand: slug.to_owned(),
        username: given.username.clone().unwrap_or(place.username),
        sign_in: given.sign_in.unwrap_or_default(),
        password: Given::default(),
        smtp_password: Given::default(),
        client_id: given.client_id.as_deref().map(Given::from).unwrap_or_default(),
        client_secret: secret_in(given.client_secret_file.as_deref())?,
        imap: place.imap,
        smtp: place.smtp,
        sent_copy: place.sent_copy,
    };
    let engine = &session.engine;
    // Where the environment gives the secrets, it has the permission, too, and nothing is asked for.
    if !session.secrets.writable() {
        request.password = secret_in(given.password_file.as_deref())?;
        return Ok(trigger::brand_connect_servers(engine, request).await?);
    }
    if request.sign_in == SignIn::Password {
        request.password = match &given.password_file {
            Some(file) => secret_in(Some(file))?,
            None => asked_for(&place.help)?,
        };
        return Ok(trigger::brand_connect_servers(engine, request).await?);
    }
    let asked = trigger::brand_connect_permission(engine, request).await?;
    eprint(&format!("Open this page and accept; it comes back to {}:\n\n{}\n\n", asked.redirect_uri, asked.page));
    Ok(trigger::brand_connect_wait(engine, BrandRef { brand: slug.to_owned() }).await?)
}

fn by_hand(given: &Arguments, imap: &str, smtp: &str) -> Result<Place, Failure> {
    let (imap, smtp) = (server(imap, given.security, 993)?, server(smtp, given.security, 465)?);
    let house = presets().into_iter().find(|house| house.imap.host == imap.host && house.smtp.host == smtp.host);
    let (keeps_sent, help) = house.map(|house| (house.keeps_sent, house.help)).unwrap_or_default();
    let sent_copy = if keeps_sent { SentCopy::Server } else { SentCopy::Append };
    Ok(Place { imap, smtp, username: given.address.clone().unwrap_or_default(), sent_copy, help })
}

/// A server as it is written, `imap.example.com` or `imap.example.com:143`; `usual` is its port with TLS.
fn server(text: &str, security: Option<Security>, usual: u16) -> Result<Server, Failure> {
    let other = if usual == 993 { 143 } else { 587 };
    let (host, port) = match text.rsplit_once(':') {
        None => (text, if matches!(security, None | Some(Security::Tls)) { usual } else { other }),
        Some((host, port)) => {
            let port =
                port.parse().map_err(|_| Failure::usage(format!("“{text}” is no server; write HOST or HOST:PORT.")))?;
            (host, port)
        }
    };
    let by_port = || match port {
        143 | 587 | 25 if is_this_machine(host) => Security::Plain,
        143 | 587 | 25 => Security::StartTls,
        _ => Security::Tls,
    };
    Ok(Server { host: host.to_owned(), port, security: security.unwrap_or_else(by_port) })
}

async fn find(session: &Session, slug: &str, given: &Arguments) -> Result<Place, Failure> {
    let request = MailboxFind { brand: slug.to_owned(), address: given.address.clone().unwrap_or_default() };
    let MailboxFound { address, servers, help, link } = trigger::mailbox_find(&session.engine, request).await?;
    let help = link.map_or(help.clone(), |link| format!("{help}\n{link}"));
    let Some(found) = servers else {
        let (command, rest) = ("autopilot brand connect", "--mailbox --imap HOST --smtp HOST");
        return Err(Failure::failed(format!("{help} Then run: {command} {slug} {rest}")));
    };
    let (imap, smtp) = (found.imap, found.smtp);
    eprint(&format!("{}: {}, {}\n", found.house, imap.host, smtp.host));
    if !found.strangers.is_empty() && !given.trust_found {
        return Err(Failure::refused(format!(
            "{}: not under the domain of {address}. If the mailbox is there, and the password may go there, run this again with --trust-found.",
            found.strangers.join(", ")
        )));
    }
    let way = given.sign_in.unwrap_or_default();
    if !found.sign_in.contains(&way) {
        let ways: Vec<String> = found.sign_in.iter().map(|way| format!("--sign-in {way}")).collect();
        return Err(Failure::refused(format!("{help}\nRun this again with {}.", ways.join(" or "))));
    }
    Ok(Place { imap, smtp, username: found.username, sent_copy: found.sent_copy, help })
}

/// The first line of a file; nothing without one.
fn secret_in(file: Option<&Path>) -> Result<Given, Failure> {
    let Some(file) = file else { return Ok(Given::default()) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::failed(format!("{} cannot be read: {error}.", file.display())))?;
    Ok(Given::from(text.lines().next().unwrap_or_default()))
}

/// Reads one line from standard input; at a terminal it is not shown. An empty line keeps the password that is there.
fn asked_for(help: &str) -> Result<Given, Failure> {
    let cannot = |error: std::io::Error| Failure::failed(format!("The password cannot be read: {error}."));
    if std::io::stdin().is_terminal() {
        eprint(&format!("{help}\nPassword (it is not shown): "));
        let line = console::Term::stderr().read_secure_line().map_err(cannot)?;
        return Ok(Given::from(line.as_str()));
    }
    let mut line = String::new();
    std::io::Read::take(std::io::stdin().lock(), LONGEST).read_line(&mut line).map_err(cannot)?;
    Ok(Given::from(line.as_str()))
}
