//! A certificate authority for one server, and the server's certificate.

use anyhow::Context as _;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};

/// What the server shows, and whom a client has to trust.
pub(crate) struct Keys {
    /// The authority's certificate.
    pub(crate) authority: String,
    /// The same, in bytes.
    pub(crate) der: Vec<u8>,
    /// The server's certificate, then the authority's.
    pub(crate) chain: String,
    /// The server's private key.
    pub(crate) key: String,
}

/// A fresh authority and a certificate for `localhost` and `127.0.0.1`.
pub(crate) fn fresh() -> anyhow::Result<Keys> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Authority of one test server");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().context("make the authority's key")?;
    let authority = params.self_signed(&key).context("sign the authority")?;
    let (der, authority) = (authority.der().to_vec(), authority.pem());
    let issuer = Issuer::new(params, key);
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut params = CertificateParams::new(names).context("name the server")?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().context("make the server's key")?;
    let own = params.signed_by(&key, &issuer).context("sign the server")?.pem();
    Ok(Keys { der, chain: format!("{own}{authority}"), authority, key: key.serialize_pem() })
}
