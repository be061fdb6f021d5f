//! From a JSON Schema to the types of the inputs.

use super::builder::{Builder, Typed, kind, text, untyped_field};
use super::listed::{is_null, listed_kind, listed_texts, lists_null};
use super::unions::several_types;
use crate::diagnostic::{Kind, Report};
use crate::document::{Workflow, check_repeated};
use crate::model::{Field, InputTypes, ModulePath, StructType, Ty, TypeDef, TypeId};
use crate::names::{self, Names, Space};
use crate::openapi::{Library, Node, Whole, is_whole_format, whole};
use crate::place::Place;
use crate::resolve::plan::Project;
use crate::value::Value;

/// Schemas nested deeper than this are plain JSON.
const MAX_DEPTH: usize = 32;

/// So many schemas are looked at for all workflows together: a few that name each other twice say more than a machine can hold.
pub(crate) const MAX_SCHEMAS: usize = 10_000;

/// So many types are made for one workflow. A schema that is referred to twice is two of them.
const MAX_TYPES: usize = 2_000;

/// Keywords of OpenAPI 3.0 alone, and what to write.
const OPENAPI_KEYWORDS: [(&str, &str); 3] = [
    ("nullable", "write `type: [string, 'null']` with the type that it has"),
    ("discriminator", "leave it out: what fits is found by the schemas themselves"),
    ("example", "write `examples: […]`"),
];

/// The types of a workflow's inputs; an empty `Input` when it has none. `budget` is how many schemas may still be looked at.
pub(crate) fn input_types(
    workflow: &Workflow,
    project: &Project,
    budget: &mut usize,
    (library, report): (&mut Library, &mut Report),
) -> InputTypes {
    let types = vec![TypeDef::Struct(StructType::default())];
    let mut builder = Builder { library, report, budget, types, open: Vec::new(), depth: 0, cut: false };
    let mut root = StructType { name: "Input".into(), ..StructType::default() };
    if let Some(inputs) = &workflow.inputs {
        let node = Node { value: inputs.value.clone(), place: inputs.place.clone() };
        if let Some(node) = builder.resolve(&node) {
            builder.open.push((node.place.clone(), TypeId(0)));
            root = builder.object(&node, "Input".to_owned());
        } else {
            root.unknown = true;
        }
    }
    root.description = None;
    add_dependencies(&mut root, dependencies(workflow, project));
    builder.types[0] = TypeDef::Struct(root);
    InputTypes { declared: builder.types.len(), types: builder.types, ..InputTypes::default() }
}

