//! What of the inputs must never be shown.

use std::collections::{BTreeSet, HashSet};

use super::InputPath;
use super::inputs::{Field, InputTypes, StructType, Ty, TypeDef, TypeId};
use crate::secret_names::is_secret_name;
use crate::syntax::pointer::Pointer;

/// Whether a type is one that is being defined, or a list or map of it.
fn leads_back(ty: &Ty) -> bool {
    match ty {
        Ty::Boxed(_) => true,
        Ty::Array(items) | Ty::Map(items) | Ty::Nullable(items) => leads_back(items),
        _ => false,
    }
}

/// Whether members of any name may be in a value of a type, structs and unions aside: these have a `Debug` of their own.
pub(crate) fn is_open(ty: &Ty) -> bool {
    match ty {
        Ty::Value | Ty::Object | Ty::Map(_) => true,
        Ty::Array(inner) | Ty::Nullable(inner) => is_open(inner),
        _ => false,
    }
}

/// The names that are hidden besides those that say themselves that they are secrets.
pub(crate) fn unsaid_secrets<'n>(names: impl IntoIterator<Item = &'n String>) -> Vec<&'n str> {
    names.into_iter().map(String::as_str).filter(|name| !is_secret_name(name)).collect()
}

impl InputTypes {
    /// The parts of a value of a type that are secrets. Of a list, a map, or an object that contains itself it is the whole.
    pub(crate) fn secret_parts(&self, ty: &Ty) -> Vec<Pointer> {
        let holds_secret = |ty: &Ty| !self.secret_parts(ty).is_empty();
        match ty {
            Ty::Named(id) => match self.types.get(id.0) {
                Some(TypeDef::Struct(object)) => {
                    object.fields.iter().flat_map(|field| self.secret_fields(field)).collect()
                }
                // Which variant it is, only the value knows.
                Some(TypeDef::Union(union)) if union.variants.iter().any(|(_, ty)| holds_secret(ty)) => {
                    vec![Pointer::default()]
                }
                _ => Vec::new(),
            },
            Ty::Nullable(inner) => self.secret_parts(inner),
            Ty::Array(items) | Ty::Map(items) if holds_secret(items) => vec![Pointer::default()],
            _ => Vec::new(),
        }
    }

    fn has_secrets(&self) -> bool {
        self.types.iter().any(|definition| match definition {
            TypeDef::Struct(object) => object.fields.iter().any(|field| field.secret),
            TypeDef::Enum(_) | TypeDef::Union(_) => false,
        })
    }

    fn secret_fields(&self, field: &Field) -> Vec<Pointer> {
        let own = Pointer::from_tokens(vec![field.name.clone()]);
        if field.secret {
            return vec![own];
        }
        // An object that contains itself may hold its secrets at any depth.
        let recursive = leads_back(&field.ty) && self.has_secrets();
        if recursive { vec![own] } else { self.secret_parts(&field.ty).iter().map(|part| own.join(part)).collect() }
    }

    /// Marks the input that a path goes into as a secret.
    pub(crate) fn conceal(&mut self, path: &InputPath) {
        let Some(TypeDef::Struct(root)) = self.types.first_mut() else { return };
        match (root.fields.get_mut(path.root), path.undeclared()) {
            (_, Some((key, _))) if !root.secret_extra.iter().any(|known| known == key) => {
                root.secret_extra.push(key.to_owned());
            }
            // A flag tells nothing.
            (Some(field), None) => field.secret |= field.ty != Ty::Boolean,
            _ => {}
        }
    }

    /// Whether what a path leads to is a secret: the input itself, or a part on the way.
    pub(crate) fn is_secret(&self, path: &InputPath) -> bool {
        let is_hidden = |name: &String| is_secret_name(name) || self.hidden.contains(name);
        match path.undeclared() {
            Some((key, rest)) => {
                self.secret_extra().iter().any(|known| known == key) || rest.tokens().iter().any(is_hidden)
            }
            // A flag tells nothing.
            None => self.passes_secret(path) || path.ty != Ty::Boolean && path.pointer.tokens().iter().any(is_hidden),
        }
    }

