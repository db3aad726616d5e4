//! The AppImage: the .deb's files, and beside them the webview with every library it needs that a desktop need not have.
//!
//! Tauri's own bundler fetches five programs from release pages for this, none of which names its content. This takes the same steps with
//! Debian's tools; the one program that is not Debian's, the start of the file, comes out of a crate and is compared with its hash.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{dist, run, signing};

const WORK: &str = "target/appimage";
/// The crate that carries the AppImage project's runtime.
const CRATE: &str = "appimage";
const VERSION: &str = "0.4.0";
const RUNTIME: &str = "assets/runtime-x86_64";
const SHA256: &str = "328e0d745c5c6817048c27bc3e8314871703f8f47ffa81a37cb06cd95a94b323";
/// Names a file with another runtime, such as the newer one that needs no libfuse2.
const OTHER_RUNTIME: &str = "APPIMAGE_RUNTIME";

/// What comes from the machine the AppImage runs on: the C and C++ runtimes, what belongs to its graphics driver and its display, and fonts.
/// The list is the AppImage project's, and Wayland's, whose two halves must agree with the driver.
const HOST: &[&str] = &[
    "ld-linux",
    "libc.so",
    "libm.so",
    "libdl.so",
    "libpthread.so",
    "librt.so",
    "libresolv.so",
    "libutil.so",
    "libnsl.so",
    "libanl.so",
    "libstdc++.so",
    "libgcc_s.so",
    "libGL.so",
    "libEGL.so",
    "libGLdispatch.so",
    "libGLX.so",
    "libOpenGL.so",
    "libGLESv2.so",
    "libdrm.so",
    "libglapi.so",
    "libgbm.so",
    "libX11.so",
    "libX11-xcb.so",
    "libxcb.so",
    "libxcb-dri",
    "libasound.so",
    "libfontconfig.so",
    "libfreetype.so",
    "libharfbuzz.so",
    "libfribidi.so",
    "libcom_err.so",
    "libexpat.so",
    "libgpg-error.so",
    "libICE.so",
    "libSM.so",
    "libuuid.so",
    "libz.so",
    "libgmp.so",
    "libp11-kit.so",
    "libwayland-",
];

/// What the programs open by name while they run, and no linker knows of: the tray, and the drawings in GTK's dialogs.
const OPENED: &[&str] = &["libayatana-appindicator3.so.1", "gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader-svg.so"];

/// The webview's own programs, which it starts by their full path.
const HELPERS: &[&str] = &["WebKitNetworkProcess", "WebKitWebProcess", "WebKitGPUProcess"];
const BUNDLE: &str = "injected-bundle/libwebkit2gtkinjectedbundle.so";

/// Why this machine can't make one, if it can't.
pub(crate) fn obstacle() -> Option<String> {
    if !cfg!(target_arch = "x86_64") && std::env::var_os(OTHER_RUNTIME).is_none() {
        return Some(format!("the crate `{CRATE}` has a runtime for x86_64 only; name another one in {OTHER_RUNTIME}"));
    }
    let absent = ["mksquashfs", "patchelf", "dpkg-deb"]
        .into_iter()
        .find(|tool| Command::new(tool).arg("--version").output().is_err());
    absent.map(|tool| {
        format!("there is no {tool} on this machine (Debian's packages are squashfs-tools, patchelf and dpkg)")
    })
}

/// Makes the AppImage of a .deb into the folder of packages.
///
/// # Errors
/// A library, a tool or the runtime is missing.
pub(crate) fn make(deb: &Path) -> Result<()> {
    let folder = Path::new(WORK).join("AppDir");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    run::run(run::command("dpkg-deb", ["--extract"]).arg(deb).arg(&folder))?;
    front(&folder)?;
    mark(&folder.join("usr/bin/crm-autopilot"))?;
    webview(&folder)?;

    let image = Path::new(WORK).join("image.squashfs");
    let mut pack = run::command("mksquashfs", [&folder, &image]);
    run::run(pack.args(["-root-owned", "-noappend", "-no-xattrs", "-quiet", "-no-progress", "-comp", "gzip"]))?;
    let name = deb.file_stem().context("a package has a name")?.to_string_lossy().replace(' ', "-");
    let out = Path::new(dist::BUNDLES).join("appimage");
    fs::create_dir_all(&out)?;
    let out = out.join(format!("{name}.AppImage"));
    let mut file = fs::File::create(&out)?;
    file.write_all(&runtime()?)?;
    std::io::copy(&mut fs::File::open(&image)?, &mut file)?;
    run::run(run::command("chmod", ["+x"]).arg(&out))?;
    if signing::signs_updates() {
        let version = env!("CARGO_PKG_VERSION");
        run::run(run::command("node", [dist::TAURI, "signer", "sign", "--app-version", version]).arg(&out))?;
    }
    Ok(())
}

