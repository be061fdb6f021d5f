//! The Arazzo Object and what stands directly below it.

use super::common::{self, one_of, read_outputs};
use super::fields::{check_key, check_name, check_unique};
use super::newer::report_newer;
use super::{
    Components, Document, Fields, Raw, SourceDescription, SourceKind, Workflow, action, fields, is_1_0, known, limits,
    parameter, step, word,
};
use crate::diagnostic::{Kind, Report};
use crate::locate::is_version;
use crate::place::Place;
use crate::value::Value;

/// Reads a document. `None` when nothing sensible is left of it; everything wrong is in the report.
pub(crate) fn read(root: &Value, place: &Place, report: &mut Report) -> Option<Document> {
    check_root(root, place, report)?;
    let object = fields(root, place, "the document", &known::DOCUMENT, report)?;
    let (title, version) = read_info(&object, report);
    let sources = object.required_list("sourceDescriptions", report);
    let is_1_0 = is_1_0(root);
    let sources: Vec<_> =
        sources.iter().filter_map(|(value, place)| read_source(value, place, is_1_0, report)).collect();
    check_unique(
        "source description",
        sources.iter().map(|source| (source.name.text.as_str(), &source.name.place)),
        report,
    );
    let workflows = object.required_list("workflows", report);
    let workflows: Vec<_> = workflows.iter().filter_map(|(value, place)| read_workflow(value, place, report)).collect();
    check_unique("workflow", workflows.iter().map(|workflow| (workflow.id.text.as_str(), &workflow.id.place)), report);
    let components = object.get("components").map(|(value, place)| read_components(value, &place, report));
    let self_uri = read_self(&object, report);
    let document = Document {
        title,
        version,
        self_uri,
        sources,
        workflows,
        components: components.unwrap_or_default(),
        root: Raw { value: root.clone(), place: place.clone() },
    };
    report_newer(&document, report);
    check_inherited(&document.workflows, &place.key("workflows"), report);
    Some(document)
}

/// What steps take over from their workflows is as much as the one times the other.
fn check_inherited(workflows: &[Workflow], place: &Place, report: &mut Report) {
    let inherited = |workflow: &Workflow| {
        let lists = [workflow.parameters.len(), workflow.success_actions.len(), workflow.failure_actions.len()];
        workflow.steps.len() * lists.into_iter().sum::<usize>()
    };
    let (found, most) = (workflows.iter().map(inherited).sum(), limits::INHERITED);
    if found > most {
        let what = "what steps take over from their workflows, actions and parameters,".to_owned();
        report.add(place.name(), Kind::TooMany { what, found, most });
    }
}

/// Is this an Arazzo document of a version we know? If not, nothing else that could be said would help.
fn check_root(root: &Value, place: &Place, report: &mut Report) -> Option<()> {
    let Some(object) = root.as_object() else {
        let found = if *root == Value::Null { "empty" } else { root.kind() };
        report.add(place.value(), Kind::NotArazzo { found: found.to_owned() });
        return None;
    };
    let Some(version) = object.get("arazzo") else {
        let other = ["openapi", "swagger", "asyncapi"].into_iter().find(|key| object.contains_key(key));
        let found = other.map_or_else(
            || "an object without `arazzo`".to_owned(),
            |key| format!("a document that begins with `{key}`"),
        );
        report.add(place.value(), Kind::NotArazzo { found });
        return None;
    };
    let place = place.key("arazzo");
    let version = match version {
        // `arazzo: 1.0` is a number in YAML, and it is not a version either.
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        version => word(version, &place, "`arazzo`", report)?.text,
    };
    let known = ["1.0.", "1.1."].iter().any(|known| version.starts_with(known));
    if !known {
        // A file that is no document may hold anything there.
        let version = if is_version(&version) { format!("`{version}`") } else { "that this file names".to_owned() };
        report.add(place.value(), Kind::UnsupportedVersion { version });
        return None;
    }
    Some(())
}

/// What the document calls itself: a reference without a fragment.
fn read_self(object: &Fields<'_>, report: &mut Report) -> Option<String> {
    let uri = object.word("$self", report)?;
    if let Some((whole, _)) = uri.text.split_once('#') {
        let (found, closest) = (uri.text.clone(), Some(whole.to_owned()));
        let kind = Kind::InvalidValue { what: "the `$self` of a document", found, allowed: Vec::new(), closest };
        report.add(uri.place.value(), kind);
    }
    Some(uri.text)
}

/// The title and the version.
fn read_info(object: &Fields<'_>, report: &mut Report) -> (String, String) {
    let info = object
        .required("info", report)
        .and_then(|(value, place)| fields(value, &place, "the info object", &known::INFO, report));
    let Some(info) = info else { return (String::new(), String::new()) };
    let title = info.required_word("title", report).map(|word| word.text);
    let version = info.required("version", report).and_then(|(value, place)| read_version(value, &place, report));
    info.prose("summary", report);
    info.prose("description", report);
    (title.unwrap_or_default(), version.unwrap_or_default())
}

