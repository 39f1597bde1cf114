//! Secrets of the current server, and what the recordings do not have.

use infisical_emulator::{Dialect, Emulator, Options, RateLimits};
use serde_json::{Value, json};

use crate::client::{Call, current, recorded, start};

/// A project, and a way to speak to its environment `dev` as the API of that version does.
struct Project<'a> {
    emulator: &'a Emulator,
    id: String,
    version: u8,
}

impl<'a> Project<'a> {
    fn new(emulator: &'a Emulator, version: u8) -> Self {
        Self { emulator, id: emulator.add_project(), version }
    }

    fn path(&self, name: &str) -> String {
        match self.version {
            3 => format!("/api/v3/secrets/raw/{name}"),
            _ => format!("/api/v4/secrets/{name}"),
        }
    }

    fn batch(&self) -> &'static str {
        if self.version == 3 { "/api/v3/secrets/batch/raw" } else { "/api/v4/secrets/batch" }
    }

    fn body(&self, more: Value) -> Value {
        let name = if self.version == 3 { "workspaceId" } else { "projectId" };
        let mut body = json!({"environment": "dev"});
        body[name] = json!(self.id);
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        body
    }

    fn send(&self, method: &str, path: &str, more: Value) -> (u16, Value) {
        self.emulator.out_of_band(method, path, Some(self.body(more)))
    }

    fn create(&self, name: &str, more: Value) -> Value {
        let (status, body) = self.send("POST", &self.path(name), more);
        assert_eq!(status, 200, "{name}: {body}");
        body["secret"].clone()
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let name = if self.version == 3 { "workspaceId" } else { "projectId" };
        let separator = if path.contains('?') { '&' } else { '?' };
        let target = format!("{path}{separator}{name}={}&environment=dev", self.id);
        self.emulator.out_of_band("GET", &target, None)
    }

    /// The values in a list, by their names.
    fn values(&self, query: &str) -> Vec<(String, String)> {
        let (status, body) = self.get(&format!("{}?{query}", self.path("").trim_end_matches('/')));
        assert_eq!(status, 200, "{body}");
        let text = |secret: &Value, name: &str| secret[name].as_str().unwrap().to_owned();
        let secrets = body["secrets"].as_array().unwrap().iter();
        let mut values: Vec<_> = secrets
            .map(|secret| (text(secret, "secretKey"), text(secret, "secretValue")))
            .collect();
        values.sort();
        values
    }

    fn value(&self, name: &str) -> String {
        let (status, body) = self.get(&format!("{}?expandSecretReferences=true", self.path(name)));
        assert_eq!(status, 200, "{body}");
        body["secret"]["secretValue"].as_str().unwrap().to_owned()
    }

    fn folder(&self, path: &str, name: &str) {
        let body =
            json!({"workspaceId": self.id, "environment": "dev", "path": path, "name": name});
        assert_eq!(self.emulator.out_of_band("POST", "/api/v1/folders", Some(body)).0, 200);
    }
}

fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn both_versions_of_the_current_api() {
    let emulator = current();
    for version in [3, 4] {
        let project = Project::new(&emulator, version);
        let metadata = json!([{"key": "a", "value": "b"}, {"key": "c", "isEncrypted": true}]);
        let made = project.create(
            "A",
            json!({
                "secretValue": " v \n", "secretComment": " c ", "secretMetadata": metadata,
                "secretReminderRepeatDays": 7, "secretReminderNote": "turn it",
                "skipMultilineEncoding": null,
            }),
        );
        assert_eq!((&made["secretValue"], &made["secretComment"]), (&json!("v\n"), &json!("c")));
        // A reminder is made after the answer is.
        assert_eq!(made["secretReminderRepeatDays"], json!(null));
        let (_, body) = project.get(&project.path("A"));
        let secret = &body["secret"];
        assert_eq!(secret["secretReminderRepeatDays"], 7);
        assert_eq!((&secret["secretPath"], &secret["tags"]), (&json!("/"), &json!([])));
        assert_eq!(secret["secretValueHidden"], false);
        assert_eq!(
            secret["secretMetadata"][1],
            json!({"key": "c", "value": "", "isEncrypted": true})
        );
        let id = made["id"].as_str().unwrap();
        let (_, by_id) = project.get(&project.path(&format!("id/{id}")));
        assert_eq!(by_id["secret"]["id"], secret["id"]);
        let hidden = project.get(&format!("{}?viewSecretValue=false", project.path("A"))).1;
        assert_eq!(hidden["secret"]["secretValue"], "<hidden-by-infisical>");

        // What is not said stays, and the answer tells what was said.
        let change = json!({"secretMetadata": [], "secretReminderRepeatDays": null});
        let (status, body) = project.send("PATCH", &project.path("A"), change);
        assert_eq!((status, &body["secret"]["version"]), (200, &json!(2)), "{body}");
        assert_eq!(
            (&body["secret"]["secretValue"], &body["secret"]["secretComment"]),
            (&json!(""), &json!(""))
        );
        let (_, body) = project.get(&project.path("A"));
        assert_eq!(body["secret"]["secretValue"], "v\n");
        assert_eq!(body["secret"]["secretMetadata"], json!([]));
        assert_eq!(body["secret"]["secretReminderRepeatDays"], 7, "none is taken back");

        let (status, body) =
            project.send("POST", &project.path("a%2Fb"), json!({"secretValue": ""}));
        assert_eq!((status, &body["message"][0]["path"]), (422, &json!(["secretName"])));
        let (status, body) = project.send("DELETE", &project.path("B"), json!({}));
        assert_eq!((status, &body["message"]), (404, &json!("Secret not found")));
        assert_eq!(project.send("DELETE", &project.path("A"), json!({})).0, 200);
        let list = project.path("");
        let (status, body) = project.get(&format!("{}?secretPath=/x", list.trim_end_matches('/')));
        assert_eq!((status, &body["error"]), (404, &json!("SecretPathNotFound")));
    }
}

