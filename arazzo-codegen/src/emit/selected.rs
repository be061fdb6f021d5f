//! Outputs that a query takes out of a response.

use proc_macro2::TokenStream;
use quote::quote;

use super::bug::bug;
use super::value::Site;
use super::words::ident;
use crate::flow::How;
use crate::model::{Exchange, Expr, Finds, Language, StepOutput};

impl Site<'_> {
    /// What a query finds, for an output of a step. Where the step has failed, what cannot be read is absent.
    pub(super) fn selected(&self, output: &StepOutput, how: How) -> TokenStream {
        let found = self.found(output, how == How::Lenient);
        match self.asked {
            Some(asked) if how == How::Required => {
                let (response, of) = (ident(&asked.ident), &output.name);
                quote! { run.demanded(&#response, #of, #found)? }
            }
            _ => found,
        }
    }

    fn found(&self, output: &StepOutput, lenient: bool) -> TokenStream {
        let (Expr::Select { context, query, finds }, Some(asked)) = (&output.value, self.asked) else {
            return bug("a query is read where there is no response");
        };
        let (response, of) = (ident(&asked.ident), &output.name);
        let body = match &**context {
            Expr::Exchange(Exchange::Body(pointer)) if !lenient => Some(pointer.to_string()),
            _ => None,
        };
        match (finds, body) {
            (Finds::XPath(_), Some(pointer)) => {
                let query = self.program(query, Language::XPath);
                quote! { run.xpath(&#response, #of, #pointer, &#query)? }
            }
            (Finds::XPath(_), None) => {
                let found = self.serialisable(&output.value);
                if lenient {
                    quote! { #found.lenient() }
                } else {
                    quote! { run.found(&#response, #of, #found)? }
                }
            }
            (_, Some(pointer)) => {
                let query = self.program(query, Language::JsonPath);
                let method = ident(if *finds == Finds::One { "selected_one" } else { "selected" });
                quote! { run.#method(&#response, #of, #pointer, &#query)? }
            }
            (_, None) => self.serialisable(&output.value),
        }
    }
}
