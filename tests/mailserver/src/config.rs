//! The files from which a server starts: the templates beside this crate, filled in.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::folders::Folders;
use crate::keys::Keys;
use crate::server::Ports;

const MAIN: &str = include_str!("../config/main.cf");
const MASTER: &str = include_str!("../config/master.cf");
const DOVECOT: &str = include_str!("../config/dovecot.conf");
const OAUTH2: &str = include_str!("../config/oauth2.conf");
const RUN: &str = include_str!("../config/run.sh");

/// What the templates leave open.
pub(crate) struct Blanks<'a> {
    /// The server's folder.
    pub(crate) dir: &'a Path,
    /// Where Postfix asks for its tables.
    pub(crate) tables: u16,
    /// Where it listens.
    pub(crate) ports: Ports,
    /// How folders are named.
    pub(crate) folders: Folders,
    /// Whether it files a copy of what is sent by itself.
    pub(crate) keeps_sent: bool,
    /// Where a provider says whom a token lets in.
    pub(crate) provider: Option<u16>,
    /// Owner and group of the mail.
    pub(crate) owner: (&'a str, &'a str),
    /// Certificate and key.
    pub(crate) keys: &'a Keys,
}

impl Blanks<'_> {
    /// Writes everything that a server reads at its start.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        for folder in ["postfix", "users"] {
            fs::create_dir(self.dir.join(folder)).with_context(|| format!("make the folder {folder}"))?;
        }
        let files = [
            ("postfix/main.cf", self.fill(MAIN)),
            ("postfix/master.cf", self.fill(MASTER)),
            ("dovecot.conf", self.fill(DOVECOT)),
            ("oauth2.conf", self.fill(OAUTH2)),
            ("run.sh", RUN.to_owned()),
            ("ca.pem", self.keys.authority.clone()),
            ("server.pem", self.keys.chain.clone()),
            ("server.key", self.keys.key.clone()),
        ];
        for (name, text) in files {
            fs::write(self.dir.join(name), text).with_context(|| format!("write {name}"))?;
        }
        Ok(())
    }

    fn fill(&self, template: &str) -> String {
        let dir = self.dir.display().to_string();
        let copies =
            if self.keeps_sent { format!("socketmap:inet:127.0.0.1:{}:copies", self.tables) } else { String::new() };
        let port = |port: u16| port.to_string();
        let tokens =
            format!("passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {dir}/oauth2.conf\n}}");
        let where_asked = |text: String| if self.provider.is_some() { text } else { String::new() };
        let blanks = [
            ("@TOKENS_PASSDB@", where_asked(tokens)),
            ("@WITH_TOKENS@", where_asked(" xoauth2 oauthbearer".to_owned())),
            ("@PROVIDER@", port(self.provider.unwrap_or(0))),
            ("@DIR@", dir),
            ("@TABLES@", port(self.tables)),
            ("@PLAIN@", port(self.ports.plain)),
            ("@SUBMISSION@", port(self.ports.submission)),
            ("@SMTPS@", port(self.ports.smtps)),
            ("@IMAP@", port(self.ports.imap)),
            ("@IMAPS@", port(self.ports.imaps)),
            ("@USER@", self.owner.0.to_owned()),
            ("@GROUP@", self.owner.1.to_owned()),
            ("@COPIES@", copies),
            ("@FOLDERS@", self.folders.config()),
        ];
        blanks.iter().fold(template.to_owned(), |text, (blank, value)| text.replace(blank, value))
    }
}
