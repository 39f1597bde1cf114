//! What a provider offers beside managed resources: a trait and its vtable a file.

mod action;
mod data_source;
mod ephemeral;
mod function;
mod list;
mod lookup;

pub(crate) use action::ErasedAction;
pub use action::{Action, ActionPlan, Progress};
pub use data_source::DataSource;
pub(crate) use data_source::ErasedDataSource;
pub use ephemeral::{Ephemeral, Opened};
pub(crate) use ephemeral::{ErasedEphemeral, Open};
pub(crate) use function::ErasedFunction;
pub use function::{Function, FunctionError};
pub(crate) use list::{ErasedList, Take};
pub use list::{Found, ListResource};
pub(crate) use lookup::Lookup;

use crate::{Provider, Schema, schema::Shape};
use futures_util::future::BoxFuture;
use std::{marker::PhantomData, sync::OnceLock};

type Answer<'a, P, T> = BoxFuture<'a, Result<T, <P as Provider>::Error>>;

/// A type behind the vtable of its kind.
pub(crate) struct Kinded<T> {
    shape: OnceLock<Shape>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Kinded<T> {
    pub(crate) const fn new() -> Self {
        Self { shape: OnceLock::new(), kind: PhantomData }
    }

    fn shape_of<S: Schema>(&self) -> &Shape {
        self.shape.get_or_init(|| S::block().into())
    }
}
