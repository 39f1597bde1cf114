//! What Terraform asks for from 1.14 on, asked for over gRPC: lists and actions.

use crate::lab::{DIALECTS, IDENTITY, Lab, identity};
use crate::wire::{Wire, block_on};
use serde_json::json;
use tf_protocol::Value;

const METHODS: &str = r#"
resource "infisical_identity_azure_auth" "a" {
  identity_id = infisical_identity.web-a.id
  tenant_id   = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
}

resource "infisical_identity_token_auth" "b" {
  identity_id = infisical_identity.web-b.id
}
"#;

#[test]
fn identities_and_their_auth_methods_are_listed() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[&identity("web-a", "web-a"), &identity("web-b", "web-b"), METHODS]);
        lab.workspace.apply();
        block_on(async {
            let mut wire = Wire::of(&lab).await;
            let org_id = lab.emulator.org_id();
            let filter = json!({"org_id": org_id, "name_contains": "web"});
            let found = wire.list("infisical_identity", filter.clone()).await;
            let names: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(names, ["web-a", "web-b"]);
            for (name, id, object) in &found {
                assert_eq!(id.attribute("id").as_str(), Some(&*lab.identity_named(name)));
                assert_eq!(object.attribute("name").as_str(), Some(&**name));
            }
            for (method, name) in [
                ("infisical_identity_azure_auth", "web-a"),
                ("infisical_identity_token_auth", "web-b"),
            ] {
                let found = wire.list(method, filter.clone()).await;
                let [(display, id, object)] = &found[..] else { panic!("{method}: {found:?}") };
                assert_eq!(display, name);
                assert_eq!(id.attribute("identity_id").as_str(), Some(&*lab.identity_named(name)));
                assert_eq!(object.attribute("access_token_ttl"), &Value::from(2_592_000_i64));
            }
        });
    }
}

#[test]
fn the_identities_of_a_project_are_listed_whole() {
    let lab = Lab::new();
    let (project, other) = (lab.emulator.add_project(), lab.emulator.add_project());
    let identity = |name: &str, project: &str| {
        format!(
            "resource \"infisical_project_scoped_identity\" \"{name}\" {{\n  project_id = {project:?}\n  \
             name = {name:?}\n  roles = [{{ role_slug = \"viewer\" }}]\n}}\n"
        )
    };
    lab.write(&[&identity("a", &project), &identity("b", &project), &identity("c", &other)]);
    lab.workspace.apply();
    block_on(async {
        let mut wire = Wire::of(&lab).await;
        let filter = json!({ "project_id": project });
        let found = wire.list("infisical_project_scoped_identity", filter).await;
        let names: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        for (_, id, object) in &found {
            assert_eq!(id.attribute("project_id").as_str(), Some(&*project));
            assert_eq!(object.attribute("id"), id.attribute("id"));
            assert_eq!(object.attribute("roles").elements().map(<[Value]>::len), Some(1));
        }
    });
}

#[test]
fn projects_and_their_environments_are_listed_whole() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = |slug: &str, name: &str| {
            format!(
                "resource \"infisical_project\" \"{slug}\" {{\n  name = {name:?}\n  slug = {slug:?}\n}}\n"
            )
        };
        lab.write(&[
            &project("shop-b", "Shop B"),
            &project("shop-a", "Shop A"),
            &project("other", "X"),
        ]);
        lab.workspace.apply();
        let id = lab.state("infisical_project.shop-b", "id");
        block_on(async {
            let mut wire = Wire::of(&lab).await;
            let filter = json!({"name_contains": "shop", "org_id": lab.emulator.org_id()});
            let found = wire.list("infisical_project", filter).await;
            let names: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(names, ["Shop A", "Shop B"]);
            assert_eq!(found[1].1.attribute("id").as_str(), id.as_str());
            assert_eq!(found[1].2.attribute("auto_capitalization"), &Value::from(true));

            let filter = json!({"project_id": id});
            let found = wire.list("infisical_project_environment", filter).await;
            let told: Vec<_> = found
                .iter()
                .map(|(name, _, object)| (name.as_str(), object.attribute("position").clone()))
                .collect();
            let expected = [("dev", 1), ("staging", 2), ("prod", 3)];
            assert_eq!(told, expected.map(|(slug, place)| (slug, Value::from(place))));
        });
    }
}

