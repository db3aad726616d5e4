//! The moment at which a request's body leaves for the network, seen from inside the body.
//!
//! Before it, the other side cannot have acted on the request; after it, nobody but the other side knows. Exactly one of two things
//! happens to a body: it is handed over, or it is shut.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// What to do right before a mail's text is handed to the network. An error keeps it from being handed over.
#[derive(Clone)]
pub struct Handover(Arc<dyn Fn() -> io::Result<()> + Send + Sync>);

impl Handover {
    /// Does this. It may be called more than once for one send: a refused attempt is repeated in another form.
    pub fn new(begin: impl Fn() -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(begin))
    }

    /// Nobody keeps track.
    pub fn unwatched() -> Self {
        Self::new(|| Ok(()))
    }

    /// Says that the text is about to leave.
    pub(crate) fn begin(&self) -> io::Result<()> {
        (self.0)()
    }
}

const WAITING: u8 = 0;
const HANDED_OVER: u8 = 1;
const SHUT: u8 = 2;

/// Where one body stands; shared between the body, which the connection owns, and whoever waits for the answer.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<AtomicU8>);

impl Gate {
    /// Shuts the gate. True if nothing went through it: the body was not handed over, and no longer can be.
    pub(crate) fn shut(&self) -> bool {
        match self.0.compare_exchange(WAITING, SHUT, Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) => true,
            Err(stood) => stood == SHUT,
        }
    }

    fn pass(&self, handover: &Handover) -> io::Result<()> {
        if self.0.compare_exchange(WAITING, HANDED_OVER, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return Err(io::Error::other("the request was given up"));
        }
        handover.begin().inspect_err(|_| self.0.store(SHUT, Ordering::SeqCst))
    }
}

/// A body that goes through its gate when the connection takes it.
pub(crate) struct Watched {
    bytes: Option<Bytes>,
    handover: Handover,
    gate: Gate,
}

impl Watched {
    pub(crate) fn new(bytes: Vec<u8>, handover: Handover, gate: Gate) -> Self {
        Self { bytes: Some(bytes.into()), handover, gate }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(self.bytes.take().map(|bytes| {
            self.gate.pass(&self.handover)?;
            Ok(Frame::data(bytes))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(body: &mut Watched) -> Option<Result<Bytes, io::Error>> {
        let waker = std::task::Waker::noop();
        match Pin::new(body).poll_frame(&mut Context::from_waker(waker)) {
            Poll::Ready(frame) => frame.map(|frame| frame.map(|frame| frame.into_data().unwrap())),
            Poll::Pending => panic!("a body in memory never waits"),
        }
    }

    #[test]
    fn a_body_that_was_handed_over_cannot_be_shut() {
        let gate = Gate::default();
        let mut body = Watched::new(b"text".to_vec(), Handover::unwatched(), gate.clone());
        assert_eq!(body.size_hint().exact(), Some(4));
        assert_eq!(poll(&mut body).unwrap().unwrap(), "text");
        assert!(poll(&mut body).is_none());
        assert!(!gate.shut());
    }

    #[test]
    fn a_body_that_was_shut_is_not_handed_over() {
        let gate = Gate::default();
        let handover = Handover::new(|| panic!("nobody may hear of it"));
        let mut body = Watched::new(b"text".to_vec(), handover, gate.clone());
        assert!(gate.shut() && gate.shut());
        assert!(poll(&mut body).unwrap().is_err());
    }

    #[test]
    fn what_cannot_be_noted_is_not_handed_over() {
        let gate = Gate::default();
        let full = Handover::new(|| Err(io::ErrorKind::StorageFull.into()));
        let mut body = Watched::new(b"text".to_vec(), full, gate.clone());
        assert!(poll(&mut body).unwrap().is_err());
        assert!(gate.shut());
    }
}
