//! One workflow.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::asked::AskedVariable;
use super::expression::Position;
use super::fitting::Given;
use super::plan::is_asynchronous;
use super::unused::Read;
use super::wanted::Wanted;
use super::{Context, WorkflowRef};
use crate::check::Later;
use crate::diagnostic::Kind;
use crate::document::{self, OrReference};
use crate::model::{
    Confided, Exchange, Expr, Finds, InnerStep, InputTypes, Need, OutputRef, Presence, Request, Scheme, Source, Static,
    Step, StepOutput, Then, Ty, Workflow, WorkflowOutput, XmlStatic,
};
use crate::names::{self, Names, Space};
use crate::openapi::{Operation, read_operation};
use crate::place::{Mark, Place};
use crate::suggest::closest;
use crate::syntax::expression::{ComponentKind, Expression, Named};
use crate::syntax::pointer::Pointer;

/// A workflow while it is resolved.
pub(super) struct Scope<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) document: &'c document::Document,
    pub(super) workflow: &'c document::Workflow,
    /// Its place in the plan.
    pub(super) index: usize,
    pub(super) inputs: InputTypes,
    /// What each step calls, as far as it was found: the index of the source in `sources`, and the operation.
    pub(super) operations: Vec<Option<(usize, Operation)>>,
    /// The steps that call workflows, and the workflow by its place in the plan.
    pub(super) callees: Vec<(usize, usize)>,
    /// Steps that the document has no object for, behind those that it lists: dependencies and workflows of actions.
    pub(super) appended: Vec<Step>,
    /// The listed step that begins.
    pub(super) first: Option<usize>,
    pub(super) implicit: Vec<Implicit>,
    pub(super) inner: Vec<InnerStep>,
    /// The outputs of the workflow that are being resolved: one may be made of another one.
    pub(super) siblings: Vec<String>,
    pub(super) sources: Vec<Source>,
    /// The index in the document of each of `sources`.
    pub(super) source_positions: Vec<usize>,
    pub(super) schemes: Vec<Scheme>,
    pub(super) statics: Vec<Static>,
    pub(super) xml: Vec<XmlStatic>,
    /// Which of them describe which schemas.
    pub(super) xml_known: Vec<(Vec<Place>, usize)>,
    /// Where steps read parts of their responses.
    pub(super) read_at: Vec<(usize, Pointer, Mark)>,
    pub(super) needs: Vec<Need>,
    /// The request of the step that is being resolved.
    pub(super) request: Option<Request>,
    /// Where in its string the expression stands that is being resolved, when it is not the whole of it.
    pub(super) part: Option<Range<usize>>,
    /// The expression that is being resolved has no braces and ought to have them.
    pub(super) unbraced: bool,
    /// The outputs of the step at hand that are being resolved because others of them read them.
    pub(super) reading: Vec<usize>,
    /// The inputs that steps send by names which they do not declare as outputs, as far as somebody has asked.
    pub(super) deduced: HashMap<(usize, String), Option<Named>>,
    /// What is to be asked of the outputs of steps when their types are known.
    pub(super) later: Vec<Later>,
    /// Inputs that requests may lack.
    pub(super) wanted: Vec<Wanted>,
    /// Variables of paths that the caller gives.
    pub(super) asked: Vec<AskedVariable>,
    /// Values that are sent where a description has passwords.
    pub(super) confided: Vec<Confided>,
    pub(super) read: Read,
}

/// A value of a step that is read without being one of its declared outputs: a part of one that an expression names with
/// `#/pointer`, or an output of the workflow that it calls.
#[derive(Clone, Debug)]
pub(super) struct Implicit {
    pub(super) step: usize,
    pub(super) value: Expr,
    pub(super) name: String,
    pub(super) place: Place,
}

