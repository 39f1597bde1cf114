//! From the struct to its impls.

use crate::{
    attribute::{Attr, docs},
    block::Container,
};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, ExprRange, Field, Fields, LitStr, Type, spanned::Spanned};

/// The impls; or every mistake at once, with impls that keep the rest of the crate compiling.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let parts = Parts::of(input, &mut mistakes);
    if let Some(error) = mistakes.0 {
        let errors = error.to_compile_error();
        let stub = impls(input, &Parts::default());
        return quote! { #errors #stub };
    }
    impls(input, &parts)
}

/// One mistake must not hide the next.
#[derive(Default)]
struct Mistakes(Option<Error>);

impl Mistakes {
    fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }

    fn take<T: Default>(&mut self, result: syn::Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.push(error);
            T::default()
        })
    }
}

/// The bodies of the generated functions, field by field.
#[derive(Default)]
struct Parts {
    description: String,
    complete: bool,
    manual_api: bool,
    checks: Vec<TokenStream>,
    attributes: Vec<TokenStream>,
    from_value: Vec<TokenStream>,
    to_value: Vec<TokenStream>,
    to_api: Vec<TokenStream>,
    absorb: Vec<TokenStream>,
}

impl Parts {
    fn of(input: &DeriveInput, mistakes: &mut Mistakes) -> Self {
        let name = &input.ident;
        let container = mistakes.take(Container::of(&input.attrs));
        let mut out = Self {
            description: mistakes.take(docs(&input.attrs, name.span(), "this block")),
            complete: true,
            manual_api: container.manual_api,
            ..Self::default()
        };
        for check in &container.checks {
            out.checks.push(quote_spanned! { check.span()=> block.checks.push(#check); });
        }
        let fields = match &input.data {
            Data::Struct(data) => &data.fields,
            Data::Enum(_) | Data::Union(_) => {
                mistakes
                    .push(Error::new(name.span(), "`Schema` is for structs: a field an attribute"));
                return out;
            }
        };
        let Fields::Named(fields) = fields else {
            let message = "`Schema` needs named fields: their names are the attributes' names";
            mistakes.push(Error::new(name.span(), message));
            return out;
        };
        for field in &fields.named {
            match Attr::of(field) {
                Ok(attr) if attr.flatten => out.flatten(field, &attr),
                Ok(attr) => out.attribute(field, &attr, mistakes),
                Err(error) => mistakes.push(error),
            }
        }
        out
    }

    fn flatten(&mut self, field: &Field, attr: &Attr) {
        let (Some(ident), ty) = (&field.ident, &field.ty) else { return };
        let describe = attr.describes.then(|| quote! { block.description = inner.description; });
        self.attributes.push(quote_spanned! { ty.span()=> {
            let inner = <#ty as ::tf_framework::Schema>::block();
            #describe
            block.flatten(inner);
        } });
        self.from_value.push(quote_spanned! { ty.span()=>
            #ident: <#ty as ::tf_framework::Schema>::from_value(value, path, nulls)?
        });
        self.to_value.push(quote! {
            if let ::tf_framework::Value::Object(inner) = ::tf_framework::Schema::to_value(&self.#ident) {
                out.extend(inner);
            }
        });
        self.to_api.push(quote! { out.extend(::tf_framework::ApiObject::to_api(&self.#ident)); });
        self.absorb.push(
            quote! { this.#ident = ::tf_framework::ApiObject::absorb(this.#ident, response)?; },
        );
    }

    fn attribute(&mut self, field: &Field, attr: &Attr, mistakes: &mut Mistakes) {
        let (Some(ident), ty) = (&field.ident, &field.ty) else { return };
        let span = ty.span();
        let name = ident.to_string();
        let name = name.strip_prefix("r#").unwrap_or(&name);
        let what = format!("attribute `{name}`");
        let description = mistakes.take(docs(&field.attrs, ident.span(), &what));
        contradictions(ty, attr, mistakes);
        let member = attr.api.as_ref().map_or_else(|| camel(name), LitStr::value);
        let mode = if attr.default.is_some() || attr.optional.is_some() {
            quote! { ::tf_framework::Mode::OptionalComputed }
        } else {
            quote_spanned! { span=> <#ty as ::tf_framework::AttributeType>::MODE }
        };
        let default = optional(attr.default.as_ref().map(|value| {
            quote_spanned! { value.span()=> {
                let default: #ty = ::core::convert::Into::into(#value);
                ::tf_framework::AttributeType::to_value(&default)
            } }
        }));
        let range = optional(attr.range.as_ref().map(|range| bounds(range, &quote! { i64 })));
        let length = optional(attr.length.as_ref().map(|range| bounds(range, &quote! { usize })));
        let deprecation = optional(attr.deprecated.as_ref().map(|text| quote! { #text }));
        // A computed key is the id that the server chose: nobody configures it, so that no change of it
        // can be planned.
        let replace = attr.replace || (attr.key && !is(ty, "Computed"));
        let (key, keep) = (attr.key, attr.keep);
        self.attributes.push(quote_spanned! { span=>
            block.attributes.push(::tf_framework::Attribute {
                name: #name,
                api: #member,
                kind: <#ty as ::tf_framework::AttributeType>::kind(),
                mode: #mode,
                description: #description,
                default: #default,
                key: #key,
                replace: #replace,
                keep: #keep,
                sensitive: <#ty as ::tf_framework::AttributeType>::SENSITIVE,
                deprecation: #deprecation,
                range: #range,
                length: #length,
                validate: <#ty as ::tf_framework::AttributeType>::validate,
                equivalent: <#ty as ::tf_framework::AttributeType>::equivalent,
            });
        });
        self.from_value.push(
            quote_spanned! { span=> #ident: ::tf_framework::__field(value, #name, path, nulls)? },
        );
        self.to_value.push(quote! {
            out.insert(
                ::std::borrow::ToOwned::to_owned(#name),
                ::tf_framework::AttributeType::to_value(&self.#ident),
            );
        });
        let read_only = is(ty, "Computed") && attr.optional.is_none();
        if !attr.key && !read_only {
            self.to_api.push(quote! {
                if let ::core::option::Option::Some(json) =
                    ::tf_framework::AttributeType::to_json(&self.#ident)
                {
                    out.insert(::std::borrow::ToOwned::to_owned(#member), json);
                }
            });
        }
        self.absorb.push(quote! {
            ::tf_framework::api::absorb_member(&mut this.#ident, response, #member, #name)?;
        });
    }
}

fn contradictions(ty: &Type, attr: &Attr, mistakes: &mut Mistakes) {
    if let Some(at) = attr.optional
        && !is(ty, "Computed")
    {
        let message = "`optional` is for `Computed<_>`; use `Option<_>` for an optional attribute";
        mistakes.push(Error::new(at, message));
    }
    if attr.default.is_some() && (is(ty, "Computed") || is(ty, "Option")) {
        let message = "an attribute with a default is always known: use the bare type";
        mistakes.push(Error::new(ty.span(), message));
    }
    if attr.key && is(ty, "Option") {
        mistakes.push(Error::new(ty.span(), "a key is always there: use `T`, or `Computed<T>`"));
    }
    if attr.describes && !attr.flatten {
        mistakes.push(Error::new(ty.span(), "`describes` goes with `flatten`"));
    }
}

fn impls(input: &DeriveInput, parts: &Parts) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let Parts { description, checks, attributes, from_value, to_value, .. } = parts;
    let from_value = if parts.complete && !from_value.is_empty() {
        quote! { ::core::result::Result::Ok(Self { #(#from_value),* }) }
    } else {
        quote! {
            let _ = (value, path, nulls);
            ::core::result::Result::Ok(<Self as ::core::default::Default>::default())
        }
    };
    let api = (!parts.manual_api).then(|| api_impl(input, parts));
    quote! {
        #[automatically_derived]
        impl #impl_generics ::tf_framework::Schema for #name #ty_generics #where_clause {
            fn block() -> ::tf_framework::Block {
                let mut block = ::tf_framework::Block {
                    description: #description,
                    ..::core::default::Default::default()
                };
                #(#attributes)*
                #(#checks)*
                block
            }
            fn from_value(
                value: &::tf_framework::Value,
                path: &::tf_framework::AttributePath,
                nulls: ::tf_framework::Nulls,
            ) -> ::core::result::Result<Self, ::tf_framework::Diagnostic> {
                #from_value
            }
            fn to_value(&self) -> ::tf_framework::Value {
                let mut out = ::std::collections::BTreeMap::new();
                #(#to_value)*
                ::tf_framework::Value::Object(out)
            }
        }
        #[automatically_derived]
        impl #impl_generics ::tf_framework::AttributeType for #name #ty_generics #where_clause {
            fn kind() -> ::tf_framework::Kind {
                ::tf_framework::Kind::Nested(
                    ::tf_framework::Nesting::Single,
                    <Self as ::tf_framework::Schema>::block(),
                )
            }
            fn from_value(
                value: &::tf_framework::Value,
                path: &::tf_framework::AttributePath,
            ) -> ::core::result::Result<Self, ::tf_framework::Diagnostic> {
                <Self as ::tf_framework::Schema>::from_value(
                    value, path, ::tf_framework::Nulls::Refuse,
                )
            }
            fn to_value(&self) -> ::tf_framework::Value {
                <Self as ::tf_framework::Schema>::to_value(self)
            }
            fn from_json(json: &::tf_framework::__json::Value) -> ::core::option::Option<Self> {
                let object = json.as_object()?;
                ::tf_framework::ApiObject::absorb(
                    <Self as ::core::default::Default>::default(), object,
                ).ok()
            }
            fn to_json(&self) -> ::core::option::Option<::tf_framework::__json::Value> {
                ::core::option::Option::Some(::tf_framework::__json::Value::Object(
                    ::tf_framework::ApiObject::to_api(self),
                ))
            }
            fn equivalent(one: &::tf_framework::Value, other: &::tf_framework::Value) -> bool {
                ::tf_framework::plan::equivalent(&<Self as ::tf_framework::Schema>::block(), one, other)
            }
        }
        #api
    }
}

fn api_impl(input: &DeriveInput, parts: &Parts) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let Parts { to_api, absorb, .. } = parts;
    let to_api = if to_api.is_empty() {
        quote! { ::tf_framework::JsonMap::new() }
    } else {
        quote! {
            let mut out = ::tf_framework::JsonMap::new();
            #(#to_api)*
            out
        }
    };
    let absorb = if absorb.is_empty() {
        quote! { let _ = response; ::core::result::Result::Ok(self) }
    } else {
        quote! {
            let mut this = self;
            #(#absorb)*
            ::core::result::Result::Ok(this)
        }
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics ::tf_framework::ApiObject for #name #ty_generics #where_clause {
            fn to_api(&self) -> ::tf_framework::JsonMap {
                #to_api
            }
            fn absorb(
                self,
                response: &::tf_framework::JsonMap,
            ) -> ::core::result::Result<Self, ::tf_framework::Diagnostic> {
                #absorb
            }
        }
    }
}

fn optional(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(
        || quote! { ::core::option::Option::None },
        |tokens| quote! { ::core::option::Option::Some(#tokens) },
    )
}

/// `a..=b`, `..=b` and `a..` as a pair of inclusive bounds.
fn bounds(range: &ExprRange, number: &TokenStream) -> TokenStream {
    let span = range.span();
    let start = range.start.as_ref().map_or(quote! { #number::MIN }, |start| quote! { #start });
    let end = range.end.as_ref().map_or(quote! { #number::MAX }, |end| quote! { #end });
    quote_spanned! { span=> { let bounds: (#number, #number) = (#start, #end); bounds } }
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

fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == name))
}
