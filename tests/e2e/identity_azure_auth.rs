//! Azure Auth, from HCL to the revoke call.

use crate::lab::{DIALECTS, IDENTITY, Lab, azure_auth_path};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const ADDRESS: &str = "infisical_identity_azure_auth.ci";
const ATTACH: &str = "POST /api/v1/auth/azure-auth/identities/ID 200";
const UPDATE: &str = "PATCH /api/v1/auth/azure-auth/identities/ID 200";
const REVOKE: &str = "DELETE /api/v1/auth/azure-auth/identities/ID 200";
const DELETE_IDENTITY: &str = "DELETE /api/v1/identities/ID 200";

/// Azure Auth on the identity `ci`, with more lines.
fn azure_auth(lines: &str) -> String {
    azure_auth_of("infisical_identity.ci.id", lines)
}

fn azure_auth_of(identity_id: &str, lines: &str) -> String {
    format!(
        "resource \"infisical_identity_azure_auth\" \"ci\" {{\n  identity_id = {identity_id}\n  \
         tenant_id = \"5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52\"\n{lines}\n}}\n"
    )
}

#[test]
fn apply_then_nothing_to_do_then_destroy_revokes() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), ["POST /api/v1/identities 200", ATTACH]);
        lab.emulator.clear_journal();
        lab.workspace.destroy();
        assert_eq!(lab.requests().split_off(lab.requests().len() - 2), [REVOKE, DELETE_IDENTITY]);
        assert_eq!(lab.writes(), [REVOKE, DELETE_IDENTITY]);
    }
}

#[test]
fn what_the_server_chose_is_in_state() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply();
        let id = lab.identity_id();
        let state = lab.workspace.state().resource(ADDRESS).clone();
        let expected = json!({
            "id": lab.azure_auth(&id)["id"],
            "identity_id": id,
            "tenant_id": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
            "resource_url": "https://management.azure.com",
            "allowed_service_principal_ids": [],
            "access_token_ttl": 2_592_000,
            "access_token_max_ttl": 2_592_000,
            "access_token_num_uses_limit": 0,
            "access_token_trusted_ips": [{"ip_address": "0.0.0.0/0"}, {"ip_address": "::/0"}],
        });
        assert_eq!(state, expected);
    }
}

#[test]
fn the_block_removed_is_one_revoke_and_the_identity_stays() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply_and_settle();
        let id = lab.identity_id();
        lab.emulator.clear_journal();
        lab.write(&[IDENTITY]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [REVOKE]);
        let (status, _) =
            lab.emulator.out_of_band("GET", &format!("/api/v1/identities/{id}"), None);
        assert_eq!(status, 200);
    }
}

#[test]
fn another_tenant_is_one_patch_and_leaves_the_rest_known() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let config = azure_auth("  access_token_ttl = 3600");
        lab.write(&[IDENTITY, &config]);
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();
        let other = "11111111-1111-4111-8111-111111111111";
        lab.write(&[IDENTITY, &config.replace("5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52", other)]);
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("update {ADDRESS}")]);
        let change = plan.change(ADDRESS);
        assert_eq!(change.unknown(), [""; 0]);
        let mut expected = change.before.clone();
        expected["tenant_id"] = json!(other);
        assert_eq!(change.after, expected);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
        assert_eq!(lab.azure_auth(&lab.identity_id())["tenantId"], other);
    }
}

#[test]
fn another_identity_revokes_on_the_old_and_attaches_to_the_new() {
    let lab = Lab::new();
    let second = IDENTITY.replace("\"ci\"", "\"cd\"");
    lab.write(&[IDENTITY, &second, &azure_auth("")]);
    lab.workspace.apply_and_settle();
    let old = lab.identity_id();
    lab.emulator.clear_journal();
    lab.write(&[IDENTITY, &second, &azure_auth_of("infisical_identity.cd.id", "")]);
    let plan = lab.workspace.plan();
    assert_eq!(plan.summary(), [format!("delete/create {ADDRESS}")]);
    assert_eq!(plan.change(ADDRESS).replace_paths, json!([["identity_id"]]));
    lab.workspace.apply_and_settle();
    assert_eq!(lab.writes(), [REVOKE, ATTACH]);
    let writes: Vec<_> = lab.emulator.journal().into_iter().filter(|e| e.method != "GET").collect();
    let revoke = writes.iter().find(|entry| entry.method == "DELETE").unwrap();
    assert_eq!(revoke.path, azure_auth_path(&old));
    let new = lab.state("infisical_identity.cd", "id");
    assert_eq!(lab.azure_auth(new.as_str().unwrap())["identityId"], new);
}

