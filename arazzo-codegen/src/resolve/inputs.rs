//! From a JSON Schema to the types of the inputs.

use std::collections::HashSet;

use super::Context;
use super::unions::variants;
use crate::check::refusal;
use crate::decimal::exact;
use crate::diagnostic::{Kind, closest};
use crate::document::{Workflow, check_repeated};
use crate::model::{EnumType, Field, InputTypes, ModulePath, StructType, Ty, TypeDef, TypeId, Variant, fits};
use crate::names::{self, Names, Space};
use crate::openapi::{Node, Whole, is_whole_format, whole};
use crate::place::Place;
use crate::secret_names::is_secret_name;
use crate::value::Value;

/// Schemas nested deeper than this are plain JSON.
const MAX_DEPTH: usize = 32;

/// So many schemas are looked at: a few that name each other twice say more than a machine can hold.
const MAX_SCHEMAS: usize = 20_000;

/// Keywords of OpenAPI 3.0 alone, and what to write.
const OPENAPI_KEYWORDS: [(&str, &str); 3] = [
    ("nullable", "write `type: [string, 'null']` with the type that it has"),
    ("discriminator", "leave it out: what fits is found by the schemas themselves"),
    ("example", "write `examples: […]`"),
];

/// The types of a workflow's inputs; an empty `Input` when it has none.
pub(super) fn input_types(context: &mut Context<'_>, workflow: &Workflow) -> InputTypes {
    let dependencies = dependencies(context, workflow);
    let mut builder = Builder {
        context,
        types: vec![TypeDef::Struct(StructType::default())],
        open: Vec::new(),
        depth: 0,
        left: MAX_SCHEMAS,
        cut: false,
    };
    let mut root = StructType { name: "Input".into(), ..StructType::default() };
    if let Some(inputs) = &workflow.inputs {
        let node = Node { value: inputs.value.clone(), place: inputs.place.clone() };
        let whole = if beside_reference(&node.value) { Some(node) } else { builder.resolve(&node) };
        if let Some(node) = whole {
            builder.open.push((node.place.clone(), TypeId(0)));
            root = builder.object(&node, "Input".to_owned());
        } else {
            root.unknown = true;
        }
    }
    root.description = None;
    add_dependencies(&mut root, dependencies);
    builder.types[0] = TypeDef::Struct(root);
    InputTypes { types: builder.types }
}

/// The workflows that this one depends on and that take something, each with the way to its module.
fn dependencies(context: &Context<'_>, workflow: &Workflow) -> Vec<(String, ModulePath)> {
    let this = context.inputs.len();
    let found = workflow.depends_on.iter().filter_map(|word| context.plan.named(word));
    let found = found.filter(|callee| context.inputs.get(*callee).is_some_and(|inputs| !inputs.is_empty()));
    found.map(|callee| (context.id_of(context.plan.order[callee]).to_owned(), context.module(this, callee))).collect()
}

/// One field for each of them: a document has no way to say what they take, so the caller does.
fn add_dependencies(root: &mut StructType, dependencies: Vec<(String, ModulePath)>) {
    let ids: Vec<&str> = dependencies.iter().map(|(id, _)| id.as_str()).collect();
    let own = root.fields.iter().map(|field| field.ident.as_str());
    let idents = Names::new(Space::Fields).reserving(own).claim_all(&ids, names::snake);
    let own = root.fields.iter().map(|field| field.name.as_str());
    let members = Names::new(Space::Members).reserving(own).claim_all(&ids, str::to_owned);
    for (((id, module), ident), member) in dependencies.into_iter().zip(idents).zip(members) {
        root.fields.push(Field {
            description: Some(format!("What the workflow `{id}` takes: it runs first.")),
            ty: Ty::InputOf(module),
            ident,
            secret: false,
            ..untyped_field(&member)
        });
    }
}

