//! The ways to break a document, each with what must be said about it, and where.

use serde_yaml::Value;

use crate::tree::{Path, Segment, at, nodes, renamed, with};

/// One way to break documents.
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What may be said about it.
    pub(crate) codes: &'static [&'static str],
    pub(crate) mutants: fn(&Value) -> Vec<Mutant>,
}

/// A broken document.
pub(crate) struct Mutant {
    /// What was broken.
    pub(crate) broken: Path,
    pub(crate) document: Value,
    /// Each of these nodes must have a diagnostic.
    pub(crate) places: Vec<Path>,
}

#[rustfmt::skip]
pub(crate) const OPERATORS: &[Operator] = &[
    Operator { name: "misspell-operation", about: "an `operationId` is misspelled", codes: &["unknown-operation"], mutants: |document| words(document, "operationId", 4) },
    Operator { name: "misspell-target", about: "the step that an action goes to is misspelled", codes: &["unknown-step"], mutants: |document| words(document, "stepId", 6) },
    Operator { name: "misspell-workflow", about: "the workflow that a step or an action calls is misspelled", codes: &["unknown-workflow"], mutants: |document| words(document, "workflowId", 4) },
    Operator { name: "misspell-input", about: "an input is misspelled in an expression", codes: &["unknown-input", "undeclared-input"], mutants: |document| names_behind(document, "$inputs.") },
    Operator { name: "misspell-step", about: "a step is misspelled in an expression", codes: &["unknown-step"], mutants: |document| names_behind(document, "$steps.") },
    Operator { name: "misspell-output", about: "an output is misspelled in an expression", codes: &["unknown-output", "unknown-workflow-output"], mutants: |document| names_behind(document, ".outputs.") },
    Operator { name: "misspell-source", about: "a source is misspelled in an expression", codes: &["unknown-source"], mutants: |document| names_behind(document, "$sourceDescriptions.") },
    Operator { name: "misspell-component", about: "a component is misspelled in a `reference`", codes: &["unknown-component"], mutants: |document| names_behind(document, "$components.parameters.").into_iter().chain(names_behind(document, "$components.successActions.")).chain(names_behind(document, "$components.failureActions.")).collect() },
    Operator { name: "misspell-parameter", about: "the name of a parameter is misspelled", codes: &["unknown-path-parameter", "undeclared-parameter", "unknown-input"], mutants: parameters },
    Operator { name: "misspell-member", about: "a member of the response is misspelled in a pointer", codes: &["impossible-pointer", "undeclared-property"], mutants: |document| names_behind(document, "$response.body#/") },
    Operator { name: "misspell-field", about: "a field of the specification is misspelled", codes: &["unknown-field", "not-arazzo"], mutants: fields },
    Operator { name: "misspell-root", about: "the root of an expression is misspelled", codes: &["bad-expression", "bad-condition", "wrong-scope", "likely-expression"], mutants: |document| replaced(document, &[("$response", "$respnse"), ("$inputs", "$input"), ("$steps", "$step")]) },
    Operator { name: "rename-step", about: "a step has another id, and what names it does not", codes: &["unknown-step", "literal-expression"], mutants: rename_steps },
    Operator { name: "rename-output", about: "an output of a step has another name, and what reads it does not", codes: &["unknown-output", "undeclared-output"], mutants: |document| rename_keys(document, "outputs", ".outputs.") },
    Operator { name: "rename-input", about: "an input has another name, and what reads it does not", codes: &["unknown-input", "undeclared-input", "undeclared-required"], mutants: rename_inputs },
    Operator { name: "drop-field", about: "a field that the specification requires is gone", codes: &["missing-field", "not-arazzo", "exclusive"], mutants: drop_fields },
    Operator { name: "drop-path-parameter", about: "a parameter of the path is gone", codes: &["unbound-path-parameter"], mutants: drop_path_parameters },
    Operator { name: "change-kind", about: "a field holds another kind of value", codes: &["wrong-type", "not-arazzo", "unsupported-version"], mutants: change_kinds },
    Operator { name: "change-status", about: "a condition asks for a status that no description has", codes: &["undocumented-status", "condition-never-holds"], mutants: |document| replaced(document, &[("$statusCode == 200", "$statusCode == 208"), ("$statusCode == 201", "$statusCode == 208")]) },
    Operator { name: "break-condition", about: "a comparison ends behind its operator", codes: &["bad-condition"], mutants: conditions },
    Operator { name: "duplicate-step", about: "a step has the id of the step before it", codes: &["repeated-step", "ambiguous-step"], mutants: duplicate_steps },
    Operator { name: "change-location", about: "a parameter stands in a place that does not exist", codes: &["invalid-value"], mutants: |document| fields_with(document, "in", "body") },
    Operator { name: "change-action", about: "an action has a type that does not exist", codes: &["invalid-value"], mutants: |document| fields_with(document, "type", "stop") },
    Operator { name: "change-literal", about: "a number or boolean that is sent becomes a word", codes: &["impossible-value", "unfit-type", "unlisted-value", "unfit-value"], mutants: literals },
    Operator { name: "swap-steps", about: "two steps that follow each other are swapped", codes: &["never-assigned", "perhaps-unassigned", "unreachable-step", "never-before", "perhaps-not-before", "reordered-steps", "endless-loop", "shadowed-action"], mutants: swap_steps },
];

