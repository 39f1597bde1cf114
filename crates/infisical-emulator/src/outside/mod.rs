//! Whom the server asks who somebody is: identity providers, clouds, directories. In the emulator they
//! are lists, and what they sign is verified as they do it.

mod alicloud;
mod aws;
mod issued;
mod oci;
mod rsa;
mod service_account;

pub use alicloud::AliCloudKey;
pub use aws::AwsKey;
pub use oci::OciUser;

pub(crate) use aws::Signed;
pub(crate) use issued::Unverified;

use std::time::Duration;

use serde_json::Value;

use crate::clock::Millis;
use crate::emulator::Emulator;

/// Everybody whom somebody outside knows.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    pub(crate) jwts: issued::Jwts,
    pub(crate) aws: Vec<aws::Principal>,
    pub(crate) service_accounts: Vec<service_account::Account>,
    pub(crate) oci: Vec<oci::Known>,
    pub(crate) alicloud: Vec<alicloud::User>,
    pub(crate) directory: Vec<Person>,
    pub(crate) certificates: Vec<Certificate>,
}

/// A user of the directory.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) password: String,
    /// Its other fields.
    pub(crate) fields: Value,
}

/// A client certificate.
#[derive(Debug)]
pub(crate) struct Certificate {
    /// What is in its PEM.
    pub(crate) content: String,
    /// What is in the PEM of the authority that issued it.
    pub(crate) issuer: String,
    pub(crate) common_name: String,
    pub(crate) ends: Millis,
}

impl Emulator {
    /// A JWT with these claims from somebody whom every method trusts: the identity provider of OIDC
    /// and JWT Auth, a Kubernetes cluster, Microsoft Entra, Google or SPIRE. It expires after
    /// `lifetime`, by the emulator's clock.
    #[must_use]
    pub fn issue_jwt(&self, claims: Value, lifetime: Duration) -> String {
        let now = self.shared.clock.tick();
        let state = &mut *self.shared.state();
        let jwt = state.outside.jwts.issue(claims, now, lifetime);
        state.secrets.push(jwt.clone());
        jwt
    }

    /// A user or an assumed role of AWS with this ARN, and the key that it signs with.
    #[must_use]
    pub fn add_aws_principal(&self, arn: &str) -> AwsKey {
        let key = AwsKey::random();
        let state = &mut *self.shared.state();
        state.secrets.extend([key.secret.clone(), key.session_token.clone()]);
        state.outside.aws.push(aws::Principal { key: key.clone(), arn: arn.to_owned() });
        key
    }

    /// A service account of GCP with this e-mail address: its key, as Google's console gives it.
    #[must_use]
    pub fn add_service_account(&self, email: &str) -> String {
        let (account, private_key, file) = service_account::Account::make(email);
        let state = &mut *self.shared.state();
        state.secrets.push(private_key);
        state.outside.service_accounts.push(account);
        file
    }

    /// A user of Oracle Cloud with this name in that tenancy, and its API key.
    #[must_use]
    pub fn add_oci_user(&self, name: &str, tenancy: &str) -> OciUser {
        let (known, user) = oci::Known::make(name, tenancy);
        let state = &mut *self.shared.state();
        state.secrets.push(user.private_key.clone());
        state.outside.oci.push(known);
        user
    }

    /// A RAM user of Alibaba Cloud with this ARN, and its access key.
    #[must_use]
    pub fn add_alicloud_user(&self, arn: &str) -> AliCloudKey {
        let key = AliCloudKey::random();
        let state = &mut *self.shared.state();
        state.secrets.push(key.secret.clone());
        state.outside.alicloud.push(alicloud::User { key: key.clone(), arn: arn.to_owned() });
        key
    }

    /// A user of the directory that every LDAP Auth asks.
    pub fn add_directory_user(&self, username: &str, password: &str, fields: Value) {
        let state = &mut *self.shared.state();
        state.secrets.push(password.to_owned());
        let (username, password) = (username.to_owned(), password.to_owned());
        state.outside.directory.push(Person { username, password, fields });
    }

    /// A client certificate: its PEM, that of the authority that issued it, its common name, and for how
    /// long it is still valid.
    pub fn add_certificate(&self, pem: &str, issuer: &str, common_name: &str, lifetime: Duration) {
        let ends = self.shared.clock.tick() + millis(lifetime);
        let [content, issuer] = [pem, issuer].map(content);
        let common_name = common_name.to_owned();
        let certificate = Certificate { content, issuer, common_name, ends };
        self.shared.state().outside.certificates.push(certificate);
    }
}

/// The Base64 of a PEM, however its lines are broken.
pub(crate) fn content(pem: &str) -> String {
    pem.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect()
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX / 2)
}

/// Whether a text fits a pattern in which `*` is anything.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_is_anything() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "ab", true),
            ("a*c", "abc", true),
            ("a*c", "abcd", false),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c2b", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
