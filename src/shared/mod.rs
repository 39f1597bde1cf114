//! What several resources have in common: types, not pastes.

mod access_token;
mod auth_method;
mod comma_list;
mod ip_range;
mod text;
mod uuid;

pub(crate) use access_token::AccessTokenSettings;
pub(crate) use auth_method::{Attached, AuthMethod};
pub(crate) use comma_list::CommaList;
pub(crate) use ip_range::IpRange;
pub(crate) use text::Trimmed;
pub(crate) use uuid::Uuid;
