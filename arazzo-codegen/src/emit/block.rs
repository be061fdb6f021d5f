//! Statements, as they were lowered.

use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};

use super::words::{self, ident};
use super::write::{Writer, Written, statuses};
use crate::lower::{Block, Control, Holds, Pattern, Stmt, Typed};
use crate::model::Ty;

impl ToTokens for Written<'_, Block> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, Block(stmts)) = *self;
        tokens.append_all(stmts.iter().map(|stmt| Written(writer, stmt)));
    }
}

impl ToTokens for Written<'_, Stmt> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, stmt) = *self;
        tokens.extend(match stmt {
            Stmt::Let { names, mutable, ty, value } => {
                let (names, value) = (bound(names), writer.code(value));
                let mutable = mutable.then(|| quote! { mut });
                let ty = ty.as_ref().map(|ty| writer.typed(ty)).map(|ty| quote! { : #ty });
                quote! { let #mutable #names #ty = #value; }
            }
            Stmt::Assign(name, value) => {
                let (name, value) = (ident(name), writer.code(value));
                quote! { #name = #value; }
            }
            Stmt::Do(code) => {
                let code = writer.code(code);
                quote! { #code; }
            }
            Stmt::Value(code) => return writer.code(code).to_tokens(tokens),
        });
    }
}

impl ToTokens for Written<'_, Control> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Written(writer, control) = *self;
        tokens.extend(match control {
            Control::Block { label, block } => {
                let (label, block) = (before(label.as_deref()), Written(writer, block));
                quote! { #label { #block } }
            }
            Control::Loop { label, block } => {
                let (label, block) = (before(label.as_deref()), Written(writer, block));
                quote! { #label loop { #block } }
            }
            Control::If { arms, otherwise } => {
                let arms = arms.iter().map(|(test, then)| {
                    let (test, then) = (writer.code(test), Written(writer, then));
                    quote! { if #test { #then } }
                });
                let otherwise = otherwise.as_ref().map(|block| Written(writer, block));
                let otherwise = otherwise.map(|block| quote! { else { #block } });
                quote! { #(#arms)else* #otherwise }
            }
            Control::IfLet { pattern, of, then } => {
                let (pattern, of, then) = (self::pattern(pattern), writer.code(of), Written(writer, then));
                quote! { if let #pattern = #of { #then } }
            }
            Control::Match { of, arms } => {
                let of = writer.code(of);
                let (patterns, arms) = (
                    arms.iter().map(|(pattern, _)| self::pattern(pattern)),
                    arms.iter().map(|(_, arm)| writer.code(arm)),
                );
                quote! { match #of { #(#patterns => #arms,)* } }
            }
            Control::Return(value) => {
                let value = writer.code(value);
                quote! { return #value }
            }
            Control::Break { label, value } => {
                let (label, value) = (label.as_deref().map(lifetime), value.as_ref().map(|value| writer.code(value)));
                quote! { break #label #value }
            }
            Control::Continue { label } => {
                let label = label.as_deref().map(lifetime);
                quote! { continue #label }
            }
        });
    }
}

impl Writer<'_> {
    pub(super) fn typed(self, Typed { ty, holds }: &Typed) -> TokenStream {
        let Some(ty) = ty else { return quote! { _ } };
        let ty = words::ty(ty, self.types);
        match holds {
            Holds::Value => ty,
            Holds::Reference | Holds::OfInput => quote! { &#ty },
            Holds::Option => quote! { Option<#ty> },
            Holds::Str => quote! { &str },
            Holds::ReferenceToOption => quote! { &Option<#ty> },
        }
    }

    /// `&'a T`
    pub(super) fn reference(self, lifetime: &TokenStream, ty: &Ty) -> TokenStream {
        let ty = words::ty(ty, self.types);
        quote! { &#lifetime #ty }
    }
}

fn pattern(pattern: &Pattern) -> TokenStream {
    match pattern {
        Pattern::Statuses(set) => statuses(set),
        Pattern::Index(index) => Literal::usize_unsuffixed(*index).into_token_stream(),
        Pattern::Variant(variant, variable) => {
            let (variant, variable) = (words::name(variant), variable.map(ident));
            let variable = variable.map_or_else(|| quote! { () }, ToTokens::into_token_stream);
            quote! { #variant(#variable) }
        }
        Pattern::Any => quote! { _ },
    }
}

/// `a`, or `(a, b)`
fn bound(names: &[String]) -> TokenStream {
    let idents = names.iter().map(|name| ident(name));
    if names.len() == 1 {
        quote! { #(#idents)* }
    } else {
        quote! { (#(#idents),*) }
    }
}

/// `'a:`
fn before(label: Option<&str>) -> Option<TokenStream> {
    let label = label.map(lifetime)?;
    Some(quote! { #label: })
}

/// `'a`
fn lifetime(label: &str) -> TokenStream {
    let quote = TokenTree::Punct(Punct::new('\'', Spacing::Joint));
    [quote, TokenTree::Ident(ident(label))].into_iter().collect()
}
