//! Writing what many write at the same time.

use super::{is_v4, no_route, place, stored};
use crate::server::{Answer, Seen, Server};
use infisical_client::{
    Client, Config, Edit, Error, Metadatum, NewSecret, Outcome, Place, Reminder, Timeouts,
    stored_value,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;

/// A folder that keeps what it is told. `fate` says what becomes of a request before it is looked at:
/// `Err` loses the answer after the work is done, or, with `false`, before.
struct Folder {
    server: Server,
    kept: Arc<Mutex<BTreeMap<String, Value>>>,
}

type Fate = Option<(bool, Answer)>;

impl Folder {
    async fn new(v4: bool, fate: impl Fn(&Seen) -> Fate + Send + Sync + 'static) -> Self {
        let kept: Arc<Mutex<BTreeMap<String, Value>>> = Arc::default();
        let all = Arc::clone(&kept);
        let server = Server::start(move |seen| {
            if is_v4(seen) != v4 {
                return no_route(seen);
            }
            match fate(seen) {
                Some((false, answer)) => answer,
                Some((true, answer)) => {
                    work(seen, &mut all.lock().unwrap());
                    answer
                }
                None => work(seen, &mut all.lock().unwrap()),
            }
        })
        .await;
        Self { server, kept }
    }

    fn names(&self) -> Vec<String> {
        self.kept.lock().unwrap().keys().cloned().collect()
    }

    fn writes(&self) -> Vec<Seen> {
        self.server.seen().into_iter().filter(|seen| seen.method != "GET").collect()
    }
}

/// What Infisical does: all or nothing.
fn work(seen: &Seen, kept: &mut BTreeMap<String, Value>) -> Answer {
    let path = seen.path.split('?').next().unwrap();
    let last = path.rsplit('/').next().unwrap();
    let is_all = seen.method == "GET" && matches!(last, "secrets" | "raw");
    if is_all {
        let all: Vec<_> = kept.values().collect();
        return Answer::json(200, &json!({ "secrets": all }));
    }
    let body: Value = serde_json::from_str(&seen.body).unwrap_or_default();
    let batch = path.contains("/batch");
    let mut parts = body["secrets"].as_array().cloned().unwrap_or_else(|| vec![body.clone()]);
    for part in &mut parts {
        if !batch {
            part["secretKey"] = json!(last);
        }
        let name = part["secretKey"].as_str().unwrap();
        let there = kept.contains_key(name);
        let refusal = match seen.method.as_str() {
            "POST" if there => Some((400, format!("Secret already exist: {name}"))),
            "POST" if name.starts_with("BAD") => Some((400, format!("{name} is bad"))),
            "GET" | "PATCH" | "DELETE" if !there => {
                Some((404, format!("Secret with name '{name}' not found")))
            }
            _ => None,
        };
        if let Some((status, message)) = refusal {
            return Answer::refusal(status, "X", &message);
        }
    }
    let mut answers = Vec::new();
    for part in parts {
        let name = part["secretKey"].as_str().unwrap();
        let value = stored_value(part["secretValue"].as_str().unwrap_or_default());
        answers.push(match seen.method.as_str() {
            "DELETE" => kept.remove(name).unwrap(),
            "GET" => kept[name].clone(),
            _ => {
                let mut made = stored(name, &value);
                made["createdAt"] = json!("2099-01-01T00:00:00.000Z");
                made["secretComment"] = part["secretComment"].clone();
                kept.insert(name.to_owned(), made.clone());
                made
            }
        });
    }
    if batch {
        return Answer::json(200, &json!({ "secrets": answers }));
    }
    Answer::json(200, &json!({ "secret": answers.pop() }))
}

fn new(name: &str) -> NewSecret {
    NewSecret {
        name: name.to_owned(),
        value: format!(" value of {name}\n\n").into(),
        comment: String::new(),
        tag_ids: Vec::new(),
        metadata: Vec::new(),
        skip_multiline_encoding: None,
        reminder: None,
    }
}

async fn create(client: &Client, all: Vec<NewSecret>) -> Vec<(String, Result<Outcome, Error>)> {
    let mut creates = JoinSet::new();
    for new in all {
        let client = client.clone();
        creates.spawn(async move {
            let name = new.name.clone();
            (name, client.secrets().create(&place(), new).await)
        });
    }
    let mut done = creates.join_all().await;
    done.sort_by(|(one, _), (other, _)| one.cmp(other));
    done
}

fn named(names: &[&str]) -> Vec<NewSecret> {
    names.iter().map(|name| new(name)).collect()
}

fn is_done(result: &Result<Outcome, Error>, name: &str) -> bool {
    matches!(result, Ok(Outcome::Done(secret)) if secret.name == name)
}

const TEN: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];

