//! Values that may be bytes: where they are sent, and what comes back of them from a called workflow.

use proc_macro2::TokenStream;
use quote::quote;

use super::value::Site;
use crate::model::{Expr, Ty};

impl Site<'_> {
    /// A value where bytes are sent.
    pub(super) fn sent_bytes(&self, value: &Expr) -> TokenStream {
        let written = self.serialisable(value);
        if self.is_carried(value) || self.workflow.may_be_data_url(value) {
            written
        } else {
            quote! { rt::as_is(#written) }
        }
    }

    /// A value where bytes are sent in base64.
    pub(super) fn base64(&self, value: &Expr) -> TokenStream {
        let written = self.serialisable(value);
        if self.is_carried(value) || self.workflow.may_be_data_url(value) {
            quote! { rt::base64(#written) }
        } else {
            written
        }
    }

    /// A value as an input of another workflow, read as JSON.
    pub(super) fn as_input(&self, value: &Expr) -> TokenStream {
        match value {
            Expr::Array(_) | Expr::Object(_) => self.json(value, Self::as_input),
            value if self.is_carried(value) => {
                let written = self.serialisable(value);
                quote! { rt::as_input(#written) }
            }
            value => self.serialisable(value),
        }
    }
}

/// A field of another workflow's `Output` as a variable.
pub(super) fn received(value: TokenStream, ty: Option<&Ty>, certain: bool) -> TokenStream {
    match (ty, certain) {
        (Some(Ty::Received), true) => quote! { rt::Received::from(#value) },
        (Some(Ty::Received), false) => quote! { #value.map(rt::Received::from) },
        _ => value,
    }
}
