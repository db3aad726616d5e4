//! The system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux.
//!
//! The keychain can block for as long as a person looks at its prompt, so every call runs on a blocking thread.

use async_trait::async_trait;
use keyring::{Entry, Error};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::{SecretError, SecretName, SecretStore, SecretString};

/// The service under which every entry is filed.
const SERVICE: &str = "crm-autopilot";

/// Windows keeps 2560 bytes in an entry, two for each character.
const LONGEST: usize = 1_280;

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
    work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<Option<T>, SecretError> {
    let failed = |reason: String| SecretError::Keychain { operation, name: name.clone(), reason };
    let user = name.to_string();
    let done = tokio::task::spawn_blocking(move || Entry::new(SERVICE, &user).and_then(|entry| work(&entry)));
    match done.await.map_err(|error| failed(error.to_string()))? {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(Error::NoDefaultStore) => Err(failed("no keychain is running on this system".to_owned())),
        Err(error) => Err(failed(error.to_string())),
    }
}
