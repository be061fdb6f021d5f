//! The names of a workflow that is known: its types, constants and variables (`names` says which must differ).

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::model::{Expr, Scheme, Ty, TypeDef, Workflow};
use crate::names::{self, Import, Names, Space};

/// Gives all names that depend on what else the module has.
pub(crate) fn name(workflow: &mut Workflow) {
    name_types(workflow);
    name_constants(workflow);
    name_variables(workflow);
}

/// Types: those that are nested less come first.
fn name_types(workflow: &mut Workflow) {
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

/// Constants: sources, then schemes (with their source where two share a name), then steps.
fn name_constants(workflow: &mut Workflow) {
    // A constant in the place of a binding would be a pattern.
    let bound = workflow.inputs.fields().iter().filter(|field| field.is_demanded()).map(|field| field.ident.as_str());
    let mut taken = Names::new(Space::Constants).reserving(bound.chain([workflow.ident.as_str()]));
    let names: Vec<&str> = workflow.sources.iter().map(|source| source.name.as_str()).collect();
    let sources = taken.claim_all(&names, names::shouty);
    let names = scheme_names(workflow);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let schemes = taken.claim_all(&names, names::shouty);
    let requests = workflow.steps.iter().filter(|step| step.call.request().is_some());
    let names: Vec<&str> = requests.map(|step| step.name.as_str()).collect();
    let steps = taken.claim_all(&names, step_constant);
    workflow.sources.iter_mut().zip(sources).for_each(|(source, constant)| source.constant = constant);
    workflow.schemes.iter_mut().zip(schemes).for_each(|(scheme, constant)| scheme.constant = constant);
    let requests = workflow.steps.iter_mut().filter(|step| step.call.request().is_some());
    requests.zip(steps).for_each(|(step, constant)| step.constant = constant);
    for program in &mut workflow.statics {
        let step = program.step.and_then(|step| workflow.steps.get(step)).map_or("", |step| step.name.as_str());
        program.constant = taken.claim(names::shouty(&format!("{step} {}", program.language.noun())));
    }
    for xml in &mut workflow.xml {
        xml.constant = taken.claim(names::shouty(&xml.of.words()));
    }
}

/// What the schemes are named after: with the source where two would have one name.
fn scheme_names(workflow: &Workflow) -> Vec<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for scheme in &workflow.schemes {
        *count.entry(names::shouty(&scheme.name)).or_default() += 1;
    }
    let name = |scheme: &Scheme| {
        let shared = count.get(&names::shouty(&scheme.name)).is_some_and(|count| *count > 1);
        let source = workflow.sources.get(scheme.source).filter(|_| shared);
        source.map_or_else(|| scheme.name.clone(), |source| format!("{} {}", source.name, scheme.name))
    };
    workflow.schemes.iter().map(name).collect()
}

/// The static of a step. Where its name has no letter case, a word tells it from the variable.
fn step_constant(name: &str) -> String {
    let own = names::shouty(name);
    if own == names::snake(name) { names::shouty(&format!("step {name}")) } else { own }
}

/// Variables: steps by their names; outputs by theirs where no other variable has it, else with their step's in front.
fn name_variables(workflow: &mut Workflow) {
    let mut taken = Names::new(Space::Variables).reserving(workflow.constants());
    let inputs = name_checked_inputs(workflow, &mut taken);
    for step in &mut workflow.steps {
        step.ident = taken.claim(names::snake(&step.name));
    }
    let mut count: HashMap<String, usize> = HashMap::new();
    for output in workflow.steps.iter().flat_map(|step| &step.outputs) {
        *count.entry(names::snake(&output.name)).or_default() += 1;
    }
    for step in &mut workflow.steps {
        for output in &mut step.outputs {
            let own = names::snake(&output.name);
            let alone = count.get(&own).is_some_and(|count| *count == 1) && !inputs.contains(&own);
            let name = if alone { own } else { names::snake(&format!("{} {}", step.name, output.name)) };
            output.ident = taken.claim(name);
        }
    }
    for step in &mut workflow.steps {
        for action in step.on_success.iter_mut().chain(&mut step.on_failure) {
            action.ident = taken.claim(names::snake(&action.name));
        }
    }
}

/// An input that may be absent and must not be has a variable of its own name once it was checked.
fn name_checked_inputs(workflow: &mut Workflow, taken: &mut Names) -> Vec<String> {
    let checked: BTreeSet<usize> =
        workflow.steps.iter().flat_map(|step| step.call.required()).filter_map(|(value, _)| root(value)).collect();
    let Some(TypeDef::Struct(object)) = workflow.inputs.types.first_mut() else { return Vec::new() };
    let fields = object.fields.iter_mut().enumerate();
    let fields = fields.filter(|(index, field)| checked.contains(index) && field.is_option());
    fields
        .map(|(_, field)| {
            field.variable = taken.claim(field.ident.clone());
            field.variable.clone()
        })
        .collect()
}

/// The field that an input is or is a part of.
fn root(value: &Expr) -> Option<usize> {
    match value {
        Expr::Input(path) => Some(path.root),
        _ => None,
    }
}
