//! Files that are dragged over the window and dropped on it, while a screen can take them. The page learns their names, never where they are.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::api::wire::{FileDrop, Signal};
use engine::files::is_list;
use tauri::{AppHandle, DragDropEvent, Manager, State, async_runtime};

use crate::core::Core;
use crate::signals;

/// Whether the page can take a file now.
#[derive(Default)]
pub(crate) struct Wanted(AtomicBool);

/// The page says whether it can take a file.
#[tauri::command]
pub(crate) fn want_files(wanted: State<'_, Wanted>, on: bool) {
    wanted.0.store(on, Ordering::Relaxed);
}

/// Passes on what happens to files above the window.
pub(crate) fn on_drag(app: &AppHandle, event: &DragDropEvent) {
    if !app.state::<Wanted>().0.load(Ordering::Relaxed) {
        return;
    }
    match event {
        DragDropEvent::Enter { paths, .. } if paths.iter().all(|path| is_list(path)) => tell(app, FileDrop::Over),
        DragDropEvent::Leave => tell(app, FileDrop::Away),
        DragDropEvent::Drop { paths, .. } => take(app, paths),
        _ => {}
    }
}

fn take(app: &AppHandle, paths: &[PathBuf]) {
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let [path] = paths else {
        let names: Vec<String> = paths.iter().map(name).collect();
        return tell(app, FileDrop::Unfit { name: names.join(", ") });
    };
    // Where a link is dragged out of the page, some systems call its address a path.
    if !is_list(path) || !path.is_absolute() {
        return tell(app, FileDrop::Unfit { name: name(path) });
    }
    let (app, path) = (app.clone(), path.clone());
    async_runtime::spawn(async move {
        let Some(engine) = app.state::<Core>().engine().await else { return };
        match engine.choose_file(&path) {
            Ok(file) => tell(&app, FileDrop::Dropped { file }),
            Err(error) => {
                tracing::warn!(error = %error.sentence(), "a file that was dropped could not be taken");
                tell(
                    &app,
                    FileDrop::Unfit { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned() },
                );
            }
        }
    });
}

fn tell(app: &AppHandle, drop: FileDrop) {
    signals::tell(app, Signal::Files(drop));
}
