//! Creates whose answer is lost: looked for, adopted or reported, never made twice.

use crate::server::{Answer, ID, IDENTITY, Seen, Server, body};
use infisical_client::{
    Body, Client, Collection, Config, Endpoint, Error, Finding, RetryPolicy, Timeouts, Trace,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const AZURE: Endpoint = Endpoint::new("/api/v1/azure/{}", "azure").gone_says(&["not attached"]);
const LIST: Collection = Collection::new("/api/v2/orgs/{}/identities", "identities", "id").paged(2);
const BY_NAME: Endpoint = Endpoint::new("/api/v2/shops/{}", "");
const PAGE: &str = "<h1>502 Bad Gateway</h1>";

/// What a server did with a create.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Made,
    NotMade,
}

/// A server of one collection. `script` says for each create what becomes of it, and what its answer
/// is; after it, creates work.
struct World {
    server: Server,
    names: Arc<Mutex<Vec<(String, String)>>>,
}

impl World {
    async fn new(script: impl IntoIterator<Item = (Fate, Answer)>) -> Self {
        let script = Mutex::new(script.into_iter().collect::<Vec<_>>().into_iter());
        let names: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let all = Arc::clone(&names);
        let server = Server::start(move |seen| {
            let mut names = all.lock().unwrap();
            match seen.method.as_str() {
                "POST" => {
                    let next = script.lock().unwrap().next();
                    let id = format!("id-{}", names.len() + 1);
                    let name = name_of(seen);
                    if next.as_ref().is_none_or(|(fate, _)| *fate == Fate::Made) {
                        names.push((id.clone(), name.clone()));
                    }
                    let made = json!({ "identity": { "id": id, "name": name } });
                    next.map_or_else(|| Answer::json(200, &made), |(_, answer)| answer)
                }
                _ if seen.path.contains("/orgs/") => {
                    let number = |name: &str| -> usize {
                        let (_, query) = seen.path.split_once('?').unwrap();
                        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name));
                        pair.unwrap().parse().unwrap()
                    };
                    let page = names.iter().skip(number("offset=")).take(number("limit="));
                    let page: Vec<_> =
                        page.map(|(id, name)| json!({ "id": id, "name": name })).collect();
                    let total = names.len();
                    Answer::json(200, &json!({ "identities": page, "totalCount": total }))
                }
                _ => {
                    let id = seen.path.rsplit('/').next().unwrap();
                    match names.iter().find(|(known, _)| known == id) {
                        Some((id, name)) => {
                            Answer::json(200, &json!({ "identity": { "id": id, "name": name } }))
                        }
                        None => Answer::refusal(404, "NotFound", "Failed to find identity"),
                    }
                }
            }
        })
        .await;
        Self { server, names }
    }

    fn client(&self) -> Client {
        let timeouts = Timeouts { request: Duration::from_millis(200), ..Timeouts::default() };
        Client::new(Config { timeouts, ..self.server.config() }).unwrap()
    }

    fn exists(&self, names: &[&str]) {
        let mut all = self.names.lock().unwrap();
        for name in names {
            let id = format!("id-{}", all.len() + 1);
            all.push((id, (*name).to_owned()));
        }
    }

    fn held(&self) -> usize {
        self.names.lock().unwrap().len()
    }
}

fn name_of(seen: &Seen) -> String {
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    body["name"].as_str().unwrap().to_owned()
}

async fn create(client: &Client) -> Result<Body, Error> {
    let (listed, is_it) = (LIST.of("org"), |found: &Body| found["name"] == "n");
    let trace = Trace::in_list(&listed, &|id| IDENTITY.at(id), "n", &is_it, &is_it);
    client.create(&IDENTITY.collection(), &body(), &trace).await
}

fn gateway(status: u16) -> Answer {
    Answer::text(status, "text/html", PAGE)
}

