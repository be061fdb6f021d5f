//! Outputs that are read and that no step declares.

use super::expression::{Position, meant};
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{Payload, PayloadKind};
use crate::model::{Exchange, Expr, StatusSet};
use crate::openapi::Reach;
use crate::place::Place;
use crate::syntax::expression::{ComponentKind, Named};
use crate::syntax::pointer::Pointer;

impl Scope<'_, '_> {
    /// An output that the step does not declare, and no declared one is nearly called so: the only thing of its name that the
    /// step has, in the body that its operation answers with or in what it sends.
    pub(super) fn deduced_output(
        &mut self,
        step: usize,
        output: &Named,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        let name = output.name.value.split(['.', '[']).next().filter(|name| !name.is_empty())?.to_owned();
        let part = meant(output, &std::iter::once(name.as_str()))?.pointer;
        let in_body = Pointer::from_tokens(vec![name.clone()]);
        let (answered, sent) = (self.is_answered(step, &in_body), self.sent_once(step, &name));
        let (value, meant) = match (answered, sent) {
            (true, None) => {
                let meant = format!("$response.body#{in_body}");
                (self.member(step, in_body.join(&part), &name, place, position), meant)
            }
            (false, Some(sent)) => self.sent_value(&sent, &part)?,
            _ => return None,
        };
        let step = self.workflow.steps.get(step)?.id.text.clone();
        let kind = Kind::UndeclaredOutput { step, output: name, meant: Some(meant) };
        self.context.report.add(place.range(output.name.range.clone()), kind);
        Some(value)
    }

    fn member(&mut self, step: usize, pointer: Pointer, name: &str, place: &Place, position: Position) -> Expr {
        let value = Expr::Exchange(Exchange::Body(pointer));
        if position == (Position::Response { step }) {
            return value;
        }
        let output = self.implicit_output(step, value, name.to_owned(), place);
        Expr::Output { output, pointer: Pointer::default() }
    }

    /// Whether a response that is no error has a schema for a member of its body.
    fn is_answered(&mut self, step: usize, member: &Pointer) -> bool {
        let fine = StatusSet::of(200..=399);
        self.told(step, member).iter().any(|told| {
            let is_fine = told.status.statuses().is_none_or(|set| set.intersects(&fine));
            is_fine && matches!(&told.reach, Ok(Reach { schema: Some(_), undeclared: None, .. }))
        })
    }

    /// The value of the only parameter or member of the body that has a name, among those that a step sends.
    fn sent_once(&mut self, step: usize, name: &str) -> Option<Payload> {
        let (workflow, components) = (self.workflow, &self.document.components.parameters);
        let step = workflow.steps.get(step)?;
        let mut found = Vec::new();
        for parameter in &step.parameters {
            let parameter = self.dereference(parameter, ComponentKind::Parameters, components)?;
            found.extend((parameter.name.text == name).then_some(parameter.value));
        }
        let payload = step.request_body.as_ref().and_then(|body| body.payload.as_ref());
        if let Some(PayloadKind::Object(members)) = payload.map(|payload| &payload.kind) {
            found.extend(members.iter().filter(|(member, _)| member == name).map(|(_, value)| value.clone()));
        }
        let value = found.pop();
        value.filter(|_| found.is_empty())
    }

    /// What was sent, where it is the same whenever it is read.
    fn sent_value(&mut self, sent: &Payload, part: &Pointer) -> Option<(Expr, String)> {
        let written = self.context.library.peek(&sent.place)?.value.as_str()?.to_owned();
        let value = self.payload(sent, Position::Request)?;
        let is_fixed = matches!(value, Expr::Input(_));
        is_fixed.then(|| (self.inside(value, part), written))
    }
}
