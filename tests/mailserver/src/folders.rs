//! How a server names its folders, and whether it says what they are for.

/// The dress of a server's folders. Each has Sent, Spam, Drafts and Trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folders {
    /// English names, each marked with its use (RFC 6154).
    #[default]
    Marked,
    /// German names with letters outside ASCII, each marked with its use.
    Localised,
    /// English names without a mark.
    Unmarked,
}

impl Folders {
    /// The name of the Sent folder as it travels over IMAP.
    pub fn sent(self) -> &'static str {
        match self {
            Self::Marked | Self::Unmarked => "Sent",
            Self::Localised => "Gesendete Elemente",
        }
    }

    /// The name of the spam folder as it travels over IMAP: modified UTF-7.
    pub fn spam(self) -> &'static str {
        match self {
            Self::Marked | Self::Unmarked => "Junk",
            Self::Localised => "Unerw&APw-nscht",
        }
    }

    /// The lines of Dovecot's configuration.
    pub(crate) fn config(self) -> String {
        let names = match self {
            Self::Marked | Self::Unmarked => ["Sent", "Junk", "Drafts", "Trash"],
            Self::Localised => ["Gesendete Elemente", "Unerwünscht", "Entwürfe", "Papierkorb"],
        };
        let uses = ["\\Sent", "\\Junk", "\\Drafts", "\\Trash"];
        let folder = |(name, purpose): (&str, &str)| {
            let mark = if self == Self::Unmarked { String::new() } else { format!("    special_use = {purpose}\n") };
            format!("  mailbox \"{name}\" {{\n    auto = subscribe\n{mark}  }}\n")
        };
        names.into_iter().zip(uses).map(folder).collect()
    }
}
