//! What fuzz targets call of the runtime's inside.

use super::encode::Keep;
pub(crate) use super::encode::strict;

/// The text of the part of a JSON text that a pointer names; `Err` where the text is not JSON.
pub(crate) fn project(json: &[u8], pointer: &str) -> Result<Option<String>, ()> {
    super::project::project(json, pointer).map(|found| found.map(|value| value.to_string())).map_err(|_| ())
}

/// The path of a template whose variables all have one value.
pub(crate) fn fill(template: &str, value: &str) -> Result<String, ()> {
    let names = template.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let values: Vec<(&str, String)> = names.map(|(name, _)| (name, strict(value))).collect();
    let mut path = String::new();
    super::path::fill(&super::plan::pieces(template, Keep::PathText), &values, &mut path).map_err(|_| ())?;
    Ok(path)
}
