//! The login of the provider by every method. A method is a row: what is attached to the identity, and
//! what proves it, rightly and wrongly.

mod conventions;
mod rows;
mod stand_in;

use crate::lab::{DIALECTS, IDENTITY, Lab};
use crate::secure::Secure;
use infisical_emulator::{Dialect, Entry};
use rows::ROWS;
use serde_json::{Value, json};
use stand_in::StandIn;
use tf_harness::Diagnostic;

/// A login method.
struct Row {
    /// In `auth` and in `INFISICAL_AUTH_METHOD`.
    name: &'static str,
    /// In paths.
    slug: &'static str,
    /// The servers that have it.
    dialects: &'static [Dialect],
    /// What is attached to the identity.
    attach: fn() -> Value,
    /// What proves the identity with this ID, if `right`; otherwise what does not.
    prove: fn(&Lab, &str, right: bool) -> Proof,
    /// The status and the words with which the server refuses the wrong proof.
    refusal: (u16, &'static str),
    /// What the advice is about.
    advice: &'static str,
}

/// What an identity is proved with.
#[derive(Default)]
struct Proof {
    /// What the block of the method says.
    lines: String,
    /// What the environment says beside the block.
    variables: Vec<(&'static str, String)>,
    /// What it says in the place of the block.
    instead: Vec<(&'static str, String)>,
    /// Who is asked meanwhile.
    asked: Option<StandIn>,
    /// Who stands in front of the server.
    #[expect(dead_code, reason = "it stands there as long as the proof lives")]
    guard: Option<Secure>,
}

impl Row {
    /// A lab with an identity that may log in by this method.
    fn lab(&self, dialect: Dialect) -> (Lab, String) {
        let mut lab = Lab::speaking(dialect);
        let body = json!({
            "name": "machine",
            "organizationId": lab.emulator.org_id(),
            "role": "admin",
        });
        let made = lab.elsewhere("POST", "/api/v1/identities", Some(body));
        let id = made["identity"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/auth/{}/identities/{id}", self.slug);
        lab.elsewhere("POST", &path, Some((self.attach)()));
        lab.workspace.set_env("TF_VAR_identity_id", &id);
        lab.emulator.clear_journal();
        (lab, id)
    }

    /// The provider block. What may not be shown is in `var.secret`.
    fn block(&self, identity_id: &str, lines: &str) -> String {
        let name = self.name;
        format!(
            r#"
variable "identity_id" {{}}

variable "secret" {{
  default   = ""
  sensitive = true
}}

provider "infisical" {{
  auth = {{
    {name} = {{
      identity_id = {identity_id}
{lines}
    }}
  }}
}}
"#
        )
    }

    fn write(&self, lab: &Lab, lines: &str) {
        lab.write(&[&self.block("var.identity_id", lines), IDENTITY]);
    }

    /// Every login so far was by this method, with this status.
    fn assert_logins(&self, lab: &Lab, status: u16) {
        let mut logins = lab.requests();
        logins.retain(|line| line.contains("/login "));
        assert!(!logins.is_empty(), "{}: no login", self.name);
        let expected = format!("POST /api/v1/auth/{}/login {status}", self.slug);
        assert!(logins.iter().all(|line| *line == expected), "{}: {logins:?}", self.name);
    }
}

fn set(lab: &mut Lab, variables: &[(&'static str, String)]) {
    for (name, value) in variables {
        lab.workspace.set_env(name, value);
    }
}

/// With every server that has the method.
fn each(behaves: impl Fn(&Row, Dialect)) {
    for row in ROWS {
        for dialect in row.dialects {
            behaves(row, *dialect);
        }
    }
}

/// With today's server, where the server makes no difference.
fn each_now(behaves: impl Fn(&Row)) {
    ROWS.iter().for_each(behaves);
}

#[test]
fn a_right_proof_in_the_block() {
    each(|row, dialect| {
        let (mut lab, id) = row.lab(dialect);
        let proof = (row.prove)(&lab, &id, true);
        set(&mut lab, &proof.variables);
        row.write(&lab, &proof.lines);
        lab.workspace.apply_and_settle();
        row.assert_logins(&lab, 200);
    });
}

#[test]
fn a_right_proof_in_the_environment() {
    each_now(|row| {
        let (mut lab, id) = row.lab(Dialect::Current);
        let proof = (row.prove)(&lab, &id, true);
        set(&mut lab, &proof.variables);
        set(&mut lab, &proof.instead);
        lab.workspace.set_env("INFISICAL_MACHINE_IDENTITY_ID", &id);
        lab.workspace.set_env("INFISICAL_AUTH_METHOD", &row.name.to_uppercase());
        lab.write(&[IDENTITY]);
        lab.workspace.apply_and_settle();
        row.assert_logins(&lab, 200);
    });
}

#[test]
fn a_wrong_proof_is_refused_on_the_attribute_at_plan() {
    each(|row, dialect| {
        let (mut lab, id) = row.lab(dialect);
        let proof = (row.prove)(&lab, &id, false);
        set(&mut lab, &proof.variables);
        row.write(&lab, &proof.lines);
        let errors = lab.workspace.plan_fails();
        let error: &Diagnostic = errors.error_at("auth = {");
        let (status, words) = row.refusal;
        let text = error.text();
        let request = format!("POST /api/v1/auth/{}/login answered {status}", row.slug);
        assert!(text.contains(&request), "{}: {errors}", row.name);
        assert!(text.contains(words), "{}: {errors}", row.name);
        assert!(text.contains(row.advice), "{}: {errors}", row.name);
        row.assert_logins(&lab, status);
    });
}

#[test]
fn an_identity_without_the_method_is_said_so() {
    each(|row, dialect| {
        let (mut lab, id) = row.lab(dialect);
        let proof = (row.prove)(&lab, &id, true);
        let path = format!("/api/v1/auth/{}/identities/{id}", row.slug);
        lab.elsewhere("DELETE", &path, None);
        set(&mut lab, &proof.variables);
        row.write(&lab, &proof.lines);
        let errors = lab.workspace.plan_fails();
        let text = errors.error_at("auth = {").text();
        assert!(text.contains("answered 404"), "{}: {errors}", row.name);
        assert!(text.contains("Check the identity ID"), "{}: {errors}", row.name);
    });
}

#[test]
fn an_unknown_in_the_block_sends_nothing_anywhere() {
    each_now(|row| {
        let (mut lab, id) = row.lab(Dialect::Current);
        let proof = (row.prove)(&lab, &id, true);
        set(&mut lab, &proof.variables);
        let data = "resource \"terraform_data\" \"id\" {\n  input = var.identity_id\n}\n";
        let block = row.block("terraform_data.id.output", &proof.lines);
        lab.write(&[&block, data, IDENTITY]);
        let plan = lab.workspace.plan();
        assert_eq!(plan.change("infisical_identity.ci").actions, ["create"]);
        assert!(journal(&lab).is_empty(), "{}: {:?}", row.name, journal(&lab));
        let asked = proof.asked.map(|stand_in| stand_in.asked()).unwrap_or_default();
        assert!(asked.is_empty(), "{}: {asked:?}", row.name);
    });
}

#[test]
fn a_method_without_an_identity_is_half_a_login() {
    each_now(|row| {
        let mut lab = Lab::new();
        lab.write(&[&row.block("null", ""), IDENTITY]);
        lab.workspace.set_env("TF_VAR_identity_id", "");
        let errors = lab.workspace.plan_fails();
        let error = errors.error_at("auth = {");
        assert_eq!(error.summary, "Half a login", "{}: {errors}", row.name);
        let text = error.text();
        assert!(text.contains(&format!("auth.{}.identity_id", row.name)), "{errors}");
        assert!(text.contains("INFISICAL_MACHINE_IDENTITY_ID"), "{errors}");
        assert!(journal(&lab).is_empty());
    });
}

#[test]
fn all_methods_but_those_of_the_provider_block_are_rows() {
    let mut rows: Vec<_> = ROWS.iter().map(|row| row.name).collect();
    rows.extend(["token", "universal"]);
    let mut lab = Lab::new();
    lab.workspace.set_env("INFISICAL_AUTH_METHOD", "pigeon");
    lab.write(&[IDENTITY]);
    let errors = lab.workspace.plan_fails();
    let error = errors.iter().find(|error| error.summary == "Unknown login method");
    let text = error.unwrap_or_else(|| panic!("{errors}")).text();
    let names = text.split('`').skip(3).step_by(2);
    let mut known: Vec<_> = names.collect();
    known.sort_unstable();
    rows.sort_unstable();
    assert_eq!(known, rows, "{errors}");
    assert!(text.contains("INFISICAL_AUTH_METHOD is `pigeon`"), "{errors}");
}

fn journal(lab: &Lab) -> Vec<Entry> {
    lab.emulator.journal()
}

/// Only today's server.
const CURRENT: &[Dialect] = &[Dialect::Current];
/// Every server.
const BOTH: &[Dialect] = &DIALECTS;