/// Resolves a workflow as far as it can be: what is missing is in the report.
pub(super) fn resolve(
    context: &mut Context<'_>,
    document: &document::Document,
    index: usize,
    at: WorkflowRef,
) -> Workflow {
    let workflow = &document.workflows[at.workflow];
    let inputs = context.inputs[index].clone();
    let mut scope = Scope {
        context,
        document,
        workflow,
        index,
        inputs,
        callees: Vec::new(),
        appended: Vec::new(),
        first: Some(0),
        siblings: Vec::new(),
        operations: Vec::new(),
        implicit: Vec::new(),
        inner: Vec::new(),
        sources: Vec::new(),
        source_positions: Vec::new(),
        schemes: Vec::new(),
        statics: Vec::new(),
        xml: Vec::new(),
        xml_known: Vec::new(),
        read_at: Vec::new(),
        needs: Vec::new(),
        request: None,
        part: None,
        unbraced: false,
        reading: Vec::new(),
        deduced: HashMap::new(),
        later: Vec::new(),
        wanted: Vec::new(),
        asked: Vec::new(),
        confided: Vec::new(),
        read: Read::default(),
    };
    scope.find_operations();
    scope.ask_for_variables();
    scope.find_callees();
    let mut steps: Vec<Step> = (0..workflow.steps.len()).map(|index| scope.step(index)).collect();
    scope.link(&mut steps);
    let exposures = scope.check_leaks(&steps);
    let outputs = scope.workflow_outputs(&steps);
    let first = scope.entry();
    steps.append(&mut scope.appended);
    scope.add_implicit_outputs(&mut steps);
    scope.xml_responses(&mut steps);
    let described = scope.described_outputs(&outputs, &steps);
    scope.context.described.push(described);
    let (later, wanted) = (std::mem::take(&mut scope.later), std::mem::take(&mut scope.wanted));
    if scope.context.report.propagate().is_ok() {
        scope.report_unread();
    }
    let mut resolved = Workflow {
        id: workflow.id.text.clone(),
        ident: names::module(&workflow.id.text),
        document: at.document,
        summary: workflow.summary.clone(),
        description: workflow.description.clone(),
        inputs: scope.inputs,
        sources: scope.sources,
        schemes: scope.schemes,
        steps,
        listed: workflow.steps.len(),
        first,
        inner: scope.inner,
        outputs,
        statics: scope.statics,
        xml: scope.xml,
        needs: scope.needs,
        exposures,
        confided: scope.confided,
    };
    settle(&mut resolved, later, wanted, context);
    resolved
}

/// What depends on the whole of a workflow: types that are copied, questions about them, and names.
fn settle(workflow: &mut Workflow, later: Vec<Later>, wanted: Vec<Wanted>, context: &mut Context<'_>) {
    super::outputs::shape_copies(workflow);
    crate::check::settle(workflow, later, context.report);
    super::wanted::settle(workflow, wanted, context.report);
    super::outputs::demand_outputs(workflow, &context.options.required_outputs);
    super::outputs::type_workflow_outputs(workflow);
    super::passing::settle(workflow, &context.inputs, context.report);
    super::naming::name(workflow);
}