#[test]
fn revoked_elsewhere_is_attached_again() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply_and_settle();
        lab.revoke_elsewhere(&lab.identity_id());
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.emulator.clear_journal();
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [ATTACH]);
    }
}

#[test]
fn revoked_elsewhere_destroys_with_and_without_a_refresh() {
    for dialect in DIALECTS {
        for arguments in [&[][..], &["-refresh=false"]] {
            let lab = Lab::speaking(dialect);
            lab.write(&[IDENTITY, &azure_auth("")]);
            lab.workspace.apply();
            lab.revoke_elsewhere(&lab.identity_id());
            lab.workspace.destroy_with(arguments);
            assert_eq!(lab.workspace.state().addresses(), [""; 0]);
            assert_eq!(lab.identities("ci"), [""; 0]);
        }
    }
}

#[test]
fn an_identity_deleted_elsewhere_is_made_again_with_its_azure_auth() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply_and_settle();
        lab.delete_elsewhere(&lab.identity_id());
        let expected = ["create infisical_identity.ci".to_owned(), format!("create {ADDRESS}")];
        assert_eq!(lab.workspace.plan().summary(), expected);
        lab.workspace.apply_and_settle();
        for arguments in [&[][..], &["-refresh=false"]] {
            lab.delete_elsewhere(&lab.identity_id());
            lab.workspace.destroy_with(arguments);
            assert_eq!(lab.workspace.state().addresses(), [""; 0]);
            lab.workspace.apply_and_settle();
        }
    }
}

#[test]
fn another_method_attached_instead_is_not_azure_auth() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.apply_and_settle();
        let id = lab.identity_id();
        lab.revoke_elsewhere(&id);
        let path = format!("/api/v1/auth/universal-auth/identities/{id}");
        let (status, body) = lab.emulator.out_of_band("POST", &path, Some(json!({})));
        assert_eq!(status, 200, "{body}");
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        match dialect {
            Dialect::Current => lab.workspace.apply_and_settle(),
            Dialect::Recorded2024_10 => {
                let errors = lab.workspace.apply_fails();
                let error = errors.only_error();
                assert_eq!(error.summary, "Azure Auth cannot be attached");
                assert!(error.text().contains("another auth method (universal-auth)"), "{errors}");
                assert!(error.text().contains("Revoke that one first"), "{errors}");
            }
        }
        lab.workspace.destroy_with(&["-refresh=false"]);
        assert_eq!(lab.workspace.state().addresses(), [""; 0]);
    }
}

#[test]
fn every_attribute_can_be_set_changed_and_put_to_zero() {
    let ips = |ips: &[&str]| -> String {
        let list: Vec<_> = ips.iter().map(|ip| format!("{{ ip_address = \"{ip}\" }}")).collect();
        format!("  access_token_trusted_ips = [{}]\n", list.join(", "))
    };
    let lab = Lab::new();
    let steps = [
        (
            format!(
                "  resource_url = \"api://one\"\n  allowed_service_principal_ids = [\"a\", \"b\"]\n  \
                 access_token_ttl = 7200\n  access_token_max_ttl = 86400\n  \
                 access_token_num_uses_limit = 5\n{}",
                ips(&["10.0.0.0/8", "192.0.2.7"])
            ),
            json!({
                "resource": "api://one", "allowedServicePrincipalIds": "a, b",
                "accessTokenTTL": 7200, "accessTokenMaxTTL": 86400, "accessTokenNumUsesLimit": 5,
                "accessTokenTrustedIps": [
                    {"ipAddress": "10.0.0.0", "type": "ipv4", "prefix": 8},
                    {"ipAddress": "192.0.2.7", "type": "ipv4"},
                ],
            }),
        ),
        (
            format!(
                "  resource_url = \"api://two\"\n  allowed_service_principal_ids = [\"c\"]\n  \
                 access_token_ttl = 3600\n  access_token_max_ttl = 3600\n  \
                 access_token_num_uses_limit = 9\n{}",
                ips(&["2001:db8::/32"])
            ),
            json!({
                "resource": "api://two", "allowedServicePrincipalIds": "c",
                "accessTokenTTL": 3600, "accessTokenMaxTTL": 3600, "accessTokenNumUsesLimit": 9,
                "accessTokenTrustedIps": [{"ipAddress": "2001:db8::", "type": "ipv6", "prefix": 32}],
            }),
        ),
        (
            "  allowed_service_principal_ids = []\n  access_token_num_uses_limit = 0\n  \
             access_token_ttl = 0\n  access_token_max_ttl = 0"
                .to_owned(),
            json!({
                "resource": "https://management.azure.com", "allowedServicePrincipalIds": "",
                "accessTokenTTL": 0, "accessTokenMaxTTL": 0, "accessTokenNumUsesLimit": 0,
                "accessTokenTrustedIps": [{"ipAddress": "2001:db8::", "type": "ipv6", "prefix": 32}],
            }),
        ),
    ];
    for (lines, expected) in steps {
        lab.write(&[IDENTITY, &azure_auth(&lines)]);
        lab.workspace.apply_and_settle();
        assert_holds(&lab.azure_auth(&lab.identity_id()), &expected);
    }
}

