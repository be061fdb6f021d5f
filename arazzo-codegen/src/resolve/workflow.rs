//! One workflow.

use std::collections::HashMap;
use std::ops::Range;

use super::Context;
use super::expression::Position;
use super::inputs::input_types;
use crate::diagnostic::{Kind, closest};
use crate::document::{self, OrReference};
use crate::model::{
    Expr, InputTypes, OutputRef, Presence, Scheme, Source, Step, StepOutput, Ty, Workflow, WorkflowOutput,
};
use crate::names::{self, Names};
use crate::openapi::{Operation, read_operation};
use crate::place::Place;
use crate::syntax::expression::{ComponentKind, Expression, Part};
use crate::syntax::pointer::Pointer;

/// Names that generated functions use themselves.
const LOCALS: [&str; 5] = ["client", "input", "run", "rt", "output"];

/// A workflow while it is resolved.
pub(super) struct Scope<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) workflow: &'c document::Workflow,
    pub(super) inputs: InputTypes,
    /// What each step calls, as far as it was found: the index of the source in `sources`, and the operation.
    pub(super) operations: Vec<Option<(usize, Operation)>>,
    /// Parts of outputs that expressions name with `#/pointer`: outputs of their own, without a name in the document.
    pub(super) implicit: Vec<(OutputRef, Pointer)>,
    pub(super) sources: Vec<Source>,
    /// The index in the document of each of `sources`.
    pub(super) source_positions: Vec<usize>,
    pub(super) schemes: Vec<Scheme>,
    /// Where in its string the expression stands that is being resolved, when it is not the whole of it.
    pub(super) part: Option<Range<usize>>,
}

/// Resolves a workflow as far as it can be: what is missing is in the report.
pub(super) fn resolve(context: &mut Context<'_>, workflow: &document::Workflow) -> Workflow {
    let inputs = input_types(context, workflow);
    for dependency in &workflow.depends_on {
        context.report.add(dependency.place.value(), Kind::Unsupported { what: "`dependsOn`".into() });
    }
    let mut scope = Scope {
        context,
        workflow,
        inputs,
        operations: Vec::new(),
        implicit: Vec::new(),
        sources: Vec::new(),
        source_positions: Vec::new(),
        schemes: Vec::new(),
        part: None,
    };
    scope.find_operations();
    let mut steps: Vec<Step> = (0..workflow.steps.len()).map(|index| scope.step(index)).collect();
    let outputs = scope.workflow_outputs();
    scope.add_implicit_outputs(&mut steps);
    let mut resolved = Workflow {
        id: workflow.id.text.clone(),
        ident: names::snake(&workflow.id.text),
        summary: workflow.summary.clone(),
        description: workflow.description.clone(),
        inputs: scope.inputs,
        sources: scope.sources,
        schemes: scope.schemes,
        steps,
        outputs,
    };
    super::outputs::shape_copies(&mut resolved);
    super::outputs::demand_outputs(&mut resolved, &context.options.required_outputs);
    super::outputs::type_workflow_outputs(&mut resolved);
    super::security::mark_secrets(&mut resolved);
    name_constants(&mut resolved);
    name_locals(&mut resolved);
    resolved
}

impl Scope<'_, '_> {
    fn find_operations(&mut self) {
        for step in &self.workflow.steps {
            let found = self.context.find_operation(&step.target).and_then(|found| {
                let description = self.context.operations.description(found.source)?.clone();
                let operation = read_operation(self.context.library, &description, &found.entry, self.context.report);
                Some((found.source, operation))
            });
            let found = found.map(|(position, operation)| (self.source(position), operation));
            self.operations.push(found);
        }
    }

