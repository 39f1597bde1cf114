//! IP addresses.

use super::{Parse, TextType};
use std::net::IpAddr;

/// An address of IPv4 or IPv6: `2001:DB8::1` and `2001:db8:0::1` are the same.
pub struct IpAddress;

impl TextType for IpAddress {
    const INVALID: &'static str = "Invalid IP address";

    fn check(text: &str) -> Result<(), String> {
        if Self::parse(text).is_some() {
            Ok(())
        } else {
            Err(format!("`{text}` is not an IP address such as `203.0.113.7` or `2001:db8::1`."))
        }
    }

    fn same(one: &str, other: &str) -> bool {
        Self::parse(one).is_some_and(|address| Self::parse(other) == Some(address))
    }
}

impl Parse for IpAddress {
    type Value = IpAddr;

    fn parse(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }
}
