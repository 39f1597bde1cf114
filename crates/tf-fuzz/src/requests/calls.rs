//! The calls, one by one.

use super::{
    answers::{no_bug, readable},
    arguments::Arguments,
};
use crate::Fuzzed;
use tf_framework::Server;
use tf_protocol::{
    ProviderServer, Type, Value,
    rpc::{
        ActionRequest, ApplyRequest, CallRequest, ConfigureRequest, DataRequest, DynamicValue,
        EphemeralRequest, Events, GenerateRequest, ImportRequest, ListEvent, ListRequest,
        MoveRequest, OpenRequest, PlanRequest, ProviderSchema, ReadRequest, UpgradeIdentityRequest,
        UpgradeRequest, ValidateListRequest, ValidateRequest,
    },
    schema::Identity,
};

/// How many calls there are.
pub const CALLS: u8 = 25;

pub(super) async fn call(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    match with.source.byte() % CALLS {
        0 => configure(server, with).await,
        1 => validate_list(server, with).await,
        2 | 3 => plan(server, with).await,
        4 | 16 => apply(server, with).await,
        5 => read(server, with).await,
        6 => upgrade(server, with).await,
        7 => upgrade_identity(server, with).await,
        8 => import(server, with).await,
        9 => move_state(server, with).await,
        10 => generate_config(server, with).await,
        11 => read_data_source(server, with).await,
        12 => open(server, with).await,
        13 => renew(server, with).await,
        14 => close(server, with).await,
        15 => list(server, with).await,
        17 => plan_action(server, with).await,
        18 => invoke_action(server, with).await,
        19 => call_function(server, with).await,
        20 => ProviderServer::stop(server),
        kind => validate(kind, server, with).await,
    }
}

async fn validate(kind: u8, server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let schema = with.schema;
    let (type_name, ty) = match kind {
        21 => (String::new(), schema.provider.block.ty()),
        22 => with.typed(&schema.data_sources),
        23 => with.typed(&schema.ephemeral_resources),
        _ if with.source.below(4) == 0 => with.typed(&schema.actions),
        _ => with.typed(&schema.resources),
    };
    let config = with.value(&ty);
    let request = ValidateRequest { type_name, config, write_only_allowed: with.source.flag() };
    let problems = match kind {
        21 => server.validate_provider(request).await,
        22 => server.validate_data_source(request).await,
        23 => server.validate_ephemeral(request).await,
        _ if schema.actions.contains_key(&request.type_name) => {
            server.validate_action(request).await
        }
        _ => server.validate_resource(request).await,
    };
    no_bug("validate", &problems);
}

/// The provider block that most calls need.
pub(super) async fn begin(server: &Server<Fuzzed>, schema: &ProviderSchema) {
    let nothing = Value::object([
        ("host", Value::Null),
        ("retries", Value::from(3)),
        ("parts", Value::List(Vec::new())),
    ]);
    let config = DynamicValue::encode(&nothing, &schema.provider.block.ty()).unwrap_or_default();
    let request = ConfigureRequest { config, ..ConfigureRequest::default() };
    assert_eq!(ProviderServer::configure(server, request).await, [], "the provider block");
}

async fn configure(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let request = ConfigureRequest {
        terraform_version: with.source.text(),
        config: with.value(&with.schema.provider.block.ty()),
        deferral_allowed: with.source.flag(),
    };
    no_bug("configure", &ProviderServer::configure(server, request).await);
}

async fn plan(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let request = PlanRequest {
        prior: with.value(&ty),
        config: with.value(&ty),
        proposed: with.value(&ty),
        prior_private: with.private(),
        provider_meta: with.value(&Type::Dynamic),
        identity: with.identity(&type_name),
        deferral_allowed: with.source.flag(),
        type_name,
    };
    let answer = ProviderServer::plan(server, request).await;
    readable("plan", &answer.diagnostics, &answer.planned, &ty);
}

async fn apply(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let request = ApplyRequest {
        prior: with.value(&ty),
        config: with.value(&ty),
        planned: with.value(&ty),
        private: with.private(),
        provider_meta: with.value(&Type::Dynamic),
        identity: with.identity(&type_name),
        type_name,
    };
    let answer = ProviderServer::apply(server, request).await;
    readable("apply", &answer.diagnostics, &answer.state, &ty);
}

async fn read(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let request = ReadRequest {
        state: with.value(&ty),
        private: with.private(),
        provider_meta: with.value(&Type::Dynamic),
        identity: with.identity(&type_name),
        deferral_allowed: with.source.flag(),
        type_name,
    };
    let sent = request.state.clone();
    let answer = ProviderServer::read(server, request).await;
    // Before the provider block is known, what is in state is not even looked at.
    if answer.state == sent {
        no_bug("read", &answer.diagnostics);
    } else {
        readable("read", &answer.diagnostics, &answer.state, &ty);
    }
}

async fn upgrade(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let json = with.json(&ty);
    let version = version(with);
    let request = UpgradeRequest { type_name, version, json };
    let answer = ProviderServer::upgrade(server, request).await;
    readable("upgrade", &answer.diagnostics, &answer.state, &ty);
}

async fn upgrade_identity(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, _) = with.name(&with.schema.resources);
    let identity = with.schema.identities.get(&type_name);
    let ty = identity.map_or(Type::Dynamic, Identity::ty);
    let json = with.json(&ty);
    let version = version(with);
    let request = UpgradeIdentityRequest { type_name, version, json };
    let answer = ProviderServer::upgrade_identity(server, request).await;
    readable("upgrade identity", &answer.diagnostics, &answer.identity, &ty);
}

