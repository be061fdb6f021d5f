//! The ways to break the OpenAPI description beside a document, each with what must be said about it, and where in the document.
//!
//! The API has changed and the document has not: what a step sends or reads is not what the description says any more.

use serde_yaml::Value;

use crate::subjects::Subject;
use crate::tree::{Path, Segment, at, nodes, renamed, with};

/// One way to break descriptions.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What may be said about it.
    pub(crate) codes: &'static [&'static str],
    pub(crate) mutants: fn(&Pair) -> Vec<Changed>,
}

/// A broken description.
pub(crate) struct Changed {
    /// What was broken in it.
    pub(crate) broken: Path,
    pub(crate) description: Value,
    /// Each of these nodes of the document must have a diagnostic.
    pub(crate) places: Vec<Path>,
}

/// A document, one of its descriptions, and the steps that call an operation of it.
pub(crate) struct Pair {
    pub(crate) document: Value,
    pub(crate) description: Value,
    /// The description's `url` in the document.
    pub(crate) url: Path,
    /// The file of the description.
    pub(crate) file: std::path::PathBuf,
    uses: Vec<Use>,
}

/// A step that names an operation by its id, with both places.
struct Use {
    step: Path,
    operation: Path,
}

#[rustfmt::skip]
pub(crate) const CHANGES: &[Change] = &[
    Change { name: "rename-operation", about: "an `operationId` of the description is another one", codes: &["unknown-operation"], mutants: |pair| operations(pair, |operation| [operation, &[key("operationId")]].concat(), Some("renamedQx")) },
    Change { name: "drop-operation", about: "an operation of the description is gone", codes: &["unknown-operation"], mutants: |pair| operations(pair, <[Segment]>::to_vec, None) },
    Change { name: "rename-path-parameter", about: "a parameter of the path has another name in the description", codes: &["unbound-path-parameter", "unknown-path-parameter"], mutants: rename_path_parameters },
    Change { name: "demand-parameter", about: "the operation requires one more parameter", codes: &["required-parameter-missing"], mutants: demand_parameters },
    Change { name: "demand-property", about: "the request body requires one more property", codes: &["required-property-missing"], mutants: demand_properties },
    Change { name: "change-sent-type", about: "a property of the request body that a step writes is a list", codes: &["unfit-type", "impossible-value", "quoted-value", "unclear-xml"], mutants: |pair| sent(pair, "type: array", |value| is_constant(value) || value.as_str().is_some_and(|text| text.starts_with("$inputs."))) },
    Change { name: "change-listed-values", about: "a constant in the request body is none of those that are listed now", codes: &["unlisted-value"], mutants: |pair| sent(pair, "enum: [otherQx]", is_constant) },
    Change { name: "change-listed-parameter", about: "a constant parameter is none of those that are listed now", codes: &["unlisted-value"], mutants: list_parameters },
    Change { name: "rename-read-property", about: "a property of the response that a step reads has another name", codes: &["impossible-pointer", "undeclared-property"], mutants: |pair| read(pair, |description, read| renamed(description, &below(&read.around, &["properties", &read.member]), Some("renamedQx"))) },
    Change { name: "close-read-object", about: "an object of the response that a step reads has no properties, and no others", codes: &["impossible-pointer"], mutants: |pair| read(pair, |description, read| with(description, &read.around, parsed("{ type: object, additionalProperties: false, properties: {} }"))) },
    Change { name: "change-read-type", about: "what holds a property of the response that a step reads is a text", codes: &["impossible-pointer"], mutants: |pair| read(pair, |description, read| with(description, &read.around, parsed("{ type: string }"))) },
    Change { name: "drop-status", about: "the response with a status that a condition names is gone", codes: &["undocumented-status"], mutants: drop_statuses },
];

fn key(name: &str) -> Segment {
    Segment::Key(name.to_owned())
}

fn parsed(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

fn get<'a>(value: &'a Value, path: &[Segment]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_str()),
        Segment::Index(index) => value.get(*index),
    })
}

fn text<'a>(value: &'a Value, path: &[Segment]) -> Option<&'a str> {
    get(value, path)?.as_str()
}

fn below(path: &[Segment], names: &[&str]) -> Path {
    path.iter().cloned().chain(names.iter().map(|name| key(name))).collect()
}

