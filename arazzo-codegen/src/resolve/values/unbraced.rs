//! Expressions without braces inside a longer text: where such a one ends is decided by what is declared.

use crate::model::{Id, StepId};
use std::ops::Range;

use super::meant::{Form, Meant, meant};
use super::notes::Values;
use crate::diagnostic::{Kind, Reported};
use crate::document::OutputValue;
use crate::openapi::Shape;
use crate::place::Place;
use crate::resolve::inputs::{Part, part_of};
use crate::resolve::written::written;
use crate::suggest::closest;
use crate::syntax::expression::{Expression, Named, Part as Of};
use crate::syntax::loose::Reading;
use crate::syntax::pointer::Pointer;
use crate::syntax::template::{Piece, Written};

impl Values<'_> {
    /// The same pieces, in which every expression without braces is as long as its value has parts for it. Where nothing says
    /// whether it has, that is an error.
    pub(crate) fn settled(&mut self, pieces: &[Piece], place: &Place) -> Result<Vec<Piece>, Reported> {
        let mut settled: Vec<Piece> = Vec::new();
        let mut refused = None;
        for piece in pieces {
            match piece {
                Piece::Hole { expression, range, written: Written::Bare { shorter } } => {
                    let whole = Reading { expression: expression.clone(), range: range.clone() };
                    let readings: Vec<Reading> = std::iter::once(whole).chain(shorter.iter().cloned()).collect();
                    let Reading { expression, range: chosen } = match self.chosen(&readings, place) {
                        Ok(chosen) => chosen,
                        Err(reported) => {
                            refused = Some(reported);
                            continue;
                        }
                    };
                    let behind = written(self.library, place, chosen.end..range.end);
                    let written = Written::Bare { shorter: Vec::new() };
                    settled.push(Piece::Hole { expression, range: chosen, written });
                    add_literal(&mut settled, &behind);
                }
                Piece::Literal(text) => add_literal(&mut settled, text),
                braced @ Piece::Hole { .. } => settled.push(braced.clone()),
            }
        }
        refused.map_or(Ok(settled), Err)
    }

    /// The longest reading that has a value. What is behind a value without parts is text.
    fn chosen(&mut self, readings: &[Reading], place: &Place) -> Result<Reading, Reported> {
        let longest = readings.first().ok_or_else(|| self.report.refused(place.value()))?;
        let mut found = None;
        for (index, reading) in readings.iter().enumerate() {
            if let Some(part) = self.known(&reading.expression).filter(|part| *part != Part::Missing) {
                found = Some((index, reading, part));
                break;
            }
        }
        let Some((index, reading, part)) = found else { return Ok(longest.clone()) };
        let goes_on = goes_on(&written(self.library, place, reading.range.end..));
        match part {
            // The name of the longer one is nearly that of something else.
            Part::Scalar | Part::Missing if index > 0 && self.is_slip(&longest.expression) => Ok(longest.clone()),
            Part::Scalar | Part::Missing => Ok(reading.clone()),
            // What is behind a structure is meant as a part of it, which it has not.
            Part::Structure if goes_on && index > 0 => Ok(longest.clone()),
            Part::Structure if !goes_on => Ok(reading.clone()),
            Part::Unknown if !goes_on && !self.is_dotted(&reading.expression) => Ok(reading.clone()),
            Part::Structure | Part::Unknown => Err(self.refuse_unclear(readings, longest, place)),
        }
    }

    fn refuse_unclear(&mut self, readings: &[Reading], longest: &Reading, place: &Place) -> Reported {
        let shortest = readings.iter().rev().find(|reading| self.known(&reading.expression).is_some());
        let value = written(self.library, place, shortest.unwrap_or(longest).range.clone());
        let part = self.canonical(&longest.expression).map(|canonical| format!("{{{canonical}}}"));
        let kind = Kind::UnclearEnd { braced: format!("{{{value}}}"), value, part };
        self.report.refuse(place.range(longest.range.clone()), kind)
    }

    /// What is known of the value of an expression; `None` where nothing is called so.
    fn known(&mut self, expression: &Expression) -> Option<Part> {
        match expression {
            Expression::Input(named) => self.known_input(named, &Pointer::default()),
            Expression::Step { step, output } => {
                let index = self.known.workflow.steps.iter().position(|known| known.id.text == step.value)?;
                let outputs = &self.known.workflow.steps[index].outputs;
                let found = meant(output, &outputs.iter().map(|known| known.name.as_str()))?;
                Some(self.known_output(StepId::new(index), &outputs[found.index].value, &found.pointer))
            }
            _ => None,
        }
    }

    fn known_input(&self, named: &Named, part: &Pointer) -> Option<Part> {
        let fields = self.known.inputs.fields();
        let Meant { index, pointer, .. } = meant(named, &fields.iter().map(|field| field.name.as_str()))?;
        Some(part_of(&self.known.inputs, &fields.get(index)?.ty, pointer.join(part).tokens()))
    }

    fn known_output(&mut self, step: StepId, value: &OutputValue, part: &Pointer) -> Part {
        let OutputValue::Expression(expression) = value else { return Part::Unknown };
        match expression {
            Expression::Response(Of::Body(whole)) => self.responses().known_body(step, &whole.value.join(part)),
            Expression::Response(_) | Expression::StatusCode | Expression::Url | Expression::Method => {
                if part.is_empty() { Part::Scalar } else { Part::Missing }
            }
            Expression::Input(named) => self.known_input(named, part).unwrap_or(Part::Unknown),
            Expression::Output(output) => {
                let outputs =
                    self.known.callee(step).map(|callee| self.known.callee_outputs(callee)).unwrap_or_default();
                let known = outputs.iter().find(|known| known.name == output.name.value);
                let is_scalar = matches!(known.map(|known| known.ty.shape()), Some(Shape::Scalar(_)));
                if is_scalar && part.is_empty() { Part::Scalar } else { Part::Unknown }
            }
            _ => Part::Unknown,
        }
    }

    /// Whether the name is nearly one that is there.
    fn is_slip(&self, expression: &Expression) -> bool {
        let (name, known): (&str, Vec<&str>) = match expression {
            Expression::Input(named) => {
                (&named.name.value, self.known.inputs.fields().iter().map(|field| field.name.as_str()).collect())
            }
            Expression::Step { step, output } => {
                let steps = &self.known.workflow.steps;
                match steps.iter().find(|known| known.id.text == step.value) {
                    Some(found) => {
                        (&output.name.value, found.outputs.iter().map(|output| output.name.as_str()).collect())
                    }
                    None => (&step.value, steps.iter().map(|step| step.id.text.as_str()).collect()),
                }
            }
            _ => return false,
        };
        closest(name, known).is_some()
    }

    /// Whether an expression without braces is meant as one: what it names is there, or nearly, or it is all that is there.
    pub(crate) fn is_meant(&self, expression: &Expression, range: &Range<usize>, place: &Place) -> bool {
        let is_step = matches!(expression, Expression::Step { step, .. }
            if self.known.workflow.steps.iter().any(|known| known.id.text == step.value));
        let is_one_word = || range.start == 0 && !written(self.library, place, ..).contains(char::is_whitespace);
        self.meant_by(expression).is_some() || is_step || self.is_slip(expression) || is_one_word()
    }

    fn is_dotted(&self, expression: &Expression) -> bool {
        self.meant_by(expression).is_some_and(|meant| meant.form == Form::Dotted)
    }

    fn meant_by(&self, expression: &Expression) -> Option<Meant> {
        match expression {
            Expression::Input(named) => {
                meant(named, &self.known.inputs.fields().iter().map(|field| field.name.as_str()))
            }
            Expression::Step { step, output } => {
                let step = self.known.workflow.steps.iter().find(|known| known.id.text == step.value)?;
                meant(output, &step.outputs.iter().map(|known| known.name.as_str()))
            }
            _ => None,
        }
    }

    /// How an expression that names a part with `.name` or `[n]` is written with a pointer.
    pub(crate) fn canonical(&self, expression: &Expression) -> Option<String> {
        let Meant { index, pointer, .. } = self.meant_by(expression).filter(|meant| meant.form == Form::Dotted)?;
        match expression {
            Expression::Input(_) => Some(format!("$inputs.{}#{pointer}", self.known.inputs.fields().get(index)?.name)),
            Expression::Step { step, .. } => {
                let found = self.known.workflow.steps.iter().find(|known| known.id.text == step.value)?;
                Some(format!("$steps.{}.outputs.{}#{pointer}", step.value, found.outputs.get(index)?.name))
            }
            _ => None,
        }
    }
}

fn add_literal(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Literal(before)) => before.push_str(text),
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
}

/// Whether a text goes on as if it named a part of the value in front of it.
fn goes_on(rest: &str) -> bool {
    let is_name = |name: &str| name.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_');
    rest.starts_with('[') || rest.starts_with("#/") || rest.strip_prefix('.').is_some_and(is_name)
}