    /// Whether a field is a secret that a path goes through.
    fn passes_secret(&self, path: &InputPath) -> bool {
        let mut object = self.root();
        let mut is_secret = |is_it: &dyn Fn(&Field) -> bool| {
            let field = object.and_then(|object| object.fields.iter().find(|field| is_it(field)));
            object = field.and_then(|field| match field.ty.bare() {
                Ty::Named(id) | Ty::Boxed(id) => self.object(*id),
                _ => None,
            });
            field.is_some_and(|field| field.secret)
        };
        path.fields.iter().any(|ident| is_secret(&|field| field.ident == *ident))
            || path.pointer.tokens().iter().any(|token| is_secret(&|field| field.name == *token))
    }

    /// The keys of inputs that are not declared and are secrets.
    pub(crate) fn secret_extra(&self) -> &[String] {
        match self.types.first() {
            Some(TypeDef::Struct(root)) => &root.secret_extra,
            _ => &[],
        }
    }

    /// Whether an input that is not declared is a secret, by its name or by its use.
    pub(crate) fn is_secret_key(&self, key: &str) -> bool {
        is_secret_name(key) || self.secret_extra().iter().any(|known| known == key)
    }

    /// Marks the members of these names in a value of a type, at any depth.
    pub(crate) fn conceal_members(&mut self, ty: &Ty, names: &BTreeSet<String>) {
        let within = self.within(ty);
        if self.has_open(ty, &within) {
            self.hidden.extend(names.iter().cloned());
        }
        for id in within {
            let Some(TypeDef::Struct(object)) = self.types.get_mut(id.0) else { continue };
            for field in object.fields.iter_mut().filter(|field| names.contains(&field.name)) {
                field.secret |= field.ty != Ty::Boolean;
            }
        }
    }

    /// The names of the members of a value of a type that are not to be shown, at any depth.
    pub(crate) fn secret_members(&self, ty: &Ty) -> BTreeSet<String> {
        let within = self.within(ty);
        let objects = within.iter().filter_map(|id| self.object(*id));
        let fields = objects.flat_map(|object| &object.fields).filter(|field| field.secret);
        let mut names: BTreeSet<String> = fields.map(|field| field.name.clone()).collect();
        if self.has_open(ty, &within) {
            names.extend(self.hidden.iter().cloned());
        }
        names
    }

    /// Whether members of any name may be somewhere in a value of a type.
    pub(crate) fn may_hold_any(&self, ty: &Ty) -> bool {
        self.has_open(ty, &self.within(ty))
    }

    fn has_open(&self, ty: &Ty, within: &HashSet<TypeId>) -> bool {
        let of_type = |id: &TypeId| match self.types.get(id.0) {
            Some(TypeDef::Struct(object)) => {
                object.extra.is_some() || object.fields.iter().any(|field| is_open(&field.ty))
            }
            Some(TypeDef::Union(union)) => union.variants.iter().any(|(_, ty)| is_open(ty)),
            _ => false,
        };
        is_open(ty) || within.iter().any(of_type)
    }

    /// The types of this module that a value of a type is made of.
    fn within(&self, ty: &Ty) -> HashSet<TypeId> {
        within(&self.types, ty)
    }

    /// How many secrets are marked.
    pub(crate) fn count_secrets(&self) -> usize {
        let objects = self.types.iter().filter_map(|definition| match definition {
            TypeDef::Struct(object) => Some(object),
            TypeDef::Enum(_) | TypeDef::Union(_) => None,
        });
        let marked =
            |object: &StructType| object.secret_extra.len() + object.fields.iter().filter(|field| field.secret).count();
        self.hidden.len() + objects.map(marked).sum::<usize>()
    }
}

/// The types of a set that a value of a type is made of, at any depth.
pub(crate) fn within(types: &[TypeDef], ty: &Ty) -> HashSet<TypeId> {
    let mut found = HashSet::new();
    let mut open: Vec<&Ty> = vec![ty];
    while let Some(ty) = open.pop() {
        let id = match ty {
            Ty::Named(id) | Ty::Boxed(id) => *id,
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => {
                open.push(inner);
                continue;
            }
            _ => continue,
        };
        if found.insert(id) {
            open.extend(types.get(id.0).map(parts_of).unwrap_or_default());
        }
    }
    found
}

/// The types that a value of a type is made of.
fn parts_of(definition: &TypeDef) -> Vec<&Ty> {
    match definition {
        TypeDef::Struct(object) => object.fields.iter().map(|field| &field.ty).chain(&object.extra).collect(),
        TypeDef::Union(union) => union.variants.iter().map(|(_, ty)| ty).collect(),
        TypeDef::Enum(_) => Vec::new(),
    }
}
