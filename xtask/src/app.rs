//! `app`: the window on the development server. The page reloads by itself; a change in Rust needs a new start.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{packages, run, ui};

const PORT: u16 = 5173;

/// What to pass on to the window.
#[derive(Args)]
pub(crate) struct App {
    /// Flags of the window, such as `--demo` or `--data-dir DIR`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    flags: Vec<String>,
}

impl App {
    /// Starts the server and the window, and ends the server with the window.
    pub(crate) fn run(self) -> Result<()> {
        packages::ensure(packages::WINDOW)?;
        ui::install()?;
        let port = PORT.to_string();
        // Vite itself, not npm: ending npm would leave its child behind.
        let mut server = run::command(
            "node",
            ["node_modules/vite/bin/vite.js", "--strictPort", "--host", "127.0.0.1", "--port", &port],
        )
        .current_dir("ui")
        .spawn()?;
        let shown = wait_for(&mut server).and_then(|()| self.window());
        let _ = server.kill();
        let _ = server.wait();
        shown
    }

    fn window(&self) -> Result<()> {
        // Merged over tauri.conf.json at build time. Without the policy: the server's own scripts and sockets would break it.
        let server = serde_json::json!({
            "build": { "devUrl": format!("http://127.0.0.1:{PORT}") },
            "app": { "security": { "csp": null } },
        });
        let mut window = run::cargo(["run", "--features", "desktop", "--bin", "crm-autopilot", "--"]);
        run::run(window.args(&self.flags).env("TAURI_CONFIG", server.to_string()))
    }
}

/// Waits until the server answers.
fn wait_for(server: &mut Child) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if let Some(status) = server.try_wait()? {
            bail!("the development server ended at once ({status})");
        }
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    bail!("the development server did not answer on {address} within 30 s");
}
