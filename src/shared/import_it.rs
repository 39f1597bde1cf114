//! What to do about an object that is there already.

/// How to take over the object of this type with this import ID, instead of making it again.
#[must_use]
pub(crate) fn import_it(type_name: &str, id: &str) -> String {
    format!(
        "To manage what is there, import it: put this block beside the resource, with the resource's own \
         name for NAME, and apply again.\n\nimport {{\n  to = {type_name}.NAME\n  id = \"{id}\"\n}}"
    )
}
