//! `rt::json!` as a person types it. The printer of Rust lays out no macros, so a name of the same width stands for it until all else
//! has its lines: a short one is one line, of a longer one every member has its own.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::visit_mut::VisitMut;

/// What the name begins with that stands for a macro, and is made longer until nothing else has it.
const MARK: &str = "__json";

/// The longest content that is one line.
const SHORT: usize = 70;

/// Longer than any line: what holds it is broken.
const LONG: usize = 200;

/// The items, formatted. `text` is all that stands in them.
pub(super) fn unparse(mut file: syn::File, text: &str) -> String {
    let mut marks = Marks { mark: unused(text), macros: Vec::new() };
    marks.visit_file_mut(&mut file);
    let source = prettyplease::unparse(&file);
    if marks.macros.is_empty() { source } else { marks.in_source(&source) }
}

/// A mark that a text does not have: in a string it would be taken for a macro.
fn unused(text: &str) -> String {
    let mut mark = MARK.to_owned();
    while text.contains(&mark) {
        mark.push('x');
    }
    mark
}

/// What stands in the macros, by the numbers of their names.
struct Marks {
    mark: String,
    macros: Vec<Json>,
}

impl VisitMut for Marks {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        let syn::Expr::Macro(syn::ExprMacro { mac, .. }) = expr else {
            return syn::visit_mut::visit_expr_mut(self, expr);
        };
        if mac.path.segments.iter().map(|segment| segment.ident.to_string()).eq(["rt", "json"]) {
            let json = Json::of(&mac.tokens.clone().into_iter().collect::<Vec<_>>());
            let width = json.line().map_or(LONG, |line| format!("rt::json!({line})").chars().count());
            let name = format!("{}{}", self.mark, self.macros.len());
            let name = Ident::new(&format!("{name:_<width$}"), Span::call_site());
            *expr = syn::parse_quote!(#name);
            self.macros.push(json);
        }
    }
}

impl Marks {
    fn in_source(&self, source: &str) -> String {
        let mut lines = source.lines().peekable();
        let mut result: Vec<String> = Vec::new();
        while let Some(line) = lines.next() {
            let Some((before, json, after)) = self.marked(line) else {
                result.push(line.to_owned());
                continue;
            };
            // The only argument of a call needs no lines of its own.
            let is_alone = before.trim_start().is_empty() && after == ",";
            let end = lines.peek().map(|next| next.trim_start().to_owned()).filter(|next| next.starts_with(')'));
            let call = result.last().filter(|call| call.ends_with('(')).cloned();
            let (before, after) = match (call, end) {
                (Some(call), Some(end)) if is_alone => {
                    lines.next();
                    result.pop();
                    (call, end)
                }
                _ => (before.to_owned(), after.to_owned()),
            };
            let indent = before.len() - before.trim_start().len();
            result.push(format!("{before}rt::json!({}){after}", json.text(indent)));
        }
        let source = result.join("\n") + "\n";
        // There may be several in a line. What stands for one has no marks, so there are fewer each time.
        if source.contains(&self.mark) { self.in_source(&source) } else { source }
    }

    /// What stands before and behind the first mark of a line.
    fn marked<'l>(&self, line: &'l str) -> Option<(&'l str, &Json, &'l str)> {
        let (before, rest) = line.split_once(self.mark.as_str())?;
        let digits = rest.find(|char: char| !char.is_ascii_digit())?;
        let json = self.macros.get(rest.get(..digits)?.parse::<usize>().ok()?)?;
        Some((before, json, rest.get(digits..)?.trim_start_matches('_')))
    }
}

/// What stands in the macro.
enum Json {
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// An expression of Rust in its lines.
    Value(String),
}

