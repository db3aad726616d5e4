//! One signed-in IMAP connection. Every question has its time; one that took too long ends the connection with it.

use std::fmt;
use std::time::Duration;

use async_imap::error::Result as ImapResult;
use async_imap::extensions::idle::IdleResponse;
use async_imap::types::{Fetch, Mailbox as Folder, Name};
use async_imap::{Client, Session as Imap};
use domain::Timestamp;
use domain::mail_servers::{Security, Server};
use futures::TryStreamExt as _;
use secrecy::ExposeSecret as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::SmtpImapSettings;
use super::sign_in::{Key, Keys};
use super::troubles::{of_imap, of_login, silent, unreachable};
use super::trust::Trust;
use crate::mail::{Trouble, TroubleCode};

/// A stream to a server, encrypted or on this machine.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + fmt::Debug + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + fmt::Debug + Send> Wire for T {}

/// Longer than any answer takes that is not stuck.
const SLOW: u32 = 4;

/// A connection that is signed in.
pub(super) struct Session {
    imap: Imap<Box<dyn Wire>>,
    patience: Duration,
    /// The folder that is open, with its UIDVALIDITY.
    chosen: Option<(String, u32)>,
}

/// Connects and signs in.
pub(super) async fn open(
    settings: &SmtpImapSettings,
    keys: &Keys,
    trust: &Trust,
    patience: Duration,
) -> Result<Session, Trouble> {
    match open_once(settings, keys, trust, patience).await {
        Err(trouble) if keys.may_have_another(&trouble) => open_once(settings, keys, trust, patience).await,
        opened => opened,
    }
}

async fn open_once(
    settings: &SmtpImapSettings,
    keys: &Keys,
    trust: &Trust,
    patience: Duration,
) -> Result<Session, Trouble> {
    let key = keys.for_reading().await?;
    let opening = async {
        let client = connect(&settings.imap, trust).await?;
        sign_in(client, settings.login(), &key).await
    };
    let imap = match timeout(patience, opening).await {
        Ok(Ok(imap)) => imap,
        Ok(Err(trouble)) => {
            keys.refused(&key, &trouble).await;
            return Err(trouble);
        }
        Err(_) => return Err(silent()),
    };
    Ok(Session { imap, patience, chosen: None })
}

async fn connect(server: &Server, trust: &Trust) -> Result<Client<Box<dyn Wire>>, Trouble> {
    let lost = |error: std::io::Error| unreachable(&error.to_string());
    let stream = TcpStream::connect((server.host.as_str(), server.port)).await.map_err(lost)?;
    let _ = stream.set_nodelay(true);
    match server.security {
        Security::Plain => greeted(Client::new(Box::new(stream) as Box<dyn Wire>)).await,
        Security::Tls => {
            let safe = trust.secure(&server.host, stream).await?;
            greeted(Client::new(Box::new(safe) as Box<dyn Wire>)).await
        }
        Security::StartTls => {
            let mut client = greeted(Client::new(stream)).await?;
            client.run_command_and_check_ok("STARTTLS", None).await.map_err(|error| of_imap(&error))?;
            // Whatever came in the open after that line is dropped with the old client: it may be somebody else's.
            let safe = trust.secure(&server.host, client.into_inner()).await?;
            Ok(Client::new(Box::new(safe) as Box<dyn Wire>))
        }
    }
}

async fn greeted<T: AsyncRead + AsyncWrite + Unpin + fmt::Debug + Send>(
    mut client: Client<T>,
) -> Result<Client<T>, Trouble> {
    match client.read_response().await {
        Ok(Some(_)) => Ok(client),
        Ok(None) => Err(unreachable("the server closed the connection without a greeting")),
        Err(error) => Err(unreachable(&error.to_string())),
    }
}

