//! What types that descriptions give are called: after their schemas, wherever these stand.
//!
//! A schema with a name of its own has it; any other has its title, or the name of the member that it describes. The list
//! `lines` is made of items `Line`. Where two would have one name, that of the object around a member comes before it, and only
//! then a number. No name depends on the order of the document, unless files in several folders have one name.

use std::collections::{BTreeSet, HashMap};

use crate::model::TypeDef;
use crate::names::{self, Names, Space};
use crate::openapi::{Origin, component_name};
use crate::place::{Place, Segment};

/// A title of more words is a sentence.
const MAX_WORDS: usize = 4;

/// What schemas without names are called after, by the places that they stand below: operations that take them or respond with them, files.
pub(super) type Homes = HashMap<Place, String>;

/// Names all types. `taken`: what modules that have them call something else.
pub(super) fn name(types: &mut [TypeDef], origins: &[Origin], homes: &Homes, taken: &BTreeSet<String>) {
    let candidates: Vec<Vec<String>> = origins.iter().map(|origin| candidates(origin, homes)).collect();
    name_as(types, origins, homes, (&candidates, taken));
}

/// Names the types of inputs: `OrderInput`, because an output may be an `Order`, and would not be called so any more.
pub(super) fn name_inputs(types: &mut [TypeDef], origins: &[Origin], homes: &Homes, taken: &BTreeSet<String>) {
    let is_said = |name: &str| ["Input", "Request"].into_iter().any(|end| name.ends_with(end));
    let own = |name: String| if is_said(&name) { name } else { name + "Input" };
    let candidates: Vec<Vec<String>> =
        origins.iter().map(|origin| candidates(origin, homes).into_iter().map(own).collect()).collect();
    name_as(types, origins, homes, (&candidates, taken));
}

fn name_as(
    types: &mut [TypeDef],
    origins: &[Origin],
    homes: &Homes,
    (candidates, taken): (&[Vec<String>], &BTreeSet<String>),
) {
    let mut given = Names::new(Space::Types).reserving(taken.iter().map(String::as_str));
    let mut count: HashMap<&str, usize> = HashMap::new();
    for first in candidates.iter().filter_map(|names| names.first()) {
        *count.entry(first.as_str()).or_default() += 1;
    }
    let is_named =
        |index: usize| origins.get(index).is_some_and(|origin| component_name(&origin.owner.place).is_some());
    let mut order: Vec<(usize, &Origin, &Vec<String>)> =
        origins.iter().zip(candidates).enumerate().map(|(index, (origin, names))| (index, origin, names)).collect();
    order.sort_by_cached_key(|(index, origin, names)| (!is_named(*index), names.first(), key(origin, homes)));
    for (index, _, names) in order {
        let shared = |name: &String| count.get(name.as_str()).is_some_and(|count| *count > 1);
        let own = names.first().filter(|name| is_named(index) || !shared(name));
        let free = own.into_iter().chain(names.iter().skip(1)).find(|name| !given.is_taken(name));
        let name = free.or(names.first()).cloned().unwrap_or_else(|| "Value".to_owned());
        if let Some(definition) = types.get_mut(index) {
            *definition.name_mut() = given.claim(name);
        }
    }
}

/// What orders types of one name.
fn key(origin: &Origin, homes: &Homes) -> (String, usize, String) {
    let place = &origin.owner.place;
    let file = homes.get(&Place::root(place.file)).cloned().unwrap_or_default();
    (file, place.file.index(), place.path.to_string())
}

/// The names that a type may have, the shortest first.
fn candidates(origin: &Origin, homes: &Homes) -> Vec<String> {
    let mut parts = parts(origin);
    parts.extend(around(&origin.owner.place, homes));
    let longer = (1..=parts.len()).map(|count| {
        let words: Vec<&str> = parts.iter().take(count).rev().map(String::as_str).collect();
        names::camel(&words.join(" "))
    });
    longer.collect()
}

/// The words for a schema, the nearest first: its own, and those of the objects around it.
pub(super) fn parts(origin: &Origin) -> Vec<String> {
    let place = &origin.owner.place;
    let mut parts = Vec::new();
    let segments = place.path.segments();
    let (mut rest, mut is_item) = (segments.as_slice(), false);
    while let Some((last, before)) = rest.split_last() {
        let owner = before.last();
        match (owner, last) {
            (Some(Segment::Key(home)), Segment::Key(name)) if is_home(home) => {
                parts.push(if is_item { singular(name) } else { name.clone() });
                is_item = false;
                rest = before.split_last().map(|(_, before)| before).unwrap_or_default();
                if home != "properties" {
                    break;
                }
            }
            (_, Segment::Key(name))
                if ["items", "additionalProperties", "unevaluatedProperties"].contains(&name.as_str()) =>
            {
                is_item = true;
                rest = before;
            }
            (_, Segment::Key(name)) if name == "schema" => break,
            _ => rest = before,
        }
    }
    let title = origin.owner.value.text("title").filter(|title| title.split_whitespace().count() <= MAX_WORDS);
    if let Some(title) = title.filter(|title| component_name(place).is_none() && !title.trim().is_empty()) {
        parts.insert(0, title.to_owned());
    }
    parts
}

fn is_home(home: &str) -> bool {
    ["properties", "schemas", "definitions", "$defs"].contains(&home)
}

/// What is around the objects: the response, by its name or that of its operation, or the file.
fn around(place: &Place, homes: &Homes) -> Option<String> {
    let segments = place.path.segments();
    if let [Segment::Key(components), Segment::Key(home), Segment::Key(name), ..] = segments.as_slice()
        && components == "components"
    {
        return (home == "responses").then(|| format!("{name} response"));
    }
    let mut at = Place::root(place.file);
    let mut nearest = homes.get(&at).map(|name| (at.clone(), name));
    for segment in segments {
        at = match segment {
            Segment::Key(key) => at.key(&key),
            Segment::Index(index) => at.index(index),
        };
        nearest = homes.get(&at).map(|name| (at.clone(), name)).or(nearest);
    }
    let (home, name) = nearest?;
    Some(if home.key("items") == *place { format!("{name} item") } else { name.clone() })
}

/// What one of several is called: `lines` are of a `line`, and `data` of `data item`s.
fn singular(name: &str) -> String {
    let ends = |end: &str| name.len() > end.len() + 1 && name.to_lowercase().ends_with(end);
    let without = |count: usize| name.get(..name.len() - count).unwrap_or(name).to_owned();
    match () {
        () if ends("ies") => without(3) + "y",
        () if ["sses", "xes", "ches", "shes"].into_iter().any(ends) => without(2),
        () if ends("s") && !["ss", "us", "is", "news", "series"].into_iter().any(ends) => without(1),
        () => format!("{name} item"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_has_a_name() {
        for (many, one) in [
            ("lines", "line"),
            ("categories", "category"),
            ("boxes", "box"),
            ("addresses", "address"),
            ("Statuses", "Statuse"),
            ("status", "status item"),
            ("data", "data item"),
            ("s", "s item"),
            ("ß", "ß item"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
    }
}
