//! The fake keychain: secrets that are gone with the process.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::{SecretError, SecretName, SecretStore, SecretString};

/// Secrets in memory, for tests and the demo.
#[derive(Debug, Default)]
pub struct MemorySecrets(Mutex<BTreeMap<SecretName, SecretString>>);

impl MemorySecrets {
    /// Starts with these secrets.
    pub fn with(secrets: impl IntoIterator<Item = (SecretName, &'static str)>) -> Self {
        Self(Mutex::new(secrets.into_iter().map(|(name, secret)| (name, SecretString::from(secret))).collect()))
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, BTreeMap<SecretName, SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SecretStore for MemorySecrets {
    async fn get(&self, name: &SecretName) -> Result<Option<SecretString>, SecretError> {
        Ok(self.entries().get(name).cloned())
    }

    async fn set(&self, name: &SecretName, secret: SecretString) -> Result<(), SecretError> {
        self.entries().insert(name.clone(), secret);
        Ok(())
    }

    async fn delete(&self, name: &SecretName) -> Result<(), SecretError> {
        self.entries().remove(name);
        Ok(())
    }

    fn writable(&self) -> bool {
        true
    }

    fn describe(&self) -> &str {
        "memory"
    }
}
