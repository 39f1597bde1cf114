//! `GetFunctions`, `CallFunction`.

use super::{diagnostics, received, sent, text, ty};
use crate::{
    Diagnostic,
    proto::tfplugin6::{self, StringKind, call_function, function as to, get_functions},
    rpc::{CallRequest, DynamicValue, FunctionError},
    schema::{Function, Parameter},
};
use std::collections::BTreeMap;

pub(crate) fn all(
    from: BTreeMap<String, Function>,
    problems: Vec<Diagnostic>,
) -> get_functions::Response {
    get_functions::Response { functions: functions(from), diagnostics: diagnostics(problems) }
}

pub(super) fn functions(from: BTreeMap<String, Function>) -> BTreeMap<String, tfplugin6::Function> {
    from.into_iter().map(|(name, from)| (name, function(from))).collect()
}

fn function(from: Function) -> tfplugin6::Function {
    tfplugin6::Function {
        parameters: from.parameters.into_iter().map(parameter).collect(),
        variadic_parameter: from.variadic.map(parameter),
        r#return: Some(to::Return { r#type: ty(&from.returns) }),
        summary: from.summary,
        description: from.description,
        description_kind: StringKind::Markdown.into(),
        deprecation_message: from.deprecation.unwrap_or_default(),
    }
}

fn parameter(from: Parameter) -> to::Parameter {
    to::Parameter {
        name: from.name,
        r#type: ty(&from.ty),
        allow_null_value: from.allow_null,
        allow_unknown_values: from.allow_unknown,
        description: from.description,
        description_kind: StringKind::Markdown.into(),
    }
}

pub(crate) fn request(from: call_function::Request) -> CallRequest {
    let arguments = from.arguments.into_iter().map(|argument| received(Some(argument)));
    CallRequest { name: from.name, arguments: arguments.collect() }
}

pub(crate) fn response(from: Result<DynamicValue, FunctionError>) -> call_function::Response {
    match from {
        Ok(result) => call_function::Response { result: sent(result), error: None },
        Err(error) => call_function::Response {
            result: None,
            error: Some(tfplugin6::FunctionError {
                text: text::paragraphs(&error.text),
                function_argument: error.argument,
            }),
        },
    }
}
