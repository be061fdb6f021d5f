//! Inputs that the document leaves open: they have the types of the schemas that they are sent to.
//!
//! The requests do not change: the same JSON makes the same bytes. Members that a schema does not name are kept and sent, and what stands
//! in `extra` counts before a member of the same name, so that no wrong description keeps a caller from a request.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{Builder, behind, is_same, keep, renumber};
use super::described::Source;
use super::names::{Homes, name_inputs};
use super::uses::{Root, reads, retype, sends};
use crate::diagnostic::Report;
use crate::model::{Field, Ty, TypeDef, within};
use crate::openapi::{Library, Origin, Side};
use crate::resolve::draft::Draft;
use crate::resolve::plan::Project;
use crate::resolve::request::Sent;
use crate::value::Value;

/// What a schema must not have that leaves its values open.
const SAYS: [&str; 16] = [
    "$ref",
    "$dynamicRef",
    "allOf",
    "anyOf",
    "const",
    "default",
    "enum",
    "if",
    "not",
    "nullable",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
];

/// Gives the open inputs of a workflow their types.
pub(crate) struct OpenInputs<'i> {
    pub(crate) workflow: &'i mut Draft,
    pub(crate) sent: &'i [Sent],
    pub(crate) project: &'i Project,
    /// Of the workflow in the plan.
    pub(crate) index: usize,
    pub(crate) library: &'i mut Library,
}

/// A type for an input.
struct Inferred {
    ty: Ty,
    description: Option<String>,
}

/// Types that were made, and what inputs have of them.
struct Made {
    types: Vec<TypeDef>,
    origins: Vec<Origin>,
    inferred: BTreeMap<Root, Inferred>,
}

impl OpenInputs<'_> {
    pub(crate) fn infer(mut self) {
        let open = self.open();
        if open.is_empty() {
            return;
        }
        let read = reads(self.workflow);
        let mut sends = sends(self.sent);
        sends.retain(|root, sources| open.contains_key(root) && read.get(root) == Some(&sources.len()));
        if sends.is_empty() {
            return;
        }
        let fields = self.workflow.inputs.fields();
        let admits = |root: &Root, ty: &Ty, types: &[TypeDef]| {
            let may_be_null = fields.get(*root).is_some_and(|field| !field.required);
            let declared = open.get(root).is_some_and(|schema| admits(schema, ty.bare(), types));
            declared && (may_be_null || !ty.takes_null())
        };
        let made = self.library.quietly(|library| made(library, &sends, fields, admits));
        self.give(made, &sends);
    }

    /// The inputs that the document leaves open, with what it says of them.
    fn open(&mut self) -> BTreeMap<Root, Value> {
        let mut report = Report::default();
        let fields = self.workflow.inputs.fields().iter().enumerate();
        let open = fields.filter(|(_, field)| is_open(&field.ty) && field.default.is_none());
        let open: Vec<(Root, String)> = open.map(|(root, field)| (root, field.name.clone())).collect();
        let mut schema = |name: &str| self.project.input_schema(self.index, name, self.library, &mut report);
        let declared = open.into_iter().filter_map(|(root, name)| Some((root, schema(&name)?.value)));
        declared.filter(|(_, schema)| says_nothing(schema)).collect()
    }

    fn give(self, made: Made, sends: &BTreeMap<Root, Vec<Source>>) {
        let Made { mut types, origins, inferred } = made;
        let inputs = &self.workflow.inputs;
        let imports = self.workflow.imports();
        let taken = inputs.types.iter().map(|ty| ty.name().to_owned());
        let taken: BTreeSet<String> = taken.chain(imports.into_iter().map(|import| import.name().to_owned())).collect();
        name_inputs(&mut types, &origins, &homes(sends), &taken);
        let count = inputs.types.len();
        let moved = (0..types.len()).map(|index| (index, index + count)).collect();
        let inputs = &mut self.workflow.inputs;
        inputs.types.extend(behind(types, count));
        let mut given = BTreeMap::new();
        for (root, Inferred { mut ty, description }) in inferred {
            renumber(&mut ty, &moved);
            if let Some(field) = inputs.root_mut().and_then(|object| object.fields.get_mut(root)) {
                field.ty = ty.clone();
                field.description = description;
                given.insert(root, ty);
            }
        }
        inputs.inferred = given.keys().copied().collect();
        retype(self.workflow, &given);
    }
}

