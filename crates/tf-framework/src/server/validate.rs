//! `Validate…Config`, of everything that has a configuration.

use super::decode;
use crate::{Diagnostics, plan, schema::Shape};
use tf_protocol::{
    Diagnostic,
    rpc::{DynamicValue, ValidateRequest},
};

pub(super) fn check(shape: &Shape, request: &ValidateRequest) -> Vec<Diagnostic> {
    config(shape, &request.config, request.write_only_allowed)
}

pub(super) fn config(
    shape: &Shape,
    config: &DynamicValue,
    write_only_allowed: bool,
) -> Vec<Diagnostic> {
    let mut out = Diagnostics::default();
    match decode(config, &shape.ty) {
        Ok(config) => plan::validate::config(&shape.block, &config, write_only_allowed, &mut out),
        Err(error) => out.push(error),
    }
    out.into_wire_of(&shape.block)
}
