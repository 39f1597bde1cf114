//! The provider over gRPC, for what the oldest Terraform of these tests does not call.

use crate::lab::Lab;
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, path::Path};
use tf_protocol::{
    Diagnostic, Type, Value,
    rpc::{ActionRequest, ConfigureRequest, DynamicValue, ListRequest},
    testing::{Client, Host, Start},
};

/// The provider, configured for the server of a lab.
pub(crate) struct Wire {
    client: Client,
    types: BTreeMap<String, Type>,
    identities: BTreeMap<String, Type>,
    _host: Host,
}

impl Wire {
    pub(crate) async fn of(lab: &Lab) -> Self {
        let credentials = lab.emulator.credentials();
        let program = Path::new(env!("CARGO_BIN_EXE_terraform-provider-infisical"));
        let host = Start::new(program)
            .env("INFISICAL_HOST", lab.emulator.url())
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", &credentials.client_id)
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &credentials.client_secret)
            .start()
            .unwrap();
        let mut client = host.connect().await.unwrap();
        let schema = client.schema().await.unwrap();
        let types = schema.resources.into_iter().map(|(name, it)| (name, it.block.ty())).collect();
        let identities = client.identity_schemas().await.unwrap().0;
        let identities = identities.into_iter().map(|(name, it)| (name, it.ty())).collect();
        let config = ConfigureRequest { config: value(&json!({})), ..ConfigureRequest::default() };
        assert_eq!(client.configure(config).await.unwrap(), []);
        Self { client, types, identities, _host: host }
    }

    /// What a list finds: the names, the identities, and the objects.
    pub(crate) async fn list(&mut self, name: &str, filter: Json) -> Vec<(String, Value, Value)> {
        let request = ListRequest {
            type_name: name.to_owned(),
            config: value(&filter),
            include_resource: true,
            limit: 100,
        };
        let found = self.client.list(request).await.unwrap();
        let (ty, identity) = (&self.types[name], &self.identities[name]);
        let told = |value: Option<&DynamicValue>, ty: &Type| value.unwrap().decode(ty).unwrap();
        found
            .iter()
            .map(|event| {
                assert_eq!(event.diagnostics, []);
                let object = told(event.resource.as_ref(), ty);
                (event.display_name.clone(), told(event.identity.as_ref(), identity), object)
            })
            .collect()
    }

    /// What an action says, which must work.
    pub(crate) async fn invoke(&mut self, name: &str, config: Json) -> Vec<String> {
        let (said, problems) = self.ask(name, config).await;
        assert_eq!(problems, []);
        said
    }

    /// What an action says, and what goes wrong.
    pub(crate) async fn ask(&mut self, name: &str, config: Json) -> (Vec<String>, Vec<Diagnostic>) {
        let request = ActionRequest {
            type_name: name.to_owned(),
            config: value(&config),
            deferral_allowed: false,
        };
        self.client.invoke_action(request).await.unwrap()
    }
}

/// A configuration as Terraform may also send it.
fn value(json: &Json) -> DynamicValue {
    DynamicValue { json: json.to_string().into_bytes(), ..DynamicValue::default() }
}

/// Ends what waits.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}
