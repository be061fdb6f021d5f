//! What values are, in the words of Rust and of schemas.

use super::meaning::Meaning;
use crate::diagnostic::Report;
use crate::emit::spelled;
use crate::flow::Function;
use crate::judge::Subject;
use crate::model::{Field, Given, Presence, PresenceByStatus, StepId, Ty, TypeDef, WorkflowOutput};
use crate::openapi::{Library, Node, ObjectOutline, Outline, Outlined, Scalar, outline, outline_at, reach};
use crate::place::Place;
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;

/// So many schemas are read for one answer.
const BUDGET: usize = 2_000;

/// The type of an input, as the struct `Input` has it.
pub(super) fn of_input(subject: &Subject<'_>, name: &str) -> Option<String> {
    subject.workflow.inputs.fields().iter().find(|field| field.name == name).map(|field| field_type(subject, field))
}

pub(super) fn field_type(subject: &Subject<'_>, field: &Field) -> String {
    optional(spelled(&field.ty, &subject.workflow.inputs.types), field.is_option())
}

/// The members of an input that is an object, behind a pointer.
pub(super) fn input_fields<'m>(subject: &Subject<'m>, name: &str, pointer: &Pointer) -> Vec<&'m Field> {
    let types = &subject.workflow.inputs.types;
    let named = |fields: &'m [Field], name: &str| fields.iter().find(|field| field.name == name).map(|field| &field.ty);
    let mut ty = named(subject.workflow.inputs.fields(), name);
    for token in pointer.tokens() {
        ty = ty.and_then(|ty| match ty.bare() {
            Ty::Array(items) => Some(&**items),
            ty => named(fields_of(ty, types), token),
        });
    }
    ty.map(|ty| fields_of(ty.bare(), types).iter().collect()).unwrap_or_default()
}

fn fields_of<'m>(ty: &Ty, types: &'m [TypeDef]) -> &'m [Field] {
    match ty {
        Ty::Named(id) | Ty::Boxed(id) => match types.get(id.0) {
            Some(TypeDef::Struct(object)) => &object.fields,
            _ => &[],
        },
        _ => &[],
    }
}

/// The type of an output of a step, as the function holds it.
pub(super) fn of_step_output(subject: &Subject<'_>, step: StepId, name: &str) -> Option<String> {
    let step = subject.step(step)?;
    let output = step.outputs.iter().find(|output| output.name == name)?;
    let is_certain = output.presence.within(&step.success.statuses()) == Presence::Certain;
    Some(optional(spelled(&output.ty(), &[]), !is_certain))
}

/// After which documented statuses an output of a step is absent, as "absent after 404".
pub(super) fn absence(presence: &PresenceByStatus, statuses: &StatusSet) -> Option<String> {
    let absent =
        presence.documented.iter().filter(|(set, presence)| *presence != Presence::Certain && set.intersects(statuses));
    let absent: Vec<(String, Presence)> =
        absent.map(|(set, presence)| (ranges(&set.intersection(statuses)), *presence)).collect();
    let list = |wanted| absent.iter().filter(|(_, is)| *is == wanted).map(|(set, _)| set.clone()).collect::<Vec<_>>();
    let (never, maybe) = (list(Presence::Never).join(", "), list(Presence::Maybe).join(", "));
    let never = (!never.is_empty()).then(|| format!("absent after {never}"));
    let maybe = (!maybe.is_empty()).then(|| format!("may be absent after {maybe}"));
    let parts: Vec<String> = never.into_iter().chain(maybe).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn ranges(set: &StatusSet) -> String {
    let text = |range: &std::ops::RangeInclusive<u16>| match (range.start(), range.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) => format!("{start} to {end}"),
    };
    set.ranges().iter().map(text).collect::<Vec<_>>().join(", ")
}

/// The type of an output of a workflow, as `Output` has it.
pub(super) fn of_output(meaning: &Meaning, subject: &Subject<'_>, name: &str) -> Option<String> {
    let index = subject.workflow.outputs.iter().position(|output| output.name == name)?;
    let output: &WorkflowOutput = subject.workflow.outputs.get(index)?;
    let text = match &output.given {
        Some(Given::Own(own)) => own.clone(),
        Some(Given::Made(ty)) => spelled(ty, &meaning.resolved.model.output_types.types),
        None => spelled(&output.ty, &meaning.resolved.model.output_types.types),
    };
    let certain =
        function(meaning, subject).and_then(|function| function.outputs.get(index)).map(|field| field.certain);
    Some(optional(text, certain == Some(false)))
}