#[test]
fn a_batch_is_all_or_nothing() {
    for (emulator, version) in [(recorded(), 3), (current(), 3), (current(), 4)] {
        let project = Project::new(&emulator, version);
        let secret = |name: &str, value: &str| json!({"secretKey": name, "secretValue": value});
        let batch = |method: &str, secrets: Value| {
            project.send(method, project.batch(), json!({"secrets": secrets}))
        };
        let (status, body) = batch("POST", json!([secret("A", "1"), secret("B", "2")]));
        assert_eq!((status, &body["secrets"][1]["secretKey"]), (200, &json!("B")), "{body}");
        assert_eq!(batch("POST", json!([secret("C", "3"), secret("A", "1")])).0, 400);
        assert_eq!(batch("PATCH", json!([secret("A", "9"), secret("C", "3")])).0, 404);
        let renamed = json!({"secretKey": "A", "secretValue": "9", "newSecretName": "B"});
        assert_eq!(batch("PATCH", json!([renamed])).0, 400);
        assert_eq!(batch("DELETE", json!([{"secretKey": "A"}, {"secretKey": "C"}])).0, 404);
        assert_eq!(project.values(""), pairs(&[("A", "1"), ("B", "2")]));
        let renamed = json!({"secretKey": "A", "secretValue": "9", "newSecretName": "C"});
        let (status, body) = batch("PATCH", json!([renamed, secret("B", "8")]));
        assert_eq!((status, &body["secrets"][0]["version"]), (200, &json!(2)), "{body}");
        assert_eq!(project.values(""), pairs(&[("B", "8"), ("C", "9")]));
        assert_eq!(batch("DELETE", json!([{"secretKey": "C"}, {"secretKey": "B"}])).0, 200);
    }
}

#[test]
fn a_batch_of_the_current_server_reaches_several_folders() {
    let emulator = current();
    let project = Project::new(&emulator, 4);
    project.folder("/", "a");
    project.create("A", json!({"secretValue": "1"}));
    let secrets = json!([
        {"secretKey": "A", "secretComment": "kept"},
        {"secretKey": "B", "secretValue": "2", "secretPath": "/a"},
    ]);
    let update = |mode: &str| {
        let body = json!({"mode": mode, "secrets": secrets});
        project.send("PATCH", project.batch(), body)
    };
    let (status, body) = update("failOnNotFound");
    let message = "Secret does not exist: B in path /a";
    assert_eq!((status, &body["message"]), (404, &json!(message)));
    assert_eq!(update("ignore").0, 200);
    assert_eq!(project.values("recursive=true"), pairs(&[("A", "1")]));
    assert_eq!(update("upsert").0, 200);
    assert_eq!(project.values("recursive=true"), pairs(&[("A", "1"), ("B", "2")]));
    assert_eq!(project.values("secretPath=/a"), pairs(&[("B", "2")]));
}

