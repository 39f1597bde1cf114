//! `ListResource`: an event for each object, until Terraform has enough.

use super::{Server, call::call, decode, encode, identity, unknown_kind};
use crate::{
    Cx, Diagnostic, Diagnostics, Provider, Value,
    kinds::{ErasedList, Take},
    plan,
    resource::{ErasedResource, Private, Scope},
};
use futures_util::future::BoxFuture;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};
use tf_protocol::rpc::{Events, ListEvent, ListRequest};

impl<P: Provider> Server<P> {
    pub(super) fn list_of(&self, type_name: &str) -> Result<&dyn ErasedList<P>, Diagnostic> {
        let found = self.registry().lists.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("list resource", type_name))
    }

    pub(super) async fn list_objects(&self, request: ListRequest, events: Events<ListEvent>) {
        if let Err(problems) = self.listed(&request, &events).await {
            let diagnostics = match self.list_of(&request.type_name) {
                Ok(list) => problems.into_wire_of(&list.shape().block),
                Err(_) => problems.into_wire(),
            };
            events.send(ListEvent { diagnostics, ..ListEvent::default() }).await;
        }
    }

    async fn listed(
        &self,
        request: &ListRequest,
        events: &Events<ListEvent>,
    ) -> Result<(), Diagnostics> {
        let list = self.list_of(&request.type_name)?;
        let resource = self.resource(&request.type_name)?;
        let client = self.client()?;
        let shape = list.shape();
        let filter = plan::with_defaults(&shape.block, &decode(&request.config, &shape.ty)?);
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let to = Taker {
            resource,
            events,
            with_objects: request.include_resource,
            room: AtomicI64::new(if request.limit > 0 { request.limit } else { i64::MAX }),
            problems: Mutex::default(),
        };
        let listed = call(&scope, None, list.list(&filter, &cx, &to)).await;
        let mut problems = to.problems.into_inner().unwrap_or_else(PoisonError::into_inner);
        problems.extend(scope.into_kept::<P>(&client).warnings);
        match listed {
            Ok(Ok(())) => {}
            Ok(Err(error)) => problems.extend(P::diagnose(error, resource.block())),
            Err(panicked) => problems.push(panicked),
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// Makes an event of each object.
struct Taker<'a, P: Provider> {
    resource: &'a dyn ErasedResource<P>,
    events: &'a Events<ListEvent>,
    with_objects: bool,
    room: AtomicI64,
    problems: Mutex<Diagnostics>,
}

impl<P: Provider> Taker<'_, P> {
    fn event(&self, object: Value, display_name: String) -> Result<ListEvent, Diagnostic> {
        let shape = self.resource.shape();
        let object = shape.complete(object);
        let identity = identity::of(self.resource, &object)?.ok_or_else(|| {
            Diagnostic::bug(
                "An object without identity",
                format!("`{display_name}` was listed without the keys that tell it from others."),
            )
        })?;
        let resource = self.with_objects.then(|| encode(&object, &shape.ty)).transpose()?;
        Ok(ListEvent { identity: Some(identity), display_name, resource, diagnostics: Vec::new() })
    }
}

impl<P: Provider> Take for Taker<'_, P> {
    fn take(&self, object: Value, display_name: String) -> BoxFuture<'_, bool> {
        Box::pin(async move {
            if self.room.fetch_sub(1, Ordering::Relaxed) <= 0 {
                return false;
            }
            match self.event(object, display_name) {
                Ok(event) => self.events.send(event).await && self.room.load(Ordering::Relaxed) > 0,
                Err(problem) => {
                    self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                    false
                }
            }
        })
    }

    fn report(&self, problems: Diagnostics) -> BoxFuture<'_, ()> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).extend(problems);
        Box::pin(async {})
    }

    fn wants_objects(&self) -> bool {
        self.with_objects
    }
}
