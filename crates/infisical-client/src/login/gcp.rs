//! GCP Auth: an ID token of the machine's service account, or a JWT that the key of a service account
//! has signed; either is made for the identity (`identity-gcp-auth-fns.ts`).

use super::world::Service;
use super::{JwtSource, Kind, NO_SUCH_IDENTITY, World, no_proof, rsa};
use crate::Body;
use crate::error::Error;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

const KIND: Kind = Kind {
    name: "GCP auth",
    path: "/api/v1/auth/gcp-auth/login",
    refused: "Check that the type of the identity's GCP Auth fits (`gce` for the ID token of a \
        machine, `iam` for the key of a service account), and that it allows this service account, \
        project and zone.",
    unknown: NO_SUCH_IDENTITY,
};

/// GCP Auth.
#[derive(Debug, Clone)]
pub enum Gcp {
    /// The ID token of the machine's default service account: the type `gce`.
    Metadata,
    /// A JWT signed with the key of a service account: the type `iam`. The key is the JSON that
    /// Google gives.
    Key(Secret),
    /// The same, with the key in a file.
    KeyFile(PathBuf),
}

const METADATA: Service = Service {
    name: "GCP's metadata server",
    advice: "Run this on a machine of GCP with a service account, or give the key of a service \
        account.",
};

/// How long a JWT that is signed here may be used, in seconds: for one login, with clocks that differ.
const LIFETIME: u64 = 600;

impl JwtSource for Gcp {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Key(key) => vec![key],
            Self::Metadata | Self::KeyFile(_) => vec![],
        }
    }

    async fn jwt(&self, identity_id: &str, world: &World) -> Result<Secret, Error> {
        match self {
            Self::Metadata => metadata(identity_id, world).await,
            Self::Key(key) => signed(key, "the service account", identity_id, world),
            Self::KeyFile(path) => {
                let key = world.file(path)?;
                signed(&key, &path.display().to_string(), identity_id, world)
            }
        }
    }
}

/// <https://cloud.google.com/compute/docs/instances/verifying-instance-identity>
async fn metadata(identity_id: &str, world: &World) -> Result<Secret, Error> {
    let host = world.environment().get("GCE_METADATA_HOST");
    let host = host.as_deref().unwrap_or("metadata.google.internal");
    let path = "computeMetadata/v1/instance/service-accounts/default/identity";
    let url = format!("http://{host}/{path}");
    let request = world.http(&url)?.get(&url).header("Metadata-Flavor", "Google");
    let request = request.query(&[("audience", identity_id), ("format", "full")]);
    Ok(world.secret(world.ask(METADATA, request).await?.trim()))
}

/// A JWT in the name of the service account whose key this is. The server finds the public key by
/// `kid` among those that Google publishes for the account.
fn signed(key: &Secret, place: &str, identity_id: &str, world: &World) -> Result<Secret, Error> {
    let object: Body = serde_json::from_str(key.expose()).unwrap_or_default();
    let member = |name: &str| {
        object.get(name).and_then(Value::as_str).ok_or_else(|| {
            no_proof(
                format!("the key of {place} has no `{name}`"),
                "Give the JSON of a service account's key, as Google's console makes it.",
            )
        })
    };
    let private_key = world.secret(member("private_key")?);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": member("private_key_id")? });
    let claims = json!({
        "sub": member("client_email")?,
        "aud": identity_id,
        "iat": now,
        "exp": now + LIFETIME,
    });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encode(&header), encode(&claims));
    let signature = rsa::sign(&private_key, place, message.as_bytes())?;
    Ok(world.secret(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))))
}
