//! Why a process cannot serve.

use std::io;

#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    #[error("the runtime does not start: {0}")]
    Runtime(#[source] io::Error),
    #[error("no socket to listen on: {0}")]
    Listen(#[source] io::Error),
    #[error("the group `{group}` of PLUGIN_UNIX_SOCKET_GROUP does not get the socket: {source}")]
    Group { group: String, source: io::Error },
    #[error("stdout is closed: {0}")]
    Stdout(#[source] io::Error),
    #[error("PLUGIN_CLIENT_CERT is not a certificate in PEM")]
    ClientCertificate,
    #[error("no certificate of our own: {0}")]
    OwnCertificate(#[from] rcgen::Error),
    #[error("no TLS: {0}")]
    Tls(#[from] rustls::Error),
    #[error("signals cannot be received: {0}")]
    Signals(#[source] io::Error),
    #[error("serving failed: {0}")]
    Serve(#[from] tonic::transport::Error),
}
