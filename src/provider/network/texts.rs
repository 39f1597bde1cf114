//! The kinds of text that speak of the network. No message quotes any of it.

use crate::error::sentence;
use infisical_client::{Authorities, ClientCertificate, ProxyUrl, TlsName};
use std::fmt::Display;
use tf_framework::TextType;

/// One certificate or more, in PEM.
pub(crate) struct Certificates;

impl TextType for Certificates {
    const INVALID: &'static str = "Invalid certificate";

    fn check(text: &str) -> Result<(), String> {
        Authorities::from_pem(text).map(drop).map_err(|why| pem(text, &why))
    }
}

/// A private key, in PEM.
pub(crate) struct PrivateKey;

impl TextType for PrivateKey {
    const INVALID: &'static str = "Invalid private key";

    fn check(text: &str) -> Result<(), String> {
        ClientCertificate::check_key(text).map_err(|why| pem(text, &why))
    }
}

fn pem(text: &str, why: &impl Display) -> String {
    let mut said = sentence(why);
    if !text.contains("-----BEGIN") {
        said.push_str(" A path belongs into the attribute that ends in `_path`.");
    }
    said
}

/// The address of a proxy; an empty text is none.
pub(crate) struct ProxyAddress;

impl TextType for ProxyAddress {
    const INVALID: &'static str = "Invalid proxy";

    fn check(text: &str) -> Result<(), String> {
        if text.trim().is_empty() {
            return Ok(());
        }
        ProxyUrl::parse(text).map(drop).map_err(|why| sentence(&why))
    }
}

/// The name in a certificate.
pub(crate) struct ServerName;

impl TextType for ServerName {
    const INVALID: &'static str = "Invalid name";

    fn check(text: &str) -> Result<(), String> {
        TlsName::parse(text).map(drop).map_err(|why| sentence(&why))
    }
}
