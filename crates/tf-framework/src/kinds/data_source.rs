//! Data sources.

use super::{Answer, Kinded};
use crate::{Cx, Provider, Schema, resource::planned, schema::Shape};
use std::future::Future;
use tf_protocol::Value;

/// A data source. Its attributes are the fields of the struct: what the practitioner sets says what
/// to look for, and what is [`Computed`](crate::Computed) is filled in.
pub trait DataSource<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;

    /// Reads it. What is not found is an error, with what was looked for.
    fn read(config: Self, cx: &Cx<'_, P>) -> impl Future<Output = Result<Self, P::Error>> + Send;
}

/// A [`DataSource`] behind a vtable.
pub(crate) trait ErasedDataSource<P: Provider>: Send + Sync {
    fn shape(&self) -> &Shape;
    fn read<'a>(&self, config: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value>;
}

impl<P: Provider, D: DataSource<P>> ErasedDataSource<P> for Kinded<D> {
    fn shape(&self) -> &Shape {
        self.shape_of::<D>()
    }

    fn read<'a>(&self, config: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value> {
        Box::pin(async move { Ok(D::read(planned::<D>(config)?, cx).await?.to_value()) })
    }
}
