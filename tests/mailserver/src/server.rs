//! One running server: started, filled with mailboxes and mail, taken down for a while, ended.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::config::Blanks;
use crate::folders::Folders;
use crate::imap::Imap;
use crate::tables::Tables;
use crate::{keys, machine, outside};

/// How long a start, an end or a queue may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a server is set up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// How folders are named and marked.
    pub folders: Folders,
    /// Whether the server files a copy of each sent mail into Sent by itself, as Gmail does. Not with localised folders.
    pub keeps_sent: bool,
    /// The port of 127.0.0.1 at which a provider of permissions is asked whom a token lets in (`POST /introspect`). Without one only passwords do.
    pub provider: Option<u16>,
}

/// Where a server listens on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// SMTP without TLS: for mail from outside, and with a login for sending over loopback.
    pub plain: u16,
    /// SMTP submission with STARTTLS.
    pub submission: u16,
    /// SMTP submission with TLS from the first byte.
    pub smtps: u16,
    /// IMAP, with STARTTLS or without TLS.
    pub imap: u16,
    /// IMAP with TLS from the first byte.
    pub imaps: u16,
}

/// A Postfix and a Dovecot. Dropping it stops both and removes their folder.
pub struct MailServer {
    /// Where it listens.
    pub ports: Ports,
    /// The certificate (DER) of the authority that a client has to trust; `ca.pem` in the folder is the same.
    pub authority: Vec<u8>,
    /// How its folders are named.
    pub folders: Folders,
    keeps_sent: bool,
    dir: PathBuf,
    tables: Tables,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The script that runs both; it lives as long as its standard input.
    script: Option<Child>,
    /// Passwords by address.
    passwords: BTreeMap<String, String>,
}

impl MailServer {
    /// Starts a server without mailboxes; takes about a second. Errors if this machine can't ([`crate::unable`] says why), or a
    /// server does not come up; the message then has the end of its log.
    pub fn start(options: Options) -> anyhow::Result<Self> {
        if let Some(reason) = machine::unable() {
            bail!(reason);
        }
        // Short, because the path of a socket may have a hundred letters.
        let dir = tempfile::Builder::new().prefix("post-").tempdir().context("make a folder")?.keep();
        let keys = keys::fresh()?;
        let ports = Ports::free()?;
        let (user, group) = machine::owner();
        let Options { folders, keeps_sent, provider } = options;
        let tables = Tables::open()?;
        let tables_at = tables.port();
        let owner = (user.as_str(), group.as_str());
        Blanks { dir: &dir, tables: tables_at, ports, folders, keeps_sent, provider, owner, keys: &keys }.write()?;
        let server = Self { ports, authority: keys.der, folders, keeps_sent, dir, tables, state: Mutex::default() };
        server.resume()?;
        Ok(server)
    }

    /// The folder of the server: `ca.pem`, logs, configuration, `mail`.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A new mailbox, empty, that may send as its address.
    pub fn add_user(&self, address: &str, password: &str) -> anyhow::Result<()> {
        let (local, domain) = address.rsplit_once('@').context("an address has a domain")?;
        let line = format!("{address}:{password}\n");
        fs::write(self.dir.join("users").join(address), line).context("write down the mailbox")?;
        self.state().passwords.insert(address.to_owned(), password.to_owned());
        self.tables.set("domains", domain, "local");
        self.tables.set("boxes", address, "local");
        self.tables.set("senders", address, address);
        if self.keeps_sent {
            self.tables.set("copies", address, &format!("{local}+{}@{domain}", self.folders.sent()));
        }
        Ok(())
    }

    /// Another address of a mailbox: mail to it lands there, and the mailbox may send as it.
    pub fn add_alias(&self, alias: &str, address: &str) {
        self.tables.set("aliases", alias, address);
        self.tables.set("senders", alias, address);
    }

    /// Sends what people of a domain write to the world outside on to an SMTP server on 127.0.0.1. Without one it goes nowhere.
    pub fn next_hop(&self, domain: &str, port: u16) {
        self.tables.set("beyond", &format!("@{domain}"), &format!("smtp:[127.0.0.1]:{port}"));
    }

    /// Logs into a mailbox.
    pub fn imap(&self, address: &str) -> anyhow::Result<Imap> {
        let password =
            self.state().passwords.get(address).cloned().with_context(|| format!("{address} is no mailbox"))?;
        Imap::login(self.ports.imap, address, &password)
    }

    /// Puts a mail into a folder as if it had been received at `at`, epoch ms. Dovecot believes no date more than two hours ahead
    /// and takes the present instead.
    pub fn deliver(&self, address: &str, folder: &str, raw: &[u8], at: i64) -> anyhow::Result<()> {
        self.imap(address)?.append(folder, at, raw)
    }

    /// Brings a mail from outside over SMTP, as another server would; it lands a moment later ([`Self::settled`]).
    pub fn bring(&self, from: &str, to: &str, raw: &[u8]) -> anyhow::Result<()> {
        outside::bring(self.ports.plain, from, to, raw)
    }

    /// Sends a mail as somebody who has a mailbox here, with a login.
    pub fn submit(&self, address: &str, to: &str, raw: &[u8]) -> anyhow::Result<()> {
        outside::submit(self.ports.plain, (address, &self.password(address)?), to, raw)
    }

    /// What lies in the Sent folder of a mailbox.
    pub fn sent(&self, address: &str) -> anyhow::Result<Vec<crate::Stored>> {
        self.imap(address)?.all(self.folders.sent())
    }

    /// Where Dovecot keeps the mails of a mailbox.
    pub fn maildir(&self, address: &str) -> PathBuf {
        self.dir.join("mail").join(address).join("Maildir")
    }

