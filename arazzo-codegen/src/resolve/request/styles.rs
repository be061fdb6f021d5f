//! The styles of parameters, and parameters that will not be taken for long.

use super::room::Requests;
use crate::check::Styling;
use crate::diagnostic::Kind;
use crate::document;
use crate::model::SourceId;
use crate::openapi::{Location, Operation, Parameter, flag};

impl Requests<'_> {
    /// Parameters that an API will not take for long.
    pub(super) fn check_deprecated(
        &mut self,
        declared: &Parameter,
        operation: Option<(SourceId, &Operation)>,
        parameter: &document::Parameter,
    ) {
        let node = self.library.peek(&declared.place);
        let is_deprecated = node.is_some_and(|node| flag(&node, "deprecated") == Some(true));
        let Some((_, operation)) = operation.filter(|_| is_deprecated) else { return };
        let (location, name) = (declared.location.text(), &declared.name);
        let what = format!("{location} parameter `{name}` of operation `{}`", operation.name);
        self.report.add(parameter.name.place.value(), Kind::Deprecated { what });
    }
}

/// How a parameter is written, where that is said by a style.
pub(super) fn styling(declared: &Parameter) -> Option<Styling> {
    let what = format!("{} parameter `{}`", declared.location.text(), declared.name);
    let styling = Styling {
        what,
        style: declared.style,
        explode: declared.explode,
        is_cookie: declared.location == Location::Cookie,
        has_within: !declared.within.is_empty(),
    };
    declared.content_type.is_none().then_some(styling)
}