#[tokio::test]
async fn what_was_made_is_adopted_whatever_became_of_the_answer() {
    for answer in [
        Answer::Close,
        Answer::Cut,
        Answer::Never,
        gateway(502),
        gateway(503),
        gateway(504),
        gateway(200),
        Answer::refusal(500, "InternalServerError", "Something went wrong"),
        Answer::text(200, "application/json", ""),
        Answer::json(200, &json!({ "unexpected": [] })),
    ] {
        let world = World::new([(Fate::Made, answer.clone())]).await;
        world.exists(&["other", "another", "third"]);
        let created = create(&world.client()).await.unwrap();
        assert_eq!(created["id"], "id-4", "{answer:?}");
        assert_eq!(world.held(), 4, "{answer:?}");
    }
}

#[tokio::test]
async fn what_was_not_made_is_made_once() {
    for answer in [Answer::Close, gateway(502), gateway(200), gateway(503)] {
        let world = World::new([(Fate::NotMade, answer.clone())]).await;
        assert_eq!(create(&world.client()).await.unwrap()["id"], "id-1", "{answer:?}");
        assert_eq!(world.held(), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn a_server_at_work_is_not_asked_twice() {
    for answer in [Answer::Never, gateway(504)] {
        let world = World::new([(Fate::NotMade, answer)]).await;
        let error = create(&world.client()).await.unwrap_err();
        let nothing = Finding::Nothing;
        let Error::Unresolved { finding, .. } = &error else { panic!("{error:?}") };
        assert_eq!(finding.to_string(), nothing.to_string());
        assert!(error.hint().unwrap().contains("still be at work"), "{error}");
        let posts = world.server.seen().iter().filter(|seen| seen.method == "POST").count();
        assert_eq!(posts, 1);
    }
}

#[tokio::test]
async fn a_failure_that_made_nothing_is_told_as_it_is() {
    let failure = Answer::refusal(500, "Create", "Something went wrong");
    let world = World::new([(Fate::NotMade, failure)]).await;
    let error = create(&world.client()).await.unwrap_err();
    assert!(matches!(error, Error::Status { status: 500, .. }), "{error:?}");
    let refusal = Answer::refusal(400, "BadRequest", "No");
    let world = World::new([(Fate::NotMade, refusal)]).await;
    assert_eq!(create(&world.client()).await.unwrap_err().status(), Some(400));
    assert_eq!(world.server.seen().len(), 1);
}

#[tokio::test]
async fn two_that_may_be_it_are_named() {
    let world = World::new([(Fate::Made, Answer::Close)]).await;
    world.exists(&["n"]);
    let error = create(&world.client()).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("several objects may be what it made: id-1, id-2"), "{text}");
    assert_eq!(world.held(), 2);
}

#[tokio::test]
async fn what_this_client_made_before_is_not_taken_for_it() {
    let made = Answer::json(200, &json!({ "identity": { "id": "id-1", "name": "n" } }));
    let world = World::new([(Fate::Made, made), (Fate::Made, Answer::Close)]).await;
    let client = world.client();
    assert_eq!(create(&client).await.unwrap()["id"], "id-1");
    assert_eq!(create(&client).await.unwrap()["id"], "id-2");
}

#[tokio::test]
async fn what_a_list_had_before_is_not_taken_for_it() {
    let world = World::new([(Fate::NotMade, Answer::Close)]).await;
    world.exists(&["n"]);
    let client = world.client();
    assert_eq!(client.others(&LIST.of("org"), |_| true).await, ["id-1"]);
    assert_eq!(create(&client).await.unwrap()["id"], "id-2");
}

#[tokio::test]
async fn looking_goes_on_after_an_interrupt() {
    let world = World::new([(Fate::Made, Answer::Never)]).await;
    let timeouts = Timeouts { request: Duration::from_millis(200), ..Timeouts::default() };
    let config = Config { timeouts, ..world.server.config() };
    let cancellation = config.cancellation.clone();
    let client = Client::new(config).unwrap();
    let creating = tokio::spawn(async move { create(&client).await });
    world.server.arrived(1).await;
    cancellation.cancel();
    assert_eq!(creating.await.unwrap().unwrap()["id"], "id-1");
}

#[tokio::test]
async fn a_look_that_fails_is_told_with_what_to_do() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "POST" => Answer::Close,
        _ => Answer::refusal(403, "PermissionDenied", "You are not allowed to read on identity"),
    })
    .await;
    let error = create(&server.client()).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("looking for what it made failed, too"), "{text}");
    assert!(error.hint().unwrap().contains("look for `n`"), "{text}");
    let looks = server.seen().len() - 1;
    assert_eq!(looks, 1, "who may not look is not asked again");
}