fn function<'m>(meaning: &'m Meaning, subject: &Subject<'_>) -> Option<&'m Function> {
    let models = &meaning.resolved.model.workflows;
    let index = models.iter().position(|model| model.place == subject.workflow.place)?;
    meaning.flow.as_ref()?.functions.get(index)
}

fn optional(text: String, is_option: bool) -> String {
    if is_option && !text.starts_with("Option<") { format!("Option<{text}>") } else { text }
}

/// A part of a value that a schema describes.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) required: bool,
    /// `string`, `list of objects`
    pub(super) kind: String,
    pub(super) description: Option<String>,
}

/// What a schema says behind a pointer.
pub(super) fn said(library: &mut Library, schema: &Node, pointer: &Pointer) -> Outlined {
    outline_at(library, schema, pointer, &mut BUDGET.clone())
}

/// Where a schema says what is behind a pointer: by the property that leads there, where there is one.
pub(super) fn reached(library: &mut Library, schema: &Node, pointer: &Pointer) -> Option<Place> {
    let parent = Pointer::from_tokens(pointer.tokens().split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default());
    let found = reach(library, Some(schema), &parent, &mut Report::default()).ok()?;
    let Some(last) = pointer.tokens().last() else { return Some(schema.place.clone()) };
    let declared = found.facets.iter().find_map(|facet| facet.get("properties")?.get(last));
    let declared = declared.map(|node| node.place);
    declared
        .or_else(|| reach(library, Some(schema), pointer, &mut Report::default()).ok()?.schema.map(|node| node.place))
}

/// The members that values of schemas have behind a pointer, those that are required first.
pub(super) fn parts(library: &mut Library, schemas: &[Node], pointer: &Pointer) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for schema in schemas {
        let outlined = said(library, schema, pointer);
        for part in members(library, &outlined.what) {
            if parts.iter().all(|known| known.name != part.name) {
                parts.push(part);
            }
        }
    }
    parts.sort_by_key(|part| !part.required);
    parts
}

fn members(library: &mut Library, what: &Outline) -> Vec<Part> {
    match what {
        Outline::Object(object) => of_object(library, object),
        Outline::Union(union) => {
            let variants = union.variants.iter().flat_map(|variant| members(library, &variant.what));
            variants.map(|part| Part { required: false, ..part }).collect()
        }
        Outline::List(items) => {
            let kind = kind(&outline(library, items, &mut BUDGET.clone()).what);
            vec![Part { name: "0".to_owned(), required: false, kind, description: None }]
        }
        _ => Vec::new(),
    }
}

fn of_object(library: &mut Library, object: &ObjectOutline) -> Vec<Part> {
    let part = |member: &crate::openapi::MemberOutline| {
        let outlined = outline(library, &member.schemas, &mut BUDGET.clone());
        Part {
            name: member.name.clone(),
            required: member.required,
            kind: kind(&outlined.what),
            description: outlined.description,
        }
    };
    object.members.iter().map(part).collect()
}

/// The values that a schema lists behind a pointer.
pub(super) fn words(library: &mut Library, schemas: &[Node], pointer: &Pointer) -> Vec<String> {
    let of = |schema: &Node| match said(library, schema, pointer).what {
        Outline::Words(_, words) => words,
        Outline::Scalar(Scalar::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    };
    schemas.iter().flat_map(of).collect()
}

/// What a value is, in the words of schemas.
pub(super) fn kind(what: &Outline) -> String {
    match what {
        Outline::Scalar(Scalar::String) => "string".to_owned(),
        Outline::Scalar(Scalar::Integer | Scalar::Unsigned) => "integer".to_owned(),
        Outline::Scalar(Scalar::Number) => "number".to_owned(),
        Outline::Scalar(Scalar::Boolean) => "boolean".to_owned(),
        Outline::Words(_, words) => {
            let shown: Vec<String> = words.iter().take(6).map(|word| format!("`{word}`")).collect();
            format!("string: {}{}", shown.join(", "), if words.len() > 6 { ", …" } else { "" })
        }
        Outline::List(_) => "list".to_owned(),
        Outline::Map(_) | Outline::Object(_) => "object".to_owned(),
        Outline::Union(_) => "one of several types".to_owned(),
        Outline::Unknown(_) => "any JSON".to_owned(),
    }
}
