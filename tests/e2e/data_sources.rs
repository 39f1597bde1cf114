//! What is only read.

use crate::lab::{DIALECTS, IDENTITY, Lab, identity};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

fn output(of: &str) -> String {
    format!("\noutput \"it\" {{\n  value = {of}\n}}\n")
}

fn told(lab: &Lab) -> Value {
    lab.workspace.state().output("it").clone()
}

#[test]
fn an_identity_is_found_by_its_id_and_by_its_name() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let with_metadata = IDENTITY
            .replace("\"member\"", "\"member\"\n  metadata = [{ key = \"team\", value = \"a\" }]");
        for wanted in [
            "id = infisical_identity.ci.id",
            "name = infisical_identity.ci.name\n  org_id = infisical_identity.ci.org_id",
        ] {
            let data = format!("\ndata \"infisical_identity\" \"it\" {{\n  {wanted}\n}}\n");
            lab.write(&[&with_metadata, &data, &output("data.infisical_identity.it")]);
            lab.workspace.apply_and_settle();
            let expected = json!({
                "id": lab.identity_id(), "name": "ci", "role": "member", "custom_role_id": null,
                "org_id": lab.emulator.org_id(), "has_delete_protection": false, "auth_modes": [],
                "metadata": [{"key": "team", "value": "a"}],
            });
            assert_eq!(told(&lab), expected);
        }
    }
}

#[test]
fn a_name_is_looked_for_in_the_organization_of_the_login() {
    let by_name = "data \"infisical_identity\" \"it\" {\n  name = \"ci\"\n}\n";
    let lab = Lab::new();
    lab.write(&[IDENTITY]);
    lab.workspace.apply();
    lab.write(&[IDENTITY, by_name, &output("data.infisical_identity.it.id")]);
    lab.workspace.apply_and_settle();
    assert_eq!(told(&lab), lab.identity_id());

    // The server takes a name twice.
    let twin = IDENTITY.replace("\"infisical_identity\" \"ci\"", "\"infisical_identity\" \"twin\"");
    lab.write(&[IDENTITY, &twin]);
    lab.workspace.apply();
    lab.write(&[IDENTITY, &twin, by_name]);
    let said = lab.workspace.plan_fails();
    let error = said.error_at("name = ");
    assert_eq!(error.summary, "Several identities");
    assert!(error.text().contains(&lab.identity_id()), "{said}");

    let old = Lab::speaking(Dialect::Recorded2024_10);
    old.write(&[by_name]);
    let said = old.workspace.plan_fails();
    assert!(said.only_error().text().contains("Set `org_id`"), "{said}");
}

#[test]
fn what_is_not_there_is_an_error_on_the_attribute() {
    let lab = Lab::new();
    for (line, at, summary) in [
        ("name = \"nobody\"", "name = ", "No such identity"),
        ("id = \"3c90c3cc-0d44-4b50-8888-8dd25736052a\"", "id = ", "No such identity"),
        ("id = \"prod\"", "id = ", "Invalid UUID"),
    ] {
        lab.write(&[&format!("data \"infisical_identity\" \"it\" {{\n  {line}\n}}\n")]);
        let said = lab.workspace.plan_fails();
        assert_eq!(said.error_at(at).summary, summary, "{said}");
    }
    lab.write(&["data \"infisical_identity\" \"it\" {\n}\n"]);
    assert!(lab.workspace.validate().only_error().text().contains("`name`"));
}

#[test]
fn identities_are_filtered() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let team = |name: &str, team: &str| {
            let metadata = format!("\n  metadata = [{{ key = \"team\", value = \"{team}\" }}]\n}}");
            let hcl = identity(name, name);
            hcl.trim_end().strip_suffix('}').unwrap().to_owned() + &metadata + "\n"
        };
        let attached = "\nresource \"infisical_identity_azure_auth\" \"it\" {\n  identity_id = \
                        infisical_identity.web-a.id\n  tenant_id = \
                        \"5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52\"\n}\n";
        let all = [&team("web-a", "x"), &team("web-b", "y"), &team("job", "x"), attached]
            .map(|part: &str| part.to_owned());
        let all = all.concat();
        lab.write(&[&all]);
        lab.workspace.apply();
        for (filter, expected) in [
            ("name_contains = \"WEB\"", json!(["web-a", "web-b"])),
            ("name = \"job\"", json!(["job"])),
            ("auth_method = \"azure-auth\"", json!(["web-a"])),
            ("metadata = { team = \"x\" }", json!(["job", "web-a"])),
            ("metadata = { team = \"x\" }\n  name_contains = \"web\"", json!(["web-a"])),
            ("role = \"no-access\"", json!([])),
        ] {
            let data = format!(
                "\ndata \"infisical_identities\" \"it\" {{\n  org_id = var.org_id\n  {filter}\n}}\n"
            );
            let names = output("data.infisical_identities.it.identities[*].name");
            lab.write(&[&all, &data, &names]);
            lab.workspace.apply();
            assert_eq!(told(&lab), expected, "{filter}");
        }
    }
}

