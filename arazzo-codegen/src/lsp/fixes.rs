//! Quick fixes: the edits of our diagnostics.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit, WorkspaceEdit};

use super::session::Desk;
use crate::diagnostic::{Diagnostic, Edit};

/// The edits of mistakes that a range touches.
pub(super) fn fixes(desk: &Desk<'_>, range: Range) -> Vec<CodeActionOrCommand> {
    let edits = desk.diagnostics.iter().filter_map(|diagnostic| Some((diagnostic, diagnostic.edit.as_ref()?)));
    // Descriptions are not ours to edit.
    let own = edits.filter(|(_, edit)| edit.file == desk.path);
    let touched = own.filter(|(diagnostic, edit)| {
        let marked = Range {
            start: desk.text.of_character(diagnostic.line, diagnostic.column),
            end: desk.text.of_character(diagnostic.end.line, diagnostic.end.column),
        };
        [marked, desk.text.range(&edit.range)].iter().any(|found| found.start <= range.end && range.start <= found.end)
    });
    let action = |(diagnostic, edit): (&Diagnostic, &Edit)| {
        let change = TextEdit { range: desk.text.range(&edit.range), new_text: edit.replacement.clone() };
        CodeActionOrCommand::CodeAction(CodeAction {
            title: title(desk, diagnostic, edit),
            kind: Some(CodeActionKind::QUICKFIX),
            edit: Some(WorkspaceEdit {
                changes: Some(HashMap::from([(desk.uri.clone(), vec![change])])),
                ..WorkspaceEdit::default()
            }),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    };
    touched.map(action).collect()
}

/// ``Write `updateCustomer` in place of `updateCustmer` (unknown-operation)``
fn title(desk: &Desk<'_>, diagnostic: &Diagnostic, edit: &Edit) -> String {
    let before = desk.text.as_str().get(edit.range.clone()).unwrap_or_default();
    format!("Write `{}` in place of `{before}` ({})", edit.replacement, diagnostic.code)
}
