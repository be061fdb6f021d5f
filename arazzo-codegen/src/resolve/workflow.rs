//! One workflow: from what it names to its steps, and from these to the whole.

use super::calls::{Callees, find_callees};
use super::inputs::ask_for_variables;
use super::lookup::Lookup;
use super::operations::{Called, find_operations};
use super::outputs::{Declared, shape_copies, step_output, transfers, workflow_outputs};
use super::plan::{Project, WorkflowRef, Workspace};
use super::request::Outgoing;
use super::resolved::Material;
use super::steps::Steps;
use super::types::{Descriptions, OpenInputs, describe, make_files};
use super::values::{Implicit, Notes, Values};
use super::xml::XmlWriter;
use super::{calls, finish, outputs};
use crate::diagnostic::Report;
use crate::document;
use crate::model::{Expr, Field, Id, Ids, InnerStep, InputTypes, SourceId, StepId, WorkflowOutput};
use crate::names;
use crate::openapi::Library;
use crate::options::Inference;
use crate::resolve::draft::{Draft, Source, Step, Unnamed};

/// Resolves a workflow as far as it can be: what is missing is in the report.
pub(super) fn resolve(
    workspace: &mut Workspace<'_>,
    descriptions: &mut Descriptions,
    document: &document::Document,
    index: usize,
    at: WorkflowRef,
) -> (Draft, Material) {
    let workflow = &document.workflows[at.workflow];
    let called = find_operations(workspace, at.document, workflow);
    let Workspace { project, library, report, used_sources, .. } = &mut *workspace;
    let known = lookup((&*project, index), (document, workflow), called, report);
    let mut made = Made::of(&known, library, report);
    let mut values = Values { known: &known, library, report, notes: &mut made.notes };
    let described = describe(&mut values, &made.outputs, &made.steps, &descriptions.described);
    descriptions.described.push(described);
    descriptions.read_by_callers.extend(made.notes.read_of_callees.drain(..));
    used_sources.extend(made.notes.sources.drain(..).map(|source| (at.document, source)));
    let Lookup { inputs, sources, operations, .. } = known;
    let material = Material {
        at,
        operations,
        read: std::mem::take(&mut made.notes.read),
        responses_read: std::mem::take(&mut made.notes.responses_read),
        compared: std::mem::take(&mut made.notes.compared),
        sent: std::mem::take(&mut made.outgoing.sent),
    };
    let mut resolved = made.into_workflow(workflow, at.document, inputs, sources);
    infer_inputs(&mut resolved, &material, index, workspace);
    settle(&mut resolved, workspace);
    (resolved, material)
}

/// What the rooms make of a workflow.
#[derive(Default)]
struct Made {
    steps: Ids<StepId, Step>,
    first: Option<StepId>,
    inner: Vec<InnerStep>,
    outputs: Vec<WorkflowOutput>,
    notes: Notes,
    outgoing: Outgoing,
}

impl Made {
    fn of(known: &Lookup<'_>, library: &mut Library, report: &mut Report) -> Made {
        let mut made = Made::default();
        made.notes.read.inputs.extend(known.asked.iter().map(|asked| asked.variable.clone()));
        let mut appended = Vec::new();
        let first = made.add_steps(known, &mut appended, library, report);
        let transfers = transfers(known, &made.steps, &appended);
        let mut values = Values { known, library, report, notes: &mut made.notes };
        let returned = outputs::returned(&mut values);
        made.first = add_dependencies(known, first, &mut made.steps);
        made.steps.extend(appended.drain(..));
        add_implicit_outputs(&mut values, &mut made.steps);
        let statics = &mut made.outgoing.xml;
        let mut xml = XmlWriter { library, report, inputs: &known.inputs, statics };
        xml.responses(known, &mut made.notes, &mut made.steps);
        shape_copies(&mut made.steps);
        made.outputs = workflow_outputs(known, &made.steps, returned, transfers);
        made
    }

    /// Adds the steps that the document lists; which of them begins.
    fn add_steps(
        &mut self,
        known: &Lookup<'_>,
        appended: &mut Vec<Step>,
        library: &mut Library,
        report: &mut Report,
    ) -> Option<StepId> {
        let Made { steps, inner, notes, outgoing, .. } = self;
        let mut room = Steps { known, library, report, notes, outgoing, appended, inner };
        steps.extend((0..known.listed()).map(|index| room.step(StepId::new(index))));
        room.link(steps)
    }