fn key(path: &[Segment]) -> Option<&str> {
    match path.last() {
        Some(Segment::Key(key)) => Some(key),
        _ => None,
    }
}

fn below(path: &[Segment], parent: &str) -> bool {
    path.iter().any(|segment| *segment == Segment::Key(parent.to_owned()))
}

/// Where expressions stand that are evaluated: not in descriptions, schemas or extensions.
fn is_prose(path: &[Segment]) -> bool {
    ["description", "summary", "title", "properties", "schema", "info"].iter().any(|key| below(path, key))
}

fn other(path: &[Segment], document: Value) -> Mutant {
    Mutant { broken: path.to_vec(), document, places: vec![path.to_vec()] }
}

/// Every text in a field of this name that stands so deep, with a letter more.
fn words(document: &Value, field: &str, depth: usize) -> Vec<Mutant> {
    let found = nodes(document).into_iter().filter(|(path, _)| key(path) == Some(field) && path.len() > depth);
    let texts = found.filter_map(|(path, value)| Some((path, value.as_str()?.to_owned())));
    texts.map(|(path, text)| other(&path, with(document, &path, Value::String(format!("{text}Qx"))))).collect()
}

/// Every text with the name behind a root, misspelled.
fn names_behind(document: &Value, root: &str) -> Vec<Mutant> {
    let texts = nodes(document).into_iter().filter(|(path, _)| !is_prose(path));
    let texts = texts.filter_map(|(path, value)| Some((path, value.as_str()?.to_owned())));
    let broken = texts.filter_map(|(path, text)| {
        let start = text.find(root)? + root.len();
        let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
        let end = text.get(start..)?.find(|char| !is_name(char)).map_or(text.len(), |end| start + end);
        let text = format!("{}Qx{}", text.get(..end)?, text.get(end..)?);
        (end > start).then(|| other(&path, with(document, &path, Value::String(text))))
    });
    broken.collect()
}

/// Every text with a piece of it replaced by another one.
fn replaced(document: &Value, pieces: &[(&str, &str)]) -> Vec<Mutant> {
    let texts = nodes(document).into_iter().filter(|(path, _)| !is_prose(path));
    let texts = texts.filter_map(|(path, value)| Some((path, value.as_str()?.to_owned())));
    let broken = texts.filter_map(|(path, text)| {
        let (from, to) = pieces.iter().find(|(from, _)| text.contains(from))?;
        Some(other(&path, with(document, &path, Value::String(text.replacen(from, to, 1)))))
    });
    broken.collect()
}

fn parameters(document: &Value) -> Vec<Mutant> {
    let found = nodes(document).into_iter().filter(|(path, value)| {
        let in_list = matches!(path.as_slice(), [.., Segment::Key(list), Segment::Index(_)] if list == "parameters");
        in_list && value.get("in").is_some() && value.get("name").is_some_and(Value::is_string)
    });
    let broken = found.map(|(mut path, value)| {
        let name = value.get("name").and_then(Value::as_str).unwrap_or_default();
        path.push(Segment::Key("name".to_owned()));
        other(&path, with(document, &path, Value::String(format!("{name}Qx"))))
    });
    broken.collect()
}

/// Fields of steps, workflows, parameters and actions.
fn fields(document: &Value) -> Vec<Mutant> {
    let known = [
        "stepId",
        "operationId",
        "parameters",
        "successCriteria",
        "onSuccess",
        "onFailure",
        "outputs",
        "requestBody",
        "payload",
        "condition",
        "criteria",
        "retryLimit",
        "retryAfter",
        "workflowId",
        "steps",
        "sourceDescriptions",
        "url",
    ];
    let found = nodes(document).into_iter().filter(|(path, _)| {
        let own = key(path).is_some_and(|key| known.contains(&key));
        let parent = path.split_last().map(|(_, parent)| parent).unwrap_or_default();
        own && !is_prose(path) && !below(parent, "payload") && !below(parent, "outputs") && !below(parent, "value")
    });
    let broken = found.filter_map(|(path, _)| {
        let name = format!("{}s", key(&path)?);
        let document = renamed(document, &path, Some(&name));
        let mut place = path.clone();
        place.pop();
        place.push(Segment::Key(name));
        Some(Mutant { broken: path, document, places: vec![place] })
    });
    broken.collect()
}

