//! What an operation declares of its parameters.

use crate::openapi::{Location, Operation, Parameter, PathPart};
use crate::value::Value;

pub(crate) fn variable(part: &PathPart) -> Option<&str> {
    match part {
        PathPart::Variable(name) => Some(name),
        PathPart::Literal(_) => None,
    }
}

/// Header names are one name in any case.
pub(crate) fn same_name(location: Location, left: &str, right: &str) -> bool {
    match location {
        Location::Header => left.eq_ignore_ascii_case(right),
        _ => left == right,
    }
}

/// Whether OpenAPI says elsewhere what a header holds, so that it need not be declared.
pub(crate) fn is_reserved(location: Location, name: &str) -> bool {
    let reserved = ["accept", "content-type", "authorization"];
    location == Location::Header && reserved.iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

pub(crate) fn declared<'o>(operation: &'o Operation, location: Location, name: &str) -> Option<&'o Parameter> {
    let same = |parameter: &&Parameter| parameter.location == location && same_name(location, &parameter.name, name);
    operation.parameters.iter().find(same)
}

/// A server that is not told knows what to assume.
pub(crate) fn has_default(parameter: &Parameter) -> bool {
    parameter.schema.as_ref().is_some_and(|schema| {
        let single = schema.value.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() == 1);
        single || schema.value.get("default").is_some() || schema.value.get("const").is_some()
    })
}
