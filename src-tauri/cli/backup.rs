//! `backup`, `restore` and `backups`: copies of the database, and the way back.

use std::path::PathBuf;

use clap::Args;
use domain::Timestamp;
use engine::Engine;
use engine::api::query;
use engine::api::wire::{Done, Nothing};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::Output;
use crate::session::{self, Globals};
use crate::table::Table;

#[derive(Debug, Args)]
#[command(
    after_help = "The copy is opened and checked before it gets its name. Secrets are not in it; they stay in the keychain.\n\nExample:\n  autopilot backup /mnt/stick/crm.sqlite"
)]
pub(crate) struct BackupArguments {
    /// Where the copy goes; the file must not exist
    file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Refused (exit 3) while another process has the autopilot. The present file is kept aside; whom it suppresses or has erased stays so. The restored one starts paused: mails that were sent after the backup are unknown to it, so its queued mails wait for your approval again.\n\nExample:\n  autopilot restore ~/crm/backups/crm-autopilot-20261123-033000.sqlite"
)]
pub(crate) struct RestoreArguments {
    /// The copy to put back
    file: PathBuf,
}

pub(crate) async fn backup(engine: &Engine, arguments: &BackupArguments, output: &mut Output) -> Result<(), Failure> {
    engine::backup::copy(engine, &arguments.file).await?;
    draw_done(output, &Done { done: format!("Copied and checked: {}", arguments.file.display()) })
}

pub(crate) async fn backups(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    let rows = query::backups(engine, Nothing {}).await?;
    output.answer(&rows, |output, rows| {
        let mut table = Table::new(["made", "size", "file"]);
        for row in rows {
            table.row([output.time(row.made_at), format!("{} kB", row.bytes / 1_000), row.file.clone()]);
        }
        output.table(&table, "There is no backup yet; `autopilot run backup_database` makes one.");
    })
}

pub(crate) async fn restore(
    globals: &Globals,
    arguments: &RestoreArguments,
    now: Timestamp,
    output: &mut Output,
) -> Result<(), Failure> {
    let data_dir = session::folder(globals)?;
    let restored = engine::backup::restore(&data_dir, &arguments.file, now).await?;
    let kept = restored.aside.map_or_else(String::new, |path| format!(" The former file is {}.", path.display()));
    let suppressed = match (restored.suppressions, restored.unread) {
        (_, Some(why)) => format!(
            " The former file could not be asked who must not be mailed, so look at “autopilot contacts suppressed” before you resume. {why}"
        ),
        (0, None) => String::new(),
        (n, None) => format!(" Suppressions taken over from it: {n}."),
    };
    let done = format!(
        "Restored.{kept}{suppressed} The autopilot starts paused; see `autopilot status`, then `autopilot resume`."
    );
    draw_done(output, &Done { done })
}
