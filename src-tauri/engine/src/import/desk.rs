//! The import that the window works on: one at a time, in the background, watched and stopped from elsewhere. Reading and writing is left to
//! [`super::run`].

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;

use super::{ImportError, ImportOptions, ImportReport, Mode, Phase, Progress, run};
use crate::api::wire::{ImportJob, ImportOutcome, ImportsNow, OfferedFile};
use crate::files::{Files, Place};
use crate::{Engine, EngineError};

/// What lies on the desk. Cheap to clone: all clones are one desk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Desk(Arc<Mutex<OnDesk>>);

#[derive(Debug, Default)]
struct OnDesk {
    preview: Option<Preview>,
    job: Option<Job>,
}

#[derive(Debug)]
struct Preview {
    progress: Progress,
    stop: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Job {
    shown: ImportJob,
    stop: Arc<AtomicBool>,
    /// Until somebody waits for its end.
    work: Option<JoinHandle<()>>,
}

impl Job {
    fn runs(&self) -> bool {
        matches!(self.shown.outcome, ImportOutcome::Running { .. })
    }
}

/// Where everything begins.
const OPENING: Progress = Progress { phase: Phase::Opening, rows: 0, permille: 0 };

impl Desk {
    fn lie(&self) -> MutexGuard<'_, OnDesk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is under way.
    pub(crate) fn now(&self) -> ImportsNow {
        let desk = self.lie();
        ImportsNow {
            preview: desk.preview.as_ref().map(|preview| preview.progress),
            job: desk.job.as_ref().map(|job| job.shown.clone()),
        }
    }

    /// Stops what runs; whether anything did.
    pub(crate) fn stop(&self) -> bool {
        let desk = self.lie();
        let running = desk.job.as_ref().filter(|job| job.runs()).map(|job| &job.stop);
        let stops: Vec<&Arc<AtomicBool>> =
            desk.preview.as_ref().map(|preview| &preview.stop).into_iter().chain(running).collect();
        stops.iter().for_each(|stop| stop.store(true, Ordering::Relaxed));
        !stops.is_empty()
    }

    /// Clears away an import that ended; gives the file of its rejected rows. One that runs stays.
    fn clear(&self) -> Option<OfferedFile> {
        let mut desk = self.lie();
        let ended = if desk.job.as_ref().is_some_and(|job| !job.runs()) { desk.job.take() } else { None };
        match ended?.shown.outcome {
            ImportOutcome::Done { rejects, .. } => rejects,
            _ => None,
        }
    }

    /// Stops what runs and waits for its end, before the database closes.
    pub(crate) async fn close(&self) {
        self.stop();
        let work = self.lie().job.as_mut().and_then(|job| job.work.take());
        if let Some(work) = work {
            // It ends by itself at the next chunk; a panic of its own has been told.
            let _ = work.await;
        }
    }

    fn begin_preview(&self) -> Result<Arc<AtomicBool>, EngineError> {
        let mut desk = self.lie();
        let stop = make_way(&desk)?;
        desk.preview = Some(Preview { progress: OPENING, stop: Arc::clone(&stop) });
        Ok(stop)
    }

    /// Notes how far the preview is, if it is still the newest.
    fn note_preview(&self, stop: &Arc<AtomicBool>, progress: Progress) -> ControlFlow<()> {
        if let Some(preview) = self.lie().preview.as_mut().filter(|preview| Arc::ptr_eq(&preview.stop, stop)) {
            preview.progress = progress;
        }
        go_on(stop)
    }

    fn end_preview(&self, stop: &Arc<AtomicBool>) {
        let mut desk = self.lie();
        if desk.preview.as_ref().is_some_and(|preview| Arc::ptr_eq(&preview.stop, stop)) {
            desk.preview = None;
        }
    }

    fn begin_job(&self, shown: &ImportJob) -> Result<Arc<AtomicBool>, EngineError> {
        let mut desk = self.lie();
        let stop = make_way(&desk)?;
        desk.job = Some(Job { shown: shown.clone(), stop: Arc::clone(&stop), work: None });
        Ok(stop)
    }

