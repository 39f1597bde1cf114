//! How much to log, by Terraform's variables.

use tracing::Level;

/// The level for the provider `name`; none: nothing is logged.
pub(super) fn chosen(name: &str, variable: impl Fn(&str) -> Option<String>) -> Option<Level> {
    let own = format!("TF_LOG_PROVIDER_{}", name.to_ascii_uppercase().replace('-', "_"));
    [&*own, "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .and_then(|value| match &*value.to_ascii_uppercase() {
            "OFF" => None,
            "ERROR" => Some(Level::ERROR),
            "WARN" => Some(Level::WARN),
            "INFO" => Some(Level::INFO),
            "DEBUG" => Some(Level::DEBUG),
            // `TRACE`, `JSON`, and what Terraform does not know it takes for `TRACE`.
            _ => Some(Level::TRACE),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(variables: &[(&str, &str)]) -> Option<Level> {
        chosen("my-cloud", |name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_most_particular_variable_counts() {
        assert_eq!(level(&[]), None);
        assert_eq!(level(&[("TF_LOG", "")]), None);
        assert_eq!(level(&[("TF_LOG", "json")]), Some(Level::TRACE));
        assert_eq!(level(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "warn")]), Some(Level::WARN));
        assert_eq!(
            level(&[("TF_LOG_PROVIDER_MY_CLOUD", "off"), ("TF_LOG_PROVIDER", "INFO")]),
            None
        );
    }
}
