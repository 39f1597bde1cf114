//! Where the server is.

use crate::error::sentence;
use infisical_client::parse_host;
use tf_framework::TextType;

/// The URL of a server.
pub(crate) struct Host;

impl TextType for Host {
    const INVALID: &'static str = "Invalid host";

    fn check(text: &str) -> Result<(), String> {
        parse_host(text).map(drop).map_err(|why| sentence(&why))
    }
}
