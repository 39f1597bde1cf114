//! Calls that are answered while they go on.

use crate::{
    calls::{echoed, start},
    provider::{ENDLESS, ERROR, KEEP, SLOW, object},
};
use tf_protocol::{
    Severity,
    rpc::{ActionRequest, ApplyRequest, ListRequest},
    testing::{ActionEvent, Client},
};

fn list_of(type_name: &str) -> ListRequest {
    ListRequest {
        type_name: type_name.to_owned(),
        config: object("config"),
        include_resource: true,
        limit: 0,
    }
}

fn action(type_name: &str) -> ActionRequest {
    ActionRequest {
        type_name: type_name.to_owned(),
        config: object("config"),
        deferral_allowed: true,
    }
}

pub(crate) async fn lists() {
    let (_host, mut client) = start().await;
    for include_resource in [true, false] {
        let request = ListRequest { include_resource, ..list_of("corner_thing") };
        let events = client.list(request.clone()).await.unwrap();
        assert_eq!(events.len(), 101);
        echoed(&request, &events[0].diagnostics);
        assert_eq!((&events[0].identity, &events[0].resource), (&None, &None));
        for (n, event) in events[1..].iter().enumerate() {
            let name = format!("thing {n}");
            assert_eq!(event.identity, Some(object(&name)));
            assert_eq!(event.resource, include_resource.then(|| object(&name)));
            assert_eq!((&event.display_name, &*event.diagnostics), (&name, &[][..]));
        }
    }
}

pub(crate) async fn a_limit_is_kept() {
    let (_host, mut client) = start().await;
    for (limit, objects) in [(-1, 100), (1, 1), (7, 7), (100, 100), (i64::MAX, 100)] {
        let request = ListRequest { limit, ..list_of("corner_thing") };
        let events = client.list(request).await.unwrap();
        // A warning before them is no object.
        assert_eq!(events.len(), objects + 1, "{limit}");
    }
    let applying = wait_for_stop(&client);
    let events = client.list(ListRequest { limit: 3, ..list_of(ENDLESS) }).await.unwrap();
    assert_eq!(events.len(), 4);
    applying.await.unwrap();
}

pub(crate) async fn an_error_ends_a_list() {
    let (_host, mut client) = start().await;
    let events = client.list(list_of(ERROR)).await.unwrap();
    assert_eq!(events.len(), 7);
    assert_eq!(events[6].diagnostics[0].severity, Severity::Error);
    assert!(events[6].identity.is_some());
}

/// Resolves when the provider stops itself: it saw that nobody reads.
fn wait_for_stop(client: &Client) -> tokio::task::JoinHandle<()> {
    let mut client = client.clone();
    let slow = ApplyRequest { type_name: SLOW.to_owned(), ..ApplyRequest::default() };
    tokio::spawn(async move {
        client.apply(slow).await.unwrap();
    })
}

pub(crate) async fn who_drops_a_list_ends_it() {
    let (mut host, mut client) = start().await;
    let applying = wait_for_stop(&client);
    let mut listing = client.listing(list_of(ENDLESS)).await.unwrap();
    for _ in 0..1000 {
        assert!(listing.next().await.unwrap().is_some());
    }
    assert!(!applying.is_finished());
    drop(listing);
    applying.await.unwrap();
    client.shutdown().await.unwrap();
    let (status, _, stderr) = host.wait().unwrap();
    assert!(status.success());
    assert_eq!(stderr, "");
}

pub(crate) async fn actions() {
    let (_host, mut client) = start().await;
    let request = action("corner_act");
    let answer = client.plan_action(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!(answer.deferred, None);
    for _ in 0..20 {
        let (progress, problems) = client.invoke_action(request.clone()).await.unwrap();
        let steps: Vec<_> = (0..100).map(|n| format!("step {n}")).collect();
        assert_eq!(progress, steps);
        echoed(&request, &problems);
    }
}

pub(crate) async fn progress_comes_as_it_is_made() {
    let (_host, mut client) = start().await;
    let mut invocation = client.invocation(action(SLOW)).await.unwrap();
    for n in 0..100 {
        let step = ActionEvent::Progress(format!("step {n}"));
        assert_eq!(invocation.next().await.unwrap(), Some(step));
    }
    client.stop().await.unwrap();
    let end = invocation.next().await.unwrap();
    assert!(matches!(end, Some(ActionEvent::Completed(_))), "{end:?}");
    assert_eq!(invocation.next().await.unwrap(), None);
}

pub(crate) async fn an_action_survives_its_reader() {
    let (_host, mut client) = start().await;
    let applying = wait_for_stop(&client);
    let mut invocation = client.invocation(action(ENDLESS)).await.unwrap();
    assert!(invocation.next().await.unwrap().is_some());
    drop(invocation);
    applying.await.unwrap();
}

pub(crate) async fn a_kept_sender_holds_nobody() {
    let (_host, mut client) = start().await;
    assert_eq!(client.list(list_of(KEEP)).await.unwrap().len(), 101);
    assert_eq!(client.invoke_action(action(KEEP)).await.unwrap().0.len(), 100);
}
