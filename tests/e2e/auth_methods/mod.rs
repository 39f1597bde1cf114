//! What every auth method of an identity does, from HCL to the revoke call.
//!
//! A method is a row: a [`Method`] in the file with its name, beside the tests of what only it does. The
//! behaviours are functions over all rows at once: one workspace, in which each method has an identity
//! of its own, so that another row costs no further `terraform`. `AUTH_METHOD=aws` leaves only the
//! rows whose slug has that word.

mod drift;
mod import;
mod input;
mod life;
mod refresh;
mod values;
mod versions;

mod identity_alicloud_auth;
mod identity_aws_auth;
mod identity_azure_auth;
mod identity_gcp_auth;
mod identity_jwt_auth;
mod identity_kubernetes_auth;
mod identity_ldap_auth;
mod identity_oci_auth;
mod identity_oidc_auth;
mod identity_spiffe_auth;
mod identity_tls_cert_auth;
mod identity_token_auth;
mod identity_universal_auth;

use crate::lab::{Lab, identity};
use infisical_emulator::{Dialect, Options};
use serde_json::{Value, json};

static METHODS: &[&Method] = &[
    &identity_alicloud_auth::METHOD,
    &identity_aws_auth::METHOD,
    &identity_azure_auth::METHOD,
    &identity_gcp_auth::METHOD,
    &identity_jwt_auth::METHOD,
    &identity_kubernetes_auth::METHOD,
    &identity_ldap_auth::METHOD,
    &identity_oci_auth::METHOD,
    &identity_oidc_auth::METHOD,
    &identity_spiffe_auth::METHOD,
    &identity_tls_cert_auth::METHOD,
    &identity_token_auth::METHOD,
    &identity_universal_auth::METHOD,
];

/// An auth method: what one can say of it without saying what it shall do.
struct Method {
    /// In HCL.
    type_name: &'static str,
    /// In messages.
    title: &'static str,
    /// In paths.
    slug: &'static str,
    /// The member that wraps every answer.
    wrapper: &'static str,
    /// The servers that have it.
    dialects: &'static [Dialect],
    /// The lines of HCL that must be there.
    minimal: &'static str,
    /// What state has after them, the attributes that all methods have left out. The server's own
    /// member in braces is what the server made up.
    state: fn(Dialect) -> Value,
    /// What somebody sends who attaches the same without Terraform.
    body: fn() -> Value,
    /// The minimal lines with one attribute changed or added: its name, the lines, and what the server
    /// then holds.
    changed: (&'static str, &'static str, fn() -> Value),
    /// Every attribute of its own set, then each changed, then each put to its zero or cleared.
    steps: fn(Dialect) -> [Step; 3],
    /// Lines that mean the same: other orders of what has none, and other spellings. None of their
    /// attributes changes anything when it is removed.
    alike: [&'static str; 2],
    /// The same in a third order or spelling, as somebody else may send it.
    reordered: fn() -> Value,
    /// What is refused before any request.
    refused: fn() -> Vec<Refused>,
    /// What state of the official provider has after the minimal lines, the attributes that all methods
    /// have left out; none where it does not have the method.
    official: Option<fn() -> Value>,
}

/// Lines of HCL, and what the server holds once they are applied.
struct Step {
    lines: String,
    holds: Value,
}

/// Lines of HCL with one mistake.
struct Refused {
    lines: String,
    /// In the line that is underlined.
    at: &'static str,
    /// In the message.
    says: &'static str,
}

impl Refused {
    fn new(lines: &str, at: &'static str, says: &'static str) -> Self {
        Self { lines: lines.to_owned(), at, says }
    }
}

impl Method {
    fn address(&self) -> String {
        format!("{}.it", self.type_name)
    }

    /// The resource, on the identity of the method.
    fn hcl(&self, lines: &str) -> String {
        self.hcl_of("it", &format!("infisical_identity.{}.id", self.slug), lines)
    }

    fn hcl_of(&self, name: &str, identity_id: &str, lines: &str) -> String {
        let type_name = self.type_name;
        format!("resource {type_name:?} {name:?} {{\n  identity_id = {identity_id}\n{lines}\n}}\n")
    }

    fn path(&self, identity_id: &str) -> String {
        format!("/api/v1/auth/{}/identities/{identity_id}", self.slug)
    }

    /// How the journal tells a request that worked.
    fn request(&self, verb: &str) -> String {
        format!("{verb} {} 200", self.path("ID"))
    }
}

/// A server, and a user who has every auth method that it knows.
struct Table {
    lab: Lab,
    methods: Vec<&'static Method>,
}

impl Table {
    fn speaking(dialect: Dialect) -> Self {
        let word = std::env::var("AUTH_METHOD").unwrap_or_default();
        let wanted =
            |method: &&Method| method.dialects.contains(&dialect) && method.slug.contains(&word);
        let methods = METHODS.iter().copied().filter(wanted).collect();
        Self { lab: Lab::speaking(dialect), methods }
    }

    /// With one method alone.
    fn of(method: &'static Method, dialect: Dialect) -> Self {
        Self::with(method, Options { dialect, ..Options::default() })
    }

    /// With one method alone, on a server of one's own.
    fn with(method: &'static Method, options: Options) -> Self {
        Self { lab: Lab::with(options), methods: vec![method] }
    }

