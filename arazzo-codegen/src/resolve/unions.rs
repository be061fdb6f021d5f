//! Inputs that are one of several types, and types that are put together from parts.

use super::inputs::{Builder, Typed, kind};
use crate::diagnostic::Kind;
use crate::model::{Ty, TypeDef, TypeId, UnionType};
use crate::names::{self, Names, Space};
use crate::openapi::Node;
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

impl Builder<'_, '_> {
    /// The type of a union. Null makes it an option; a single variant is that type; with a variant that may be anything,
    /// everything fits.
    pub(super) fn union(&mut self, node: &Node, variants: &[Node], nullable: bool, hint: &str) -> Typed {
        if let Some(id) = self.being_built(node) {
            return Typed { ty: Ty::Boxed(id), nullable };
        }
        let others: Vec<&Node> = variants.iter().filter(|variant| variant.value.text("type") != Some("null")).collect();
        let mut nullable = nullable || others.len() < variants.len();
        if let [only] = others.as_slice() {
            let typed = self.ty(only, hint);
            return Typed { nullable: nullable || typed.nullable, ..typed };
        }
        let name = hint.to_owned();
        let description = node.value.text("description").map(str::to_owned);
        let id = self.begin(node, TypeDef::Union(UnionType { name: name.clone(), description, variants: Vec::new() }));
        let (mut held, mut idents) = (Vec::new(), Names::new(Space::Variants));
        for variant in others {
            let own = variant_name(variant);
            let typed = self.ty(variant, &format!("{hint}{own}"));
            nullable |= typed.nullable;
            held.push((idents.claim(own), typed.ty));
        }
        self.end();
        if held.iter().any(|(_, ty)| *ty == Ty::Value) {
            let (what, reason) = (format!("`{hint}`"), "one of its variants may be anything".to_owned());
            self.context.report.add(node.place.name(), Kind::UntypedValue { what, reason });
            self.types.truncate(id.0);
            return Typed { ty: Ty::Value, nullable };
        }
        // serde reads a list as an object whose members stand in a row: lists are tried before objects.
        held.sort_by_key(|(_, ty)| !matches!(ty, Ty::Array(_)));
        if let Some(TypeDef::Union(union)) = self.types.get_mut(id.0) {
            union.variants = held;
        }
        Typed { ty: Ty::Named(id), nullable }
    }

    /// Of an `allOf` of something else than objects the part that has a type. Parts of different types are a contradiction.
    pub(super) fn part_with_type(&mut self, node: &Node) -> Option<Node> {
        let parts = node.get("allOf").map(|parts| parts.items()).filter(|_| node.value.get("properties").is_none())?;
        let own = node.value.text("type").map(str::to_owned);
        let mut found: Option<(String, Node)> = None;
        for part in parts {
            let Some(resolved) = self.resolve(&part) else { continue };
            let Some(kind) = kind(&resolved.value).0 else { continue };
            let expected = found.as_ref().map(|(kind, _)| kind.clone()).or_else(|| own.clone());
            if let Some(expected) = expected.filter(|expected| !agree(expected, &kind)) {
                let what = "a part of `allOf`".to_owned();
                let kind = Kind::WrongType { what, expected: said(&expected), found: said(&kind) };
                self.context.report.add(part.place.value(), kind);
                continue;
            }
            found.get_or_insert((kind, part));
        }
        found.filter(|(kind, _)| kind != "object").map(|(_, part)| part)
    }

    fn being_built(&self, node: &Node) -> Option<TypeId> {
        self.open.iter().find(|(place, _)| *place == node.place).map(|(_, id)| *id)
    }

    fn begin(&mut self, node: &Node, definition: TypeDef) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(definition);
        self.open.push((node.place.clone(), id));
        id
    }

    fn end(&mut self) {
        self.open.pop();
    }
}

/// The variants of a schema that is one of several: those of `oneOf` or `anyOf`, or its types.
pub(super) fn variants(node: &Node) -> Option<Vec<Node>> {
    if node.value.get("properties").is_some() || node.value.get("enum").is_some() {
        return None;
    }
    let written = node.get("oneOf").or_else(|| node.get("anyOf")).map(|variants| variants.items());
    let only_requires = |variant: &Node| variant.value.get("required").is_some() && variant.value.get("type").is_none();
    if let Some(written) = written.filter(|written| !written.is_empty() && !written.iter().all(only_requires)) {
        return Some(written);
    }
    let Some(Value::Array(kinds)) = node.value.get("type") else { return None };
    let kinds: Vec<&Value> = kinds.iter().filter(|kind| kind.as_str() != Some("null")).collect();
    (kinds.len() > 1).then(|| kinds.into_iter().map(|kind| of_kind(node, kind)).collect())
}

/// After its title, the name that it is referred to by, or its type.
fn variant_name(variant: &Node) -> String {
    let title = variant.value.text("title").map(str::to_owned);
    let reference = variant.value.text("$ref").and_then(|reference| reference.rsplit(['/', '#']).next());
    let reference = reference.map(str::to_owned).filter(|name| !name.is_empty());
    let named = title.or(reference).map(|name| names::camel(&name));
    named.unwrap_or_else(|| match kind(&variant.value).0.as_deref() {
        Some("integer") => "Integer".to_owned(),
        Some("number") => "Number".to_owned(),
        Some("boolean") => "Boolean".to_owned(),
        Some("array") => "List".to_owned(),
        Some("object") => "Object".to_owned(),
        _ => "Text".to_owned(),
    })
}

/// A schema with one of its types only.
fn of_kind(node: &Node, kind: &Value) -> Node {
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
