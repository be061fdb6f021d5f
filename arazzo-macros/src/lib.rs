#![doc = include_str!("../README.md")]

mod expand;
mod input;
mod json;
#[cfg(test)]
mod tests;

/// What `arazzo::arazzo!` expands to; `input` is the path of the runtime crate in parentheses, then what the user wrote.
#[doc(hidden)]
#[proc_macro]
pub fn expand(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::expand(input.into()).into()
}

/// What `arazzo::rt::json!` expands to; `input` is the path of the runtime crate in parentheses, then the JSON.
#[doc(hidden)]
#[proc_macro]
pub fn json(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    json::json(input.into()).into()
}