    fn into_workflow(
        self,
        workflow: &document::Workflow,
        document: usize,
        mut inputs: InputTypes,
        sources: Ids<SourceId, Source>,
    ) -> Draft {
        self.notes.concealed.iter().for_each(|path| inputs.conceal(path));
        Draft {
            id: workflow.id.text.clone(),
            place: workflow.id.place.clone(),
            ident: names::module(&workflow.id.text),
            document,
            summary: workflow.summary.clone(),
            description: workflow.description.clone(),
            checked: checked(&self.steps, &inputs).map(|field| (field, Unnamed)).collect(),
            inputs,
            sources,
            schemes: self.outgoing.schemes,
            steps: self.steps,
            listed: workflow.steps.len(),
            first: self.first.unwrap_or(StepId::new(0)),
            inner: self.inner,
            outputs: self.outputs,
            statics: self.notes.programs.statics,
            xml: self.outgoing.xml.all,
            needs: self.notes.programs.needs,
            confided: self.outgoing.confided,
        }
    }
}

/// The inputs that may be absent and must not be, by their indices.
fn checked(steps: &Ids<StepId, Step>, inputs: &InputTypes) -> impl Iterator<Item = usize> {
    let required = steps.iter().flat_map(|step| step.call.required());
    let roots = required.filter_map(|(value, _)| match value {
        Expr::Input(path) => Some(path.root),
        _ => None,
    });
    roots.filter(|root| inputs.fields().get(*root).is_some_and(Field::is_option))
}

/// What the names of a workflow lead to.
pub(super) fn lookup<'k>(
    (project, index): (&'k Project, usize),
    (document, workflow): (&'k document::Document, &'k document::Workflow),
    Called { operations, sources, roots, .. }: Called,
    report: &mut Report,
) -> Lookup<'k> {
    let mut inputs = project.inputs[index].clone();
    // Another workflow would not know of the fields, so none are added where one calls this one.
    let may_ask = !inputs.is_unknown() && !project.plan.is_called(index);
    let asked = if may_ask { ask_for_variables(workflow, &operations, &mut inputs, report) } else { Vec::new() };
    let Callees { of: callees, dependencies } = find_callees(workflow, (project, index), &inputs, report);
    Lookup { project, document, workflow, index, inputs, asked, operations, sources, roots, callees, dependencies }
}

/// Puts the steps for dependencies behind those that are listed. They run before everything else: which step is the first.
fn add_dependencies(known: &Lookup<'_>, first: Option<StepId>, steps: &mut Ids<StepId, Step>) -> Option<StepId> {
    let mut dependencies = known.dependencies.clone();
    let Some(last) = dependencies.last_mut() else { return first };
    last.next = first;
    let listed = steps.next_id();
    steps.extend(dependencies);
    Some(listed)
}

/// Adds the outputs that the document does not declare, behind those that it does.
fn add_implicit_outputs(values: &mut Values<'_>, steps: &mut Ids<StepId, Step>) {
    for Implicit { step, value, name, place } in std::mem::take(&mut values.notes.implicit.0) {
        let Some(definition) = steps.get_mut(step) else { continue };
        let declared = Declared { step, name, place: &place };
        let statuses = definition.success.statuses();
        definition.outputs.push(step_output(values, declared, value, &statuses));
    }
}

/// Gives inputs the types of what they are sent to. What another workflow hands over stays as it came: a type could refuse it, and
/// steps have run by then.
fn infer_inputs(workflow: &mut Draft, material: &Material, index: usize, workspace: &mut Workspace<'_>) {
    let Workspace { project, options, library, .. } = workspace;
    if options.inference == Inference::On && !project.plan.is_called(index) {
        OpenInputs { workflow, sent: &material.sent, project, index, library }.infer();
        make_files(workflow);
    }
}

/// What depends on the whole of a workflow: how it calls others, and the names of types.
fn settle(workflow: &mut Draft, workspace: &mut Workspace<'_>) {
    outputs::demand_outputs(workflow, &workspace.options.required_outputs);
    calls::settle(workflow, &workspace.project.inputs, workspace.report);
    finish::name_types(workflow);
}
