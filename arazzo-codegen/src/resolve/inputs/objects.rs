//! Objects of the inputs: which members they have, what those are, and which others are let in.

use std::collections::HashSet;

use super::builder::{Builder, Typed, text, untyped_field};
use super::listed::is_null;
use crate::check::refusal;
use crate::diagnostic::Kind;
use crate::locate::exact;
use crate::model::{Field, StructType, Ty, TypeDef, TypeId, fits};
use crate::names::{self, Names, Space};
use crate::openapi::{Node, reference_of, unnamed};
use crate::place::Place;
use crate::secret_names::is_secret_name;
use crate::suggest::closest;
use crate::value::Value;

/// Keywords with schemas that hold in some cases: what they declare may be there.
const IN_SOME_CASES: [&str; 6] = ["anyOf", "oneOf", "if", "then", "else", "dependentSchemas"];

/// What the schemas of an object say together.
#[derive(Default)]
pub(super) struct Members {
    properties: Vec<(String, Node)>,
    /// What only some of the alternatives declare, with the schemas of all that do.
    perhaps: Vec<(String, Vec<Node>)>,
    required: Vec<(String, Place)>,
    others: Others,
}

/// What the schemas say about members that they do not declare.
#[derive(Default)]
struct Others {
    /// The type of all of them.
    ty: Option<Ty>,
    patterns: Vec<String>,
    /// Some may have any name.
    any_name: bool,
}

impl Others {
    fn admit(&mut self, ty: Ty) {
        self.ty = Some(match self.ty.take() {
            Some(known) => known.joined(&ty),
            None => ty,
        });
    }
}

