//! From runtime expressions to values.

use super::notes::Values;
use super::site::{Position, Site};
use crate::diagnostic::{Kind, Reported};
use crate::model::{Exchange, Expr};
use crate::resolve::responses::PartRead;
use crate::suggest::similar;
use crate::syntax::expression::{Expression, Name, Part};
use crate::value::Value;

impl Values<'_> {
    /// One expression.
    pub(crate) fn expression(&mut self, expression: &Expression, site: Site<'_>) -> Result<Expr, Reported> {
        let place = site.place;
        match expression {
            Expression::Inputs => self.all_inputs(site),
            Expression::Input(named) => self.input(named, site),
            Expression::Step { step, output } => self.step_output(&step.value, &step.range, output, site),
            Expression::Url => self.exchange(Exchange::Url, "$url", site),
            Expression::Method => self.exchange(Exchange::Method, "$method", site),
            Expression::StatusCode => self.exchange(Exchange::StatusCode, "$statusCode", site),
            Expression::Response(Part::Header(name)) => {
                if let Some(step) = site.step() {
                    self.note_read(step, PartRead::Header(name.value.clone()), place.range(name.range.clone()));
                }
                self.exchange(Exchange::Header(name.value.clone()), "$response", site)
            }
            Expression::Response(Part::Body(pointer)) => {
                self.exchange(Exchange::Body(pointer.value.clone()), "$response", site)
            }
            Expression::Response(_) => {
                let reason = "a response has a header and a body only";
                self.wrong_scope("$response", reason, site)
            }
            Expression::Source { source, reference } => self.source_field(source, &reference.value, site),
            Expression::Message(_) => self.wrong_scope("$message", "only AsyncAPI steps have messages", site),
            Expression::Component { .. } => {
                self.wrong_scope("$components", "components are used through `reference` only", site)
            }
            Expression::Request(part) => self.sent(part, site),
            Expression::SelfUri => self.self_uri(site),
            Expression::Output(output) => self.own_or_called(output, site),
            Expression::Workflow { workflow, field, value } => self.other_workflow(workflow, *field, value, site),
        }
    }

    fn exchange(&mut self, exchange: Exchange, root: &str, site: Site<'_>) -> Result<Expr, Reported> {
        match site.position {
            Position::Response { step } if self.known.callee(step).is_some() && exchange != Exchange::StatusCode => {
                self.wrong_scope(root, "a step that calls a workflow has `$outputs`, and no response of its own", site)
            }
            Position::Response { .. } => Ok(Expr::Exchange(exchange)),
            Position::Request => self.wrong_scope(root, "the request is not sent yet", site),
            Position::Workflow => {
                self.wrong_scope(root, "it belongs to a step; make it an output of the step, and read that", site)
            }
        }
    }

    fn source_field(&mut self, source: &Name, field: &str, site: Site<'_>) -> Result<Expr, Reported> {
        let Some(description) = self.known.document.sources.iter().find(|known| known.name.text == source.value) else {
            let known: Vec<String> = self.known.document.sources.iter().map(|known| known.name.text.clone()).collect();
            let similar = similar(&source.value, known.iter().map(String::as_str));
            let kind = Kind::UnknownSource { source: source.value.clone(), similar };
            return Err(self.report.refuse(site.place.range(source.range.clone()), kind));
        };
        self.notes.sources.push(source.value.clone());
        let text = match field {
            "name" => &description.name.text,
            "url" => &description.url.text,
            "type" => {
                let Some(kind) = description.kind else {
                    let reason = "the source does not say its `type`";
                    return self.wrong_scope(&format!("$sourceDescriptions.{}.type", source.value), reason, site);
                };
                kind.text()
            }
            _ => {
                let reason = "of a source only `name`, `url` and `type` are values";
                return self.wrong_scope(&format!("$sourceDescriptions.{}.{field}", source.value), reason, site);
            }
        };
        Ok(Expr::Literal(Value::String(text.into())))
    }

    fn self_uri(&mut self, site: Site<'_>) -> Result<Expr, Reported> {
        let Some(uri) = &self.known.document.self_uri else {
            return self.wrong_scope("$self", "the document does not say its own `$self`", site);
        };
        Ok(Expr::Literal(Value::String(uri.as_str().into())))
    }
}
