//! Reading secrets.

use super::{is_v4, no_route, place, stored};
use crate::server::{Answer, Server};
use infisical_client::{ListOptions, Listing, NameOptions, OrGone, Place, SecretType};
use serde_json::json;

fn listing(names: &[&str]) -> Answer {
    let secrets: Vec<_> = names.iter().map(|name| stored(name, "v")).collect();
    Answer::json(200, &json!({ "secrets": secrets, "imports": [] }))
}

fn names(listing: &Listing) -> Vec<&str> {
    listing.secrets.iter().map(|secret| secret.name.as_str()).collect()
}

#[tokio::test]
async fn the_api_is_found_out_once() {
    for v4 in [true, false] {
        let server =
            Server::start(
                move |seen| if is_v4(seen) == v4 { listing(&["A"]) } else { no_route(seen) },
            )
            .await;
        let client = server.client();
        let (secrets, place, all) = (client.secrets(), place(), ListOptions::default());
        let (one, other) = tokio::join!(secrets.list(&place, &all), secrets.list(&place, &all));
        for found in [one, other, secrets.list(&place, &all).await] {
            assert_eq!(names(&found.unwrap()), ["A"]);
        }
        let asked = server.seen().len();
        assert_eq!(asked, if v4 { 3 } else { 4 });
    }
}

#[tokio::test]
async fn each_api_is_asked_in_its_own_words() {
    let options = ListOptions {
        recursive: true,
        expand_references: true,
        include_imports: true,
        without_values: true,
        tag_slugs: vec!["a".to_owned(), "b".to_owned()],
        metadata: vec![("team".to_owned(), "x y".to_owned())],
    };
    let common = "&environment=dev&secretPath=%2Fapp&recursive=true&expandSecretReferences=true\
                  &include_imports=true&tagSlugs=a%2Cb";
    for (v4, path) in [
        (true, format!("/api/v4/secrets?projectId=project{common}&viewSecretValue=false")),
        (false, format!("/api/v3/secrets/raw?workspaceId=project{common}")),
    ] {
        let server = Server::start(move |seen| {
            let mut tagged = stored("A", "v");
            tagged["secretMetadata"] = json!([{ "key": "team", "value": "x y" }]);
            let secrets = vec![tagged, stored("B", "v")];
            if is_v4(seen) == v4 {
                Answer::json(200, &json!({ "secrets": secrets }))
            } else {
                no_route(seen)
            }
        })
        .await;
        let found = server.client().secrets().list(&place(), &options).await.unwrap();
        assert_eq!(server.seen().last().unwrap().path, path);
        // Neither knows the filter, and v3 no values that are left out.
        assert_eq!(names(&found), ["A"]);
        assert!(found.secrets[0].value.is_none());
    }
}

#[tokio::test]
async fn a_missing_folder_is_gone_where_the_list_does_not_say_so() {
    for (said, missing) in [
        ("Folder with path '/app' in environment with slug 'dev' not found", true),
        ("Secret with name '-' not found", false),
    ] {
        let server = Server::start(move |seen| match seen.path.split('?').next() {
            Some("/api/v3/secrets/raw") => listing(&[]),
            Some("/api/v3/secrets/raw/-") => Answer::refusal(404, "NotFound", said),
            _ => no_route(seen),
        })
        .await;
        let client = server.client();
        let found = client.secrets().list(&place(), &ListOptions::default()).await.or_gone();
        assert_eq!(found.unwrap().is_none(), missing, "{said}");
    }
}