#[tokio::test]
async fn what_comes_together_travels_together() {
    for v4 in [true, false] {
        let folder = Folder::new(v4, |_| None).await;
        let client = folder.server.client();
        for (name, result) in create(&client, named(&TEN)).await {
            assert!(is_done(&result, &name), "{result:?}");
        }
        assert_eq!(folder.names(), TEN);
        let known = folder.writes();
        // v3 costs finding it out.
        assert_eq!(known.len(), if v4 { 1 } else { 2 });
        let sent: Value = serde_json::from_str(&known.last().unwrap().body).unwrap();
        let (project, path) = if v4 {
            ("projectId", "/api/v4/secrets/batch")
        } else {
            ("workspaceId", "/api/v3/secrets/batch/raw")
        };
        assert_eq!(known.last().unwrap().path, path);
        assert_eq!(sent[project], "project");
        assert_eq!(sent["secrets"].as_array().unwrap().len(), 10);

        let mut writes = JoinSet::new();
        for name in TEN {
            let client = client.clone();
            writes.spawn(async move {
                let (secrets, place) = (client.secrets(), place());
                let edit = Edit { value: Some("new".into()), ..Edit::default() };
                let edited = secrets.edit(&place, name, None, edit).await;
                assert!(is_done(&edited, name));
                secrets.remove(&place, name).await
            });
        }
        for result in writes.join_all().await {
            assert!(matches!(result, Ok(Outcome::Done(_))), "{result:?}");
        }
        assert!(folder.names().is_empty());
        assert_eq!(folder.writes().len() - known.len(), 2);
    }
}

#[tokio::test]
async fn a_refused_one_does_not_fail_its_neighbours() {
    let folder = Folder::new(true, |_| None).await;
    let mut names = TEN.to_vec();
    names[3] = "BAD";
    for (name, result) in create(&folder.server.client(), named(&names)).await {
        match result {
            Err(error) => assert_eq!((name.as_str(), error.message()), ("BAD", Some("BAD is bad"))),
            result => assert!(is_done(&result, &name), "{result:?}"),
        }
    }
    assert_eq!(folder.names().len(), 9);
    assert!(folder.writes().len() <= 9, "{}", folder.writes().len());
}

#[tokio::test]
async fn a_lost_answer_neither_doubles_nor_loses() {
    let page = || Answer::text(502, "text/html", "<h1>502 Bad Gateway</h1>");
    let failure = || Answer::refusal(500, "Create", "Something went wrong");
    for answer in [Answer::Close, Answer::Cut, Answer::Never, page(), failure()] {
        for done in [true, false] {
            let lost = Mutex::new(Some((done, answer.clone())));
            let is_batch = |seen: &Seen| seen.method == "POST" && seen.path.ends_with("/batch");
            let folder =
                Folder::new(
                    true,
                    move |seen| {
                        if is_batch(seen) { lost.lock().unwrap().take() } else { None }
                    },
                )
                .await;
            let timeouts = Timeouts { request: Duration::from_millis(300), ..Timeouts::default() };
            let config = Config { timeouts, ..folder.server.config() };
            let made = create(&Client::new(config).unwrap(), named(&TEN)).await;
            for (name, result) in made {
                assert!(is_done(&result, &name), "{answer:?} {done} {result:?}");
            }
            assert_eq!(folder.names(), TEN, "{answer:?} {done}");
        }
    }
}

#[tokio::test]
async fn what_was_there_before_is_not_taken_for_made() {
    let folder = Folder::new(true, |seen| {
        (seen.method == "POST" && seen.path.ends_with("/batch")).then_some((false, Answer::Close))
    })
    .await;
    let mut before = stored("A", "value of A\n");
    before["createdAt"] = json!("2020-01-01T00:00:00.000Z");
    folder.kept.lock().unwrap().insert("A".to_owned(), before);
    let made = create(&folder.server.client(), named(&["A", "B"])).await;
    let refused = made[0].1.as_ref().unwrap_err();
    assert_eq!(refused.message(), Some("Secret already exist: A"));
    assert!(is_done(&made[1].1, "B"));
}

