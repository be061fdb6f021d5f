//! Types, made of the schemas that describe what is sent or received. A schema makes one type, wherever values lead to it.
//!
//! The nearest parts come first: where the budget ends, what is deeper stays any JSON.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::described::Source;
use crate::model::{EnumType, Field, OTHER, StructType, Tag, Ty, TypeDef, TypeId, UnionType, Variant};
use crate::names::{self, Names, Space};
use crate::openapi::{
    Library, MemberOutline, Node, ObjectOutline, Origin, Outline, Outlined, Scalar, Side, UnionOutline, Unknown,
    component_name, limits, outline, outline_at,
};
use crate::place::Place;
use crate::secret_names::is_secret_name;

/// So many types are made of one document: each of them takes rustc some milliseconds.
const MAX_TYPES: usize = 128;

/// And so many members are in them.
const MAX_MEMBERS: usize = 1_000;

/// So many schemas are read for them.
const MAX_SCHEMAS: usize = 20_000;

/// Lists inside lists deeper than this are any JSON.
const MAX_LISTS: usize = 8;

/// Types in the making.
pub(super) struct Builder<'l> {
    library: &'l mut Library,
    /// Where the values are.
    side: Side,
    pub(super) types: Vec<TypeDef>,
    /// What each of them is made of.
    pub(super) origins: Vec<Origin>,
    known: HashMap<Vec<Place>, TypeId>,
    /// What is not defined yet.
    open: VecDeque<(TypeId, Outline)>,
    budget: usize,
    /// How many members the types have.
    members: usize,
}

