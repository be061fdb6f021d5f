//! Inputs that are one of several types, and types that are put together from parts.

use std::collections::HashSet;

use super::builder::{Builder, Typed, kind, text};
use super::listed::{is_null, listed_texts, lists_null};
use super::objects::says_members;
use crate::diagnostic::Kind;
use crate::model::{StructType, Ty, TypeDef, TypeId, UnionType};
use crate::names::{self, Names, Space};
use crate::openapi::Node;
use crate::place::{Place, Segment};
use crate::value::{Object, Value};

/// Types by which values are told apart, as messages say them.
const KINDS: [(&str, &str); 6] = [
    ("string", "a string"),
    ("integer", "an integer"),
    ("number", "a number"),
    ("boolean", "a boolean"),
    ("array", "a list"),
    ("object", "an object"),
];

impl Builder<'_> {
    /// The type of an object: one of several where only alternatives say what it has.
    pub(super) fn object_or_alternatives(&mut self, node: &Node, hint: &str) -> Typed {
        let declares = says_members(node) || self.declares_members(node, &mut Vec::new());
        let is_either = node.value.get("oneOf").is_some() != node.value.get("anyOf").is_some();
        if !declares
            && is_either
            && let Some(typed) = self.alternatives(node, hint)
        {
            return typed;
        }
        Typed { ty: self.object_type(node, hint), nullable: false }
    }

    /// The type of `oneOf`, or of `anyOf`; `None` where that may be anything.
    pub(super) fn alternatives(&mut self, node: &Node, hint: &str) -> Option<Typed> {
        ["oneOf", "anyOf"].into_iter().find_map(|key| {
            let variants = variants(node, key)?;
            self.one_of(&node.place, text(node, "description"), &variants, hint)
        })
    }

    /// The same where all of them list texts.
    pub(super) fn listed_alternatives(&mut self, node: &Node, hint: &str) -> Option<Typed> {
        let texts = ["oneOf", "anyOf"].into_iter().find_map(|key| {
            let variants = variants(node, key)?;
            let resolved: Vec<Node> = variants.iter().filter_map(|variant| self.resolve(variant)).collect();
            all_texts(&resolved).filter(|_| resolved.len() == variants.len())
        })?;
        Some(Typed { ty: self.enumeration(text(node, "description"), &texts, hint), nullable: false })
    }

    /// The type of a value that is of one of several. Null makes it an option; a single variant is that type; with a variant that
    /// may be anything, everything fits, which is `None`.
    pub(super) fn one_of(
        &mut self,
        place: &Place,
        description: Option<String>,
        variants: &[Node],
        hint: &str,
    ) -> Option<Typed> {
        if let Some((_, id)) = self.open.iter().find(|(open, _)| open == place) {
            return Some(Typed { ty: Ty::Boxed(*id), nullable: false });
        }
        let (mut others, mut resolved, mut nullable) = (Vec::new(), Vec::new(), false);
        for variant in variants {
            let found = self.resolve(variant)?;
            match &found.value {
                Value::Bool(false) => {}
                value if is_null(value) => nullable = true,
                value if is_anything(value) => return None,
                _ => {
                    others.push(variant);
                    resolved.push(found);
                }
            }
        }
        let typed = match others.as_slice() {
            [] => Typed { ty: Ty::Null, nullable: false },
            [only] => self.ty(only, hint),
            _ => match all_texts(&resolved) {
                Some(texts) => {
                    nullable |= resolved.iter().any(|variant| admits_null(&variant.value));
                    Typed { ty: self.enumeration(description, &texts, hint), nullable: false }
                }
                None => self.union(place, description, &others, hint)?,
            },
        };
        let is_known = typed.ty != Ty::Value && (nullable || !others.is_empty());
        is_known.then(|| Typed { nullable: typed.ty != Ty::Null && (typed.nullable || nullable), ..typed })
    }

    fn union(&mut self, place: &Place, description: Option<String>, variants: &[&Node], hint: &str) -> Option<Typed> {
        let name = hint.to_owned();
        let id = self.begin(place, TypeDef::Union(UnionType { name, description, variants: Vec::new(), tag: None }));
        let (mut held, mut idents, mut nullable) = (Vec::new(), Names::new(Space::Variants), false);
        for variant in variants {
            let own = self.variant_name(variant);
            let typed = self.ty(variant, &format!("{hint}{own}"));
            nullable |= typed.nullable;
            held.push((idents.claim(own), typed.ty));
        }
        let is_any_of = variants.iter().all(|variant| stands_in_any_of(&variant.place));
        if is_any_of && let Some(combined) = self.combination(variants, &held, hint) {
            held.push((idents.claim("Combined".to_owned()), combined));
        }
        self.end();
        let same = held.first().filter(|(_, first)| is_scalar(first) && held.iter().all(|(_, ty)| ty == first));
        if same.is_some() || held.iter().any(|(_, ty)| *ty == Ty::Value) {
            let ty = same.map(|(_, ty)| ty.clone());
            self.types.truncate(id.0);
            return ty.map(|ty| Typed { ty, nullable });
        }
        // serde takes the first that fits: a list reads as any JSON does, and an integer as a number, which has fewer digits.
        held.sort_by_key(|(_, ty)| match ty {
            Ty::Array(_) => 0,
            Ty::Integer | Ty::Unsigned => 1,
            _ => 2,
        });
        if let Some(TypeDef::Union(union)) = self.types.get_mut(id.0) {
            union.variants = held;
        }
        Some(Typed { ty: Ty::Named(id), nullable })
    }

    /// An object may have the members of several alternatives of `anyOf`.
    fn combination(&mut self, variants: &[&Node], held: &[(String, Ty)], hint: &str) -> Option<Ty> {
        let objects = variants.iter().zip(held).filter_map(|(variant, (_, ty))| {
            Some(((*variant).clone(), self.closed(ty)?.fields.iter().map(|field| field.name.clone()).collect()))
        });
        let (nodes, names): (Vec<Node>, Vec<HashSet<String>>) = objects.unzip();
        let all: HashSet<&String> = names.iter().flatten().collect();
        if nodes.len() < 2 || names.iter().any(|names| names.len() == all.len()) {
            return None;
        }
        let id = TypeId(self.types.len());
        let name = format!("{hint}Combined");
        self.types.push(TypeDef::Struct(StructType { name: name.clone(), ..StructType::default() }));
        let object = self.combined(&nodes, name);
        self.types[id.0] = TypeDef::Struct(object);
        Some(Ty::Named(id))
    }

    /// The struct behind a type, where it has its own members only.
    fn closed(&self, ty: &Ty) -> Option<&StructType> {
        let Ty::Named(id) = ty else { return None };
        match self.types.get(id.0) {
            Some(TypeDef::Struct(object)) if object.extra.is_none() => Some(object),
            _ => None,
        }
    }

    /// The kind that a schema and the parts of its `allOf` agree on, and the parts. One of another kind is a contradiction.
    pub(super) fn agreed(&mut self, node: &Node, own: Option<String>) -> (Option<String>, Vec<Node>) {
        let (mut agreed, mut kept) = (own, Vec::new());
        for part in self.parts(node) {
            let kind = self.resolve(&part).and_then(|resolved| self.kind_of(&resolved, &mut vec![node.place.clone()]));
            let expected = agreed.clone().or_else(|| kind.clone());
            if let (Some(expected), Some(kind)) = (&expected, &kind)
                && !agree(expected, kind)
            {
                let what = "a part of `allOf`".to_owned();
                let kind = Kind::WrongType { what, expected: said(expected), found: said(kind) };
                self.report.add(part.place.value(), kind);
                continue;
            }
            agreed = expected;
            kept.push(part);
        }
        (agreed, kept)
    }

    fn begin(&mut self, place: &Place, definition: TypeDef) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(definition);
        self.open.push((place.clone(), id));
        id
    }

    fn end(&mut self) {
        self.open.pop();
    }

    /// After its title, the name that it is referred to by, or its type.
    fn variant_name(&mut self, variant: &Node) -> String {
        let title = variant.value.text("title").map(str::to_owned);
        let reference = variant.value.text("$ref").and_then(|reference| reference.rsplit(['/', '#']).next());
        let reference = reference.map(str::to_owned).filter(|name| !name.is_empty());
        if let Some(name) = title.or(reference) {
            return names::camel(&name);
        }
        let name = match self.kind_of(variant, &mut Vec::new()).as_deref() {
            Some("integer") => "Integer",
            Some("number") => "Number",
            Some("boolean") => "Boolean",
            Some("array") => "List",
            Some("object") => "Object",
            _ => "Text",
        };
        name.to_owned()
    }
}