fn steps(document: &Value) -> Vec<(Path, &Value)> {
    let is_step =
        |path: &Path| matches!(path.as_slice(), [_, _, Segment::Key(steps), Segment::Index(_)] if steps == "steps");
    nodes(document).into_iter().filter(|(path, _)| is_step(path)).collect()
}

/// The places below a workflow whose text has one of these pieces, followed by no more letters of a name.
fn uses(document: &Value, workflow: &[Segment], is_use: impl Fn(&Path, &str) -> bool) -> Vec<Path> {
    let inside = nodes(document).into_iter().filter(|(path, _)| path.starts_with(workflow) && !is_prose(path));
    inside.filter(|(path, value)| value.as_str().is_some_and(|text| is_use(path, text))).map(|(path, _)| path).collect()
}

/// Whether a text has this piece, and no longer name there.
fn names(text: &str, piece: &str) -> bool {
    text.match_indices(piece).any(|(start, _)| {
        let next = text[start + piece.len()..].chars().next();
        next.is_none_or(|next| !(next.is_ascii_alphanumeric() || matches!(next, '_' | '-' | '.')))
    })
}

fn rename_steps(document: &Value) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (path, step) in steps(document) {
        let Some(id) = step.get("stepId").and_then(Value::as_str) else { continue };
        let piece = format!("$steps.{id}.");
        let is_use = |at: &Path, text: &str| {
            text.contains(&piece) || (key(at) == Some("stepId") && text == id && at.len() > path.len() + 1)
        };
        let places = uses(document, &path[..2], is_use);
        let own = [path.as_slice(), &[Segment::Key("stepId".to_owned())]].concat();
        if !places.is_empty() {
            let document = with(document, &own, Value::String(format!("{id}Qx")));
            mutants.push(Mutant { broken: own, document, places });
        }
    }
    mutants
}

/// Keys of maps of this name: outputs of steps, or properties of inputs.
fn rename_keys(document: &Value, map: &str, root: &str) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (path, _) in nodes(document) {
        let (name, place) = match path.as_slice() {
            [_, _, Segment::Key(steps), Segment::Index(_), Segment::Key(of), Segment::Key(name)]
                if steps == "steps" && of == map =>
            {
                (
                    name,
                    at(&mut document.clone(), &path[..4])
                        .and_then(|step| step.get("stepId"))
                        .and_then(Value::as_str)
                        .map(str::to_owned),
                )
            }
            [_, _, Segment::Key(inputs), Segment::Key(of), Segment::Key(name)] if inputs == "inputs" && of == map => {
                (name, Some(String::new()))
            }
            _ => continue,
        };
        let Some(step) = place else { continue };
        let piece = if step.is_empty() { format!("{root}{name}") } else { format!("$steps.{step}{root}{name}") };
        let places = uses(document, &path[..2], |_, text| names(text, &piece));
        if !places.is_empty() {
            let document = renamed(document, &path, Some(&format!("{name}Qx")));
            mutants.push(Mutant { broken: path, document, places });
        }
    }
    mutants
}

/// Where `required` still names an input, it is there, and what is wrong is the list.
fn rename_inputs(document: &Value) -> Vec<Mutant> {
    let mut mutants = rename_keys(document, "properties", "$inputs.");
    for mutant in &mut mutants {
        let Some(name) = key(&mutant.broken).map(str::to_owned) else { continue };
        let list = [&mutant.broken[..3], &[Segment::Key("required".to_owned())]].concat();
        let required = at(&mut mutant.document, &list).and_then(|list| list.as_sequence()).into_iter().flatten();
        if let Some(index) = required.into_iter().position(|known| known.as_str() == Some(&name)) {
            mutant.places = vec![[list.as_slice(), &[Segment::Index(index)]].concat()];
        }
    }
    mutants
}