#[tokio::test]
async fn what_no_path_can_carry_goes_in_a_batch() {
    let folder = Folder::new(true, |_| None).await;
    let client = folder.server.client();
    let long = "x".repeat(101);
    for name in ["..", &long] {
        let (secrets, place) = (client.secrets(), place());
        let reminder = Some(Reminder { note: Some("turn".to_owned()), repeat_days: 30 });
        let made = secrets.create(&place, NewSecret { reminder, ..new(name) }).await;
        assert!(is_done(&made, name), "{made:?}");
        let refused = secrets.create(&place, new(name)).await.unwrap_err();
        assert!(refused.message().unwrap().starts_with("Secret already exist"), "{refused}");
        assert!(matches!(secrets.remove(&place, name).await, Ok(Outcome::Done(_))));
        assert!(secrets.remove(&place, name).await.unwrap_err().is_gone());
    }
    assert!(folder.writes().iter().all(|seen| seen.path.ends_with("/batch")));
    // No batch takes the reminder of a new secret.
    let sent: Value = serde_json::from_str(&folder.writes()[1].body).unwrap();
    assert_eq!(sent["secrets"][0]["secretReminderRepeatDays"], 30);
}

#[tokio::test]
async fn an_approval_is_an_outcome() {
    let approval = json!({ "approval": { "id": "the-id", "slug": "the-slug", "status": "open" } });
    let folder = Folder::new(true, move |seen| {
        (seen.method != "GET").then(|| (false, Answer::json(200, &approval)))
    })
    .await;
    let client = folder.server.client();
    for names in [&TEN[..], &["A"]] {
        for (_, result) in create(&client, named(names)).await {
            let Ok(Outcome::Pending(approval)) = result else { panic!("{result:?}") };
            assert_eq!((&*approval.id, approval.slug.as_deref()), ("the-id", Some("the-slug")));
        }
    }
    assert_eq!(folder.writes().len(), 2, "a proposal is made once");
}

#[tokio::test]
async fn what_waits_gathers_more_meanwhile() {
    let release = Arc::new(tokio::sync::Notify::new());
    let held = Mutex::new(Some(Arc::clone(&release)));
    let folder = Folder::new(true, move |seen| {
        let release = held.lock().unwrap().take_if(|_| seen.method == "POST")?;
        let made = json!({ "secret": stored("FIRST", "v") });
        Some((true, Answer::Held(release, Box::new(Answer::json(200, &made)))))
    })
    .await;
    let client = folder.server.client();
    let first = client.clone();
    let first = tokio::spawn(async move { create(&first, named(&["FIRST"])).await });
    folder.server.arrived(1).await;
    let others = tokio::spawn(async move { create(&client, named(&TEN)).await });
    // All have asked by the time that one of them could have been sent.
    tokio::time::sleep(Duration::from_millis(100)).await;
    release.notify_one();
    first.await.unwrap();
    others.await.unwrap();
    assert_eq!(folder.writes().len(), 2);
}

#[tokio::test]
async fn an_interrupt_waits_for_what_is_on_its_way_and_sends_nothing_more() {
    let release = Arc::new(tokio::sync::Notify::new());
    let held = Mutex::new(Some(Arc::clone(&release)));
    let folder = Folder::new(true, move |seen| {
        let release = held.lock().unwrap().take_if(|_| seen.method == "POST")?;
        let made = TEN.map(|name| stored(name, "v"));
        let answer = Answer::json(200, &json!({ "secrets": made }));
        Some((true, Answer::Held(release, Box::new(answer))))
    })
    .await;
    let config = folder.server.config();
    let cancellation = config.cancellation.clone();
    let client = Client::new(config).unwrap();
    let sent = client.clone();
    let sent = tokio::spawn(async move { create(&sent, named(&TEN)).await });
    folder.server.arrived(1).await;
    let waits = tokio::spawn(async move { create(&client, named(&["K", "L"])).await });
    cancellation.cancel();
    release.notify_one();
    for (name, result) in sent.await.unwrap() {
        assert!(is_done(&result, &name), "{result:?}");
    }
    for (_, result) in waits.await.unwrap() {
        assert!(matches!(result, Err(Error::Cancelled { sent: false, .. })), "{result:?}");
    }
    assert_eq!(folder.names(), TEN);
}

#[tokio::test]
async fn v3_takes_no_tag_twice_and_wants_a_value() {
    let folder = Folder::new(false, |_| None).await;
    let client = folder.server.client();
    let tagged = |name: &str, tags: &[&str]| NewSecret {
        tag_ids: tags.iter().map(|&tag| tag.to_owned()).collect(),
        metadata: vec![Metadatum { key: "k".to_owned(), value: "v".into(), is_encrypted: false }],
        ..new(name)
    };
    let all = vec![tagged("A", &["red"]), tagged("B", &["blue"]), tagged("C", &["red"])];
    for (name, result) in create(&client, all).await {
        assert!(is_done(&result, &name), "{result:?}");
    }
    let sent: Vec<Value> =
        folder.writes().iter().map(|seen| serde_json::from_str(&seen.body).unwrap()).collect();
    let refused = sent.iter().skip(1).filter(|body| {
        let red = |part: &&Value| part["tagIds"][0] == "red";
        body["secrets"].as_array().is_some_and(|parts| parts.iter().filter(red).count() > 1)
    });
    assert_eq!(refused.count(), 0);

    let edit = Edit { comment: Some("why".to_owned()), ..Edit::default() };
    client.secrets().edit(&place(), "A", None, edit).await.unwrap();
    let sent: Value = serde_json::from_str(&folder.writes().last().unwrap().body).unwrap();
    assert_eq!(
        (&sent["secretComment"], &sent["secretValue"]),
        (&json!("why"), &json!("value of A\n"))
    );
}

