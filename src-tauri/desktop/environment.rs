//! What the process needs from its environment before GTK starts; leaves everything else of the start to `main`.

/// Turns off WebKitGTK's DMA-BUF renderer, which shows a blank window on many graphics drivers
/// (<https://github.com/tauri-apps/tauri/issues/9304>), unless the user has decided otherwise.
///
/// The process starts itself anew with the variable set, because changing the environment of a running process is not safe.
/// Process id and streams stay the same.
///
/// # Errors
/// The program could not be started anew.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt;

    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(RENDERER).is_some() {
        return Ok(());
    }
    let itself = std::env::current_exe()?;
    Err(std::process::Command::new(itself).args(std::env::args_os().skip(1)).env(RENDERER, "1").exec().into())
}

/// Other systems need nothing.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> anyhow::Result<()> {
    Ok(())
}
