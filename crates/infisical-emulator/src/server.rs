//! The sockets: connections, and the faults that only a socket can carry out.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};

use crate::clock::http_date;
use crate::fault::FaultKind;
use crate::journal::{Entry, Origin};
use crate::message::{Reply, Request};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::shared::{self, Shared, lock};

/// Accepts connections until the runtime is shut down.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        if let Ok((stream, peer)) = listener.accept().await {
            tokio::spawn(connection(Arc::clone(&shared), stream, peer));
        }
    }
}

/// How a request asks its connection to end.
#[derive(Default)]
struct Line {
    broken: Notify,
    reset: AtomicBool,
}

impl Line {
    /// Ends the connection: with a RST, or in order after what was written.
    fn break_off(&self, reset: bool) {
        self.reset.store(reset, Ordering::SeqCst);
        self.broken.notify_one();
    }
}

async fn connection(shared: Arc<Shared>, stream: TcpStream, peer: SocketAddr) {
    // An answer of two writes would wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let line = Arc::new(Line::default());
    let service = service_fn(|request| {
        let (shared, line) = (Arc::clone(&shared), Arc::clone(&line));
        async move { Ok::<_, Infallible>(respond(shared, line, request, peer).await) }
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        biased;
        _ = &mut connection => {}
        () = line.broken.notified() => {
            let stream = connection.into_parts().io.into_inner();
            if line.reset.load(Ordering::SeqCst) {
                let _ = stream.set_zero_linger();
            }
        }
    }
}

type Body = UnsyncBoxBody<Bytes, Infallible>;

async fn respond(
    shared: Arc<Shared>,
    line: Arc<Line>,
    request: hyper::Request<Incoming>,
    peer: SocketAddr,
) -> hyper::Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else {
        // The client left in the middle of its own body.
        return std::future::pending().await;
    };
    let headers = parts.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let request = Request {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: headers.collect(),
        body: body.to_bytes(),
        peer: peer.ip(),
    };
    // On a task of its own: like the server's, the work goes on when the client leaves.
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(work(shared, request, sender));
    match receiver.await {
        Ok((reply, Delivery::Whole)) => response(reply, |body| Full::new(body).boxed_unsync()),
        Ok((reply, Delivery::Cut)) => response(reply, |body| cut(&body, line)),
        Ok((reply, Delivery::Slow { piece, pause })) => {
            response(reply, |body| slow(body, piece, pause))
        }
        Ok((_, Delivery::Reset)) | Err(_) => {
            line.break_off(true);
            std::future::pending().await
        }
    }
}

/// The largest answer that the journal keeps, one mebibyte.
const LARGEST_KEPT: usize = 1 << 20;

/// How a reply leaves.
#[derive(Clone, Copy)]
enum Delivery {
    Whole,
    Cut,
    Slow { piece: usize, pause: Duration },
    Reset,
}

/// Carries a request out, with its fault if it has one, and writes the journal.
async fn work(shared: Arc<Shared>, request: Request, sender: oneshot::Sender<(Reply, Delivery)>) {
    let started = Instant::now();
    let fault = lock(&shared.faults).take(&request);
    // Subscribed before the entry is seen, so that a release that follows it is not missed.
    let mut releases = shared.releases.subscribe();
    let sequence = open(&shared, &request, Origin::Network);
    let (mut reply, delivery) = match fault {
        Some(FaultKind::Hold) => {
            let _ = releases.changed().await;
            (shared.dispatch(&request), Delivery::Whole)
        }
        Some(FaultKind::Latency(latency)) => {
            tokio::time::sleep(latency).await;
            (shared.dispatch(&request), Delivery::Whole)
        }
        other => suffer(&shared, &request, other),
    };
    reply.headers.push(("date".to_owned(), http_date(shared.clock.now())));
    let answer = answered(&reply, delivery);
    let delivered = sender.send((reply, delivery)).is_ok();
    shared.journal.close(sequence, started.elapsed(), answer.filter(|_| delivered));
}