    fn note_job(&self, stop: &AtomicBool, outcome: ImportOutcome) -> ControlFlow<()> {
        if let Some(job) = &mut self.lie().job {
            job.shown.outcome = outcome;
        }
        go_on(stop)
    }
}

/// A preview somebody no longer waits for stops, and is off the desk.
struct Waiting<'d> {
    desk: &'d Desk,
    stop: Arc<AtomicBool>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.desk.end_preview(&self.stop);
    }
}

fn go_on(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// How what begins now will be told to stop. Refused while an import runs; an older preview is told at once.
fn make_way(desk: &OnDesk) -> Result<Arc<AtomicBool>, EngineError> {
    if desk.job.as_ref().is_some_and(Job::runs) {
        return Err(EngineError::Refused("An import is running; wait for it or stop it first".to_owned()));
    }
    if let Some(before) = &desk.preview {
        before.stop.store(true, Ordering::Relaxed);
    }
    Ok(Arc::new(AtomicBool::new(false)))
}

/// Previews a file. A newer preview stops an older one.
pub(crate) async fn preview(
    engine: &Engine,
    place: &Place,
    options: &ImportOptions,
) -> Result<ImportReport, EngineError> {
    let desk = &engine.desk;
    let stop = desk.begin_preview()?;
    let waiting = Waiting { desk, stop: Arc::clone(&stop) };
    let mut watch = |progress| desk.note_preview(&waiting.stop, progress);
    let done =
        run(&engine.store, place.path(), options, Mode::Preview, engine.now(), engine.random(), &mut watch).await;
    Ok(done?)
}

/// Clears away an import that ended, and the rejected rows that it kept.
pub(crate) fn leave(engine: &Engine) {
    if let Some(rejects) = engine.desk.clear() {
        engine.files.forget_offered(Some(&rejects.token));
    }
}

/// Starts an import in the background and says what began.
pub(crate) fn start(
    engine: &Engine,
    place: Arc<Place>,
    mut options: ImportOptions,
    shown: ImportJob,
) -> Result<ImportJob, EngineError> {
    leave(engine);
    let token = engine.file_token();
    let rejects = engine.files.make_place(&token, &rejects_name(&place.name()))?;
    options.rejects = Some(rejects.path().to_owned());
    let stop = engine.desk.begin_job(&shown)?;
    let (desk, files, store) = (engine.desk.clone(), Arc::clone(&engine.files), engine.store.clone());
    let (random, now, events) = (Arc::clone(&engine.ports.random), engine.now(), engine.events.clone());
    let work = tokio::spawn(async move {
        let mut watch = |progress| desk.note_job(&stop, ImportOutcome::Running { progress });
        let done = run(&store, place.path(), &options, Mode::Commit, now, &*random, &mut watch).await;
        let outcome = match done {
            Ok(report) => done_with(report, &files, token, rejects),
            Err(error) => {
                drop(rejects);
                ended_by(error)
            }
        };
        let _ = desk.note_job(&stop, outcome);
        // Nobody listening is fine.
        let _ = events.send(crate::Event::Changed);
    });
    if let Some(job) = &mut engine.desk.lie().job {
        job.work = Some(work);
    }
    Ok(shown)
}

fn done_with(mut report: ImportReport, files: &Files, token: String, rejects: Arc<Place>) -> ImportOutcome {
    // Where the file lies is nothing for a page.
    report.rejects = None;
    let offered = if report.rejected > 0 { files.offer(token, rejects).ok() } else { None };
    ImportOutcome::Done { report, rejects: offered }
}

fn ended_by(error: ImportError) -> ImportOutcome {
    match error {
        ImportError::Cancelled => ImportOutcome::Stopped,
        error => ImportOutcome::Failed { message: EngineError::from(error).sentence() },
    }
}

/// What is shown of an import that begins.
pub(crate) fn beginning() -> ImportOutcome {
    ImportOutcome::Running { progress: OPENING }
}

/// "people.xlsx" → "people-rejected.csv": the rejected rows are always text.
fn rejects_name(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "csv"));
    let ending = if ending.eq_ignore_ascii_case("tsv") { "tsv" } else { "csv" };
    format!("{stem}-rejected.{ending}")
}
