//! IP addresses and ranges of them.

use super::TextType;
use std::net::IpAddr;

/// An address, `10.0.0.1`, or a range in CIDR notation, `10.0.0.0/8`, which `10.1.2.3/8` is as well.
pub struct Cidr;

impl TextType for Cidr {
    const INVALID: &'static str = "Invalid IP address or CIDR range";

    fn check(text: &str) -> Result<(), String> {
        if parse(text).is_some() {
            Ok(())
        } else {
            Err(format!(
                "`{text}` is neither an IP address such as `203.0.113.7` or `2001:db8::1` nor a range \
                 such as `10.0.0.0/8`."
            ))
        }
    }

    /// The same addresses: host bits, a full prefix, and the spelling of IPv6 make no difference.
    fn same(one: &str, other: &str) -> bool {
        match (parse(one), parse(other)) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        }
    }
}

/// The bits of the network, how many count, and whether it is IPv6.
fn parse(text: &str) -> Option<(u128, u8, bool)> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let (bits, width, v6): (u128, u8, bool) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32, false),
        IpAddr::V6(address) => (address.to_bits(), 128, true),
    };
    let prefix = match prefix {
        None => width,
        // A sign or a leading zero parses as a number, but is no prefix.
        Some(digits) if digits.len() > 1 && digits.starts_with('0') => return None,
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
        Some(_) => return None,
    };
    let host = width.checked_sub(prefix)?;
    let network = bits.checked_shr(u32::from(host)).unwrap_or(0);
    Some((network, prefix, v6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_is() {
        for (text, valid) in [
            ("203.0.113.7", true),
            ("10.0.0.0/8", true),
            ("0.0.0.0/0", true),
            ("::/0", true),
            ("2001:db8::1", true),
            ("2001:db8::/129", false),
            ("10.0.0.0/33", false),
            ("10.0.0.0/", false),
            ("10.0.0.0/+8", false),
            ("10.0.0.0/08", false),
            ("300.1.1.1", false),
            ("10.0.0", false),
            ("", false),
            ("example.com", false),
        ] {
            assert_eq!(Cidr::check(text).is_ok(), valid, "{text}");
        }
    }

    #[test]
    fn what_is_the_same_range() {
        for (one, other, same) in [
            ("10.0.0.0/8", "10.1.2.3/8", true),
            ("10.0.0.1", "10.0.0.1/32", true),
            ("::/0", "0:0:0:0:0:0:0:0/0", true),
            ("2001:DB8::1", "2001:db8:0::1", true),
            ("0.0.0.0/0", "::/0", false),
            ("10.0.0.0/8", "10.0.0.0/9", false),
            ("10.0.0.1", "10.0.0.2", false),
        ] {
            assert_eq!(Cidr::same(one, other), same, "{one} {other}");
        }
    }
}
