//! Proxies: one that is named, the environment's, and what is said when they refuse.

use crate::log;
use crate::secure::{Authority, Secure, Terms};
use crate::server::{self, Answer, ID, IDENTITY, Seen, Server};
use crate::tls::trusting;
use infisical_client::{
    Body, Client, Config, ConnectFailure, Environment, Error, Network, Proxy, ProxyUrl, parse_host,
};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A name that no resolver knows: only a proxy finds it.
const SOMEWHERE: &str = "infisical.invalid";
/// `me:hunter22`
const LOGIN: &str = "Basic bWU6aHVudGVyMjI=";

/// How a proxy answers to CONNECT.
#[derive(Clone, Copy)]
enum Temper {
    /// It connects to the server on this port, whatever it is asked for.
    Connects(u16),
    /// The same with SOCKS 5.
    Socks(u16),
    Says(&'static str),
}

/// A proxy for what it cannot read.
struct Tunnel {
    address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    _connections: JoinSet<()>,
}

impl Tunnel {
    async fn start(temper: Temper) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (all, mut connections) = (Arc::clone(&seen), JoinSet::new());
        connections.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.spawn(tunnel(stream, temper, Arc::clone(&all)));
            }
        });
        Self { address, seen, _connections: connections }
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn tunnel(stream: TcpStream, temper: Temper, all: Arc<Mutex<Vec<Seen>>>) {
    let mut stream = BufReader::new(stream);
    let (port, yes): (u16, &[u8]) = match temper {
        Temper::Connects(port) => {
            let Some(seen) = server::read(&mut stream).await else { return };
            all.lock().unwrap().push(seen);
            (port, b"HTTP/1.1 200 OK\r\n\r\n")
        }
        Temper::Socks(port) => {
            let mut greeting = [0; 3];
            stream.read_exact(&mut greeting).await.unwrap();
            assert_eq!(greeting, [5, 1, 0], "version 5, one method, no login");
            stream.write_all(&[5, 0]).await.unwrap();
            let mut head = [0; 5];
            stream.read_exact(&mut head).await.unwrap();
            assert_eq!(head[..4], [5, 1, 0, 3], "connect to a name");
            let mut name = vec![0; usize::from(head[4]) + 2];
            stream.read_exact(&mut name).await.unwrap();
            assert!(name.starts_with(SOMEWHERE.as_bytes()));
            (port, &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        }
        Temper::Says(no) => {
            let Some(seen) = server::read(&mut stream).await else { return };
            all.lock().unwrap().push(seen);
            stream.write_all(no.as_bytes()).await.ok();
            return;
        }
    };
    let mut upstream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(yes).await.unwrap();
    copy_bidirectional(&mut stream, &mut upstream).await.ok();
}

/// Through the proxy at this address.
fn through(url: &str) -> Network {
    Network { proxy: Proxy::Through(ProxyUrl::parse(url).unwrap()), ..Network::default() }
}

async fn ask(host: &str, network: Network, environment: Environment) -> Result<Body, Error> {
    let server = Server::script([]).await;
    let host = parse_host(host).unwrap();
    let client = Client::new(Config { host, network, environment, ..server.config() }).unwrap();
    client.get(&IDENTITY.at(ID)).await
}

/// No variables.
fn bare() -> Environment {
    Environment::of::<&str, &str>([])
}

#[tokio::test]
async fn plain_requests_are_handed_to_the_proxy_whole() {
    let proxy = Server::start(|_| Answer::identity()).await;
    let address = proxy.url.trim_start_matches("http://");
    let host = format!("http://{SOMEWHERE}:8080");
    ask(&host, through(&format!("me:hunter22@{address}")), bare()).await.unwrap();
    let seen = &proxy.seen()[0];
    assert_eq!(seen.path, format!("{host}/api/v1/identities/{ID}"));
    assert_eq!(seen.header("proxy-authorization"), Some(LOGIN));
}

#[tokio::test]
async fn tls_goes_through_a_tunnel_that_sees_nothing_of_it() {
    let ours = Authority::new("ours");
    let server = Secure::start(&ours.issue(SOMEWHERE), Terms::default()).await;
    let proxy = Tunnel::start(Temper::Connects(server.port)).await;
    let network = Network {
        authorities: trusting(&ours.pem).authorities,
        ..through(&format!("http://me:hunter22@{}", proxy.address))
    };
    ask(&format!("https://{SOMEWHERE}"), network, bare()).await.unwrap();
    let [seen] = &proxy.seen()[..] else { panic!("{:?}", proxy.seen()) };
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("CONNECT", "infisical.invalid:443"));
    assert_eq!(seen.header("proxy-authorization"), Some(LOGIN));
    assert_eq!(seen.header("authorization"), None);
    let asked = &server.asked()[0];
    assert!(asked.headers.contains_key("authorization"));
    assert!(!asked.headers.contains_key("proxy-authorization"));
}

