//! `CallFunction`. No client: Terraform calls functions of a provider that it did not configure.

use super::Server;
use crate::{Attribute, AttributePath, Block, Diagnostics, Mode, Provider, Type, Value, plan};
use std::collections::BTreeMap;
use tf_protocol::{
    rpc::{CallRequest, DynamicValue, FunctionError},
    schema::{Function, Parameter},
};

impl<P: Provider> Server<P> {
    pub(super) fn call_function(
        &self,
        request: &CallRequest,
    ) -> Result<DynamicValue, FunctionError> {
        let function = self.registry().functions.get(request.name.as_str()).ok_or_else(|| {
            failure(format!("The provider has no function `{}`.", request.name), None)
        })?;
        let arguments = arguments(&function.shape().block, &request.arguments)?;
        let result = function.call(&arguments)?;
        DynamicValue::encode(&result, &function.returns())
            .map_err(|error| failure(format!("The function made a result that {error}."), None))
    }
}

/// The signature, for the schema. The first line of the documentation is the summary.
pub(super) fn signature(block: &Block, returns: Type) -> Function {
    let (variadic, positional): (Vec<_>, Vec<_>) =
        block.attributes.iter().partition(|parameter| parameter.variadic);
    Function {
        parameters: positional.into_iter().map(|p| parameter(p, p.ty())).collect(),
        variadic: variadic.first().map(|further| parameter(further, element(&further.ty()))),
        returns,
        summary: block.description.split('\n').next().unwrap_or_default().to_owned(),
        description: block.description.to_owned(),
        deprecation: block.deprecation.map(str::to_owned),
    }
}

fn parameter(from: &Attribute, ty: Type) -> Parameter {
    Parameter {
        name: from.name.to_owned(),
        ty,
        description: from.description.to_owned(),
        allow_null: from.mode == Mode::Optional,
        allow_unknown: from.mode.is_computed(),
    }
}

fn element(ty: &Type) -> Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => (**element).clone(),
        other => other.clone(),
    }
}

/// The arguments as an object of the parameters, each checked by its parameter's rules.
fn arguments(block: &Block, given: &[DynamicValue]) -> Result<Value, FunctionError> {
    let mut given = given.iter().enumerate();
    let mut object = BTreeMap::new();
    for parameter in &block.attributes {
        let value = if parameter.variadic {
            let ty = element(&parameter.ty());
            let further: Result<Vec<_>, _> =
                given.by_ref().map(|(index, argument)| decoded(argument, &ty, index)).collect();
            let value = Value::List(further?);
            let first = block.attributes.len() - 1;
            checked(parameter, &value, |path| first + element_index(path))?;
            value
        } else {
            let Some((index, argument)) = given.next() else {
                return Err(failure(
                    format!("The argument `{}` is missing.", parameter.name),
                    None,
                ));
            };
            let value = decoded(argument, &parameter.ty(), index)?;
            checked(parameter, &value, |_| index)?;
            value
        };
        object.insert(parameter.name.to_owned(), value);
    }
    match given.next() {
        None => Ok(Value::Object(object)),
        Some((index, _)) => Err(failure("There are too many arguments.".to_owned(), Some(index))),
    }
}

fn decoded(argument: &DynamicValue, ty: &Type, index: usize) -> Result<Value, FunctionError> {
    let value = argument.decode(ty);
    value.map_err(|error| failure(format!("Terraform sent a value that {error}."), Some(index)))
}

fn checked(
    parameter: &Attribute,
    value: &Value,
    index: impl Fn(Option<&AttributePath>) -> usize,
) -> Result<(), FunctionError> {
    if value.is_null() || value.is_unknown() {
        return Ok(());
    }
    let mut out = Diagnostics::default();
    plan::validate::value(parameter, value, &AttributePath::default(), &mut out);
    match out.into_iter().find(crate::Diagnostic::is_error) {
        None => Ok(()),
        Some(wrong) => Err(failure(
            format!("{}: {}", wrong.summary, wrong.detail),
            Some(index(wrong.path.as_ref())),
        )),
    }
}

fn element_index(path: Option<&AttributePath>) -> usize {
    match path.and_then(|path| path.steps().first()) {
        Some(tf_protocol::Step::Index(index)) => usize::try_from(*index).unwrap_or_default(),
        _ => 0,
    }
}

fn failure(text: String, argument: Option<usize>) -> FunctionError {
    FunctionError { text, argument: argument.and_then(|index| i64::try_from(index).ok()) }
}