impl Builder<'_> {
    pub(super) fn new(library: &mut Library, side: Side) -> Builder<'_> {
        Builder {
            library,
            side,
            types: Vec::new(),
            origins: Vec::new(),
            known: HashMap::new(),
            open: VecDeque::new(),
            budget: MAX_SCHEMAS,
            members: 0,
        }
    }

    /// The type of what a schema describes at a pointer.
    pub(super) fn root(&mut self, source: &Source) -> Result<Ty, Unknown> {
        let outlined = outline_at(self.library, &source.schema, &source.pointer, &mut self.budget);
        match outlined.what {
            Outline::Unknown(unknown) => Err(unknown),
            what => {
                let schema = Some(source.schema.place.value());
                let beyond = Unknown { reason: "its description has more types than are made", schema };
                Some(self.ty(&what, 0)).filter(|ty| *ty != Ty::Value).ok_or(beyond)
            }
        }
    }

    /// The type of an input that is sent where a schema says what is there, and what else the schema says of it.
    pub(super) fn sent(&mut self, source: &Source) -> Option<(Ty, Outlined)> {
        let outlined = outline_at(self.library, &source.schema, &source.pointer, &mut self.budget);
        let ty = self.ty(&outlined.what, 0);
        let ty = if outlined.nullable { ty.or_null() } else { ty };
        (!matches!(ty.bare(), Ty::Value | Ty::Object)).then_some((ty, outlined))
    }

    /// Defines all types that were met.
    pub(super) fn define(&mut self) {
        while let Some((id, outline)) = self.open.pop_front() {
            let definition = match outline {
                Outline::Object(object) => TypeDef::Struct(self.structure(&object)),
                Outline::Union(union) => TypeDef::Union(self.union(&union)),
                Outline::Words(origin, words) => TypeDef::Enum(enumeration(&origin, &words)),
                _ => continue,
            };
            if let Some(place) = self.types.get_mut(id.0) {
                *place = definition;
            }
        }
    }

    fn ty(&mut self, outline: &Outline, depth: usize) -> Ty {
        match outline {
            Outline::Scalar(Scalar::String) => Ty::String,
            Outline::Scalar(Scalar::Integer) => Ty::Integer,
            Outline::Scalar(Scalar::Unsigned) => Ty::Unsigned,
            Outline::Scalar(Scalar::Number) => Ty::Number,
            Outline::Scalar(Scalar::Boolean) => Ty::Boolean,
            Outline::List(_) if depth > MAX_LISTS => Ty::Value,
            Outline::List(items) => Ty::Array(Box::new(self.part(items, depth + 1).0)),
            Outline::Map(_) if depth > MAX_LISTS => Ty::Object,
            Outline::Map(values) => match self.part(values, depth + 1).0 {
                Ty::Value => Ty::Object,
                values => Ty::Map(Box::new(values)),
            },
            Outline::Words(origin, _) => self.named(origin, outline).unwrap_or(Ty::String),
            Outline::Object(ObjectOutline { origin, .. }) | Outline::Union(UnionOutline { origin, .. }) => {
                self.named(origin, outline).unwrap_or(Ty::Value)
            }
            Outline::Unknown(_) => Ty::Value,
        }
    }

    /// The type of a part, null included.
    fn part(&mut self, schemas: &[Node], depth: usize) -> (Ty, Option<Outlined>) {
        if schemas.is_empty() || self.budget == 0 {
            return (Ty::Value, None);
        }
        let outlined = outline(self.library, schemas, &mut self.budget);
        let ty = self.ty(&outlined.what, depth);
        (if outlined.nullable { ty.or_null() } else { ty }, Some(outlined))
    }

    /// The type of its own that schemas make; none where there are too many.
    fn named(&mut self, origin: &Origin, outline: &Outline) -> Option<Ty> {
        if let Some(id) = self.known.get(&origin.key) {
            return Some(Ty::Named(*id));
        }
        let id = TypeId(self.types.len());
        self.members += match outline {
            Outline::Object(object) => object.members.len(),
            _ => 0,
        };
        if id.0 >= MAX_TYPES || self.members > MAX_MEMBERS {
            return None;
        }
        self.types.push(TypeDef::Struct(StructType::default()));
        self.origins.push(origin.clone());
        self.known.insert(origin.key.clone(), id);
        self.open.push_back((id, outline.clone()));
        Some(Ty::Named(id))
    }

    fn structure(&mut self, object: &ObjectOutline) -> StructType {
        let description = object.origin.owner.value.text("description").map(str::to_owned);
        // What only responses have is nothing that a caller would say; what only requests have may be in a response.
        let is_here = |member: &&MemberOutline| self.side == Side::Response || member.only != Some(Side::Response);
        let members: Vec<&MemberOutline> = object.members.iter().filter(is_here).collect();
        let mut fields: Vec<Field> = members.into_iter().map(|member| self.field(member)).collect();
        let written: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let idents = Names::new(Space::Fields).claim_all(&written, names::snake);
        fields.iter_mut().zip(idents).for_each(|(field, ident)| field.ident = ident);
        let extra = match self.side {
            // Whatever a description says of members that it does not name: any can be sent.
            Side::Request => Some(Ty::Value),
            Side::Response => object.others.as_ref().map(|schemas| self.part(schemas, 0).0),
        };
        StructType { description, fields, extra, ..StructType::default() }
    }

    fn field(&mut self, member: &MemberOutline) -> Field {
        let (ty, outlined) = self.part(&member.schemas, 0);
        let (nullable, ty) = match ty {
            Ty::Nullable(inner) => (true, *inner),
            other => (false, other),
        };
        let is_hidden = is_secret_name(&member.name)
            || outlined.as_ref().is_some_and(|outlined| outlined.hidden || self.hides_items(&outlined.what, 0));
        let field = Field {
            name: member.name.clone(),
            ident: String::new(),
            description: outlined.as_ref().and_then(|outlined| self.description(outlined, None)),
            // A flag hides nothing, whatever it is called.
            secret: is_hidden && ty != Ty::Boolean,
            ty,
            required: member.is_required(self.side),
            nullable,
            default: None,
            deprecated: outlined.is_some_and(|outlined| outlined.deprecated),
        };
        match self.side {
            Side::Request => field.told_apart(),
            Side::Response => field,
        }
    }

    /// The documentation of a value: its own words, or those of its schema; for one that is sent, which values are good, too.
    pub(super) fn description(&self, outlined: &Outlined, own: Option<String>) -> Option<String> {
        let text = own.or_else(|| outlined.description.clone());
        let is_enum = matches!(outlined.what, Outline::Words(..));
        let limits = match self.side {
            Side::Request => limits(&outlined.facets, !is_enum).join(" "),
            Side::Response => String::new(),
        };
        let parts: Vec<String> =
            text.into_iter().chain([limits].into_iter().filter(|limits| !limits.is_empty())).collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    /// Whether the items of a list, or the values of a map, are secrets.
    fn hides_items(&mut self, what: &Outline, depth: usize) -> bool {
        let (Outline::List(schemas) | Outline::Map(schemas)) = what else { return false };
        if schemas.is_empty() || self.budget == 0 || depth > MAX_LISTS {
            return false;
        }
        let items = outline(self.library, schemas, &mut self.budget);
        items.hidden || self.hides_items(&items.what, depth + 1)
    }

    /// One of several types. What has no type stands in the last variant.
    fn union(&mut self, union: &UnionOutline) -> UnionType {
        let description = union.origin.owner.value.text("description").map(str::to_owned);
        let typed = union.variants.iter().map(|variant| (variant, self.ty(&variant.what, 0)));
        let typed: Vec<_> = typed.filter(|(_, ty)| *ty != Ty::Value).collect();
        let written: Vec<String> = typed.iter().map(|(variant, ty)| variant_name(&variant.what, ty)).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let idents = Names::new(Space::Variants).reserving([OTHER]).claim_all(&written, names::camel);
        let texts = typed.iter().map(|(variant, _)| variant.texts.clone()).collect();
        let tag = union.tag.clone().map(|name| Tag { name, texts });
        let variants = idents.into_iter().zip(typed).map(|(ident, (_, ty))| (ident, ty)).collect();
        UnionType { name: String::new(), description, variants, tag }
    }
}