/// The descriptions of a document that stand in files of their own and are called by their ids.
pub(crate) fn pairs(subject: &Subject) -> Vec<Pair> {
    let sources = subject.document.get("sourceDescriptions").and_then(Value::as_sequence);
    let pair = |index: usize, source: &Value| {
        let file = subject.folder.join(source.get("url")?.as_str()?);
        let description: Value = serde_yaml::from_str(&std::fs::read_to_string(&file).ok()?).ok()?;
        description.get("openapi")?;
        let url = vec![key("sourceDescriptions"), Segment::Index(index), key("url")];
        let uses = uses(&subject.document, source.get("name")?.as_str()?, &description);
        Some(Pair { document: subject.document.clone(), description, url, file, uses })
    };
    sources.into_iter().flatten().enumerate().filter_map(|(index, source)| pair(index, source)).collect()
}

fn uses(document: &Value, source: &str, description: &Value) -> Vec<Use> {
    let ids: Vec<(Path, &Value)> = nodes(description)
        .into_iter()
        .filter(|(path, _)| matches!(path.as_slice(), [Segment::Key(paths), _, _, Segment::Key(id)] if paths == "paths" && id == "operationId"))
        .collect();
    let steps = nodes(document).into_iter().filter_map(|(path, value)| match path.as_slice() {
        [Segment::Key(workflows), _, Segment::Key(steps), Segment::Index(_), Segment::Key(id)]
            if workflows == "workflows" && steps == "steps" && id == "operationId" =>
        {
            Some((path[..4].to_vec(), value.as_str()?))
        }
        _ => None,
    });
    let found = steps.filter_map(|(step, id)| {
        let id = id.strip_prefix(&format!("$sourceDescriptions.{source}.")).unwrap_or(id);
        let (path, _) = ids.iter().find(|(_, known)| known.as_str() == Some(id))?;
        Some(Use { step, operation: path[..3].to_vec() })
    });
    found.collect()
}

impl Pair {
    /// The document, with the description in another file of its folder.
    pub(crate) fn document_with(&self, file: &std::path::Path) -> Value {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let url = text(&self.document, &self.url).unwrap_or_default();
        let url = url.rsplit_once('/').map_or(name.clone(), |(folder, _)| format!("{folder}/{name}"));
        with(&self.document, &self.url, Value::String(url))
    }

    /// The operations that are called, each once.
    fn called(&self) -> Vec<&Path> {
        let mut operations: Vec<&Path> = self.uses.iter().map(|used| &used.operation).collect();
        operations.sort();
        operations.dedup();
        operations
    }

    fn steps(&self, operation: &[Segment]) -> Vec<Path> {
        self.uses.iter().filter(|used| used.operation == operation).map(|used| used.step.clone()).collect()
    }

    /// Where a node really stands, behind references within the file.
    fn resolve(&self, path: Path) -> Option<Path> {
        let mut path = path;
        for _ in 0..10 {
            let Some(reference) = text(&self.description, &below(&path, &["$ref"])) else { return Some(path) };
            let pointer = reference.strip_prefix("#/")?;
            path = pointer.split('/').map(|token| key(&token.replace("~1", "/").replace("~0", "~"))).collect();
        }
        None
    }

    /// The JSON schema of an operation's request body.
    fn body_schema(&self, operation: &[Segment]) -> Option<Path> {
        let body = self.resolve(below(operation, &["requestBody"]))?;
        let schema = self.resolve(below(&body, &["content", "application/json", "schema"]))?;
        get(&self.description, &schema)?.get("properties").map(|_| schema)
    }

    fn changed(&self, broken: Path, description: Value, places: Vec<Path>) -> Option<Changed> {
        (description != self.description && !places.is_empty()).then_some(Changed { broken, description, places })
    }
}

/// Every operation that is called, with something at it renamed or gone: each step that calls it is wrong.
fn operations(pair: &Pair, what: fn(&[Segment]) -> Path, name: Option<&str>) -> Vec<Changed> {
    let changed = pair.called().into_iter().filter_map(|operation| {
        let path = what(operation);
        let description = match name {
            Some(name) => with(&pair.description, &path, Value::String(name.to_owned())),
            None => renamed(&pair.description, &path, None),
        };
        let places = pair.steps(operation).into_iter().map(|step| below(&step, &["operationId"])).collect();
        pair.changed(path, description, places)
    });
    changed.collect()
}

