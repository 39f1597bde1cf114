//! Projects, environments and tags of the current server, and where strictness matters in both.

use infisical_emulator::{Emulator, Options};
use serde_json::{Value, json};

use crate::client::{Call, current, recorded, start};

/// Makes a project and returns it.
fn project(emulator: &Emulator, more: &Value) -> Value {
    let mut body = json!({"projectName": "app"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let (status, mut body) = emulator.out_of_band("POST", "/api/v2/workspace", Some(body));
    assert_eq!(status, 200, "{body}");
    body["project"].take()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[test]
fn a_project_by_every_path() {
    let emulator = current();
    let made = project(&emulator, &json!({"slug": "app-one", "projectDescription": "one"}));
    assert_eq!((&made["type"], &made["description"]), (&json!("secret-manager"), &json!("one")));
    let id = id(&made);
    for (path, pointer) in [
        ("/api/v2/workspace/app-one".to_owned(), ""),
        ("/api/v1/projects/slug/app-one".to_owned(), ""),
        (format!("/api/v1/workspace/{id}"), "/workspace"),
        (format!("/api/v1/projects/{id}"), "/project"),
        ("/api/v1/projects".to_owned(), "/projects/0"),
        ("/api/v1/workspace?type=secret-manager".to_owned(), "/workspaces/0"),
    ] {
        let (status, body) = emulator.out_of_band("GET", &path, None);
        assert_eq!((status, &body.pointer(pointer).unwrap()["id"]), (200, &json!(id)), "{path}");
        assert_eq!(body.pointer(pointer).unwrap()["environments"][2]["slug"], "prod", "{path}");
    }
    let (_, body) = emulator.out_of_band("GET", "/api/v1/projects?type=kms", None);
    assert_eq!(body["projects"], json!([]));
    let organization = format!("/api/v2/organizations/{}/workspaces", emulator.org_id());
    let (_, body) = emulator.out_of_band("GET", &organization, None);
    assert_eq!(
        body["workspaces"][0]["environments"][0],
        json!({"name": "Development", "slug": "dev"})
    );
    for (path, message) in [
        ("/api/v2/workspace/nowhere", "Project with slug 'nowhere' not found"),
        ("/api/v1/projects/zz", "Project with ID 'zz' not found"),
    ] {
        let (status, body) = emulator.out_of_band("GET", path, None);
        assert_eq!((status, &body["message"]), (404, &json!(message)));
    }
}

#[test]
fn what_a_project_may_be() {
    let emulator = current();
    project(&emulator, &json!({"slug": "taken"}));
    emulator.add_project_template("paved", &[("Live", "live")]);
    let key = emulator.add_kms_key();
    for (more, status, message) in [
        (json!({"slug": "abc"}), 422, "Slug field must be at least 5 lowercase characters"),
        (
            json!({"slug": "a_slug"}),
            422,
            "Slug field can only contain lowercase letters, numbers, and hyphens",
        ),
        (
            json!({"type": "vault"}),
            422,
            "Invalid enum value. Expected 'secret-manager' | 'cert-manager' | 'kms' | 'ssh' | \
             'secret-scanning' | 'pam', received 'vault'",
        ),
        (
            json!({"slug": "taken"}),
            400,
            "A project with the slug \"taken\" already exists in your organization. Please choose a \
             different name or slug.",
        ),
        (
            json!({"template": "missing"}),
            404,
            "Could not find project template with Name \"missing\"",
        ),
        (json!({"kmsKeyId": "zz"}), 500, "Something went wrong"),
        (json!({"organizationSlug": "o"}), 400, ""),
    ] {
        let mut body = json!({"projectName": "app"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (found, body) = emulator.out_of_band("POST", "/api/v2/workspace", Some(body));
        let said = if status == 422 { &body["message"][0]["message"] } else { &body["message"] };
        assert_eq!(found, status, "{more} {body}");
        assert!(message.is_empty() || said == message, "{more} {body}");
    }
    let made = project(&emulator, &json!({"template": "paved", "kmsKeyId": key}));
    assert_eq!(made["environments"][0]["slug"], "live");
    assert_eq!(made["kmsSecretManagerKeyId"], json!(key));
    let bare = project(&emulator, &json!({"shouldCreateDefaultEnvs": false}));
    assert_eq!(bare["environments"], json!([]));
}

#[test]
fn a_protected_project_is_not_deleted() {
    let emulator = current();
    let made = project(&emulator, &json!({"slug": "guarded", "hasDeleteProtection": true}));
    let path = format!("/api/v1/projects/{}", id(&made));
    for path in [path.as_str(), "/api/v2/workspace/guarded"] {
        let (status, body) = emulator.out_of_band("DELETE", path, None);
        let expected = (403, json!("Project delete protection is enabled"));
        assert_eq!((status, body["message"].clone()), expected);
    }
    let off = json!({"hasDeleteProtection": false});
    let (_, body) = emulator.out_of_band("PATCH", "/api/v2/workspace/guarded", Some(off));
    assert_eq!(body["hasDeleteProtection"], false);
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 200);
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 404);
}

#[test]
fn a_project_is_changed() {
    let emulator = current();
    project(&emulator, &json!({"slug": "taken"}));
    let made = project(&emulator, &json!({"slug": "mine-1"}));
    let path = format!("/api/v1/projects/{}", id(&made));
    let change = |body: Value| emulator.out_of_band("PATCH", &path, Some(body));
    for (body, status) in [
        (json!({"name": "n".repeat(65)}), 422),
        (json!({"description": "d".repeat(257)}), 422),
        (json!({"slug": "-a"}), 422),
        (json!({"slug": "taken"}), 400),
        (json!({"pitVersionLimit": 101}), 422),
        (json!({"defaultProduct": "kms"}), 400),
        (json!({}), 500),
    ] {
        assert_eq!(change(body.clone()).0, status, "{body}");
    }
    let (status, body) = change(json!({"name": "n", "slug": "mine_2", "description": ""}));
    assert_eq!(status, 200, "{body}");
    assert_eq!(
        (&body["project"]["slug"], &body["project"]["description"]),
        (&json!("mine_2"), &json!(""))
    );
    let retention = format!("{path}/audit-logs-retention");
    let days = |days: i64| {
        emulator.out_of_band("PUT", &retention, Some(json!({"auditLogsRetentionDays": days}))).0
    };
    assert_eq!([days(-1), days(30), days(91)], [422, 200, 400]);
    let (_, body) = emulator.out_of_band("GET", &path, None);
    assert_eq!(body["project"]["auditLogsRetentionDays"], 30);
    let unlicensed = start(Options { licensed: false, ..Options::default() });
    project(&unlicensed, &json!({"slug": "short"}));
    let put = json!({"auditLogsRetentionDays": 1});
    let path = "/api/v1/workspace/short/audit-logs-retention";
    assert_eq!(unlicensed.out_of_band("PUT", path, Some(put)).0, 400);
}

#[test]
fn who_may_what_in_a_project() {
    for (emulator, outsider, creator) in [
        (current(), "You are not member of this project", "ForbiddenError"),
        (
            recorded(),
            "Identity is not a member of the specified project with ID '",
            "PermissionDenied",
        ),
    ] {
        let path = format!("/api/v1/workspace/{}", emulator.add_project());
        let token = emulator.token_for("member");
        let refused = Call::new(&emulator, "GET", &path).token(&token).send();
        let error = refused.json()["error"].as_str().unwrap().to_owned();
        assert!(refused.status == 403 && error.starts_with(outsider), "{}", refused.text);
        let nobody = emulator.token_for("no-access");
        let create = Call::new(&emulator, "POST", "/api/v2/workspace").token(&nobody);
        let refused = create.json(&json!({"projectName": "app"})).send();
        assert_eq!((refused.status, refused.json()["error"].as_str()), (403, Some(creator)));
    }
}

#[test]
fn environments_keep_their_order() {
    let emulator = current();
    let project = emulator.add_project();
    let all = format!("/api/v1/projects/{project}/environments");
    let order = || {
        let (_, body) = emulator.out_of_band("GET", &format!("/api/v1/projects/{project}"), None);
        let environments = body["project"]["environments"].as_array().unwrap().clone();
        let slugs = environments.iter().map(|one| one["slug"].as_str().unwrap().to_owned());
        slugs.collect::<Vec<_>>().join(" ")
    };
    let post = |body: Value| emulator.out_of_band("POST", &all, Some(body));
    let (status, body) = post(json!({"name": "QA", "slug": "qa", "position": 2}));
    assert_eq!((status, &body["projectId"]), (200, &json!(project)), "{body}");
    assert_eq!(order(), "dev qa staging prod");
    let one = format!("{all}/{}", id(&body["environment"]));
    let patch = |body: Value| emulator.out_of_band("PATCH", &one, Some(body));
    assert_eq!(patch(json!({"position": 4})).0, 200);
    assert_eq!(order(), "dev staging prod qa");
    assert_eq!(patch(json!({"position": 1})).0, 200);
    assert_eq!(order(), "qa dev staging prod");
    for (body, status) in [
        (json!({"slug": "dev"}), 400),
        (json!({"slug": ""}), 422),
        (json!({"position": 1.5}), 500),
        (json!({"projectId": project}), 400),
        (json!({}), 500),
    ] {
        assert_eq!(patch(body.clone()).0, status, "{body}");
    }
    let (_, body) = post(json!({"name": "x", "slug": "dev"}));
    assert_eq!(body["message"], "Environment with slug already exists");
    let (_, body) = emulator.out_of_band("GET", &one, None);
    assert_eq!(body["environment"]["position"], 1);
    let (_, body) = emulator.out_of_band("DELETE", &one, None);
    assert_eq!(body["message"], "Successfully deleted environment");
    emulator.protect(&project, "dev", "/");
    let (_, body) = emulator.out_of_band("GET", &format!("/api/v1/projects/{project}"), None);
    let dev = format!("{all}/{}", id(&body["project"]["environments"][0]));
    let (_, body) = emulator.out_of_band("DELETE", &dev, None);
    assert_eq!(body["message"], "Environment is in use by a secret approval policy");
    assert_eq!(emulator.out_of_band("DELETE", &one, None).0, 404);
    assert_eq!(emulator.out_of_band("GET", &one, None).0, 404);
}

#[test]
fn only_a_project_of_secrets_has_environments_and_tags() {
    let emulator = current();
    let made = project(&emulator, &json!({"type": "kms"}));
    let message = "The project is of type kms. Operations of type secret-manager are not allowed.";
    let environment = json!({"name": "x", "slug": "x"});
    for (what, body) in [("environments", environment), ("tags", json!({"slug": "x", "color": ""}))]
    {
        let path = format!("/api/v1/projects/{}/{what}", id(&made));
        let (status, body) = emulator.out_of_band("POST", &path, Some(body));
        assert_eq!((status, &body["message"]), (400, &json!(message)), "{what}");
    }
}

#[test]
fn tags_of_the_current_server() {
    let emulator = current();
    let project = emulator.add_project();
    let all = format!("/api/v1/projects/{project}/tags");
    let post = |slug: &str| {
        emulator.out_of_band("POST", &all, Some(json!({"slug": slug, "color": "#f00"})))
    };
    assert_eq!(post("DB").0, 422, "nothing is lowered");
    let (status, body) = post(" db ");
    assert_eq!((status, &body["tag"]["slug"]), (200, &json!("db")), "{body}");
    let (status, taken) = post("db");
    assert_eq!((status, &taken["message"]), (400, &json!("Tag already exists")));
    let one = format!("{all}/{}", id(&body["tag"]));
    let (_, body) = emulator.out_of_band("GET", &format!("{all}/slug/db"), None);
    assert_eq!(body["tag"]["name"], "db");
    let only_color = emulator.out_of_band("PATCH", &one, Some(json!({"color": ""})));
    assert_eq!(only_color.0, 422, "a change names the slug");
    let change = json!({"slug": "database", "color": ""});
    assert_eq!(emulator.out_of_band("PATCH", &one, Some(change)).0, 200);
    let older = one.replace("projects", "workspace");
    let (_, body) = emulator.out_of_band("DELETE", &older, None);
    assert_eq!(body["workspaceTag"]["slug"], "database");
    let (status, body) = emulator.out_of_band("GET", &all, None);
    assert_eq!((status, &body["tags"]), (200, &json!([])));
}