/// `version: 1.0` is a number in YAML, and its meaning is clear.
fn read_version(value: &Value, place: &Place, report: &mut Report) -> Option<String> {
    let text = match value {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        value => return word(value, place, "`version` of the info object", report).map(|word| word.text),
    };
    report.add(place.value(), Kind::UnquotedVersion { text: text.clone() });
    Some(text)
}

fn read_source(value: &Value, place: &Place, is_1_0: bool, report: &mut Report) -> Option<SourceDescription> {
    let source = fields(value, place, "a source description", &known::SOURCE, report)?;
    let name = source.required_word("name", report);
    if let Some(name) = &name {
        check_name("source description", name, report);
    }
    let url = source.required_word("url", report);
    if let Some((url, (whole, _))) = url.as_ref().and_then(|url| Some((url, url.text.split_once('#')?))) {
        let (what, found, closest) = ("the `url` of a source", url.text.clone(), Some(whole.to_owned()));
        report.add(url.place.value(), Kind::InvalidValue { what, found, allowed: Vec::new(), closest });
    }
    let kind = source.word("type", report).and_then(|word| {
        let kinds =
            [("openapi", SourceKind::OpenApi), ("arazzo", SourceKind::Arazzo), ("asyncapi", SourceKind::AsyncApi)];
        let kind = one_of("the type of a source", &word, &kinds, report);
        if let (Some(SourceKind::AsyncApi), true) = (kind, is_1_0) {
            let what = "a source of type `asyncapi`";
            report.add(word.place.value(), Kind::NewerFeature { what, plain: false });
        }
        kind
    });
    Some(SourceDescription { name: name?, url: url?, kind })
}

fn read_workflow(value: &Value, place: &Place, report: &mut Report) -> Option<Workflow> {
    let workflow = fields(value, place, "a workflow", &known::WORKFLOW, report)?;
    let id = workflow.required_word("workflowId", report);
    if let Some(id) = &id {
        check_name("workflow", id, report);
    }
    let steps = workflow.required_list("steps", report);
    let mut steps: Vec<_> = steps.iter().filter_map(|(value, place)| step::read(value, place, report)).collect();
    step::number_repeated(&mut steps, report);
    Some(Workflow {
        id: id?,
        summary: workflow.prose("summary", report),
        description: workflow.prose("description", report),
        inputs: workflow
            .get("inputs")
            .and_then(|(value, place)| schema(value, place, "`inputs` of a workflow", report)),
        depends_on: common::read_dependencies(&workflow, report),
        steps,
        success_actions: action::read_list(&workflow, "successActions", action::Phase::Success, report),
        failure_actions: action::read_list(&workflow, "failureActions", action::Phase::Failure, report),
        outputs: read_outputs(&workflow, report),
        parameters: parameter::read_list(&workflow, report),
    })
}

/// A schema that some value meets. What stands in it is read where it is used.
fn schema(value: &Value, place: Place, what: &str, report: &mut Report) -> Option<Raw> {
    if !matches!(value, Value::Object(_) | Value::Bool(true)) {
        fields::wrong_type(value, &place, what, "an object or `true`", report);
        return None;
    }
    if let Some(name) = value.text("reference") {
        let name = name.strip_prefix("$components.inputs.").unwrap_or("NAME");
        let canonical = format!("$ref: '#/components/inputs/{name}'");
        report.add(place.key("reference").name(), Kind::ReferenceForm { canonical });
    }
    Some(Raw { value: value.clone(), place })
}

fn read_components(value: &Value, place: &Place, report: &mut Report) -> Components {
    let Some(object) = fields(value, place, "the components object", &known::COMPONENTS, report) else {
        return Components::default();
    };
    let mut components = Components::default();
    for (name, value, place) in object.map("inputs", report) {
        check_key("component", &name, &place, report);
        if !matches!(value, Value::Bool(_)) {
            schema(&value, place, "a schema of the components", report);
        }
    }
    for (name, value, place) in whole_objects(&object, "parameters", report) {
        components.parameters.extend(parameter::read(&value, &place, report).map(|parameter| (name, parameter)));
    }
    for (name, value, place) in whole_objects(&object, "successActions", report) {
        let action = action::read(&value, &place, action::Phase::Success, report);
        components.success_actions.extend(action.map(|action| (name, action)));
    }
    for (name, value, place) in whole_objects(&object, "failureActions", report) {
        let action = action::read(&value, &place, action::Phase::Failure, report);
        components.failure_actions.extend(action.map(|action| (name, action)));
    }
    components
}

/// Components of a kind: what is reused is not itself a reference.
fn whole_objects(object: &Fields<'_>, kind: &'static str, report: &mut Report) -> Vec<(String, Value, Place)> {
    let mut members = object.map(kind, report);
    members.retain(|(name, value, place)| {
        check_key("component", name, place, report);
        let is_reference = value.get("reference").is_some();
        if is_reference {
            let reason = "a component is a whole object, and no reference to another one";
            report.add(place.key("reference").name(), Kind::Misplaced { field: "reference", reason });
        }
        !is_reference
    });
    members
}
