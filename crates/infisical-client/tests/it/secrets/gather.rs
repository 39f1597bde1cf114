//! Reading what many ask for at the same time.

use super::{is_v4, no_route, place, stored};
use crate::server::{Answer, Server};
use infisical_client::{Client, Place, Sought};
use serde_json::json;
use tokio::task::JoinSet;

/// Has the secrets `S0` to `SN` in each folder, of which lists leave out `S7`; no folder `/gone`.
async fn server(count: usize, v4: bool) -> Server {
    Server::start(move |seen| {
        if is_v4(seen) != v4 {
            return no_route(seen);
        }
        let missing = seen.path.contains("%2Fgone");
        if !seen.path.contains("/S") && !seen.path.contains("/-") {
            let names = (0..count).filter(|number| *number != 7 && !missing);
            let secrets: Vec<_> = names.map(|number| stored(&format!("S{number}"), "v")).collect();
            return Answer::json(200, &json!({ "secrets": secrets }));
        }
        let name = seen.path.split('?').next().unwrap().rsplit('/').next().unwrap();
        match name[1..].parse::<usize>() {
            _ if missing => Answer::refusal(404, "X", "Folder with path '/gone' not found"),
            Ok(number) if number < count => {
                Answer::json(200, &json!({ "secret": stored(name, "v") }))
            }
            _ => Answer::refusal(404, "NotFound", "Secret with name 'X' not found"),
        }
    })
    .await
}

async fn find(client: &Client, place: &Place, name: &str) -> Option<String> {
    let sought = Sought { name, id: None, reminder: false };
    client.secrets().find(place, sought).await.unwrap().map(|found| found.name)
}

async fn find_all(client: &Client, places: &[Place], count: usize) -> usize {
    let mut reads = JoinSet::new();
    for number in 0..count {
        for place in places {
            let (client, place) = (client.clone(), place.clone());
            reads.spawn(async move { find(&client, &place, &format!("S{number}")).await });
        }
    }
    reads.join_all().await.into_iter().flatten().count()
}

#[tokio::test]
async fn a_folder_is_one_request_whatever_is_read_of_it() {
    let places = ["/a", "/b", "/c", "/d"].map(|path| Place::new("project", "dev", path));
    for v4 in [true, false] {
        let server = server(250, v4).await;
        let client = server.client();
        assert_eq!(find_all(&client, &places, 250).await, 1000);
        let lists = |seen: &&crate::server::Seen| !seen.path.contains("/S");
        // The one that the lists leave out is asked for by itself; v3 costs finding it out.
        assert_eq!(server.seen().iter().filter(lists).count(), if v4 { 4 } else { 5 });
        assert_eq!(server.seen().len(), if v4 { 8 } else { 9 });
    }
}

#[tokio::test]
async fn one_of_thousands_needs_no_list() {
    let server = server(5000, true).await;
    let client = server.client();
    assert_eq!(find(&client, &place(), "S3").await.as_deref(), Some("S3"));
    let [only] = &server.seen()[..] else { panic!() };
    assert!(only.path.starts_with("/api/v4/secrets/S3?"), "{}", only.path);
}

#[tokio::test]
async fn who_comes_late_again_and_again_is_not_read_singly() {
    let server = server(9, true).await;
    let client = server.client();
    for folder in ["/a", "/b", "/c", "/d"] {
        let place = Place::new("project", "dev", folder);
        for name in ["S1", "S2", "S3"] {
            assert!(find(&client, &place, name).await.is_some());
        }
    }
    assert_eq!(server.seen().len(), 2 + 4);
}

#[tokio::test]
async fn a_secret_is_found_under_its_new_name() {
    let server = server(5, true).await;
    let client = server.client();
    // Alone, and among others.
    for _ in 0..2 {
        let sought = Sought { name: "S99", id: Some("id-of-S2"), reminder: false };
        let found = client.secrets().find(&place(), sought).await.unwrap();
        assert_eq!(found.unwrap().name, "S2");
    }
    let sought = Sought { name: "S99", id: Some("another"), reminder: false };
    assert!(client.secrets().find(&place(), sought).await.unwrap().is_none());
}

#[tokio::test]
async fn a_folder_that_is_gone_is_asked_about_once() {
    let server = server(50, false).await;
    let gone = [Place::new("project", "dev", "/gone")];
    assert_eq!(find_all(&server.client(), &gone, 50).await, 0);
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert!(paths.len() <= 4, "{paths:#?}");
}

#[tokio::test]
async fn who_may_not_list_reads_singly() {
    let server = Server::start(|seen| {
        if seen.path.contains("/S") {
            return Answer::json(200, &json!({ "secret": stored("S0", "v") }));
        }
        Answer::refusal(403, "PermissionDenied", "You are not allowed to read on secrets")
    })
    .await;
    assert_eq!(find_all(&server.client(), &[place()], 20).await, 20);
    assert_eq!(server.seen().len(), 21);
}

#[tokio::test]
async fn a_change_makes_a_folder_old_and_leaves_the_others() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "GET" => Answer::json(200, &json!({ "secrets": [stored("S0", "v"), stored("S1", "v")] })),
        _ => Answer::json(200, &json!({ "secret": stored("S0", "v") })),
    })
    .await;
    let client = server.client();
    let places = ["/a", "/b"].map(|path| Place::new("project", "dev", path));
    find_all(&client, &places, 2).await;
    client.secrets().remove(&places[0], "S0").await.unwrap();
    find_all(&client, &places, 2).await;
    let lists = |folder| {
        let of_folder =
            |seen: &&crate::server::Seen| seen.method == "GET" && seen.path.contains(folder);
        server.seen().iter().filter(of_folder).count()
    };
    assert_eq!((lists("%2Fa"), lists("%2Fb")), (2, 1));
}

#[tokio::test]
async fn a_project_is_searched_once_for_what_has_moved() {
    let server = Server::start(|seen| {
        if seen.path == "/api/v1/workspace/project" {
            let environments = json!([{ "slug": "new" }, { "slug": "prod" }]);
            return Answer::json(200, &json!({ "workspace": { "environments": environments } }));
        }
        assert!(seen.path.contains("viewSecretValue=false"), "{}", seen.path);
        let mut moved = stored("S0", "hidden");
        moved["environment"] = json!("new");
        moved["secretPath"] = json!("/other");
        let found = if seen.path.contains("environment=new") { vec![moved] } else { vec![] };
        Answer::json(200, &json!({ "secrets": found }))
    })
    .await;
    let client = server.client();
    let found = client.secrets().search("project", "id-of-S0").await.unwrap().unwrap();
    assert_eq!((found.environment.as_str(), found.path.as_str()), ("new", "/other"));
    assert!(client.secrets().search("project", "another").await.unwrap().is_none());
    assert_eq!(server.seen().len(), 3);
}
