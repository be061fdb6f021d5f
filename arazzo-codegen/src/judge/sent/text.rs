//! Structures that become a text of JSON in one of another language, where that is surely not meant.

use super::Values;
use crate::diagnostic::Kind;
use crate::model::Expr;
use crate::openapi::Shape;
use crate::resolve::Sent;

impl Values<'_> {
    /// Whether a value is a text that can stand in another one.
    pub(super) fn check_text(&mut self, sent: &Sent, into: &'static str) {
        let (value, subject) = (&sent.value, self.subject);
        let shape = match value {
            Expr::Array(_) => Shape::Array(Box::new(Shape::Any)),
            Expr::Object(_) => Shape::Object,
            Expr::Input(path) => subject.workflow.inputs.sent_shape(&path.ty),
            Expr::Output { output, pointer } if pointer.is_empty() => match subject.workflow.output(*output) {
                Some(output) => output.shape.clone(),
                None => return,
            },
            _ => return,
        };
        let found = match shape {
            Shape::Object => "an object",
            Shape::Array(_) => "a list",
            Shape::Scalar(_) | Shape::Any | Shape::Bytes | Shape::Body => return,
        };
        let mark = subject.hole(self.library, value, &sent.place);
        self.report.add(mark, Kind::StructureAsText { found, into });
    }
}
