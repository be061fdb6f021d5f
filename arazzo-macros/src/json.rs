//! `json!`: JSON with values of Rust, as calls that write it.
//!
//! The calls stand one behind the other, so that a long object is no deep expression.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// `input` is the path of the runtime crate in parentheses, then a list or an object.
pub(crate) fn json(input: TokenStream) -> TokenStream {
    let mut input = input.into_iter();
    let crate_path = match input.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => TokenStream::new(),
    };
    // No value can mean this variable.
    let json = Ident::new("json", Span::mixed_site());
    let calls = match (input.next(), input.next()) {
        (Some(TokenTree::Group(group)), None) => group_calls(&json, &group),
        _ => error(Span::call_site(), "a list or an object is expected"),
    };
    quote! {{
        let mut #json = #crate_path::rt::Written::default();
        #calls
        #json
    }}
}

fn group_calls(json: &Ident, group: &Group) -> TokenStream {
    let parts = parts(group.stream());
    match group.delimiter() {
        Delimiter::Brace => {
            let members = parts.iter().map(|part| member(json, part, group.span()));
            let twice = twice(&parts).map(|name| error(name.span(), "a member of this name stands in front of it"));
            quote! { #json.object(); #(#members)* #twice #json.end(); }
        }
        Delimiter::Bracket => {
            let items = parts.iter().map(|item| match nested(item) {
                Some(group) => group_calls(json, group),
                None => {
                    let item = if item.is_empty() {
                        error(group.span(), "nothing stands between two commas")
                    } else {
                        value(item)
                    };
                    quote! { #json.push(#item); }
                }
            });
            quote! { #json.list(); #(#items)* #json.end(); }
        }
        _ => error(group.span(), "a list or an object is expected"),
    }
}

/// `"name": value`
fn member(json: &Ident, part: &[TokenTree], span: Span) -> TokenStream {
    let [name @ TokenTree::Literal(_), TokenTree::Punct(colon), value @ ..] = part else {
        return error(part.first().map_or(span, TokenTree::span), "a member is `\"name\": value`");
    };
    if colon.as_char() != ':' || value.is_empty() {
        return error(colon.span(), "a member is `\"name\": value`");
    }
    if let Some(group) = nested(value) {
        let calls = group_calls(json, group);
        return quote! { #json.key(#name); #calls };
    }
    let value = self::value(value);
    quote! { #json.set(#name, #value); }
}

/// A name that another member has, too: a request with both would mean different things to different readers.
fn twice(members: &[Vec<TokenTree>]) -> Option<&TokenTree> {
    let mut known = HashSet::new();
    members.iter().filter_map(|member| member.first()).find(|name| !known.insert(name.to_string()))
}

/// Any other value: `null`, or an expression.
fn value(tokens: &[TokenTree]) -> TokenStream {
    match tokens {
        [TokenTree::Ident(null)] if null == "null" => quote! { () },
        _ => tokens.iter().cloned().collect(),
    }
}

/// A list or an object that is all of a value.
fn nested(value: &[TokenTree]) -> Option<&Group> {
    match value {
        [TokenTree::Group(group)] if matches!(group.delimiter(), Delimiter::Brace | Delimiter::Bracket) => Some(group),
        _ => None,
    }
}

/// What stands between commas, except those of generic arguments such as `Map::<K, V>::new()`.
fn parts(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let (mut open, mut before) = (0_usize, ' ');
    for token in tokens {
        let char = if let TokenTree::Punct(punct) = &token { punct.as_char() } else { ' ' };
        match char {
            '<' if open > 0 || before == ':' => open += 1,
            '>' if before != '-' && before != '=' => open = open.saturating_sub(1),
            ',' if open == 0 => {
                parts.push(Vec::new());
                before = char;
                continue;
            }
            _ => {}
        }
        before = char;
        parts.last_mut().into_iter().for_each(|part| part.push(token.clone()));
    }
    // A comma may stand behind the last one.
    parts.pop_if(|part| part.is_empty());
    parts
}

fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned! { span => ::core::compile_error!(#message); }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(input: &TokenStream) -> String {
        json(quote! { (x) #input }).to_string()
    }

    #[test]
    fn calls_stand_one_behind_the_other() {
        let object = quote! {{ "a": &input.a, "b": { "c": [null, f::<A, B>(2, 3)] }, }};
        let calls = quote! {{
            let mut json = x::rt::Written::default();
            json.object();
            json.set("a", &input.a);
            json.key("b");
            json.object();
            json.key("c");
            json.list();
            json.push(());
            json.push(f::<A, B>(2, 3));
            json.end();
            json.end();
            json.end();
            json
        }};
        assert_eq!(expanded(&object), calls.to_string());
    }

    #[test]
    fn anything_else_is_refused() {
        for input in [
            quote! { 1 },
            quote! { {} {} },
            quote! { (1) },
            quote! { { a: 1 } },
            quote! { { "a" 1 } },
            quote! { { "a": } },
            quote! { { "a": 1,, "b": 2 } },
            quote! { { "a": 1, "a": 2 } },
            quote! { [1,, 2] },
        ] {
            assert!(expanded(&input).contains("compile_error"), "{input}");
        }
    }
}
