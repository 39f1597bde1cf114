//! `ConfigureProvider`. Called again by every walk that shares a process.

use super::{Server, access::Connection, decode};
use crate::{Diagnostics, Provider, Schema, Setup, schema::Nulls};
use std::sync::{Arc, PoisonError};
use tf_protocol::{AttributePath, Value, rpc::ConfigureRequest};
use tokio_util::sync::CancellationToken;

impl<P: Provider> Server<P> {
    pub(super) async fn configure(&self, request: ConfigureRequest) -> Diagnostics {
        match self.connect(request).await {
            Ok((connection, warnings)) => {
                *self.connection.write().unwrap_or_else(PoisonError::into_inner) = connection;
                warnings
            }
            Err(errors) => errors,
        }
    }

    async fn connect(
        &self,
        request: ConfigureRequest,
    ) -> Result<(Connection<P>, Diagnostics), Diagnostics> {
        let config = decode(&request.config, &self.config_shape().ty)?;
        let unknown = unknowns(&config);
        if !unknown.is_empty() {
            return Ok((Connection::Unknown(unknown), Diagnostics::default()));
        }
        let cancelled = self.fresh_token();
        let root = AttributePath::default();
        let config = P::Config::from_value(&config, &root, Nulls::Refuse)?;
        let setup = Setup::new(request.terraform_version, cancelled);
        let client = self.provider.configure(config, &setup).await?;
        Ok((Connection::Ready(Arc::new(client)), setup.into_warnings()))
    }

    /// A run that was stopped must not stop the next one of the same process.
    fn fresh_token(&self) -> CancellationToken {
        let mut token = self.cancelled.write().unwrap_or_else(PoisonError::into_inner);
        if token.is_cancelled() {
            *token = CancellationToken::new();
        }
        token.clone()
    }
}

/// The attributes of the provider block that are not known yet.
fn unknowns(config: &Value) -> Vec<AttributePath> {
    let mut found = Vec::new();
    collect(config, &AttributePath::default(), &mut found);
    found
}

fn collect(value: &Value, path: &AttributePath, out: &mut Vec<AttributePath>) {
    match value {
        Value::Object(attributes) => {
            for (name, value) in attributes {
                collect(value, &path.attribute(name.as_str()), out);
            }
        }
        value if !value.is_wholly_known() => out.push(path.clone()),
        _ => {}
    }
}