#[test]
fn the_organization_is_that_of_the_login() {
    let lab = Lab::new();
    lab.write(&[IDENTITY]);
    lab.workspace.apply();
    block_on(async {
        let found = Wire::of(&lab).await.list("infisical_identity", json!({"name": "ci"})).await;
        assert_eq!(found.len(), 1);
    });
}

#[test]
fn a_client_secret_is_revoked_and_once_more() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let method = "\nresource \"infisical_identity_universal_auth\" \"ci\" {\n  identity_id = \
                      infisical_identity.ci.id\n}\n";
        lab.write(&[IDENTITY, method]);
        lab.workspace.apply();
        let id = lab.identity_id();
        let list = format!("/api/v1/auth/universal-auth/identities/{id}/client-secrets");
        let made = lab.elsewhere("POST", &list, Some(json!({})));
        let secret = made["clientSecretData"]["id"].as_str().unwrap();
        block_on(async {
            let mut wire = Wire::of(&lab).await;
            let action = "infisical_identity_universal_auth_client_secret_revoke";
            let config = json!({"identity_id": id, "client_secret_id": secret});
            for _ in 0..2 {
                let said = wire.invoke(action, config.clone()).await;
                assert_eq!(said, [format!("client secret {secret} is revoked")]);
            }
        });
        let left = lab.elsewhere("GET", &list, None);
        assert_eq!(left["clientSecretData"], json!([]));
    }
}

#[test]
fn all_tokens_of_an_identity_are_revoked() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let method = "\nresource \"infisical_identity_token_auth\" \"ci\" {\n  identity_id = \
                      infisical_identity.ci.id\n}\n";
        lab.write(&[IDENTITY, method]);
        lab.workspace.apply();
        let id = lab.identity_id();
        let list = format!("/api/v1/auth/token-auth/identities/{id}/tokens");
        // More than the server lists at a time.
        for _ in 0..102 {
            lab.elsewhere("POST", &list, Some(json!({})));
        }
        block_on(async {
            let mut wire = Wire::of(&lab).await;
            let action = "infisical_identity_token_auth_tokens_revoke";
            let config = json!({"identity_id": id});
            assert_eq!(wire.invoke(action, config.clone()).await.len(), 102);
            assert_eq!(wire.invoke(action, config).await, [""; 0]);
        });
    }
}

#[test]
fn what_a_project_has_is_listed() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let tags = format!("/api/v1/workspace/{project}/tags");
        lab.elsewhere("POST", &tags, Some(json!({"slug": "db", "color": "#fff"})));
        let leaf = json!({
            "workspaceId": project, "environment": "dev", "path": "/a", "name": "b",
        });
        lab.elsewhere("POST", "/api/v1/folders", Some(leaf));
        block_on(async {
            let mut wire = Wire::of(&lab).await;
            let filter = json!({"project_id": project});
            let found = wire.list("infisical_secret_tag", filter.clone()).await;
            let [(name, id, object)] = &found[..] else { panic!("{found:?}") };
            assert_eq!((&**name, object.attribute("color").as_str()), ("db", Some("#fff")));
            assert_eq!(id.attribute("project_id").as_str(), Some(&*project));

            let found = wire.list("infisical_project_identity", filter).await;
            let [(_, id, object)] = &found[..] else { panic!("{found:?}") };
            assert_eq!(id.attribute("identity_id").as_str(), Some(&*lab.emulator.admin_id()));
            let role = &object.attribute("roles").elements().unwrap()[0];
            assert_eq!(role.attribute("role_slug").as_str(), Some("admin"));

            let mut filter = json!({"project_id": project, "environment_slug": "dev"});
            let found = wire.list("infisical_secret_folder", filter.clone()).await;
            assert_eq!(found.len(), 1);
            filter["recursive"] = json!(true);
            let found = wire.list("infisical_secret_folder", filter).await;
            let paths: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(paths, ["/a", "/a/b"]);
            assert_eq!(found[1].2.attribute("folder_path").as_str(), Some("/a"));
        });
    }
}