    /// The index of a source among those that the workflow uses.
    fn source(&mut self, position: usize) -> usize {
        if let Some(index) = self.source_positions.iter().position(|known| *known == position) {
            return index;
        }
        let name = self.context.operations.source_name(position).to_owned();
        let file = self.context.operations.description(position).map(|description| description.root.place.file);
        let path = file.map(|file| self.context.library.files.get(file).shown.clone()).unwrap_or_default();
        self.source_positions.push(position);
        self.sources.push(Source { constant: names::shouty(&name), name, path, server: None });
        self.sources.len() - 1
    }

    /// The index of the step that an action goes to, or a report that there is none.
    pub(super) fn step_named(&mut self, name: &document::Word, action: &document::Word) -> Option<usize> {
        let steps = &self.workflow.steps;
        let found = steps.iter().position(|step| step.id.text == name.text);
        if found.is_none() {
            let closest = closest(&name.text, steps.iter().map(|step| step.id.text.as_str()));
            let workflow = self.workflow.id.text.clone();
            let from = format!("action `{}` goes to", action.text);
            let kind = Kind::UnknownStep { step: name.text.clone(), workflow, from, closest };
            self.context.report.add(name.place.value(), kind);
        }
        found
    }

    /// The object itself, or the component it refers to.
    pub(super) fn dereference<T: Clone>(
        &mut self,
        item: &OrReference<T>,
        kind: ComponentKind,
        components: &[(String, T)],
    ) -> Option<T> {
        let reference = match item {
            OrReference::Inline(item) => return Some(item.clone()),
            OrReference::Reference(reference) => reference,
        };
        let name = match &reference.expression {
            Expression::Component { kind: found, name } if *found == kind => name,
            _ => {
                let reason = match kind {
                    ComponentKind::Parameters => "a parameter is referred to as `$components.parameters.NAME`",
                    ComponentKind::SuccessActions => {
                        "an action is referred to here as `$components.successActions.NAME`"
                    }
                    ComponentKind::FailureActions => {
                        "an action is referred to here as `$components.failureActions.NAME`"
                    }
                };
                let written = self.context.library.peek(&reference.place);
                let written = written.and_then(|node| node.value.as_str().map(str::to_owned)).unwrap_or_default();
                let kind = Kind::WrongScope { expression: written, reason };
                self.context.report.add(reference.place.value(), kind);
                return None;
            }
        };
        let found = components.iter().find(|(known, _)| *known == name.value);
        if found.is_none() {
            let closest = closest(&name.value, components.iter().map(|(known, _)| known.as_str()));
            let kind = Kind::UnknownComponent { kind: kind.key(), name: name.value.clone(), closest };
            self.context.report.add(reference.place.range(name.range.clone()), kind);
        }
        found.map(|(_, item)| item.clone())
    }

    fn workflow_outputs(&mut self) -> Vec<WorkflowOutput> {
        let mut fields = Names::default();
        let mut outputs = Vec::new();
        for output in &self.workflow.outputs {
            let Some(value) = self.expression(&output.value, &output.place, Position::Workflow) else { continue };
            let ty = match &value {
                Expr::Input(path) => Ty::of_shape(&self.inputs.output_shape(&path.ty)),
                _ => Ty::Value,
            };
            let ident = fields.claim(names::snake(&output.name));
            let (name, place) = (output.name.clone(), output.place.clone());
            outputs.push(WorkflowOutput { name, ident, value, ty, secret: false, place });
        }
        outputs
    }

    /// An output for a part of another one; the same part is one output.
    pub(super) fn implicit_output(&mut self, of: OutputRef, pointer: Pointer) -> OutputRef {
        let known = self.implicit.iter().filter(|(base, _)| base.step == of.step);
        let position = known.clone().position(|(base, known)| *base == of && *known == pointer);
        let index = position.unwrap_or(known.count());
        if position.is_none() {
            self.implicit.push((of, pointer));
        }
        OutputRef { step: of.step, output: self.workflow.steps[of.step].outputs.len() + index }
    }

