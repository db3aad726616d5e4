//! What a site's `robots.txt` asks of whom (RFC 9309).

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

/// The name by which a `robots.txt` may speak to us.
const US: &str = "CRMAutopilot";
/// The search engine whose rules decide whether a page is listed.
const SEARCH_ENGINE: &str = "Googlebot";
/// The longest pause between two visits that is waited for.
const LONGEST_DELAY: f32 = 10.0;

/// A `robots.txt`, read for us and for search engines.
#[derive(Debug, Default)]
pub struct Robots {
    us: Option<Robot>,
    search_engine: Option<Robot>,
}

impl Robots {
    /// Reads one. What cannot be read forbids nothing.
    pub fn read(text: &[u8]) -> Self {
        Self { us: Robot::new(US, text).ok(), search_engine: Robot::new(SEARCH_ENGINE, text).ok() }
    }

    /// Whether we may read this address.
    pub fn lets_us_in(&self, address: &Url) -> bool {
        self.us.as_ref().is_none_or(|robot| robot.allowed(address.as_str()))
    }

    /// Whether search engines may read this address.
    pub fn lets_search_engines_in(&self, address: &Url) -> bool {
        self.search_engine.as_ref().is_none_or(|robot| robot.allowed(address.as_str()))
    }

    /// The pause between two visits that we are asked for, ten seconds at most.
    pub fn delay(&self) -> Option<Duration> {
        let seconds = self.us.as_ref()?.delay.filter(|seconds| seconds.is_finite() && *seconds > 0.0)?;
        Some(Duration::from_secs_f32(seconds.min(LONGEST_DELAY)))
    }
}