pub(super) struct Builder<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) types: Vec<TypeDef>,
    /// The objects that are being built, for schemas that contain themselves.
    pub(super) open: Vec<(Place, TypeId)>,
    depth: usize,
    /// How many schemas may still be looked at.
    left: usize,
    /// Whether it was said that something is not typed for this reason.
    cut: bool,
}

/// A property's type, and whether null is one of its values.
pub(super) struct Typed {
    pub(super) ty: Ty,
    pub(super) nullable: bool,
}

impl Builder<'_, '_> {
    pub(super) fn resolve(&mut self, node: &Node) -> Option<Node> {
        self.context.library.resolve_own(node.clone(), self.context.report)
    }

    /// The fields of an object schema, those of its `allOf` parts first.
    fn object(&mut self, node: &Node, name: String) -> StructType {
        let mut object = StructType { name, description: text(node, "description"), ..StructType::default() };
        let has = |key: &str| node.value.get(key).is_some();
        if has("properties") && !["type", "$ref", "allOf"].into_iter().any(has) {
            self.context.report.add(node.place.key("properties").name(), Kind::ImplicitObject);
        }
        let mut properties = Vec::new();
        let mut required = Vec::new();
        self.collect(node, &mut properties, &mut required, &mut object, 0);
        let names: HashSet<&String> = required.iter().map(|(name, _)| name).collect();
        for (name, property) in properties {
            let is_required = names.contains(&name);
            object.fields.push(self.field(name, &property, is_required));
        }
        self.undeclared(&required, &mut object);
        name_fields(&mut object.fields);
        object
    }

    /// Fields for what is required and not declared.
    fn undeclared(&mut self, required: &[(String, Place)], object: &mut StructType) {
        let declared: Vec<String> = object.fields.iter().map(|field| field.name.clone()).collect();
        let mut known: HashSet<String> = declared.iter().cloned().collect();
        for (name, place) in required.iter().filter(|(name, _)| known.insert(name.clone())) {
            // Where more than the properties may be there, this is how to say that it must.
            if object.extra.is_none() {
                let closest = closest(name, declared.iter().map(String::as_str));
                let kind = Kind::UndeclaredRequired { property: name.clone(), closest };
                self.context.report.add(place.value(), kind);
            }
            let ty = object.extra.clone().unwrap_or(Ty::Value);
            object.fields.push(Field { ty, ..untyped_field(name) });
        }
    }

