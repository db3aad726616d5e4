//! Door 1: the window. Builds the shell out of its parts and runs it; every decision belongs to the engine.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod closing;
mod core;
mod dropped;
mod environment;
mod ipc;
mod login;
mod notify;
mod power;
mod signals;
mod standing;
mod tray;
#[cfg(feature = "updater")]
mod updates;
mod window;
mod world;

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

    /// Where the data lies, but for a demonstration's.
    fn data_folder(&self) -> Option<PathBuf> {
        self.data_dir.clone().or_else(gateways::app_data).filter(|_| !self.demo)
    }

    /// Where log files go.
    fn logs(&self) -> Option<PathBuf> {
        self.data_folder().map(|folder| gateways::logs::folder(&folder))
    }
}

fn main() -> anyhow::Result<()> {
    environment::prepare()?;
    let flags = Flags::parse();
    let _log = gateways::logs::begin("info,zbus=warn", flags.logs().as_deref());

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
        .plugin(login::plugin())
        .invoke_handler(tauri::generate_handler![
            ipc::call,
            signals::signals,
            ipc::pick_file,
            ipc::save_file,
            ipc::open_link,
            ipc::open_demo,
            ipc::quit,
            login::start_at_login,
            login::starts_at_login,
            notify::opened_by,
            dropped::want_files
        ])
        .on_window_event(window::on_event)
        .setup(move |app| Ok(set_up(app, &flags)?))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::Exit => core::close(app),
        // The memory of a page that nobody looks at was freed; in the tray the program lives on.
        RunEvent::ExitRequested { code: None, api, .. } if tray::exists(app) => api.prevent_exit(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        _ => {}
    });
    Ok(())
}

fn set_up(app: &mut App, flags: &Flags) -> anyhow::Result<()> {
    app.manage(flags.clone());
    app.manage(dropped::Wanted::default());
    app.manage(signals::Told::default());
    notify::set_up(app.handle())?;
    // First, so that the data is open by the time there is a page that asks for it.
    core::open(app.handle(), flags.clone());
    core::end_when_asked(app.handle());
    if flags.is_everyday() && tray::is_shown(flags.hidden) {
        tray::create(app.handle())?;
    }
    #[cfg(feature = "updater")]
    updates::look(app.handle())?;
    // Hidden is only for a start that can be undone from the tray.
    if !(flags.hidden && tray::exists(app.handle())) {
        window::create(app.handle())?;
    }
    Ok(())
}
