//! Provider functions: pure, and without a client.

use super::Kinded;
use crate::{AttributeType, Schema, schema::Shape};
use tf_protocol::{Type, Value, rpc};

/// A provider function. Its parameters are the fields of the struct, in their order; a field with
/// `variadic`, the last one, takes all further arguments.
///
/// An `Option` takes null, which Terraform refuses elsewhere; a [`Computed`](crate::Computed) takes
/// what is not known yet, for which Terraform does not call the function elsewhere.
pub trait Function: Schema + Send + Sync + 'static {
    /// The name in HCL, after `provider::NAME::`.
    const NAME: &'static str;

    /// What it returns.
    type Output: AttributeType;

    /// Calls it. The same arguments give the same result, always: Terraform checks.
    ///
    /// # Errors
    /// Arguments without a result.
    fn call(self) -> Result<Self::Output, FunctionError>;
}

/// Why a function has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionError {
    text: String,
    parameter: Option<(&'static str, usize)>,
}

impl FunctionError {
    /// No result, and why: a sentence.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameter: None }
    }

    /// The same, blaming the argument for `parameter`.
    #[must_use]
    pub fn at(self, parameter: &'static str) -> Self {
        Self { parameter: Some((parameter, 0)), ..self }
    }

    /// The same, blaming one of the further arguments for a variadic `parameter`, counted from 0.
    #[must_use]
    pub fn at_further(self, parameter: &'static str, index: usize) -> Self {
        Self { parameter: Some((parameter, index)), ..self }
    }
}

/// A [`Function`] behind a vtable.
pub(crate) trait ErasedFunction: Send + Sync {
    /// The parameters, as attributes.
    fn shape(&self) -> &Shape;
    fn returns(&self) -> Type;
    /// Calls it with an object of the parameters.
    fn call(&self, arguments: &Value) -> Result<Value, rpc::FunctionError>;
}

impl<F: Function> ErasedFunction for Kinded<F> {
    fn shape(&self) -> &Shape {
        self.shape_of::<F>()
    }

    fn returns(&self) -> Type {
        F::Output::kind().ty()
    }

    fn call(&self, arguments: &Value) -> Result<Value, rpc::FunctionError> {
        let parameters = &self.shape_of::<F>().block.attributes;
        let result = crate::resource::planned::<F>(arguments)
            .map_err(|error| FunctionError::new(error.detail))
            .and_then(F::call);
        result.map(|output| output.to_value()).map_err(|error| {
            let argument = error.parameter.and_then(|(name, further)| {
                let index = parameters.iter().position(|parameter| parameter.name == name)?;
                i64::try_from(index + further).ok()
            });
            rpc::FunctionError { text: error.text, argument }
        })
    }
}
