//! The request of a step.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constants::name_of;
use super::value::Site;
use super::words::ident;
use crate::flow::{BodyWritten, Written};
use crate::model::{Argument, Body, BodyForm, Expr, PartForm, PartHeader, Parts, Request, Serialisation, Step};
use crate::openapi::Location;
use crate::openapi::Style;

/// The media types that have methods of their own.
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// `let step = run.step(&STEP)….send().await?;`, where what comes back is `read`.
pub(super) fn send(
    step: &Step,
    (request, constant): (&Request, &str),
    (attempt, read): (bool, bool),
    written: &Written,
    site: &Site<'_>,
) -> TokenStream {
    let (name, constant) = (ident(&step.ident), ident(constant));
    let arguments = written.values.iter().filter_map(|index| request.arguments.get(*index));
    let arguments = arguments.map(|argument| parameter(argument, site));
    let body = request.body.iter().zip(written.body).map(|(body, written)| self::body(body, written, site));
    let timeout = request.timeout.map(|timeout| {
        let duration = super::number::duration(timeout);
        quote! { .timeout(#duration) }
    });
    let send = ident(if attempt { "attempt" } else { "send" });
    let bound = read.then(|| quote! { let #name = });
    quote! { #bound run.step(&#constant) #(#arguments)* #(#body)* #timeout .#send().await?; }
}

fn parameter(argument: &Argument, site: &Site<'_>) -> TokenStream {
    let (name, value) = (&argument.name, site.serialisable(&argument.value));
    if argument.location == Location::QueryString {
        return match &argument.value {
            _ if argument.style.json => quote! { .querystring(rt::percent(#value)) },
            Expr::Template(_) => quote! { .querystring(#value) },
            _ => quote! { .querystring(rt::text(#value)) },
        };
    }
    let method = ident(argument.location.text());
    if argument.style == Serialisation::default_for(argument.location) {
        return quote! { .#method(#name, #value) };
    }
    let parameter = styled(&method, name, &argument.style);
    quote! { .parameter(&#parameter, #value) }
}

/// A parameter or field that is not written as it is by default.
fn styled(method: &Ident, name: &str, serialisation: &Serialisation) -> TokenStream {
    let Serialisation { style, explode, allow_reserved, json, within } = serialisation;
    if *json {
        return quote! { rt::Parameter::#method(#name).json() };
    }
    let style = self::style(*style);
    let reserved = allow_reserved.then(|| quote! { .allow_reserved() });
    let within = (!within.is_empty()).then(|| {
        let within = styles(within);
        quote! { .within(#within) }
    });
    quote! { rt::Parameter::#method(#name).style(#style).explode(#explode) #reserved #within }
}

/// The styles of lists in a list.
fn styles(within: &[Style]) -> TokenStream {
    let within = within.iter().map(|style| self::style(*style));
    quote! { &[#(#within),*] }
}

fn style(style: Style) -> TokenStream {
    let style = ident(match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::TabDelimited => "TabDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    });
    quote! { rt::Style::#style }
}

fn body(body: &Body, written: BodyWritten, site: &Site<'_>) -> TokenStream {
    let (content_type, value) = (&body.content_type, site.serialisable(&body.value));
    let required = written.checked.then(|| quote! { .body_required() });
    let body = match &body.form {
        BodyForm::Json => json(content_type, &value, written.or_null),
        BodyForm::Xml(index) => {
            let xml = name_of(site.workflow.xml.get(*index).map(|xml| &xml.constant));
            quote! { .xml(#content_type, &#xml, #value) }
        }
        BodyForm::UrlEncoded(fields) if fields.is_empty() && content_type == FORM => quote! { .form(#value) },
        BodyForm::UrlEncoded(fields) => {
            let field = ident("field");
            let fields = fields.iter().map(|(name, written)| styled(&field, name, written));
            quote! { .form_as(#content_type, &[#(#fields),*], #value) }
        }
        BodyForm::Bytes => {
            let value = site.sent_bytes(&body.value);
            quote! { .bytes(#content_type, #value) }
        }
        BodyForm::Multipart(parts) => {
            let value = multipart(&body.value, parts, site);
            if content_type == MULTIPART {
                quote! { .multipart(#value) }
            } else {
                quote! { .multipart_as(#content_type, #value) }
            }
        }
        BodyForm::Text if matches!(body.value, Expr::Template(_)) => quote! { .text(#content_type, #value) },
        BodyForm::Text => quote! { .text(#content_type, rt::text(#value)) },
    };
    quote! { #body #required }
}

/// A JSON body: where Rust says `None` for null, null is the body.
fn json(content_type: &str, value: &TokenStream, or_null: bool) -> TokenStream {
    let value = if or_null {
        quote! { Some(#value) }
    } else {
        value.clone()
    };
    if content_type == "application/json" {
        quote! { .json(#value) }
    } else {
        quote! { .json_as(#content_type, #value) }
    }
}

/// The parts of a body, one by one where the document names them.
fn multipart(value: &Expr, parts: &Parts, site: &Site<'_>) -> TokenStream {
    let headers = parts.headers.iter().map(|PartHeader { part, name, value }| quote! { .header(#part, #name, #value) });
    let Expr::Object(members) = value else {
        let is_given = site.workflow.may_be_data_url(value);
        let value = site.serialisable(value);
        let parts = parts.forms.iter().map(|(name, form)| {
            let form = part_form(form);
            quote! { (#name, #form) }
        });
        let of = ident(if is_given { "of" } else { "received" });
        return quote! { rt::Multipart::#of(#value, &[#(#parts),*]) #(#headers)* };
    };
    let members = members.iter().filter(|(_, value)| !site.is_absent(value)).map(|(name, value)| {
        let form = parts.forms.iter().find(|(known, _)| known == name).map(|(_, form)| form);
        match (value, form) {
            (_, Some(PartForm::Json | PartForm::Styled { .. })) => part("part", name, form, value, site),
            (Expr::Array(items), _) if is_of_bytes(form) || items.iter().any(|item| site.is_carried(item)) => {
                let items = items.iter().filter(|item| !site.is_absent(item));
                items.map(|item| part("item", name, form, item, site)).collect()
            }
            _ => part("part", name, form, value, site),
        }
    });
    quote! { rt::Multipart::new() #(#members)* #(#headers)* }
}

/// `.part("name", value)`, or that in another form.
fn part(method: &str, name: &str, form: Option<&PartForm>, value: &Expr, site: &Site<'_>) -> TokenStream {
    let value = if is_of_bytes(form) { site.sent_bytes(value) } else { site.serialisable(value) };
    let Some(form) = form.map(part_form) else {
        let method = ident(method);
        return quote! { .#method(#name, #value) };
    };
    let method = ident(&format!("{method}_as"));
    quote! { .#method(#name, #form, #value) }
}

/// Whether bytes are wanted, or a data URL that stands for them.
fn is_of_bytes(form: Option<&PartForm>) -> bool {
    matches!(form, Some(PartForm::File(_) | PartForm::Open | PartForm::Base64(_)))
}

fn part_form(form: &PartForm) -> TokenStream {
    match form {
        PartForm::Json => quote! { rt::Part::Json },
        PartForm::Typed(content_type) => quote! { rt::Part::Typed(#content_type) },
        PartForm::Styled { style, explode, within } if within.is_empty() => {
            let style = self::style(*style);
            quote! { rt::Part::Styled(#style, #explode) }
        }
        PartForm::Styled { style, explode, within } => {
            let (style, within) = (self::style(*style), styles(within));
            quote! { rt::Part::Within(#style, #explode, #within) }
        }
        PartForm::File(content_type) => quote! { rt::Part::File(#content_type) },
        PartForm::Open => quote! { rt::Part::Open },
        PartForm::Base64(content_type) => quote! { rt::Part::Base64(#content_type) },
    }
}