    /// Lets Dovecot have what was put into a mailbox's folder from outside.
    pub fn own(&self, address: &str) -> anyhow::Result<()> {
        let (user, group) = machine::owner();
        let place = self.dir.join("mail").join(address);
        let status = machine::as_root("chown").arg("-R").arg(format!("{user}:{group}")).arg(place).status();
        anyhow::ensure!(status.context("give the mails to Dovecot")?.success(), "the mails cannot be given to Dovecot");
        Ok(())
    }

    /// Makes a folder anew, as after a restore: another UIDVALIDITY, and the mails are numbered the other way round.
    pub fn rebuild(&self, address: &str, folder: &str) -> anyhow::Result<()> {
        let mut imap = self.imap(address)?;
        let mails = imap.all(folder)?;
        imap.command(&format!("SELECT \"{folder}\""))?;
        imap.command("STORE 1:* +FLAGS.SILENT \\Deleted")?;
        imap.command("CLOSE")?;
        imap.command("LOGOUT")?;
        let maildir = self.maildir(address);
        let place = if folder == "INBOX" { maildir } else { maildir.join(format!(".{}", folder.replace('/', "."))) };
        let lists = ["dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"];
        let removed = machine::as_root("rm").arg("-f").args(lists.map(|list| place.join(list))).status();
        removed.context("remove the folder's numbers")?;
        let mut imap = self.imap(address)?;
        for mail in mails.iter().rev() {
            imap.append_dated(folder, &mail.internal_date, &mail.raw)?;
        }
        Ok(())
    }

    /// Gives a folder another name; names as they travel over IMAP.
    pub fn rename_folder(&self, address: &str, from: &str, to: &str) -> anyhow::Result<()> {
        self.imap(address)?.command(&format!("RENAME \"{from}\" \"{to}\"")).map(drop)
    }

    /// Waits until Postfix has nothing left to carry. Errors if a mail cannot be carried; the message has the end of Postfix's log.
    pub async fn settled(&self) -> anyhow::Result<()> {
        let begin = Instant::now();
        let mut empty = 0;
        // A mail that wanders from one folder of the queue to another while we look may be seen in neither; not twice.
        while empty < 2 {
            empty = if self.waiting()? == 0 { empty + 1 } else { 0 };
            if begin.elapsed() > PATIENCE {
                bail!("Postfix cannot get rid of its mail:\n{}", self.log());
            }
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        Ok(())
    }

    /// How many mails are in Postfix's queue.
    pub fn waiting(&self) -> anyhow::Result<usize> {
        let folders = ["maildrop", "incoming", "active", "deferred"].map(|name| self.dir.join("queue").join(name));
        if machine::is_root() {
            return Ok(folders.iter().map(|folder| count(folder)).sum());
        }
        let output =
            machine::as_root("find").args(folders).args(["-type", "f"]).output().context("look at the queue")?;
        Ok(output.stdout.iter().filter(|byte| **byte == b'\n').count())
    }

    /// The end of both logs.
    pub fn log(&self) -> String {
        let files = ["master.out", "dovecot.out", "postfix.log", "dovecot.log"];
        files.iter().map(|name| format!("{name}: {}\n", self.end_of(name))).collect()
    }

    /// Takes both servers down; their mail and ports stay theirs.
    pub fn pause(&self) -> anyhow::Result<()> {
        end(&mut self.state(), b"keep\n")
    }

    /// Brings them up again after [`Self::pause`].
    pub fn resume(&self) -> anyhow::Result<()> {
        let (user, group) = machine::owner();
        let mut script = machine::as_root("setsid");
        script.arg("sh").arg(self.dir.join("run.sh")).arg(&self.dir).args([user, group]);
        let script = script.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.state().script = Some(script.context("start the servers")?);
        let begin = Instant::now();
        while !self.ports.answer() {
            if begin.elapsed() > PATIENCE {
                bail!("the servers do not come up:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn end_of(&self, name: &str) -> String {
        let output = machine::as_root("tail").arg("-n20").arg(self.dir.join(name)).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
    }

    fn password(&self, address: &str) -> anyhow::Result<String> {
        self.state().passwords.get(address).cloned().with_context(|| format!("{address} is no mailbox"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // Nobody is left who could be told.
        let _ = end(&mut self.state(), b"");
    }
}

/// Tells the script to end, with a last word, and waits for it.
fn end(state: &mut State, word: &[u8]) -> anyhow::Result<()> {
    let Some(mut script) = state.script.take() else { return Ok(()) };
    if let Some(mut lifeline) = script.stdin.take() {
        // A script that is dead does not hear it, which is as well.
        let _ = lifeline.write_all(word);
    }
    script.wait().context("wait for the servers' end").map(drop)
}

impl Ports {
    /// Ports that were free a moment ago.
    fn free() -> anyhow::Result<Self> {
        let take = || TcpListener::bind(("127.0.0.1", 0)).context("find a free port");
        // Held together, so that they differ.
        let held = [take()?, take()?, take()?, take()?, take()?];
        let mut ports = [0; 5];
        for (port, listener) in ports.iter_mut().zip(&held) {
            *port = listener.local_addr()?.port();
        }
        let [plain, submission, smtps, imap, imaps] = ports;
        Ok(Self { plain, submission, smtps, imap, imaps })
    }

    /// Whether both servers greet.
    fn answer(self) -> bool {
        greeting(self.plain).starts_with("220 mail.test") && greeting(self.imap).starts_with("* OK")
    }
}

fn greeting(port: u16) -> String {
    let mut line = String::new();
    if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
        // An error leaves the line empty, which says enough.
        let _ = BufReader::new(stream).read_line(&mut line);
    }
    line
}

/// The files in a folder and those below it.
fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
}
