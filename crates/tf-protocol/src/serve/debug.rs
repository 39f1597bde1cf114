//! Started by a developer with `--debug`: serves many runs of Terraform, without TLS, until
//! interrupted.

use super::{
    ServeOptions,
    connection::Count,
    environment::Environment,
    error::ServeError,
    handshake, life,
    listener::Listener,
    print, program,
    server::{self, Serving},
};
use crate::ProviderServer;
use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The registries whose address for the provider Terraform and `OpenTofu` may look up.
const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

pub(super) async fn serve<S: ProviderServer>(
    options: ServeOptions,
    environment: &Environment,
    server: impl FnOnce() -> S,
) -> Result<(), ServeError> {
    let mut interrupts = life::Interrupts::swallow()?;
    let listener = Listener::bind(&environment.sockets)?;
    let (network, address) = listener.address()?;
    let reattach = reattach(options.address, std::process::id(), network, &address);
    print(&format!(
        "{} {} waits for Terraform; Ctrl-C ends it. Set this where Terraform runs:\n\n\
         TF_REATTACH_PROVIDERS='{}'\n",
        program(&options),
        options.version,
        reattach.replace('\'', r"'\''"),
    ))?;
    let end = CancellationToken::new();
    let (count, _) = watch::channel(Count::default());
    // A host that attached does not own the process.
    let serving = Serving { listener, tls: None, end: end.clone(), obedient: false, count };
    let asked = async {
        tokio::select! {
            () = interrupts.next() => {}
            Ok(()) = life::terminated() => {}
        }
        end.cancel();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = server::serve(options, server(), serving) => ended,
        () = asked => Ok(()),
    }
}

/// The value of `TF_REATTACH_PROVIDERS`.
fn reattach(provider: &str, pid: u32, network: &str, address: &str) -> String {
    let source = provider.split_once('/').map_or(provider, |(_, source)| source);
    let how = json!({
        "Protocol": "grpc",
        "ProtocolVersion": handshake::PROTOCOL,
        "Pid": pid,
        "Test": true,
        "Addr": { "Network": network, "String": address },
    });
    let mut providers = serde_json::Map::new();
    for registry in REGISTRIES {
        providers.insert(format!("{registry}/{source}"), how.clone());
    }
    providers.insert(provider.to_owned(), how);
    serde_json::Value::Object(providers).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_registries_can_attach() {
        let text = reattach("registry.terraform.io/a/b", 7, "unix", "/tmp/p");
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json.as_object().map(serde_json::Map::len), Some(2));
        let how = &json["registry.opentofu.org/a/b"];
        assert_eq!((&how["ProtocolVersion"], &how["Test"]), (&json!(6), &json!(true)));
        assert_eq!(how["Addr"]["String"], "/tmp/p");
    }
}
