//! `ValidateProviderConfig`, `ValidateResourceConfig`.

use super::decode;
use crate::{Block, Diagnostics, plan};
use tf_protocol::rpc::ValidateRequest;

pub(super) fn check(block: &Block, request: &ValidateRequest) -> Diagnostics {
    let mut out = Diagnostics::default();
    match decode(&request.config, &block.ty()) {
        Ok(config) => plan::validate::config(block, &config, &mut out),
        Err(error) => out.push(error),
    }
    out
}
