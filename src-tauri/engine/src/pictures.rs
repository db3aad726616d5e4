//! A mail as it was sent, and its pictures from elsewhere once a person asks for them: fetched here, where addresses are checked, and laid
//! into the page, which itself asks nobody for anything.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::id::MessageId;
use domain::reply::{Pictures, mail_page};
use futures::StreamExt as _;
use gateways::{Web, WebLimits};
use store::views;

use crate::api::wire::{MessageHtml, MessageHtmlLink};
use crate::{Engine, EngineError};

/// Pictures of a mail that are fetched, and how many at a time.
const MOST: usize = 60;
const AT_A_TIME: usize = 6;
/// Bytes of all of them.
const MOST_BYTES: usize = 12_000_000;

const ACCEPT: &str = "image/webp, image/png, image/jpeg, image/gif";
const LIMITS: WebLimits = WebLimits { bytes: 3_000_000, redirects: 5, patience: Duration::from_secs(10) };

/// A mail as it was sent, made safe, without what lies elsewhere.
pub(crate) async fn as_sent(engine: &Engine, id: MessageId, dark: bool) -> Result<MessageHtml, EngineError> {
    let html = read(engine, id).await?;
    Ok(page(html, dark, Pictures::new()).await.0)
}

/// The same with its pictures from elsewhere; those that cannot be had stay left out.
pub(crate) async fn with_pictures(engine: &Engine, id: MessageId, dark: bool) -> Result<MessageHtml, EngineError> {
    let html = read(engine, id).await?;
    let (_, mut addresses) = page(html.clone(), dark, Pictures::new()).await;
    // A reply quotes our own mail: looking at it is no open.
    let brands = store::brands::all(&mut *engine.store.read().await?).await?;
    let ours = |address: &String| {
        let relays = brands.iter().map(|brand| brand.settings.relay_url.as_str()).filter(|relay| !relay.is_empty());
        relays.into_iter().any(|relay| address.starts_with(relay))
    };
    addresses.retain(|address| !ours(address));
    let pictures = fetch(&engine.ports.web, addresses).await;
    Ok(page(html, dark, pictures).await.0)
}

async fn read(engine: &Engine, id: MessageId) -> Result<String, EngineError> {
    let found = views::messages::html(&mut *engine.store.read().await?, id).await?;
    found.ok_or_else(|| EngineError::missing("message", id))
}

/// The page, and the addresses of what is left out of it.
async fn page(html: String, dark: bool, pictures: Pictures) -> (MessageHtml, Vec<String>) {
    // A large page takes a while to clean: the threads that answer others must not wait for it.
    let page = tokio::task::spawn_blocking(move || mail_page(&html, dark, pictures)).await.ok().flatten();
    let Some(page) = page else {
        return (MessageHtml { document: String::new(), links: Vec::new(), remote_pictures: 0 }, Vec::new());
    };
    let links = page.links.into_iter().map(|link| MessageHtmlLink { said: link.said, address: link.address });
    let remote_pictures = u32::try_from(page.remote_pictures.len()).unwrap_or(u32::MAX);
    (MessageHtml { document: page.document, links: links.collect(), remote_pictures }, page.remote_pictures)
}

async fn fetch(web: &Web, addresses: Vec<String>) -> Pictures {
    let fetched = futures::stream::iter(addresses.into_iter().take(MOST).map(|address| async move {
        let found = web.fetch(&address, ACCEPT, &LIMITS).await.ok().filter(|found| found.status == 200)?;
        Some((address, found.body))
    }));
    let mut fetched = fetched.buffered(AT_A_TIME);
    let (mut pictures, mut bytes) = (Pictures::new(), 0);
    while let Some(one) = fetched.next().await {
        let Some((address, picture)) = one else { continue };
        bytes += picture.len();
        if bytes > MOST_BYTES {
            break;
        }
        if let Some(kind) = kind(&picture) {
            pictures.insert(address, format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(picture)));
        }
    }
    pictures
}

/// What a picture is by its first bytes, whatever its sender calls it. A drawing (SVG) is a document of its own and is none.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use gateways::Reach;
    use rstest::rstest;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[rstest]
    #[case(b"\x89PNG\r\n\x1a\n", Some("png"))]
    #[case(b"\xff\xd8\xff\xe0", Some("jpeg"))]
    #[case(b"GIF89a", Some("gif"))]
    #[case(b"RIFF\x00\x00\x00\x00WEBPVP8 ", Some("webp"))]
    #[case(b"<svg xmlns=", None)]
    #[case(b"<html>", None)]
    #[case(b"", None)]
    fn a_picture_is_known_by_its_bytes(#[case] bytes: &[u8], #[case] expected: Option<&str>) {
        assert_eq!(kind(bytes), expected);
    }

    #[tokio::test]
    async fn pictures_are_laid_into_the_page_and_what_is_none_stays_out() {
        let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = server.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = server.accept().await {
                let mut head = [0; 2_000];
                let read = socket.read(&mut head).await.unwrap();
                let body: &[u8] = if head[..read].starts_with(b"GET /logo") { b"GIF89a!" } else { b"<svg onload=x>" };
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
                socket.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
            }
        });
        let html = "<p>Hi<img src='http://pics.example/logo?a=1&amp;b=2'><img src=http://pics.example/evil.svg><img src=http://127.0.0.1/x.gif>";
        let (without, addresses) = page(html.to_owned(), false, Pictures::new()).await;
        assert_eq!((without.remote_pictures, addresses.len()), (3, 3));
        assert!(!without.document.contains("pics.example"), "{}", without.document);

        let pictures = fetch(&Web::new(Reach::Only(place)), addresses).await;
        let (with, _) = page(html.to_owned(), false, pictures).await;
        assert_eq!(with.remote_pictures, 2);
        assert!(with.document.contains("<img src=\"data:image/gif;base64,R0lGODlhIQ==\">"), "{}", with.document);
        assert!(!with.document.contains("pics.example") && !with.document.contains("svg"), "{}", with.document);
    }
}
