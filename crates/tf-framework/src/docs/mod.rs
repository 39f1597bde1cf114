//! Registry pages from schemas, in the layout that the Terraform and `OpenTofu` registries read.

mod schema;
mod signature;

use crate::{Block, Provider, Registry, Schema as _};
use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// The folder of the examples, in the registry's layout: `provider/provider.tf`;
/// `resources/TYPE/resource.tf` with `import.sh` and `import.tf` beside it;
/// `data-sources/TYPE/data-source.tf`; `ephemeral-resources/TYPE/ephemeral-resource.tf`;
/// `functions/NAME/function.tf`; `list-resources/TYPE/list-resource.tfquery.hcl`;
/// `actions/TYPE/action.tf`.
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

type Page = (PathBuf, String);

/// A page for the provider and for each thing that it offers, as paths below `docs/` and their texts.
///
/// # Errors
/// An example is missing.
pub fn pages<P: Provider>(
    provider: &str,
    registry: &Registry<P>,
    examples: &Examples<'_>,
) -> io::Result<Vec<Page>> {
    let mut pages = vec![index(provider, &P::Config::block(), examples)?];
    for (name, resource) in &registry.resources {
        let import_id = resource.import_id();
        pages.push(self::resource(provider, name, resource.block(), import_id, examples)?);
    }
    for (kind, name, block) in others(registry) {
        let family = family(registry, kind, name, block);
        let text = kind.text(provider, name, block, family, examples)?;
        pages.push((kind.path(provider, name), text));
    }
    for (name, function) in &registry.functions {
        let block = &function.shape().block;
        let mut page = front_matter(&format!("{name} Function - {provider}"), block, block.family);
        let _ = write!(page, "# {name} (Function)\n\n{}\n", block.description);
        usage(&mut page, &examples.text(&format!("functions/{name}/function.tf"))?);
        signature::write(&mut page, name, block, &function.returns());
        pages.push((PathBuf::from(format!("functions/{name}.md")), page));
    }
    Ok(pages)
}

/// What has a page of the plain form.
struct PageKind {
    title: &'static str,
    folder: &'static str,
    example: &'static str,
}

const DATA_SOURCE: PageKind =
    PageKind { title: "Data Source", folder: "data-sources", example: "data-source.tf" };
const EPHEMERAL: PageKind = PageKind {
    title: "Ephemeral Resource",
    folder: "ephemeral-resources",
    example: "ephemeral-resource.tf",
};
const LIST: PageKind = PageKind {
    title: "List Resource",
    folder: "list-resources",
    example: "list-resource.tfquery.hcl",
};
const ACTION: PageKind = PageKind { title: "Action", folder: "actions", example: "action.tf" };

fn others<P: Provider>(
    registry: &Registry<P>,
) -> impl Iterator<Item = (&'static PageKind, &'static str, &Block)> {
    let data = registry.data_sources.iter().map(|(n, d)| (&DATA_SOURCE, *n, &d.shape().block));
    let ephemerals = registry.ephemerals.iter().map(|(n, e)| (&EPHEMERAL, *n, &e.shape().block));
    let lists = registry.lists.iter().map(|(n, l)| (&LIST, *n, &l.shape().block));
    let actions = registry.actions.iter().map(|(n, a)| (&ACTION, *n, &a.shape().block));
    data.chain(ephemerals).chain(lists).chain(actions)
}

/// A list is of its resource's family, whatever its filter is.
fn family<P: Provider>(
    registry: &Registry<P>,
    kind: &PageKind,
    name: &str,
    block: &Block,
) -> &'static str {
    let listed = registry.resources.get(name).filter(|_| kind.folder == LIST.folder);
    listed.map_or(block.family, |resource| resource.block().family)
}

impl PageKind {
    fn path(&self, provider: &str, type_name: &str) -> PathBuf {
        PathBuf::from(format!("{}/{}.md", self.folder, short(provider, type_name)))
    }

