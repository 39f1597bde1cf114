//! The section on a function's parameters.

use super::schema;
use crate::{Block, Mode, Type};
use std::fmt::Write as _;

pub(super) fn write(page: &mut String, name: &str, block: &Block, returns: &Type) {
    let parameters: Vec<_> = block
        .attributes
        .iter()
        .map(|parameter| {
            let ty = schema::signature(&parameter.ty());
            if parameter.variadic {
                let element = ty.strip_prefix("list of ").unwrap_or(&ty);
                format!("{} {element}...", parameter.name)
            } else {
                format!("{} {ty}", parameter.name)
            }
        })
        .collect();
    let _ = write!(
        page,
        "\n## Signature\n\n```text\n{name}({}) {}\n```\n",
        parameters.join(", "),
        schema::signature(returns)
    );
    if block.attributes.is_empty() {
        return;
    }
    page.push_str("\n## Arguments\n\n");
    for (index, parameter) in block.attributes.iter().enumerate() {
        let ty = match parameter.ty() {
            Type::List(element) if parameter.variadic => *element,
            ty => ty,
        };
        let mut traits = vec![schema::name(&ty)];
        traits.extend(parameter.variadic.then(|| "Variadic".to_owned()));
        traits.extend((parameter.mode == Mode::Optional).then(|| "Nullable".to_owned()));
        let description = parameter.description.replace('\n', " ");
        let number = index + 1;
        let _ =
            writeln!(page, "{number}. `{}` ({}) {description}", parameter.name, traits.join(", "));
    }
}