#[test]
fn references_follow_a_rename_and_a_move() {
    let emulator = current();
    let project = Project::new(&emulator, 4);
    project.folder("/", "a");
    project.create("A", json!({"secretValue": "1"}));
    project.create("HERE", json!({"secretValue": "<${A}>"}));
    project.create("THERE", json!({"secretValue": "<${dev.A}>", "secretPath": "/a"}));
    project.create("CIRCLE", json!({"secretValue": "c${CIRCLE}"}));
    project.create("LOST", json!({"secretValue": "${dev.nope.X}${bad name}"}));
    assert_eq!(project.value("HERE"), "<1>");
    assert_eq!(project.value("CIRCLE"), "cc${CIRCLE}");
    assert_eq!(project.value("LOST"), "${dev.nope.X}${bad name}");

    let rename = json!({"newSecretName": "B"});
    let (status, body) = project.send("PATCH", &project.path("A"), rename);
    assert_eq!(status, 200, "{body}");
    let referring = || {
        let all = project.values("recursive=true");
        all.into_iter().filter(|(name, _)| name.ends_with("HERE")).collect::<Vec<_>>()
    };
    assert_eq!(referring(), pairs(&[("HERE", "<${B}>"), ("THERE", "<${dev.B}>")]));

    let id = body["secret"]["id"].clone();
    let moving = json!({
        "projectId": project.id, "sourceEnvironment": "dev", "destinationEnvironment": "dev",
        "destinationSecretPath": "/a", "secretIds": [id],
    });
    let (status, body) = emulator.out_of_band("POST", "/api/v4/secrets/move", Some(moving));
    assert_eq!((status, &body["isSourceUpdated"]), (200, &json!(true)), "{body}");
    assert_eq!(referring(), pairs(&[("HERE", "<${dev.a.B}>"), ("THERE", "<${B}>")]));
    assert_eq!(project.value("HERE"), "<1>");
}

