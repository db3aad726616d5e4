//! `autopilot-relay`: the relay as a program. It is told what it needs by environment variables; relay/README.md lists them.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use domain::Timestamp;
use relay::Config;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let config = Config::from_environment(|name| std::env::var(name).ok())?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("{} cannot be listened on; choose another RELAY_LISTEN", config.listen))?;
    writeln!(std::io::stdout(), "The relay listens on http://{}{}", listener.local_addr()?, config.base_path)?;
    relay::serve(listener, &config, Arc::new(now), end()).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "the relay is a world of its own; this is the one place where it reads the clock"
)]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Waits until somebody wants it to end.
async fn end() {
    #[cfg(unix)]
    let asked = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut asked) => asked.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let asked = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = asked => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
