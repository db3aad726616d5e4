//! Encryption: whose certificates are trusted, and a stream made safe with them.

use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::troubles::untrusted;
use crate::mail::Trouble;

/// The system's certificates, and those named beside them.
#[derive(Debug, Clone, Default)]
pub(super) struct Trust {
    extra: Vec<CertificateDer<'static>>,
}

impl Trust {
    pub(super) fn with(roots: &[Vec<u8>]) -> Self {
        Self { extra: roots.iter().cloned().map(CertificateDer::from).collect() }
    }

    /// Speaks with `host`, and with nobody else, over this stream from now on.
    pub(super) async fn secure(&self, host: &str, stream: TcpStream) -> Result<TlsStream<TcpStream>, Trouble> {
        let name = ServerName::try_from(host.to_owned()).map_err(|error| untrusted(&error.to_string()))?;
        let config = self.config().map_err(|error| untrusted(&error.to_string()))?;
        let connector = TlsConnector::from(Arc::new(config));
        connector.connect(name, stream).await.map_err(|error| untrusted(&error.to_string()))
    }

    fn config(&self) -> Result<rustls::ClientConfig, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            rustls::ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
        if self.extra.is_empty() {
            return Ok(builder.with_platform_verifier()?.with_no_client_auth());
        }
        let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(self.extra.iter().cloned(), provider)?;
        Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
    }

    /// The same for the library that speaks SMTP.
    pub(super) fn for_smtp(&self, host: &str) -> Result<TlsParameters, Trouble> {
        let mut builder = TlsParameters::builder(host.to_owned());
        for root in &self.extra {
            let root = Certificate::from_der(root.to_vec()).map_err(|error| untrusted(&error.to_string()))?;
            builder = builder.add_root_certificate(root);
        }
        builder.build_rustls().map_err(|error| untrusted(&error.to_string()))
    }
}
