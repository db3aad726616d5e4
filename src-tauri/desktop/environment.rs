//! What the process needs in its environment before GTK starts; leaves everything else of the start to `main`.

/// Turns off WebKitGTK's DMA-BUF renderer, which shows a blank window on many graphics drivers
/// (<https://github.com/tauri-apps/tauri/issues/9304>), and tells it which graphics device there is. It would load the driver into this
/// process to find out, for a renderer that is off: tens of megabytes, and no other use for them. What the user has decided stays. Called
/// before there is a second thread: the environment is no place to write to beside others.
///
/// # Errors
/// The system refuses.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> anyhow::Result<()> {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    const DEVICE: &str = "WEBKIT_WEB_RENDER_DEVICE_FILE";
    const KEEP_THE_USERS: bool = false;
    if std::env::var_os(RENDERER).is_some_and(|off| off == "0") {
        return Ok(());
    }
    glib::setenv(RENDERER, "1", KEEP_THE_USERS)?;
    Ok(glib::setenv(DEVICE, graphics_device(), KEEP_THE_USERS)?)
}

/// The device of the first graphics card; what it would be called, where there is none.
#[cfg(target_os = "linux")]
fn graphics_device() -> std::path::PathBuf {
    let devices = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten().map(|entry| entry.path());
    let renders = |path: &std::path::PathBuf| path.to_string_lossy().contains("/renderD");
    devices.filter(renders).min().unwrap_or_else(|| "/dev/dri/renderD128".into())
}

/// Other systems need nothing.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> anyhow::Result<()> {
    Ok(())
}
