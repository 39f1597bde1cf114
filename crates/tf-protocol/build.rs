//! Generates the messages and services from `/proto`, without a system `protoc`.

use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let proto = Path::new("../../proto");
    println!("cargo::rerun-if-changed=../../proto");
    let mut files = protox::compile(
        [
            proto.join("tfplugin6.proto"),
            proto.join("plugin/grpc_controller.proto"),
            proto.join("plugin/grpc_stdio.proto"),
            proto.join("plugin/grpc_broker.proto"),
        ],
        [proto],
    )?;
    // The answer with all schemas is encoded once, so the service takes it as bytes.
    let services = files.file.iter_mut().flat_map(|file| &mut file.service);
    let mut methods = services.flat_map(|service| &mut service.method);
    let method = methods.find(|method| method.name() == "GetProviderSchema");
    method.ok_or("no GetProviderSchema")?.output_type = Some(".encoded.Schema".to_owned());
    // The maps are ordered, so that the same schema is the same bytes.
    tonic_prost_build::configure()
        .btree_map(".")
        .extern_path(".encoded.Schema", "crate::proto::EncodedSchema")
        .build_transport(false)
        .compile_fds(files)?;
    Ok(())
}
