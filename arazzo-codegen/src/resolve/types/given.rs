//! Which outputs have types of their own, and why the others are any JSON.

use std::collections::BTreeSet;

use super::builder::{Builder, is_same, keep, renumber};
use super::described::{Described, Source};
use super::names::{Homes, name};
use crate::diagnostic::{Kind, Relation, Report};
use crate::model::{Given, OutputTypes, Ty, TypeDef, WorkflowOutput, within};
use crate::openapi::{Library, Origin, Side, UNDECLARED, Unknown};
use crate::options::{Contradictions, Options};
use crate::place::Place;
use crate::resolve::draft::Draft;
use crate::resolve::plan::Project;

/// An output, by the index of its workflow and its own.
type Output = (usize, usize);

/// What is known of the outputs of the workflows that are resolved, in the order of the plan.
#[derive(Default)]
pub(crate) struct Descriptions {
    pub(crate) described: Vec<Vec<Described>>,
    /// The outputs that workflows read of those that they call.
    pub(crate) read_by_callers: BTreeSet<Output>,
}

/// Gives types to the outputs of all workflows.
pub(crate) struct Types<'t> {
    pub(crate) project: &'t mut Project,
    pub(crate) known: &'t Descriptions,
    pub(crate) options: &'t Options,
    pub(crate) library: &'t mut Library,
    pub(crate) report: &'t mut Report,
}

/// Types, what they are made of, and what each output has.
struct Made {
    types: Vec<TypeDef>,
    origins: Vec<Origin>,
    given: Vec<(Output, Result<Ty, Unknown>)>,
}

impl Types<'_> {
    /// Types all outputs whose descriptions say enough, and says of the others what is missing.
    pub(crate) fn output_types(&mut self) -> OutputTypes {
        let own = self.own_types();
        let wanted: Vec<(Output, Vec<Source>)> =
            self.wanted_types().into_iter().filter(|(output, _)| !own.contains(output)).collect();
        let Made { mut types, origins, given } = self.library.quietly(|library| made(library, &wanted));
        let homes = self.homes(&wanted, &origins);
        name(&mut types, &origins, &homes, &self.taken_names());
        let mut unknown: Vec<(Output, Unknown)> =
            self.vague().into_iter().filter(|(output, _)| !own.contains(output)).collect();
        for ((workflow, output), ty) in given {
            let Some(definition) = self.output(workflow, output) else { continue };
            match ty {
                Ok(ty) if ty != definition.ty => definition.given = Some(Given::Made(ty)),
                Ok(_) => {}
                Err(why) if why.reason == UNDECLARED => {}
                Err(why) => unknown.push(((workflow, output), why)),
            }
        }
        unknown.sort_by_key(|(output, _)| *output);
        for (output, why) in unknown {
            self.report_untyped(output, why);
        }
        let lenient = self.options.contradictions == Contradictions::LeftOut;
        let mut types = OutputTypes { types, lenient, ..OutputTypes::default() };
        self.conceal(&mut types);
        types
    }

    fn output(&mut self, workflow: usize, output: usize) -> Option<&mut WorkflowOutput> {
        self.project.resolved.get_mut(workflow).and_then(|workflow| workflow.outputs.get_mut(output))
    }

    /// What each output says that has parts, and where. What a caller reads stays as it came: of a type only the declared members
    /// are known, and he may send all of them on.
    fn described_outputs(&self) -> impl Iterator<Item = (Output, &Described)> {
        let all = self.project.resolved.iter().zip(&self.known.described).enumerate();
        let all = all.flat_map(|(workflow, (resolved, described))| {
            let outputs = resolved.outputs.iter().zip(described).enumerate();
            outputs.map(move |(output, (resolved, described))| ((workflow, output), resolved, described))
        });
        let has_parts = |ty: &Ty| matches!(ty, Ty::Value | Ty::Array(_));
        all.filter(move |(at, output, _)| has_parts(&output.ty) && !self.known.read_by_callers.contains(at))
            .map(|(at, _, described)| (at, described))
    }

    /// The outputs that a schema describes, in the order of the schemas: that of the workflows may change.
    fn wanted_types(&self) -> Vec<(Output, Vec<Source>)> {
        let key = |source: &Source| {
            let Place { file, path } = &source.schema.place;
            (self.library.files.get(*file).identity.clone(), path.to_string(), source.pointer.to_string())
        };
        let of = |described: &Described| match described {
            Described::By(sources) => Some(sources.clone()),
            Described::Elsewhere | Described::Vaguely(_) => None,
        };
        let wanted = self.described_outputs().filter_map(|(output, described)| Some((output, of(described)?)));
        let mut wanted: Vec<(Output, Vec<Source>)> = wanted.collect();
        for (_, sources) in &mut wanted {
            sources.sort_by_cached_key(key);
        }
        wanted.sort_by_cached_key(|(output, sources)| (sources.first().map(key), *output));
        wanted
    }

    fn vague(&self) -> Vec<(Output, Unknown)> {
        let vague = self.described_outputs().filter_map(|(output, described)| match described {
            // That it is not declared was said where it is read.
            Described::Vaguely(why) if why.reason != UNDECLARED => Some((output, why.clone())),
            Described::Elsewhere | Described::By(_) | Described::Vaguely(_) => None,
        });
        vague.collect()
    }

    fn report_untyped(&mut self, (workflow, output): Output, why: Unknown) {
        let Some(definition) = self.output(workflow, output) else { return };
        let (mark, name) = (definition.place.value(), definition.name.clone());
        let kind = Kind::UntypedOutput { output: name, reason: why.reason };
        self.report.add(mark, kind).also_if(why.schema, Relation::Schema);
    }

    /// What types without names of their own are called after: the operations that respond with them, and their files.
    fn homes(&self, wanted: &[(Output, Vec<Source>)], origins: &[Origin]) -> Homes {
        let operation = |source: &Source| (source.schema.place.clone(), format!("{} response", source.operation));
        let file = |origin: &Origin| {
            let file = origin.owner.place.file;
            let shown = std::path::PathBuf::from(&self.library.files.get(file).identity);
            let stem = shown.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            (Place::root(file), stem)
        };
        wanted.iter().flat_map(|(_, sources)| sources).map(operation).chain(origins.iter().map(file)).collect()
    }

    /// What the modules that have these types name already.
    fn taken_names(&self) -> BTreeSet<String> {
        let inputs = self.project.resolved.iter().flat_map(|workflow| &workflow.inputs.types);
        let required = inputs.clone().filter_map(TypeDef::required);
        let imports = self.project.resolved.iter().flat_map(Draft::imports);
        let inputs = inputs.map(TypeDef::name).chain(required).map(str::to_owned);
        inputs.chain(imports.map(|import| import.name().to_owned())).collect()
    }

    /// Marks the members that no `Debug` shows, wherever a workflow says that they are secrets.
    fn conceal(&self, types: &mut OutputTypes) {
        for output in self.project.resolved.iter().flat_map(|workflow| &workflow.outputs) {
            let Some(ty) = output.made() else { continue };
            for id in types.within(ty) {
                let Some(TypeDef::Struct(object)) = types.types.get_mut(id) else { continue };
                for field in object.fields.iter_mut().filter(|field| output.hides.contains(&field.name)) {
                    field.secret |= field.ty != Ty::Boolean;
                }
            }
            types.hidden.extend(output.hides.iter().cloned());
        }
    }
}

