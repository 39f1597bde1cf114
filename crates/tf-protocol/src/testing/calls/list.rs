//! List resources.

use super::{Answer, Client, ask, diagnostics, identity, proto, value};
use crate::{
    Diagnostic,
    rpc::{ListEvent, ListRequest, ValidateListRequest},
};
use tonic::Streaming;

/// A list that goes on until it is dropped.
#[derive(Debug)]
pub struct Listing(Streaming<proto::list_resource::Event>);

impl Listing {
    /// The next event; none at the end.
    pub async fn next(&mut self) -> Answer<Option<ListEvent>> {
        Ok(self.0.message().await?.map(|from| ListEvent {
            identity: identity(from.identity),
            display_name: from.display_name,
            resource: from.resource_object.map(|resource| value(Some(resource))),
            diagnostics: diagnostics(from.diagnostic),
        }))
    }
}

impl Client {
    /// `ValidateListResourceConfig`.
    pub async fn validate_list(&mut self, r: ValidateListRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_list_resource_config::Request {
            type_name: r.type_name,
            config: ask(r.config),
            include_resource_object: ask(r.include_resource),
            limit: ask(r.limit),
        };
        let answer = self.provider.validate_list_resource_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `ListResource`, as far as one wants.
    pub async fn listing(&mut self, r: ListRequest) -> Answer<Listing> {
        let request = proto::list_resource::Request {
            type_name: r.type_name,
            config: ask(r.config),
            include_resource_object: r.include_resource,
            limit: r.limit,
        };
        Ok(Listing(self.provider.list_resource(request).await?.into_inner()))
    }

    /// `ListResource`, to its end.
    pub async fn list(&mut self, r: ListRequest) -> Answer<Vec<ListEvent>> {
        let mut listing = self.listing(r).await?;
        let mut events = Vec::new();
        while let Some(event) = listing.next().await? {
            events.push(event);
        }
        Ok(events)
    }
}
