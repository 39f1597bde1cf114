//! What all authentication methods of an identity share: attach, read, update, revoke.
//!
//! A method is one [`Method`] in a file of its own: its texts, its own fields and the members of
//! its answers. The order of the checks is the server's: schema, identity (404), state of the
//! method (400), TTL (400), permission (403), trusted IPs (400), database (500).

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

use super::call::storable;
use super::{Answer, Call, Route, ok};
use crate::clock;
use crate::fields::{Fields, Number, TEN_YEARS};
use crate::ip::TrustedIp;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Attachment, Identity, Own, TokenSettings};

/// What a file of a method says.
pub(crate) struct Method {
    /// As in paths and in `authMethod`.
    pub(crate) slug: &'static str,
    /// The member that wraps every answer.
    pub(crate) wrapper: &'static str,
    pub(crate) texts: fn(Dialect) -> Texts,
    /// Reads the method's own fields that the schema has before the shared ones. What is absent
    /// from the result keeps its value at an update.
    pub(crate) own: fn(&mut Fields, Stage, Dialect) -> OwnValues,
    /// The same for those after the shared ones.
    pub(crate) own_after: fn(&mut Fields, Stage, Dialect) -> OwnValues,
    /// The members that an answer begins with.
    pub(crate) head: &'static [&'static str],
    /// The members that follow, in order.
    pub(crate) members: fn(Dialect) -> &'static [&'static str],
    /// How many characters a text column takes.
    pub(crate) longest: fn(&str, Dialect) -> usize,
    /// What `GET` tells beyond that, where there is any; or what of that only `GET` tells, and the
    /// others have null instead.
    pub(crate) only_get: &'static [&'static str],
    /// How long its tokens may live.
    pub(crate) lifetimes: Lifetimes,
    /// How the server refuses without a plan that includes the method, at attach and at update.
    pub(crate) not_in_plan: Option<[&'static str; 2]>,
    /// What the service says of an attachment, or of what an update sends, that fits the schema and
    /// is a 400 nevertheless.
    pub(crate) verify: fn(&OwnValues, Stage) -> Option<&'static str>,
}

/// What the answers of most methods begin with.
pub(crate) const HEAD: &[&str] = &[
    "id",
    "accessTokenTTL",
    "accessTokenMaxTTL",
    "accessTokenNumUsesLimit",
    "accessTokenTrustedIps",
    "createdAt",
    "updatedAt",
    "identityId",
];

/// The same of methods that tell the times elsewhere.
pub(crate) const HEAD_WITHOUT_TIMES: &[&str] = &[
    "id",
    "accessTokenTTL",
    "accessTokenMaxTTL",
    "accessTokenNumUsesLimit",
    "accessTokenTrustedIps",
    "identityId",
];

/// What is stored encrypted; the answer to a revoke does not decrypt it.
const ENCRYPTED: [&str; 4] = ["caCert", "tokenReviewerJwt", "jwksCaCert", "publicKeys"];

/// The bounds of the lifetimes of a method's tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetimes {
    /// The least maximum TTL of an attachment.
    least_max_ttl: i64,
    /// Whether the schema compares the two, before the service does.
    in_schema: bool,
    /// Whether an update takes an absent TTL for the stored *maximum*, so that lowering the maximum
    /// alone is always refused.
    absent_is_max: bool,
    /// Whether the recorded server has the bounds of an attachment for an update, too.
    update_as_attach: bool,
}

impl Lifetimes {
    /// Those of the methods of 2024.
    pub(crate) const FIRST: Self =
        Self { least_max_ttl: 0, in_schema: true, absent_is_max: true, update_as_attach: false };
    /// Those of OIDC Auth.
    pub(crate) const OIDC: Self = Self { update_as_attach: true, ..Self::FIRST };
    /// Those of JWT Auth.
    pub(crate) const JWT: Self = Self { in_schema: false, ..Self::FIRST };
    /// Those of AWS Auth.
    pub(crate) const AWS: Self = Self { least_max_ttl: 1, ..Self::FIRST };
    /// Those of the methods that came after.
    pub(crate) const LATER: Self = Self { least_max_ttl: 1, absent_is_max: false, ..Self::FIRST };
    /// Those of SPIFFE Auth.
    pub(crate) const SPIFFE: Self = Self { in_schema: false, absent_is_max: false, ..Self::FIRST };
}

