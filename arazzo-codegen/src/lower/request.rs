//! The request of a step.

use super::code::{Code, call, constant, flag, name, run, slice, text};
use super::site::Site;
use crate::model::{Argument, Body, BodyForm, Expr, Request, Serialisation};
use crate::openapi::{Location, Style};

/// The media types that have methods of their own.
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const JSON: &str = "application/json";

impl Site<'_> {
    /// `run.step(&STEP)….send().await?`. What surely has no value is left out.
    pub(super) fn sent(&self, request: &Request, constant: &str, attempt: bool) -> Code {
        let step = run("step", [name(constant).referred()]);
        let arguments = request.arguments.iter().filter(|argument| !self.is_absent(&argument.value));
        let step = arguments.fold(step, |step, argument| self.parameter(step, argument));
        let step = match request.body.as_ref().filter(|body| !self.is_absent(&body.value)) {
            // The run looks whether it has a value.
            Some(body) => {
                let is_checked = body.required && !self.is_certain(&body.value);
                self.body(step, body).then_if(is_checked, "body_required")
            }
            None => step,
        };
        let step = match request.timeout {
            Some(timeout) => step.method("timeout", [Code::Duration(timeout)]),
            None => step,
        };
        step.then(if attempt { "attempt" } else { "send" }).awaited().tried()
    }

    fn parameter(&self, step: Code, argument: &Argument) -> Code {
        let value = self.serialisable(&argument.value);
        if argument.location == Location::QueryString {
            let value = match &argument.value {
                _ if argument.style.json => call("rt::percent", [value]),
                Expr::Template(_) => value,
                _ => call("rt::text", [value]),
            };
            return step.method("querystring", [value]);
        }
        let method = argument.location.text();
        if argument.style == Serialisation::default_for(argument.location) {
            return step.method(method, [text(&argument.name), value]);
        }
        step.method("parameter", [styled(method, &argument.name, &argument.style).referred(), value])
    }

    fn body(&self, step: Code, body: &Body) -> Code {
        let (content_type, value) = (text(&body.content_type), &body.value);
        let sent = || self.serialisable(value);
        match &body.form {
            BodyForm::Json => {
                // Where Rust says `None` for null, null is the body.
                let sent = sent().wrapped_if(self.is_null_none(value));
                of_type(step, ("json", "json_as"), (&body.content_type, JSON), sent)
            }
            BodyForm::Xml(index) => {
                let xml = constant(self.workflow.xml.get(*index).map(|xml| &xml.constant));
                step.method("xml", [content_type, xml.referred(), sent()])
            }
            BodyForm::UrlEncoded(fields) if fields.is_empty() && body.content_type == FORM => {
                step.method("form", [sent()])
            }
            BodyForm::UrlEncoded(fields) => {
                let fields = fields.iter().map(|(name, written)| styled("field", name, written));
                step.method("form_as", [content_type, slice(fields), sent()])
            }
            BodyForm::Bytes => step.method("bytes", [content_type, self.sent_bytes(value)]),
            BodyForm::Multipart(parts) => {
                let parts = self.multipart(value, parts);
                of_type(step, ("multipart", "multipart_as"), (&body.content_type, MULTIPART), parts)
            }
            BodyForm::Text if matches!(value, Expr::Template(_)) => step.method("text", [content_type, sent()]),
            BodyForm::Text => step.method("text", [content_type, call("rt::text", [sent()])]),
        }
    }
}

/// A body of the type that a method has, or of another one.
fn of_type(step: Code, methods: (&str, &str), (own, usual): (&str, &str), value: Code) -> Code {
    if own == usual { step.method(methods.0, [value]) } else { step.method(methods.1, [text(own), value]) }
}

/// A parameter or field that is not written as it is by default.
fn styled(location: &str, of: &str, serialisation: &Serialisation) -> Code {
    let parameter = call(format!("rt::Parameter::{location}"), [text(of)]);
    if serialisation.json {
        return parameter.then("json");
    }
    let styled = parameter.method("style", [style(serialisation.style)]);
    let styled = styled.method("explode", [flag(serialisation.explode)]);
    let styled = styled.then_if(serialisation.allow_reserved, "allow_reserved");
    if serialisation.within.is_empty() {
        return styled;
    }
    styled.method("within", [styles(&serialisation.within)])
}

/// The styles of lists in a list.
pub(super) fn styles(within: &[Style]) -> Code {
    slice(within.iter().map(|style| self::style(*style)))
}

pub(super) fn style(style: Style) -> Code {
    name(match style {
        Style::Simple => "rt::Style::Simple",
        Style::Label => "rt::Style::Label",
        Style::Matrix => "rt::Style::Matrix",
        Style::Form => "rt::Style::Form",
        Style::SpaceDelimited => "rt::Style::SpaceDelimited",
        Style::PipeDelimited => "rt::Style::PipeDelimited",
        Style::TabDelimited => "rt::Style::TabDelimited",
        Style::DeepObject => "rt::Style::DeepObject",
        Style::Cookie => "rt::Style::Cookie",
    })
}
