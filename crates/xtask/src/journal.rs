//! What the emulator's journal says, in few words.

use infisical_emulator::Entry;

/// What kind of request it is, with `{}` for an ID and for the name of a secret: `GET /api/v1/identities/{}`.
pub(crate) fn kind(entry: &Entry) -> String {
    let is_id = |part: &str| part.len() == 36 && part.matches('-').count() == 4;
    // No path of the API has a capital letter of its own.
    let is_name = |part: &str| part.contains(|c: char| c.is_ascii_uppercase());
    let parts = entry.path.split('/');
    let parts = parts.map(|part| if is_id(part) || is_name(part) { "{}" } else { part });
    format!("{} {}", entry.method, parts.collect::<Vec<_>>().join("/"))
}
