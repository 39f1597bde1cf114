//! Folders of the current server, where they differ from the recorded ones.

use serde_json::{Value, json};

use crate::client::current;

#[test]
fn a_folder_that_exists_is_refused() {
    let emulator = current();
    let body = json!({
        "projectId": emulator.add_project(), "environment": "dev", "name": "b", "path": "/a",
        "description": "parents are made",
    });
    let create = |body: &Value| emulator.out_of_band("POST", "/api/v2/folders", Some(body.clone()));
    let (status, created) = create(&body);
    assert_eq!((status, &created["folder"]["path"]), (200, &json!("/a/b")), "{created}");
    assert_eq!(created["folder"]["description"], "parents are made");
    let (status, refused) = create(&body);
    let message = "Folder with name 'b' already exists in path '/a'";
    assert_eq!((status, &refused["message"]), (400, &json!(message)));

    let (status, refused) = create(&json!({"projectId": "p", "environment": "dev", "name": "a b"}));
    assert_eq!((status, &refused["message"][0]["path"]), (422, &json!(["name"])));
}

#[test]
fn what_is_below_is_listed_and_kept() {
    let emulator = current();
    let project = emulator.add_project();
    let place = |name: &str, path: &str| json!({"projectId": project, "environment": "dev", "name": name, "path": path});
    for (name, path) in [("z", "/"), ("B", "/"), ("c", "/B"), ("d", "/B/c")] {
        let (status, body) =
            emulator.out_of_band("POST", "/api/v2/folders", Some(place(name, path)));
        assert_eq!(status, 200, "{body}");
    }
    let list = |query: &str| {
        let target = format!("/api/v2/folders?projectId={project}&environment=dev&{query}");
        let (_, body) = emulator.out_of_band("GET", &target, None);
        let folders = body["folders"].as_array().unwrap().iter();
        let path = |folder: &Value| folder["relativePath"].as_str().map(str::to_owned);
        folders.map(|f| path(f).unwrap_or_else(|| f["name"].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(list("path=/"), ["\"B\"", "\"z\""]);
    assert_eq!(list("path=/&recursive=true"), ["/B", "/z", "/B/c", "/B/c/d"]);
    assert_eq!(list("path=/B&recursive=true"), ["/c", "/c/d"]);

    let place = |force: bool| json!({"projectId": project, "environment": "dev", "path": "/", "forceDelete": force});
    let delete = |body| emulator.out_of_band("DELETE", "/api/v2/folders/B", Some(body));
    let (status, refused) = delete(place(false));
    assert_eq!((status, &refused["error"]), (400, &json!("deleteFolder")));
    assert_eq!(delete(place(true)).0, 200);
    assert_eq!(list("path=/&recursive=true"), ["/z"]);
    let (status, body) = delete(place(true));
    assert_eq!((status, &body["message"]), (404, &json!("Folder with ID 'B' not found")));
}

#[test]
fn several_folders_are_renamed_or_none() {
    let emulator = current();
    let project = emulator.add_project();
    let ids = ["a", "b"].map(|name| {
        let body = json!({"projectId": project, "environment": "dev", "name": name});
        let created = emulator.out_of_band("POST", "/api/v2/folders", Some(body)).1;
        created["folder"]["id"].as_str().unwrap().to_owned()
    });
    let change = |id: &str, name: &str| json!({"id": id, "environment": "dev", "name": name});
    let rename = |folders: Value| {
        let body = json!({"projectId": project, "folders": folders});
        emulator.out_of_band("PATCH", "/api/v2/folders/batch", Some(body)).0
    };
    let get = |id: &str| emulator.out_of_band("GET", &format!("/api/v2/folders/{id}"), None).1;
    assert_eq!(rename(json!([change(&ids[0], "c"), change("nope", "d")])), 404);
    assert_eq!(get(&ids[0])["folder"]["name"], "a");
    assert_eq!(rename(json!([change(&ids[0], "c"), change("b", "d")])), 200);
    assert_eq!(get(&ids[1])["folder"]["path"], "/d");
}
