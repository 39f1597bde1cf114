//! A connection from the host's side, and what is not Terraform's own of it: go-plugin's services,
//! and calls with any bytes.

use super::{Failure, raw};
use crate::proto::{
    plugin::{
        ConnInfo, Empty, grpc_broker_client::GrpcBrokerClient,
        grpc_controller_client::GrpcControllerClient, grpc_stdio_client::GrpcStdioClient,
    },
    tfplugin6::provider_client::ProviderClient,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{codegen::http::uri::PathAndQuery, transport::Channel};

pub(super) type Answer<T> = Result<T, Failure>;

const MESSAGE: usize = 512 * 1024 * 1024;

/// One connection to a provider.
#[derive(Debug, Clone)]
pub struct Client {
    channel: Channel,
    pub(super) provider: ProviderClient<Channel>,
}

impl Client {
    pub(super) fn new(channel: Channel) -> Self {
        let provider = ProviderClient::new(channel.clone())
            .max_decoding_message_size(MESSAGE)
            .max_encoding_message_size(MESSAGE);
        Self { channel, provider }
    }

    /// Sends `message`, whatever it is, to `/service/method`.
    pub async fn raw(&mut self, method: &str, message: Vec<u8>) -> Answer<Vec<u8>> {
        let mut grpc = tonic::client::Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|error| Failure { code: 14, message: error.to_string() })?;
        let path = PathAndQuery::try_from(method)
            .map_err(|error| Failure { code: 3, message: error.to_string() })?;
        let answer = grpc.unary(tonic::Request::new(message), path, raw::Bytes).await?;
        Ok(answer.into_inner())
    }

    /// go-plugin's `Shutdown`.
    pub async fn shutdown(&mut self) -> Answer<()> {
        GrpcControllerClient::new(self.channel.clone()).shutdown(Empty {}).await?;
        Ok(())
    }

    /// Opens go-plugin's two streams as a host does at once. The future ends when the provider ends
    /// both, with the number of items that came.
    pub async fn streams(&mut self) -> Answer<impl Future<Output = usize> + use<>> {
        let stdio = GrpcStdioClient::new(self.channel.clone()).stream_stdio(()).await?;
        let (keep_open, ours) = mpsc::channel::<ConnInfo>(1);
        let mut broker = GrpcBrokerClient::new(self.channel.clone());
        let broker = broker.start_stream(ReceiverStream::new(ours)).await?;
        let (mut stdio, mut broker) = (stdio.into_inner(), broker.into_inner());
        Ok(async move {
            let _keep_open = keep_open;
            let mut items = 0;
            while let Ok(Some(_)) = stdio.message().await {
                items += 1;
            }
            while let Ok(Some(_)) = broker.message().await {
                items += 1;
            }
            items
        })
    }

    /// Whether the health service says that `service` serves.
    pub async fn is_serving(&mut self, service: &str) -> Answer<bool> {
        use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
        let request = HealthCheckRequest { service: service.to_owned() };
        let answer = HealthClient::new(self.channel.clone()).check(request).await?;
        Ok(answer.into_inner().status == 1)
    }
}