/// Makes the types of what inputs are sent to. What several schemas describe differently has none.
fn made(
    library: &mut Library,
    sends: &BTreeMap<Root, Vec<Source>>,
    fields: &[Field],
    admits: impl Fn(&Root, &Ty, &[TypeDef]) -> bool,
) -> Made {
    let mut builder = Builder::new(library, Side::Request);
    let mut found = BTreeMap::new();
    for (root, sources) in sends {
        let all: Option<Vec<_>> = sources.iter().map(|source| builder.sent(source)).collect();
        let own = fields.get(*root).and_then(|field| field.description.clone());
        if let Some([(first, outlined), others @ ..]) = all.as_deref() {
            let others: Vec<Ty> = others.iter().map(|(ty, _)| ty.clone()).collect();
            found.insert(*root, (first.clone(), others, builder.description(outlined, own)));
        }
    }
    builder.define();
    found.retain(|root, (first, others, _)| {
        others.iter().all(|other| is_same(&builder.types, first, other)) && admits(root, first, &builder.types)
    });
    let kept: BTreeSet<usize> = found.values().flat_map(|(ty, ..)| within(&builder.types, ty)).map(|id| id.0).collect();
    let (types, origins, moved) = keep(builder, &kept);
    let inferred = found.into_iter().map(|(root, (mut ty, _, description))| {
        renumber(&mut ty, &moved);
        (root, Inferred { ty, description })
    });
    Made { inferred: inferred.collect(), types, origins }
}

/// What types without names of their own are called after.
fn homes(sends: &BTreeMap<Root, Vec<Source>>) -> Homes {
    sends.values().flatten().map(|source| (source.schema.place.clone(), source.operation.clone())).collect()
}

/// Any JSON, or lists of it.
fn is_open(ty: &Ty) -> bool {
    match ty {
        Ty::Value => true,
        Ty::Array(items) => is_open(items),
        _ => false,
    }
}

/// Whether a schema leaves its values open, but for their one type.
fn says_nothing(schema: &Value) -> bool {
    let is_free = |key: &str| schema.get(key).is_none_or(|value| *value == Value::Bool(true));
    let one_type = || schema.get("type").is_none_or(|kind| kind.as_str().is_some());
    let items = || schema.get("items").is_none_or(says_nothing);
    match schema {
        Value::Bool(admits) => *admits,
        Value::Object(_) => {
            !SAYS.into_iter().any(|key| schema.get(key).is_some())
                && is_free("additionalProperties")
                && is_free("unevaluatedProperties")
                && one_type()
                && items()
        }
        _ => false,
    }
}

/// Whether a type is of the kind that the document declares.
fn admits(declared: &Value, ty: &Ty, types: &[TypeDef]) -> bool {
    match (declared.text("type"), ty) {
        (None, _) | (Some("object"), Ty::Map(_)) => true,
        (Some("object"), Ty::Named(id) | Ty::Boxed(id)) => match types.get(id.0) {
            Some(TypeDef::Struct(_)) => true,
            Some(TypeDef::Union(union)) => union.variants.iter().all(|(_, held)| admits(declared, held, types)),
            _ => false,
        },
        (Some("array"), Ty::Array(items)) => {
            declared.get("items").is_none_or(|declared| admits(declared, items.bare(), types))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::library_of;

    #[test]
    fn a_schema_is_open_that_says_a_type_at_most() {
        for (schema, expected) in [
            ("{}", true),
            ("true", true),
            ("{ type: object, description: d, example: {} }", true),
            ("{ type: object, additionalProperties: true }", true),
            ("{ type: array, minItems: 1 }", true),
            ("{ type: array, items: { type: object } }", true),
            ("{ type: array, items: { type: object, properties: {} } }", false),
            ("{ type: object, additionalProperties: { type: string } }", false),
            ("{ type: object, required: [a] }", false),
            ("{ type: [object, 'null'] }", false),
            ("{ type: object, nullable: true }", false),
            ("{ oneOf: [{ type: object }] }", false),
            ("{ enum: [1, a] }", false),
        ] {
            let (_, root) = library_of(&format!("schema: {schema}\n"));
            assert_eq!(says_nothing(&root.get("schema").unwrap().value), expected, "{schema}");
        }
    }
}