    fn add_implicit_outputs(&mut self, steps: &mut [Step]) {
        for (base, pointer) in std::mem::take(&mut self.implicit) {
            let success = steps[base.step].success.statuses();
            let declared = &self.workflow.steps[base.step].outputs[base.output];
            let whole = match &declared.value {
                Expression::Response(Part::Body(whole)) => whole.value.tokens().len(),
                _ => 0,
            };
            let part = Pointer::from_tokens(pointer.tokens()[whole..].to_vec());
            // As a document names it, so that messages do.
            let name = format!("{}#{part}", declared.name);
            let value = Expr::Exchange(crate::model::Exchange::Body(pointer));
            let output = self.step_output_of(base.step, name, value, &declared.place, &success);
            steps[base.step].outputs.push(output);
        }
    }

    /// An output with its shape and presence.
    pub(super) fn step_output_of(
        &mut self,
        step: usize,
        name: String,
        value: Expr,
        place: &Place,
        success: &crate::model::StatusSet,
    ) -> StepOutput {
        let (shape, presence) = self.describe(step, &value, success, place);
        StepOutput { ident: names::snake(&name), name, value, shape, presence, secret: false }
    }
}

/// Constants: sources, then schemes (with their source where two share a name), then steps.
fn name_constants(workflow: &mut Workflow) {
    let mut taken = Names::reserving(["WORKFLOW"]);
    for source in &mut workflow.sources {
        source.constant = taken.claim(names::shouty(&source.name));
    }
    let mut count: HashMap<String, usize> = HashMap::new();
    for scheme in &workflow.schemes {
        *count.entry(names::shouty(&scheme.name)).or_default() += 1;
    }
    for scheme in &mut workflow.schemes {
        let own = names::shouty(&scheme.name);
        let shared = count.get(&own).is_some_and(|count| *count > 1);
        let source = workflow.sources.get(scheme.source).map_or("", |source| source.name.as_str());
        scheme.constant = taken.claim(if shared { names::shouty(&format!("{source} {}", scheme.name)) } else { own });
    }
    for step in &mut workflow.steps {
        step.constant = taken.claim(names::shouty(&step.name));
    }
}

/// Whether a request cannot be made without an input.
fn is_checked(workflow: &Workflow, field: usize) -> bool {
    let reads = |value: &Expr| matches!(value, Expr::Input(path) if path.root == field);
    workflow.steps.iter().any(|step| step.call.required().iter().any(|(value, _)| reads(value)))
}

/// Variables: steps by their names; outputs by theirs where no other variable has it, else with their step's in front.
fn name_locals(workflow: &mut Workflow) {
    let mut taken = Names::reserving(LOCALS);
    // An input that may be absent and must not be has a variable of its own name once it was checked.
    let fields = workflow.inputs.fields().iter().enumerate();
    let inputs = fields.filter(|(index, field)| field.is_option() && is_checked(workflow, *index));
    let inputs: Vec<String> = inputs.map(|(_, field)| taken.claim(field.ident.clone())).collect();
    for step in &mut workflow.steps {
        step.ident = taken.claim(names::snake(&step.name));
    }
    let mut count: HashMap<String, usize> = HashMap::new();
    for output in workflow.steps.iter().flat_map(|step| &step.outputs) {
        *count.entry(names::snake(&output.name)).or_default() += 1;
    }
    for step in &mut workflow.steps {
        for output in &mut step.outputs {
            let own = names::snake(&output.name);
            let alone = count.get(&own).is_some_and(|count| *count == 1) && !inputs.contains(&own);
            let name = if alone { own } else { names::snake(&format!("{} {}", step.name, output.name)) };
            output.ident = taken.claim(name);
        }
    }
    for step in &mut workflow.steps {
        for action in step.on_success.iter_mut().chain(&mut step.on_failure) {
            action.ident = taken.claim(names::snake(&action.name));
        }
    }
}

/// Whether an output is there in every response that a step accepts.
pub(super) fn presence_on_success(step: &Step, output: &StepOutput) -> Presence {
    output.presence.within(&step.success.statuses().without_none())
}
