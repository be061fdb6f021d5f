//! The types of outputs, behind them.

use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, Range};

use super::grammar::{Slot, slot};
use super::scene::Scene;
use super::session::Desk;
use super::types;

/// A hint behind each output in a range.
pub(super) fn hints(desk: &Desk<'_>, range: Range) -> Vec<InlayHint> {
    let Some(meaning) = desk.meaning.as_deref() else { return Vec::new() };
    let mut hints = Vec::new();
    desk.outline.walk(&mut Vec::new(), &mut |path, node| {
        if slot(path) != Slot::Outputs {
            return;
        }
        let scene = Scene::of(path);
        let Some(subject) = scene.subject(&desk.outline, meaning) else { return };
        let step = scene.step_in(&desk.outline, &subject);
        for member in node.members() {
            let name = &member.key.text;
            let ty = match (scene.step, step) {
                (None, _) => types::of_output(meaning, &subject, name),
                (Some(_), Some(step)) => types::of_step_output(&subject, step, name),
                (Some(_), None) => None,
            };
            let position = desk.text.position(member.key.inner.end);
            if let Some(ty) = ty.filter(|_| range.start <= position && position <= range.end) {
                hints.push(hint(position, &ty));
            }
        }
    });
    hints
}

fn hint(position: lsp_types::Position, ty: &str) -> InlayHint {
    InlayHint {
        position,
        label: InlayHintLabel::String(format!(" {ty}")),
        kind: Some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    }
}
