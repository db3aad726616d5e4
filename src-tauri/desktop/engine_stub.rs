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
pub(crate) struct NoticeRow {
    pub(crate) deal_id: Option<String>,
    pub(crate) title: String,
    pub(crate) body: String,
}

#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Event {
    Notice { notice: NoticeRow },
    Task,
    Changed,
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
        let events = self.events.subscribe();
        let notice = NoticeRow {
            deal_id: None,
            title: "Sarah Jones replied".into(),
            body: "Interested: call on Friday?".into(),
        };
        for event in [Event::Notice { notice }, Event::Task, Event::Changed] {
            let _ = self.events.send(event);
        }
        events
    }

    pub(crate) async fn close(&self, _within: Duration) {}
}

pub(crate) mod api {
    //! The command table that is not there yet.

    use serde::Serialize;
    use serde_json::Value;

    use super::Engine;

    #[derive(Debug, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ErrorCode {
        Refused,
    }

    #[derive(Debug, Serialize)]
    pub(crate) struct ApiError {
        pub(crate) code: ErrorCode,
        pub(crate) message: String,
    }

    pub(crate) async fn call(_: &Engine, name: &str, _: Value) -> Result<Value, ApiError> {
        Err(ApiError { code: ErrorCode::Refused, message: format!("There is no engine yet to answer {name}.") })
    }
}