fn variant_name(what: &Outline, ty: &Ty) -> String {
    let origin = match what {
        Outline::Object(object) => Some(&object.origin),
        Outline::Union(union) => Some(&union.origin),
        Outline::Words(origin, _) => Some(origin),
        _ => None,
    };
    if let Some(name) = origin.and_then(|origin| super::names::parts(origin).into_iter().next()) {
        return name;
    }
    let name = match ty {
        Ty::Integer | Ty::Unsigned => "Integer",
        Ty::Number => "Number",
        Ty::Boolean => "Boolean",
        Ty::Array(_) => "List",
        Ty::String => "Text",
        _ => "Object",
    };
    name.to_owned()
}

fn enumeration(origin: &Origin, words: &[String]) -> EnumType {
    let owner = &origin.owner;
    let description =
        owner.value.text("description").filter(|_| component_name(&owner.place).is_some()).map(str::to_owned);
    let written: Vec<&str> = words.iter().map(String::as_str).collect();
    let idents = Names::new(Space::Variants).reserving([OTHER]).claim_all(&written, names::camel);
    let variants = written.iter().zip(idents).map(|(text, ident)| Variant { text: (*text).to_owned(), ident });
    EnumType { name: String::new(), description, variants: variants.collect() }
}

/// Whether two types have the same values, and read them alike, whatever they are called.
pub(super) fn is_same(types: &[TypeDef], left: &Ty, right: &Ty) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![(left.clone(), right.clone())]);
    while let Some(pair) = open.pop() {
        match pair {
            (Ty::Named(left), Ty::Named(right)) => {
                if left != right && seen.insert((left.0, right.0)) {
                    let pairs = types.get(left.0).zip(types.get(right.0)).and_then(|(left, right)| parts(left, right));
                    let Some(pairs) = pairs else { return false };
                    open.extend(pairs);
                }
            }
            (Ty::Array(left), Ty::Array(right))
            | (Ty::Map(left), Ty::Map(right))
            | (Ty::Nullable(left), Ty::Nullable(right)) => open.push((*left, *right)),
            (left, right) if left == right => {}
            _ => return false,
        }
    }
    true
}

