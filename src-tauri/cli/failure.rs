//! Why a command did not do what it was asked, and the exit code that says so.

use engine::{ApiError, EngineError, ErrorCode};
use gateways::{SecretError, Trouble};
use serde::Serialize;

/// What is shown, and how the process ends.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Failure {
    /// What kind.
    pub(crate) code: ErrorCode,
    /// What happened and what to do.
    pub(crate) message: String,
}

impl Failure {
    /// The operation failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::Failed, message: message.into() }
    }

    /// The command line makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::BadRequest, message: message.into() }
    }

    /// Not now, or not safe.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::Refused, message: message.into() }
    }

    /// 1 failed, 2 bad usage, 3 refused.
    pub(crate) fn exit_code(&self) -> u8 {
        match self.code {
            ErrorCode::Failed | ErrorCode::NotFound => 1,
            ErrorCode::BadRequest => 2,
            ErrorCode::Refused => 3,
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self { code: error.code, message: error.message }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        ApiError::from(error).into()
    }
}

impl From<SecretError> for Failure {
    fn from(error: SecretError) -> Self {
        let sentence = format!("{error}. {}", error.fix());
        match error {
            SecretError::ReadOnly { .. } => Self::refused(sentence),
            SecretError::Keychain { .. } | SecretError::TooLong { .. } => Self::failed(sentence),
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::failed(format!("{} {}", trouble.message, trouble.fix))
    }
}
