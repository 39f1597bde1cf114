//! The impls around the pieces.

use crate::expand::Parts;
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

/// `Schema`, `AttributeType`, and `ApiObject` where nobody writes it by hand.
pub(crate) fn impls(input: &DeriveInput, parts: &Parts) -> TokenStream {
    let schema = schema(input, parts);
    let attribute_type = attribute_type(input);
    let api = (!parts.manual_api).then(|| api_object(input, parts));
    quote! { #schema #attribute_type #api }
}

fn schema(input: &DeriveInput, parts: &Parts) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let Parts { description, block, from_value, to_value, .. } = parts;
    let block = if block.is_empty() {
        quote! { ::tf_framework::api::described(#description) }
    } else {
        quote! {
            let mut block = ::tf_framework::api::described(#description);
            #(#block)*
            block
        }
    };
    let from_value = if from_value.is_empty() {
        quote! {
            let _ = (value, path, nulls);
            ::core::result::Result::Ok(<Self as ::core::default::Default>::default())
        }
    } else {
        quote! { ::core::result::Result::Ok(Self { #(#from_value),* }) }
    };
    let to_value = collected(to_value, &quote! { ::std::collections::BTreeMap::new() });
    quote! {
        #[automatically_derived]
        impl #impl_generics ::tf_framework::Schema for #name #ty_generics #where_clause {
            fn block() -> ::tf_framework::Block {
                #block
            }
            fn from_value(
                value: &::tf_framework::Value,
                path: &::tf_framework::AttributePath,
                nulls: ::tf_framework::Nulls,
            ) -> ::core::result::Result<Self, ::tf_framework::Diagnostic> {
                #from_value
            }
            fn to_value(&self) -> ::tf_framework::Value {
                ::tf_framework::Value::Object({ #to_value })
            }
        }
    }
}

/// A struct in a field is a nested attribute.
fn attribute_type(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics ::tf_framework::AttributeType for #name #ty_generics #where_clause {
            fn kind() -> ::tf_framework::Kind {
                ::tf_framework::api::nested::kind::<Self>()
            }
            fn from_value(
                value: &::tf_framework::Value,
                path: &::tf_framework::AttributePath,
            ) -> ::core::result::Result<Self, ::tf_framework::Diagnostic> {
                ::tf_framework::api::nested::from_value(value, path)
            }
            fn to_value(&self) -> ::tf_framework::Value {
                ::tf_framework::Schema::to_value(self)
            }
            fn from_json(json: &::tf_framework::__json::Value) -> ::core::option::Option<Self> {
                ::tf_framework::api::nested::from_json(json)
            }
            fn to_json(&self) -> ::core::option::Option<::tf_framework::__json::Value> {
                ::tf_framework::api::nested::to_json(self)
            }
            fn equivalent(one: &::tf_framework::Value, other: &::tf_framework::Value) -> bool {
                ::tf_framework::api::nested::equivalent::<Self>(one, other)
            }
        }
    }
}

fn api_object(input: &DeriveInput, parts: &Parts) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let Parts { to_api, absorb, .. } = parts;
    let to_api = collected(to_api, &quote! { ::tf_framework::JsonMap::new() });
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

/// `empty`, after the statements that fill it.
fn collected(statements: &[TokenStream], empty: &TokenStream) -> TokenStream {
    if statements.is_empty() {
        return empty.clone();
    }
    quote! {
        let mut out = #empty;
        #(#statements)*
        out
    }
}