#[tokio::test]
async fn one_set_of_words_for_both() {
    let server = Server::script([Answer::json(
        200,
        &json!({
            "secrets": [
                {
                    "id": "1", "_id": "1", "workspace": "project", "environment": "dev", "version": 3,
                    "type": "shared", "secretKey": "A", "secretValue": "hunter1", "secretComment": "why",
                    "secretReminderNote": "rotate", "secretReminderRepeatDays": 30,
                    "skipMultilineEncoding": true, "metadata": null,
                    "secretMetadata": [{ "key": "k", "value": "v", "isEncrypted": true }],
                    "tags": [{ "id": "t", "slug": "red", "name": "red", "color": "#f00" }],
                    "createdAt": "2026-11-26T12:00:00.000Z", "updatedAt": "2026-11-26T13:00:00.000Z",
                },
                {
                    "id": "2", "workspace": "project", "environment": "dev", "version": 1,
                    "type": "shared", "secretKey": "B", "secretValue": "<hidden-by-infisical>",
                    "secretComment": "", "secretValueHidden": true,
                },
            ],
            "imports": [{
                "secretPath": "/shared", "environment": "prod", "folderId": "f",
                "secrets": [stored("C", "hunter3")],
            }],
        }),
    )])
    .await;
    let found = server.client().secrets().list(&place(), &ListOptions::default()).await.unwrap();
    let [a, b] = &found.secrets[..] else { panic!("{found:?}") };
    assert_eq!((a.id.as_str(), a.version, a.comment.as_str()), ("1", 3, "why"));
    assert_eq!(a.value.as_ref().unwrap().expose(), "hunter1");
    assert_eq!((a.environment.as_str(), a.path.as_str()), ("dev", "/app"));
    assert_eq!(a.kind, SecretType::Shared);
    assert_eq!((a.reminder_note.as_deref(), a.reminder_repeat_days), (Some("rotate"), Some(30)));
    assert_eq!(a.skip_multiline_encoding, Some(true));
    assert!(a.metadata.as_ref().unwrap()[0].is_encrypted);
    assert_eq!(a.tags.as_ref().unwrap()[0].slug, "red");
    assert!(b.value.is_none() && b.metadata.is_none() && b.tags.is_none());
    let [import] = &found.imports[..] else { panic!("{found:?}") };
    assert_eq!((import.environment.as_str(), import.path.as_str()), ("prod", "/shared"));
    assert_eq!(import.secrets[0].name, "C");
    let shown = format!("{found:?}");
    assert!(!shown.contains("hunter"), "{shown}");
}

#[tokio::test]
async fn one_secret_by_whatever_name() {
    let server = Server::start(|seen| {
        if seen.path.starts_with("/api/v4/secrets?") {
            return listing(&["A", "..", &"x".repeat(101)]);
        }
        let path = seen.path.split('?').next().unwrap();
        match path.rsplit('/').next().unwrap() {
            "A%23B%2Fc" => Answer::json(200, &json!({ "secret": stored("A#B/c", "v") })),
            _ => Answer::refusal(404, "NotFound", "Secret with name 'X' not found"),
        }
    })
    .await;
    let client = server.client();
    let (secrets, place) = (client.secrets(), place());
    let options = NameOptions { version: Some(1), ..NameOptions::default() };
    for name in ["A#B/c", "..", &"x".repeat(101)] {
        let found = secrets.by_name(&place, name, &options).await.unwrap();
        assert_eq!(found.name, name);
    }
    let listed = server.seen().iter().filter(|seen| seen.path.contains("secrets?")).count();
    assert_eq!(listed, 2, "what no path can carry is looked for in the list");
    for name in ["X", "."] {
        let found = secrets.by_name(&place, name, &options).await.or_gone();
        assert!(found.unwrap().is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_broken_answer_tells_no_value() {
    for body in [
        json!({ "secret": { "id": "1", "secretKey": "A", "version": "hunter2hunter2" } }),
        json!({ "secret": "hunter2hunter2" }),
    ] {
        let server = Server::start(move |_| Answer::json(200, &body)).await;
        let client = server.client();
        let found = client.secrets().by_name(&place(), "A", &NameOptions::default()).await;
        let error = found.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("but not with a secret as JSON"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[tokio::test]
async fn a_move_names_the_project_as_each_api_wants() {
    let to = Place::new("project", "prod", "/b");
    for v4 in [true, false] {
        let server = Server::start(move |seen| {
            let done = json!({ "isSourceUpdated": true, "isDestinationUpdated": true });
            match seen.path.as_str() {
                "/api/v1/workspace/project" => {
                    Answer::json(200, &json!({ "workspace": { "slug": "the-slug" } }))
                }
                _ if is_v4(seen) == v4 => Answer::json(200, &done),
                _ => no_route(seen),
            }
        })
        .await;
        let client = server.client();
        let moved = client.secrets().relocate(&place(), &to, &["1"], false).await.unwrap();
        assert!(moved.is_source_updated && moved.is_destination_updated);
        let sent: serde_json::Value =
            serde_json::from_str(&server.seen().last().unwrap().body).unwrap();
        let project = if v4 { ("projectId", "project") } else { ("projectSlug", "the-slug") };
        let expected = json!({
            project.0: project.1, "sourceEnvironment": "dev", "sourceSecretPath": "/app",
            "destinationEnvironment": "prod", "destinationSecretPath": "/b", "secretIds": ["1"],
            "shouldOverwrite": false,
        });
        assert_eq!(sent, expected);
    }
}
