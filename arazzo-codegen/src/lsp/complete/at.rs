//! A position, and what is known around it.

use std::ops::Range;
use std::rc::Rc;

use crate::lsp::grammar::Slot;
use crate::lsp::meaning::Meaning;
use crate::lsp::outline::Node;
use crate::lsp::scene::Scene;
use crate::lsp::session::Desk;
use crate::openapi::Operation;
use crate::place::Segment;
use crate::resolve::Api;

/// A position, and what is known around it.
pub(super) struct At<'d, 's> {
    pub(super) desk: &'d mut Desk<'s>,
    pub(super) path: Vec<Segment>,
    pub(super) slot: Slot,
    pub(super) scene: Scene,
    /// What is typed there before the cursor.
    pub(super) before: String,
    /// The cursor, and all that is typed there.
    pub(super) offset: usize,
    pub(super) typed: Range<usize>,
}

impl At<'_, '_> {
    pub(super) fn outline(&self) -> &Node {
        &self.desk.outline
    }

    /// The object around the position.
    pub(super) fn parent(&self) -> Option<&Node> {
        let (_, parent) = self.path.split_last()?;
        self.outline().at(parent)
    }

    /// The operation that the step calls, as far as it was found.
    pub(super) fn operation(&self) -> Option<Operation> {
        let meaning = self.desk.meaning.as_deref()?;
        let subject = self.scene.subject(self.outline(), meaning)?;
        let step = self.scene.step_in(self.outline(), &subject)?;
        subject.operation(step).cloned()
    }

    pub(super) fn apis(&mut self) -> Rc<[Api]> {
        self.desk.meaning.as_deref_mut().map(Meaning::apis).unwrap_or_default()
    }
}
