//! Files that a person chose, and files that were made for a person. Doors know where they are; the page only ever names them by a token.
//!
//! A door hands in what was picked or dropped ([`Engine::choose_file`], [`Engine::take_in_file`]) and writes what the engine offers to the place
//! the person just chose ([`Engine::save_offered`]). None of this is a request of the page, so a page reads no file that nobody chose and writes
//! none anywhere. Tokens live as long as the session.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::spawn_blocking;

use crate::api::wire::{ChosenFile, OfferedFile};
use crate::{Engine, EngineError};

/// How the name of a list of people ends.
pub const LISTS: [&str; 4] = ["csv", "tsv", "txt", "xlsx"];

/// Whether a file may be a list of people, by its name.
pub fn is_list(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| LISTS.contains(&ending.as_str()))
}

/// The most files that are remembered; the oldest is forgotten for the newest.
const MOST: usize = 32;
/// The most characters of a name.
const LONGEST_NAME: usize = 120;

/// Where a file is. One of our own is removed with the last hand that holds it.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    /// The folder that was made for it; none for a file of the person's.
    folder: Option<PathBuf>,
}

impl Place {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The name without its folder.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // What stays is cleared at the next start.
            let _ = std::fs::remove_dir_all(folder);
            let _ = folder.parent().map(std::fs::remove_dir);
        }
    }
}

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The person chose it to be read.
    Chosen,
    /// It was made for the person to keep.
    Offered,
}

#[derive(Debug)]
struct Held {
    token: String,
    purpose: Use,
    place: Arc<Place>,
}

/// The files of this session.
#[derive(Debug)]
pub(crate) struct Files {
    /// Where files of our own lie.
    folder: PathBuf,
    held: Mutex<Vec<Held>>,
}

impl Files {
    /// Begins with none. `clear`: what a session that died left behind goes.
    pub(crate) fn begin(data_dir: &Path, clear: bool) -> Self {
        let folder = data_dir.join("handed-over");
        if clear && folder.exists() && std::fs::remove_dir_all(&folder).is_err() {
            tracing::warn!(folder = %folder.display(), "Files of the last session could not be removed; the next start tries again.");
        }
        Self { folder, held: Mutex::default() }
    }

    fn held(&self) -> MutexGuard<'_, Vec<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hold(&self, token: String, purpose: Use, place: Arc<Place>) {
        let mut held = self.held();
        if held.len() >= MOST {
            held.remove(0);
        }
        held.push(Held { token, purpose, place });
    }

    fn find(&self, token: &str, purpose: Use) -> Option<Arc<Place>> {
        let held = self.held();
        held.iter().find(|file| file.token == token && file.purpose == purpose).map(|file| Arc::clone(&file.place))
    }

    /// Forgets them all.
    pub(crate) fn forget(&self) {
        self.held().clear();
    }

    /// Forgets what was made for the person to keep, or only the file of this token.
    pub(crate) fn forget_offered(&self, token: Option<&str>) {
        let goes = |file: &Held| file.purpose == Use::Offered && token.is_none_or(|token| file.token == token);
        self.held().retain(|file| !goes(file));
    }

    /// A place of our own for a file that is still to be written.
    pub(crate) fn make_place(&self, token: &str, name: &str) -> Result<Arc<Place>, EngineError> {
        let folder = self.folder.join(token);
        let path = folder.join(plain_name(name));
        std::fs::create_dir_all(&folder).map_err(|source| failed(&path, source))?;
        Ok(Arc::new(Place { path, folder: Some(folder) }))
    }

    /// Offers what was written to a place of our own.
    pub(crate) fn offer(&self, token: String, place: Arc<Place>) -> Result<OfferedFile, EngineError> {
        let offered = offered(&token, &place)?;
        self.hold(token, Use::Offered, place);
        Ok(offered)
    }
}

impl Engine {
    /// Takes note of a file that the person picked or dropped. For doors.
    pub fn choose_file(&self, path: &Path) -> Result<ChosenFile, EngineError> {
        let about = std::fs::metadata(path)
            .and_then(|about| if about.is_file() { Ok(about) } else { Err(std::io::ErrorKind::IsADirectory.into()) });
        let size = about.map_err(|source| unreadable(path, source))?.len();
        let place = Arc::new(Place { path: path.to_owned(), folder: None });
        Ok(self.hold_chosen(place, size))
    }

