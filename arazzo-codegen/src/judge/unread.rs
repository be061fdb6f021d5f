//! Inputs and outputs that nothing in the workflow reads (SPEC IN-23, O-14).

use crate::diagnostic::{Kind, Report};
use crate::judge::subject::Subject;
use crate::model::{Id, OutputId, OutputRef, StepId};
use crate::value::Value;

/// Reports what a workflow declares and none of its expressions has read.
pub(super) fn report(subject: &Subject<'_>, report: &mut Report) {
    let (workflow, read) = (subject.written, &subject.material.read);
    if let Some(inputs) = &workflow.inputs {
        // Schemas that are referred to may be there for others too.
        for name in properties(&inputs.value).filter(|name| !read.inputs.contains(*name)) {
            let mark = inputs.place.key("properties").key(name).name();
            report.add(mark, Kind::UnusedDeclaration { what: "input", name: name.clone() });
        }
    }
    for (index, step) in workflow.steps.iter().enumerate() {
        for (output, declared) in step.outputs.iter().enumerate() {
            let at = OutputRef { step: StepId::new(index), output: OutputId::new(output) };
            if !read.outputs.contains(&at) {
                let kind = Kind::UnreadOutput { output: declared.name.clone(), step: step.id.text.clone() };
                report.add(declared.place.name(), kind);
            }
        }
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = &String> {
    schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|object| object.keys())
}
