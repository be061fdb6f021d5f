//! The names of types.

use std::collections::{BTreeSet, VecDeque};

use crate::model::{Ty, TypeDef};
use crate::names::{Import, Names, Space};
use crate::resolve::draft::Draft;

/// Types: those that are nested less come first.
pub(crate) fn name_types(workflow: &mut Draft) {
    let imports = workflow.imports();
    let mut taken = Names::new(Space::Types).reserving(imports.into_iter().map(Import::name));
    let types = &mut workflow.inputs.types;
    // The first one is `Input`.
    for index in by_depth(types).into_iter().filter(|index| *index > 0) {
        if let Some(definition) = types.get_mut(index) {
            let name = definition.name_mut();
            *name = taken.claim(std::mem::take(name));
        }
    }
    // No type is called otherwise because of one of these.
    for definition in types.iter_mut().skip(1) {
        if let TypeDef::Struct(object) = definition {
            object.required = object.is_partly_demanded().then(|| taken.claim(format!("{}Required", object.name)));
        }
    }
}

/// All types, a level at a time. Within one the order is that of the alphabet, whatever order the document has.
fn by_depth(types: &[TypeDef]) -> Vec<usize> {
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    // What no field leads to comes last.
    for start in 0..types.len() {
        let mut open = VecDeque::from([start]);
        while let Some(index) = open.pop_front() {
            if seen.insert(index) {
                order.push(index);
                open.extend(types.get(index).into_iter().flat_map(parts));
            }
        }
    }
    order
}

/// The types that a type is made of, by the names of its fields.
fn parts(definition: &TypeDef) -> Vec<usize> {
    match definition {
        TypeDef::Struct(object) => {
            let mut fields: Vec<_> = object.fields.iter().map(|field| (field.name.as_str(), &field.ty)).collect();
            fields.sort_by_key(|(name, _)| *name);
            fields.into_iter().map(|(_, ty)| ty).chain(&object.extra).filter_map(named).collect()
        }
        TypeDef::Union(union) => union.variants.iter().filter_map(|(_, ty)| named(ty)).collect(),
        TypeDef::Enum(_) => Vec::new(),
    }
}

fn named(ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => named(inner),
        Ty::Named(id) | Ty::Boxed(id) => Some(id.0),
        _ => None,
    }
}
