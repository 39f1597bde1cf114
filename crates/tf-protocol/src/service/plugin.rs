//! go-plugin's own services: the end of the process, and two streams that stay silent.

use crate::proto::plugin::{
    ConnInfo, Empty, StdioData, grpc_broker_server::GrpcBroker,
    grpc_controller_server::GrpcController, grpc_stdio_server::GrpcStdio,
};
use futures_util::{FutureExt as _, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming, codegen::BoxStream};

/// Ends the process. Without it Terraform waits for 2 s and kills.
#[derive(Debug, Clone)]
pub(crate) struct Controller {
    /// Cancelled by the host's word; none: the process outlives its hosts.
    pub(crate) end: Option<CancellationToken>,
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<Empty>) -> Result<Response<Empty>, Status> {
        if let Some(end) = &self.end {
            end.cancel();
        }
        Ok(Response::new(Empty {}))
    }
}

/// Would carry stdout and stderr; ours go to the pipes that the host reads anyway.
#[derive(Debug, Clone)]
pub(crate) struct Stdio {
    /// Ends the streams, so that connections can close.
    pub(crate) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    type StreamStdioStream = BoxStream<StdioData>;

    async fn stream_stdio(
        &self,
        _: Request<()>,
    ) -> Result<Response<Self::StreamStdioStream>, Status> {
        Ok(Response::new(silence(self.end.clone().cancelled_owned())))
    }
}

/// Would announce further connections; Terraform needs none.
#[derive(Debug, Clone)]
pub(crate) struct Broker {
    /// Ends the streams, so that connections can close.
    pub(crate) end: CancellationToken,
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    type StartStreamStream = BoxStream<ConnInfo>;

    async fn start_stream(
        &self,
        request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Self::StartStreamStream>, Status> {
        let mut theirs = request.into_inner();
        let end = self.end.clone();
        Ok(Response::new(silence(async move {
            // The host's half is read to its end, so that closing it closes ours.
            tokio::select! {
                () = end.cancelled() => {}
                () = async { while let Some(Ok(_)) = theirs.next().await {} } => {}
            }
        })))
    }
}

/// A stream without items that ends with `end`.
fn silence<T: Send + 'static>(end: impl Future<Output = ()> + Send + 'static) -> BoxStream<T> {
    Box::pin(end.into_stream().filter_map(async |()| None))
}
