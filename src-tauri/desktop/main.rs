//! Door 1: the window. Builds the shell out of its parts and runs it; every decision belongs to the engine.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod core;
mod dropped;
mod environment;
mod ipc;
mod notify;
mod tray;
#[cfg(feature = "updater")]
mod updates;
mod window;
mod world;

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Parser;
use tauri::{App, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

/// CRM Autopilot: the window.
#[derive(Clone, Debug, Parser)]
#[command(name = "crm-autopilot", version)]
struct Flags {
    /// Show a made-up month against a sandbox on this machine: nothing real is read, written or sent.
    #[arg(long)]
    demo: bool,
    /// The seed of the demo's people and their moods.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "demo")]
    seed: u64,
    /// Where the data lives, instead of the platform's folder for app data.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Start in the tray, with no window on screen.
    #[arg(long)]
    hidden: bool,
}

impl Flags {
    /// Whether this is the user's own copy: only that one insists on being alone, lives in the tray and keeps the window's place.
    fn is_everyday(&self) -> bool {
        !self.demo && self.data_dir.is_none()
    }
}

fn main() -> anyhow::Result<()> {
    environment::prepare()?;
    let flags = Flags::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,zbus=warn".into()),
        )
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();

    let everyday = flags.is_everyday();
    let mut builder = tauri::Builder::default();
    if everyday {
        // First of all plugins: a second start must end before it has touched anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::show(app)));
        // Without VISIBLE, or a window that was hidden at the last quit would stay hidden at the next start.
        let remembered = StateFlags::all() & !StateFlags::VISIBLE;
        builder = builder.plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build());
    }
    let app = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![
            ipc::call,
            ipc::pick_file,
            ipc::save_file,
            ipc::open_link,
            ipc::open_demo,
            ipc::quit,
            dropped::want_files
        ])
        .on_window_event(window::on_event)
        .setup(move |app| Ok(set_up(app, &flags)?))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::Exit => core::close(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        _ => {}
    });
    Ok(())
}

fn set_up(app: &mut App, flags: &Flags) -> anyhow::Result<()> {
    app.manage(flags.clone());
    app.manage(dropped::Wanted::default());
    notify::set_up(app.handle())?;
    if flags.is_everyday() && tray::has_host() {
        tray::create(app.handle())?;
    }
    // First, so that the data is open by the time there is a page that asks for it.
    core::open(app.handle(), flags.clone());
    core::end_when_asked(app.handle());
    #[cfg(feature = "updater")]
    updates::look(app.handle())?;
    // Hidden is only for a start that can be undone from the tray.
    window::create(app.handle(), flags.hidden && tray::exists(app.handle()))?;
    Ok(())
}