impl Scope<'_, '_> {
    fn find_operations(&mut self) {
        for step in &self.workflow.steps {
            let misplaced = step.of_asyncapi.iter().filter(|_| !is_asynchronous(self.document, &step.target));
            for field in misplaced {
                let kind = Kind::Misplaced { field, reason: "only steps of AsyncAPI have it" };
                self.context.report.add(step.place.key(field).name(), kind);
            }
            let given = Given::of(self.document, self.workflow, step);
            let found = self.context.find_operation(&step.target, &given).and_then(|found| {
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
        if found.and_then(|index| steps.get(index)).is_some_and(|step| step.repeats) {
            self.context.report.add(name.place.value(), Kind::AmbiguousStep { step: name.text.clone() });
            return None;
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

    /// The step that runs first: dependencies come before everything else.
    fn entry(&mut self) -> usize {
        let listed = self.workflow.steps.len();
        let dependencies = self.callees.iter().filter(|(step, _)| *step >= listed).count();
        match self.appended.get_mut(..dependencies).and_then(<[Step]>::last_mut) {
            Some(last) => {
                last.next = self.first;
                listed
            }
            None => self.first.unwrap_or(0),
        }
    }

    fn workflow_outputs(&mut self, steps: &[Step]) -> Vec<WorkflowOutput> {
        let mut outputs = Vec::new();
        for output in &self.workflow.outputs {
            let Some(value) = self.output(&output.value, &output.place, Position::Workflow) else { continue };
            let ty = match &value {
                Expr::Input(path) => Ty::of_shape(&self.inputs.output_shape(&path.ty)),
                Expr::Select { finds: Finds::All, .. } => Ty::Array(Box::new(Ty::Value)),
                Expr::Select { finds: Finds::XPath(shape), .. } => Ty::of_shape(shape),
                _ => Ty::Value,
            };
            let (name, place) = (output.name.clone(), output.place.clone());
            outputs.push(WorkflowOutput {
                name,
                ident: String::new(),
                value,
                ty,
                given: None,
                secret: false,
                hides: BTreeSet::new(),
                place,
            });
        }
        let written: Vec<&str> = outputs.iter().map(|output| output.name.as_str()).collect();
        let mut fields = Names::new(Space::Outputs);
        let idents = fields.claim_all(&written, names::snake);
        outputs.iter_mut().zip(idents).for_each(|(output, ident)| output.ident = ident);
        outputs.extend(self.transfers(steps).into_iter().map(|(callee, steps)| {
            let (name, place) = (self.transfer_name(callee), self.workflow.id.place.clone());
            let module = self.context.module(self.index, callee);
            let ty = Ty::OutputOf { module, boxed: self.context.plan.is_recursive(self.index, callee) };
            let (ident, value) = (fields.claim(name.clone()), Expr::Transfer(steps));
            let name = names::plain(&ident).to_owned();
            WorkflowOutput { name, ident, value, ty, given: None, secret: false, hides: BTreeSet::new(), place }
        }));
        outputs
    }

    /// The workflows that take over by `goto`, and the steps that stand for them.
    fn transfers(&self, steps: &[Step]) -> Vec<(usize, Vec<usize>)> {
        let mut transfers: Vec<(usize, Vec<usize>)> = Vec::new();
        let listed = self.workflow.steps.len();
        let actions = steps.iter().flat_map(|step| step.on_success.iter().chain(&step.on_failure));
        for action in actions {
            let Then::Goto(target) = action.then else { continue };
            let Some(call) = target.checked_sub(listed).and_then(|index| self.appended.get(index)) else { continue };
            let Some(call) = call.call.workflow() else { continue };
            match transfers.iter_mut().find(|(callee, _)| *callee == call.workflow) {
                Some((_, known)) => known.push(target),
                None => transfers.push((call.workflow, vec![target])),
            }
        }
        transfers
    }

    /// An output for a part of another one, which is a part of a body.
    pub(super) fn part_of_output(&mut self, of: OutputRef, whole: &Pointer, part: &Pointer) -> OutputRef {
        let declared = &self.workflow.steps[of.step].outputs[of.output];
        // As a document names it, so that messages do.
        let name = format!("{}#{part}", declared.name);
        let value = Expr::Exchange(Exchange::Body(whole.join(part)));
        self.implicit_output(of.step, value, name, &declared.place)
    }

    fn add_implicit_outputs(&mut self, steps: &mut [Step]) {
        for Implicit { step, value, name, place } in std::mem::take(&mut self.implicit) {
            let success = steps[step].success.statuses();
            let output = self.step_output_of(step, name, value, &place, &success);
            steps[step].outputs.push(output);
        }
    }

    /// An output with its shape and presence.
    pub(super) fn step_output_of(
        &mut self,
        step: usize,
        name: String,
        value: Expr,
        place: &Place,
        success: &crate::status::StatusSet,
    ) -> StepOutput {
        let (shape, presence) = self.describe(step, &value, success, place);
        let hides = self.response_hides(step, &value);
        let secret = hides.as_ref().is_some_and(|hides| hides.whole);
        let hides = hides.map(|hides| hides.members);
        let digits = value.has_digits();
        StepOutput { ident: names::snake(&name), name, value, shape, presence, secret, hides, digits }
    }
}

/// Whether an output is there in every response that a step accepts.
pub(super) fn presence_on_success(step: &Step, output: &StepOutput) -> Presence {
    output.presence.within(&step.success.statuses().without_none())
}
