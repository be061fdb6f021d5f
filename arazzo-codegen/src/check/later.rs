//! Questions about the outputs of steps, answered when the types of all of them are known.

use super::kinds::{Form, unfit_shape, words};
use super::styles::{Structure, Styling};
use crate::diagnostic::{Kind, Relation, Report};
use crate::model::{OutputRef, Workflow};
use crate::openapi::Shape;
use crate::place::Mark;

/// A question about an output that is sent.
#[derive(Clone, Debug)]
pub(crate) struct Later {
    pub(crate) output: OutputRef,
    /// Where it is sent.
    pub(crate) mark: Mark,
    pub(crate) question: Question,
}

#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// Whether it may be of one of these kinds.
    Fits { kinds: Vec<String>, form: Form, what: String, operation: String, schema: Mark },
    /// Whether its style says how it is written.
    Written { styling: Styling },
    /// Whether it is a text that can stand in another one.
    Stands { into: &'static str },
}

/// Answers all of them.
pub(crate) fn settle(workflow: &Workflow, questions: Vec<Later>, report: &mut Report) {
    for Later { output, mark, question } in questions {
        let output = workflow.steps.get(output.step).and_then(|step| step.outputs.get(output.output));
        let Some(output) = output else { continue };
        answer(&output.shape, mark, question, report);
    }
}

/// Reports a structure that becomes a text of JSON, where that is surely not meant.
pub(crate) fn check_text(shape: &Shape, into: &'static str, mark: Mark, report: &mut Report) {
    let found = match shape {
        Shape::Object => "an object",
        Shape::Array(_) => "a list",
        Shape::Scalar(_) | Shape::Any | Shape::Bytes | Shape::Body => return,
    };
    report.add(mark, Kind::StructureAsText { found, into });
}

fn answer(shape: &Shape, mark: Mark, question: Question, report: &mut Report) {
    match question {
        Question::Fits { kinds, form, what, operation, schema } => {
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            let Some(found) = unfit_shape(shape, &kinds, form) else { return };
            let kind = Kind::UnfitType { what, operation, expected: words(&kinds), found };
            report.add(mark, kind).also(schema, Relation::Schema);
        }
        Question::Written { styling } => {
            if let Some(kind) = Structure::of_shape(shape).and_then(|found| styling.undefined(found)) {
                report.add(mark, kind);
            }
        }
        Question::Stands { into } => check_text(shape, into, mark, report),
    }
}
