//! A socket that only this machine reaches.

#[cfg(unix)]
mod unix;

use super::{environment::Sockets, error::ServeError};
use std::{io, net::Ipv4Addr, ops::RangeInclusive};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
};

/// Bytes both ways.
pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// What the process listens on. A socket's file is removed with it.
#[derive(Debug)]
pub(super) enum Listener {
    #[cfg(unix)]
    Unix(unix::Socket),
    Tcp(TcpListener),
}

impl Listener {
    /// A unix socket where there are such and one can be had, else TCP on the loopback device.
    pub(super) fn bind(sockets: &Sockets) -> Result<Self, ServeError> {
        #[cfg(unix)]
        if let Some(socket) = unix::Socket::bind(sockets)? {
            return Ok(Self::Unix(socket));
        }
        tcp(sockets.ports.clone()).map(Self::Tcp).map_err(ServeError::Listen)
    }

    /// `unix` or `tcp`, and the path or the address with its port.
    pub(super) fn address(&self) -> Result<(&'static str, String), ServeError> {
        match self {
            #[cfg(unix)]
            Self::Unix(socket) => Ok(("unix", socket.path().to_owned())),
            Self::Tcp(listener) => {
                let address = listener.local_addr().map_err(ServeError::Listen)?;
                Ok(("tcp", address.to_string()))
            }
        }
    }

    /// The next connection.
    pub(super) async fn accept(&self) -> io::Result<Box<dyn Io>> {
        match self {
            #[cfg(unix)]
            Self::Unix(socket) => Ok(Box::new(socket.accept().await?)),
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
        }
    }
}

fn tcp(ports: Option<RangeInclusive<u16>>) -> io::Result<TcpListener> {
    let mut last = io::ErrorKind::AddrInUse.into();
    for port in ports.unwrap_or(0..=0) {
        match std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                return TcpListener::from_std(listener);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tcp_takes_the_first_free_port() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(tcp(Some(port..=port)).is_err());
        let free = tcp(Some(port..=port.saturating_add(50))).unwrap();
        assert!(free.local_addr().unwrap().port() > port);
    }
}
