//! Oracle Cloud: who signed a `GET` of a user
//! (<https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm>).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use uuid::Uuid;

use super::Outside;
use super::rsa::{self, PublicKey};

/// A user and its API key.
#[derive(Debug, Clone)]
pub struct OciUser {
    /// The tenancy's OCID.
    pub tenancy: String,
    /// The user's OCID.
    pub user: String,
    /// The fingerprint of the API key.
    pub fingerprint: String,
    /// The private half of the API key, in PEM.
    pub private_key: String,
}

/// A user as the cloud knows it.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) tenancy: String,
    user: String,
    key_id: String,
    key: PublicKey,
}

impl Known {
    pub(super) fn make(name: &str, tenancy: &str) -> (Self, OciUser) {
        let (key, private_key) = rsa::make();
        let random = Uuid::new_v4().simple().to_string();
        let user = format!("ocid1.user.oc1..{random}");
        let pairs: Vec<&str> = (0..16).map(|at| &random[2 * at..2 * at + 2]).collect();
        let fingerprint = pairs.join(":");
        let (name, tenancy) = (name.to_owned(), tenancy.to_owned());
        let key_id = format!("{tenancy}/{user}/{fingerprint}");
        let given =
            OciUser { tenancy: tenancy.clone(), user: user.clone(), fingerprint, private_key };
        (Self { name, tenancy, user, key_id, key }, given)
    }
}

impl Outside {
    /// The user of this OCID, if the headers of the request for it are signed with its API key.
    pub(crate) fn oci_user(&self, user: &str, headers: &Value) -> Option<&Known> {
        let header = |name: &str| headers.get(name).and_then(Value::as_str);
        let authorization = header("authorization")?.strip_prefix("Signature ")?;
        let part = |name: &str| {
            let mut parts = authorization.split(',');
            let value = parts.find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))?;
            value.strip_prefix('"')?.strip_suffix('"')
        };
        let known = self.oci.iter().find(|known| known.user == user)?;
        let names = part("headers")?;
        let lines = names.split(' ').map(|name| match name {
            "(request-target)" => Some(format!("{name}: get /20160918/users/{user}")),
            name => Some(format!("{name}: {}", header(name)?)),
        });
        let message = lines.collect::<Option<Vec<_>>>()?.join("\n");
        let signature = STANDARD.decode(part("signature")?).ok()?;
        let dated = names.split(' ').any(|name| matches!(name, "date" | "x-date"));
        let right = part("keyId")? == known.key_id
            && part("algorithm")? == "rsa-sha256"
            && dated
            && ["host", "(request-target)"].iter().all(|name| names.contains(name))
            && known.key.verifies(&message, &signature);
        right.then_some(known)
    }
}
