//! Values and tests as Rust expressions.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use super::bug::bug;
use super::json::literal;
use super::words::ident;
use super::{long, number};
use crate::flow::{Asked, Env, Held, Reading, Slot, Variable};
use crate::model::{
    Escape, Exchange, Expr, Finds, Fragment, InputPath, Language, LooksAt, Model, Program, Target, Test, Ty, Workflow,
};
use crate::status::{self, StatusSet};
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Where a value is written down.
pub(super) struct Site<'a> {
    pub(super) model: &'a Model,
    pub(super) workflow: &'a Workflow,
    pub(super) env: &'a Env,
    /// The response that `$response` and `$statusCode` mean.
    pub(super) asked: Option<&'a Asked>,
}

impl Site<'_> {
    /// What is known of values here.
    fn reading(&self) -> Reading<'_> {
        Reading { workflow: self.workflow, env: self.env }
    }

    fn variable(&self, slot: Slot) -> Option<&Variable> {
        self.reading().variable(slot)
    }

    pub(super) fn is_certain(&self, value: &Expr) -> bool {
        self.reading().is_certain(value)
    }

    pub(super) fn is_absent(&self, value: &Expr) -> bool {
        self.reading().is_absent(value)
    }

    pub(super) fn is_null_none(&self, value: &Expr) -> bool {
        self.reading().is_null_none(value)
    }

    pub(super) fn is_carried(&self, value: &Expr) -> bool {
        self.reading().is_carried(value)
    }

    /// A value as something serialisable.
    pub(super) fn serialisable(&self, value: &Expr) -> TokenStream {
        match value {
            Expr::Literal(value) => literal(value),
            Expr::Input(path) => self.input(path),
            Expr::Output { output, pointer } => {
                let Some(variable) = self.variable(Slot::Output(*output)) else { return bug("an output is lost") };
                let name = ident(&variable.ident);
                if pointer.is_empty() {
                    return handed_on(&quote! { #name }, variable.held);
                }
                let pointer = pointer.to_string();
                quote! { rt::part(&#name, #pointer) }
            }
            Expr::Exchange(exchange) => self.exchange(exchange),
            // Only the outputs of the workflow hold it, and they are made elsewhere.
            Expr::Transfer(_) => bug("the end of a workflow is read as a value"),
            Expr::Length(inner) => {
                let value = self.serialisable(inner);
                if matches!(**inner, Expr::Exchange(Exchange::Body(_))) {
                    quote! { #value.length() }
                } else {
                    quote! { rt::operand(#value).length() }
                }
            }
            Expr::Base64(inner) => self.base64(inner),
            Expr::Template(_) if self.is_absent(value) => quote! { () },
            Expr::Select { context, query, finds: Finds::XPath(_) } => {
                let (query, context) = (self.program(query, Language::XPath), self.xml(context));
                quote! { #query.find(#context) }
            }
            Expr::Select { context, query, finds } => {
                let (query, context) = (self.program(query, Language::JsonPath), self.context(context));
                let method = ident(if *finds == Finds::One { "first" } else { "select" });
                quote! { #query.#method(#context) }
            }
            Expr::Template(fragments) => self.template(fragments),
            Expr::Array(_) | Expr::Object(_) => self.json(value, Self::serialisable),
            Expr::Replaced(whole, parts) => self.replaced(whole, parts),
        }
    }

    fn input(&self, path: &InputPath) -> TokenStream {
        if let Some(value) = undeclared(path) {
            return value;
        }
        if path.ty == Ty::Null && !path.optional && path.pointer.is_empty() {
            return quote! { () };
        }
        let (place, held) = self.input_place(path);
        if path.pointer.is_empty() {
            return handed_on(&place, held);
        }
        let (place, pointer) = (referred(&place, held), path.pointer.to_string());
        quote! { rt::part(#place, #pointer) }
    }

    /// A part of an input, for the caller.
    pub(super) fn part_of_input(&self, path: &InputPath) -> TokenStream {
        let (place, pointer) = match path.undeclared() {
            Some((key, rest)) => (quote! { &input.extra.get(#key) }, rest),
            None => {
                let (place, held) = self.input_place(path);
                (referred(&place, held), path.pointer.clone())
            }
        };
        let pointer = pointer.to_string();
        quote! { rt::json(#place, #pointer) }
    }

    /// The field, or the variable that refers to it once it was checked.
    pub(super) fn input_place(&self, path: &InputPath) -> (TokenStream, Held) {
        let held = self.reading().held(path);
        if let Some(variable) = self.reading().checked(path) {
            let name = ident(&variable.ident);
            return (quote! { #name }, held);
        }
        let fields = path.fields.iter().map(|field| ident(field));
        (quote! { input.#(#fields).* }, held)
    }

    fn response(&self) -> TokenStream {
        let Some(response) = self.asked.map(|asked| ident(&asked.ident)) else { return bug("there is no response") };
        quote! { #response }
    }

    fn exchange(&self, exchange: &Exchange) -> TokenStream {
        let response = self.response();
        match exchange {
            Exchange::StatusCode => quote! { #response.status() },
            Exchange::Method => quote! { #response.method() },
            Exchange::Url => quote! { #response.url() },
            Exchange::Header(name) => quote! { #response.header(#name) },
            Exchange::Body(pointer) => {
                let pointer = pointer.to_string();
                quote! { #response.at(#pointer) }
            }
            Exchange::Output { output, pointer } => self.called_output(*output, pointer),
        }
    }

    /// An output of the workflow that the step has called, for a comparison.
    fn called_output(&self, output: usize, pointer: &Pointer) -> TokenStream {
        let field = |asked: &Asked| self.model.workflows.get(asked.called?)?.outputs.get(output);
        let found = self.asked.and_then(|asked| Some((asked, field(asked)?)));
        let Some((asked, field)) = found else { return bug("a called workflow has no such output") };
        let (response, field) = (ident(&asked.ident), ident(&field.ident));
        let pointer = (!pointer.is_empty()).then(|| pointer.to_string()).into_iter();
        if asked.attempt {
            quote! { rt::operand(#response.output().map(|output| &output.#field)) #(.at(#pointer))* }
        } else {
            quote! { rt::operand(&#response.#field) #(.at(#pointer))* }
        }
    }

    fn template(&self, fragments: &[Fragment]) -> TokenStream {
        if let [only] = fragments {
            return self.fragment(only);
        }
        if self.reading().is_formatted(fragments) {
            return self.formatted(fragments);
        }
        let parts = fragments.iter().map(|fragment| self.fragment(fragment));
        quote! { rt::template([#(#parts),*]) }
    }

    /// A part of a template, as its text.
    fn fragment(&self, fragment: &Fragment) -> TokenStream {
        let (function, value) = match fragment {
            Fragment::Literal(text) => return quote! { rt::text(#text) },
            Fragment::Hole(value) => ("text", value),
            Fragment::Escaped(Escape::Xml, value) => ("xml", value),
            Fragment::Escaped(Escape::Cdata, value) => ("cdata", value),
            Fragment::Escaped(Escape::Percent, value) => ("percent", value),
        };
        let (function, value) = (ident(function), self.serialisable(value));
        quote! { rt::#function(#value) }
    }

    fn formatted(&self, fragments: &[Fragment]) -> TokenStream {
        let mut format = String::new();
        let mut holes = Vec::new();
        for fragment in fragments {
            match fragment {
                Fragment::Literal(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
                Fragment::Hole(Expr::Output { output, .. }) => {
                    let Some(variable) = self.variable(Slot::Output(*output)) else { return bug("an output is lost") };
                    format.extend(["{", variable.ident.trim_start_matches("r#"), "}"]);
                }
                Fragment::Hole(value) | Fragment::Escaped(_, value) => {
                    let hole = match value {
                        Expr::Input(path) => self.input_place(path).0,
                        other => self.serialisable(other),
                    };
                    if let Some(name) = variable_name(&hole) {
                        format.extend(["{", &name, "}"]);
                    } else {
                        format.push_str("{}");
                        holes.push(hole);
                    }
                }
            }
        }
        quote! { format!(#format #(, #holes)*) }
    }

    fn replaced(&self, whole: &Expr, parts: &[(Target, Expr)]) -> TokenStream {
        let is_xml = |(target, _): &(Target, Expr)| matches!(target, Target::Each { language: Language::XPath, .. });
        let ty = ident(if parts.iter().any(is_xml) { "ReplacedXml" } else { "Replaced" });
        let whole = self.serialisable(whole);
        let parts = parts.iter().map(|(target, value)| {
            let value = if self.is_absent(value) {
                quote! { None::<()> }
            } else {
                self.serialisable(value)
            };
            match target {
                Target::At(pointer) => {
                    let pointer = pointer.to_string();
                    quote! { .at(#pointer, #value) }
                }
                Target::Each { language, query, .. } => {
                    let query = self.program(query, *language);
                    quote! { .each(&#query, #value) }
                }
            }
        });
        quote! { rt::#ty::new(#whole) #(#parts)* }
    }

    /// A value as one side of a comparison.
    fn operand(&self, value: &Expr) -> TokenStream {
        let expression = self.serialisable(value);
        let is_direct = match value {
            Expr::Literal(Value::Null) => return quote! { rt::Operand::Null },
            Expr::Literal(literal) => !matches!(literal, Value::Array(_) | Value::Object(_)),
            Expr::Exchange(_) | Expr::Length(_) => true,
            Expr::Input(path) => path.pointer.is_empty() && is_plain(&path.ty),
            Expr::Output { output, pointer } => {
                let ty = self.variable(Slot::Output(*output)).and_then(|variable| variable.ty.as_ref());
                match ty {
                    None => return quote! { rt::Operand::Nothing },
                    Some(ty) => pointer.is_empty() && is_plain(ty),
                }
            }
            Expr::Template(_)
            | Expr::Array(_)
            | Expr::Object(_)
            | Expr::Replaced(..)
            | Expr::Base64(_)
            | Expr::Select { .. }
            | Expr::Transfer(_) => false,
        };
        if is_direct {
            expression
        } else {
            quote! { rt::operand(#expression) }
        }
    }

    /// A value that a query looks into: of a body its JSON, never its text.
    fn context(&self, value: &Expr) -> TokenStream {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => {
                let (response, pointer) = (self.response(), pointer.to_string());
                quote! { #response.json(#pointer) }
            }
            other => self.operand(other),
        }
    }

    /// A value that an XPath looks into: of a body its text, whatever its type.
    fn xml(&self, value: &Expr) -> TokenStream {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => {
                let (response, pointer) = (self.response(), pointer.to_string());
                quote! { #response.xml(#pointer) }
            }
            other => self.operand(other),
        }
    }

    /// A pattern or a query.
    pub(super) fn program(&self, program: &Program, language: Language) -> TokenStream {
        let ty = program_type(language);
        let (text, value) = match language {
            Language::Regex => (quote! { rt::text }, quote! { rt::Pattern::of }),
            Language::JsonPath => (quote! { rt::literal }, quote! { rt::Query::of }),
            Language::XPath => (quote! { rt::operand }, quote! { rt::XPath::of }),
        };
        match program {
            Program::Static(index) => {
                let Some(program) = self.workflow.statics.get(*index) else { return bug("a query is not there") };
                let constant = ident(&program.constant);
                quote! { #constant }
            }
            Program::Bound { texts, values } => {
                let values = values.iter().map(|value| {
                    match (self.is_absent(value), language) {
                        (true, Language::XPath) => return quote! { rt::Operand::Nothing },
                        (true, Language::Regex) => return quote! { rt::text(None::<String>) },
                        (true, Language::JsonPath) => return quote! { None },
                        (false, _) => {}
                    }
                    let value = self.serialisable(value);
                    quote! { #text(#value) }
                });
                quote! { #ty::bound([#(#texts),*], [#(#values),*]) }
            }
            Program::Value(inner) => {
                let inner = self.serialisable(inner);
                quote! { #value(rt::text(#inner)) }
            }
        }
    }

    /// A test as a `bool`.
    pub(super) fn test(&self, test: &Test) -> TokenStream {
        match test {
            Test::Always(flag) => quote! { #flag },
            Test::All(parts) => long::joined(&self.parts(parts), long::Operator::And),
            Test::Any(parts) => long::joined(&self.parts(parts), long::Operator::Or),
            Test::Not(inner) => {
                let inner = self.grouped(inner);
                quote! { !#inner }
            }
            Test::Status(set) => self.status(set),
            Test::Compare { dialect, operator, left, right } => {
                let module = dialect_module(*dialect);
                let (function, not) = match operator {
                    Operator::Equal => ("eq", false),
                    Operator::NotEqual => ("eq", true),
                    Operator::Less => ("lt", false),
                    Operator::LessOrEqual => ("le", false),
                    Operator::Greater => ("gt", false),
                    Operator::GreaterOrEqual => ("ge", false),
                };
                let (function, left, right) = (ident(function), self.operand(left), self.operand(right));
                let not = not.then(|| quote! { ! });
                quote! { #not rt::#module::#function(#left, #right) }
            }
            Test::Truthy { dialect, value } => {
                let (module, value) = (dialect_module(*dialect), self.operand(value));
                quote! { rt::#module::truthy(#value) }
            }
            Test::Present(context) => {
                let context = self.context(context);
                quote! { rt::jsonpath::present(#context) }
            }
            Test::Empty(value) => {
                let value = self.operand(value);
                quote! { rt::jsonpath::empty(#value) }
            }
            Test::Matches { pattern, context } => {
                let (pattern, context) = (self.program(pattern, Language::Regex), self.operand(context));
                quote! { #pattern.matches(#context) }
            }
            Test::Holds { query, context } => {
                let (query, context) = (self.program(query, Language::XPath), self.xml(context));
                quote! { #query.holds(#context) }
            }
            Test::Found { query, looks_at, context } => {
                let (query, context) = (self.program(query, Language::JsonPath), self.context(context));
                let method = ident(match looks_at {
                    LooksAt::Children => "finds",
                    LooksAt::Itself => "holds",
                    LooksAt::ObjectOrElements => "finds_or_holds",
                });
                quote! { #query.#method(#context) }
            }
        }
    }

    fn parts(&self, parts: &[Test]) -> Vec<TokenStream> {
        parts.iter().map(|part| self.grouped(part)).collect()
    }

    /// In parentheses where it would bind differently.
    fn grouped(&self, test: &Test) -> TokenStream {
        let inner = self.test(test);
        if matches!(test, Test::All(_) | Test::Any(_)) {
            quote! { (#inner) }
        } else {
            inner
        }
    }

    fn status(&self, set: &StatusSet) -> TokenStream {
        let Some(asked) = self.asked else { return bug("there is no response") };
        let name = ident(&asked.ident);
        if asked.called.is_some() {
            let not = set.has_none().then(|| quote! { ! });
            return quote! { #not #name.succeeded() };
        }
        let equal = |status: u16| {
            let status = Literal::u16_unsuffixed(status);
            if asked.attempt {
                quote! { Some(#status) }
            } else {
                quote! { #status }
            }
        };
        if asked.attempt && *set == StatusSet::any_response() {
            return quote! { #name.status().is_some() };
        }
        let missed = set.complement();
        if asked.attempt && missed == StatusSet::any_response() {
            return quote! { #name.status().is_none() };
        }
        let single = |set: &StatusSet| if asked.attempt { set.as_single() } else { set.without_none().as_single() };
        if let Some(status) = single(set) {
            let status = equal(status);
            return quote! { #name.status() == #status };
        }
        if let Some(status) = single(&missed) {
            let status = equal(status);
            return quote! { #name.status() != #status };
        }
        let (set, not) = if missed.ranges().len() < set.ranges().len() { (&missed, true) } else { (set, false) };
        let pattern = status_pattern(set, asked.attempt);
        let not = not.then(|| quote! { ! });
        quote! { #not matches!(#name.status(), #pattern) }
    }
}

/// A value as it is given to what only reads it.
fn handed_on(place: &TokenStream, held: Held) -> TokenStream {
    if held == Held::Copied { place.clone() } else { referred(place, held) }
}

/// A reference to a value.
fn referred(place: &TokenStream, held: Held) -> TokenStream {
    if held == Held::Borrowed {
        place.clone()
    } else {
        quote! { &#place }
    }
}

/// A set of statuses as a pattern.
pub(super) fn status_pattern(set: &StatusSet, attempt: bool) -> TokenStream {
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
    match (attempt, set.has_none(), set.ranges().is_empty()) {
        (true, true, true) => quote! { None },
        (true, true, false) => quote! { None | Some(#ranges) },
        (true, false, _) => quote! { Some(#ranges) },
        (false, _, _) => ranges,
    }
}

/// The type of the runtime that holds a text of a language.
pub(super) fn program_type(language: Language) -> TokenStream {
    match language {
        Language::Regex => quote! { rt::Pattern },
        Language::JsonPath => quote! { rt::Query },
        Language::XPath => quote! { rt::XPath },
    }
}

fn dialect_module(dialect: Dialect) -> proc_macro2::Ident {
    ident(match dialect {
        Dialect::Simple => "simple",
        Dialect::JsonPath => "jsonpath",
    })
}

/// Types that comparisons take directly.
fn is_plain(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Digits | Ty::Boolean | Ty::Value | Ty::Json)
}

/// A value that is written in Rust as in JSON.
pub(super) fn plain_literal(value: &Value) -> TokenStream {
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

/// The name of a variable, when that is all there is.
fn variable_name(tokens: &TokenStream) -> Option<String> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(name)), None) => Some(name.to_string().trim_start_matches("r#").to_owned()),
        _ => None,
    }
}

/// An input that is not declared: an `Option` of a reference.
pub(super) fn undeclared(path: &InputPath) -> Option<TokenStream> {
    let (key, rest) = path.undeclared()?;
    let value = quote! { input.extra.get(#key) };
    if rest.is_empty() {
        return Some(value);
    }
    let pointer = rest.to_string();
    Some(quote! { rt::part(&#value, #pointer) })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(status_pattern(&set(&ranges), false).to_string(), expected);
            assert_eq!(status_pattern(&set(&ranges), true).to_string(), format!("Some ({expected})"));
        }
    }
}