#[tokio::test]
async fn a_rename_that_was_done_is_a_success() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "PATCH" => Answer::refusal(404, "NotFound", "Secret with name OLD not found"),
        _ => Answer::json(200, &json!({ "secret": stored("NEW", "v") })),
    })
    .await;
    let client = server.client();
    let edit = || Edit { name: Some("NEW".to_owned()), value: Some("v".into()), ..Edit::default() };
    let renamed = client.secrets().edit(&place(), "OLD", Some("id-of-NEW"), edit()).await;
    assert!(is_done(&renamed, "NEW"), "{renamed:?}");
    let error = client.secrets().edit(&place(), "OLD", Some("other"), edit()).await.unwrap_err();
    assert!(error.is_gone());
}

/// A server in which `A`, `B` and `C` move once; `fate` is the answer to the move.
async fn movers(fate: impl Fn(&[String]) -> Fate + Send + Sync + 'static) -> Server {
    let moved: Mutex<Vec<String>> = Mutex::default();
    Server::start(move |seen| {
        let mut moved = moved.lock().unwrap();
        if seen.path.ends_with("/move") {
            let body: Value = serde_json::from_str(&seen.body).unwrap();
            let ids: Vec<String> = serde_json::from_value(body["secretIds"].clone()).unwrap();
            let fate = fate(&ids);
            if fate.as_ref().is_none_or(|(done, _)| *done) {
                moved.extend(ids);
            }
            let done = json!({ "isSourceUpdated": true, "isDestinationUpdated": true });
            return fate.map_or_else(|| Answer::json(200, &done), |(_, answer)| answer);
        }
        let there = seen.path.contains("%2Fthere");
        let has = |name: &str| moved.contains(&format!("id-of-{name}")) == there;
        let path = seen.path.split('?').next().unwrap();
        if path == "/api/v4/secrets" {
            let all = ["A", "B", "C"].into_iter().filter(|name| has(name));
            let all: Vec<_> = all.map(|name| stored(name, "v")).collect();
            return Answer::json(200, &json!({ "secrets": all }));
        }
        let name = path.rsplit('/').next().unwrap();
        if has(name) {
            return Answer::json(200, &json!({ "secret": stored(name, "v") }));
        }
        Answer::refusal(404, "NotFound", "Secret with name 'X' not found")
    })
    .await
}

async fn move_all(client: &Client) -> Vec<(String, Result<Outcome, Error>)> {
    let mut moves = JoinSet::new();
    for name in ["A", "B", "C"] {
        let client = client.clone();
        moves.spawn(async move {
            let (from, to) = (place(), Place::new("project", "dev", "/there"));
            let id = format!("id-of-{name}");
            (name.to_owned(), client.secrets().move_to(&from, &to, name, &id).await)
        });
    }
    moves.join_all().await
}

#[tokio::test]
async fn what_moves_together_is_one_move_and_one_list() {
    let server = movers(|_| None).await;
    for (name, result) in move_all(&server.client()).await {
        assert!(is_done(&result, &name), "{result:?}");
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_move_that_is_refused_or_lost_is_no_other_s_trouble() {
    let exists = || Answer::refusal(400, "BadRequest", "B already exists in the destination");
    let is_b = |ids: &[String]| ids.iter().any(|id| id == "id-of-B");
    let server = movers(move |ids| is_b(ids).then(|| (false, exists()))).await;
    for (name, result) in move_all(&server.client()).await {
        assert_eq!(is_done(&result, &name), name != "B", "{result:?}");
    }
    for done in [true, false] {
        let lost = Mutex::new(Some((done, Answer::Close)));
        let server = movers(move |_| lost.lock().unwrap().take()).await;
        for (name, result) in move_all(&server.client()).await {
            assert!(is_done(&result, &name), "{done} {result:?}");
        }
    }
}

#[tokio::test]
async fn a_move_that_waits_for_approval_is_pending() {
    let held = json!({ "isSourceUpdated": true, "isDestinationUpdated": false });
    let server = movers(move |_| Some((false, Answer::json(200, &held)))).await;
    for (_, result) in move_all(&server.client()).await {
        assert!(matches!(result, Ok(Outcome::Pending(_))), "{result:?}");
    }
}
