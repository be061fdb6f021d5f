//! Expressions, as they were lowered.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::bug::bug;
use super::words::{self, ident};
use super::{long, number};
use crate::lower::{Around, Brackets, Code, Json, Link, Piece, Statuses};
use crate::model::{Ty, TypeDef};
use crate::status;
use crate::value::Value;

/// Writes expressions.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    /// The types that expressions name.
    pub(super) types: &'a [TypeDef],
}

impl Writer<'_> {
    pub(super) fn code(self, code: &Code) -> TokenStream {
        match code {
            Code::Unit => quote! { () },
            Code::Nothing(ty) => {
                let ty = ty.as_ref().map(|ty| self.generic(ty));
                quote! { None #ty }
            }
            Code::Literal(value) => plain_literal(value),
            Code::Count(count) => number::count(*count).into_token_stream(),
            Code::Index(index) => Literal::usize_unsuffixed(*index).into_token_stream(),
            Code::Duration(duration) => number::duration(*duration),
            Code::Name(name) => words::name(name),
            Code::Chain(of, links) => {
                let (of, links) = (self.code(of), links.iter().map(|link| self.link(link)));
                quote! { #of #(#links)* }
            }
            Code::Call(function, arguments) => {
                let (function, arguments) = (words::name(function), self.all(arguments));
                quote! { #function(#(#arguments),*) }
            }
            Code::Around(around, inner) => around_of(*around, &self.code(inner)),
            Code::List(brackets, items) => list(*brackets, &self.all(items)),
            Code::Struct { name, fields, rest } => self.structure(name, fields, rest.as_deref()),
            Code::Closure(variable, value) => {
                let (variable, value) = (ident(variable), self.code(value));
                quote! { |#variable| #value }
            }
            Code::Format(pieces) => self.format(pieces),
            Code::Json(name, json) => {
                let (name, json) = (words::name(name), self.json(json));
                quote! { #name!(#json) }
            }
            Code::Equal { left, right, not } => {
                let (left, right) = (self.code(left), self.code(right));
                let equal = if *not { quote!(!=) } else { quote!(==) };
                quote! { #left #equal #right }
            }
            Code::Joined(operator, parts) => long::joined(&self.all(parts), *operator),
            Code::Matches(status, set) => {
                let (status, pattern) = (self.code(status), statuses(set));
                quote! { matches!(#status, #pattern) }
            }
            Code::Control(control) => self.control(control),
            Code::Bug(what) => bug(what),
        }
    }

    fn link(self, link: &Link) -> TokenStream {
        match link {
            Link::Field(name) => {
                let name = ident(name);
                quote! { .#name }
            }
            Link::Method(name, arguments) => {
                let (name, arguments) = (ident(name), self.all(arguments));
                quote! { .#name(#(#arguments),*) }
            }
            Link::Typed(name, ty) => {
                let (name, ty) = (ident(name), self.generic(ty));
                quote! { .#name #ty() }
            }
            Link::Await => quote! { .await },
            Link::Try => quote! { ? },
        }
    }

    /// `::<T>`
    fn generic(self, ty: &Ty) -> TokenStream {
        let ty = words::ty(ty, self.types);
        quote! { ::<#ty> }
    }

    fn structure(self, name: &str, fields: &[(String, Code)], rest: Option<&Code>) -> TokenStream {
        let name = words::name(name);
        let fields = fields.iter().map(|(field, value)| {
            let field = ident(field);
            match value {
                Code::Name(variable) if field == variable => quote! { #field },
                value => {
                    let value = self.code(value);
                    quote! { #field: #value }
                }
            }
        });
        match rest.map(|rest| self.code(rest)) {
            Some(rest) => quote! { #name { #(#fields,)* ..#rest } },
            None => quote! { #name { #(#fields),* } },
        }
    }

    fn all(self, all: &[Code]) -> Vec<TokenStream> {
        all.iter().map(|code| self.code(code)).collect()
    }

    fn format(self, pieces: &[Piece]) -> TokenStream {
        let (mut format, mut values) = (String::new(), Vec::new());
        for piece in pieces {
            match piece {
                Piece::Text(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
                Piece::Variable(name) => format.extend(["{", name.trim_start_matches("r#"), "}"]),
                Piece::Value(value) => {
                    format.push_str("{}");
                    values.push(self.code(value));
                }
            }
        }
        quote! { format!(#format #(, #values)*) }
    }

    /// What stands in `json!`.
    pub(super) fn json(self, json: &Json) -> TokenStream {
        match json {
            Json::Null => quote! { null },
            Json::List(items) => {
                let items = items.iter().map(|item| self.json(item));
                quote! { [#(#items),*] }
            }
            Json::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    let value = self.json(value);
                    quote! { #name: #value }
                });
                quote! { { #(#members),* } }
            }
            Json::Value(code) => self.code(code),
        }
    }
}

/// What stands around one expression.
fn around_of(around: Around, inner: &TokenStream) -> TokenStream {
    match around {
        Around::Reference => quote! { &#inner },
        Around::Changed => quote! { &mut #inner },
        Around::Not => quote! { !#inner },
        Around::Parentheses => quote! { (#inner) },
    }
}

/// What stands around several.
fn list(brackets: Brackets, items: &[TokenStream]) -> TokenStream {
    match brackets {
        Brackets::Array => quote! { [#(#items),*] },
        Brackets::Vector => quote! { vec![#(#items),*] },
        Brackets::Tuple => quote! { (#(#items),*) },
    }
}

/// A set of statuses as a pattern.
pub(super) fn statuses(Statuses { set, optional }: &Statuses) -> TokenStream {
    let ranges = set.ranges().iter().map(|range| {
        let (start, end) = (Literal::u16_unsuffixed(*range.start()), Literal::u16_unsuffixed(*range.end()));
        match range.end() - range.start() {
            0 => quote! { #start },
            1 => quote! { #start | #end },
            _ if *range.end() == status::LAST => quote! { #start.. },
            _ => quote! { #start..=#end },
        }
    });
    let ranges = quote! { #(#ranges)|* };
    match (optional, set.has_none(), set.ranges().is_empty()) {
        (true, true, true) => quote! { None },
        (true, true, false) => quote! { None | Some(#ranges) },
        (true, false, _) => quote! { Some(#ranges) },
        (false, _, _) => ranges,
    }
}

/// A value that is written in Rust as in JSON.
fn plain_literal(value: &Value) -> TokenStream {
    match value {
        Value::Bool(flag) => quote! { #flag },
        Value::Integer(number) => number::whole(*number),
        Value::Float(number) => {
            let number = number::float(*number);
            quote! { #number }
        }
        Value::Number(digits) => {
            let digits = &**digits;
            quote! { rt::digits(#digits) }
        }
        Value::String(text) => {
            let text = &**text;
            quote! { #text }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => bug("a value is no literal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::StatusSet;

    #[test]
    fn sets_of_statuses_are_patterns() {
        let set = |ranges: &[std::ops::RangeInclusive<u16>]| {
            ranges.iter().fold(StatusSet::empty(), |all, range| all.union(&StatusSet::of(range.clone())))
        };
        for (ranges, expected) in [
            (vec![200..=200], "200"),
            (vec![401..=401, 403..=404], "401 | 403 | 404"),
            (vec![200..=299, 500..=999], "200 ..= 299 | 500 .."),
        ] {
            let written = |optional| statuses(&Statuses { set: set(&ranges), optional }).to_string();
            assert_eq!((written(false), written(true)), (expected.to_owned(), format!("Some ({expected})")));
        }
    }
}