/// Makes the types. What several responses describe differently has none.
fn made(library: &mut Library, wanted: &[(Output, Vec<Source>)]) -> Made {
    let mut builder = Builder::new(library, Side::Response);
    let roots: Vec<(Output, Result<Vec<Ty>, Unknown>)> = wanted
        .iter()
        .map(|(output, sources)| (*output, sources.iter().map(|source| builder.root(source)).collect()))
        .collect();
    builder.define();
    let agreed = |types: Result<Vec<Ty>, Unknown>| types.and_then(|types| agreed(&builder.types, types));
    let mut given: Vec<(Output, Result<Ty, Unknown>)> =
        roots.into_iter().map(|(output, types)| (output, agreed(types))).collect();
    let returned = given.iter().filter_map(|(_, ty)| ty.as_ref().ok());
    let kept: BTreeSet<usize> = returned.flat_map(|ty| within(&builder.types, ty)).map(|id| id.0).collect();
    let (types, origins, moved) = keep(builder, &kept);
    given.iter_mut().filter_map(|(_, ty)| ty.as_mut().ok()).for_each(|ty| renumber(ty, &moved));
    Made { types, origins, given }
}

/// The one type that all responses give a value.
fn agreed(types: &[TypeDef], of: Vec<Ty>) -> Result<Ty, Unknown> {
    let mut of = of.into_iter();
    let first = of.next().ok_or(Unknown { reason: "no response describes it", schema: None })?;
    if of.all(|other| is_same(types, &first, &other)) {
        return Ok(first);
    }
    Err(Unknown { reason: "its responses describe it differently", schema: None })
}