    fn collect(
        &mut self,
        node: &Node,
        properties: &mut Vec<(String, Node)>,
        required: &mut Vec<(String, Place)>,
        object: &mut StructType,
        depth: usize,
    ) {
        if !self.goes_on(node, depth) {
            return;
        }
        // What stands beside a reference holds as well.
        if let Some(target) = self.context.library.hop_own(node, self.context.report) {
            self.collect(&target, properties, required, object, depth + 1);
        }
        for part in node.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
            self.collect(&part, properties, required, object, depth + 1);
        }
        let members = node.get("properties").map(|properties| properties.members()).unwrap_or_default();
        let names: HashSet<&String> = members.iter().map(|(name, _)| name).collect();
        properties.retain(|(known, _)| !names.contains(known));
        properties.extend(members);
        if let Some(list) = node.get("required") {
            self.required(&list, required);
        }
        self.others(node, object);
    }

    /// What a schema says of members that it does not declare.
    fn others(&mut self, node: &Node, object: &mut StructType) {
        let any = match node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties")) {
            Some(Node { value: Value::Bool(true), .. }) => Some(Ty::Value),
            Some(schema @ Node { value: Value::Object(_), .. }) => Some(self.element(&schema, "Extra")),
            _ => None,
        };
        let patterns = node.get("patternProperties").map(|patterns| patterns.members()).unwrap_or_default();
        if any.is_some() {
            (object.extra, object.patterns) = (any, Vec::new());
        } else if !patterns.is_empty() && (object.extra.is_none() || !object.patterns.is_empty()) {
            object.extra = Some(Ty::Value);
            object.patterns.extend(patterns.into_iter().map(|(pattern, _)| pattern));
        }
    }

    fn required(&mut self, list: &Node, required: &mut Vec<(String, Place)>) {
        let name = |item: Node| Some((item.value.as_str()?.to_owned(), item.place));
        let names: Option<Vec<(String, Place)>> =
            list.value.as_array().and_then(|_| list.items().into_iter().map(name).collect());
        match names {
            Some(names) => required.extend(names),
            None => {
                let (what, found) = ("`required` of a schema".to_owned(), list.value.kind());
                self.context
                    .report
                    .add(list.place.value(), Kind::WrongType { what, expected: "a list of names", found });
            }
        }
    }

    fn field(&mut self, name: String, property: &Node, required: bool) -> Field {
        let Typed { ty, nullable } = self.ty(property, &names::camel(&name));
        let schema = self.resolve(property).unwrap_or_else(|| property.clone());
        let said = |key: &str| property.value.get(key).or_else(|| schema.value.get(key));
        let flag = |key: &str| said(key).and_then(Value::as_bool) == Some(true);
        let written = property.get("default").or_else(|| schema.get("default"));
        let default = written.map(|node| exact(&node.value, &node.place, &self.context.library.files));
        let default = default.filter(|default| fits(default, &ty, &self.types));
        self.check_default(&name, property, &schema, default.is_some());
        Field {
            ident: String::new(),
            variable: String::new(),
            description: text(property, "description").or_else(|| text(&schema, "description")),
            required,
            nullable,
            default,
            deprecated: flag("deprecated"),
            // A flag hides nothing, whatever it is called.
            secret: ty != Ty::Boolean
                && (schema.value.text("format") == Some("password") || flag("writeOnly") || is_secret_name(&name)),
            name,
            ty,
        }
    }

    /// Reports a default that is no value of its schema; `used`: it is one of the type in Rust.
    fn check_default(&mut self, name: &str, property: &Node, schema: &Node, used: bool) {
        let Some(default) = property.get("default").or_else(|| schema.get("default")) else { return };
        let (library, report) = (&mut *self.context.library, &mut *self.context.report);
        let nullable = default.value == Value::Null && (kind(&schema.value).1 || kind(&property.value).1);
        let refused = refusal(&default.value, schema, library, report).filter(|_| !nullable);
        let lost = || (!used && default.value != Value::Null).then(|| "its type in Rust has no such value".to_owned());
        if let Some(reason) = refused.or_else(lost) {
            report.add(default.place.value(), Kind::UnfitDefault { input: name.to_owned(), reason });
        }
    }

    /// What schemas of OpenAPI 3.0 have and JSON Schema has not, and values that are listed twice.
    fn check_keywords(&mut self, node: &Node) {
        for (keyword, instead) in OPENAPI_KEYWORDS.iter().filter(|(keyword, _)| node.value.get(keyword).is_some()) {
            self.context.report.add(node.place.key(keyword).name(), Kind::OpenApiKeyword { keyword, instead });
        }
        // That of an object is its own list, and is read as one.
        if let (Some(Value::Bool(flag)), false) = (node.value.get("required"), has_members(node)) {
            self.context.report.add(node.place.key("required").name(), Kind::RequiredFlag { flag: *flag });
        }
        let values = node.get("enum").map(|values| values.items()).unwrap_or_default();
        let values: Vec<(Value, Place)> = values.into_iter().map(|item| (item.value, item.place)).collect();
        check_repeated("value", &values, self.context.report);
    }

    pub(super) fn ty(&mut self, node: &Node, hint: &str) -> Typed {
        let any = Typed { ty: Ty::Value, nullable: false };
        if node.value == Value::Bool(false) {
            let what = "a schema of the inputs".to_owned();
            let kind = Kind::WrongType { what, expected: "one that some value fits", found: "`false`" };
            self.context.report.add(node.place.value(), kind);
        }
        let aside = beside_reference(&node.value);
        let found = if aside { Some(node.clone()) } else { self.resolve(node) };
        let Some(found) = found.filter(|node| self.goes_on(node, self.depth)) else { return any };
        self.check_keywords(&found);
        self.depth += 1;
        let mut typed = self.typed(&found, hint);
        self.depth -= 1;
        typed.nullable |= kind(&node.value).1;
        typed
    }

    /// Whether a schema is looked at; if not, that is said once.
    fn goes_on(&mut self, node: &Node, depth: usize) -> bool {
        if depth < MAX_DEPTH && self.left > 0 {
            self.left -= 1;
            return true;
        }
        if !std::mem::replace(&mut self.cut, true) {
            let (what, reason) =
                ("what is in it".to_owned(), "schemas in schemas have no end, or nearly none".to_owned());
            self.context.report.add(node.place.value(), Kind::UntypedValue { what, reason });
        }
        false
    }

    fn typed(&mut self, node: &Node, hint: &str) -> Typed {
        let (kind, nullable) = kind(&node.value);
        if let Some(variants) = variants(node) {
            return self.union(node, &variants, nullable, hint);
        }
        if let Some(part) = self.part_with_type(node) {
            let typed = self.ty(&part, hint);
            return Typed { nullable: typed.nullable || nullable, ..typed };
        }
        if let Some(texts) = text_values(&node.value) {
            return Typed { ty: self.enumeration(node, &texts, hint), nullable };
        }
        let ty = match kind.as_deref() {
            Some("string") => Ty::String,
            Some("integer") => self.integer(node, hint),
            Some("number") if node.value.text("format").is_some_and(is_whole_format) => self.integer(node, hint),
            Some("number") => Ty::Number,
            Some("boolean") => Ty::Boolean,
            Some("array") => match node.get("items").filter(|_| node.get("prefixItems").is_none()) {
                Some(items) => Ty::Array(Box::new(self.element(&items, hint))),
                None => Ty::Array(Box::new(Ty::Value)),
            },
            Some("object") => self.object_type(node, hint),
            _ => {
                if let Some(reason) = why_untyped(&node.value) {
                    let what = format!("`{hint}`");
                    self.context.report.add(node.place.name(), Kind::UntypedValue { what, reason });
                }
                Ty::Value
            }
        };
        Typed { ty, nullable }
    }

    fn integer(&mut self, node: &Node, hint: &str) -> Ty {
        match whole(std::iter::once(&node.value)) {
            Whole::Signed => Ty::Integer,
            Whole::Unsigned => Ty::Unsigned,
            Whole::Wide => {
                let what = format!("`{hint}`");
                let reason = "neither `i64` nor `u64` has all integers that it admits".to_owned();
                self.context.report.add(node.place.name(), Kind::UntypedValue { what, reason });
                Ty::Value
            }
        }
    }

    /// The type of what a list or a map holds: where that may be null, any JSON.
    fn element(&mut self, node: &Node, hint: &str) -> Ty {
        let Typed { ty, nullable } = self.ty(node, hint);
        if nullable { Ty::Value } else { ty }
    }

    fn object_type(&mut self, node: &Node, hint: &str) -> Ty {
        if let Some((_, id)) = self.open.iter().find(|(place, _)| *place == node.place) {
            return Ty::Boxed(*id);
        }
        if !has_members(node) {
            let patterns = node.get("patternProperties").map(|patterns| patterns.members()).unwrap_or_default();
            let only = patterns.into_iter().next().map(|(_, schema)| schema);
            let additional = node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties"));
            return match additional.filter(|schema| schema.value.as_object().is_some()).or(only) {
                Some(schema) => Ty::Map(Box::new(self.element(&schema, hint))),
                None => Ty::Value,
            };
        }
        let id = TypeId(self.types.len());
        let name = hint.to_owned();
        self.types.push(TypeDef::Struct(StructType { name: name.clone(), ..StructType::default() }));
        self.open.push((node.place.clone(), id));
        let object = self.object(node, name);
        self.open.pop();
        self.types[id.0] = TypeDef::Struct(object);
        Ty::Named(id)
    }

    fn enumeration(&mut self, node: &Node, texts: &[String], hint: &str) -> Ty {
        let id = TypeId(self.types.len());
        let written: Vec<&str> = texts.iter().map(String::as_str).collect();
        let idents = Names::new(Space::Variants).claim_all(&written, names::camel);
        let variants = texts.iter().cloned().zip(idents).map(|(text, ident)| Variant { text, ident }).collect();
        let name = hint.to_owned();
        self.types.push(TypeDef::Enum(EnumType { name, description: text(node, "description"), variants }));
        Ty::Named(id)
    }
}

