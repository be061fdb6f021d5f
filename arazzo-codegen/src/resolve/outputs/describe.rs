//! The outputs of steps, with their shapes and presence.

use crate::model::{Exchange, Expr, Finds, Presence, PresenceByStatus, StepId};
use crate::openapi::{Scalar, Shape};
use crate::place::Place;
use crate::resolve::draft::{StepOutput, Unnamed};
use crate::resolve::responses::{Answers, PartRead};
use crate::resolve::values::Values;
use crate::status::StatusSet;

/// What a document says of an output.
pub(crate) struct Declared<'d> {
    pub(crate) step: StepId,
    pub(crate) name: String,
    pub(crate) place: &'d Place,
}

/// An output with its shape and presence.
pub(crate) fn step_output(
    values: &mut Values<'_>,
    Declared { step, name, place }: Declared<'_>,
    value: Expr,
    success: &StatusSet,
) -> StepOutput {
    let (shape, presence) = describe(values, step, &value, success, place);
    let hides = values.responses().response_hides(step, &value);
    let secret = hides.as_ref().is_some_and(|hides| hides.whole);
    let hides = hides.map(|hides| hides.members);
    let digits = value.has_digits();
    StepOutput { name, ident: Unnamed, value, shape, presence, secret, hides, digits }
}

/// The shape of a value and whether it is there, by status.
fn describe(
    values: &mut Values<'_>,
    step: StepId,
    value: &Expr,
    success: &StatusSet,
    place: &Place,
) -> (Shape, PresenceByStatus) {
    match value {
        Expr::Exchange(Exchange::Body(pointer)) => {
            let answers = Answers { statuses: success.clone(), assumed: false };
            values.note_read(step, PartRead::Body(pointer.clone(), answers), place.value());
            values.responses().describe_body(step, pointer, success)
        }
        Expr::Exchange(Exchange::StatusCode) => {
            (Shape::Scalar(Scalar::Integer), PresenceByStatus::always(Presence::Certain))
        }
        Expr::Exchange(Exchange::Header(name)) => {
            (values.responses().header_shape(step, name, success), PresenceByStatus::always(Presence::Maybe))
        }
        Expr::Exchange(Exchange::Url | Exchange::Method) => {
            (Shape::Scalar(Scalar::String), PresenceByStatus::always(Presence::Certain))
        }
        // Whether it is always returned is known when the other workflow's control flow is.
        Expr::Exchange(Exchange::Output { output, pointer }) => {
            let outputs =
                values.known.callee(step).map(|callee| values.known.callee_outputs(callee)).unwrap_or_default();
            let shape = outputs.get(*output).filter(|_| pointer.is_empty()).map(|output| output.ty.shape());
            (shape.unwrap_or(Shape::Any), PresenceByStatus::always(Presence::Maybe))
        }
        Expr::Input(path) => {
            let presence = if path.optional { Presence::Maybe } else { Presence::Certain };
            (values.known.inputs.output_shape(&path.ty), PresenceByStatus::always(presence))
        }
        Expr::Select { finds: Finds::All, .. } => {
            (Shape::Array(Box::new(Shape::Any)), PresenceByStatus::always(Presence::Maybe))
        }
        Expr::Select { finds: Finds::XPath(shape), .. } => (shape.clone(), PresenceByStatus::always(Presence::Maybe)),
        Expr::Template(_) => (Shape::Scalar(Scalar::String), PresenceByStatus::always(Presence::Maybe)),
        _ => (Shape::Any, PresenceByStatus::always(Presence::Maybe)),
    }
}
