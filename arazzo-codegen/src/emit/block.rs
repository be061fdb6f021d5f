//! Statements, as they were lowered.

use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

use super::words::{self, ident};
use super::write::{Writer, statuses};
use crate::lower::{Block, Code, Control, Holds, Pattern, Stmt, Typed};

impl Writer<'_> {
    pub(super) fn block(self, Block(stmts): &Block) -> TokenStream {
        stmts.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    fn stmt(self, stmt: &Stmt) -> TokenStream {
        match stmt {
            Stmt::Let { names, mutable, ty, value } => {
                let (names, value) = (bound(names), self.code(value));
                let mutable = mutable.then(|| quote! { mut });
                let ty = ty.as_ref().map(|ty| self.typed(ty)).map(|ty| quote! { : #ty });
                quote! { let #mutable #names #ty = #value; }
            }
            Stmt::Assign(name, value) => {
                let (name, value) = (ident(name), self.code(value));
                quote! { #name = #value; }
            }
            Stmt::Do(code) => {
                let code = self.code(code);
                quote! { #code; }
            }
            Stmt::Value(code) => self.code(code),
        }
    }

    fn typed(self, Typed { ty, holds }: &Typed) -> TokenStream {
        let Some(ty) = ty else { return quote! { _ } };
        let ty = words::ty(ty, self.types);
        match holds {
            Holds::Value => ty,
            Holds::Reference => quote! { &#ty },
            Holds::Option => quote! { Option<#ty> },
        }
    }

    pub(super) fn control(self, control: &Control) -> TokenStream {
        match control {
            Control::Block { label, block } => {
                let (label, block) = (before(label.as_deref()), self.block(block));
                quote! { #label { #block } }
            }
            Control::Loop { label, block } => {
                let (label, block) = (before(label.as_deref()), self.block(block));
                quote! { #label loop { #block } }
            }
            Control::If { arms, otherwise } => {
                let arms = arms.iter().map(|(test, then)| {
                    let (test, then) = (self.code(test), self.block(then));
                    quote! { if #test { #then } }
                });
                let otherwise =
                    otherwise.as_ref().map(|block| self.block(block)).map(|block| quote! { else { #block } });
                quote! { #(#arms)else* #otherwise }
            }
            Control::Match { of, arms } => {
                let (of, arms) = (self.code(of), arms.iter().map(|(pattern, arm)| self.arm(pattern, arm)));
                quote! { match #of { #(#arms)* } }
            }
            Control::Return(value) => {
                let value = self.code(value);
                quote! { return #value }
            }
            Control::Break { label, value } => {
                let (label, value) = (label.as_deref().map(lifetime), value.as_ref().map(|value| self.code(value)));
                quote! { break #label #value }
            }
            Control::Continue { label } => {
                let label = label.as_deref().map(lifetime);
                quote! { continue #label }
            }
        }
    }

    fn arm(self, pattern: &Pattern, arm: &Code) -> TokenStream {
        let pattern = match pattern {
            Pattern::Statuses(set) => statuses(set),
            Pattern::Index(index) => {
                let index = Literal::usize_unsuffixed(*index);
                quote! { #index }
            }
            Pattern::Any => quote! { _ },
        };
        let arm = self.code(arm);
        quote! { #pattern => #arm, }
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
