//! The names of constants and statics: of sources, then schemes (with their source where two share a name), then steps, then
//! patterns, queries and XML.

use std::collections::{BTreeMap, HashMap};
use std::mem::take;

use crate::model::{Ids, Scheme, SchemeId, Source, SourceId, Static, StaticId, StepId, XmlId, XmlStatic};
use crate::names::{self, Names, Space};
use crate::resolve::draft::{self, Draft};

/// What has a constant or a static of its own.
pub(super) struct Constants {
    pub(super) sources: Ids<SourceId, Source>,
    pub(super) schemes: Ids<SchemeId, Scheme>,
    pub(super) statics: Ids<StaticId, Static>,
    pub(super) xml: Ids<XmlId, XmlStatic>,
    /// Those of the steps that call operations, by the indices of the steps.
    requests: BTreeMap<StepId, String>,
}

impl Constants {
    /// Takes all but the steps out of a draft.
    pub(super) fn of(draft: &mut Draft) -> Constants {
        // A constant in the place of a binding would be a pattern.
        let bound = draft.inputs.fields().iter().filter(|field| field.is_demanded()).map(|field| field.ident.as_str());
        let mut taken = Names::new(Space::Constants).reserving(bound.chain([draft.ident.as_str()]));
        let schemes = with_names(take(&mut draft.schemes).into_vec(), &draft.sources);
        let sources = taken.give(take(&mut draft.sources).into_vec(), |source| &source.name, names::shouty);
        let schemes = taken.give(schemes, |(_, name)| name, names::shouty);
        let requests = draft.steps.enumerate().filter(|(_, step)| step.call.request().is_some()).collect();
        let requests = taken.give(requests, |(_, step)| &step.name, step_constant);
        let statics = take(&mut draft.statics).into_vec().into_iter().map(|program| {
            let step = program.step.and_then(|step| draft.steps.get(step)).map_or("", |step| step.name.as_str());
            let constant = taken.claim(names::shouty(&format!("{step} {}", program.language.noun())));
            program.named(constant)
        });
        let statics = statics.collect();
        let xml = take(&mut draft.xml).into_vec().into_iter().map(|xml| {
            let constant = taken.claim(names::shouty(&xml.of.words()));
            xml.named(constant)
        });
        Constants {
            sources: sources.into_iter().map(|(source, constant)| source.named(constant)).collect(),
            schemes: schemes.into_iter().map(|((scheme, _), constant)| scheme.named(constant)).collect(),
            statics,
            xml: xml.collect(),
            requests: requests.into_iter().map(|((index, _), constant)| (index, constant)).collect(),
        }
    }

    /// The constant that describes what a step calls. None would be a bug, and emit reports an empty name as one (`bug`).
    pub(super) fn of_request(&self, index: StepId) -> String {
        self.requests.get(&index).cloned().unwrap_or_default()
    }

    /// All names, which no variable may hide.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().map(|source| &source.constant);
        let schemes = self.schemes.iter().map(|scheme| &scheme.constant);
        let statics = self.statics.iter().map(|program| &program.constant);
        sources.chain(schemes).chain(self.requests.values()).chain(statics).map(String::as_str)
    }
}

/// Schemes, and what they are named after: with the source where two would have one name.
fn with_names(schemes: Vec<draft::Scheme>, sources: &Ids<SourceId, draft::Source>) -> Vec<(draft::Scheme, String)> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for scheme in &schemes {
        *count.entry(names::shouty(&scheme.name)).or_default() += 1;
    }
    let name = |scheme: &draft::Scheme| {
        let shared = count.get(&names::shouty(&scheme.name)).is_some_and(|count| *count > 1);
        let source = sources.get(scheme.source).filter(|_| shared);
        source.map_or_else(|| scheme.name.clone(), |source| format!("{} {}", source.name, scheme.name))
    };
    let named = schemes.into_iter().map(|scheme| {
        let name = name(&scheme);
        (scheme, name)
    });
    named.collect()
}

/// The static of a step. Where its name has no letter case, a word tells it from the variable.
fn step_constant(name: &str) -> String {
    let own = names::shouty(name);
    if own == names::snake(name) { names::shouty(&format!("step {name}")) } else { own }
}