/// What the runtime and a desktop look for at the top: how to start, the name, the icon.
fn front(folder: &Path) -> Result<()> {
    let start = folder.join("AppRun");
    fs::copy("src-tauri/desktop/AppRun", &start)?;
    run::run(run::command("chmod", ["+x"]).arg(&start))?;
    let entries = fs::read_dir(folder.join("usr/share/applications"))?;
    let entry = entries.flatten().next().context("the .deb has a desktop file")?;
    fs::copy(entry.path(), folder.join("crm-autopilot.desktop"))?;
    for icon in ["crm-autopilot.png", ".DirIcon"] {
        fs::copy("icons/128x128@2x.png", folder.join(icon))?;
    }
    Ok(())
}

/// Copies the webview and what it needs, and makes everything find everything else beside itself.
fn webview(folder: &Path) -> Result<()> {
    let host = variable("webkit2gtk-4.1", "libdir")?;
    let webkit = host.join("webkit2gtk-4.1");
    let libraries = folder.join("usr").join(host.strip_prefix("/usr").context("the system's libraries lie in /usr")?);
    let helpers = libraries.join("webkit2gtk-4.1");
    fs::create_dir_all(helpers.join("injected-bundle"))?;
    let mut wanted = Vec::new();
    for library in OPENED.iter().map(|library| host.join(library)) {
        let copied = fs::copy(&library, beside(&libraries, &library)?);
        copied.with_context(|| format!("there is no {}", library.display()))?;
        wanted.push(library);
    }
    for helper in HELPERS.iter().chain([&BUNDLE]) {
        fs::copy(webkit.join(helper), helpers.join(helper)).with_context(|| format!("there is no {helper}"))?;
        wanted.push(webkit.join(helper));
    }
    wanted.push(folder.join("usr/bin/crm-autopilot"));
    for library in closure(&wanted)? {
        fs::copy(&library, beside(&libraries, &library)?)?;
    }
    settle(&libraries, "$ORIGIN")?;
    settle(&helpers, "$ORIGIN/..")?;
    settle(&helpers.join("injected-bundle"), "$ORIGIN/../..")?;
    let depth = libraries.strip_prefix(folder.join("usr"))?;
    settle(&folder.join("usr/bin"), &format!("$ORIGIN/../{}", depth.display()))?;
    move_home(&libraries.join("libwebkit2gtk-4.1.so.0"), &webkit)?;
    data(folder, &host)
}

/// The libraries that `programs` are linked with and a desktop need not have.
fn closure(programs: &[PathBuf]) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for program in programs {
        for line in run::read(&mut run::command("ldd", [program]))?.lines() {
            let Some((name, place)) = line.trim().split_once(" => ") else { continue };
            if HOST.iter().any(|host| name.starts_with(host)) {
                continue;
            }
            let path = place.split(" (").next().unwrap_or(place);
            if path == "not found" {
                bail!("{} needs {name}, which is not on this machine", program.display());
            }
            found.insert(PathBuf::from(path));
        }
    }
    Ok(found)
}

/// Makes each program of a folder look for its libraries at `place`. A variable for the whole process would reach the browser that a
/// link opens, too.
fn settle(folder: &Path, place: &str) -> Result<()> {
    let mut patch = run::command("patchelf", ["--set-rpath", place]);
    let files = fs::read_dir(folder)?.flatten().map(|file| file.path()).filter(|path| path.is_file());
    for file in files {
        // Later patches of the same file would only grow it.
        patch.arg(file);
    }
    run::run(&mut patch)
}

/// The webview knows its helpers by one path. The new one is as long, and counts from the folder that `AppRun` goes to.
fn move_home(library: &Path, webkit: &Path) -> Result<()> {
    let old = webkit.to_str().context("the system's paths are text")?;
    let new = old.replacen("/usr", "././", 1);
    let mut bytes = fs::read(library)?;
    let places: Vec<usize> =
        bytes.windows(old.len()).enumerate().filter(|(_, at)| *at == old.as_bytes()).map(|(at, _)| at).collect();
    if places.is_empty() {
        bail!("the webview no longer names {old}: look at how it finds its helpers now");
    }
    for place in places {
        if let Some(at) = bytes.get_mut(place..place + old.len()) {
            at.copy_from_slice(new.as_bytes());
        }
    }
    fs::write(library, bytes).context("the webview can't be written")
}