#[test]
fn the_details_are_the_organization_of_the_login() {
    let lab = Lab::new();
    let data = "data \"infisical_identity_details\" \"it\" {}\n";
    lab.write(&[data, &output("data.infisical_identity_details.it")]);
    lab.workspace.apply_and_settle();
    let organization = json!({"id": lab.emulator.org_id(), "name": "Emulator", "slug": "emulator"});
    assert_eq!(told(&lab), json!({"organization": organization}));
}

/// By the resource's own code: what holds of one auth method holds of all.
#[test]
fn the_auth_method_of_an_identity_is_read() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let method = "\nresource \"infisical_identity_universal_auth\" \"it\" {\n  identity_id = \
                      infisical_identity.ci.id\n  access_token_ttl = 60\n}\n";
        let data = "\ndata \"infisical_identity_universal_auth\" \"it\" {\n  identity_id = \
                    infisical_identity_universal_auth.it.identity_id\n}\n";
        let of =
            "[data.infisical_identity_universal_auth.it, infisical_identity_universal_auth.it]";
        lab.write(&[IDENTITY, method, data, &output(of)]);
        lab.workspace.apply_and_settle();
        let both = told(&lab);
        assert_eq!(both[0], both[1]);
        assert_eq!(both[0]["access_token_ttl"], 60);

        let elsewhere = data.replace("_universal_auth.it.identity_id", ".ci.id");
        lab.write(&[IDENTITY, method, &elsewhere.replace("universal", "azure")]);
        let said = lab.workspace.plan_fails();
        assert_eq!(said.error_at("identity_id").summary, "Nothing found");
    }
}

/// A secret that is read would only be in one more state.
#[test]
fn no_data_source_of_an_auth_method_has_a_secret() {
    let lab = Lab::new();
    let data = "data \"infisical_identity_ldap_auth\" \"it\" {\n  identity_id = \
                \"3c90c3cc-0d44-4b50-8888-8dd25736052a\"\n}\n";
    lab.write(&[data, &output("data.infisical_identity_ldap_auth.it.bind_pass")]);
    assert!(lab.workspace.validate().only_error().text().contains("Unsupported attribute"));
}

#[test]
fn projects_and_environments_are_found_by_their_slugs() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = |slug: &str| {
            format!(
                "resource \"infisical_project\" \"{slug}\" {{\n  name = \"Shop\"\n  slug = {slug:?}\n}}\n"
            )
        };
        let projects = project("shop-a") + &project("shop-b");
        let data = "\ndata \"infisical_projects\" \"it\" {\n  slug = infisical_project.shop-a.slug\n}\n\
                    data \"infisical_projects_list\" \"it\" {\n  slugs = \
                    [infisical_project.shop-a.slug, infisical_project.shop-b.slug]\n}\ndata \
                    \"infisical_project_environment\" \"it\" {\n  project_id = \
                    infisical_project.shop-a.id\n  slug = \"prod\"\n}\n";
        let of = "[data.infisical_projects.it, data.infisical_projects_list.it.projects, \
                  data.infisical_project_environment.it]";
        lab.write(&[&projects, data, &output(of)]);
        lab.workspace.apply_and_settle();
        let it = told(&lab);
        let state = lab.workspace.state().resource("infisical_project.shop-a").clone();
        let (one, list, environment) = (&it[0], it[1].as_array().unwrap(), &it[2]);
        for (told, known) in
            [("id", "id"), ("name", "name"), ("org_id", "org_id"), ("updated_at", "last_updated")]
        {
            assert_eq!(one[told], state[known], "{told}");
        }
        assert_eq!((&one["type"], &one["version"]), (&json!("secret-manager"), &json!(3)));
        assert_eq!(&one["environments"]["prod"]["id"], &environment["id"]);
        assert_eq!(environment["name"], "Production");
        let slugs: Vec<_> = list.iter().map(|project| &project["slug"]).collect();
        assert_eq!(slugs, ["shop-a", "shop-b"]);
        assert_eq!(list[0]["environments"][2]["slug"], "prod");

        let missing = data
            .replace("infisical_project.shop-a.slug\n}", "\"shop-nope\"\n}")
            .replace("\"prod\"", "\"nope\"");
        lab.write(&[&projects, &missing]);
        let said = lab.workspace.plan_fails();
        assert_eq!(said.error_at("\"shop-nope\"").summary, "No such project", "{said}");
        assert_eq!(said.error_at("\"nope\"").summary, "No such environment", "{said}");

        let all = "data \"infisical_projects_list\" \"it\" {\n  org_id = var.org_id\n}\n";
        lab.write(&[&projects, all, &output("data.infisical_projects_list.it.projects[*].slug")]);
        lab.workspace.apply();
        assert_eq!(told(&lab), json!(["shop-a", "shop-b"]));
    }
}
