//! Enums that are stored and spoken as one word each.

/// Gives a plain enum its stored words: `as_str`, `Display`, and a strict `FromStr`. Unknown stored text is an error, never a default.
#[macro_export]
macro_rules! text_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err($crate::UnknownWord { word: text.to_owned(), known: Self::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", ") }),
                }
            }
        }
    };
}

/// A word outside a closed list.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("“{word}” is none of: {known}")]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// What would have been understood.
    pub known: String,
}