impl Json {
    fn of(tokens: &[TokenTree]) -> Self {
        let [TokenTree::Group(group)] = tokens else {
            return Self::Value(expression(&tokens.iter().cloned().collect()));
        };
        let parts = parts(group.stream());
        match group.delimiter() {
            Delimiter::Bracket => Self::List(parts.iter().map(|part| Self::of(part)).collect()),
            Delimiter::Brace => Self::Object(parts.iter().filter_map(|part| member(part)).collect()),
            _ => Self::Value(expression(&tokens.iter().cloned().collect())),
        }
    }

    /// All in one line, if it is short enough.
    fn line(&self) -> Option<String> {
        let line = match self {
            Self::Value(value) => value.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::line).collect::<Option<Vec<_>>>()?.join(", ")),
            Self::Object(members) if members.is_empty() => "{}".to_owned(),
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| Some(format!("{name}: {}", value.line()?));
                format!("{{ {} }}", members.iter().map(member).collect::<Option<Vec<_>>>()?.join(", "))
            }
        };
        Some(line).filter(|line| line.chars().count() <= SHORT && !line.contains('\n'))
    }

    /// The text in a line that is so far from the edge.
    fn text(&self, indent: usize) -> String {
        if let Some(line) = self.line() {
            return line;
        }
        let (open, close, parts): (_, _, Vec<String>) = match self {
            Self::Value(value) => return value.replace('\n', &format!("\n{:indent$}", "")),
            Self::List(items) => ('[', ']', items.iter().map(|item| item.text(indent + 4)).collect()),
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| format!("{name}: {}", value.text(indent + 4));
                ('{', '}', members.iter().map(member).collect())
            }
        };
        let parts: Vec<String> = parts.iter().map(|part| format!("{:1$}{part},", "", indent + 4)).collect();
        format!("{open}\n{}\n{:indent$}{close}", parts.join("\n"), "")
    }
}

/// `"name": value`
fn member(part: &[TokenTree]) -> Option<(String, Json)> {
    let [name, TokenTree::Punct(_), value @ ..] = part else { return None };
    Some((name.to_string(), Json::of(value)))
}

/// What stands between commas.
fn parts(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens.split(is_comma).filter(|part| !part.is_empty()).map(<[_]>::to_vec).collect()
}

/// An expression, formatted.
fn expression(tokens: &TokenStream) -> String {
    let plain = tokens.to_string();
    let Ok(file) = syn::parse2(quote::quote! { fn f() { #tokens } }) else { return plain };
    let source = unparse(file, &plain);
    let lines: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    if lines.is_empty() { plain } else { lines.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn printed(tokens: &TokenStream) -> String {
        expression(tokens)
    }

    #[test]
    fn short_ones_are_one_line_and_of_longer_ones_each_member_has_its_own() {
        let short = quote! { run.step(&ORDER).json(rt::json!({ "coupon": &coupon, "l": [1, {}] })).send() };
        assert_eq!(printed(&short), r#"run.step(&ORDER).json(rt::json!({ "coupon": &coupon, "l": [1, {}] })).send()"#);
        let long = quote! {
            run.step(&ORDER).json(rt::json!({
                "customerId": &input.customer_id,
                "address": { "city": &input.city },
                "lines": [{ "product": &product, "how many of it": 1_000, "note": Some(&input.note), "gift": true }, null],
                "text": rt::replaced(rt::json!({ "a": 1 })).at("/a", rt::json!([])),
            })).send()
        };
        assert_eq!(printed(&quote! { rt::serde_json::json!("a") }), r#"rt::serde_json::json!("a")"#);
        let expected = r#"
run.step(&ORDER)
    .json(rt::json!({
        "customerId": &input.customer_id,
        "address": { "city": &input.city },
        "lines": [
            {
                "product": &product,
                "how many of it": 1_000,
                "note": Some(&input.note),
                "gift": true,
            },
            null,
        ],
        "text": rt::replaced(rt::json!({ "a": 1 })).at("/a", rt::json!([])),
    }))
    .send()"#;
        assert_eq!(format!("\n{}", printed(&long)), expected);
    }
}