/// Settings and drawings that GTK's dialogs end without.
fn data(folder: &Path, host: &Path) -> Result<()> {
    let schemas = folder.join("usr/share/glib-2.0/schemas");
    fs::create_dir_all(&schemas)?;
    for schema in fs::read_dir("/usr/share/glib-2.0/schemas")?.flatten() {
        if schema.file_name().to_string_lossy().starts_with("org.gtk.") {
            fs::copy(schema.path(), schemas.join(schema.file_name()))?;
        }
    }
    let tools = host.join("glib-2.0");
    run::run(&mut run::command(&tools.join("glib-compile-schemas").to_string_lossy(), [&schemas]))?;
    // A name without a folder is looked for like a library, so it is found wherever the image is mounted.
    let svg = "\"libpixbufloader-svg.so\"\n\"svg\" 6 \"gdk-pixbuf\" \"Scalable Vector Graphics\" \"LGPL\"\n\"image/svg+xml\" \"\"\n\"svg\" \"\"\n\
               \" <svg\" \"*    \" 100\n\" <!DOCTYPE svg\" \"*             \" 100\n\n";
    fs::write(folder.join("usr/share/pixbuf-loaders.cache"), svg).context("the list of image loaders can't be written")
}

/// Tells the program what it is part of, as the bundler does for the others: the updater asks for the same kind. The bundler has told the
/// .deb's, so it is the built one that goes in.
fn mark(program: &Path) -> Result<()> {
    const UNTOLD: &[u8] = b"__TAURI_BUNDLE_TYPE_VAR_UNK";
    let mut bytes = fs::read("target/release/crm-autopilot")?;
    let place = bytes.windows(UNTOLD.len()).position(|at| at == UNTOLD);
    let place = place.context("the built program already says what it is part of")?;
    if let Some(at) = bytes.get_mut(place + UNTOLD.len() - 3..place + UNTOLD.len()) {
        at.copy_from_slice(b"APP");
    }
    fs::write(program, bytes).context("the program can't be written")
}

/// The start of the file, which opens the rest: out of the crate, or a person's own.
fn runtime() -> Result<Vec<u8>> {
    if let Some(other) = std::env::var_os(OTHER_RUNTIME) {
        return fs::read(&other).with_context(|| format!("{OTHER_RUNTIME} names a file that can't be read"));
    }
    // A manifest of its own: what that crate leans on is no business of ours.
    let scratch = Path::new(WORK).join("runtime");
    fs::create_dir_all(scratch.join("src"))?;
    fs::write(scratch.join("src/lib.rs"), "")?;
    let manifest = scratch.join("Cargo.toml");
    fs::write(
        &manifest,
        format!(
            "[package]\nname = \"runtime\"\nedition = \"2024\"\n\n[dependencies]\n{CRATE} = \"={VERSION}\"\n\n[workspace]\n"
        ),
    )?;
    let described = run::read(run::cargo(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest))?;
    let described: Value = serde_json::from_str(&described)?;
    let packages = described.get("packages").and_then(Value::as_array).context("cargo lists packages")?;
    let found = packages.iter().find(|package| package.get("name").is_some_and(|name| name == CRATE));
    let found = found.and_then(|package| package.get("manifest_path")).and_then(Value::as_str);
    let file = Path::new(found.context("cargo has fetched the crate")?).with_file_name(RUNTIME);
    let hash = run::read(&mut run::command("sha256sum", [&file]))?;
    if hash.split_whitespace().next() != Some(SHA256) {
        bail!("{} is not the runtime that was looked at: {hash}", file.display());
    }
    fs::read(file).context("the runtime can't be read")
}

fn beside(folder: &Path, library: &Path) -> Result<PathBuf> {
    Ok(folder.join(library.file_name().with_context(|| format!("{} has no name", library.display()))?))
}

fn variable(library: &str, name: &str) -> Result<PathBuf> {
    Ok(run::read(&mut run::command("pkg-config", [&format!("--variable={name}"), library]))?.trim().into())
}
