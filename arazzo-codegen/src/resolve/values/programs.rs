//! Patterns and queries that the runtime compiles, and what it needs for them.

use crate::files::Files;
use crate::locate::line;
use crate::model::{Feature, Ids, Language, Need, StaticId, StepId};
use crate::place::Place;
use crate::resolve::draft::{Static, Unnamed};

/// The programs of a workflow that are the same in every call, and the features that its code needs.
#[derive(Debug, Default)]
pub(crate) struct Programs {
    pub(crate) statics: Ids<StaticId, Static>,
    pub(crate) needs: Vec<Need>,
}

impl Programs {
    /// The index of a program that is the same in every call.
    pub(super) fn interned(&mut self, language: Language, text: String, step: Option<StepId>) -> StaticId {
        let known = self.statics.position(|known| known.language == language && known.text == text);
        known.unwrap_or_else(|| self.statics.push(Static { constant: Unnamed, language, text, step }))
    }

    /// Notes that the runtime needs a feature; the first place is enough.
    pub(crate) fn need(&mut self, feature: Feature, place: &Place, files: &Files) {
        if self.needs.iter().any(|need| need.feature == feature) {
            return;
        }
        let file = files.get(place.file);
        let at = format!("{}:{}", file.identity, line(file, &place.value()));
        self.needs.push(Need { feature, at });
    }
}
