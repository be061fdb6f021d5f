//! Which version of a workflow some code is.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

use super::bug::bug;

/// FNV-1a, with 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// A number that is the same for the same code, whatever its comments say, such as `0x9ae1_6a3b_2f90_404f`.
pub(super) fn fingerprint(code: &[&TokenStream]) -> TokenStream {
    let hash = code.iter().fold(BASIS, |hash, tokens| of(tokens, hash));
    let part = |shift: u32| hash >> shift & 0xffff;
    let text = format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(48), part(32), part(16), part(0));
    text.parse::<Literal>().map_or_else(|_| bug("a number is none"), |number| TokenTree::from(number).into())
}

fn of(tokens: &TokenStream, hash: u64) -> u64 {
    let mut tokens = tokens.clone().into_iter().peekable();
    let mut hash = add("(", hash);
    while let Some(token) = tokens.next() {
        // An attribute is the only thing that has brackets behind this character: all of them here are comments.
        let is_comment = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_doc(&group.stream()));
        if is_comment {
            tokens.next();
            continue;
        }
        hash = match token {
            TokenTree::Group(group) => of(&group.stream(), add(name(group.delimiter()), hash)),
            TokenTree::Punct(punct) => add(punct.as_char().encode_utf8(&mut [0; 4]), hash),
            TokenTree::Ident(word) => add(&word.to_string(), hash),
            TokenTree::Literal(literal) => add(&literal.to_string(), hash),
        };
    }
    add(")", hash)
}

fn is_doc(tokens: &TokenStream) -> bool {
    matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

fn name(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Parenthesis => "Parenthesis",
        Delimiter::Brace => "Brace",
        Delimiter::Bracket => "Bracket",
        Delimiter::None => "None",
    }
}

/// A plain loop, because it goes over all that is generated and is not optimised in a macro.
fn add(text: &str, mut hash: u64) -> u64 {
    for byte in text.as_bytes() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    hash.wrapping_mul(PRIME)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn text(code: &TokenStream) -> String {
        fingerprint(&[code]).to_string()
    }

    #[test]
    fn comments_change_nothing_and_all_else_does() {
        let code = quote! { let a = run.step(&A).query("x", 1).send().await?; };
        assert_eq!(text(&code), text(&quote! { #[doc = "A step."] let a = run.step(&A).query("x", 1).send().await?; }));
        for other in [
            quote! { let a = run.step(&A).query("x", 2).send().await?; },
            quote! { let a = run.step(&A).query("y", 1).send().await?; },
            quote! { let a = run.step(&A).query("x", (1)).send().await?; },
            quote! { let a = run.step(&B).query("x", 1).send().await?; },
            quote! { #[allow(a)] let a = run.step(&A).query("x", 1).send().await?; },
        ] {
            assert_ne!(text(&code), text(&other), "{other}");
        }
        assert_ne!(text(&quote! { [1] 2 }), text(&quote! { [1 2] }));
        assert_ne!(text(&quote! { (1) }), text(&quote! { {1} }));
    }

    #[test]
    fn all_sixteen_digits_are_there() {
        assert_eq!(text(&quote! {}).len(), "0x9ae1_6a3b_2f90_404f".len());
    }
}
