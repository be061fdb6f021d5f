//! What is sent, held against the schemas of the description (SPEC RB-13 to RB-15, P-20).
//!
//! Only what is certain is said.

use super::datum::Datum;
use super::evaluator::Evaluator;
use super::kinds::{Form, unfit_shape, words};
use super::outcome::{About, Fault, Handed, Question, Remark, Whence, Why};
use super::passed::Passed;
use super::receiver::Receiver;
use crate::diagnostic::{Kind, Relation, Report};
use crate::model::{Expr, InputPath, OutputRef, Workflow};
use crate::openapi::{Library, Node, Owner};
use crate::place::{Mark, Place, Segment};
use crate::suggest::closest;

/// An output of a step that is sent as it is, where a schema describes it.
#[derive(Clone, Debug)]
pub(crate) struct HandedOutput {
    pub(crate) output: OutputRef,
    pub(crate) schema: Node,
    pub(crate) mark: Mark,
    /// How messages name it.
    pub(crate) what: String,
}

/// Compares one value with its schema.
pub(crate) struct Fit<'a> {
    pub(crate) library: &'a mut Library,
    pub(crate) workflow: &'a Workflow,
    /// The schema of all inputs, where the document has one.
    pub(crate) declared: Option<Node>,
    pub(crate) report: &'a mut Report,
    pub(crate) operation: &'a str,
    /// What messages call it: `the request body`, or a parameter.
    pub(crate) name: &'a str,
    pub(crate) form: Form,
}

impl Fit<'_> {
    /// Reports what a schema does not admit of the value at a place. What responses say of outputs in it, the caller knows.
    pub(crate) fn check(&mut self, value: &Expr, schema: &Node, place: &Place) -> Vec<HandedOutput> {
        let (library, report) = (&mut *self.library, &mut *self.report);
        let mut evaluator = Evaluator::new(library, report, Owner::Description, &self.workflow.inputs, self.form);
        let outcome = evaluator.judge(&Datum::of_expression(value), schema);
        for fault in outcome.faults {
            self.fault(fault, place);
        }
        for remark in outcome.remarks {
            self.remark(remark, place);
        }
        for question in outcome.questions {
            self.answer(question, place);
        }
        outcome.handed.into_iter().filter_map(|handed| self.handed(handed, place)).collect()
    }

    fn handed(&mut self, handed: Handed, whole: &Place) -> Option<HandedOutput> {
        let place = self.place_of(&handed.at, whole);
        let (schema, mark, what) = (handed.schema, place.value(), self.what(&place));
        match handed.value {
            Whence::Output(output) => Some(HandedOutput { output, schema, mark, what }),
            Whence::Input(path) => {
                self.input(&path, &schema, mark, &what);
                None
            }
        }
    }

    fn fault(&mut self, fault: Fault, whole: &Place) {
        let place = self.place_of(&fault.at, whole);
        let (what, operation) = (self.what(&place), self.operation.to_owned());
        let (mark, relation, kind) = match fault.why {
            Why::Type { kinds, found, hopeless } => {
                let expected = words(&kinds);
                let kind = if hopeless {
                    Kind::ImpossibleValue { what, operation, expected, found }
                } else {
                    Kind::UnfitType { what, operation, expected, found }
                };
                (place.value(), Relation::Schema, kind)
            }
            Why::Unlisted { found, allowed, near, .. } => {
                let closest = closest(&found, near.iter().map(String::as_str));
                (place.value(), Relation::Schema, Kind::UnlistedValue { what, operation, found, allowed, closest })
            }
            Why::Keyword { expected, .. } => {
                (place.value(), Relation::Schema, Kind::UnfitValue { what, operation, expected, reasons: Vec::new() })
            }
            Why::NoneOf { reasons } => {
                let expected = "one of several alternatives".to_owned();
                (place.value(), Relation::Schema, Kind::UnfitValue { what, operation, expected, reasons })
            }
            Why::Refused { property, known } => {
                let closest = closest(&property, known.iter().map(String::as_str));
                let mark = if place == *whole { place.value() } else { place.name() };
                (mark, Relation::Schema, Kind::RefusedProperty { property, operation, closest })
            }
            Why::Missing { property } => (
                name_or_item(&place),
                Relation::Required,
                Kind::RequiredPropertyMissing { property, operation, optional: false },
            ),
        };
        self.report.add(mark, kind).also(fault.schema, relation);
    }

    /// What the schema of an input lets a caller give.
    fn input(&mut self, path: &InputPath, schema: &Node, sent: Mark, what: &str) {
        let Some((declared, names)) = self.declared.clone().zip(self.workflow.inputs.names(path)) else { return };
        let (receiver, as_text) = (Receiver::Operation(self.operation), self.form.is_text());
        let mut passed = Passed::new(self.library, self.report, receiver, as_text, sent);
        passed.check(&declared, (&names, &path.pointer), schema, what);
    }

    fn remark(&mut self, remark: Remark, whole: &Place) {
        let place = self.place_of(&remark.at, whole);
        let (property, operation) = (remark.property, self.operation.to_owned());
        match remark.about {
            About::ReadOnly(second) => {
                let kind = Kind::OneWayProperty { property, operation, is_response: false };
                self.report.add(place.value(), kind).also(second, Relation::Schema);
            }
            About::Deprecated => {
                let kind = Kind::Deprecated { what: format!("`{property}` in requests of operation `{operation}`") };
                self.report.add(place.value(), kind);
            }
        }
    }

    /// Whether an output of a step may be of one of the kinds that are asked for.
    fn answer(&mut self, question: Question, whole: &Place) {
        let place = self.place_of(&question.at, whole);
        let kinds: Vec<&str> = question.kinds.iter().map(String::as_str).collect();
        let output = self.workflow.output(question.output);
        let Some(found) = output.and_then(|output| unfit_shape(&output.shape, &kinds, self.form)) else { return };
        let (what, operation) = (self.what(&place), self.operation.to_owned());
        let kind = Kind::UnfitType { what, operation, expected: words(&kinds), found };
        self.report.add(place.value(), kind).also(question.schema, Relation::Schema);
    }

    /// The place of a part of a value; that of the whole, where the document has no such node: in a body that is written as text,
    /// and where a part was replaced.
    fn place_of(&self, at: &[Segment], whole: &Place) -> Place {
        at.iter().fold(whole.clone(), |place, segment| {
            let inner = match segment {
                Segment::Key(key) => place.key(key),
                Segment::Index(index) => place.index(*index),
            };
            if self.library.peek(&inner).is_some() { inner } else { place }
        })
    }

    /// How a message names what stands at a place.
    fn what(&self, place: &Place) -> String {
        let segments = place.path.segments();
        let below = segments.iter().rposition(|segment| *segment == Segment::Key("payload".to_owned()));
        let inside = below.and_then(|below| segments.get(below + 1..)).unwrap_or_default();
        let name = inside.iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key),
            Segment::Index(_) => None,
        });
        match (name, inside.last()) {
            (Some(name), Some(Segment::Index(_))) => format!("an item of `{name}`"),
            (Some(name), _) => format!("`{name}`"),
            (None, Some(_)) => format!("an item of {}", self.name),
            (None, None) => self.name.to_owned(),
        }
    }
}

/// The name of a member; an item has none.
fn name_or_item(place: &Place) -> Mark {
    match place.path.segments().last() {
        Some(Segment::Key(_)) => place.name(),
        _ => place.value(),
    }
}
