//! gRPC over the connections.

use super::{
    ServeOptions,
    connection::{self, Count},
    error::ServeError,
    listener::Listener,
};
use crate::{
    ProviderServer,
    proto::{
        plugin::{
            grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
            grpc_stdio_server::GrpcStdioServer,
        },
        tfplugin6::provider_server,
    },
    service::{Broker, Controller, Identity, Provider, Stdio},
};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic_health::ServingStatus;

/// The most bytes of a message, as with `HashiCorp`'s own providers. A large state does not fit into
/// tonic's 4 MiB.
const MESSAGE: usize = 256 * 1024 * 1024;

/// How long calls under way and their connections may take to end. Terraform kills after 2 s.
const GRACE: Duration = Duration::from_millis(500);

/// What is served, and until when.
pub(super) struct Serving {
    pub(super) listener: Listener,
    pub(super) tls: Option<TlsAcceptor>,
    /// Ends it.
    pub(super) end: CancellationToken,
    /// Whether the host may end it.
    pub(super) obedient: bool,
    pub(super) count: watch::Sender<Count>,
}

/// Serves until `end`.
pub(super) async fn serve<S: ProviderServer>(
    options: ServeOptions,
    server: S,
    serving: Serving,
) -> Result<(), ServeError> {
    let Serving { listener, tls, end, obedient, count } = serving;
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status("plugin", ServingStatus::Serving).await;
    let identity =
        Identity { address: options.address, version: options.version, issues: options.issues };
    let provider = provider_server::ProviderServer::new(Provider::new(server, identity))
        .max_decoding_message_size(MESSAGE)
        .max_encoding_message_size(MESSAGE);
    let (accepted, incoming) = mpsc::channel(1);
    let router = tonic::transport::Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(Controller { end: obedient.then(|| end.clone()) }))
        .add_service(GrpcStdioServer::new(Stdio { end: end.clone() }))
        .add_service(GrpcBrokerServer::new(Broker { end: end.clone() }))
        .add_service(health_service)
        .serve_with_incoming_shutdown(ReceiverStream::new(incoming), end.clone().cancelled_owned());
    tokio::select! {
        ended = router => Ok(ended?),
        () = connection::accept(&listener, tls, count, accepted) => Ok(()),
        () = async { end.cancelled().await; tokio::time::sleep(GRACE).await } => Ok(()),
    }
}
