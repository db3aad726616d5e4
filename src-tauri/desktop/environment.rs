//! What the process needs in its environment before GTK starts; leaves everything else of the start to `main`.

/// Turns off WebKitGTK's DMA-BUF renderer, which shows a blank window on many graphics drivers
/// (<https://github.com/tauri-apps/tauri/issues/9304>), unless the user has decided otherwise. Called before there is a second thread: the
/// environment is no place to write to beside others.
///
/// # Errors
/// The system refuses.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> anyhow::Result<()> {
    const KEEP_THE_USERS: bool = false;
    Ok(glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", KEEP_THE_USERS)?)
}

/// Other systems need nothing.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> anyhow::Result<()> {
    Ok(())
}