/// The faults that need no waiting.
fn suffer(shared: &Shared, request: &Request, fault: Option<FaultKind>) -> (Reply, Delivery) {
    const JSON: &str = "application/json; charset=utf-8";
    let reply = match fault {
        Some(FaultKind::Status { status, body, content_type, headers }) => {
            let mut reply = Reply::new(status, &content_type, body);
            reply.headers.extend(headers);
            reply
        }
        Some(FaultKind::Html { status }) => page(status),
        Some(FaultKind::HtmlAfter { status }) => {
            shared.dispatch(request);
            page(status)
        }
        Some(FaultKind::RateLimited { retry_after }) => rate_limited(shared, retry_after),
        Some(FaultKind::ResetBefore) => {
            return (Reply::json(500, Bytes::new()), Delivery::Reset);
        }
        Some(FaultKind::ResetAfter) => return (shared.dispatch(request), Delivery::Reset),
        Some(FaultKind::CutBody) => return (shared.dispatch(request), Delivery::Cut),
        Some(FaultKind::SlowBody { piece, pause }) => {
            return (shared.dispatch(request), Delivery::Slow { piece, pause });
        }
        Some(FaultKind::EmptyOk) => {
            shared.dispatch(request);
            Reply::new(200, JSON, Bytes::new())
        }
        Some(FaultKind::WrongJson) => {
            shared.dispatch(request);
            Reply::new(200, JSON, r#"{"unexpected":["json"]}"#)
        }
        Some(FaultKind::ExpireTokens) => {
            let jwts = shared.options.dialect == Dialect::Current;
            let now = shared.clock.now();
            shared.state().tokens.expire(now, jwts);
            shared.dispatch(request)
        }
        Some(FaultKind::Hold | FaultKind::Latency(_)) | None => shared.dispatch(request),
    };
    (reply, Delivery::Whole)
}

fn page(status: u16) -> Reply {
    let page = format!("<html><head><title>{status}</title></head><body></body></html>");
    Reply::new(status, "text/html", page)
}

fn rate_limited(shared: &Shared, retry_after: Option<u64>) -> Reply {
    let seconds = retry_after.unwrap_or(60);
    let reply =
        Refusal::rate_limited(shared.options.dialect, seconds).reply(shared.options.dialect);
    match retry_after {
        Some(seconds) => reply.with("retry-after", seconds.to_string()),
        None => reply,
    }
}

/// Writes a request down; returns its sequence number.
pub(crate) fn open(shared: &Shared, request: &Request, origin: Origin) -> u64 {
    let masked = request.headers.iter().map(|(name, value)| match name.as_str() {
        "authorization" | "x-api-key" => (name.clone(), "***".to_owned()),
        _ => (name.clone(), value.clone()),
    });
    shared.journal.open(Entry {
        sequence: 0,
        origin,
        method: request.method.clone(),
        path: request.path().to_owned(),
        query: request.query().to_owned(),
        headers: masked.collect(),
        body: shared::parse(request).ok().filter(|body| !body.is_null()),
        status: None,
        response: None,
        duration: Duration::ZERO,
        at: SystemTime::now(),
    })
}

fn answered(reply: &Reply, delivery: Delivery) -> Option<(u16, Option<Value>)> {
    match delivery {
        Delivery::Whole | Delivery::Slow { .. } => {
            let short = Some(&reply.body).filter(|body| body.len() <= LARGEST_KEPT);
            Some((reply.status, short.and_then(|body| serde_json::from_slice(body).ok())))
        }
        Delivery::Cut | Delivery::Reset => None,
    }
}

fn response(reply: Reply, body: impl FnOnce(Bytes) -> Body) -> hyper::Response<Body> {
    let length = reply.body.len();
    let mut response = hyper::Response::new(body(reply.body));
    *response.status_mut() = hyper::StatusCode::from_u16(reply.status).unwrap_or_default();
    for (name, value) in reply.headers {
        let name = hyper::header::HeaderName::try_from(name);
        if let (Ok(name), Ok(value)) = (name, hyper::header::HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    // The pieces of a broken or slow body add up to a known length too.
    if reply.status != 204 && reply.status != 304 {
        response.headers_mut().insert(hyper::header::CONTENT_LENGTH, length.into());
    }
    response
}

/// The first half of a body; then the connection ends.
fn cut(body: &Bytes, line: Arc<Line>) -> Body {
    let half = body.slice(..body.len() / 2);
    let pieces = stream::unfold(Some(half), move |half| {
        let line = Arc::clone(&line);
        async move {
            if let Some(half) = half.filter(|half| !half.is_empty()) {
                return Some((Ok(Frame::data(half)), None));
            }
            line.break_off(false);
            std::future::pending().await
        }
    });
    StreamBody::new(pieces).boxed_unsync()
}

fn slow(body: Bytes, piece: usize, pause: Duration) -> Body {
    let piece = piece.max(1);
    let pieces = stream::unfold((body, true), move |(mut rest, first)| async move {
        if rest.is_empty() {
            return None;
        }
        if !first {
            tokio::time::sleep(pause).await;
        }
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok(Frame::data(next)), (rest, false)))
    });
    StreamBody::new(pieces).boxed_unsync()
}