/// Values of a method's own, by the name of their field.
pub(crate) type OwnValues = Vec<(&'static str, Own)>;

/// The two schemas of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Attach,
    Update,
}

/// How a method words its refusals.
pub(crate) struct Texts {
    pub(crate) already_attached: &'static str,
    pub(crate) get: NotAttached,
    pub(crate) update: NotAttached,
    pub(crate) revoke: NotAttached,
    pub(crate) more_privileged: &'static str,
    /// What trusted IPs are added to, in the refusal of the plan.
    pub(crate) token: &'static str,
}

/// How a method says that it is not attached.
#[derive(Clone, Copy)]
pub(crate) enum NotAttached {
    BadRequest(&'static str),
    /// The identity's ID follows.
    NotFound(&'static str),
    /// Nothing follows.
    Missing(&'static str),
}

impl NotAttached {
    fn refusal(self, id: &str) -> Refusal {
        match self {
            Self::BadRequest(message) => Refusal::bad_request(message),
            Self::NotFound(message) => Refusal::not_found(format!("{message} {id}")),
            Self::Missing(message) => Refusal::not_found(message),
        }
    }
}

/// Columns of 255 characters only.
pub(crate) fn short_columns(_: &str, _: Dialect) -> usize {
    255
}

/// Columns that take what the schema lets through.
pub(crate) fn long_columns(_: &str, _: Dialect) -> usize {
    usize::MAX
}

/// The four endpoints of a method.
pub(crate) fn routes(method: &'static Method) -> Vec<Route> {
    let path = format!("/api/v1/auth/{}/identities/:identityId", method.slug);
    vec![
        Route::guarded("POST", path.clone(), move |call| attach(call, method)),
        Route::guarded("GET", path.clone(), move |call| get(call, method)),
        Route::guarded("PATCH", path.clone(), move |call| update(call, method)),
        Route::guarded("DELETE", path, move |call| revoke(call, method)),
    ]
}

/// A method's own values as an attach with an empty body leaves them.
pub(crate) fn defaults(method: &Method, dialect: Dialect) -> OwnValues {
    let mut fields = Fields::default();
    let mut own = (method.own)(&mut fields, Stage::Attach, dialect);
    own.extend((method.own_after)(&mut fields, Stage::Attach, dialect));
    own
}

fn attach(call: &mut Call<'_>, method: &'static Method) -> Answer {
    let dialect = call.dialect();
    let (shared, own) = read(call, method, Stage::Attach)?;
    let (id, now) = (call.parameter(0).trim().to_owned(), call.now);
    let texts = (method.texts)(dialect);

    let identity = call.identity(&id)?;
    let taken = match dialect {
        Dialect::Recorded2024_10 => !identity.attached.is_empty(),
        Dialect::Current => identity.attachment(method.slug).is_some(),
    };
    if taken {
        return Err(Refusal::bad_request(texts.already_attached));
    }
    let defaults = TokenSettings::default();
    let settings = TokenSettings {
        ttl: shared.ttl.unwrap_or(defaults.ttl),
        max_ttl: shared.max_ttl.unwrap_or(defaults.max_ttl),
        uses_limit: shared.uses_limit.unwrap_or(defaults.uses_limit),
        ..defaults
    };
    if settings.max_ttl > 0 && settings.ttl > settings.max_ttl {
        return Err(ttl_above_max());
    }
    call.allow("create")?;
    in_plan(call, method, Stage::Attach)?;
    let own = trust_own(call, own, &texts)?;
    let trusted = shared.trusted_ips.map(|list| trust(call, &list, &texts)).transpose()?;
    verify(method, &own, Stage::Attach)?;
    check_columns(method, &own, dialect).map_err(|()| Refusal::Database("Create"))?;
    remember(call, &own);

    let identity = call.identity(&id)?;
    let mut attachment = Attachment::new(method.slug, settings, now);
    if let Some(trusted) = trusted {
        attachment.settings.trusted_ips = trusted;
    }
    attachment.own = own;
    identity.attached.push(attachment);
    touch(identity, dialect, now);
    answer(identity, method, dialect, To::Write)
}

fn get(call: &mut Call<'_>, method: &'static Method) -> Answer {
    let (id, dialect) = (call.parameter(0), call.dialect());
    attached(call, method, &id, (method.texts)(dialect).get)?;
    call.allow("read")?;
    answer(call.identity(&id)?, method, dialect, To::Get)
}

fn update(call: &mut Call<'_>, method: &'static Method) -> Answer {
    let dialect = call.dialect();
    let (shared, own) = read(call, method, Stage::Update)?;
    let (id, now) = (call.parameter(0).trim().to_owned(), call.now);
    let texts = (method.texts)(dialect);

    let stored = attached(call, method, &id, texts.update)?.settings;
    // A zero counts as absent.
    let absent = if method.lifetimes.absent_is_max { stored.max_ttl } else { stored.ttl };
    let max_ttl = shared.max_ttl.filter(|ttl| *ttl != 0).unwrap_or(stored.max_ttl);
    let ttl = shared.ttl.filter(|ttl| *ttl != 0).unwrap_or(absent);
    if max_ttl > 0 && ttl > max_ttl {
        return Err(ttl_above_max());
    }
    call.allow("edit")?;
    in_plan(call, method, Stage::Update)?;
    let own = trust_own(call, own, &texts)?;
    let trusted = shared.trusted_ips.as_ref().map(|list| trust(call, list, &texts)).transpose()?;
    verify(method, &own, Stage::Update)?;
    let nothing = own.is_empty() && trusted.is_none() && shared.has_no_number();
    if nothing || check_columns(method, &own, dialect).is_err() {
        return Err(Refusal::Database("Update by id"));
    }
    remember(call, &own);

    let identity = call.identity(&id)?;
    let attachment = identity.attachment_mut(method.slug).ok_or(Refusal::Internal)?;
    let settings = &mut attachment.settings;
    settings.ttl = shared.ttl.unwrap_or(settings.ttl);
    settings.max_ttl = shared.max_ttl.unwrap_or(settings.max_ttl);
    settings.uses_limit = shared.uses_limit.unwrap_or(settings.uses_limit);
    if let Some(trusted) = trusted {
        settings.trusted_ips = trusted;
    }
    for (name, value) in own {
        attachment.set(name, value);
    }
    attachment.updated_at = now;
    answer(identity, method, dialect, To::Write)
}

fn revoke(call: &mut Call<'_>, method: &'static Method) -> Answer {
    let (id, dialect, now) = (call.parameter(0), call.dialect(), call.now);
    let texts = (method.texts)(dialect);
    attached(call, method, &id, texts.revoke).map_err(|refusal| match refusal {
        Refusal::Service { status: 404, .. }
            if ["oidc-auth", "jwt-auth"].contains(&method.slug) =>
        {
            Refusal::not_found("Failed to find identity")
        }
        other => other,
    })?;
    call.allow("edit")?;
    let role = call.identity(&id)?.membership.role;
    call.outranks(role, "revoke-auth", texts.more_privileged)?;

    let identity = call.identity(&id)?;
    let answer = answer(identity, method, dialect, To::Revoke);
    identity.attached.retain(|attachment| attachment.slug != method.slug);
    touch(identity, dialect, now);
    let id = identity.id.clone();
    // The recorded server deletes tokens only along with the client secret that issued them.
    if method.slug == "universal-auth" {
        identity.client_secrets.clear();
        call.state
            .tokens
            .remove_where(|token| token.identity_id == id && token.client_secret_id.is_some());
    } else if dialect == Dialect::Current {
        call.state
            .tokens
            .remove_where(|token| token.identity_id == id && token.method == method.slug);
    }
    answer
}

/// The attachment of a method, or that there is none.
pub(crate) fn attached(
    call: &mut Call<'_>,
    method: &Method,
    id: &str,
    otherwise: NotAttached,
) -> Result<Attachment, Refusal> {
    let identity = call.identity(id)?;
    identity.attachment(method.slug).cloned().ok_or_else(|| otherwise.refusal(id))
}

/// The fields that all methods have, as far as they were sent.
struct Shared {
    trusted_ips: Option<Vec<String>>,
    ttl: Option<i64>,
    max_ttl: Option<i64>,
    uses_limit: Option<i64>,
}

impl Shared {
    fn has_no_number(&self) -> bool {
        self.ttl.or(self.max_ttl).or(self.uses_limit).is_none()
    }
}

fn read(
    call: &mut Call<'_>,
    method: &Method,
    stage: Stage,
) -> Result<(Shared, OwnValues), Refusal> {
    const ACROSS: &str = "Access Token TTL cannot be greater than Access Token Max TTL.";

    let dialect = call.dialect();
    let mut fields = call.fields()?;
    let mut own = (method.own)(&mut fields, stage, dialect);
    let trusted_ips = fields.addresses("accessTokenTrustedIps");
    let (ttl_rules, max_ttl_rules) = ttl_rules(stage, dialect, method.lifetimes);
    let ttl = fields.integer("accessTokenTTL", ttl_rules);
    let uses = |fields: &mut Fields| fields.integer("accessTokenNumUsesLimit", Number::at_least(0));
    let max = |fields: &mut Fields| fields.integer("accessTokenMaxTTL", max_ttl_rules);
    let (max_ttl, uses_limit) = match stage {
        Stage::Attach => (max(&mut fields), uses(&mut fields)),
        Stage::Update => {
            let uses_limit = uses(&mut fields);
            (max(&mut fields), uses_limit)
        }
    };
    own.extend((method.own_after)(&mut fields, stage, dialect));
    if dialect == Dialect::Current && method.lifetimes.in_schema {
        let defaults = TokenSettings::default();
        let holds = match stage {
            Stage::Attach => ttl.unwrap_or(defaults.ttl) <= max_ttl.unwrap_or(defaults.max_ttl),
            Stage::Update => {
                let sent = |ttl: Option<i64>| ttl.filter(|ttl| *ttl != 0);
                sent(ttl).zip(sent(max_ttl)).is_none_or(|(ttl, max_ttl)| ttl <= max_ttl)
            }
        };
        fields.require(holds, ACROSS);
    }
    call.accept(fields)?;
    Ok((Shared { trusted_ips, ttl, max_ttl, uses_limit }, own))
}

/// The bounds of TTL and maximum TTL.
fn ttl_rules(stage: Stage, dialect: Dialect, lifetimes: Lifetimes) -> (Number, Number) {
    const TTL_ZERO: &str = "accessTokenTTL must have a non zero number";
    const MAX_TTL_ZERO: &str = "accessTokenMaxTTL must have a non zero number";

    let any = Number::between(0, TEN_YEARS);
    let recorded_max = Number::at_most(TEN_YEARS).not_zero(MAX_TTL_ZERO);
    match (dialect, stage) {
        (Dialect::Current, Stage::Update) => (any, any),
        (Dialect::Current, Stage::Attach) => {
            (any, Number::between(lifetimes.least_max_ttl, TEN_YEARS))
        }
        (Dialect::Recorded2024_10, Stage::Update) if !lifetimes.update_as_attach => {
            (any, recorded_max)
        }
        (Dialect::Recorded2024_10, _) => {
            (Number::between(1, TEN_YEARS).not_zero(TTL_ZERO), recorded_max)
        }
    }
}

/// Whether the plan includes the method.
fn in_plan(call: &Call<'_>, method: &Method, stage: Stage) -> Result<(), Refusal> {
    match method.not_in_plan {
        Some([attach, update]) if !call.options.licensed => {
            let message = if stage == Stage::Attach { attach } else { update };
            Err(Refusal::bad_request(message))
        }
        _ => Ok(()),
    }
}

fn verify(method: &Method, own: &OwnValues, stage: Stage) -> Result<(), Refusal> {
    (method.verify)(own, stage).map_or(Ok(()), |message| Err(Refusal::bad_request(message)))
}

/// Notes the secrets of a method, none of which may show up in a log.
fn remember(call: &mut Call<'_>, own: &OwnValues) {
    for (_, value) in own {
        if let Own::Secret(secret) = value {
            call.state.secrets.push(secret.clone());
        }
    }
}

fn ttl_above_max() -> Refusal {
    Refusal::bad_request("Access token TTL cannot be greater than max TTL")
}

/// Trusted IPs as they are stored. The plan is asked before the syntax.
fn trust(call: &Call<'_>, list: &[String], texts: &Texts) -> Result<Vec<TrustedIp>, Refusal> {
    list.iter()
        .map(|text| {
            if !call.options.licensed && text != "0.0.0.0/0" && text != "::/0" {
                return Err(Refusal::bad_request(format!(
                    "Failed to add IP access range to {} token due to plan restriction. \
                     Upgrade plan to add IP access range.",
                    texts.token
                )));
            }
            let invalid =
                || Refusal::bad_request("The IP is not a valid IPv4, IPv6, or CIDR block");
            TrustedIp::parse(text).ok_or_else(invalid)
        })
        .collect()
}

fn trust_own(call: &Call<'_>, own: OwnValues, texts: &Texts) -> Result<OwnValues, Refusal> {
    own.into_iter()
        .map(|(name, value)| match value {
            Own::Addresses(list) => Ok((name, Own::TrustedIps(trust(call, &list, texts)?))),
            other => Ok((name, other)),
        })
        .collect()
}

fn check_columns(method: &Method, own: &OwnValues, dialect: Dialect) -> Result<(), ()> {
    let fits = |(name, value): &(&'static str, Own)| match value {
        Own::Text(text) => storable(text, (method.longest)(name, dialect)),
        _ => true,
    };
    own.iter().all(fits).then_some(()).ok_or(())
}

/// The recorded server keeps the method in the identity's row, which is updated with it.
fn touch(identity: &mut Identity, dialect: Dialect, now: clock::Millis) {
    if dialect == Dialect::Recorded2024_10 {
        identity.updated_at = now;
    }
}

/// Which request is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Get,
    Write,
    Revoke,
}

fn answer(identity: &Identity, method: &Method, dialect: Dialect, to: To) -> Answer {
    let attachment = identity.attachment(method.slug).ok_or(Refusal::Internal)?;
    let mut members = [method.head, (method.members)(dialect)].concat();
    match to {
        To::Get => {
            let more = method.only_get.iter().filter(|name| attachment.own(name).is_some());
            let more: Vec<_> = more.filter(|name| !members.contains(name)).copied().collect();
            members.extend(more);
        }
        To::Write => {}
        To::Revoke => members.retain(|name| !ENCRYPTED.contains(name)),
    }
    let hidden = if to == To::Get { &[] } else { method.only_get };
    let inner = Members { identity, attachment, members, hidden };
    ok(&Wrapped { wrapper: method.wrapper, inner })
}

struct Wrapped<'a> {
    wrapper: &'static str,
    inner: Members<'a>,
}

impl Serialize for Wrapped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.wrapper, &self.inner)?;
        map.end()
    }
}

struct Members<'a> {
    identity: &'a Identity,
    attachment: &'a Attachment,
    members: Vec<&'static str>,
    /// Those of them that are not told.
    hidden: &'static [&'static str],
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (attachment, settings) = (self.attachment, &self.attachment.settings);
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for name in &self.members {
            match *name {
                "id" => map.serialize_entry(name, &attachment.id),
                "identityId" => map.serialize_entry(name, &self.identity.id),
                "createdAt" => map.serialize_entry(name, &clock::iso(attachment.created_at)),
                "updatedAt" => map.serialize_entry(name, &clock::iso(attachment.updated_at)),
                "accessTokenTTL" => map.serialize_entry(name, &settings.ttl),
                "accessTokenMaxTTL" => map.serialize_entry(name, &settings.max_ttl),
                "accessTokenNumUsesLimit" => map.serialize_entry(name, &settings.uses_limit),
                "accessTokenTrustedIps" => map.serialize_entry(name, &settings.trusted_ips),
                _ => match attachment.own(name).filter(|_| !self.hidden.contains(name)) {
                    Some(value) => map.serialize_entry(name, value),
                    None => map.serialize_entry(name, &Value::Null),
                },
            }?;
        }
        map.end()
    }
}