/// The alternatives of `oneOf` or `anyOf`, where they say more than what is required.
fn variants(node: &Node, key: &str) -> Option<Vec<Node>> {
    let written = node.get(key)?.items();
    let only_requires = |variant: &Node| variant.value.get("required").is_some() && variant.value.get("type").is_none();
    (!written.is_empty() && !written.iter().all(|variant| only_requires(variant) && !says_members(variant)))
        .then_some(written)
}

/// A schema of several types, null aside, as one for each.
pub(super) fn several_types(node: &Node) -> Option<Vec<Node>> {
    let Some(Value::Array(kinds)) = node.value.get("type") else { return None };
    let kinds: Vec<&Value> = kinds.iter().filter(|kind| kind.as_str() != Some("null")).collect();
    (kinds.len() > 1).then(|| kinds.into_iter().map(|kind| of_kind(node, kind)).collect())
}

/// Whether a schema says nothing of what its values are.
fn is_anything(schema: &Value) -> bool {
    let keys = ["type", "properties", "enum", "const", "$ref", "allOf", "oneOf", "anyOf"];
    !keys.into_iter().any(|key| schema.get(key).is_some())
}

/// All texts that schemas list, if each of them lists texts.
fn all_texts(schemas: &[Node]) -> Option<Vec<String>> {
    let listed: Option<Vec<Vec<String>>> = schemas.iter().map(|schema| listed_texts(&schema.value)).collect();
    let mut texts: Vec<String> = Vec::new();
    for text in listed?.into_iter().flatten() {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then_some(texts)
}

fn admits_null(schema: &Value) -> bool {
    kind(schema).1 || lists_null(schema)
}

fn is_scalar(ty: &Ty) -> bool {
    matches!(ty, Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Boolean)
}

fn stands_in_any_of(place: &Place) -> bool {
    let segments = place.path.segments();
    matches!(segments.as_slice(), [.., Segment::Key(key), Segment::Index(_)] if key == "anyOf")
}

/// A schema with one of its types only.
pub(super) fn of_kind(node: &Node, kind: &Value) -> Node {
    let members = node.members().into_iter().filter(|(key, _)| key != "type" && key != "title");
    let members = members.map(|(key, member)| (key, member.value)).chain([("type".to_owned(), kind.clone())]);
    let place = node.place.key("type").key(kind.as_str().unwrap_or_default());
    Node { value: Value::Object(Object::Parsed(members.collect()).into()), place }
}

fn agree(left: &str, right: &str) -> bool {
    left == right || matches!((left, right), ("integer", "number") | ("number", "integer"))
}

fn said(kind: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("another type", |(_, said)| said)
}
