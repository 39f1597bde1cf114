//! Generates the messages and services from `/proto`, without a system `protoc`.

use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let proto = Path::new("../../proto");
    println!("cargo::rerun-if-changed=../../proto");
    let files = protox::compile(
        [
            proto.join("tfplugin6.proto"),
            proto.join("plugin/grpc_controller.proto"),
            proto.join("plugin/grpc_stdio.proto"),
            proto.join("plugin/grpc_broker.proto"),
        ],
        [proto],
    )?;
    // The maps are ordered, so that the same schema is the same bytes.
    tonic_prost_build::configure().btree_map(".").build_transport(false).compile_fds(files)?;
    Ok(())
}