#[tokio::test]
async fn socks_finds_the_name_at_the_other_end() {
    let ours = Authority::new("ours");
    let server = Secure::start(&ours.issue(SOMEWHERE), Terms::default()).await;
    let proxy = Tunnel::start(Temper::Socks(server.port)).await;
    let network = Network {
        authorities: trusting(&ours.pem).authorities,
        ..through(&format!("socks5h://{}", proxy.address))
    };
    ask(&format!("https://{SOMEWHERE}"), network, bare()).await.unwrap();
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn the_environment_names_a_proxy_and_who_goes_without() {
    let proxy = Server::start(|_| Answer::identity()).await;
    let host = format!("http://{SOMEWHERE}");
    let variables = |more: (&'static str, &'static str)| {
        Environment::of([("http_proxy", proxy.url.clone()), (more.0, more.1.to_owned())])
    };
    ask(&host, Network::default(), variables(("HTTPS_PROXY", "http://127.0.0.1:9"))).await.unwrap();
    assert_eq!(proxy.seen().len(), 1);
    let direct = Network { proxy: Proxy::Direct, ..Network::default() };
    for (network, more) in [
        (Network::default(), ("NO_PROXY", ".invalid")),
        (Network::default(), ("no_proxy", "example.com,infisical.invalid")),
        (direct, ("NO_PROXY", "")),
    ] {
        let error = ask(&host, network, variables(more)).await.unwrap_err();
        let Error::Connect { failure, via: None, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*failure, ConnectFailure::Dns, "{error}");
    }
    assert_eq!(proxy.seen().len(), 1);
    // What is named wins over what is exempt.
    ask(&host, through(&proxy.url), variables(("NO_PROXY", "*"))).await.unwrap();
    assert_eq!(proxy.seen().len(), 2);
    // This machine is reached without.
    let near = Server::start(|_| Answer::identity()).await;
    ask(&near.url, Network::default(), variables(("NO_PROXY", ""))).await.unwrap();
    assert_eq!((proxy.seen().len(), near.seen().len()), (2, 1));
}

#[tokio::test]
async fn a_variable_without_a_proxy_in_it_is_named() {
    let server = Server::script([]).await;
    let host = parse_host("https://infisical.invalid").unwrap();
    let environment = Environment::of([("HTTPS_PROXY", "ftp://me:hunter22@proxy")]);
    let error = Client::new(Config { host, environment, ..server.config() }).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("the proxy in HTTPS_PROXY is not usable: its scheme is `ftp`"), "{text}");
    assert!(!text.contains("hunter22"), "{text}");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_without_its_password() {
    for (says, failure, attempts, advice) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            ConnectFailure::ProxyLogin,
            1,
            "wants a user name and a password",
        ),
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            ConnectFailure::Proxy,
            6,
            "The proxy does not connect to https://infisical.invalid",
        ),
    ] {
        let proxy = Tunnel::start(Temper::Says(says)).await;
        let network = through(&format!("http://me:hunter22@{}", proxy.address));
        let error = ask("https://infisical.invalid", network, bare()).await.unwrap_err();
        let Error::Connect { failure: step, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*step, proxy.seen().len()), (failure, attempts), "{error}");
        let part = format!("through the proxy http://{}: tunnel error", proxy.address);
        assert!(error.to_string().contains(&part), "{error}");
        assert!(error.hint().unwrap().contains(advice), "{error}");
        let shown = format!("{error} {error:?} {}", log::of_this_thread());
        assert!(!shown.contains("hunter22") && !shown.contains("aHVudGVyMjI"), "{shown}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_what_is_to_be_checked() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let network = through(&format!("http://{gone}"));
    let error = ask("https://infisical.invalid", network, bare()).await.unwrap_err();
    let Error::Connect { failure: ConnectFailure::Refused, .. } = &error else {
        panic!("{error:?}")
    };
    let hint = error.hint().unwrap();
    assert!(hint.contains(&format!("The proxy http://{gone} cannot be reached")), "{hint}");
}

#[tokio::test]
async fn a_proxy_that_answers_in_the_servers_place_is_recognised() {
    let page = Answer::text(407, "text/html", "<p>Who are you?</p>");
    let proxy = Server::start(move |_| page.clone()).await;
    let error = ask(&format!("http://{SOMEWHERE}"), through(&proxy.url), bare()).await.unwrap_err();
    assert_eq!(error.status(), Some(407));
    assert!(error.hint().unwrap().contains("wants a user name"), "{error}");
}