    /// Takes in a file that has no place on this machine yet, as a browser hands it over. For doors.
    pub async fn take_in_file(&self, name: &str, bytes: Vec<u8>) -> Result<ChosenFile, EngineError> {
        let (place, size) = self.write_down(name, bytes).await?;
        Ok(self.hold_chosen(place, size))
    }

    fn hold_chosen(&self, place: Arc<Place>, size: u64) -> ChosenFile {
        let (token, name) = (self.file_token(), place.name());
        self.files.hold(token.clone(), Use::Chosen, place);
        ChosenFile { token, name, size }
    }

    /// Where a chosen file is. Errors when this session was never given it.
    pub(crate) fn chosen_file(&self, token: &str) -> Result<Arc<Place>, EngineError> {
        self.files.find(token, Use::Chosen).ok_or(EngineError::NotChosen)
    }

    /// Offers the person a file with these contents: the page gets its token, and a door saves it where they say.
    pub async fn offer_file(&self, name: &str, bytes: Vec<u8>) -> Result<OfferedFile, EngineError> {
        let (place, _) = self.write_down(name, bytes).await?;
        self.files.offer(self.file_token(), place)
    }

    /// What an offered file is called. For doors.
    pub fn offered_file(&self, token: &str) -> Result<OfferedFile, EngineError> {
        offered(token, &*self.offered_place(token)?)
    }

    /// What is in an offered file. For doors.
    pub async fn read_offered(&self, token: &str) -> Result<Vec<u8>, EngineError> {
        let place = self.offered_place(token)?;
        tokio::fs::read(place.path()).await.map_err(|source| unreadable(place.path(), source))
    }

    /// Writes an offered file to the place that the person just chose for it. For doors.
    pub async fn save_offered(&self, token: &str, to: &Path) -> Result<(), EngineError> {
        let place = self.offered_place(token)?;
        let to = to.to_owned();
        // What stood there is replaced by the whole file or not at all.
        let save = move || {
            let mut name = to.file_name().unwrap_or_default().to_owned();
            name.push(".partial");
            let partial = to.with_file_name(name);
            let saved = std::fs::copy(place.path(), &partial).and_then(|_| std::fs::rename(&partial, &to));
            saved.map_err(|source| {
                let _ = std::fs::remove_file(&partial);
                failed(&to, source)
            })
        };
        spawn_blocking(save).await.map_err(broke_off)?
    }

    fn offered_place(&self, token: &str) -> Result<Arc<Place>, EngineError> {
        self.files.find(token, Use::Offered).ok_or_else(|| EngineError::missing("file to save", "it"))
    }

    async fn write_down(&self, name: &str, bytes: Vec<u8>) -> Result<(Arc<Place>, u64), EngineError> {
        let place = self.files.make_place(&self.file_token(), name)?;
        let size = bytes.len() as u64;
        tokio::fs::write(place.path(), bytes).await.map_err(|source| failed(place.path(), source))?;
        Ok((place, size))
    }

    pub(crate) fn file_token(&self) -> String {
        let mut bytes = [0; 16];
        self.ports.random.fill(&mut bytes);
        domain::email::hex(&bytes)
    }
}

fn offered(token: &str, place: &Place) -> Result<OfferedFile, EngineError> {
    let size = std::fs::metadata(place.path()).map_err(|source| unreadable(place.path(), source))?.len();
    Ok(OfferedFile { token: token.to_owned(), name: place.name(), size })
}

/// The last part of a name, without what no file system likes.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |c: &char| !c.is_control() && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    let name: String = last.chars().filter(kept).take(LONGEST_NAME).collect();
    let name = name.trim().trim_matches('.');
    if name.is_empty() { "list.csv".to_owned() } else { name.to_owned() }
}

fn unreadable(path: &Path, source: std::io::Error) -> EngineError {
    crate::import::ImportError::Read { path: path.to_owned(), source }.into()
}

fn failed(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::Export { path: path.display().to_string(), source }
}

fn broke_off(error: tokio::task::JoinError) -> EngineError {
    EngineError::Outside(format!("Saving the file broke off: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder() {
        for (name, kept) in [
            ("people.csv", "people.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\lists\\a?b.csv", "ab.csv"),
            ("..", "list.csv"),
            ("", "list.csv"),
        ] {
            assert_eq!(plain_name(name), kept);
        }
    }

    #[test]
    fn lists_are_told_by_their_ending() {
        for (name, fits) in [("a.CSV", true), ("a.xlsx", true), ("a.pdf", false), ("csv", false)] {
            assert_eq!(is_list(Path::new(name)), fits, "{name}");
        }
    }
}