fn version(with: &mut Arguments<'_>) -> i64 {
    if with.source.flag() { with.source.number() } else { with.source.pick(0, &[1, 2]) }
}

async fn import(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let id = match with.source.pick("a,1", &["a,1e999999999", "", "a, 1e1 ,"]) {
        "" => with.source.text(),
        id => id.to_owned(),
    };
    let request = ImportRequest {
        id,
        identity: with.identity(&type_name),
        deferral_allowed: with.source.flag(),
        type_name,
    };
    let answer = ProviderServer::import(server, request).await;
    let state = answer.state.unwrap_or_default();
    readable("import", &answer.diagnostics, &state, &ty);
}

async fn move_state(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (target_type, ty) = with.typed(&with.schema.resources);
    let source = with.source.pick("registry.terraform.io/acme/old", &["a/b/fuzz", "", "/"]);
    let source_type = match with.source.below(3) {
        0 => "old_thing".to_owned(),
        1 => target_type.clone(),
        _ => with.source.text(),
    };
    let request = MoveRequest {
        source_provider: source.to_owned(),
        source_type,
        source_version: version(with),
        json: with.json(&ty),
        source_private: with.private(),
        source_identity_json: with.source.chunk().to_vec(),
        source_identity_version: version(with),
        target_type,
    };
    let answer = ProviderServer::move_state(server, request).await;
    readable("move", &answer.diagnostics, &answer.state, &ty);
}

async fn generate_config(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.resources);
    let request = GenerateRequest { type_name, state: with.value(&ty) };
    let answer = server.generate_config(request).await;
    readable("generate", &answer.diagnostics, &answer.config, &ty);
}

async fn read_data_source(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.data_sources);
    let request = DataRequest {
        type_name,
        config: with.value(&ty),
        provider_meta: with.value(&Type::Dynamic),
        deferral_allowed: with.source.flag(),
    };
    let answer = server.read_data_source(request).await;
    readable("read data source", &answer.diagnostics, &answer.state, &ty);
}

async fn open(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.ephemeral_resources);
    let config = with.value(&ty);
    let request = OpenRequest { type_name, config, deferral_allowed: with.source.flag() };
    let answer = server.open_ephemeral(request).await;
    readable("open", &answer.diagnostics, &answer.result, &ty);
}

fn lease(with: &mut Arguments<'_>) -> EphemeralRequest {
    let (type_name, _) = with.name(&with.schema.ephemeral_resources);
    let private = with.source.flag().then(|| with.private());
    EphemeralRequest { type_name, private }
}

async fn renew(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let answer = server.renew_ephemeral(lease(with)).await;
    no_bug("renew", &answer.diagnostics);
}

async fn close(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    no_bug("close", &server.close_ephemeral(lease(with)).await);
}

async fn list(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.list_resources);
    let config = with.value(&ty);
    let include_resource = with.source.flag();
    let limit = with.source.number();
    let request = ListRequest { type_name, config, include_resource, limit };
    let (events, mut arriving) = Events::<ListEvent>::channel(1 + with.source.below(4));
    // Terraform may go away in the middle.
    let patience = with.source.byte();
    let reader = async move {
        for _ in 0..patience {
            let Some(event) = arriving.recv().await else { break };
            no_bug("list", &event.diagnostics);
        }
    };
    tokio::join!(ProviderServer::list(server, request, events), reader);
}

async fn validate_list(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (type_name, ty) = with.typed(&with.schema.list_resources);
    let request = ValidateListRequest {
        type_name,
        config: with.value(&ty),
        include_resource: with.value(&Type::Bool),
        limit: with.value(&Type::Number),
    };
    no_bug("validate list", &server.validate_list(request).await);
}

fn action(with: &mut Arguments<'_>) -> ActionRequest {
    let (type_name, ty) = with.typed(&with.schema.actions);
    let config = with.value(&ty);
    ActionRequest { type_name, config, deferral_allowed: with.source.flag() }
}

async fn plan_action(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let answer = server.plan_action(action(with)).await;
    no_bug("plan action", &answer.diagnostics);
}

async fn invoke_action(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let request = action(with);
    let (progress, mut arriving) = Events::channel(1);
    let patience = with.source.byte();
    let reader = async move {
        for _ in 0..patience {
            if arriving.recv().await.is_none() {
                break;
            }
        }
    };
    let (problems, ()) = tokio::join!(server.invoke_action(request, progress), reader);
    no_bug("invoke action", &problems);
}

async fn call_function(server: &Server<Fuzzed>, with: &mut Arguments<'_>) {
    let (name, function) = with.name(&with.schema.functions);
    let parameters = function.map(|f| f.parameters.iter().chain(&f.variadic).collect::<Vec<_>>());
    let parameters = parameters.unwrap_or_default();
    let count = with.source.below(6);
    let arguments = (0..count).map(|index| {
        let parameter = parameters.get(index).or(parameters.last());
        with.value(parameter.map_or(&Type::Dynamic, |parameter| &parameter.ty))
    });
    let request = CallRequest { name, arguments: arguments.collect() };
    if let Ok(result) = ProviderServer::call_function(server, request).await {
        let returns = function.map_or(Type::Dynamic, |function| function.returns.clone());
        readable("call", &[], &result, &returns);
    }
}
