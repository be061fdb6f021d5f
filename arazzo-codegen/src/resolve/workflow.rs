//! One workflow: from what it names to its steps, and from these to the whole.

use super::calls::{Callees, find_callees};
use super::inputs::ask_for_variables;
use super::leaks::Leaks;
use super::lookup::Lookup;
use super::operations::{Called, find_operations};
use super::outputs::{Declared, report_unread, step_output, transfers, workflow_outputs};
use super::plan::{Project, WorkflowRef, Workspace};
use super::request::{Outgoing, Wanted};
use super::steps::Steps;
use super::values::{Implicit, Notes, Values};
use super::xml::XmlWriter;
use super::{calls, outputs, request};
use crate::check::{self, Later};
use crate::diagnostic::Report;
use crate::document;
use crate::model::{Step, Workflow};
use crate::names;

/// Resolves a workflow as far as it can be: what is missing is in the report.
pub(super) fn resolve(
    workspace: &mut Workspace<'_>,
    document: &document::Document,
    index: usize,
    at: WorkflowRef,
) -> Workflow {
    let workflow = &document.workflows[at.workflow];
    let called = find_operations(workspace, at.document, workflow);
    let Workspace { project, library, report, used_sources, .. } = &mut *workspace;
    let known = lookup((&*project, index), (document, workflow), called, report);
    let (mut notes, mut outgoing) = (Notes::default(), Outgoing::default());
    notes.read.inputs.extend(known.asked.iter().map(|asked| asked.variable.clone()));
    let (mut appended, mut inner) = (Vec::new(), Vec::new());
    let mut room = Steps {
        known: &known,
        library,
        report,
        notes: &mut notes,
        outgoing: &mut outgoing,
        appended: &mut appended,
        inner: &mut inner,
    };
    let mut steps: Vec<Step> = (0..known.listed()).map(|index| room.step(index)).collect();
    let first = room.link(&mut steps);
    let exposures = Leaks { known: &known, schemes: &outgoing.schemes, library, report }.check(&steps);
    let transfers = transfers(&known, &steps, &appended);
    let mut values = Values { known: &known, library, report, notes: &mut notes };
    let outputs = workflow_outputs(&mut values, transfers);
    let first = add_dependencies(&known, first, &mut steps);
    steps.append(&mut appended);
    add_implicit_outputs(&mut values, &mut steps);
    let statics = &mut outgoing.xml;
    XmlWriter { library, report, inputs: &known.inputs, statics }.responses(&known, &mut notes, &mut steps);
    if report.propagate().is_ok() {
        report_unread(workflow, &notes.read, report);
    }
    used_sources.extend(notes.sources.into_iter().map(|source| (at.document, source)));
    let Lookup { mut inputs, sources, .. } = known;
    notes.concealed.iter().for_each(|path| inputs.conceal(path));
    let mut resolved = Workflow {
        id: workflow.id.text.clone(),
        ident: names::module(&workflow.id.text),
        document: at.document,
        summary: workflow.summary.clone(),
        description: workflow.description.clone(),
        inputs,
        sources,
        schemes: outgoing.schemes,
        steps,
        listed: workflow.steps.len(),
        first,
        inner,
        outputs,
        statics: notes.programs.statics,
        xml: outgoing.xml.all,
        needs: notes.programs.needs,
        exposures,
        confided: outgoing.confided,
    };
    settle(&mut resolved, outgoing.later, outgoing.wanted, workspace);
    resolved
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
fn add_dependencies(known: &Lookup<'_>, first: Option<usize>, steps: &mut Vec<Step>) -> usize {
    let (listed, mut dependencies) = (known.listed(), known.dependencies.clone());
    let Some(last) = dependencies.last_mut() else { return first.unwrap_or(0) };
    last.next = first;
    steps.append(&mut dependencies);
    listed
}

/// Adds the outputs that the document does not declare, behind those that it does.
fn add_implicit_outputs(values: &mut Values<'_>, steps: &mut [Step]) {
    for Implicit { step, value, name, place } in std::mem::take(&mut values.notes.implicit.0) {
        let Some(definition) = steps.get_mut(step) else { continue };
        let declared = Declared { step, name, place: &place };
        let statuses = definition.success.statuses();
        definition.outputs.push(step_output(&mut values.responses(), declared, value, &statuses));
    }
}

/// What depends on the whole of a workflow: types that are copied, questions about them, and names.
fn settle(workflow: &mut Workflow, later: Vec<Later>, wanted: Vec<Wanted>, workspace: &mut Workspace<'_>) {
    outputs::shape_copies(workflow);
    check::settle(workflow, later, workspace.report);
    request::settle(workflow, wanted, workspace.report);
    outputs::demand_outputs(workflow, &workspace.options.required_outputs);
    outputs::type_workflow_outputs(workflow);
    calls::settle(workflow, &workspace.project.inputs, workspace.report);
    outputs::name(workflow);
}
