//! From the struct to the bodies of its impls, field by field.

use crate::{
    attr::Attr,
    container::Container,
    contradictions,
    docs::docs,
    impls::impls,
    lower,
    names::{name_of, strangers},
};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Field, Fields, FieldsNamed, LitStr, spanned::Spanned};

/// The impls; or every mistake at once, with impls that keep the rest of the crate compiling.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let (parts, mistakes) = Parts::of(input);
    if mistakes.is_empty() {
        return impls(input, &parts);
    }
    let errors = mistakes.iter().map(Error::to_compile_error);
    let stub = impls(input, &Parts { manual_api: parts.manual_api, ..Parts::default() });
    quote! { #(#errors)* #stub }
}

/// The bodies of the generated functions, a piece for each field.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) description: String,
    pub(crate) manual_api: bool,
    pub(crate) block: Vec<TokenStream>,
    pub(crate) from_value: Vec<TokenStream>,
    pub(crate) to_value: Vec<TokenStream>,
    pub(crate) to_api: Vec<TokenStream>,
    pub(crate) absorb: Vec<TokenStream>,
}

impl Parts {
    fn of(input: &DeriveInput) -> (Self, Vec<Error>) {
        let name = &input.ident;
        let mut container = Container::of(&input.attrs);
        let mut mistakes = std::mem::take(&mut container.mistakes);
        mistakes.extend(contradictions::of_struct(&container));
        let mut out = Self { manual_api: container.manual_api, ..Self::default() };
        out.description = take(docs(&input.attrs, name.span(), "this block"), &mut mistakes);
        match named(input) {
            Ok(fields) => out.fields(fields, &container, &mut mistakes),
            Err(mistake) => mistakes.push(mistake),
        }
        out.block.extend(lower::container(&container));
        (out, mistakes)
    }

    fn fields(&mut self, fields: &FieldsNamed, container: &Container, mistakes: &mut Vec<Error>) {
        let attrs: Vec<_> = fields.named.iter().map(|field| (field, Attr::of(field))).collect();
        let names: Vec<_> = fields.named.iter().map(name_of).collect();
        // A flattened struct has attributes that are not seen here.
        let known = attrs.iter().all(|(_, attr)| !attr.has("flatten"));
        if known {
            let related = container.relations.iter().flat_map(|relation| &relation.names.0);
            mistakes.extend(strangers(related, &names));
        }
        for (field, mut attr) in attrs {
            mistakes.append(&mut attr.mistakes);
            if known {
                mistakes.extend(strangers(attr.names(), &names));
            }
            let found = contradictions::of_field(&name_of(field), &field.ty, &attr);
            mistakes.extend(found.mistakes);
            if attr.has("flatten") {
                self.flatten(field, &attr);
            } else {
                self.attribute(field, &attr, &found.assertions, mistakes);
            }
        }
    }

    fn flatten(&mut self, field: &Field, attr: &Attr) {
        let (ident, ty) = (&field.ident, &field.ty);
        let typed = quote_spanned! { ty.span()=> <#ty as ::tf_framework::api::Flat> };
        let describes = attr.has("describes");
        self.block.push(quote! { #typed::declare(&mut block, #describes); });
        self.from_value.push(quote! { #ident: #typed::read(value, path, nulls)? });
        self.to_value.push(quote! { #typed::write(&self.#ident, &mut out); });
        self.to_api.push(quote! { #typed::send(&self.#ident, &mut out); });
        self.absorb.push(quote! { this.#ident = #typed::absorb(this.#ident, response)?; });
    }

    fn attribute(
        &mut self,
        field: &Field,
        attr: &Attr,
        assertions: &[TokenStream],
        mistakes: &mut Vec<Error>,
    ) {
        let (ident, ty, name) = (&field.ident, &field.ty, name_of(field));
        let what = format!("attribute `{name}`");
        let description = take(docs(&field.attrs, ident.span(), &what), mistakes);
        let member = attr.api.as_ref().map_or_else(|| camel(&name), LitStr::value);
        let local = attr.has("local");
        let api = if local {
            quote! { ::core::option::Option::None }
        } else {
            lower::some(&quote! { #member })
        };
        let declared = lower::field(ty, attr);
        let mutable = (!declared.is_empty()).then(|| quote! { mut });
        // The compiler says the same thing of the same place once.
        let typed = quote_spanned! { ty.span()=> <#ty as ::tf_framework::api::Field> };
        self.block.push(quote! {
            #(#assertions;)*
            let #mutable attribute = #typed::declare(#name, #description, #api);
            #(#declared)*
            block.attributes.push(attribute);
        });
        self.from_value.push(quote! { #ident: #typed::read(value, #name, path, nulls)? });
        self.to_value.push(quote! { #typed::write(&self.#ident, &mut out, #name); });
        if local {
            return;
        }
        if !attr.has("key") {
            let optional = attr.has("optional");
            self.to_api.push(quote! { #typed::send(&self.#ident, &mut out, #member, #optional); });
        }
        self.absorb.push(quote! { #typed::absorb(&mut this.#ident, response, #member, #name)?; });
    }
}

fn named(input: &DeriveInput) -> Result<&FieldsNamed, Error> {
    let wrong = |message| Err(Error::new(input.ident.span(), message));
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields),
            _ => wrong("`Schema` needs named fields: their names are the attributes' names"),
        },
        Data::Enum(_) | Data::Union(_) => wrong("`Schema` is for structs: a field an attribute"),
    }
}

fn take<T: Default>(result: syn::Result<T>, mistakes: &mut Vec<Error>) -> T {
    result.unwrap_or_else(|error| {
        mistakes.push(error);
        T::default()
    })
}

fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}