fn drop_fields(document: &Value) -> Vec<Mutant> {
    let required = [
        "arazzo",
        "info",
        "sourceDescriptions",
        "workflows",
        "workflowId",
        "steps",
        "stepId",
        "condition",
        "name",
        "url",
        "title",
        "version",
        "operationId",
        "type",
        "value",
    ];
    let mut mutants = Vec::new();
    for (path, _) in nodes(document) {
        let Some((Segment::Key(field), parent)) = path.split_last() else { continue };
        let is_schema = ["inputs", "payload", "requestBody"].iter().any(|key| below(&path, key));
        let is_map = matches!(parent.last(), Some(Segment::Key(key)) if key != "info");
        let of_action = below(parent, "onSuccess") || below(parent, "onFailure");
        let optional = (field == "type" && (!of_action || below(parent, "criteria")))
            || (field == "name" || field == "value") && below(parent, "outputs")
            || of_action && matches!(field.as_str(), "stepId" | "workflowId")
            || at(&mut document.clone(), parent).is_some_and(|object| object.get("reference").is_some());
        if required.contains(&field.as_str()) && !is_schema && !is_map && !optional {
            let places = vec![parent.to_vec()];
            let document = renamed(document, &path, None);
            mutants.push(Mutant { broken: path, document, places });
        }
    }
    mutants
}

fn drop_path_parameters(document: &Value) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (path, value) in nodes(document) {
        let [_, _, Segment::Key(steps), Segment::Index(_), Segment::Key(list), Segment::Index(_)] = path.as_slice()
        else {
            continue;
        };
        if steps == "steps" && list == "parameters" && value.get("in").and_then(Value::as_str) == Some("path") {
            let places = vec![path[..4].to_vec()];
            let document = renamed(document, &path, None);
            mutants.push(Mutant { broken: path, document, places });
        }
    }
    mutants
}

fn change_kinds(document: &Value) -> Vec<Mutant> {
    let texts = ["stepId", "operationId", "workflowId", "url", "contentType", "title"];
    let lists = [
        "steps",
        "parameters",
        "successCriteria",
        "onSuccess",
        "onFailure",
        "criteria",
        "workflows",
        "sourceDescriptions",
    ];
    let found = nodes(document).into_iter().filter(|(path, _)| {
        !["inputs", "payload", "value", "outputs", "components"].iter().any(|key| below(path, key))
    });
    let broken = found.filter_map(|(path, _)| {
        let key = key(&path)?;
        let new = if texts.contains(&key) { Value::Sequence(Vec::new()) } else { Value::String("none".to_owned()) };
        (texts.contains(&key) || lists.contains(&key)).then(|| other(&path, with(document, &path, new)))
    });
    broken.collect()
}

fn conditions(document: &Value) -> Vec<Mutant> {
    let found = nodes(document).into_iter().filter(|(path, _)| key(path) == Some("condition"));
    let broken = found.filter_map(|(path, value)| {
        let text = value.as_str()?;
        let end = text.find("==")? + 2;
        Some(other(&path, with(document, &path, Value::String(text.get(..end)?.to_owned()))))
    });
    broken.collect()
}

fn duplicate_steps(document: &Value) -> Vec<Mutant> {
    let steps = steps(document);
    let pairs = steps.iter().zip(steps.iter().skip(1)).filter(|((left, _), (right, _))| left[..2] == right[..2]);
    let broken = pairs.filter_map(|((_, first), (path, _))| {
        let path = [path.as_slice(), &[Segment::Key("stepId".to_owned())]].concat();
        Some(other(&path, with(document, &path, first.get("stepId")?.clone())))
    });
    broken.collect()
}

fn fields_with(document: &Value, field: &str, text: &str) -> Vec<Mutant> {
    let found = nodes(document).into_iter().filter(|(path, value)| {
        let of = if field == "in" {
            below(path, "parameters")
        } else {
            below(path, "onSuccess") || below(path, "onFailure")
        };
        let nested = ["payload", "value", "criteria"].iter().any(|key| below(path, key));
        key(path) == Some(field) && of && !nested && value.is_string()
    });
    found.map(|(path, _)| other(&path, with(document, &path, Value::String(text.to_owned())))).collect()
}

fn literals(document: &Value) -> Vec<Mutant> {
    let found = nodes(document).into_iter().filter(|(path, value)| {
        (below(path, "payload") || key(path) == Some("value")) && (value.is_number() || value.is_bool())
    });
    found.map(|(path, _)| other(&path, with(document, &path, Value::String("soon".to_owned())))).collect()
}

fn swap_steps(document: &Value) -> Vec<Mutant> {
    let steps = steps(document);
    let pairs = steps.iter().zip(steps.iter().skip(1)).filter(|((left, _), (right, _))| left[..2] == right[..2]);
    let broken = pairs.map(|((first, left), (second, right))| {
        let swapped = with(&with(document, first, (*right).clone()), second, (*left).clone());
        Mutant { broken: first.clone(), document: swapped, places: vec![first[..2].to_vec()] }
    });
    broken.collect()
}
