//! `$request`: what a step has sent. Nothing of it is kept at run time: the values that made the request are still there when
//! its response is looked at.

use super::inside::inside;
use super::notes::Values;
use super::site::{Position, Site};
use crate::diagnostic::{Kind, Reported};
use crate::model::{BodyForm, Expr, InputTypes, Request, Target};
use crate::openapi::Location;
use crate::resolve::operations::same_name;
use crate::suggest::closest;
use crate::syntax::expression::{Located, Name, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Values<'_> {
    pub(crate) fn sent(&mut self, part: &Part, site: Site<'_>) -> Result<Expr, Reported> {
        let step = match site.position {
            Position::Request => return self.wrong_scope("$request", "the request is not made yet", site),
            Position::Workflow => {
                let reason = "it belongs to a step; make it an output of the step, and read that";
                return self.wrong_scope("$request", reason, site);
            }
            Position::Response { step } if self.known.callee(step).is_some() => {
                let reason = "a step that calls a workflow sends no request of its own";
                return self.wrong_scope("$request", reason, site);
            }
            Position::Response { step } => step,
        };
        // Without an operation there is no request, which was reported.
        let sent = self.known.operation(step).and(site.request);
        let request = sent.ok_or_else(|| self.report.refused(site.mark()))?;
        let value = match part {
            Part::Header(name) => self.sent_header(request, name, site),
            Part::Query(name) => self.sent_parameter(request, Location::Query, name, site),
            Part::Path(name) => self.sent_parameter(request, Location::Path, name, site),
            Part::Body(pointer) => self.sent_body(request, pointer, site),
            Part::Payload(_) => self.wrong_scope("$request.payload", "only AsyncAPI steps have a payload", site),
        }?;
        // The step's own outputs are those of its last response by now; what was sent were those of the one before.
        if value.outputs().iter().any(|output| output.step == step) {
            return self.unsupported("`$request` of a value that is an output of the same step", site);
        }
        Ok(value)
    }

    fn sent_header(&mut self, request: &Request, name: &Name, site: Site<'_>) -> Result<Expr, Reported> {
        let is_named = |header: &str| name.value.eq_ignore_ascii_case(header);
        let given = request.arguments.iter().any(|argument| {
            argument.location == Location::Header && same_name(Location::Header, &argument.name, &name.value)
        });
        let text = |text: &String| Ok(Expr::Literal(Value::String(text.as_str().into())));
        match (&request.accept, &request.body) {
            (Some(accept), _) if !given && is_named("accept") => text(accept),
            (_, Some(body)) if !given && is_named("content-type") => match body.form {
                BodyForm::Multipart(_) | BodyForm::Bytes => {
                    self.unsupported("the content type of a body that says itself what it is", site)
                }
                _ => text(&body.content_type),
            },
            _ => self.sent_parameter(request, Location::Header, name, site),
        }
    }

    fn sent_parameter(
        &mut self,
        request: &Request,
        location: Location,
        name: &Name,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let own = || request.arguments.iter().filter(|argument| argument.location == location);
        if let Some(found) = own().find(|argument| same_name(location, &argument.name, &name.value)) {
            return Ok(found.value.clone());
        }
        let closest = closest(&name.value, own().map(|argument| argument.name.as_str()));
        let what = format!("{} parameter `{}`", location.text(), name.value);
        let kind = Kind::NotSent { what, name: name.value.clone(), closest };
        Err(self.report.refuse(site.place.range(name.range.clone()), kind))
    }

    /// Of forms and bodies of several parts it is the object that they are made of (SPEC A-59).
    fn sent_body(&mut self, request: &Request, pointer: &Located<Pointer>, site: Site<'_>) -> Result<Expr, Reported> {
        let whole = request.body.as_ref().map(|body| body.value.clone());
        let is_queried = |(target, _): &(Target, Expr)| matches!(target, Target::Each { .. });
        if !pointer.value.is_empty() && matches!(&whole, Some(Expr::Replaced(_, parts)) if parts.iter().any(is_queried))
        {
            return self.unsupported("a part of a body with replacements whose targets are queries", site);
        }
        let found = whole.and_then(|whole| part_of(whole, &pointer.value, &self.known.inputs));
        found.ok_or_else(|| {
            let what =
                if pointer.value.is_empty() { "body".to_owned() } else { format!("body with `{}`", pointer.value) };
            let kind = Kind::NotSent { what, name: pointer.value.to_string(), closest: None };
            self.report.refuse(site.mark(), kind)
        })
    }
}

/// A part of a value that the document writes; `None` where it surely has no such part.
fn part_of(value: Expr, part: &Pointer, inputs: &InputTypes) -> Option<Expr> {
    let Some(token) = part.tokens().first() else { return Some(value) };
    let rest = part.from(1);
    match value {
        Expr::Object(members) => {
            let (_, member) = members.into_iter().find(|(name, _)| name == token)?;
            part_of(member, &rest, inputs)
        }
        Expr::Array(items) => part_of(items.into_iter().nth(token.parse().ok()?)?, &rest, inputs),
        Expr::Replaced(whole, parts) => {
            let mut parts = parts.into_iter().rev();
            let touches = |target: &Target| match target {
                Target::At(changed) => changed.starts_with(part) || part.starts_with(changed),
                Target::Each { .. } => true,
            };
            match parts.find(|(target, _)| touches(target)) {
                Some((Target::At(changed), new)) if part.starts_with(&changed) => {
                    part_of(new, &part.from(changed.tokens().len()), inputs)
                }
                Some(_) => None,
                None => Some(inside(*whole, part, inputs)),
            }
        }
        value @ (Expr::Input(_) | Expr::Output { .. }) => Some(inside(value, part, inputs)),
        _ => None,
    }
}
