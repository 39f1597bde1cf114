//! Ephemeral resources: what is there while Terraform runs, and in no state.

use super::{Answer, Kinded};
use crate::{Cx, Diagnostic, Provider, Schema, resource::planned, schema::Shape};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, time::SystemTime};
use tf_protocol::{Value, rpc::Private};

/// An ephemeral resource. Its attributes are the fields of the struct.
///
/// Terraform opens it in every plan and in every apply, and closes it when nothing needs it any more.
pub trait Ephemeral<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;

    /// What renewing and closing need to know; `()` for nothing. It is held in memory alone. Terraform
    /// closes with the lease of the opening, also after renewals.
    type Lease: Serialize + DeserializeOwned + Send + Sync;

    /// Opens it.
    fn open(
        config: Self,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<Opened<Self, Self::Lease>, P::Error>> + Send;

    /// Renews it, when the time has come that opening or the last renewal named. The answer is the new
    /// lease and when to renew again; `None` for never.
    ///
    /// # Errors
    /// What cannot be renewed. Terraform says so when it closes.
    fn renew(
        lease: Self::Lease,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<(Self::Lease, Option<SystemTime>), P::Error>> + Send {
        let _ = cx;
        async { Ok((lease, None)) }
    }

    /// Closes it. What is already gone is a success.
    ///
    /// # Errors
    /// What is still there and should not be.
    fn close(
        lease: Self::Lease,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<(), P::Error>> + Send {
        let _ = (lease, cx);
        async { Ok(()) }
    }
}

/// What opening an ephemeral resource gives.
pub struct Opened<E, L> {
    /// Its values.
    pub result: E,
    /// What renewing and closing need.
    pub lease: L,
    /// When Terraform should renew it. It does so at that time and not before, so leave a margin.
    pub renew_at: Option<SystemTime>,
}

/// The same, erased.
pub(crate) struct Open {
    pub(crate) result: Value,
    pub(crate) lease: Private,
    pub(crate) renew_at: Option<SystemTime>,
}

/// An [`Ephemeral`] behind a vtable.
pub(crate) trait ErasedEphemeral<P: Provider>: Send + Sync {
    fn shape(&self) -> &Shape;
    fn open<'a>(&self, config: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Open>;
    fn renew<'a>(
        &self,
        lease: &'a [u8],
        cx: &'a Cx<'a, P>,
    ) -> Answer<'a, P, (Private, Option<SystemTime>)>;
    fn close<'a>(&self, lease: &'a [u8], cx: &'a Cx<'a, P>) -> Answer<'a, P, ()>;
}

impl<P: Provider, E: Ephemeral<P>> ErasedEphemeral<P> for Kinded<E> {
    fn shape(&self) -> &Shape {
        self.shape_of::<E>()
    }

    fn open<'a>(&self, config: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Open> {
        Box::pin(async move {
            let Opened { result, lease, renew_at } = E::open(planned::<E>(config)?, cx).await?;
            Ok(Open { result: result.to_value(), lease: written(&lease)?, renew_at })
        })
    }

    fn renew<'a>(
        &self,
        lease: &'a [u8],
        cx: &'a Cx<'a, P>,
    ) -> Answer<'a, P, (Private, Option<SystemTime>)> {
        Box::pin(async move {
            let (lease, renew_at) = E::renew(read(lease)?, cx).await?;
            Ok((written(&lease)?, renew_at))
        })
    }

    fn close<'a>(&self, lease: &'a [u8], cx: &'a Cx<'a, P>) -> Answer<'a, P, ()> {
        Box::pin(async move { E::close(read(lease)?, cx).await })
    }
}

fn written<L: Serialize>(lease: &L) -> Result<Private, Diagnostic> {
    serde_json::to_vec(lease).map_err(|error| {
        Diagnostic::bug("Lease not storable", format!("The lease has no JSON: {error}."))
    })
}

fn read<L: DeserializeOwned>(lease: &[u8]) -> Result<L, Diagnostic> {
    let lease = if lease.is_empty() { b"null" } else { lease };
    serde_json::from_slice(lease).map_err(|error| {
        Diagnostic::bug("Lease not readable", format!("Terraform gave back another: {error}."))
    })
}
