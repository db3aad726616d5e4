//! Stands in for the engine until its api is there; goes away then.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::broadcast;

pub(crate) struct OpenOptions {
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) demo: Option<u64>,
}

#[derive(Clone, Serialize)]
pub(crate) struct Event {
    kind: String,
}

pub(crate) struct Engine {
    events: broadcast::Sender<Event>,
}

impl Engine {
    pub(crate) async fn open(options: OpenOptions) -> Result<Arc<Self>, std::io::Error> {
        tracing::info!(data_dir = ?options.data_dir, demo = ?options.demo, "there is no engine yet");
        Ok(Arc::new(Self { events: broadcast::channel(8).0 }))
    }

    pub(crate) fn events(&self) -> broadcast::Receiver<Event> {
        let _ = self.events.send(Event { kind: "opened".into() });
        self.events.subscribe()
    }

    pub(crate) async fn close(&self, _within: Duration) {}
}

pub(crate) mod api {
    //! The command table that is not there yet.

    use serde::Serialize;
    use serde_json::Value;

    use super::Engine;

    #[derive(Debug, Serialize)]
    pub(crate) struct ApiError {
        pub(crate) code: String,
        pub(crate) message: String,
    }

    pub(crate) async fn call(_: &Engine, name: &str, _: Value) -> Result<Value, ApiError> {
        Err(ApiError { code: "absent".into(), message: format!("There is no engine yet to answer {name}.") })
    }
}
