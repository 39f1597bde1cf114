//! What is on stderr.

use crate::provider;
use tf_protocol::{
    rpc::{ActionRequest, ListRequest, ReadRequest},
    testing::Start,
};

async fn stderr(start: Start) -> String {
    let mut host = start.start().unwrap();
    let mut client = host.connect().await.unwrap();
    client.read(ReadRequest::default()).await.unwrap();
    client.list(ListRequest::default()).await.unwrap();
    client.invoke_action(ActionRequest::default()).await.unwrap();
    client.shutdown().await.unwrap();
    host.wait().unwrap().2
}

pub(crate) async fn silent_unless_asked() {
    assert_eq!(stderr(provider()).await, "");
    assert_eq!(stderr(provider().env("TF_LOG", "TRACE").env("TF_LOG_PROVIDER", "off")).await, "");
}

pub(crate) async fn lines_are_hclog() {
    let text = stderr(provider().env("TF_LOG", "TRACE")).await;
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert_eq!(line["@module"], "provider.corner");
        assert!(line["@level"].is_string() && line["@message"].is_string());
        let time = line["@timestamp"].as_str().unwrap();
        assert_eq!((time.len(), &time[19..20], &time[26..]), (27, ".", "Z"));
    }
    let answered = lines.iter().find(|line| line["@message"] == "call answered").unwrap();
    assert_eq!(answered["tf_rpc"], "ReadResource");
    assert_eq!(answered["tf_proto_version"], "6.10");
    assert_eq!(answered["tf_provider_addr"], "registry.terraform.io/acme/corner");
    assert_eq!(answered["tf_req_id"].as_str().map(str::len), Some(16));
    assert!(answered["duration_ms"].is_number());
    assert!(lines.iter().any(|line| line["@message"] == "call received"));
}

pub(crate) async fn streams_are_logged_too() {
    let text = stderr(provider().env("TF_LOG", "TRACE")).await;
    for rpc in ["ListResource", "InvokeAction"] {
        for message in ["call received", "call answered"] {
            let here = |line: &&str| line.contains(rpc) && line.contains(message);
            assert_eq!(text.lines().filter(here).count(), 1, "{rpc}, {message}: {text}");
        }
    }
}