/// The types that must be the same for two definitions to be; none where these are different.
fn parts(left: &TypeDef, right: &TypeDef) -> Option<Vec<(Ty, Ty)>> {
    match (left, right) {
        (TypeDef::Struct(left), TypeDef::Struct(right)) => {
            let alike = |left: &Field, right: &Field| {
                (&left.name, left.required, left.nullable) == (&right.name, right.required, right.nullable)
            };
            let pairs = || left.fields.iter().zip(&right.fields);
            let is_same = left.fields.len() == right.fields.len()
                && left.extra.is_some() == right.extra.is_some()
                && pairs().all(|(left, right)| alike(left, right));
            let extra = left.extra.iter().cloned().zip(right.extra.clone());
            is_same.then(|| pairs().map(|(left, right)| (left.ty.clone(), right.ty.clone())).chain(extra).collect())
        }
        (TypeDef::Enum(left), TypeDef::Enum(right)) => {
            let texts = |of: &EnumType| of.variants.iter().map(|variant| variant.text.clone()).collect::<Vec<_>>();
            (texts(left) == texts(right)).then(Vec::new)
        }
        (TypeDef::Union(left), TypeDef::Union(right)) => {
            let pairs = left.variants.iter().zip(&right.variants);
            let is_same = left.tag == right.tag && left.variants.len() == right.variants.len();
            is_same.then(|| pairs.map(|((_, left), (_, right))| (left.clone(), right.clone())).collect())
        }
        _ => None,
    }
}

/// Leaves out the types that nothing is made of; gives the new index of each that stays.
pub(super) fn keep(builder: Builder<'_>, kept: &BTreeSet<usize>) -> (Vec<TypeDef>, Vec<Origin>, HashMap<usize, usize>) {
    let moved: HashMap<usize, usize> = kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let all = builder.types.into_iter().zip(builder.origins).enumerate();
    let (mut types, origins): (Vec<TypeDef>, Vec<Origin>) =
        all.filter(|(old, _)| kept.contains(old)).map(|(_, both)| both).unzip();
    types.iter_mut().flat_map(parts_mut).for_each(|ty| renumber(ty, &moved));
    box_circles(&mut types);
    (types, origins, moved)
}

/// The same types behind so many others, for inputs: there a type says wherever it leads back to itself, on the heap or not.
pub(super) fn behind(mut types: Vec<TypeDef>, count: usize) -> Vec<TypeDef> {
    let mut done = BTreeSet::new();
    (0..types.len()).for_each(|start| box_ways_back(&mut types, start, &mut Vec::new(), &mut done));
    let moved = (0..types.len()).map(|index| (index, index + count)).collect();
    types.iter_mut().flat_map(parts_mut).for_each(|ty| renumber(ty, &moved));
    types
}

/// The same type by the new indices.
pub(super) fn renumber(ty: &mut Ty, moved: &HashMap<usize, usize>) {
    match ty {
        Ty::Named(id) | Ty::Boxed(id) => id.0 = moved.get(&id.0).copied().unwrap_or(id.0),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => renumber(inner, moved),
        _ => {}
    }
}

fn parts_mut(definition: &mut TypeDef) -> Vec<&mut Ty> {
    match definition {
        TypeDef::Struct(object) => {
            object.extra.as_mut().into_iter().chain(object.fields.iter_mut().map(|field| &mut field.ty)).collect()
        }
        TypeDef::Union(union) => union.variants.iter_mut().map(|(_, ty)| ty).collect(),
        TypeDef::Enum(_) => Vec::new(),
    }
}

/// A value that would contain itself stands in a box. Those that come last are asked first: what is nearest stays as it is.
fn box_circles(types: &mut [TypeDef]) {
    for owner in (0..types.len()).rev() {
        let count = types.get_mut(owner).map_or(0, |definition| parts_mut(definition).len());
        for part in 0..count {
            let held =
                types.get_mut(owner).and_then(|definition| held(parts_mut(definition).swap_remove(part)).copied());
            let Some(held_id) = held.filter(|id| contains(types, id.0, owner)) else { continue };
            if let Some(definition) = types.get_mut(owner) {
                set_box(parts_mut(definition).swap_remove(part), held_id);
            }
        }
    }
}

