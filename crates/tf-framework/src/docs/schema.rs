//! The section on a schema, with an anchor for each nested one.

use crate::{
    Attribute, Block, Kind, Mode,
    schema::{Replace, Rule},
};
use std::fmt::Write as _;
use tf_protocol::{Type, schema::Nesting};

pub(super) fn write(page: &mut String, block: &Block) {
    page.push_str("\n## Schema\n");
    let mut nested = Vec::new();
    sections(page, &block.attributes, &[], &mut nested);
    // A nested attribute may have nested attributes itself, whose sections follow its own.
    let mut next = 0;
    while let Some((path, anchor, block)) = nested.get(next).cloned() {
        next += 1;
        let _ =
            write!(page, "\n<a id=\"{anchor}\"></a>\n### Nested Schema for `{}`\n", path.join("."));
        let mut deeper = Vec::new();
        sections(page, &block.attributes, &path, &mut deeper);
        nested.splice(next..next, deeper);
    }
}

type NestedBlocks = Vec<(Vec<&'static str>, String, Block)>;

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
            attributes.iter().filter(|attribute| modes.contains(&mode(attribute))).collect();
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

/// A block is required where a rule says so.
fn mode(attribute: &Attribute) -> Mode {
    let must = |rule: &Rule| matches!(rule, Rule::Present | Rule::Length(1.., _));
    match attribute.kind {
        Kind::Block(..) if attribute.rules.iter().any(must) => Mode::Required,
        Kind::Block(..) => Mode::Optional,
        Kind::Type(_) | Kind::Nested(..) => attribute.mode,
    }
}

fn line(
    page: &mut String,
    attribute: &Attribute,
    path: &[&'static str],
    nested: &mut NestedBlocks,
) {
    let mut traits = vec![kind(attribute)];
    traits.extend(attribute.sensitive.then(|| "Sensitive".to_owned()));
    traits.extend(attribute.write_only.then(|| "Write-only".to_owned()));
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
    for rule in &attribute.rules {
        let allowed: Vec<_> = match rule {
            Rule::OneOf(allowed) => allowed.iter().map(|one| format!("`{one}`")).collect(),
            Rule::OneOfNumbers(allowed) => allowed.iter().map(|one| format!("`{one}`")).collect(),
            _ => continue,
        };
        let _ = write!(page, " One of {}.", allowed.join(", "));
    }
    if let Some(version) = attribute.version {
        let _ = write!(page, " Sent again when `{version}` changes.");
    }
    if let Some(instead) = attribute.deprecation {
        let _ = write!(page, " **Deprecated:** {instead}");
    }
    match attribute.replace {
        Replace::Always | Replace::IfConfigured => {
            page.push_str(" Changing it destroys and creates the resource.");
        }
        Replace::If(_) => page.push_str(" Some changes of it destroy and create the resource."),
        Replace::Never => {}
    }
    if let Some((what, block)) = inside(attribute) {
        let path: Vec<_> = path.iter().copied().chain([attribute.name]).collect();
        let anchor = format!("nested{what}--{}", path.join("--"));
        let _ = write!(page, " (see [below for nested schema](#{anchor}))");
        nested.push((path, anchor, block.clone()));
    }
    page.push('\n');
}

/// What an attribute has inside, and what the registry calls that.
fn inside(attribute: &Attribute) -> Option<(&'static str, &Block)> {
    match &attribute.kind {
        Kind::Type(_) => attribute.members.as_ref().map(|block| ("objatt", block)),
        Kind::Nested(_, block) => Some(("att", block)),
        Kind::Block(_, block) => Some(("block", block)),
    }
}

fn kind(attribute: &Attribute) -> String {
    let (what, nesting) = match &attribute.kind {
        Kind::Type(ty) => return name(ty),
        Kind::Nested(nesting, _) => ("Attributes", nesting),
        Kind::Block(nesting, _) => ("Block", nesting),
    };
    match nesting {
        Nesting::Single | Nesting::Group => what.to_owned(),
        Nesting::List => format!("{what} List"),
        Nesting::Set => format!("{what} Set"),
        Nesting::Map => format!("{what} Map"),
    }
}

/// A type in the words of the registry's pages.
pub(super) fn name(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", name(element)),
        Type::Set(element) => format!("Set of {}", name(element)),
        Type::Map(element) => format!("Map of {}", name(element)),
        Type::Tuple(elements) => {
            let elements: Vec<_> = elements.iter().map(name).collect();
            format!("Tuple of {}", elements.join(", "))
        }
        Type::Object { .. } => "Object".to_owned(),
    }
}

/// What stands for a value in an example.
pub(super) fn placeholder(ty: &Type) -> String {
    match ty {
        Type::Bool => "true".to_owned(),
        Type::Number => "1".to_owned(),
        Type::List(element) => format!("[{}]", placeholder(element)),
        _ => "\"...\"".to_owned(),
    }
}

/// A type in a signature.
pub(super) fn signature(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        other => name(other).to_lowercase(),
    }
}