fn rename_path_parameters(pair: &Pair) -> Vec<Changed> {
    let mut mutants = Vec::new();
    for operation in pair.called() {
        let [_, Segment::Key(template), _] = operation.as_slice() else { continue };
        for parameter in declared(pair, operation) {
            let said = |field: &str| text(&pair.description, &below(&parameter, &[field]));
            let (Some("path"), Some(name)) = (said("in"), said("name")) else { continue };
            let new = format!("{name}Qx");
            let description = with(&pair.description, &below(&parameter, &["name"]), Value::String(new.clone()));
            let path = template.replace(&format!("{{{name}}}"), &format!("{{{new}}}"));
            let description = renamed(&description, &operation[..2], Some(&path));
            mutants.extend(pair.changed(parameter, description, pair.steps(operation)));
        }
    }
    mutants
}

fn demand_parameters(pair: &Pair) -> Vec<Changed> {
    let changed = pair.called().into_iter().filter_map(|operation| {
        let mut description = pair.description.clone();
        let members = at(&mut description, operation)?.as_mapping_mut()?;
        let parameters = members.entry("parameters".into()).or_insert_with(|| Value::Sequence(Vec::new()));
        let parameter = "{ name: demandedQx, in: query, required: true, schema: { type: string } }";
        parameters.as_sequence_mut()?.push(parsed(parameter));
        pair.changed(operation.clone(), description, pair.steps(operation))
    });
    changed.collect()
}

/// The steps that write the request body of an operation as an object, and where.
fn written(pair: &Pair, operation: &[Segment]) -> Vec<Path> {
    let payloads = pair.steps(operation).into_iter().map(|step| below(&step, &["requestBody", "payload"]));
    payloads.filter(|payload| get(&pair.document, payload).is_some_and(Value::is_mapping)).collect()
}

fn demand_properties(pair: &Pair) -> Vec<Changed> {
    let changed = pair.called().into_iter().filter_map(|operation| {
        let schema = pair.body_schema(operation)?;
        let mut description = pair.description.clone();
        let members = at(&mut description, &schema)?.as_mapping_mut()?;
        let required = members.entry("required".into()).or_insert_with(|| Value::Sequence(Vec::new()));
        required.as_sequence_mut()?.push("demandedQx".into());
        // Other operations may take the same schema; these are surely among those that are wrong.
        pair.changed(schema, description, written(pair, operation))
    });
    changed.collect()
}

fn is_constant(value: &Value) -> bool {
    value.is_number() || value.is_bool() || value.as_str().is_some_and(|text| !text.contains('$'))
}

/// Properties whose values in the document are of a kind, with another schema.
fn sent(pair: &Pair, schema: &str, is_meant: fn(&Value) -> bool) -> Vec<Changed> {
    let mut mutants = Vec::new();
    for operation in pair.called() {
        let Some(body) = pair.body_schema(operation) else { continue };
        for payload in written(pair, operation) {
            let members = get(&pair.document, &payload).and_then(Value::as_mapping);
            let meant = members.into_iter().flatten().filter(|(_, value)| is_meant(value));
            for name in meant.filter_map(|(name, _)| name.as_str()) {
                let property = below(&body, &["properties", name]);
                if get(&pair.description, &property).is_some() {
                    let description = with(&pair.description, &property, parsed(schema));
                    mutants.extend(pair.changed(property, description, vec![below(&payload, &[name])]));
                }
            }
        }
    }
    mutants
}

/// The parameters of a list, by their place in it.
fn listed(value: &Value, list: &[Segment]) -> Vec<Path> {
    let count = get(value, list).and_then(Value::as_sequence).map_or(0, Vec::len);
    (0..count).map(|index| [list, &[Segment::Index(index)]].concat()).collect()
}

/// Where an operation declares its parameters.
fn declared(pair: &Pair, operation: &[Segment]) -> Vec<Path> {
    let lists = [below(operation, &["parameters"]), below(&operation[..2], &["parameters"])];
    lists.iter().flat_map(|list| listed(&pair.description, list)).collect()
}

fn list_parameters(pair: &Pair) -> Vec<Changed> {
    let mut mutants = Vec::new();
    for used in &pair.uses {
        for given in listed(&pair.document, &below(&used.step, &["parameters"])) {
            let value = below(&given, &["value"]);
            let said = |field: &str| text(&pair.document, &below(&given, &[field]));
            if !get(&pair.document, &value).is_some_and(is_constant) {
                continue;
            }
            let is_it = |known: &Path| {
                ["name", "in"].iter().all(|field| text(&pair.description, &below(known, &[field])) == said(field))
            };
            let Some(parameter) = declared(pair, &used.operation).into_iter().find(is_it) else { continue };
            let description = with(&pair.description, &below(&parameter, &["schema"]), parsed("enum: [otherQx]"));
            mutants.extend(pair.changed(parameter, description, vec![value]));
        }
    }
    mutants
}

