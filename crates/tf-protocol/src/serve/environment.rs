//! What go-plugin's host says by environment variables.

use std::{ffi::OsString, ops::RangeInclusive, path::PathBuf};

/// Terraform's mark: whoever starts the process without it did so by hand.
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

#[derive(Debug, Default)]
pub(super) struct Environment {
    /// `TF_PLUGIN_MAGIC_COOKIE`.
    pub(super) cookie: Option<String>,
    /// The host's certificate, PEM; none: no TLS.
    pub(super) client_certificate: Option<String>,
    /// The protocol versions that the host speaks.
    pub(super) protocol_versions: Vec<u32>,
    /// The host asks whether one connection may carry several.
    pub(super) asks_for_multiplexing: bool,
    pub(super) sockets: Sockets,
}

/// Where to listen.
#[derive(Debug, Default)]
#[cfg_attr(not(unix), expect(dead_code, reason = "Windows listens on TCP alone"))]
pub(super) struct Sockets {
    /// `PLUGIN_UNIX_SOCKET_DIR`.
    pub(super) directory: Option<PathBuf>,
    /// `PLUGIN_UNIX_SOCKET_GROUP`, a name or a number.
    pub(super) group: Option<String>,
    /// `PLUGIN_MIN_PORT` and `PLUGIN_MAX_PORT`; none: any port.
    pub(super) ports: Option<RangeInclusive<u16>>,
}

impl Environment {
    pub(super) fn of_process() -> Self {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(name).and_then(|value| value.into_string().ok());
        let port = |name| text(name).and_then(|value| value.parse().ok());
        let ports = match (port("PLUGIN_MIN_PORT"), port("PLUGIN_MAX_PORT")) {
            (Some(min), Some(max)) if min <= max => Some(min..=max),
            _ => None,
        };
        let versions = text("PLUGIN_PROTOCOL_VERSIONS").unwrap_or_default();
        Self {
            cookie: text("TF_PLUGIN_MAGIC_COOKIE"),
            client_certificate: text("PLUGIN_CLIENT_CERT"),
            protocol_versions: versions.split(',').filter_map(|v| v.trim().parse().ok()).collect(),
            asks_for_multiplexing: set("PLUGIN_MULTIPLEX_GRPC").is_some(),
            sockets: Sockets {
                directory: set("PLUGIN_UNIX_SOCKET_DIR").map(PathBuf::from),
                group: text("PLUGIN_UNIX_SOCKET_GROUP"),
                ports,
            },
        }
    }

    pub(super) fn is_plugin(&self) -> bool {
        self.cookie.as_deref() == Some(COOKIE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_absence() {
        let environment = Environment::read(|name| match name {
            "PLUGIN_PROTOCOL_VERSIONS" => Some("5, 6,x".into()),
            "PLUGIN_MIN_PORT" => Some("25000".into()),
            "PLUGIN_MAX_PORT" => Some("10000".into()),
            "TF_PLUGIN_MAGIC_COOKIE" => Some("no".into()),
            "PLUGIN_CLIENT_CERT" => Some("".into()),
            _ => None,
        });
        assert_eq!(environment.protocol_versions, [5, 6]);
        assert_eq!(environment.sockets.ports, None);
        assert_eq!(environment.client_certificate, None);
        assert!(!environment.is_plugin());
    }
}
