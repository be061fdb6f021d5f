//! Drafts become workflows: every part gets its name in Rust, all at once (`names` says which must differ).
//!
//! What leaves this room does not change any more, and no field of it waits for its value.

mod constants;
#[cfg(test)]
mod tests;
mod types;
mod variables;

use super::draft::Draft;
use crate::model::Workflow;
use constants::Constants;
use variables::Variables;

pub(crate) use types::name_types;

/// The workflow that a draft describes.
pub(crate) fn finish(mut draft: Draft) -> Workflow {
    let constants = Constants::of(&mut draft);
    let variables = Variables::of(&mut draft, &constants);
    Workflow {
        id: draft.id,
        place: draft.place,
        ident: draft.ident,
        document: draft.document,
        summary: draft.summary,
        description: draft.description,
        inputs: draft.inputs,
        checked: variables.checked,
        sources: constants.sources,
        schemes: constants.schemes,
        steps: variables.steps,
        listed: draft.listed,
        first: draft.first,
        inner: draft.inner,
        outputs: draft.outputs,
        statics: constants.statics,
        xml: constants.xml,
        needs: draft.needs,
        confided: draft.confided,
    }
}
