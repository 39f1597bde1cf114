//! Functions.

use super::{Answer, Client, proto, value};
use crate::rpc::{CallRequest, DynamicValue, FunctionError};

impl Client {
    /// `CallFunction`.
    pub async fn call_function(
        &mut self,
        r: CallRequest,
    ) -> Answer<Result<DynamicValue, FunctionError>> {
        let arguments = r.arguments.into_iter();
        let arguments =
            arguments.map(|a| proto::DynamicValue { msgpack: a.msgpack, json: a.json }).collect();
        let request = proto::call_function::Request { name: r.name, arguments };
        let from = self.provider.call_function(request).await?.into_inner();
        Ok(match from.error {
            Some(error) => {
                Err(FunctionError { text: error.text, argument: error.function_argument })
            }
            None => Ok(value(from.result)),
        })
    }
}