#[tokio::test]
async fn a_look_that_fails_is_not_the_last() {
    let failure = || Answer::refusal(500, "InternalServerError", "Something went wrong");
    let found = json!({ "identities": [{ "id": "a", "name": "n" }], "totalCount": 1 });
    let single = json!({ "identity": { "id": "a", "name": "n" } });
    let answers = [Answer::json(200, &found), Answer::json(200, &single)];
    let script = [Answer::Close, failure(), failure()].into_iter().chain(answers);
    let server = Server::script(script).await;
    assert_eq!(create(&server.client()).await.unwrap()["id"], "a");
}

#[tokio::test]
async fn what_has_one_place_is_looked_for_there() {
    let azure = |tenant: &str| Answer::json(200, &json!({ "azure": { "tenantId": tenant } }));
    let gone = || Answer::refusal(400, "BadRequest", "not attached");
    let is_it = |found: &Body| found["tenantId"] == "t";
    for (after, outcome) in [
        (vec![azure("t")], Ok("t")),
        (vec![gone(), gone(), azure("t")], Ok("t")),
        (vec![gone(), gone(), gone(), azure("t")], Ok("t")),
        (vec![azure("x")], Err("in its place is one with other settings")),
    ] {
        for lost in [Answer::Close, gateway(504), gateway(502)] {
            let server = Server::script([lost].into_iter().chain(after.clone())).await;
            let retry = RetryPolicy { attempts: 2, ..server.config().retry };
            let client = Client::new(Config { retry, ..server.config() }).unwrap();
            let made = client.create(&AZURE.at(ID), &body(), &Trace::at_its_path(&is_it)).await;
            match (made, outcome) {
                (Ok(made), Ok(tenant)) => assert_eq!(made["tenantId"], tenant),
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (made, _) => panic!("{made:?}"),
            }
        }
    }
}

#[tokio::test]
async fn what_has_a_name_of_its_own_is_looked_for_there_and_may_be_older() {
    let named = |slug: &str, made: &str| {
        Answer::json(200, &json!({ "id": "p", "slug": slug, "createdAt": made }))
    };
    let lost = || Answer::refusal(500, "Create", "Something went wrong");
    let nobody = || Answer::refusal(404, "NotFound", "no project");
    let is_it = |found: &Body| found["slug"] == "shop";
    let (later, before) = ("2999-01-01T00:00:00.000Z", "2001-01-01T00:00:00.000Z");
    for (after, outcome) in [
        (vec![named("shop", later)], Ok("p")),
        (vec![named("shop", before)], Err("an older one has its name")),
        (vec![named("other", later)], Err("in its place is one with other settings")),
        (vec![nobody(), nobody(), nobody()], Err("answered 500")),
    ] {
        let server = Server::script([lost()].into_iter().chain(after)).await;
        let at = BY_NAME.at("shop");
        let trace = Trace::named(&at, "shop", &is_it);
        match (server.client().create(&BY_NAME.collection(), &body(), &trace).await, outcome) {
            (Ok(made), Ok(id)) => assert_eq!(made["id"], id),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (made, _) => panic!("{made:?}"),
        }
        assert_eq!(server.seen()[1].path, "/api/v2/shops/shop");
    }
}

#[tokio::test]
async fn a_name_that_this_client_gave_is_taken() {
    let made = json!({ "id": "p", "slug": "shop", "createdAt": "2999-01-01T00:00:00.000Z" });
    let lost = Answer::refusal(500, "Create", "Something went wrong");
    let answers = [Answer::json(200, &made), lost, Answer::json(200, &made)];
    let server = Server::script(answers).await;
    let (client, at, is_it) = (server.client(), BY_NAME.at("shop"), |_: &Body| true);
    let trace = Trace::named(&at, "shop", &is_it);
    client.create(&BY_NAME.collection(), &body(), &trace).await.unwrap();
    let error = client.create(&BY_NAME.collection(), &body(), &trace).await.unwrap_err();
    assert!(matches!(error, Error::Unresolved { finding: Finding::Taken, .. }), "{error}");
}
