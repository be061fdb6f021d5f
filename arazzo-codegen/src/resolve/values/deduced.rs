//! Outputs that are read and that no step declares.

use super::inside::inside;
use super::meant::meant;
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::Kind;
use crate::document::{Payload, PayloadKind};
use crate::model::{Exchange, Expr, Id, StepId};
use crate::openapi::Reach;
use crate::resolve::written::written;
use crate::status::StatusSet;
use crate::syntax::expression::{Expression, Named};
use crate::syntax::pointer::Pointer;
use crate::syntax::template::{Piece, Text, Written};

impl Values<'_> {
    /// An output that the step does not declare, and no declared one is nearly called so: the only thing of its name that the
    /// step has, in the body that its operation answers with or in what it sends.
    pub(super) fn deduced_output(&mut self, step: StepId, output: &Named, site: Site<'_>) -> Option<Expr> {
        let name = output.name.value.split(['.', '[']).next().filter(|name| !name.is_empty())?.to_owned();
        let part = meant(output, &std::iter::once(name.as_str()))?.pointer;
        let in_body = Pointer::from_tokens(vec![name.clone()]);
        let (value, meant) = match self.only_thing(step, &name) {
            Only::Answered => {
                let meant = format!("$response.body#{in_body}");
                (self.member(step, in_body.join(&part), &name, site), meant)
            }
            Only::Sent(sent) => {
                let input = self.input_sent(step, &name)?;
                let value = self.expression(&Expression::Input(input), site.at(&sent.place).in_request()).ok()?;
                (inside(value, &part, &self.known.inputs), written(self.library, &sent.place, ..))
            }
            Only::Nothing => return None,
        };
        let step = self.known.workflow.steps.get(step.index())?.id.text.clone();
        let kind = Kind::UndeclaredOutput { step, output: name, meant: Some(meant) };
        self.report.add(site.place.range(output.name.range.clone()), kind);
        Some(value)
    }

    fn member(&mut self, step: StepId, pointer: Pointer, name: &str, site: Site<'_>) -> Expr {
        let value = Expr::Exchange(Exchange::Body(pointer));
        if site.step() == Some(step) {
            return value;
        }
        let output = self.implicit_output(step, value, name.to_owned(), site.place);
        Expr::Output { output, pointer: Pointer::default() }
    }

    /// Whether a response that is no error has a schema for a member of its body.
    fn is_answered(&mut self, step: StepId, member: &Pointer) -> bool {
        let fine = StatusSet::of(200..=399);
        self.responses().told(step, member).iter().any(|told| {
            let is_fine = told.status.statuses().is_none_or(|set| set.intersects(&fine));
            is_fine && matches!(&told.reach, Ok(Reach { schema: Some(_), undeclared: None, .. }))
        })
    }

    /// The value of the only parameter or member of the body that has a name, among those that a step sends.
    fn sent_once(&mut self, step: StepId, name: &str) -> Option<Payload> {
        let step = self.known.workflow.steps.get(step.index())?;
        let mut found = Vec::new();
        for parameter in &step.parameters {
            let parameter = self.known_parameter(parameter).ok()?;
            found.extend((parameter.name.text == name).then_some(parameter.value));
        }
        let payload = step.request_body.as_ref().and_then(|body| body.payload.as_ref());
        if let Some(PayloadKind::Object(members)) = payload.map(|payload| &payload.kind) {
            found.extend(members.iter().filter(|(member, _)| member == name).map(|(_, value)| value.clone()));
        }
        let value = found.pop();
        value.filter(|_| found.is_empty())
    }

    fn only_thing(&mut self, step: StepId, name: &str) -> Only {
        let is_answered = self.is_answered(step, &Pointer::from_tokens(vec![name.to_owned()]));
        match (is_answered, self.sent_once(step, name)) {
            (true, None) => Only::Answered,
            (false, Some(sent)) => Only::Sent(sent),
            _ => Only::Nothing,
        }
    }

    /// The input that a step sends by a name, and that is the same whenever it is read: what is sent may itself be an output
    /// that its step does not declare. Each of them is looked at once, and a circle of them is nothing.
    fn input_sent(&mut self, step: StepId, name: &str) -> Option<Named> {
        let mut passed = Vec::new();
        let mut at = (step, name.to_owned());
        let found = loop {
            if let Some(known) = self.notes.deduced.get(&at) {
                break known.clone();
            }
            // Whoever comes here once more has gone in a circle.
            self.notes.deduced.insert(at.clone(), None);
            #[cfg(test)]
            tests::count();
            let next = self.passed_on(&at);
            passed.push(at);
            match next {
                Some(Next::Input(input)) => break Some(input),
                Some(Next::Output(next)) => at = next,
                None => break None,
            }
        };
        self.notes.deduced.extend(passed.into_iter().map(|at| (at, found.clone())));
        found
    }

    /// What a step sends by a name, where that is one expression.
    fn passed_on(&mut self, (step, name): &(StepId, String)) -> Option<Next> {
        let Only::Sent(sent) = self.only_thing(*step, name) else { return None };
        let PayloadKind::Text(text) = sent.kind else { return None };
        let expression = match text {
            Text::Expression(expression) => expression,
            Text::Template(pieces) => match <[Piece; 1]>::try_from(pieces) {
                Ok([Piece::Hole { expression, written: Written::Braced, .. }]) => expression,
                _ => return None,
            },
            Text::Literal(_) => return None,
        };
        match expression {
            Expression::Input(input) => Some(Next::Input(input)),
            Expression::Step { step, output } if output.pointer.value.is_empty() && output.unusual.is_none() => {
                let step = self.known.workflow.steps.iter().position(|known| known.id.text == step.value)?;
                let is_declared =
                    self.known.workflow.steps[step].outputs.iter().any(|known| known.name == output.name.value);
                (!is_declared).then_some(Next::Output((StepId::new(step), output.name.value)))
            }
            _ => None,
        }
    }
}

