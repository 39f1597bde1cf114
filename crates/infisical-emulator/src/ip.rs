//! Trusted IPs: which texts are accepted, what is stored, and who is let in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Serialize;

/// A trusted IP as it is stored. The members are in the order in which the database returns them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TrustedIp {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<u8>,
    #[serde(rename = "ipAddress")]
    address: String,
}

impl TrustedIp {
    /// The stored form of an address or a CIDR block; `None` when it is neither. The address is
    /// kept as it was written, host bits and all; a single address has no prefix.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let Some((address, rest)) = text.split_once('/') else {
            return Some(Self { kind: kind(text)?, prefix: None, address: text.to_owned() });
        };
        let kind = kind(address)?;
        let prefix = leading_number(rest.split('/').next().unwrap_or(rest))?;
        let widest = if kind == "ipv4" { 32 } else { 128 };
        (prefix <= widest).then(|| Self { kind, prefix: Some(prefix), address: address.to_owned() })
    }

    /// Every address of both families, the default of all trusted IPs.
    pub(crate) fn anywhere() -> Vec<Self> {
        ["0.0.0.0/0", "::/0"].iter().filter_map(|text| Self::parse(text)).collect()
    }

    /// Whether a client at this address is let in.
    pub(crate) fn contains(&self, client: IpAddr) -> bool {
        match (self.address.parse(), client) {
            (Ok(IpAddr::V4(net)), IpAddr::V4(client)) => {
                let shift = 32 - u32::from(self.prefix.unwrap_or(32));
                bits4(net).checked_shr(shift) == bits4(client).checked_shr(shift)
            }
            (Ok(IpAddr::V6(net)), IpAddr::V6(client)) => {
                let shift = 128 - u32::from(self.prefix.unwrap_or(128));
                bits6(net).checked_shr(shift) == bits6(client).checked_shr(shift)
            }
            _ => false,
        }
    }
}

fn bits4(address: Ipv4Addr) -> u32 {
    u32::from(address)
}

fn bits6(address: Ipv6Addr) -> u128 {
    u128::from(address)
}

fn kind(address: &str) -> Option<&'static str> {
    match address.parse().ok()? {
        IpAddr::V4(_) => Some("ipv4"),
        IpAddr::V6(_) => Some("ipv6"),
    }
}

/// `parseInt`: leading blanks and whatever follows the digits are ignored.
fn leading_number(text: &str) -> Option<u8> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(text: &str) -> Option<String> {
        TrustedIp::parse(text).and_then(|ip| serde_json::to_string(&ip).ok())
    }

    #[test]
    fn an_address_has_no_prefix_and_a_block_keeps_its_host_bits() {
        assert_eq!(stored("10.1.2.3").unwrap(), r#"{"type":"ipv4","ipAddress":"10.1.2.3"}"#);
        assert_eq!(
            stored("10.1.2.3/8").unwrap(),
            r#"{"type":"ipv4","prefix":8,"ipAddress":"10.1.2.3"}"#
        );
        assert_eq!(
            stored("2001:DB8::/32").unwrap(),
            r#"{"type":"ipv6","prefix":32,"ipAddress":"2001:DB8::"}"#
        );
    }

    #[test]
    fn neither_address_nor_block() {
        for text in ["", "300.1.1.1", "10.0.0.0/33", "10.0.0.0/", "::/129", "example.org", "/8"] {
            assert_eq!(stored(text), None, "{text}");
        }
    }

    #[test]
    fn blocks_contain_their_addresses() {
        let block = TrustedIp::parse("127.0.0.0/8").unwrap();
        assert!(block.contains("127.0.0.1".parse().unwrap()));
        assert!(!block.contains("128.0.0.1".parse().unwrap()));
        assert!(!block.contains("::1".parse().unwrap()));
        assert!(TrustedIp::anywhere()[0].contains("203.0.113.7".parse().unwrap()));
    }
}
