//! Connections that can be cut in the middle, as a network cuts them: no status line, no last byte.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The hold on one connection: once cut, nothing more is read or written.
#[derive(Debug, Clone)]
pub(crate) struct Cord {
    own: Arc<AtomicBool>,
    all: Arc<AtomicBool>,
}

impl Cord {
    /// Cuts this connection.
    pub(crate) fn cut(&self) {
        self.own.store(true, Ordering::SeqCst);
    }

    /// Whether the connection was cut.
    pub(crate) fn is_cut(&self) -> bool {
        self.own.load(Ordering::SeqCst) || self.all.load(Ordering::SeqCst)
    }

    fn check(&self) -> io::Result<()> {
        if self.is_cut() { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

/// The listening socket.
pub(crate) struct Door {
    listener: TcpListener,
    shut: Arc<AtomicBool>,
}

impl Door {
    /// Opens on 127.0.0.1; port 0 takes a free one. Setting `shut` cuts all connections.
    pub(crate) async fn open(port: u16, shut: Arc<AtomicBool>) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(("127.0.0.1", port)).await?, shut })
    }
}

impl Listener for Door {
    type Io = CordedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // The trait's own accept waits out errors such as too many open files.
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let cord = Cord { own: Arc::new(AtomicBool::new(false)), all: Arc::clone(&self.shut) };
        (CordedStream { stream, cord }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Door>> for Cord {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().cord.clone()
    }
}

/// A connection with its cord.
pub(crate) struct CordedStream {
    stream: TcpStream,
    cord: Cord,
}

impl AsyncRead for CordedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        // Checked after the read: a request that came in through a cut connection must not be heard.
        match self.cord.check() {
            Err(error) => Poll::Ready(Err(error)),
            Ok(()) => polled,
        }
    }
}

impl AsyncWrite for CordedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.cord.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cord.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
