//! One of each other kind.

use super::{Cx, Fuzzed, parts::Common};
use serde::{Deserialize, Serialize};
use std::time::{Duration, SystemTime};
use tf_framework::{
    Action, Computed, DataSource, Diagnostic, Dynamic, Ephemeral, Function, FunctionError, Opened,
    Progress, Schema, Sensitive, Text, text,
};

/// A data source.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Lookup {
    /// What to look for.
    name: Option<Text<text::AnyCase>>,
    /// What is found.
    any: Option<Dynamic>,
    /// Its id.
    id: Computed<String>,
    /// How much is found.
    #[attr(default = 10)]
    limit: i64,
    /// More of it.
    #[attr(block)]
    parts: Vec<Common>,
}

impl DataSource<Fuzzed> for Lookup {
    const TYPE_NAME: &'static str = "fuzz_lookup";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.warn(Diagnostic::remote("Old", "What was found is old."));
        Ok(Self { id: Computed::Known("1".to_owned()), ..config })
    }
}

/// An ephemeral resource.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Token {
    /// How long it lives.
    life: Option<Text<text::Duration>>,
    /// The secret.
    secret: Computed<Sensitive<String>>,
}

/// What is known of a token.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lease {
    name: String,
    left: u64,
    of: Vec<Lease>,
}

impl Ephemeral<Fuzzed> for Token {
    const TYPE_NAME: &'static str = "fuzz_token";
    type Lease = Lease;

    async fn open(config: Self, _: &Cx<'_>) -> Result<Opened<Self, Lease>, Diagnostic> {
        let lease = Lease { name: "a".to_owned(), left: 3, of: Vec::new() };
        let life = config.life.as_ref().and_then(Text::parsed);
        let renew_at = life.and_then(|life| SystemTime::now().checked_add(life));
        Ok(Opened { result: config, lease, renew_at })
    }

    async fn renew(lease: Lease, _: &Cx<'_>) -> Result<(Lease, Option<SystemTime>), Diagnostic> {
        let renew_at = SystemTime::now().checked_add(Duration::from_secs(lease.left));
        Ok((lease, renew_at))
    }
}

/// A function.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Join {
    /// In between.
    #[attr(length = ..=3)]
    separator: Option<String>,
    /// Of any type.
    any: Option<Dynamic>,
    /// What is joined.
    #[attr(variadic, length = 1..=8)]
    parts: Vec<Text<text::Duration>>,
}

impl Function for Join {
    const NAME: &'static str = "join";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        let parts: Vec<_> = self.parts.iter().map(Text::as_str).collect();
        match parts.iter().position(|part| part.is_empty()) {
            Some(empty) => Err(FunctionError::new("It is empty.").at_further("parts", empty)),
            None => Ok(parts.join(self.separator.as_deref().unwrap_or_default())),
        }
    }
}

/// An action.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Poke {
    /// How often.
    #[attr(range = 0..=100)]
    times: u32,
    /// With what.
    part: Option<Common>,
}

impl Action<Fuzzed> for Poke {
    const TYPE_NAME: &'static str = "fuzz_poke";

    async fn invoke(config: Self, _: &Cx<'_>, progress: &Progress) -> Result<(), Diagnostic> {
        for time in 0..config.times.min(100) {
            progress.say(format!("{time}")).await;
        }
        Ok(())
    }
}
