//! Values.

use super::code::{Code, call, name, text};
use super::json::literal;
use super::site::{Site, handed_on, referred};
use crate::flow::Asked;
use crate::model::{Exchange, Expr, Finds, Language, OutputRef, Target, Ty};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Site<'_> {
    /// A value as something serialisable.
    pub(super) fn serialisable(&self, value: &Expr) -> Code {
        match value {
            Expr::Literal(value) => literal(value),
            Expr::Input(path) => self.input(path),
            Expr::Output { output, pointer } => self.output_of_step(*output, pointer),
            Expr::Exchange(exchange) => self.exchange(exchange),
            // Only the outputs of the workflow hold it, and they are made elsewhere.
            Expr::Transfer(_) => Code::Bug("the end of a workflow is read as a value"),
            Expr::Length(inner) => self.length(inner),
            Expr::Base64(inner) => self.base64(inner),
            Expr::Template(_) if self.is_absent(value) => Code::Unit,
            Expr::Template(fragments) => self.template(fragments),
            Expr::Select { context, query, finds: Finds::XPath(_) } => {
                self.program(query, Language::XPath).method("find", [self.xml(context)])
            }
            Expr::Select { context, query, finds } => {
                let method = if *finds == Finds::One { "first" } else { "select" };
                self.program(query, Language::JsonPath).method(method, [self.context(context)])
            }
            Expr::Array(_) | Expr::Object(_) => self.json(value, Self::serialisable),
            Expr::Replaced(whole, parts) => self.replaced(whole, parts),
        }
    }

    fn output_of_step(&self, output: OutputRef, pointer: &Pointer) -> Code {
        let Some(variable) = self.variable(output) else { return Code::Bug("an output is lost") };
        let place = name(&variable.ident);
        if pointer.is_empty() {
            return handed_on(place, variable.held);
        }
        call("rt::part", [referred(place, variable.held), text(pointer.to_string())])
    }

    fn length(&self, of: &Expr) -> Code {
        let value = self.serialisable(of);
        let is_body = matches!(of, Expr::Exchange(Exchange::Body(_)));
        if is_body { value.then("length") } else { call("rt::operand", [value]).then("length") }
    }

    fn exchange(&self, exchange: &Exchange) -> Code {
        let response = self.response();
        match exchange {
            Exchange::StatusCode => response.then("status"),
            Exchange::Method => response.then("method"),
            Exchange::Url => response.then("url"),
            Exchange::Header(name) => response.method("header", [text(name)]),
            Exchange::Body(pointer) => response.method("at", [text(pointer.to_string())]),
            Exchange::Output { output, pointer } => self.called_output(*output, pointer),
        }
    }

    /// An output of the workflow that the step has called, for a comparison.
    fn called_output(&self, output: usize, pointer: &Pointer) -> Code {
        let field = |asked: &Asked| self.model.workflows.get(asked.called?)?.outputs.get(output);
        let found = self.asked.and_then(|asked| Some((asked, field(asked)?)));
        let Some((asked, field)) = found else { return Code::Bug("a called workflow has no such output") };
        let response = name(&asked.ident);
        let value = if asked.attempt {
            let field = Code::Closure("output", Box::new(name("output").field(&field.ident).referred()));
            response.then("output").method("map", [field])
        } else {
            response.field(&field.ident).referred()
        };
        let operand = call("rt::operand", [value]);
        if pointer.is_empty() { operand } else { operand.method("at", [text(pointer.to_string())]) }
    }

    fn replaced(&self, whole: &Expr, parts: &[(Target, Expr)]) -> Code {
        let is_xml = |(target, _): &(Target, Expr)| matches!(target, Target::Each { language: Language::XPath, .. });
        let new = if parts.iter().any(is_xml) { "rt::ReplacedXml::new" } else { "rt::Replaced::new" };
        let whole = call(new, [self.serialisable(whole)]);
        parts.iter().fold(whole, |whole, (target, value)| {
            let value = if self.is_absent(value) { Code::Nothing(Some(Ty::Null)) } else { self.serialisable(value) };
            match target {
                Target::At(pointer) => whole.method("at", [text(pointer.to_string()), value]),
                Target::Each { language, query, .. } => {
                    whole.method("each", [self.program(query, *language).referred(), value])
                }
            }
        })
    }

    /// A value as one side of a comparison.
    pub(super) fn operand(&self, value: &Expr) -> Code {
        let is_direct = match value {
            Expr::Literal(Value::Null) => return name("rt::Operand::Null"),
            Expr::Literal(literal) => !matches!(literal, Value::Array(_) | Value::Object(_)),
            Expr::Exchange(_) | Expr::Length(_) => true,
            Expr::Input(path) => path.pointer.is_empty() && is_plain(&path.ty),
            Expr::Output { output, pointer } => match self.variable(*output).and_then(|known| known.ty.as_ref()) {
                None => return name("rt::Operand::Nothing"),
                Some(ty) => pointer.is_empty() && is_plain(ty),
            },
            Expr::Template(_)
            | Expr::Array(_)
            | Expr::Object(_)
            | Expr::Replaced(..)
            | Expr::Base64(_)
            | Expr::Select { .. }
            | Expr::Transfer(_) => false,
        };
        let value = self.serialisable(value);
        if is_direct { value } else { call("rt::operand", [value]) }
    }

    /// A value that a query looks into: of a body its JSON, never its text.
    pub(super) fn context(&self, value: &Expr) -> Code {
        self.body_as("json", value)
    }

    /// A value that an XPath looks into: of a body its text, whatever its type.
    pub(super) fn xml(&self, value: &Expr) -> Code {
        self.body_as("xml", value)
    }

    fn body_as(&self, method: &str, value: &Expr) -> Code {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => self.response().method(method, [text(pointer.to_string())]),
            other => self.operand(other),
        }
    }
}

/// Types that comparisons take directly.
fn is_plain(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Digits | Ty::Boolean | Ty::Value | Ty::Json)
}
