//! Reading together.

use crate::server::{Answer, IDENTITY, Server};
use infisical_client::{Client, Collection, OrGone};
use serde_json::json;
use tokio::task::JoinSet;

const LIST: Collection =
    Collection::new("/api/v2/orgs/{}/identities", "identities", "id").paged(100);

/// Has the identities `id-0` to `id-N`, of which the list leaves out `id-7`.
async fn server(count: usize, list: impl Fn() -> Option<Answer> + Send + Sync + 'static) -> Server {
    Server::start(move |seen| {
        if seen.path.contains("/orgs/") {
            let (_, offset) = seen.path.split_once("offset=").unwrap();
            let offset: usize = offset.split('&').next().unwrap().parse().unwrap();
            let page = (0..count).filter(|number| *number != 7).skip(offset).take(100);
            let page: Vec<_> = page.map(|number| json!({ "id": format!("id-{number}") })).collect();
            let found = json!({ "identities": page, "totalCount": count - 1 });
            return list().unwrap_or_else(|| Answer::json(200, &found));
        }
        let id = seen.path.rsplit('/').next().unwrap();
        match id.strip_prefix("id-").unwrap().parse::<usize>() {
            Ok(number) if number < count => Answer::json(200, &json!({ "identity": { "id": id } })),
            _ => Answer::refusal(404, "NotFound", "Failed to find identity"),
        }
    })
    .await
}

async fn read(client: &Client, number: usize) -> Option<String> {
    let id = format!("id-{number}");
    let found = client.get_among(&IDENTITY.at(&id), &LIST.of("org"), &id).await.or_gone();
    found.unwrap().map(|found| found["id"].as_str().unwrap().to_owned())
}

async fn read_all(client: &Client, count: usize) {
    let mut reads = JoinSet::new();
    for number in 0..count {
        let client = client.clone();
        reads.spawn(async move { (number, read(&client, number).await) });
    }
    for (number, found) in reads.join_all().await {
        assert_eq!(found, Some(format!("id-{number}")));
    }
}

fn lists(server: &Server) -> usize {
    server.seen().iter().filter(|seen| seen.path.contains("/orgs/")).count()
}

#[tokio::test]
async fn many_reads_are_a_handful_of_requests() {
    let server = server(200, || None).await;
    let client = server.client();
    read_all(&client, 200).await;
    // Four by themselves, two pages, and the one that the list does not have.
    assert_eq!(lists(&server), 2);
    assert!(server.seen().len() <= 4 + 2 + 1, "{}", server.seen().len());
}

#[tokio::test]
async fn few_reads_need_no_list() {
    let server = server(200, || None).await;
    read_all(&server.client(), 4).await;
    assert_eq!((lists(&server), server.seen().len()), (0, 4));
}

#[tokio::test]
async fn what_is_not_listed_may_be_gone() {
    let server = server(20, || None).await;
    let client = server.client();
    read_all(&client, 20).await;
    assert_eq!(read(&client, 20).await, None);
}

#[tokio::test]
async fn a_write_makes_a_list_old() {
    let server = server(20, || None).await;
    let client = server.client();
    for lists_so_far in [1, 2] {
        read_all(&client, 20).await;
        read_all(&client, 20).await;
        assert_eq!(lists(&server), lists_so_far);
        client.delete(&IDENTITY.at("id-3")).await.unwrap();
    }
}

#[tokio::test]
async fn a_list_that_may_not_be_read_is_not_missed() {
    let server = server(20, || {
        Some(Answer::refusal(403, "PermissionDenied", "You are not allowed to read on identity"))
    })
    .await;
    read_all(&server.client(), 20).await;
    assert_eq!((lists(&server), server.seen().len()), (1, 21));
}

#[tokio::test]
async fn a_list_of_a_great_many_is_not_read_for_a_few() {
    let server = server(5000, || None).await;
    read_all(&server.client(), 7).await;
    assert_eq!((lists(&server), server.seen().len()), (1, 8));
}

#[tokio::test]
async fn a_list_is_read_to_its_end() {
    let server = server(250, || None).await;
    assert_eq!(server.client().list(&LIST.of("org")).await.unwrap().len(), 249);
    assert_eq!(lists(&server), 3);
}

#[tokio::test]
async fn a_list_without_pages_is_one_request() {
    const WHOLE: Collection = Collection::new("/api/v1/identities", "identities", "id");
    let found = json!({ "identities": [{ "id": "a" }, { "id": "b" }], "totalCount": 3 });
    let server = Server::script([Answer::json(200, &found)]).await;
    assert_eq!(server.client().list(&WHOLE.with("orgId", "o r g")).await.unwrap().len(), 2);
    assert_eq!(server.seen()[0].path, "/api/v1/identities?orgId=o%20r%20g");
}

#[tokio::test]
async fn a_list_inside_an_object_says_the_places() {
    const INSIDE: Collection = Collection::new("/api/v1/workspace/{}", "environments", "id")
        .inside("workspace")
        .in_order("place");
    let found = json!({ "workspace": { "environments": [{ "id": "a" }, { "id": "b" }] } });
    let server = Server::script([Answer::json(200, &found)]).await;
    let listed = server.client().list(&INSIDE.of("p")).await.unwrap();
    let places: Vec<_> = listed.iter().map(|entry| (&entry["id"], &entry["place"])).collect();
    assert_eq!(places, [(&json!("a"), &json!(1)), (&json!("b"), &json!(2))]);
}
