//! Runs of a real Terraform.

use crate::catalog::{METHODS, SECRETS};
use crate::run::{Address, Held, Outcome, Said, Terraform, Wanted, Weather};
use infisical_emulator::Emulator;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tf_harness::{Output, Provider, Workspace};

/// A real Terraform in a folder.
pub(crate) struct Real {
    emulator: Arc<Emulator>,
    workspace: Workspace,
}

impl Real {
    pub(crate) fn new(emulator: Arc<Emulator>) -> Self {
        let workspace = Workspace::new(&[Provider {
            address: "infisical/infisical".into(),
            binary: env!("CARGO_BIN_EXE_terraform-provider-infisical").into(),
        }])
        .envs(emulator.environment())
        .env("TF_VAR_secrets", &json!(SECRETS).to_string());
        Self { emulator, workspace }
    }

    fn write(&self, wanted: &Wanted) {
        let mut resources = Map::new();
        for (address, attributes) in wanted {
            let mut attributes = attributes.clone();
            // Terraform shows the lines of a configuration, but no sensitive variable.
            for value in attributes.values_mut() {
                if let Some(at) = SECRETS.iter().position(|secret| value == secret) {
                    *value = json!(format!("${{var.secrets[{at}]}}"));
                }
            }
            if address.method.is_some() {
                let id = format!("${{{}.id}}", Address::identity(address.slot));
                attributes.insert("identity_id".to_owned(), json!(id));
            }
            let of_type = resources.entry(address.type_name()).or_insert_with(|| json!({}));
            of_type[address.name()] = Value::Object(attributes);
        }
        let source = json!({ "infisical": { "source": "infisical/infisical" } });
        let mut configuration = json!({
            "terraform": { "required_providers": source },
            "variable": { "secrets": { "type": "list(string)", "sensitive": true } },
        });
        // Terraform takes no empty one.
        if !resources.is_empty() {
            configuration["resource"] = Value::Object(resources);
        }
        self.workspace.write("main.tf.json", &configuration.to_string());
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        let output = self.workspace.run(arguments);
        let mut outcome = Outcome::default();
        for said in output.diagnostics().iter() {
            outcome.said.push(Said {
                about: address(&said.address),
                error: said.severity == "error",
                text: format!("{}\n{}", said.summary, said.detail),
            });
        }
        for event in events(&output) {
            let hook = &event["hook"];
            let Some(address) = hook["resource"]["addr"].as_str().and_then(address) else {
                continue;
            };
            match (event["type"].as_str(), hook["action"].as_str()) {
                (Some("apply_start"), Some("delete")) => {
                    outcome.removed.insert(address);
                }
                (Some("apply_complete"), _) => {
                    outcome.done.insert(address);
                }
                _ => {}
            }
        }
        let crashed = output.stdout.contains("did not respond") || output.stdout.contains("panic");
        let silent = !output.status.success() && !outcome.failed();
        if crashed || silent {
            outcome.broken.push(output.to_string());
        }
        outcome
    }
}

impl Terraform for Real {
    fn apply(&mut self, wanted: &Wanted, weather: Weather) -> Outcome {
        self.write(wanted);
        for fault in weather.plan.into_iter().chain(weather.apply) {
            self.emulator.inject(fault);
        }
        self.run(&["apply", "-json", "-input=false", "-auto-approve"])
    }

    fn plan(&mut self, wanted: &Wanted) -> Outcome {
        self.write(wanted);
        self.run(&["plan", "-json", "-input=false"])
    }

    fn import(&mut self, wanted: &Wanted, address: Address, id: &str) -> Outcome {
        self.write(wanted);
        self.run(&["import", "-input=false", &address.to_string(), id])
    }

    fn held(&self) -> Held {
        let shown = self.workspace.run(&["show", "-json"]).expect_success();
        let state: Value = serde_json::from_str(&shown.stdout).unwrap();
        let resources = state["values"]["root_module"]["resources"].as_array();
        let resources = resources.into_iter().flatten().filter_map(|resource| {
            let values = resource["values"].as_object()?.clone();
            Some((address(resource["address"].as_str()?)?, values))
        });
        resources.collect()
    }

    fn shown(&self) -> String {
        self.workspace.everything_shown()
    }
}

fn events(output: &Output) -> impl Iterator<Item = Value> {
    output.stdout.lines().filter_map(|line| serde_json::from_str(line).ok())
}

/// The resource at `infisical_identity_azure_auth.i3`.
fn address(text: &str) -> Option<Address> {
    let (type_name, name) = text.split_once('.')?;
    let slot = name.strip_prefix('i')?.parse().ok()?;
    let identity = Address::identity(slot);
    let methods = METHODS.iter().map(|method| Address { slot, method: Some(method.slug) });
    [identity].into_iter().chain(methods).find(|address| address.type_name() == type_name)
}
