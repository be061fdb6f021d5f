//! What only AsyncAPI could run.

use crate::document::{self, Document, SourceKind, Target};
use crate::syntax::expression::Expression;

/// The first step that only AsyncAPI could run.
pub(crate) fn asynchronous<'w>(document: &Document, workflow: &'w document::Workflow) -> Option<&'w document::Step> {
    workflow.steps.iter().find(|step| is_asynchronous(document, &step.target))
}

/// Whether a step is one of AsyncAPI: it names a channel, or an operation of such a source.
pub(crate) fn is_asynchronous(document: &Document, target: &Target) -> bool {
    let of_source = |name: &str| {
        let mut sources = document.sources.iter().filter(|source| source.name.text == name);
        sources.any(|source| source.kind == Some(SourceKind::AsyncApi))
    };
    match target {
        Target::ChannelPath(_) => true,
        Target::WorkflowId(_) => false,
        Target::OperationId(word) => match Expression::parse(&word.text) {
            Ok(Expression::Source { source, .. }) => of_source(&source.value),
            // Nothing else could have it.
            _ => {
                let mut apis =
                    document.sources.iter().filter(|source| source.kind != Some(SourceKind::Arazzo)).peekable();
                apis.peek().is_some() && apis.all(|source| source.kind == Some(SourceKind::AsyncApi))
            }
        },
        Target::OperationPath(word) => {
            let named = word.text.split_once("$sourceDescriptions.").and_then(|(_, rest)| rest.split('.').next());
            named.is_some_and(of_source)
        }
    }
}
