//! What a model may take: the prices a person gives, the limits a person sets, and the sentence that says one of them is reached.

use std::fmt;
use std::str::FromStr;

use crate::brand::Settings;

/// An amount of money in whatever currency the provider bills, in ten-thousandths: fine enough for a price of a million tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(u64);

/// Digits behind the point.
const DIGITS: usize = 4;
/// Ten-thousandths in one.
const ONE: u64 = 10_000;
/// The most that can be written, in whole units.
const MOST: u64 = 1_000_000;
/// Tokens that a price is for.
const PER: u128 = 1_000_000;

impl Amount {
    /// Nothing: where a limit is nothing, there is none.
    pub fn is_nothing(self) -> bool {
        self.0 == 0
    }

    fn of(self, tokens: u64) -> u64 {
        u64::try_from(u128::from(self.0) * u128::from(tokens) / PER).unwrap_or(u64::MAX)
    }
}

/// Why a text is not an amount.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not an amount; write 0.15 or 20")]
pub struct ParseAmountError(pub String);

impl FromStr for Amount {
    type Err = ParseAmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseAmountError(text.to_owned());
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > DIGITS {
            return Err(wrong());
        }
        let whole: u64 = whole.parse().map_err(|_| wrong())?;
        let part: u64 = format!("{part:0<DIGITS$}").parse().map_err(|_| wrong())?;
        if whole > MOST { Err(wrong()) } else { Ok(Self(whole * ONE + part)) }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / ONE, self.0 % ONE);
        if part == 0 {
            return write!(f, "{whole}");
        }
        let part = format!("{part:0>DIGITS$}");
        write!(f, "{whole}.{}", part.trim_end_matches('0'))
    }
}

/// Tokens that models took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Of questions.
    pub input: u64,
    /// Of answers.
    pub output: u64,
}

impl Tokens {
    /// What they cost at the brand's prices of today.
    pub fn cost(self, settings: &Settings) -> Amount {
        Amount(settings.price_in.of(self.input).saturating_add(settings.price_out.of(self.output)))
    }
}

/// Which of the brand's limits is reached, in a few words; `None` while a model may still be asked.
pub fn limit_reached(settings: &Settings, today: Tokens, month: Tokens) -> Option<String> {
    let daily = u64::from(settings.daily_tokens);
    if daily > 0 && today.input.saturating_add(today.output) >= daily {
        return Some(format!("{daily} tokens a day"));
    }
    let monthly = settings.monthly_cost;
    (!monthly.is_nothing() && month.cost(settings) >= monthly).then(|| format!("{monthly} a month"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(input: u64, output: u64) -> Tokens {
        Tokens { input, output }
    }

    #[test]
    fn amounts_are_read_and_written_alike() {
        for text in ["0", "0.15", "20", "2.5", "0.0001", "1000000"] {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), text);
        }
        assert_eq!("3.50".parse::<Amount>().unwrap().to_string(), "3.5");
        for text in ["", "-1", "1,5", "0.00001", "1000001", ".5", "5.", "1e3", "$2", "99999999999999999999"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_limit_of_nothing_is_no_limit() {
        let much = tokens(u64::MAX, u64::MAX);
        assert_eq!(limit_reached(&Settings::default(), much, much), None);
    }

    #[test]
    fn limits_are_reached_by_tokens_of_the_day_or_cost_of_the_month() {
        let mut settings = Settings::default();
        settings.set("ai.daily_tokens", "1000").unwrap();
        assert_eq!(limit_reached(&settings, tokens(600, 399), tokens(0, 0)), None);
        assert_eq!(limit_reached(&settings, tokens(600, 400), tokens(0, 0)).unwrap(), "1000 tokens a day");

        let mut settings = Settings::default();
        for (key, value) in [("ai.price_in", "2.5"), ("ai.price_out", "10"), ("ai.monthly_cost", "20")] {
            settings.set(key, value).unwrap();
        }
        // 4 million in are 10, one million out is 10.
        assert_eq!(tokens(4_000_000, 1_000_000).cost(&settings).to_string(), "20");
        assert_eq!(limit_reached(&settings, tokens(0, 0), tokens(4_000_000, 999_999)), None);
        assert_eq!(limit_reached(&settings, tokens(0, 0), tokens(4_000_000, 1_000_000)).unwrap(), "20 a month");
    }
}
