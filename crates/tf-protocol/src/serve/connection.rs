//! Connections from the socket to gRPC: encrypted, counted.

use super::listener::{Io, Listener};
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::{mpsc, watch},
};
use tokio_rustls::TlsAcceptor;
use tonic::transport::server::Connected;

/// How long a client may take to prove who it is.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long to wait when the system has no more file descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// How many connections there are, and whether there ever was one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) open: usize,
    pub(super) seen: bool,
}

/// A connection whose client has proved who it is.
pub(super) struct Connection {
    io: Box<dyn Io>,
    count: watch::Sender<Count>,
}

impl Connection {
    fn new(io: Box<dyn Io>, count: watch::Sender<Count>) -> Self {
        count.send_modify(|count| *count = Count { open: count.open + 1, seen: true });
        Self { io, count }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.count.send_modify(|count| count.open = count.open.saturating_sub(1));
    }
}

/// Accepts connections for ever. Each proves itself in its own time, so that a silent one keeps
/// nobody waiting.
pub(super) async fn accept(
    listener: &Listener,
    tls: Option<TlsAcceptor>,
    count: watch::Sender<Count>,
    accepted: mpsc::Sender<io::Result<Connection>>,
) {
    loop {
        let io = match listener.accept().await {
            Ok(io) => io,
            Err(error) => {
                tracing::warn!(%error, "connection not accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let (tls, count, accepted) = (tls.clone(), count.clone(), accepted.clone());
        tokio::spawn(async move {
            let io: Box<dyn Io> = match tls {
                None => io,
                Some(tls) => match tokio::time::timeout(HANDSHAKE, tls.accept(io)).await {
                    Ok(Ok(stream)) => Box::new(stream),
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "connection refused");
                        return;
                    }
                    Err(_) => {
                        tracing::warn!("connection refused: the TLS handshake takes too long");
                        return;
                    }
                },
            };
            // The server ends before its connections do.
            let _ = accepted.send(Ok(Connection::new(io, count))).await;
        });
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