async fn sign_in(client: Client<Box<dyn Wire>>, name: &str, key: &Key) -> Result<Imap<Box<dyn Wire>>, Trouble> {
    let signed = match key {
        Key::Password(password) if name.is_ascii() && key.is_ascii() => {
            client.login(name, password.expose_secret()).await
        }
        Key::Password(_) => client.authenticate("PLAIN", &mut key.answers(name)).await,
        Key::Permission(_) => client.authenticate("XOAUTH2", &mut key.answers(name)).await,
    };
    signed.map_err(|(error, _)| of_login(&error, key.is_permission()))
}

impl Session {
    /// Every folder's name, with its marks.
    pub(super) async fn folders(&mut self) -> Result<Vec<Name>, Trouble> {
        let listing = async { self.imap.list(Some(""), Some("*")).await?.try_collect().await };
        timed(self.patience, listing).await
    }

    /// Opens a folder without changing anything in it; says how it stands, and its UIDVALIDITY.
    pub(super) async fn open(&mut self, name: &str) -> Result<(Folder, u32), Trouble> {
        self.chosen = None;
        let folder = timed(self.patience, self.imap.examine(name)).await?;
        let validity = folder.uid_validity.ok_or_else(|| Trouble::new(TroubleCode::UnexpectedAnswer))?;
        self.chosen = Some((name.to_owned(), validity));
        Ok((folder, validity))
    }

    /// The UIDVALIDITY of a folder, which is open afterwards. One that is open already is not opened anew.
    pub(super) async fn count_of(&mut self, name: &str) -> Result<u32, Trouble> {
        match &self.chosen {
            Some((open, validity)) if open == name => Ok(*validity),
            _ => self.open(name).await.map(|(_, validity)| validity),
        }
    }

    /// The UIDs in the open folder that a search finds, in order.
    pub(super) async fn search(&mut self, wanted: &str) -> Result<Vec<u32>, Trouble> {
        let mut uids: Vec<u32> = timed(self.patience, self.imap.uid_search(wanted)).await?.into_iter().collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// What the server has of these mails of the open folder.
    pub(super) async fn fetch(&mut self, uids: &[u32], what: &str) -> Result<Vec<Fetch>, Trouble> {
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let fetching = async { self.imap.uid_fetch(&set, what).await?.try_collect().await };
        timed(self.patience, fetching).await
    }

    /// Makes a folder.
    pub(super) async fn create(&mut self, name: &str) -> Result<(), Trouble> {
        timed(self.patience, self.imap.create(name)).await
    }

    /// Files a mail that was read.
    pub(super) async fn append(&mut self, name: &str, at: Timestamp, mail: &[u8]) -> Result<(), Trouble> {
        let date = at.utc().format("\"%d-%b-%Y %H:%M:%S +0000\"").to_string();
        timed(self.patience, self.imap.append(name, Some("(\\Seen)"), Some(&date), mail)).await
    }

    /// Whether the server still answers.
    pub(super) async fn is_alive(&mut self) -> bool {
        matches!(timeout(self.patience, self.imap.noop()).await, Ok(Ok(())))
    }

    /// Waits until the folder has news (RFC 2177), or until `most` has passed.
    pub(super) async fn listen(mut self, folder: &str, most: Duration) -> Result<(), Trouble> {
        if !timed(self.patience, self.imap.capabilities()).await?.has_str("IDLE") {
            tokio::time::sleep(most).await;
            return Ok(());
        }
        self.open(folder).await?;
        let mut idle = self.imap.idle();
        timed(self.patience, idle.init()).await?;
        let (news, _stop) = idle.wait_with_timeout(most);
        match news.await {
            Ok(IdleResponse::NewData(_) | IdleResponse::Timeout) => Ok(()),
            Ok(IdleResponse::ManualInterrupt) => {
                Err(Trouble::new(TroubleCode::ServerTrouble).with_detail("the connection closed"))
            }
            Err(error) => Err(of_imap(&error)),
        }
    }
}

/// Waits for an answer as long as one may take.
async fn timed<T>(patience: Duration, answer: impl Future<Output = ImapResult<T>>) -> Result<T, Trouble> {
    match timeout(patience * SLOW, answer).await {
        Ok(answer) => answer.map_err(|error| of_imap(&error)),
        Err(_) => Err(silent()),
    }
}
