//! Documents as trees: the places in them, other values there, and the text in which every node has a line of its own.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_yaml::Value;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

pub(crate) type Path = Vec<Segment>;

pub(crate) fn shown(path: &[Segment]) -> String {
    let segments = path.iter().map(|segment| match segment {
        Segment::Key(key) => format!("/{key}"),
        Segment::Index(index) => format!("/{index}"),
    });
    segments.collect()
}

/// Every node below and with this one.
pub(crate) fn nodes(value: &Value) -> Vec<(Path, &Value)> {
    let mut found = Vec::new();
    collect(value, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(value: &'a Value, path: &mut Path, found: &mut Vec<(Path, &'a Value)>) {
    found.push((path.clone(), value));
    let children: Vec<(Segment, &Value)> = match value {
        Value::Sequence(items) => items.iter().enumerate().map(|(index, item)| (Segment::Index(index), item)).collect(),
        Value::Mapping(members) => {
            let named = members.iter().filter_map(|(key, value)| Some((Segment::Key(key.as_str()?.to_owned()), value)));
            named.collect()
        }
        _ => Vec::new(),
    };
    for (segment, child) in children {
        path.push(segment);
        collect(child, path, found);
        path.pop();
    }
}

pub(crate) fn at<'a>(value: &'a mut Value, path: &[Segment]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get_mut(key.as_str()),
        Segment::Index(index) => value.get_mut(*index),
    })
}

/// The same document with another value at a path.
pub(crate) fn with(document: &Value, path: &[Segment], value: Value) -> Value {
    let mut copy = document.clone();
    if let Some(node) = at(&mut copy, path) {
        *node = value;
    }
    copy
}

/// The same document without a node, or with another name for it.
pub(crate) fn renamed(document: &Value, path: &[Segment], name: Option<&str>) -> Value {
    let mut copy = document.clone();
    let Some((last, parent)) = path.split_last() else { return copy };
    match (at(&mut copy, parent), last) {
        (Some(Value::Mapping(members)), Segment::Key(key)) => {
            let same = members.iter().map(|(known, value)| {
                let known_name = known.as_str().unwrap_or_default();
                let new = if known_name == key { name.map(str::to_owned) } else { Some(known_name.to_owned()) };
                (new, value.clone())
            });
            let kept = same.filter_map(|(name, value)| Some((Value::String(name?), value))).collect();
            *members = kept;
        }
        (Some(Value::Sequence(items)), Segment::Index(index)) if *index < items.len() => drop(items.remove(*index)),
        _ => {}
    }
    copy
}

/// A text with every node on lines of its own, and which lines.
pub(crate) struct Printed {
    pub(crate) text: String,
    pub(crate) lines: BTreeMap<Path, RangeInclusive<usize>>,
}

pub(crate) fn print(document: &Value) -> Printed {
    let mut printed = Printed { text: String::new(), lines: BTreeMap::new() };
    let mut line = 1;
    write(document, &mut Vec::new(), &mut line, &mut printed);
    printed.text.push('\n');
    printed
}

fn write(value: &Value, path: &mut Path, line: &mut usize, printed: &mut Printed) {
    let first = *line;
    let parts: Vec<(Segment, String, &Value)> = match value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(index, item)| (Segment::Index(index), String::new(), item)).collect()
        }
        Value::Mapping(members) => members
            .iter()
            .map(|(key, value)| {
                let key = key.as_str().map_or_else(|| scalar(key), str::to_owned);
                (Segment::Key(key.clone()), format!("{}: ", serde_json::to_string(&key).unwrap_or_default()), value)
            })
            .collect(),
        scalar_value => {
            printed.text.push_str(&scalar(scalar_value));
            Vec::new()
        }
    };
    let (open, close) = if value.is_sequence() { ('[', ']') } else { ('{', '}') };
    let is_structure = value.is_sequence() || value.is_mapping();
    if is_structure {
        printed.text.push(open);
    }
    for (index, (segment, name, part)) in parts.into_iter().enumerate() {
        printed.text.push_str(if index == 0 { "\n" } else { ",\n" });
        *line += 1;
        printed.text.push_str(&name);
        path.push(segment);
        write(part, path, line, printed);
        path.pop();
    }
    if is_structure {
        printed.text.push(close);
    }
    printed.lines.insert(path.clone(), first..=*line);
}

fn scalar(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