#[test]
fn a_removed_attribute_stays_what_it_is_on_the_server() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[
            IDENTITY,
            &azure_auth("  access_token_ttl = 7200\n  allowed_service_principal_ids = [\"a\"]"),
        ]);
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();
        lab.write(&[IDENTITY, &azure_auth("")]);
        lab.workspace.expect_settled();
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn the_max_ttl_can_be_lowered_alone() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[
            IDENTITY,
            &azure_auth("  access_token_ttl = 60\n  access_token_max_ttl = 86400"),
        ]);
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();
        lab.write(&[
            IDENTITY,
            &azure_auth("  access_token_ttl = 60\n  access_token_max_ttl = 3600"),
        ]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
        let expected = json!({"accessTokenTTL": 60, "accessTokenMaxTTL": 3600});
        assert_holds(&lab.azure_auth(&lab.identity_id()), &expected);
    }
}

#[test]
fn zero_uses_means_without_limit() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, &azure_auth("  access_token_num_uses_limit = 5")]);
        lab.workspace.apply_and_settle();
        lab.write(&[IDENTITY, &azure_auth("  access_token_num_uses_limit = 0")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.azure_auth(&lab.identity_id())["accessTokenNumUsesLimit"], 0);
    }
}

#[test]
fn another_order_or_spelling_is_no_change() {
    let lab = Lab::new();
    let config = |principals: &str, ips: [&str; 3]| {
        let ips = ips.map(|ip| format!("{{ ip_address = \"{ip}\" }}")).join(", ");
        azure_auth(&format!(
            "  allowed_service_principal_ids = [{principals}]\n  access_token_trusted_ips = [{ips}]"
        ))
    };
    lab.write(&[
        IDENTITY,
        &config(r#""a", "b", "c""#, ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]),
    ]);
    lab.workspace.apply_and_settle();
    lab.emulator.clear_journal();
    lab.write(&[
        IDENTITY,
        &config(r#""c", " a ", "b""#, ["2001:0DB8::1/32", "10.20.30.40/8", "192.0.2.7/32"]),
    ]);
    lab.workspace.expect_settled();
    assert_eq!(lab.writes(), [""; 0]);

    let id = lab.identity_id();
    let body = json!({"allowedServicePrincipalIds": "b,c,  a", "accessTokenTrustedIps": [
        {"ipAddress": "192.0.2.7"}, {"ipAddress": "10.0.0.0/8"}, {"ipAddress": "2001:db8::/32"},
    ]});
    let (status, _) = lab.emulator.out_of_band("PATCH", &azure_auth_path(&id), Some(body));
    assert_eq!(status, 200);
    lab.workspace.expect_settled();
}

#[test]
fn a_trailing_slash_is_kept_as_it_is_written() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let config = |url: &str| azure_auth(&format!("  resource_url = {url:?}"));
        lab.write(&[IDENTITY, &config("https://management.azure.com/")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.state(ADDRESS, "resource_url"), "https://management.azure.com/");
        lab.emulator.clear_journal();
        lab.write(&[IDENTITY, &config("https://management.azure.com")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
    }
}

#[test]
fn bad_input_is_refused_at_validate_on_the_attribute() {
    let id = "\"3c90c3cc-0d44-4b50-8888-8dd25736052a\"";
    let long = "x".repeat(256);
    let many = ["\"3c90c3cc-0d44-4b50-8888-8dd25736052a\""; 54].join(", ");
    let lab = Lab::new();
    for (identity_id, lines, at, says) in [
        (
            id,
            "  access_token_ttl = 100\n  access_token_max_ttl = 10",
            "access_token_ttl = 100",
            "max",
        ),
        (id, "  access_token_ttl = -1", "access_token_ttl = -1", "between 0 and 315360000"),
        (id, "  access_token_ttl = 1.5", "access_token_ttl = 1.5", "not a whole number"),
        (
            id,
            "  access_token_max_ttl = 315360001",
            "access_token_max_ttl",
            "between 0 and 315360000",
        ),
        (id, "  access_token_num_uses_limit = -1", "access_token_num_uses_limit", "at least 0"),
        (id, "  access_token_trusted_ips = []", "access_token_trusted_ips = []", "at least 1"),
        (
            id,
            "  access_token_trusted_ips = [{}]",
            "access_token_trusted_ips",
            "needs its `ip_address`",
        ),
        (
            id,
            "  access_token_trusted_ips = [{ ip_address = \"300.1.1.1\" }]",
            "300.1.1.1",
            "neither an IP address",
        ),
        (
            id,
            "  access_token_trusted_ips = [{ ip_address = \"10.0.0.0/33\" }]",
            "10.0.0.0/33",
            "neither an IP address",
        ),
        (id, "  allowed_service_principal_ids = [\"a,b\"]", "a,b", "comma"),
        (
            id,
            &format!("  allowed_service_principal_ids = [{many}]"),
            "allowed_service_principal_ids",
            "at most 2048 characters",
        ),
        (id, &format!("  resource_url = \"{long}\""), "resource_url", "between 1 and 255"),
        (id, "  resource_url = \"\"", "resource_url", "must not be empty"),
        (id, "  resource_url = \" x\"", "resource_url", "blanks around it"),
        ("\"prod\"", "", "identity_id = \"prod\"", "is not a UUID"),
    ] {
        lab.write(&[&azure_auth_of(identity_id, lines)]);
        let errors = lab.workspace.validate();
        let error = errors.error_at(at);
        assert!(error.text().contains(says), "{at}: {errors}");
        assert_eq!(lab.requests(), [""; 0], "{at}");
    }
}

#[test]
fn every_mistake_is_said_at_once() {
    let lab = Lab::new();
    lab.write(&[&azure_auth_of("\"prod\"", "  access_token_ttl = -1\n  resource_url = \"\"")]);
    let errors = lab.workspace.validate();
    for at in ["identity_id", "access_token_ttl", "resource_url"] {
        let _ = errors.error_at(at);
    }
}

#[test]
fn a_ttl_above_the_servers_default_max_ttl_is_refused_at_plan() {
    let lab = Lab::new();
    for (lines, at) in [
        ("  access_token_ttl = 2592001", "access_token_ttl"),
        ("  access_token_max_ttl = 10", "access_token_max_ttl"),
    ] {
        lab.write(&[IDENTITY, &azure_auth(lines)]);
        let errors = lab.workspace.plan_fails();
        let error = errors.error_at(at);
        assert_eq!(error.summary, "Access token TTL above max TTL");
        assert!(error.text().contains("2592000, the server's default"), "{errors}");
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn a_ttl_above_the_stored_max_ttl_is_refused_at_plan() {
    let lab = Lab::new();
    lab.write(&[IDENTITY, &azure_auth("  access_token_ttl = 60\n  access_token_max_ttl = 3600")]);
    lab.workspace.apply_and_settle();
    lab.write(&[IDENTITY, &azure_auth("  access_token_ttl = 7200")]);
    assert_eq!(
        lab.workspace.plan_fails().error_at("access_token_ttl").summary,
        "Access token TTL above max TTL"
    );
}

#[test]
fn already_attached_names_the_object_and_gives_the_import_block() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY]);
        lab.workspace.apply();
        let id = lab.identity_id();
        attach_elsewhere(&lab, &id);
        lab.write(&[IDENTITY, &azure_auth("")]);
        let errors = lab.workspace.apply_fails();
        let error = errors.error_at("identity_id");
        assert_eq!(error.summary, "Azure Auth is already attached");
        let block = format!("import {{ to = infisical_identity_azure_auth.NAME id = \"{id}\" }}");
        assert!(error.text().contains(&block), "{errors}");

        let block = format!("import {{\n  to = {ADDRESS}\n  id = \"{id}\"\n}}\n");
        lab.write(&[IDENTITY, &azure_auth(""), &block]);
        lab.workspace.apply_and_settle();
    }
}

#[test]
fn import_by_command() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let id = identity_elsewhere(&lab);
        attach_elsewhere(&lab, &id);
        lab.write(&[IDENTITY, &azure_auth("")]);
        for address in ["infisical_identity.ci", ADDRESS] {
            let _ = lab.workspace.run(&["import", address, &id]).expect_success();
        }
        lab.workspace.expect_settled();
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn import_by_block_with_generated_configuration() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let id = identity_elsewhere(&lab);
        attach_elsewhere(&lab, &id);
        let block = |address: &str| format!("import {{\n  to = {address}\n  id = \"{id}\"\n}}\n");
        lab.write(&[&block("infisical_identity.ci"), &block(ADDRESS)]);
        let plan = lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        assert_eq!(plan.summary(), [""; 0]);
        assert_eq!(plan.change(ADDRESS).importing.as_deref(), Some(id.as_str()));
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
        assert_eq!(lab.state(ADDRESS, "tenant_id"), "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52");
    }
}

