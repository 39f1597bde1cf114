//! Registry pages from schemas, in the layout that the Terraform and `OpenTofu` registries read.

use crate::{Attribute, Block, Kind, Mode};
use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};
use tf_protocol::{Type, schema::Nesting};

/// The folder of the examples, in the registry's layout: `provider/provider.tf`,
/// `resources/TYPE/resource.tf` with `import.sh` and `import.tf` beside it.
#[derive(Debug)]
pub struct Examples<'a>(&'a Path);

impl<'a> Examples<'a> {
    /// The examples in `folder`.
    #[must_use]
    pub fn new(folder: &'a Path) -> Self {
        Self(folder)
    }

    fn text(&self, file: &str) -> io::Result<String> {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        Ok(text.trim_end().to_owned())
    }
}

/// The provider's own page.
///
/// # Errors
/// The example is missing.
pub fn index(
    provider: &str,
    block: &Block,
    examples: &Examples<'_>,
) -> io::Result<(PathBuf, String)> {
    let mut page = front_matter(&format!("{provider} Provider"), block.description);
    let _ = write!(page, "# {provider} Provider\n\n{}\n", block.description);
    usage(&mut page, &examples.text("provider/provider.tf")?);
    schema(&mut page, block);
    Ok((PathBuf::from("index.md"), page))
}

/// A resource's page.
///
/// # Errors
/// An example is missing.
pub fn resource(
    provider: &str,
    type_name: &str,
    block: &Block,
    examples: &Examples<'_>,
) -> io::Result<(PathBuf, String)> {
    let mut page = front_matter(&format!("{type_name} Resource - {provider}"), block.description);
    let _ = write!(page, "# {type_name} (Resource)\n\n{}\n", block.description);
    let folder = format!("resources/{type_name}");
    usage(&mut page, &examples.text(&format!("{folder}/resource.tf"))?);
    schema(&mut page, block);
    let keys: Vec<_> = block.keys().map(|key| format!("`{}`", key.name)).collect();
    let _ = write!(
        page,
        "\n## Import\n\nThe import ID is the {}. With an `import` block:\n\n```terraform\n{}\n```\n\n\
         Or with the command:\n\n```shell\n{}\n```\n",
        keys.join(", a comma, and the "),
        examples.text(&format!("{folder}/import.tf"))?,
        examples.text(&format!("{folder}/import.sh"))?,
    );
    let name = type_name.strip_prefix(provider).unwrap_or(type_name).trim_start_matches('_');
    Ok((PathBuf::from(format!("resources/{name}.md")), page))
}

fn front_matter(title: &str, description: &str) -> String {
    let first = description.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    format!("---\npage_title: \"{title}\"\nsubcategory: \"\"\ndescription: |-\n  {first}\n---\n\n")
}

fn usage(page: &mut String, example: &str) {
    let _ = write!(page, "\n## Example Usage\n\n```terraform\n{example}\n```\n");
}

fn schema(page: &mut String, block: &Block) {
    page.push_str("\n## Schema\n");
    let mut nested = Vec::new();
    sections(page, &block.attributes, &[], &mut nested);
    // A nested attribute may have nested attributes itself, whose sections follow its own.
    let mut next = 0;
    while let Some((path, block)) = nested.get(next).cloned() {
        next += 1;
        let _ = write!(
            page,
            "\n<a id=\"nestedatt--{}\"></a>\n### Nested Schema for `{}`\n",
            path.join("--"),
            path.join(".")
        );
        let mut deeper = Vec::new();
        sections(page, &block.attributes, &path, &mut deeper);
        nested.splice(next..next, deeper);
    }
}

type NestedBlocks = Vec<(Vec<&'static str>, Block)>;

fn sections(
    page: &mut String,
    attributes: &[Attribute],
    path: &[&'static str],
    nested: &mut NestedBlocks,
) {
    let level = if path.is_empty() { "### " } else { "" };
    for (title, modes) in [
        ("Required", &[Mode::Required][..]),
        ("Optional", &[Mode::Optional, Mode::OptionalComputed]),
        ("Read-Only", &[Mode::Computed]),
    ] {
        let mut section: Vec<_> =
            attributes.iter().filter(|attribute| modes.contains(&attribute.mode)).collect();
        if section.is_empty() {
            continue;
        }
        section.sort_by_key(|attribute| attribute.name);
        let colon = if path.is_empty() { "" } else { ":" };
        let _ = write!(page, "\n{level}{title}{colon}\n\n");
        for attribute in section {
            line(page, attribute, path, nested);
        }
    }
}

fn line(
    page: &mut String,
    attribute: &Attribute,
    path: &[&'static str],
    nested: &mut NestedBlocks,
) {
    let mut traits = vec![kind(&attribute.kind)];
    traits.extend(attribute.sensitive.then(|| "Sensitive".to_owned()));
    traits.extend(attribute.deprecation.is_some().then(|| "Deprecated".to_owned()));
    let _ = write!(
        page,
        "- `{}` ({}) {}",
        attribute.name,
        traits.join(", "),
        attribute.description.replace('\n', " ")
    );
    if let Some(default) = &attribute.default {
        let _ = write!(page, " Default: `{default:?}`.");
    }
    if let Some(instead) = attribute.deprecation {
        let _ = write!(page, " **Deprecated:** {instead}");
    }
    if attribute.replace {
        page.push_str(" Changing it destroys and creates the resource.");
    }
    if let Kind::Nested(_, block) = &attribute.kind {
        let path: Vec<_> = path.iter().copied().chain([attribute.name]).collect();
        let _ = write!(page, " (see [below for nested schema](#nestedatt--{}))", path.join("--"));
        nested.push((path, block.clone()));
    }
    page.push('\n');
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Type(ty) => type_name(ty),
        Kind::Nested(Nesting::Single | Nesting::Group, _) => "Attributes".to_owned(),
        Kind::Nested(Nesting::List, _) => "Attributes List".to_owned(),
        Kind::Nested(Nesting::Set, _) => "Attributes Set".to_owned(),
        Kind::Nested(Nesting::Map, _) => "Attributes Map".to_owned(),
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_name(element)),
        Type::Set(element) => format!("Set of {}", type_name(element)),
        Type::Map(element) => format!("Map of {}", type_name(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object { .. } => "Object".to_owned(),
    }
}