/// Whether more than a description stands beside a reference.
fn beside_reference(schema: &Value) -> bool {
    let structural = ["properties", "required", "allOf", "additionalProperties", "unevaluatedProperties"];
    schema.get("$ref").is_some() && structural.iter().any(|key| schema.get(key).is_some())
}

/// Whether a schema names members of its object, itself or elsewhere.
fn has_members(node: &Node) -> bool {
    ["properties", "allOf", "$ref"].iter().any(|key| node.value.get(key).is_some())
}

/// What a schema says that has no type in Rust; one that says nothing means any value.
fn why_untyped(schema: &Value) -> Option<String> {
    if !matches!(schema, Value::Object(_) | Value::Bool(_)) {
        return Some(format!("a schema is an object, and this is {}", schema.kind()));
    }
    match schema.get("type") {
        Some(Value::String(kind)) => Some(format!("`{kind}` is not a type of JSON Schema")),
        Some(Value::Array(_)) => Some("it has several types".to_owned()),
        _ if schema.get("oneOf").or_else(|| schema.get("anyOf")).is_some() => Some("it is a union".to_owned()),
        _ => None,
    }
}

fn name_fields(fields: &mut [Field]) {
    let written: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let idents = Names::new(Space::Fields).claim_all(&written, names::snake);
    fields.iter_mut().zip(idents).for_each(|(field, ident)| field.ident = ident);
}

