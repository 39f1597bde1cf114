//! The one line on stdout.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// The protocol that this crate speaks. A host that does not list it is told so all the same and
/// explains the mismatch to its user.
pub(super) const PROTOCOL: u32 = 6;

/// `core|protocol|network|address|grpc|certificate`, and the answer to the question about
/// multiplexing: old hosts take an unasked seventh field for part of the certificate.
pub(super) fn line(
    network: &str,
    address: &str,
    certificate: Option<&[u8]>,
    asked_for_multiplexing: bool,
) -> String {
    let certificate = certificate.map(|der| STANDARD_NO_PAD.encode(der)).unwrap_or_default();
    let multiplexing = if asked_for_multiplexing { "|false" } else { "" };
    format!("1|{PROTOCOL}|{network}|{address}|grpc|{certificate}{multiplexing}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_as_go_plugin_reads_it() {
        assert_eq!(line("unix", "/tmp/p", None, false), "1|6|unix|/tmp/p|grpc|\n");
        assert_eq!(
            line("tcp", "127.0.0.1:1", Some(&[1]), true),
            "1|6|tcp|127.0.0.1:1|grpc|AQ|false\n"
        );
    }
}
