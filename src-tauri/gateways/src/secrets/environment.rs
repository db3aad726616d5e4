//! Secrets given to the process, for servers and tests. Nothing is ever written back.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::{PREFIX, SecretError, SecretName, SecretStore, SecretString};

/// The `AUTOPILOT_SECRET__…` variables of a process; read-only.
#[derive(Debug)]
pub struct EnvironmentSecrets(BTreeMap<String, SecretString>);

impl EnvironmentSecrets {
    /// Takes the variables that give a secret; empty ones count as absent.
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let given = variables.into_iter().filter(|(name, value)| name.starts_with(PREFIX) && !value.trim().is_empty());
        Self(given.map(|(name, value)| (name, SecretString::from(value.trim()))).collect())
    }

    /// Whether no variable gives a secret.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[async_trait]
impl SecretStore for EnvironmentSecrets {
    async fn get(&self, name: &SecretName) -> Result<Option<SecretString>, SecretError> {
        Ok(self.0.get(&name.variable()).cloned())
    }

    async fn set(&self, name: &SecretName, _secret: SecretString) -> Result<(), SecretError> {
        Err(SecretError::ReadOnly { name: name.clone() })
    }

    async fn delete(&self, name: &SecretName) -> Result<(), SecretError> {
        Err(SecretError::ReadOnly { name: name.clone() })
    }

    fn writable(&self) -> bool {
        false
    }

    fn describe(&self) -> &str {
        "environment variables"
    }
}