#[test]
fn imports_bring_the_secrets_of_missing_folders_to_nobody() {
    let emulator = current();
    let project = Project::new(&emulator, 4);
    for name in ["a", "b", "c"] {
        project.folder("/", name);
        let body = json!({"secretValue": name, "secretPath": format!("/{name}")});
        project.create("SAME", body.clone());
        project.create(&name.to_uppercase(), body);
    }
    let import = |into: &str, from: &str| {
        let body = json!({
            "projectId": project.id, "environment": "dev", "path": into,
            "import": {"environment": "dev", "path": from},
        });
        emulator.out_of_band("POST", "/api/v2/secret-imports", Some(body)).0
    };
    let imports = [("/", "/a"), ("/", "/nope"), ("/", "/b"), ("/b", "/c")];
    assert_eq!(imports.map(|(into, from)| import(into, from)), [200; 4]);
    assert_eq!(import("/c", "/b"), 400, "a circle");
    let (_, body) = project.get("/api/v4/secrets?include_imports=true");
    let brought = |index: usize| {
        let secrets = body["imports"][index]["secrets"].as_array().unwrap().iter();
        let mut names: Vec<_> = secrets.map(|s| s["secretKey"].as_str().unwrap()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(body["imports"][1]["folderId"], json!(null));
    assert_eq!(brought(0), ["A", "SAME"]);
    assert!(brought(1).is_empty());
    assert_eq!(brought(2), ["B", "C", "SAME"]);
    let (_, body) = project.get("/api/v4/secrets/SAME?include_imports=true");
    assert_eq!(body["secret"]["secretValue"], "b", "the last import counts");
    assert_eq!(body["secret"]["secretPath"], "/b");
    assert_eq!(project.get("/api/v4/secrets/SAME").0, 404);
}

#[test]
fn lists_are_filtered_by_tags_and_metadata() {
    let emulator = current();
    let project = Project::new(&emulator, 4);
    let tag = |slug: &str| {
        let path = format!("/api/v1/projects/{}/tags", project.id);
        let body = json!({"slug": slug, "color": "#ffffff"});
        let (status, body) = emulator.out_of_band("POST", &path, Some(body));
        assert_eq!(status, 200, "{body}");
        body["tag"]["id"].as_str().unwrap().to_owned()
    };
    let [one, two] = [tag("one"), tag("two")];
    let note = |key: &str, value: &str| json!({"key": key, "value": value});
    project.create("A", json!({"secretValue": "1", "tagIds": [one, two]}));
    project.create(
        "B",
        json!({"secretValue": "2", "tagIds": [two], "secretMetadata": [note("k", "v")]}),
    );
    let both = json!([note("k", "v"), note("l", "w")]);
    project.create("C", json!({"secretValue": "3", "secretMetadata": both}));
    assert_eq!(project.values("tagSlugs=one"), pairs(&[("A", "1")]));
    assert_eq!(project.values("tagSlugs=one,%20two"), pairs(&[("A", "1"), ("B", "2")]));
    assert_eq!(project.values("metadataFilter=key=k,value=v"), pairs(&[("B", "2"), ("C", "3")]));
    let filter = "metadataFilter=key=k,value=v%7Ckey=l,value=w";
    assert_eq!(project.values(filter), pairs(&[("C", "3")]));
    let (_, body) = project.get("/api/v4/secrets?tagSlugs=one");
    assert_eq!(body["secrets"][0]["tags"].as_array().unwrap().len(), 1, "only what was asked for");
    let unknown = json!({"secretValue": "4", "tagIds": [one, project.id]});
    let (status, body) = project.send("POST", &project.path("D"), unknown);
    assert_eq!((status, &body["message"]), (404, &json!("Tag not found. Found one")));
}

#[test]
fn a_policy_lets_writes_wait() {
    for (emulator, version) in [(recorded(), 3), (current(), 4)] {
        let project = Project::new(&emulator, version);
        emulator.protect(&project.id, "dev", "/");
        let token = emulator.issue_token(&emulator.admin_id()).unwrap();
        let send = |method: &str, path: &str, more: Value| {
            Call::new(&emulator, method, path).token(&token).json(&project.body(more)).send().json()
        };
        let asked = send("POST", &project.path("A"), json!({"secretValue": "1"}));
        assert_eq!(asked["approval"]["status"], "open", "{asked}");
        let id = asked["approval"]["id"].as_str().unwrap();
        assert_eq!(emulator.approvals(), [id]);
        assert!(project.values("").is_empty());
        assert!(emulator.merge(id) && !emulator.merge(id));
        assert_eq!(project.values(""), pairs(&[("A", "1")]));

        let secrets = json!([{"secretKey": "A", "secretValue": "2"}]);
        let asked = send("PATCH", project.batch(), json!({"secrets": secrets}));
        let id = asked["approval"]["id"].as_str().unwrap();
        assert!(emulator.reject(id) && emulator.approvals().is_empty());
        assert_eq!(project.values(""), pairs(&[("A", "1")]));

        // Who deletes it meanwhile makes the request void.
        let asked = send("DELETE", &project.path("A"), json!({}));
        assert_eq!(project.send("DELETE", &project.path("A"), json!({})).0, 200);
        assert!(!emulator.merge(asked["approval"]["id"].as_str().unwrap()));
    }
}

#[test]
fn what_moves_waits_at_the_door_that_is_guarded() {
    for (guarded, moved, left) in [("/", true, false), ("/a", false, true)] {
        let emulator = current();
        let project = Project::new(&emulator, 4);
        project.folder("/", "a");
        let id = project.create("A", json!({"secretValue": "1"}))["id"].clone();
        emulator.protect(&project.id, "dev", guarded);
        let token = emulator.issue_token(&emulator.admin_id()).unwrap();
        let moving = json!({
            "projectId": project.id, "sourceEnvironment": "dev", "destinationEnvironment": "dev",
            "destinationSecretPath": "/a", "secretIds": [id],
        });
        let call = Call::new(&emulator, "POST", "/api/v4/secrets/move").token(&token);
        let answer = call.json(&moving).send().json();
        assert_eq!(answer, json!({"isDestinationUpdated": moved, "isSourceUpdated": left}));
        assert_eq!(project.values("secretPath=/a").len(), usize::from(moved));
        assert_eq!(project.values("").len(), usize::from(!left));
        assert!(emulator.merge(&emulator.approvals()[0]));
        assert_eq!(project.values("recursive=true"), pairs(&[("A", "1")]));
        assert_eq!(project.values("secretPath=/a").len(), 1);
    }
}

#[test]
fn all_verbs_of_secrets_share_their_budget_with_nobody() {
    for dialect in [Dialect::Recorded2024_10, Dialect::Current] {
        let limits = RateLimits { secrets: 1, ..RateLimits::default() };
        let emulator = start(Options { dialect, rate_limits: Some(limits), ..Options::default() });
        let token = emulator.token_for("admin");
        let status = |method: &str, path: &str| {
            Call::new(&emulator, method, path).token(&token).json(&json!({})).send().status
        };
        for (method, path) in [
            ("GET", "/api/v3/secrets/raw/A"),
            ("PATCH", "/api/v3/secrets/raw/A"),
            ("POST", "/api/v3/secrets/batch/raw"),
            ("DELETE", "/api/v1/folders/x"),
            ("POST", "/api/v1/secret-imports"),
        ] {
            assert_ne!(status(method, path), 429, "{method} {path}");
            assert_eq!(status(method, path), 429, "{method} {path}");
        }
        assert_ne!(status("GET", "/api/v1/folders"), 429);
        assert_ne!(status("GET", "/api/v1/folders"), 429, "folders are read as all is");
    }
}