/// The only thing of a name that a step has.
enum Only {
    /// A member of the body that its operation answers with.
    Answered,
    /// What it sends.
    Sent(Payload),
    /// There is none, or more than one.
    Nothing,
}

/// What one expression that is sent leads to.
enum Next {
    Input(Named),
    /// An output that its step does not declare.
    Output((StepId, String)),
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fmt::Write;

    use crate::Document;
    use crate::files::tests::folder;

    thread_local! {
        static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        LOOKED_AT.set(LOOKED_AT.get() + 1);
    }

    const API: &str = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nservers: [{url: 'http://localhost'}]\npaths:\n  /x:\n    \
        get:\n      operationId: op\n      parameters: [{name: t, in: query, schema: {type: string}}]\n      \
        responses: {'200': {description: ok}}\n";

    /// How many names are looked at for a workflow of steps that send each a text.
    fn looked_at(steps: usize, text: impl Fn(usize) -> String) -> usize {
        let folder = folder();
        let mut document = "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yml, \
            type: openapi}]\nworkflows:\n  - workflowId: w\n    inputs: {type: object, properties: {t: {type: string}}}\n    \
            steps:\n"
            .to_owned();
        for step in 0..steps {
            let parameters = format!("[{{name: t, in: query, value: '{}'}}]", text(step));
            writeln!(document, "      - {{stepId: s{step}, operationId: op, parameters: {parameters}}}").unwrap();
        }
        std::fs::write(folder.join("api.yml"), API).unwrap();
        std::fs::write(folder.join("w.yml"), document).unwrap();
        LOOKED_AT.set(0);
        drop(crate::compile(&folder, &Document::new("w.yml"), &proc_macro2::TokenStream::new()));
        std::fs::remove_dir_all(folder).unwrap();
        LOOKED_AT.get()
    }

    #[test]
    fn work_grows_no_faster_than_the_number_of_steps() {
        let output = |step: usize| format!("$steps.s{step}.outputs.t");
        let before = |step: usize| if step == 0 { "$inputs.t".to_owned() } else { output(step - 1) };
        let twice = |step: usize| if step == 0 { "x".to_owned() } else { format!("{{{0}}}{{{0}}}", output(step - 1)) };
        for steps in [20, 40] {
            assert!(looked_at(steps, before) <= steps);
            assert!(looked_at(steps, twice) <= steps);
            assert!(looked_at(steps, |step| output((step + 1) % steps)) <= steps);
            assert!(looked_at(steps, output) <= steps);
        }
    }
}
