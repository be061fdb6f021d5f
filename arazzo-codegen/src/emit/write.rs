//! Expressions, as they were lowered.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

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

/// A part of a function, and what writes it. All parts go into one stream: with a stream for each, what is nested would be copied as
/// often as it is nested.
pub(super) struct Written<'a, T>(pub(super) Writer<'a>, pub(super) &'a T);

impl ToTokens for Written<'_, Code> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, code) = *self;
        let written = match code {
            Code::Chain(of, links) => {
                writer.code(of).to_tokens(tokens);
                return tokens.append_all(links.iter().map(|link| Written(writer, link)));
            }
            Code::Control(control) => return Written(writer, &**control).to_tokens(tokens),
            Code::Unit => quote! { () },
            Code::Nothing(ty) => {
                let ty = ty.as_ref().map(|ty| writer.generic(ty));
                quote! { None #ty }
            }
            Code::Literal(value) => plain_literal(value),
            Code::Count(count) => number::count(*count).into_token_stream(),
            Code::Index(index) => Literal::usize_unsuffixed(*index).into_token_stream(),
            Code::Duration(duration) => number::duration(*duration),
            Code::Name(name) => words::name(name),
            Code::Call(function, arguments) => {
                let (function, arguments) = (words::name(function), writer.all(arguments));
                quote! { #function(#(#arguments),*) }
            }
            Code::Around(around, inner) => around_of(*around, &writer.code(inner)),
            Code::List(brackets, items) => list(*brackets, writer.all(items)),
            Code::Struct { name, fields, rest } => writer.structure(name, fields, rest.as_deref()),
            Code::Closure(variable, value) => {
                let (variable, value) = (ident(variable), writer.code(value));
                quote! { |#variable| #value }
            }
            Code::Format(pieces) => writer.format(pieces),
            Code::Json(name, json) => {
                let (name, json) = (words::name(name), Written(writer, &**json));
                quote! { #name!(#json) }
            }
            Code::Equal { left, right, not } => {
                let (left, right) = (writer.code(left), writer.code(right));
                let equal = if *not { quote!(!=) } else { quote!(==) };
                quote! { #left #equal #right }
            }
            Code::Joined(operator, parts) => long::joined(&writer.all(parts).collect::<Vec<_>>(), *operator),
            Code::Matches(status, set) => {
                let (status, pattern) = (writer.code(status), statuses(set));
                quote! { matches!(#status, #pattern) }
            }
            Code::Bug(what) => bug(what),
        };
        tokens.extend(written);
    }
}

impl ToTokens for Written<'_, Link> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, link) = *self;
        tokens.extend(match link {
            Link::Field(name) => {
                let name = ident(name);
                quote! { .#name }
            }
            Link::Method(name, arguments) => {
                let (name, arguments) = (ident(name), writer.all(arguments));
                quote! { .#name(#(#arguments),*) }
            }
            Link::Typed(name, ty) => {
                let (name, ty) = (ident(name), writer.generic(ty));
                quote! { .#name #ty() }
            }
            Link::Await => quote! { .await },
            Link::Try => quote! { ? },
        });
    }
}

impl ToTokens for Written<'_, Json> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, json) = *self;
        tokens.extend(match json {
            Json::Null => quote! { null },
            Json::List(items) => {
                let items = items.iter().map(|item| Written(writer, item));
                quote! { [#(#items),*] }
            }
            Json::Object(members) => {
                let (names, values) =
                    (members.iter().map(|(name, _)| name), members.iter().map(|(_, value)| Written(writer, value)));
                quote! { { #(#names: #values),* } }
            }
            Json::Value(code) => return writer.code(code).to_tokens(tokens),
        });
    }
}

impl<'a> Writer<'a> {
    pub(super) fn code(self, code: &'a Code) -> Written<'a, Code> {
        Written(self, code)
    }

    fn all(self, all: &'a [Code]) -> impl Iterator<Item = Written<'a, Code>> {
        all.iter().map(move |code| Written(self, code))
    }

    /// `::<T>`
    fn generic(self, ty: &Ty) -> TokenStream {
        let ty = words::ty(ty, self.types);
        quote! { ::<#ty> }
    }

    fn structure(self, name: &str, fields: &'a [(String, Code)], rest: Option<&'a Code>) -> TokenStream {
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

    fn format(self, pieces: &'a [Piece]) -> TokenStream {
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
}

/// What stands around one expression.
fn around_of(around: Around, inner: &Written<'_, Code>) -> TokenStream {
    match around {
        Around::Reference => quote! { &#inner },
        Around::Changed => quote! { &mut #inner },
        Around::Not => quote! { !#inner },
        Around::Parentheses => quote! { (#inner) },
    }
}

/// What stands around several.
fn list<'a>(brackets: Brackets, items: impl Iterator<Item = Written<'a, Code>>) -> TokenStream {
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