    /// The configuration: an identity for each method, and what `hcl` makes of the method.
    fn write(&self, hcl: impl Fn(&Method) -> String) {
        let parts: Vec<_> = self
            .methods
            .iter()
            .flat_map(|method| [identity(method.slug, method.slug), hcl(method)])
            .collect();
        self.lab.write(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Each method on its identity, with its minimal lines.
    fn write_minimal(&self) {
        self.write(|method| method.hcl(method.minimal));
    }

    /// The identity that has the method.
    fn id(&self, method: &Method) -> String {
        self.lab.identity_named(method.slug)
    }

    /// Makes the identity of each method, and attaches the method, without Terraform. The
    /// configuration knows the identities.
    fn attach_elsewhere(&self) {
        self.write(|_| String::new());
        self.lab.workspace.apply();
        for method in &self.methods {
            self.lab.elsewhere("POST", &method.path(&self.id(method)), Some((method.body)()));
        }
        self.lab.emulator.clear_journal();
    }

    /// Adds a method to state as the official provider writes it, with these attributes beside those that
    /// all methods have.
    fn write_state_of(&self, method: &Method, own: Value) {
        let file = "terraform.tfstate";
        let mut state: Value = serde_json::from_str(&self.lab.workspace.read(file)).unwrap();
        let attributes = with_settings(own, &self.held(method)["id"], &self.id(method));
        state["resources"].as_array_mut().unwrap().push(json!({
            "mode": "managed", "type": method.type_name, "name": "it",
            "provider": "provider[\"registry.terraform.io/infisical/infisical\"]",
            "instances": [{"schema_version": 0, "attributes": attributes}],
        }));
        self.lab.workspace.write(file, &state.to_string());
    }

    /// Revokes each method without Terraform.
    fn revoke_elsewhere(&self) {
        for method in &self.methods {
            self.lab.elsewhere("DELETE", &method.path(&self.id(method)), None);
        }
    }

    /// Deletes the identities without Terraform.
    fn delete_identities_elsewhere(&self) {
        for method in &self.methods {
            self.lab.delete_elsewhere(&self.id(method));
        }
    }

    /// What the server holds of a method.
    fn held(&self, method: &Method) -> Value {
        self.lab.elsewhere("GET", &method.path(&self.id(method)), None)[method.wrapper].take()
    }

    /// The server holds `expected` of a method, and whatever else.
    fn assert_held(&self, method: &Method, expected: &Value) {
        let held = self.held(method);
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&held[name], value, "{name} of {}: {held}", method.slug);
        }
    }

    /// The requests of a method that changed something are these alone.
    fn assert_writes(&self, expected: &[&str]) {
        for method in &self.methods {
            let writes = self.lab.writes().into_iter();
            let writes: Vec<_> =
                writes.filter(|line| line.contains(&format!("/{}/", method.slug))).collect();
            let expected: Vec<_> = expected.iter().map(|verb| method.request(verb)).collect();
            assert_eq!(writes, expected, "{}", method.slug);
        }
    }

    /// The plan has one action for each method, and another for its identity when that is `also`.
    fn assert_planned(&self, action: &str, also: Option<&str>) {
        let planned = |method: &&Method| {
            let identity =
                also.map(|action| format!("{action} infisical_identity.{}", method.slug));
            identity.into_iter().chain([format!("{action} {}", method.address())])
        };
        let mut expected: Vec<_> = self.methods.iter().flat_map(planned).collect();
        expected.sort();
        assert_eq!(self.lab.workspace.plan().summary(), expected);
    }

    fn assert_nothing_left(&self) {
        assert_eq!(self.lab.workspace.state().addresses(), [""; 0]);
        for method in &self.methods {
            assert_eq!(self.lab.identities(method.slug), [""; 0]);
        }
    }
}

/// What state has of the attributes that all methods have, beside `own`, where HCL says nothing.
fn with_settings(own: Value, id: &Value, identity_id: &str) -> Value {
    let mut state = json!({
        "id": id,
        "identity_id": identity_id,
        "access_token_ttl": 2_592_000,
        "access_token_max_ttl": 2_592_000,
        "access_token_num_uses_limit": 0,
        "access_token_trusted_ips": [{"ip_address": "0.0.0.0/0"}, {"ip_address": "::/0"}],
    });
    if let (Value::Object(state), Value::Object(own)) = (&mut state, own) {
        state.extend(own);
    }
    state
}

/// `access_token_trusted_ips` of these.
fn trusted_ips(ips: &[&str]) -> String {
    let list: Vec<_> = ips.iter().map(|ip| format!("{{ ip_address = {ip:?} }}")).collect();
    format!("\n  access_token_trusted_ips = [{}]\n", list.join(", "))
}

/// A text in HCL, whatever lines it has.
fn hcl_text(text: &str) -> String {
    Value::from(text).to_string()
}

/// Base64 of an ASN.1 sequence, with a line end at the end, as files have it.
const PEM: &str = "-----BEGIN CERTIFICATE-----\nMAsCAQECAQICAQM=\n-----END CERTIFICATE-----\n";

/// The same certificate.
const PEM_IN_OTHER_LINES: &str =
    "# ours\n-----BEGIN CERTIFICATE-----\nMAsCAQEC\nAQICAQM=\n-----END CERTIFICATE-----";

/// Another one.
const OTHER_PEM: &str = "-----BEGIN CERTIFICATE-----\nMAsCAQECAQICAQQ=\n-----END CERTIFICATE-----";

fn import_block(address: &str, id: &str) -> String {
    format!("import {{\n  to = {address}\n  id = {id:?}\n}}\n")
}