/// The type that a value has in itself: not on the heap.
fn held(ty: &Ty) -> Option<&TypeId> {
    match ty {
        Ty::Named(id) => Some(id),
        Ty::Nullable(inner) => held(inner),
        _ => None,
    }
}

/// Boxes what leads back to a type around it. No deeper than there are types.
fn box_ways_back(types: &mut [TypeDef], at: usize, around: &mut Vec<usize>, done: &mut BTreeSet<usize>) {
    if !done.insert(at) {
        return;
    }
    around.push(at);
    let count = types.get_mut(at).map_or(0, |definition| parts_mut(definition).len());
    for part in 0..count {
        let Some(definition) = types.get_mut(at) else { continue };
        let ty = parts_mut(definition).swap_remove(part);
        let Some(id) = innermost(ty) else { continue };
        if around.contains(&id.0) {
            set_box(ty, id);
        } else {
            box_ways_back(types, id.0, around, done);
        }
    }
    around.pop();
}

/// The type of its own that a value is of, or holds.
fn innermost(ty: &Ty) -> Option<TypeId> {
    match ty {
        Ty::Named(id) | Ty::Boxed(id) => Some(*id),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => innermost(inner),
        _ => None,
    }
}

fn set_box(ty: &mut Ty, id: TypeId) {
    match ty {
        Ty::Nullable(inner) | Ty::Array(inner) | Ty::Map(inner) => set_box(inner, id),
        other => *other = Ty::Boxed(id),
    }
}

/// Whether a value of one type has one of another in itself.
fn contains(types: &mut [TypeDef], of: usize, wanted: usize) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![of]);
    while let Some(next) = open.pop() {
        if next == wanted {
            return true;
        }
        if seen.insert(next)
            && let Some(definition) = types.get_mut(next)
        {
            open.extend(parts_mut(definition).into_iter().filter_map(|ty| held(ty)).map(|id| id.0));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, ty: Ty) -> Field {
        let (required, nullable) = (true, false);
        Field {
            name: name.to_owned(),
            ident: name.to_owned(),
            description: None,
            ty,
            required,
            nullable,
            default: None,
            deprecated: false,
            secret: false,
        }
    }

    fn object(fields: &[(&str, Ty)]) -> TypeDef {
        let fields = fields.iter().map(|(name, ty)| field(name, ty.clone())).collect();
        TypeDef::Struct(StructType { fields, ..StructType::default() })
    }

    fn named(id: usize) -> Ty {
        Ty::Named(TypeId(id))
    }

    fn list(of: Ty) -> Ty {
        Ty::Array(Box::new(of))
    }

    #[test]
    fn what_reads_alike_is_the_same() {
        let types = [
            object(&[("a", Ty::String), ("next", list(named(0)))]),
            object(&[("a", Ty::String), ("next", list(named(1)))]),
            object(&[("a", Ty::Integer), ("next", list(named(0)))]),
            object(&[("a", Ty::String)]),
        ];
        assert!(is_same(&types, &list(named(0)), &list(named(1))));
        for other in [named(2), named(3), list(named(1)), Ty::String] {
            assert!(!is_same(&types, &named(0), &other), "{other:?}");
        }
    }

    #[test]
    fn only_what_would_contain_itself_is_in_a_box() {
        let mut types = vec![
            object(&[("b", named(1)), ("all", list(named(0)))]),
            object(&[("a", Ty::Nullable(Box::new(named(0)))), ("c", named(2))]),
            object(&[("text", Ty::String)]),
        ];
        box_circles(&mut types);
        let tys: Vec<Vec<Ty>> =
            types.iter_mut().map(|ty| parts_mut(ty).into_iter().map(|ty| ty.clone()).collect()).collect();
        assert_eq!(tys[0], [named(1), list(named(0))]);
        assert_eq!(tys[1], [Ty::Nullable(Box::new(Ty::Boxed(TypeId(0)))), named(2)]);
    }
}
