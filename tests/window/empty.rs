//! A window with nothing in it but the same toolkit: what the real one's start and memory are compared with.

use anyhow::Context as _;
use tauri::http::Response;
use tauri::{Builder, WebviewUrl, WebviewWindowBuilder};

const PAGE: &str =
    "<!doctype html><title>Empty</title><body style='background:#fff;color:#111'><h1>An empty window</h1>";

fn main() -> anyhow::Result<()> {
    let page = "empty://localhost/".parse().context("the page's address")?;
    Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| Response::new(PAGE.as_bytes()))
        .setup(move |app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::CustomProtocol(page))
                .title("Empty")
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("an empty window")
}