/// An output that is a member of the only successful response that its step can have.
struct Read {
    output: Path,
    /// The schema of the object with the member.
    around: Path,
    member: String,
}

fn reads(pair: &Pair) -> Vec<Read> {
    let mut reads = Vec::new();
    for used in &pair.uses {
        let Some(status) = only_success(pair, used) else { continue };
        let response = pair.resolve(below(&used.operation, &["responses", &status]));
        let content = response.map(|response| below(&response, &["content", "application/json", "schema"]));
        let Some(schema) = content.and_then(|schema| pair.resolve(schema)) else { continue };
        let outputs = get(&pair.document, &below(&used.step, &["outputs"])).and_then(Value::as_mapping);
        for (output, value) in outputs.into_iter().flatten() {
            let pointer = value.as_str().and_then(|text| text.strip_prefix("$response.body#/"));
            let (Some(output), Some(pointer)) = (output.as_str(), pointer) else { continue };
            let output = below(&used.step, &["outputs", output]);
            reads.extend(reached(pair, &schema, pointer).map(|(around, member)| Read { output, around, member }));
        }
    }
    reads
}

/// The status of the only successful response, by the criteria of the step or without any.
fn only_success(pair: &Pair, used: &Use) -> Option<String> {
    if let Some(criteria) = get(&pair.document, &below(&used.step, &["successCriteria"])) {
        let [criterion] = criteria.as_sequence()?.as_slice() else { return None };
        return criterion.get("condition")?.as_str()?.strip_prefix("$statusCode == ").map(str::to_owned);
    }
    let responses = get(&pair.description, &below(&used.operation, &["responses"]))?.as_mapping()?;
    let mut good =
        responses.iter().filter_map(|(status, _)| status_text(status)).filter(|status| status.starts_with('2'));
    good.next().filter(|_| good.next().is_none())
}

/// Every such object, changed.
fn read(pair: &Pair, change: fn(&Value, &Read) -> Value) -> Vec<Changed> {
    let changed = reads(pair).into_iter().filter_map(|read| {
        let description = change(&pair.description, &read);
        pair.changed(below(&read.around, &["properties", &read.member]), description, vec![read.output])
    });
    changed.collect()
}

/// The object that declares the last member of a pointer.
fn reached(pair: &Pair, schema: &[Segment], pointer: &str) -> Option<(Path, String)> {
    let (parents, last) = pointer.rsplit_once('/').map_or(("", pointer), |(parents, last)| (parents, last));
    let mut around = schema.to_vec();
    for token in parents.split('/').filter(|token| !token.is_empty()) {
        let next = if token.parse::<usize>().is_ok() {
            below(&around, &["items"])
        } else {
            below(&around, &["properties", token])
        };
        around = pair.resolve(next)?;
    }
    get(&pair.description, &below(&around, &["properties", last])).map(|_| (around, last.to_owned()))
}

fn status_text(status: &Value) -> Option<String> {
    status.as_str().map(str::to_owned).or_else(|| status.as_u64().map(|status| status.to_string()))
}

fn drop_statuses(pair: &Pair) -> Vec<Changed> {
    let mut mutants = Vec::new();
    for used in &pair.uses {
        let criteria = get(&pair.document, &below(&used.step, &["successCriteria"])).and_then(Value::as_sequence);
        let responses = below(&used.operation, &["responses"]);
        let known = get(&pair.description, &responses).and_then(Value::as_mapping);
        let has_default = known.is_some_and(|known| known.contains_key("default"));
        for (index, criterion) in criteria.into_iter().flatten().enumerate() {
            let condition = criterion.get("condition").and_then(Value::as_str).unwrap_or_default();
            let Some(status) = condition.strip_prefix("$statusCode == ").filter(|status| status.len() == 3) else {
                continue;
            };
            // An operation without responses says nothing.
            if has_default || known.is_none_or(|known| known.len() < 2) {
                continue;
            }
            let response = below(&responses, &[status]);
            let description = renamed(&pair.description, &response, None);
            let place = [below(&used.step, &["successCriteria"]).as_slice(), &[Segment::Index(index)]].concat();
            mutants.extend(pair.changed(response, description, vec![place]));
        }
    }
    mutants
}