impl Builder<'_> {
    /// The fields of an object schema, those of its `allOf` parts first.
    pub(super) fn object(&mut self, node: &Node, name: String) -> StructType {
        let object = StructType { name, description: text(node, "description"), ..StructType::default() };
        let has = |key: &str| node.value.get(key).is_some();
        if has("properties") && !["type", "$ref", "allOf"].into_iter().any(has) {
            self.report.add(node.place.key("properties").name(), Kind::ImplicitObject);
        }
        let mut members = Members::default();
        self.collect(node, &mut members, 0);
        self.fields(members, object)
    }

    /// An object with the members of several, none of which has to be there.
    pub(super) fn combined(&mut self, alternatives: &[Node], name: String) -> StructType {
        let mut members = Members::default();
        for alternative in alternatives {
            self.collect_perhaps(alternative, &mut members, 0);
        }
        self.fields(members, StructType { name, ..StructType::default() })
    }

    fn fields(&mut self, members: Members, mut object: StructType) -> StructType {
        let Members { properties, perhaps, required, others } = members;
        object.extra = others.ty;
        object.patterns = if others.any_name { Vec::new() } else { others.patterns };
        let names: HashSet<&String> = required.iter().map(|(name, _)| name).collect();
        let perhaps: Vec<_> =
            perhaps.into_iter().filter(|(name, _)| properties.iter().all(|(known, _)| known != name)).collect();
        for (name, property) in properties {
            let is_required = names.contains(&name);
            if property.value == Value::Bool(false) && !is_required && self.depth > 0 {
                // No object that has it fits.
                continue;
            }
            object.fields.push(self.field(name, &property, is_required));
        }
        for (name, schemas) in perhaps {
            let is_required = names.contains(&name);
            object.fields.extend(self.alternative_field(&name, &schemas, is_required));
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
                self.report.add(place.value(), kind);
            }
            let ty = object.extra.clone().unwrap_or(Ty::Value);
            object.fields.push(Field { ty, ..untyped_field(name) });
        }
    }

    fn collect(&mut self, node: &Node, members: &mut Members, depth: usize) {
        if !self.goes_on(node, depth) {
            return;
        }
        // What stands beside a reference holds as well.
        for part in self.parts(node) {
            self.collect(&part, members, depth + 1);
        }
        let own = node.get("properties").map(|properties| properties.members()).unwrap_or_default();
        let names: HashSet<&String> = own.iter().map(|(name, _)| name).collect();
        members.properties.retain(|(known, _)| !names.contains(known));
        members.properties.extend(own);
        if let Some(list) = node.get("required") {
            self.required(&list, &mut members.required);
        }
        self.others(node, &mut members.others);
        for alternative in in_some_cases(node) {
            self.collect_perhaps(&alternative, members, depth + 1);
        }
    }

    /// What a schema that holds in some cases declares.
    fn collect_perhaps(&mut self, node: &Node, members: &mut Members, depth: usize) {
        let Some(node) = self.resolve(node).filter(|node| self.goes_on(node, depth)) else { return };
        for part in self.parts(&node).into_iter().chain(in_some_cases(&node)) {
            self.collect_perhaps(&part, members, depth + 1);
        }
        for (name, property) in node.get("properties").map(|properties| properties.members()).unwrap_or_default() {
            match members.perhaps.iter_mut().find(|(known, _)| *known == name) {
                Some((_, schemas)) => schemas.push(property),
                None => members.perhaps.push((name, vec![property])),
            }
        }
        let is_open = |key: &str| node.value.get(key).is_some_and(|value| *value != Value::Bool(false));
        if ["additionalProperties", "unevaluatedProperties", "patternProperties"].into_iter().any(is_open) {
            members.others.admit(Ty::Value);
            members.others.any_name = true;
        }
    }

    /// What a schema says of members that it does not declare.
    fn others(&mut self, node: &Node, others: &mut Others) {
        match additional(node) {
            Some(Node { value: Value::Bool(true), .. }) => {
                others.admit(Ty::Value);
                others.any_name = true;
            }
            Some(schema @ Node { value: Value::Object(_), .. }) => {
                others.admit(self.element(&schema, "Extra"));
                others.any_name = true;
            }
            _ => {}
        }
        for (pattern, schema) in node.get("patternProperties").map(|list| list.members()).unwrap_or_default() {
            others.admit(self.element(&schema, "Extra"));
            others.patterns.push(pattern);
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
                self.report.add(list.place.value(), Kind::WrongType { what, expected: "a list of names", found });
            }
        }
    }

    fn field(&mut self, name: String, property: &Node, required: bool) -> Field {
        let Typed { ty, nullable } = self.ty(property, &names::camel(&name));
        let schema = self.resolve(property).unwrap_or_else(|| property.clone());
        let said = |key: &str| property.value.get(key).or_else(|| schema.value.get(key));
        let flag = |key: &str| said(key).and_then(Value::as_bool) == Some(true);
        let written = self.written_default(property, &schema);
        // The members of a type that is not finished are not known yet.
        let is_open = self.open.iter().any(|(_, id)| ty.holds(*id));
        let is_used =
            |default: &&Value| **default == Value::Null && nullable || !is_open && fits(default, &ty, &self.types);
        let default = written.map(|node| exact(&node.value, &node.place, &self.library.files));
        let default = default.filter(|default| is_used(&default));
        self.check_default(&name, property, &schema, default.is_some());
        // A flag hides nothing, whatever it is called.
        let secret = ty != Ty::Boolean && (self.hides_some(property) || is_secret_name(&name));
        let field = Field {
            ident: names::snake(&name),
            description: text(property, "description").or_else(|| text(&schema, "description")),
            required,
            nullable,
            default,
            deprecated: flag("deprecated"),
            secret,
            name,
            ty,
        };
        field.told_apart()
    }

    /// The default of a property: its own, that of what it refers to, of a part of its `allOf`, or of its one alternative besides
    /// null.
    fn written_default(&mut self, property: &Node, schema: &Node) -> Option<Node> {
        let (mut seen, mut open) = (HashSet::new(), vec![schema.clone(), property.clone()]);
        while let Some(next) = open.pop().filter(|_| seen.len() < MAX_SEARCHED) {
            if let Some(default) = next.get("default") {
                return Some(default);
            }
            if seen.insert(next.place.clone()) {
                let parts = next.get("allOf").map(|parts| parts.items()).unwrap_or_default();
                let only = <[Node; 1]>::try_from(self.alternatives_of(&next)).into_iter().flatten();
                open.extend(parts.into_iter().chain(only).rev());
                open.extend(self.target(&next));
            }
        }
        None
    }

    /// The alternatives of a schema that are not null alone.
    fn alternatives_of(&mut self, schema: &Node) -> Vec<Node> {
        let lists = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key));
        let all: Vec<Node> = lists.flat_map(|list| list.items()).collect();
        let is_null = |builder: &mut Self, schema: &Node| {
            let target = builder.target(schema);
            is_null(&target.as_ref().unwrap_or(schema).value)
        };
        all.into_iter().filter(|schema| !is_null(self, schema)).collect()
    }

    /// Reports a default of one of several alternatives: without a value nothing says which one is meant.
    fn check_alternative_defaults(&mut self, name: &str, schema: &Node) {
        let alternatives = self.alternatives_of(schema);
        let defaults = alternatives.iter().filter_map(|schema| self.written_default(schema, schema));
        if let Some(default) = defaults.take(1).next() {
            let (field, object) = ("default".to_owned(), format!("`{name}`"));
            let reason = "it is that of one of several alternatives, and no value says which one is meant";
            self.report.add(default.place.value(), Kind::IneffectiveField { field, object, reason });
        }
    }

    /// Whether the values of a schema are not for everybody, or those of its items, its members or what it is composed of.
    fn hides_some(&mut self, schema: &Node) -> bool {
        let (mut seen, mut open) = (HashSet::new(), vec![schema.clone()]);
        while let Some(next) = open.pop().filter(|_| seen.len() < MAX_SEARCHED) {
            if hides(&next) {
                return true;
            }
            if seen.insert(next.place.clone()) {
                open.extend(unnamed(&next).into_iter().chain(self.target(&next)));
            }
        }
        false
    }

    /// What a schema refers to. That a reference leads nowhere is said where types are made of it.
    fn target(&mut self, schema: &Node) -> Option<Node> {
        let (_, reference) = reference_of(&schema.value)?;
        self.library.follow(&reference, schema)
    }

    /// A member that only some alternatives declare. Their defaults are those of the alternatives, not of the object.
    fn alternative_field(&mut self, name: &str, schemas: &[Node], required: bool) -> Option<Field> {
        let schemas: Vec<Node> = schemas.iter().filter(|schema| schema.value != Value::Bool(false)).cloned().collect();
        let hint = names::camel(name);
        let Typed { ty, nullable } = match schemas.as_slice() {
            [] => return None,
            [only] => self.ty(only, &hint),
            [first, ..] => {
                // No place of a schema: the first one has its own.
                let place = first.place.key("anyOf");
                self.one_of(&place, None, &schemas, &hint).unwrap_or(Typed::ANY)
            }
        };
        let resolved: Vec<Node> = schemas.iter().filter_map(|schema| self.resolve(schema)).collect();
        let is_hidden = schemas.iter().chain(&resolved).any(hides);
        let secret = ty != Ty::Boolean && (is_hidden || is_secret_name(name));
        let description = schemas.iter().find_map(|schema| text(schema, "description"));
        Some(Field { description, ty, required, nullable, secret, ..untyped_field(name) }.told_apart())
    }

    /// Reports a default that is no value of its schema; `used`: it is one of the type in Rust.
    fn check_default(&mut self, name: &str, property: &Node, schema: &Node, used: bool) {
        let Some(default) = self.written_default(property, schema) else {
            return self.check_alternative_defaults(name, schema);
        };
        let (library, report) = (&mut *self.library, &mut *self.report);
        let is_null = used && default.value == Value::Null;
        let refused = refusal(&default.value, schema, library, report).filter(|_| !is_null);
        let lost = || (!used).then(|| "its type in Rust has no such value".to_owned());
        if let Some(reason) = refused.or_else(lost) {
            report.add(default.place.value(), Kind::UnfitDefault { input: name.to_owned(), reason });
        }
    }

    /// The type of an object: a struct where it declares members, a map where it says what all of them are, any JSON otherwise.
    pub(super) fn object_type(&mut self, node: &Node, hint: &str) -> Ty {
        if let Some((_, id)) = self.open.iter().find(|(place, _)| *place == node.place) {
            return Ty::Boxed(*id);
        }
        if !self.declares_members(node, &mut Vec::new()) {
            let mut others = Others::default();
            self.others(node, &mut others);
            let is_any = matches!(additional(node), Some(Node { value: Value::Bool(true), .. }));
            return others.ty.filter(|_| !is_any).map_or(Ty::Value, |ty| Ty::Map(Box::new(ty)));
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

    /// Whether a schema declares members of its object, itself or by the schemas that hold with it.
    pub(super) fn declares_members(&mut self, node: &Node, seen: &mut Vec<Place>) -> bool {
        if seen.contains(&node.place) {
            return false;
        }
        seen.push(node.place.clone());
        node.value.get("properties").is_some() || self.parts(node).iter().any(|part| self.declares_members(part, seen))
    }
}

/// Names the fields, all at once.
fn name_fields(fields: &mut [Field]) {
    let written: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let idents = Names::new(Space::Fields).claim_all(&written, names::snake);
    fields.iter_mut().zip(idents).for_each(|(field, ident)| field.ident = ident);
}

/// Secrets are looked for in so many schemas of one input.
const MAX_SEARCHED: usize = 1_000;

/// Whether a schema says that its values are not for everybody.
fn hides(schema: &Node) -> bool {
    schema.value.text("format") == Some("password")
        || schema.value.get("writeOnly").and_then(Value::as_bool) == Some(true)
}

/// What a schema says of all members that it does not declare.
fn additional(node: &Node) -> Option<Node> {
    node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties"))
}

/// The schemas below a schema of which each holds in some cases.
fn in_some_cases(node: &Node) -> Vec<Node> {
    let below = |key: &&str| node.get(key);
    IN_SOME_CASES
        .iter()
        .filter_map(below)
        .flat_map(|found| match found.value {
            Value::Array(_) => found.items(),
            _ if found.place == node.place.key("dependentSchemas") => {
                found.members().into_iter().map(|(_, schema)| schema).collect()
            }
            _ => vec![found],
        })
        .collect()
}

/// Whether a schema lets in members that it does not declare, or declares some itself.
pub(super) fn says_members(node: &Node) -> bool {
    let is_open = |key: &str| node.value.get(key).is_some_and(|value| *value != Value::Bool(false));
    ["properties", "patternProperties"].into_iter().any(|key| node.value.get(key).is_some())
        || ["additionalProperties", "unevaluatedProperties"].into_iter().any(is_open)
}
