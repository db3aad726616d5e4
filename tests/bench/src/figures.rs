//! Running a command as a whole process: how long it took and how much memory it held at its peak.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    /// From start to end.
    pub(crate) wall: Duration,
    /// Peak resident memory in kilobytes, as Linux keeps it; 0 elsewhere.
    pub(crate) peak_kb: u64,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<Figure> {
    let begin = Instant::now();
    let mut child = command.spawn()?;
    let mut peak_kb = 0;
    let status = loop {
        peak_kb = peak(&child).max(peak_kb);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    anyhow::ensure!(status.success(), "{command:?} failed");
    Ok(Figure { wall: begin.elapsed(), peak_kb })
}

/// The high-water mark of a running process.
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The middle of the times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Median, 95 of 100, and the longest of the times, as text.
pub(crate) fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |hundredth: usize| {
        let time = times.get((times.len() * hundredth / 100).min(times.len().saturating_sub(1)));
        time.copied().unwrap_or_default().as_secs_f64() * 1_000.0
    };
    format!("median {:.1} ms, p95 {:.1} ms, longest {:.1} ms", at(50), at(95), at(100))
}
