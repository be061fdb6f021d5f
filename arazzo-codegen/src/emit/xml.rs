//! What values are in XML.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::docs;
use super::words::ident;
use crate::model::{Workflow, Xml, XmlContent, XmlId, XmlStatic};
use crate::openapi::{Scalar, StatusKey, XmlNode};

/// A static for a request, for responses, or for a schema.
pub(super) fn constant(workflow: &Workflow, xml: &XmlStatic) -> TokenStream {
    let (constant, docs, xml) = (ident(&xml.constant), docs(&xml.of.docs()), node(workflow, &xml.xml));
    quote! {
        #docs
        static #constant: rt::Xml = #xml;
    }
}

/// How the responses of an operation are read.
pub(super) fn responses(workflow: &Workflow, responses: &[(StatusKey, Option<XmlId>)]) -> Option<TokenStream> {
    let responses: Vec<TokenStream> = responses.iter().map(|(status, xml)| response(workflow, *status, *xml)).collect();
    (!responses.is_empty()).then(|| quote! { .xml(&[#(#responses),*]) })
}

fn response(workflow: &Workflow, status: StatusKey, xml: Option<XmlId>) -> TokenStream {
    let on = match status {
        StatusKey::Code(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote! { rt::On::status(#status) }
        }
        StatusKey::Range(hundreds) => {
            let hundreds = Literal::u8_unsuffixed(hundreds);
            quote! { rt::On::hundred(#hundreds) }
        }
        StatusKey::Default => quote! { rt::On::otherwise() },
    };
    let read = xml.map(|index| {
        let xml = super::constants::name_of(workflow.xml.get(index).map(|xml| &xml.constant));
        quote! { .read(&#xml) }
    });
    quote! { #on #read }
}

fn node(workflow: &Workflow, xml: &Xml) -> TokenStream {
    let Xml { node, property, name, prefix, namespace, content, nullable, required } = xml;
    let (own, named) = match node {
        XmlNode::Element => (quote! { rt::Xml::element(#name) }, true),
        XmlNode::Attribute => (quote! { rt::Xml::attribute(#name) }, true),
        XmlNode::Text => (quote! { rt::Xml::text(#property) }, false),
        XmlNode::Cdata => (quote! { rt::Xml::cdata(#property) }, false),
        XmlNode::None if property.is_empty() => (quote! { rt::Xml::content() }, false),
        XmlNode::None => (quote! { rt::Xml::inline(#property) }, false),
    };
    let of = (named && !property.is_empty() && property != name).then(|| quote! { .of(#property) });
    let prefix = prefix.iter().map(|prefix| quote! { .prefix(#prefix) });
    let namespace = namespace.iter().map(|uri| quote! { .namespace(#uri) });
    let nullable = nullable.then(|| quote! { .nullable() });
    let required = required.then(|| quote! { .required() });
    let content = self::content(workflow, content);
    quote! { #own #of #(#prefix)* #(#namespace)* #nullable #required #content }
}

fn content(workflow: &Workflow, content: &XmlContent) -> TokenStream {
    match content {
        XmlContent::Scalar(Scalar::String) => TokenStream::new(),
        XmlContent::Scalar(Scalar::Integer | Scalar::Unsigned) => quote! { .integer() },
        XmlContent::Scalar(Scalar::Number) => quote! { .number() },
        XmlContent::Scalar(Scalar::Boolean) => quote! { .boolean() },
        XmlContent::Any => quote! { .any() },
        XmlContent::Object { members, others } => {
            let members = members.iter().map(|member| node(workflow, member));
            let others = others.iter().map(|others| {
                let others = node(workflow, others);
                quote! { .others(&#others) }
            });
            quote! { .object(&[#(#members),*]) #(#others)* }
        }
        XmlContent::List(items) => {
            let items = items.iter().map(|item| node(workflow, item));
            quote! { .items(&[#(#items),*]) }
        }
        XmlContent::Same(index) => {
            let same = super::constants::name_of(workflow.xml.get(*index).map(|xml| &xml.constant));
            quote! { .same(&#same) }
        }
        XmlContent::Unclear(reason) => quote! { .unclear(#reason) },
    }
}