    fn text(
        &self,
        provider: &str,
        type_name: &str,
        block: &Block,
        family: &str,
        examples: &Examples<'_>,
    ) -> io::Result<String> {
        let title = self.title;
        let mut page = front_matter(&format!("{type_name} {title} - {provider}"), block, family);
        let _ = write!(page, "# {type_name} ({title})\n\n{}\n", block.description);
        usage(&mut page, &examples.text(&format!("{}/{type_name}/{}", self.folder, self.example))?);
        schema::write(&mut page, block);
        Ok(page)
    }
}

fn index(provider: &str, block: &Block, examples: &Examples<'_>) -> io::Result<Page> {
    let mut page = front_matter(&format!("{provider} Provider"), block, block.family);
    let _ = write!(page, "# {provider} Provider\n\n{}\n", block.description);
    usage(&mut page, &examples.text("provider/provider.tf")?);
    schema::write(&mut page, block);
    Ok((PathBuf::from("index.md"), page))
}

fn resource(
    provider: &str,
    type_name: &str,
    block: &Block,
    import_id: Option<&str>,
    examples: &Examples<'_>,
) -> io::Result<Page> {
    const RESOURCE: PageKind =
        PageKind { title: "Resource", folder: "resources", example: "resource.tf" };
    let mut page = RESOURCE.text(provider, type_name, block, block.family, examples)?;
    let folder = format!("resources/{type_name}");
    let keys: Vec<_> = block.keys().map(|key| format!("`{}`", key.name)).collect();
    if !keys.is_empty() {
        let _ = write!(
            page,
            "\n## Import\n\nThe import ID is {}. With an `import` block:\n\n```terraform\n{}\n```\n\n\
             Or with the command:\n\n```shell\n{}\n```\n",
            import_id
                .map_or_else(|| format!("the {}", keys.join(", a comma, and the ")), str::to_owned),
            examples.text(&format!("{folder}/import.tf"))?,
            examples.text(&format!("{folder}/import.sh"))?,
        );
        identity(&mut page, type_name, block);
    }
    Ok((RESOURCE.path(provider, type_name), page))
}

/// What an import by identity looks like, and what the identity consists of.
fn identity(page: &mut String, type_name: &str, block: &Block) {
    let longest = block.keys().map(|key| key.name.len()).max().unwrap_or_default();
    let _ = write!(
        page,
        "\nFrom Terraform 1.12 on, an `import` block may give the identity instead:\n\n\
         ```terraform\nimport {{\n  to = {type_name}.example\n  identity = {{\n"
    );
    for key in block.keys() {
        let value = schema::placeholder(&key.ty());
        let _ = writeln!(page, "    {:longest$} = {value}", key.name);
    }
    page.push_str("  }\n}\n```\n\n### Identity Schema\n");
    for (title, wanted) in [("Required", true), ("Optional", false)] {
        let mut parts =
            block.attributes.iter().filter(|a| (a.key || a.identity) && a.key == wanted);
        let Some(first) = parts.next() else { continue };
        let _ = write!(page, "\n#### {title}\n\n");
        for part in std::iter::once(first).chain(parts) {
            let description = part.description.replace('\n', " ");
            let _ =
                writeln!(page, "- `{}` ({}) {description}", part.name, schema::name(&part.ty()));
        }
    }
}

fn short<'a>(provider: &str, type_name: &'a str) -> &'a str {
    type_name.strip_prefix(provider).unwrap_or(type_name).trim_start_matches('_')
}

fn front_matter(title: &str, block: &Block, family: &str) -> String {
    let first = block.description.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut page = format!(
        "---\npage_title: \"{title}\"\nsubcategory: \"{family}\"\ndescription: |-\n  {first}\n---\n\n"
    );
    if let Some(instead) = block.deprecation {
        let _ = write!(page, "~> **Deprecated** {instead}\n\n");
    }
    page
}

fn usage(page: &mut String, example: &str) {
    let _ = write!(page, "\n## Example Usage\n\n```terraform\n{example}\n```\n");
}
