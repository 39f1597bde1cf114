//! Started by Terraform: one host, one handshake, one end.

use super::{
    ServeOptions,
    connection::Count,
    environment::Environment,
    error::ServeError,
    handshake, life,
    listener::Listener,
    print,
    server::{self, Serving},
    tls::Tls,
};
use crate::ProviderServer;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub(super) async fn serve<S: ProviderServer>(
    options: ServeOptions,
    environment: &Environment,
    server: impl FnOnce() -> S,
) -> Result<(), ServeError> {
    let interrupts = life::Interrupts::swallow()?;
    let listener = Listener::bind(&environment.sockets)?;
    let tls = environment.client_certificate.as_deref().map(Tls::for_client).transpose()?;
    let (network, address) = listener.address()?;
    let certificate = tls.as_ref().map(|tls| &*tls.certificate);
    let multiplexing = environment.asks_for_multiplexing;
    print(&handshake::line(network, &address, certificate, multiplexing))?;
    if !environment.protocol_versions.contains(&handshake::PROTOCOL) {
        tracing::warn!(host = ?environment.protocol_versions, "the host does not speak protocol 6");
    }
    let end = CancellationToken::new();
    let (count, counted) = watch::channel(Count::default());
    let serving = Serving {
        listener,
        tls: tls.map(|tls| tls.acceptor),
        end: end.clone(),
        obedient: true,
        count,
    };
    let alone = async {
        life::abandoned(counted).await;
        tracing::info!("no host is connected any more");
        end.cancel();
        std::future::pending::<()>().await;
    };
    // The host connects in the meantime; the socket keeps its connection.
    tokio::select! {
        ended = server::serve(options, server(), serving) => ended,
        () = interrupts.ignore() => Ok(()),
        () = alone => Ok(()),
    }
}
