//! The system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux.
//!
//! The keychain can block for as long as a person looks at its prompt, so every call runs on a thread and is waited for only so long. One
//! that is locked, late or started anew is no reason to start the program anew: the next call finds it as it is then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use async_trait::async_trait;
use keyring::{Entry, Error};
use secrecy::ExposeSecret;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::{SecretError, SecretName, SecretStore, SecretString};

/// The service under which every entry is filed.
const SERVICE: &str = "crm-autopilot";

/// Windows keeps 2560 bytes in an entry, two for each character.
const LONGEST: usize = 1_280;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A call that nobody waits for any more. While it is under way no other is made: each would show the person one more prompt.
static LEFT: Mutex<Option<JoinHandle<()>>> = Mutex::new(None);
/// The person did not unlock it when asked. They are not asked again before it was unlocked, unless they do something that needs it.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// One entry for each secret in the system's keychain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keychain;

#[async_trait]
impl SecretStore for Keychain {
    async fn get(&self, name: &SecretName) -> Result<Option<SecretString>, SecretError> {
        in_keychain("read", name, |entry| entry.get_password().map(SecretString::from)).await
    }

    async fn set(&self, name: &SecretName, secret: SecretString) -> Result<(), SecretError> {
        let text = Zeroizing::new(secret.expose_secret().to_owned());
        if text.encode_utf16().count() >= LONGEST {
            return Err(SecretError::TooLong { name: name.clone() });
        }
        REFUSED.store(false, Ordering::Relaxed);
        in_keychain("store", name, move |entry| entry.set_password(&text)).await.map(|_| ())
    }

    async fn delete(&self, name: &SecretName) -> Result<(), SecretError> {
        in_keychain("delete", name, Entry::delete_credential).await.map(|_| ())
    }

    fn writable(&self) -> bool {
        true
    }

    fn describe(&self) -> &str {
        "system keychain"
    }
}

/// Runs one operation on an entry; `None` when there is no such entry.
async fn in_keychain<T: Send + 'static>(
    operation: &'static str,
    name: &SecretName,
    work: impl Fn(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<Option<T>, SecretError> {
    let failed = |reason: String| SecretError::Keychain { operation, name: name.clone(), reason };
    let user = name.to_string();
    if held(&LEFT).as_ref().is_some_and(|call| !call.is_finished()) {
        return Err(failed("it does not answer; perhaps it asks for its password".to_owned()));
    }
    let (tell, told) = oneshot::channel();
    // A thread of its own: one that waits for a person must not keep the program from ending.
    let call = std::thread::Builder::new().name("keychain".to_owned()).spawn(move || {
        // Nobody may wait any more.
        let _ = tell.send(ask(&user, work));
    });
    let call = call.map_err(|error| failed(error.to_string()))?;
    let Ok(done) = tokio::time::timeout(PATIENCE, told).await else {
        *held(&LEFT) = Some(call);
        return Err(failed("it does not answer; perhaps it asks for its password".to_owned()));
    };
    match done.map_err(|error| failed(error.to_string()))? {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(Error::NoDefaultStore) => Err(failed("no keychain is running on this system".to_owned())),
        Err(Error::NoStorageAccess(_)) => Err(failed("it is locked".to_owned())),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does it in the keychain that was used before, or in the one that is there now: a keychain may start after us, and one that was started anew
/// does not know us.
fn ask<T>(user: &str, work: impl Fn(&Entry) -> keyring::Result<T>) -> keyring::Result<T> {
    if REFUSED.load(Ordering::Relaxed) && is_locked() {
        return Err(Error::NoStorageAccess("locked".into()));
    }
    let mut done = entry(user).and_then(|entry| work(&entry));
    if matches!(done, Err(Error::NoDefaultStore | Error::PlatformFailure(_))) && open_anew() {
        done = entry(user).and_then(|entry| work(&entry));
    }
    REFUSED.store(matches!(done, Err(Error::NoStorageAccess(_))), Ordering::Relaxed);
    done
}

/// `keyring` opens the keychain at the first call and never again; one that was opened anew is used past it.
fn entry(user: &str) -> keyring::Result<Entry> {
    match keyring_core::get_default_store() {
        Some(keychain) => Ok(Entry { inner: keychain.build(SERVICE, user, None)? }),
        None => Entry::new(SERVICE, user),
    }
}

/// Opens the keychain that is there now; whether there is one. Those of macOS and Windows are there from the start, and stay.
#[cfg(not(any(target_os = "macos", windows)))]
fn open_anew() -> bool {
    match zbus_secret_service_keyring_store::Store::new() {
        Ok(keychain) => {
            keyring_core::set_default_store(keychain);
            true
        }
        Err(error) => {
            tracing::debug!(%error, "The system keychain could not be opened.");
            false
        }
    }
}

#[cfg(any(target_os = "macos", windows))]
fn open_anew() -> bool {
    false
}

/// Whether it is known to be locked; does not ask the person.
#[cfg(not(any(target_os = "macos", windows)))]
fn is_locked() -> bool {
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    let Ok(service) = SecretService::connect(EncryptionType::Plain) else { return false };
    service.get_default_collection().and_then(|collection| collection.is_locked()).unwrap_or(false)
}

#[cfg(any(target_os = "macos", windows))]
fn is_locked() -> bool {
    false
}
