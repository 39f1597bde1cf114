//! What several resources have in common: types, not pastes.

mod access_token;
mod approval;
mod auth_method;
mod comma_list;
mod folder_path;
mod folder_secrets;
mod heard;
mod identity_filter;
mod import_it;
mod in_project;
mod keepers;
mod last_updated;
mod lockout;
mod official;
mod planned;
mod project_filter;
mod project_role;
mod promised;
mod quoted;
mod references;
mod secret_folder;
mod secret_id;
mod secret_text;
mod slug;
mod text;
mod uuid;

pub(crate) use access_token::{AccessTokenSettings, TrustedIp, max_ttl_above_zero};
pub(crate) use approval::{PENDING, Pending, proposed};
pub(crate) use auth_method::{Attached, AuthMethod};
pub(crate) use comma_list::CommaList;
pub(crate) use folder_path::{FolderName, FolderPath};
pub(crate) use folder_secrets::{FolderSecrets, shown};
pub(crate) use heard::{without_nothing, without_secrets};
pub(crate) use identity_filter::{IdentityFilter, organization, own_organization, text};
pub(crate) use import_it::import_it;
pub(crate) use in_project::InProject;
pub(crate) use keepers::Keepers;
pub(crate) use last_updated::LastUpdated;
pub(crate) use lockout::Lockout;
pub(crate) use official::moves;
pub(crate) use planned::{is_as_planned, planned_text};
pub(crate) use project_filter::ProjectFilter;
pub(crate) use project_role::{
    ProjectRole, beginning_now, in_order_of, keep_roles, one_for_good_and_none_twice,
};
pub(crate) use promised::as_promised;
pub(crate) use quoted::quoted;
pub(crate) use references::warn_of_references;
pub(crate) use secret_folder::{SecretFolder, missing};
pub(crate) use secret_id::{SecretId, secret_import_id};
pub(crate) use secret_text::{Comment, SecretName, SecretValue};
pub(crate) use slug::Slug;
pub(crate) use text::{CommaSeparated, OrEmpty, Plain, Trimmed};
pub(crate) use uuid::Uuid;