#[test]
fn an_import_of_nothing_or_nonsense_says_so() {
    let lab = Lab::new();
    lab.write(&[IDENTITY, &azure_auth("")]);
    for (id, says) in [
        ("prod", "is not a UUID"),
        ("a,b", "which has the form `identity_id`"),
        ("3c90c3cc-0d44-4b50-8888-8dd25736052a", "Cannot import non-existent remote object"),
    ] {
        let output = lab.workspace.run(&["import", ADDRESS, id]);
        assert!(!output.status.success());
        let shown = output.stderr.replace('│', "");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(says), "{output}");
    }
}

#[test]
fn state_of_the_official_provider_is_read_as_it_is() {
    let lab = Lab::new();
    let id = identity_elsewhere(&lab);
    attach_elsewhere(&lab, &id);
    let azure = lab.azure_auth(&id);
    let resource = |kind: &str, attributes: Value| {
        json!({
            "mode": "managed", "type": kind, "name": "ci",
            "provider": "provider[\"registry.terraform.io/infisical/infisical\"]",
            "instances": [{"schema_version": 0, "attributes": attributes}],
        })
    };
    let state = json!({
        "version": 4, "terraform_version": "1.11.4", "serial": 1,
        "lineage": "6f0c6b0e-6f0a-4a55-8f0e-2b8d5c6a9a10", "outputs": {},
        "resources": [
            resource("infisical_identity", json!({
                "auth_modes": null, "has_delete_protection": false, "id": id,
                "metadata": null, "name": "ci", "org_id": lab.emulator.org_id(), "role": "member",
            })),
            resource("infisical_identity_azure_auth", json!({
                "access_token_max_ttl": 2_592_000, "access_token_num_uses_limit": 0,
                "access_token_trusted_ips": [{"ip_address": "0.0.0.0/0"}, {"ip_address": "::/0"}],
                "access_token_ttl": 2_592_000, "allowed_service_principal_ids": [""],
                "id": azure["id"], "identity_id": id,
                "resource_url": "https://management.azure.com",
                "tenant_id": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
            })),
        ],
    });
    lab.workspace.write("terraform.tfstate", &state.to_string());
    lab.write(&[IDENTITY, &azure_auth("")]);
    lab.workspace.expect_settled();
    lab.write(&[IDENTITY, &azure_auth("  allowed_service_principal_ids = []")]);
    lab.workspace.expect_settled();

    lab.write(&[IDENTITY, &azure_auth("  access_token_ttl = 3600")]);
    let _ =
        lab.workspace.run(&["apply", "-json", "-auto-approve", "-refresh=false"]).expect_success();
    lab.workspace.expect_settled();
    lab.workspace.destroy();
    assert_eq!(lab.writes(), [UPDATE, REVOKE, DELETE_IDENTITY]);
}

fn identity_elsewhere(lab: &Lab) -> String {
    let body = json!({"name": "ci", "organizationId": lab.emulator.org_id(), "role": "member"});
    let (status, body) = lab.emulator.out_of_band("POST", "/api/v1/identities", Some(body));
    assert_eq!(status, 200, "{body}");
    body["identity"]["id"].as_str().unwrap().to_owned()
}

fn attach_elsewhere(lab: &Lab, identity_id: &str) {
    let body = json!({
        "tenantId": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
        "resource": "https://management.azure.com",
    });
    let (status, body) =
        lab.emulator.out_of_band("POST", &azure_auth_path(identity_id), Some(body));
    assert_eq!(status, 200, "{body}");
}

/// `object` has every member of `expected`.
fn assert_holds(object: &Value, expected: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&object[name], value, "{name} of {object}");
    }
}