/// The workflows that this one depends on and that take something, each with the way to its module.
fn dependencies(workflow: &Workflow, project: &Project) -> Vec<(String, ModulePath)> {
    let this = project.inputs.len();
    let found = workflow.depends_on.iter().filter_map(|word| project.plan.named(word));
    let found = found.filter(|callee| project.inputs.get(*callee).is_some_and(|inputs| !inputs.is_empty()));
    found.map(|callee| (project.id_of(callee).to_owned(), project.module(this, callee))).collect()
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

impl Builder<'_> {
    /// The schema that a reference leads to, with what stands beside it. A dynamic reference leads to another one in each schema
    /// that refers to it: to anything.
    pub(super) fn resolve(&mut self, node: &Node) -> Option<Node> {
        let mut current = node.clone();
        for _ in 0..MAX_DEPTH {
            if current.value.text("$ref").is_none() || beside_reference(&current.value) {
                let is_dynamic = current.value.text("$dynamicRef").is_some();
                return Some(if is_dynamic { Node { value: Value::Bool(true), ..current } } else { current });
            }
            current = self.library.hop_own(&current, self.report)?;
        }
        // A circle, most likely, which is said.
        self.library.resolve_own(current, self.report)
    }

    /// The schemas that hold together with a schema: what it refers to, and the parts of `allOf`.
    pub(super) fn parts(&mut self, node: &Node) -> Vec<Node> {
        let is_reference = node.value.text("$ref").is_some();
        let target = is_reference.then(|| self.library.hop_own(node, self.report)).flatten();
        let all = node.get("allOf").map(|parts| parts.items()).unwrap_or_default();
        target.into_iter().chain(all).collect()
    }

    /// The one kind of value that a schema is about, where it says that, or what holds with it does.
    pub(super) fn kind_of(&mut self, node: &Node, seen: &mut Vec<Place>) -> Option<String> {
        if seen.contains(&node.place) {
            return None;
        }
        seen.push(node.place.clone());
        let own = kind(&node.value).0.or_else(|| listed_kind(&node.value).map(str::to_owned));
        own.or_else(|| self.parts(node).iter().find_map(|part| self.kind_of(part, seen)))
    }

    /// What schemas of OpenAPI 3.0 have and JSON Schema has not, and values that are listed twice.
    fn check_keywords(&mut self, node: &Node) {
        for (keyword, instead) in OPENAPI_KEYWORDS.iter().filter(|(keyword, _)| node.value.get(keyword).is_some()) {
            self.report.add(node.place.key(keyword).name(), Kind::OpenApiKeyword { keyword, instead });
        }
        // That of an object is its own list, and is read as one.
        if let (Some(Value::Bool(flag)), false) = (node.value.get("required"), has_members(node)) {
            self.report.add(node.place.key("required").name(), Kind::RequiredFlag { flag: *flag });
        }
        let values = node.get("enum").map(|values| values.items()).unwrap_or_default();
        let values: Vec<(Value, Place)> = values.into_iter().map(|item| (item.value, item.place)).collect();
        check_repeated("value", &values, self.report);
    }

    pub(super) fn ty(&mut self, node: &Node, hint: &str) -> Typed {
        if node.value == Value::Bool(false) && self.depth == 0 {
            let what = "a schema of the inputs".to_owned();
            let kind = Kind::WrongType { what, expected: "one that some value fits", found: "`false`" };
            self.report.add(node.place.value(), kind);
        }
        let found = self.resolve(node).filter(|node| self.goes_on(node, self.depth));
        let Some(found) = found else { return Typed::ANY };
        self.check_keywords(&found);
        self.depth += 1;
        let mut typed = self.typed(&found, hint);
        self.depth -= 1;
        typed.nullable |= kind(&node.value).1;
        typed
    }

    /// Whether a schema is looked at; if not, that is said once.
    pub(super) fn goes_on(&mut self, node: &Node, depth: usize) -> bool {
        if depth < MAX_DEPTH && self.types.len() < MAX_TYPES && *self.budget > 0 {
            *self.budget -= 1;
            return true;
        }
        if !std::mem::replace(&mut self.cut, true) {
            let (what, reason) =
                ("what is in it".to_owned(), "schemas in schemas have no end, or nearly none".to_owned());
            self.report.add(node.place.value(), Kind::UntypedValue { what, reason });
        }
        false
    }

    fn typed(&mut self, node: &Node, hint: &str) -> Typed {
        if is_null(&node.value) {
            return Typed { ty: Ty::Null, nullable: false };
        }
        let (own, nullable) = kind(&node.value);
        if let Some(texts) = listed_texts(&node.value) {
            let ty = self.enumeration(text(node, "description"), &texts, hint);
            return Typed { ty, nullable: nullable || lists_null(&node.value) };
        }
        if node.value.get("type").is_none() && (node.value.get("enum").is_some() || node.value.get("const").is_some()) {
            return self.listed(node, hint).unwrap_or(Typed::ANY);
        }
        if let Some(kinds) = several_types(node) {
            let typed = self.one_of(&node.place, text(node, "description"), &kinds, hint);
            return self.or_any(typed, node, hint).or_null(nullable);
        }
        let (agreed, parts) = self.agreed(node, own.clone());
        if agreed.as_deref() == Some("object") {
            let nullable = nullable || own.is_none() && self.are_nullable(&parts);
            return self.object_or_alternatives(node, hint).or_null(nullable);
        }
        let typed = match own.as_deref() {
            Some(kind) if is_type(kind) => self.of_type(node, kind, &parts, hint),
            _ => {
                let typed = self.first_typed(&parts, hint).or_else(|| self.alternatives(node, hint));
                self.or_any(typed, node, hint)
            }
        };
        typed.or_null(nullable)
    }

    /// The type of a schema that names its one type, which is no object. A part, or alternatives, may say more.
    fn of_type(&mut self, node: &Node, kind: &str, parts: &[Node], hint: &str) -> Typed {
        let more = match kind {
            "array" if node.value.get("items").is_some() => None,
            "array" => self.first_typed(parts, hint),
            "string" => self.first_typed(parts, hint).or_else(|| self.listed_alternatives(node, hint)),
            _ => None,
        };
        if let Some(typed) = more {
            return Typed { nullable: false, ..typed };
        }
        let ty = match kind {
            "string" => Ty::String,
            "integer" => self.integer(node, hint),
            "number" if node.value.text("format").is_some_and(is_whole_format) => self.integer(node, hint),
            "number" => Ty::Number,
            "boolean" => Ty::Boolean,
            _ => match node.get("items").filter(|_| node.get("prefixItems").is_none()) {
                Some(items) => Ty::Array(Box::new(self.element(&items, hint))),
                None => Ty::Array(Box::new(Ty::Value)),
            },
        };
        Typed { ty, nullable: false }
    }

    /// The integer type for all that a schema admits; any JSON where none has all of it.
    pub(super) fn integer(&mut self, node: &Node, hint: &str) -> Ty {
        match whole(std::iter::once(&node.value)) {
            Whole::Signed => Ty::Integer,
            Whole::Unsigned => Ty::Unsigned,
            Whole::Wide => {
                let what = format!("`{hint}`");
                let reason = "neither `i64` nor `u64` has all integers that it admits".to_owned();
                self.report.add(node.place.name(), Kind::UntypedValue { what, reason });
                Ty::Value
            }
        }
    }

    /// The type of the first schema of some that says one.
    fn first_typed(&mut self, parts: &[Node], hint: &str) -> Option<Typed> {
        parts.iter().find_map(|part| Some(self.ty(part, hint)).filter(|typed| typed.ty != Ty::Value))
    }

    /// What is known, or any JSON, with the reason why nothing more is known.
    fn or_any(&mut self, typed: Option<Typed>, node: &Node, hint: &str) -> Typed {
        typed.unwrap_or_else(|| {
            if let Some(reason) = why_untyped(&node.value) {
                let what = format!("`{hint}`");
                self.report.add(node.place.name(), Kind::UntypedValue { what, reason });
            }
            Typed::ANY
        })
    }

    /// Whether all schemas that name a type name null, too.
    fn are_nullable(&mut self, parts: &[Node]) -> bool {
        let resolved: Vec<Node> = parts.iter().filter_map(|part| self.resolve(part)).collect();
        let mut typed = resolved.iter().filter(|part| part.value.get("type").is_some()).peekable();
        typed.peek().is_some() && typed.all(|part| kind(&part.value).1)
    }

    /// The type of what a list or a map holds.
    pub(super) fn element(&mut self, node: &Node, hint: &str) -> Ty {
        let Typed { ty, nullable } = self.ty(node, hint);
        if nullable { ty.or_null() } else { ty }
    }
}

/// Whether more than a description stands beside a reference.
fn beside_reference(schema: &Value) -> bool {
    let structural = [
        "properties",
        "required",
        "allOf",
        "anyOf",
        "oneOf",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
    ];
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
        _ if schema.get("oneOf").or_else(|| schema.get("anyOf")).is_some() => {
            Some("one of its variants may be anything".to_owned())
        }
        _ => None,
    }
}

fn is_type(kind: &str) -> bool {
    matches!(kind, "string" | "integer" | "number" | "boolean" | "array")
}
