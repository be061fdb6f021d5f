//! `$steps.step.outputs.name` and `$outputs.name`.

use std::ops::Range;

use super::implicit::Implicit;
use super::inside::inside;
use super::meant::{Form, Meant, meant};
use super::notes::Values;
use super::projection::Projection;
use super::site::{Position, Site};
use crate::diagnostic::{Kind, Reported};
use crate::document::OutputValue;
use crate::model::{Exchange, Expr, Id, OutputId, OutputRef, StepId};
use crate::place::Place;
use crate::suggest::similar;
use crate::syntax::expression::{Expression, Named, Part};
use crate::syntax::pointer::Pointer;

impl Values<'_> {
    /// `$outputs.name`: of the workflow that the step calls, or, where the workflow's outputs are made, one of these
    /// (SPEC A-36).
    pub(super) fn own_or_called(&mut self, output: &Named, site: Site<'_>) -> Result<Expr, Reported> {
        match site.position {
            Position::Response { step } if self.known.callee(step).is_some() => {
                self.callee_output(step, ("$outputs.", output), site)
            }
            Position::Workflow => self.sibling(output, site),
            Position::Request | Position::Response { .. } => {
                let reason = "it is the outputs of a called workflow in the step that calls it, and those of the \
                              workflow where these are listed";
                self.wrong_scope("$outputs", reason, site)
            }
        }
    }

    /// Another output of the workflow.
    fn sibling(&mut self, output: &Named, site: Site<'_>) -> Result<Expr, Reported> {
        let name = &output.name.value;
        let outputs = &self.known.workflow.outputs;
        let found = meant(output, &outputs.iter().map(|known| known.name.as_str()));
        let found = found.and_then(|meant| outputs.get(meant.index).map(|known| (known, meant)));
        let Some((found, Meant { pointer, form, .. })) = found else {
            let similar = similar(name, outputs.iter().map(|known| known.name.as_str()));
            let workflow = self.known.workflow.id.text.clone();
            let kind = Kind::UnknownWorkflowOutput { output: name.clone(), workflow, similar };
            return Err(self.report.refuse(site.place.range(output.name.range.clone()), kind));
        };
        if form == Form::Dotted {
            self.note_dotted(output, ("$outputs.", &found.name), &pointer, site);
        }
        let name = &found.name;
        let made = match site.make(&found.place, "the output would be made of itself") {
            Ok(made) => made,
            Err(reason) => return self.wrong_scope(&format!("$outputs.{name}"), reason, site),
        };
        let value = self.output(&found.value, site.making(&made))?;
        Ok(inside(value, &pointer, &self.known.inputs))
    }

    pub(crate) fn step_output(
        &mut self,
        step: &str,
        range: &Range<usize>,
        output: &Named,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let steps = &self.known.workflow.steps;
        let Some(position) = steps.iter().position(|known| known.id.text == step) else {
            let similar = similar(step, steps.iter().map(|known| known.id.text.as_str()));
            let (step, workflow) = (step.to_owned(), self.known.workflow.id.text.clone());
            let kind = Kind::UnknownStep { step, workflow, from: "the expression reads".to_owned(), similar };
            return Err(self.report.refuse(site.place.range(range.clone()), kind));
        };
        let (index, definition) = (StepId::new(position), &steps[position]);
        // Behind the last step it is clear what the name means; before it, it depends on which of them have run.
        if definition.repeats && !matches!(site.position, Position::Workflow) && site.step() != Some(index) {
            return Err(self
                .report
                .refuse(site.place.range(range.clone()), Kind::AmbiguousStep { step: step.to_owned() }));
        }
        let outputs = &definition.outputs;
        let name = &output.name.value;
        let found = meant(output, &outputs.iter().map(|known| known.name.as_str()));
        if found.is_none()
            && let Some(called) = self.named_callee_output(index, output)
        {
            let before = format!("$steps.{step}.outputs.");
            let kind = Kind::UndeclaredOutput { step: step.to_owned(), output: called, meant: None };
            self.report.add(site.place.range(output.name.range.clone()), kind);
            return if site.step() == Some(index) {
                self.callee_output(index, (&before, output), site)
            } else {
                self.callee_output_later(index, (&before, output), site)
            };
        }
        if found.is_none()
            && let Some(projection) = Projection::of(output)
        {
            return self.projected((step, range), output, &projection, site);
        }
        let Some(Meant { index: declared, pointer, form }) = found else {
            let similar = similar(name, outputs.iter().map(|known| known.name.as_str()));
            if similar.closest().is_none()
                && let Some(value) = self.deduced_output(index, output, site)
            {
                return Ok(value);
            }
            let kind = Kind::UnknownOutput { output: output.name.value.clone(), step: step.to_owned(), similar };
            return Err(self.report.refuse(site.place.range(output.name.range.clone()), kind));
        };
        let (pointer, at) = (&pointer, OutputRef { step: index, output: OutputId::new(declared) });
        self.notes.read.outputs.insert(at);
        // An unusual name was reported where it is declared.
        if form == Form::Dotted {
            let before = format!("$steps.{step}.outputs.");
            self.note_dotted(output, (&before, &outputs[declared].name), pointer, site);
        }
        if site.step() == Some(index) {
            return self.own_output(at, pointer, site);
        }
        if pointer.is_empty() {
            return Ok(Expr::Output { output: at, pointer: Pointer::default() });
        }
        // `#/part` of an output that is itself a part of a body: take that part from the body.
        if let OutputValue::Expression(Expression::Response(Part::Body(whole))) = &outputs[declared].value {
            let output = self.part_of_output(at, &whole.value, pointer);
            return Ok(Expr::Output { output, pointer: Pointer::default() });
        }
        Ok(Expr::Output { output: at, pointer: pointer.clone() })
    }

    /// A step that reads its own output in its criteria reads the response it has just got.
    fn own_output(&mut self, at: OutputRef, pointer: &Pointer, site: Site<'_>) -> Result<Expr, Reported> {
        let output = &self.known.workflow.steps[at.step.index()].outputs[at.output.index()];
        let site = site.at(&output.place);
        let made = match site.make(&output.place, "the output would read itself") {
            Ok(made) => made,
            Err(reason) => return self.wrong_scope("$steps", reason, site),
        };
        let value = self.output(&output.value, site.making(&made))?;
        Ok(inside(value, pointer, &self.known.inputs))
    }

    /// An output for a part of another one, which is a part of a body.
    fn part_of_output(&mut self, of: OutputRef, whole: &Pointer, part: &Pointer) -> OutputRef {
        let declared = &self.known.workflow.steps[of.step.index()].outputs[of.output.index()];
        // As a document names it, so that messages do.
        let name = format!("{}#{part}", declared.name);
        let value = Expr::Exchange(Exchange::Body(whole.join(part)));
        self.implicit_output(of.step, value, name, &declared.place)
    }

    /// An output for a value of a step that has no name in the document.
    pub(crate) fn implicit_output(&mut self, step: StepId, value: Expr, name: String, place: &Place) -> OutputRef {
        let place = place.clone();
        self.notes.implicit.output(self.known, Implicit { step, value, name, place })
    }
}