pub(super) fn untyped_field(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        ident: String::new(),
        variable: String::new(),
        description: None,
        ty: Ty::Value,
        required: true,
        nullable: false,
        default: None,
        deprecated: false,
        secret: is_secret_name(name),
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.value.text(key).map(str::to_owned)
}

/// The one type of a schema besides null, and whether null is a type too.
pub(super) fn kind(schema: &Value) -> (Option<String>, bool) {
    let flag = schema.get("nullable").and_then(Value::as_bool) == Some(true);
    match schema.get("type") {
        Some(Value::String(kind)) => (Some(kind.to_string()), flag),
        Some(Value::Array(kinds)) => {
            let names: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            let others: Vec<&str> = names.iter().copied().filter(|kind| *kind != "null").collect();
            let single = (others.len() == 1).then(|| others[0].to_owned());
            (single, flag || others.len() < names.len())
        }
        _ if ["properties", "allOf", "patternProperties"].iter().any(|key| schema.get(key).is_some())
            || beside_reference(schema) =>
        {
            (Some("object".to_owned()), flag)
        }
        _ if schema.get("items").or_else(|| schema.get("prefixItems")).is_some() => (Some("array".to_owned()), flag),
        _ => (None, flag),
    }
}

/// The values of an enum or const that are all text.
fn text_values(schema: &Value) -> Option<Vec<String>> {
    let values: Vec<Value> = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => values.to_vec(),
        (None, Some(value)) => vec![value.clone()],
        _ => return None,
    };
    let mut texts: Vec<String> = Vec::new();
    for value in values.iter().filter(|value| **value != Value::Null) {
        let text = value.as_str()?;
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    (!texts.is_empty()).then_some(texts)
}
