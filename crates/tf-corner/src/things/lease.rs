//! An ephemeral resource: a lease on a password.

use crate::{
    cloud::Object,
    provider::{Corner, Cx},
};
use std::time::{Duration, SystemTime};
use tf_framework::{Computed, Diagnostic, Ephemeral, Opened, Schema, Sensitive};

/// A password for as long as Terraform runs.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Lease {
    /// What it is for.
    #[attr(length = 1..)]
    name: String,
    /// How many milliseconds it lasts before it must be renewed; 0: for ever.
    #[attr(default = 0)]
    milliseconds: i64,
    /// The password.
    password: Computed<Sensitive<String>>,
}

impl Ephemeral<Corner> for Lease {
    const TYPE_NAME: &'static str = "corner_lease";
    type Lease = (String, i64);

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, Self::Lease>, Diagnostic> {
        cx.api.call(&format!("open {}", config.name))?;
        let id = cx.api.create("lease", &Object::new())?;
        let lease = (id, config.milliseconds);
        let password = format!("password of {}", config.name);
        Ok(Opened {
            renew_at: next(config.milliseconds),
            result: Self { password: Computed::Known(password.into()), ..config },
            lease,
        })
    }

    async fn renew(
        lease: Self::Lease,
        cx: &Cx<'_>,
    ) -> Result<(Self::Lease, Option<SystemTime>), Diagnostic> {
        cx.api.call("renew")?;
        let at = next(lease.1);
        Ok((lease, at))
    }

    async fn close((id, _): Self::Lease, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.call("close")?;
        cx.api.delete("lease", &id)
    }
}

fn next(milliseconds: i64) -> Option<SystemTime> {
    let milliseconds = u64::try_from(milliseconds).ok().filter(|milliseconds| *milliseconds > 0)?;
    Some(SystemTime::now() + Duration::from_millis(milliseconds))
}
