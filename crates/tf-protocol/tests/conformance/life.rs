//! What ends the process, and what does not.

use crate::{
    PROVIDER, provider,
    provider::{SLOW, object},
};
use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tf_protocol::rpc::ApplyRequest;

fn signal(name: &str, process: u32) {
    let status = Command::new("kill").args([name, &process.to_string()]).status().unwrap();
    assert!(status.success());
}

pub(crate) async fn shutdown_ends_it() {
    let mut host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    assert!(Path::new(&host.handshake.address).exists());
    // A call that never ends by itself does not hold it.
    let mut other = host.connect().await.unwrap();
    let slow = ApplyRequest { type_name: SLOW.to_owned(), ..ApplyRequest::default() };
    tokio::spawn(async move { other.apply(slow).await });
    let start = Instant::now();
    client.shutdown().await.unwrap();
    let (status, _, _) = host.wait().unwrap();
    assert!(status.success());
    assert!(start.elapsed() < Duration::from_millis(1_900), "Terraform kills after 2 s");
    assert!(!Path::new(&host.handshake.address).exists());
}

pub(crate) async fn an_interrupt_does_not() {
    let mut host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    for _ in 0..3 {
        signal("-INT", host.id());
        client.metadata().await.unwrap();
    }
    assert!(!host.ended().unwrap());
}

pub(crate) async fn stop_cancels_what_is_under_way() {
    let host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    let mut other = client.clone();
    let request = ApplyRequest {
        type_name: SLOW.to_owned(),
        planned: object("partial"),
        ..ApplyRequest::default()
    };
    let applying = tokio::spawn(async move { other.apply(request).await });
    // As Ctrl-C does it: the interrupt reaches every process, then Terraform says stop.
    signal("-INT", host.id());
    client.stop().await.unwrap();
    assert_eq!(applying.await.unwrap().unwrap().state, object("partial"));
}

pub(crate) async fn two_connections_at_once() {
    let host = provider().start().unwrap();
    let mut first = host.connect().await.unwrap();
    let mut second = host.connect().await.unwrap();
    first.metadata().await.unwrap();
    drop(first);
    second.metadata().await.unwrap();
}

pub(crate) async fn without_a_host_it_ends() {
    let mut host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    client.metadata().await.unwrap();
    drop(client);
    let start = Instant::now();
    let (status, stdout, _) = host.wait().unwrap();
    assert!(status.success());
    assert_eq!(stdout, "");
    assert!((4..30).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert!(!Path::new(&host.handshake.address).exists());
}

pub(crate) async fn a_debugger_attaches_twice() {
    for end in ["-INT", "-TERM"] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(PROVIDER, "1")
            .arg("--debug")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let reattach = loop {
            let mut line = String::new();
            assert_ne!(stdout.read_line(&mut line).unwrap(), 0);
            if let Some(value) = line.trim().strip_prefix("TF_REATTACH_PROVIDERS='") {
                break serde_json::from_str::<serde_json::Value>(value.trim_end_matches('\''))
                    .unwrap();
            }
        };
        let how = &reattach["registry.terraform.io/acme/corner"];
        assert_eq!(how, &reattach["registry.opentofu.org/acme/corner"]);
        assert_eq!(how["Pid"], child.id());
        let address = how["Addr"]["String"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            let mut client = tf_protocol::testing::attach(&address).await.unwrap();
            client.metadata().await.unwrap();
            // It is not the host's to end.
            client.shutdown().await.unwrap();
        }
        signal(end, child.id());
        assert!(child.wait().unwrap().success());
        assert!(!Path::new(&address).exists());
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
}
