//! `$request`: what a step has sent. Nothing of it is kept at run time: the values that made the request are still there when
//! its response is looked at.

use super::expression::Position;
use super::operations::same_name;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::model::{BodyForm, Expr, Request, Target};
use crate::openapi::Location;
use crate::place::Place;
use crate::suggest::closest;
use crate::syntax::expression::{Located, Name, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Scope<'_, '_> {
    pub(super) fn sent(&mut self, part: &Part, place: &Place, position: Position) -> Option<Expr> {
        let step = match position {
            Position::Request => return self.wrong_scope("$request", "the request is not made yet", place),
            Position::Workflow => {
                let reason = "it belongs to a step; make it an output of the step, and read that";
                return self.wrong_scope("$request", reason, place);
            }
            Position::Response { step } if self.callee(step).is_some() => {
                let reason = "a step that calls a workflow sends no request of its own";
                return self.wrong_scope("$request", reason, place);
            }
            Position::Response { step } => step,
        };
        // Without an operation there is no request, which was reported.
        self.operations.get(step)?.as_ref()?;
        let request = self.request.clone()?;
        let value = match part {
            Part::Header(name) => self.sent_header(&request, name, place),
            Part::Query(name) => self.sent_parameter(&request, Location::Query, name, place),
            Part::Path(name) => self.sent_parameter(&request, Location::Path, name, place),
            Part::Body(pointer) => self.sent_body(&request, pointer, place),
            Part::Payload(_) => self.wrong_scope("$request.payload", "only AsyncAPI steps have a payload", place),
        }?;
        // The step's own outputs are those of its last response by now; what was sent were those of the one before.
        if value.outputs().iter().any(|output| output.step == step) {
            return self.unsupported("`$request` of a value that is an output of the same step", place);
        }
        Some(value)
    }

    fn sent_header(&mut self, request: &Request, name: &Name, place: &Place) -> Option<Expr> {
        let is_named = |header: &str| name.value.eq_ignore_ascii_case(header);
        let given = request.arguments.iter().any(|argument| {
            argument.location == Location::Header && same_name(Location::Header, &argument.name, &name.value)
        });
        let text = |text: &String| Some(Expr::Literal(Value::String(text.as_str().into())));
        match (&request.accept, &request.body) {
            (Some(accept), _) if !given && is_named("accept") => text(accept),
            (_, Some(body)) if !given && is_named("content-type") => match body.form {
                BodyForm::Multipart(_) | BodyForm::Bytes => {
                    self.unsupported("the content type of a body that says itself what it is", place)
                }
                _ => text(&body.content_type),
            },
            _ => self.sent_parameter(request, Location::Header, name, place),
        }
    }

    fn sent_parameter(&mut self, request: &Request, location: Location, name: &Name, place: &Place) -> Option<Expr> {
        let own = || request.arguments.iter().filter(|argument| argument.location == location);
        if let Some(found) = own().find(|argument| same_name(location, &argument.name, &name.value)) {
            return Some(found.value.clone());
        }
        let closest = closest(&name.value, own().map(|argument| argument.name.as_str()));
        let what = format!("{} parameter `{}`", location.text(), name.value);
        let kind = Kind::NotSent { what, name: name.value.clone(), closest };
        self.context.report.add(place.range(name.range.clone()), kind);
        None
    }

    /// Of forms and bodies of several parts it is the object that they are made of (SPEC A-59).
    fn sent_body(&mut self, request: &Request, pointer: &Located<Pointer>, place: &Place) -> Option<Expr> {
        let whole = request.body.as_ref().map(|body| body.value.clone());
        let is_queried = |(target, _): &(Target, Expr)| matches!(target, Target::Each { .. });
        if !pointer.value.is_empty() && matches!(&whole, Some(Expr::Replaced(_, parts)) if parts.iter().any(is_queried))
        {
            return self.unsupported("a part of a body with replacements whose targets are queries", place);
        }
        let found = whole.and_then(|whole| self.part_of(whole, &pointer.value));
        if found.is_none() {
            let what =
                if pointer.value.is_empty() { "body".to_owned() } else { format!("body with `{}`", pointer.value) };
            let kind = Kind::NotSent { what, name: pointer.value.to_string(), closest: None };
            self.context.report.add(self.mark(place), kind);
        }
        found
    }

    /// A part of a value that the document writes; `None` where it surely has no such part.
    fn part_of(&self, value: Expr, part: &Pointer) -> Option<Expr> {
        let Some(token) = part.tokens().first() else { return Some(value) };
        let rest = part.from(1);
        match value {
            Expr::Object(members) => {
                let (_, member) = members.into_iter().find(|(name, _)| name == token)?;
                self.part_of(member, &rest)
            }
            Expr::Array(items) => self.part_of(items.into_iter().nth(token.parse().ok()?)?, &rest),
            Expr::Replaced(whole, parts) => {
                let mut parts = parts.into_iter().rev();
                let touches = |target: &Target| match target {
                    Target::At(changed) => changed.starts_with(part) || part.starts_with(changed),
                    Target::Each { .. } => true,
                };
                match parts.find(|(target, _)| touches(target)) {
                    Some((Target::At(changed), new)) if part.starts_with(&changed) => {
                        self.part_of(new, &part.from(changed.tokens().len()))
                    }
                    Some(_) => None,
                    None => Some(self.inside(*whole, part)),
                }
            }
            value @ (Expr::Input(_) | Expr::Output { .. }) => Some(self.inside(value, part)),
            _ => None,
        }
    }
}
