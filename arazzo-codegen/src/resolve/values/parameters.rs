//! Objects that the document writes in place, or refers to by `$components`.

use super::notes::Values;
use crate::diagnostic::{Kind, Report, Reported};
use crate::document::{OrReference, Parameter, Reference};
use crate::openapi::Library;
use crate::resolve::written::written;
use crate::suggest::closest;
use crate::syntax::expression::{ComponentKind, Expression};

impl Values<'_> {
    /// A parameter, with the value that a reference gives it.
    pub(super) fn known_parameter(&mut self, item: &OrReference<Parameter>) -> Result<Parameter, Reported> {
        parameter(item, &self.known.document.components.parameters, self.library, self.report)
    }

    /// The parameters of a list, each name once.
    pub(super) fn known_parameters(&mut self, list: &[OrReference<Parameter>]) -> Vec<Parameter> {
        given(list, &self.known.document.components.parameters, self.library, self.report)
    }
}

/// The object itself, or the component it refers to.
pub(crate) fn dereference<'d, T>(
    item: &'d OrReference<T>,
    kind: ComponentKind,
    components: &'d [(String, T)],
    library: &Library,
    report: &mut Report,
) -> Result<&'d T, Reported> {
    let reference = match item {
        OrReference::Inline(item) => return Ok(item),
        OrReference::Reference(reference) => reference,
    };
    let name = match &reference.expression {
        Expression::Component { kind: found, name } if *found == kind => name,
        _ => {
            return Err(refuse_other(reference, kind, library, report));
        }
    };
    let found = components.iter().find(|(known, _)| *known == name.value);
    found.map(|(_, item)| item).ok_or_else(|| {
        let closest = closest(&name.value, components.iter().map(|(known, _)| known.as_str()));
        let kind = Kind::UnknownComponent { kind: kind.key(), name: name.value.clone(), closest };
        report.refuse(reference.place.range(name.range.clone()), kind)
    })
}

/// Reports a reference to something else than a component of a kind.
fn refuse_other(reference: &Reference, kind: ComponentKind, library: &Library, report: &mut Report) -> Reported {
    let reason = match kind {
        ComponentKind::Parameters => "a parameter is referred to as `$components.parameters.NAME`",
        ComponentKind::SuccessActions => "an action is referred to here as `$components.successActions.NAME`",
        ComponentKind::FailureActions => "an action is referred to here as `$components.failureActions.NAME`",
    };
    let expression = written(library, &reference.place, ..);
    report.refuse(reference.place.value(), Kind::WrongScope { expression, reason })
}

/// A parameter, with the value that a reference gives it.
pub(crate) fn parameter(
    item: &OrReference<Parameter>,
    components: &[(String, Parameter)],
    library: &Library,
    report: &mut Report,
) -> Result<Parameter, Reported> {
    let mut found = dereference(item, ComponentKind::Parameters, components, library, report)?.clone();
    if let OrReference::Reference(reference) = item
        && let Some(value) = &reference.value
    {
        found.value = value.clone();
    }
    Ok(found)
}

/// The parameters of a list, each name once.
pub(crate) fn given(
    list: &[OrReference<Parameter>],
    components: &[(String, Parameter)],
    library: &Library,
    report: &mut Report,
) -> Vec<Parameter> {
    let mut given: Vec<Parameter> = Vec::new();
    for item in list {
        let Ok(parameter) = self::parameter(item, components, library, report) else { continue };
        if given.iter().any(|known| known.name.text == parameter.name.text && known.location == parameter.location) {
            let kind = Kind::Duplicate { what: "parameter", name: parameter.name.text.clone() };
            report.add(parameter.name.place.value(), kind);
            continue;
        }
        given.push(parameter);
    }
    given
}
