//! What a document means: every name is an index, every value has a type.
//!
//! Invariant: no dangling name, every type known. What control flow says about presence comes later (`flow`).

mod call;
mod draft;
mod ids;
mod inputs;
mod outputs;
mod secrets;
mod test;
mod xml;

pub(crate) use call::{
    Argument, Body, BodyForm, Call, CallInput, Demand, ModulePath, PartForm, PartHeader, Parts, Passed, Request,
    Serialisation, WorkflowCall,
};
pub(crate) use draft::Unnamed;
#[cfg(test)]
pub(crate) use ids::Id;
pub(crate) use ids::{Ids, SchemeId, SourceId, StaticId, XmlId};
pub(crate) use inputs::{
    Absence, AsOutput, EnumType, Field, InputTypes, StructType, Ty, TypeDef, TypeId, UnionType, Variant, fits, union_of,
};
pub(crate) use outputs::{Given, OTHER, OutputTypes, Tag};
pub(crate) use secrets::{is_open, unsaid_secrets, within};
pub(crate) use test::{Feature, Language, LooksAt, Need, Program, Static, Test};
pub(crate) use xml::{Xml, XmlContent, XmlOf, XmlStatic};

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

pub(crate) use crate::names::EXTRA;
use crate::names::Import;
use crate::openapi::{Hides, SecurityKind, Shape};
use crate::place::{Mark, Place};
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;
use crate::value::{Object, Value};

/// Everything that is generated from one document.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The document first, then those whose workflows it calls.
    pub(crate) documents: Vec<Document>,
    /// The name of the module around all workflows, where some call others.
    pub(crate) group: Option<String>,
    /// Callees come before callers, except where workflows call each other.
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) output_types: OutputTypes,
}

/// What is known about a document besides its workflows.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) version: String,
    /// The name of the module that holds its workflows, for a document that another one names.
    pub(crate) ident: Option<String>,
}

/// One workflow: one module, one function. `N` is what its parts are called in Rust: [`Unnamed`] in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Workflow<N = String> {
    pub(crate) id: String,
    /// Of its id.
    pub(crate) place: Place,
    /// The name of the module and of the function.
    pub(crate) ident: String,
    /// Its document, by its index in the model.
    pub(crate) document: usize,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) inputs: InputTypes,
    /// The fields that may be absent and must not be, by their indices: the variables that hold them once they were checked.
    pub(crate) checked: BTreeMap<usize, N>,
    /// Those that the steps use.
    pub(crate) sources: Ids<SourceId, Source<N>>,
    /// Those that the steps may need.
    pub(crate) schemes: Ids<SchemeId, Scheme<N>>,
    pub(crate) steps: Vec<Step<N>>,
    /// How many of them the document lists; the others call workflows that it depends on, or that actions lead to.
    pub(crate) listed: usize,
    /// The step that begins.
    pub(crate) first: usize,
    /// Steps of called workflows that steps of this one depend on.
    pub(crate) inner: Vec<InnerStep>,
    pub(crate) outputs: Vec<WorkflowOutput>,
    /// Patterns and queries.
    pub(crate) statics: Ids<StaticId, Static<N>>,
    /// What is sent and read as XML.
    pub(crate) xml: Ids<XmlId, XmlStatic<N>>,
    pub(crate) needs: Vec<Need>,
    /// What it sends where a description has passwords.
    pub(crate) confided: Vec<Confided>,
}

impl<N> Workflow<N> {
    /// What its module imports of the runtime.
    pub(crate) fn imports(&self) -> BTreeSet<Import> {
        let mut imports = BTreeSet::from([Import::Client, Import::Error, Import::Runtime]);
        imports.extend((!self.sources.is_empty()).then_some(Import::Source));
        for scheme in &self.schemes {
            let kind = match scheme.kind {
                SecurityKind::ApiKey { .. } => Import::ApiKey,
                SecurityKind::Basic => Import::Basic,
                SecurityKind::Bearer => Import::Bearer,
            };
            imports.extend([kind, Import::Scheme]);
        }
        imports
    }
}

impl Workflow {
    /// An output of a step.
    pub(crate) fn output(&self, OutputRef { step, output }: OutputRef) -> Option<&StepOutput> {
        self.steps.get(step)?.outputs.get(output)
    }

    /// The names of the constants and statics of its module.
    pub(crate) fn constants(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().map(|source| &source.constant);
        let schemes = self.schemes.iter().map(|scheme| &scheme.constant);
        let steps = self.steps.iter().filter_map(|step| step.call.constant());
        let programs = self.statics.iter().map(|program| &program.constant);
        sources.chain(schemes).chain(steps).chain(programs).map(String::as_str)
    }

    /// The names of the variables of its function.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let inputs = self.checked.values();
        let steps = self.steps.iter().flat_map(|step| {
            let actions = step.on_success.iter().chain(&step.on_failure).map(|action| &action.ident);
            step.outputs.iter().map(|output| &output.ident).chain(actions).chain([&step.ident])
        });
        inputs.chain(steps).map(String::as_str)
    }
}

/// A value that is sent where a description says that it must not be shown, or some members of it.
#[derive(Clone, Debug)]
pub(crate) struct Confided {
    pub(crate) value: Expr,
    pub(crate) hides: Hides,
}

/// A step of a called workflow that must have run when that workflow is done.
#[derive(Clone, Debug)]
pub(crate) struct InnerStep {
    /// By its index in the model.
    pub(crate) workflow: usize,
    /// By its index there.
    pub(crate) step: usize,
    /// Where it is named.
    pub(crate) mark: Mark,
}

/// An API that the steps call.
#[derive(Clone, Debug)]
pub(crate) struct Source<N = String> {
    pub(crate) name: String,
    pub(crate) constant: N,
    /// The description, relative to the package root: what makes two sources the same.
    pub(crate) path: String,
    pub(crate) server: Option<String>,
}

/// A credential that an API asks for.
#[derive(Clone, Debug)]
pub(crate) struct Scheme<N = String> {
    pub(crate) source: SourceId,
    pub(crate) name: String,
    pub(crate) constant: N,
    pub(crate) kind: SecurityKind,
    pub(crate) description: Option<String>,
}

/// A step.
#[derive(Clone, Debug)]
pub(crate) struct Step<N = String> {
    pub(crate) name: String,
    /// The name of the variable that holds its response.
    pub(crate) ident: N,
    pub(crate) description: Option<String>,
    pub(crate) call: Call<N>,
    pub(crate) success: Test,
    pub(crate) on_success: Vec<Action<N>>,
    pub(crate) on_failure: Vec<Action<N>>,
    pub(crate) outputs: Vec<StepOutput<N>>,
    /// The step that comes next when no action says otherwise; `None` where the workflow ends.
    pub(crate) next: Option<usize>,
    /// Steps that must have run before this one.
    pub(crate) after: Vec<usize>,
    pub(crate) place: Place,
}

impl<N> Step<N> {
    /// The actions of its success, or of its failure.
    pub(crate) fn actions(&self, on_success: bool) -> &[Action<N>] {
        if on_success { &self.on_success } else { &self.on_failure }
    }
}

/// An action of a step.
#[derive(Clone, Debug)]
pub(crate) struct Action<N = String> {
    pub(crate) name: String,
    /// The name of the variable that counts its retries.
    pub(crate) ident: N,
    pub(crate) test: Test,
    pub(crate) then: Then,
    pub(crate) place: Place,
}

/// What an action does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Then {
    End,
    /// To a step of the workflow.
    Goto(usize),
    Retry {
        after: Duration,
        limit: u32,
        /// The step that runs before this one is tried again: once, and without its own actions.
        detour: Option<usize>,
    },
}

/// An output of a step.
#[derive(Clone, Debug)]
pub(crate) struct StepOutput<N = String> {
    pub(crate) name: String,
    /// The name of the variable that holds it.
    pub(crate) ident: N,
    pub(crate) value: Expr,
    pub(crate) shape: Shape,
    /// Whether a value is there, by the status of the response.
    pub(crate) presence: PresenceByStatus,
    /// It flows into a credential or is one by its name.
    pub(crate) secret: bool,
    /// The names of members that are not to be shown, besides those that say it themselves; `None` where no member can be a secret.
    pub(crate) hides: Option<BTreeSet<String>>,
    /// It is read from a response, whose numbers keep their digits.
    pub(crate) digits: bool,
}

impl<N> StepOutput<N> {
    /// The type of the variable that holds it.
    pub(crate) fn ty(&self) -> Ty {
        let ty = Ty::of_shape(&self.shape);
        if self.digits { ty.with_digits() } else { ty }
    }
}

/// Whether a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Never,
    Maybe,
    Certain,
}

impl Presence {
    /// What can be said when either may be the case.
    pub(crate) fn or(self, other: Presence) -> Presence {
        if self == other { self } else { Presence::Maybe }
    }
}

/// What the documented responses say about a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PresenceByStatus {
    pub(crate) documented: Vec<(StatusSet, Presence)>,
    /// The `default` response: it counts where no other is documented.
    pub(crate) otherwise: Option<Presence>,
}

impl PresenceByStatus {
    /// The same whatever the response was.
    pub(crate) fn always(presence: Presence) -> PresenceByStatus {
        PresenceByStatus { documented: Vec::new(), otherwise: Some(presence) }
    }

    /// Where there is a response, and its status is one of a set.
    pub(crate) fn within(&self, set: &StatusSet) -> Presence {
        let documented = self.documented.iter().filter(|(statuses, _)| statuses.intersects(set));
        let known = documented.map(|(_, presence)| *presence).reduce(Presence::or);
        known.or(self.otherwise).unwrap_or(Presence::Maybe)
    }
}

/// An output of the workflow.
#[derive(Clone, Debug)]
pub(crate) struct WorkflowOutput {
    pub(crate) name: String,
    /// The name of the field.
    pub(crate) ident: String,
    pub(crate) value: Expr,
    /// The type of the value in the function, but for the digits of numbers.
    pub(crate) ty: Ty,
    /// The type that the caller gets it as, where it is another one.
    pub(crate) given: Option<Given>,
    pub(crate) secret: bool,
    /// The names of members that are not to be shown, besides those that say it themselves.
    pub(crate) hides: BTreeSet<String>,
    pub(crate) place: Place,
}

/// An output of a step, by their indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct OutputRef {
    pub(crate) step: usize,
    pub(crate) output: usize,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Literal(Value),
    Input(InputPath),
    Output {
        output: OutputRef,
        pointer: Pointer,
    },
    Exchange(Exchange),
    /// The outputs of the workflow that took over: of whichever of these steps has run.
    Transfer(Vec<usize>),
    /// How many characters, bytes, elements or members a value has (conditions only).
    Length(Box<Expr>),
    /// A value that is sent as base64, where it is bytes.
    Base64(Box<Expr>),
    /// What a query finds in a value.
    Select {
        context: Box<Expr>,
        query: Program,
        finds: Finds,
    },
    Template(Vec<Fragment>),
    Array(Vec<Expr>),
    Object(Vec<(String, Expr)>),
    /// A value some of whose parts are replaced, in order, when it is known.
    Replaced(Box<Expr>, Vec<(Target, Expr)>),
}

/// What a query finds, by its language and form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finds {
    /// A JSONPath query with one place: one value at most.
    One,
    /// Any other: a list, be there one value or none.
    All,
    /// An XPath: one value at most, of this shape.
    XPath(Shape),
}

/// What a replacement replaces.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// What is there; or what is added there.
    At(Pointer),
    /// All that a query finds, which must be something.
    Each {
        language: Language,
        query: Program,
        /// The last name in the query: what its value is called.
        name: Option<String>,
    },
}

impl Target {
    /// What the replaced value is called.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Target::At(pointer) => pointer.tokens().last().map(String::as_str),
            Target::Each { name, .. } => name.as_deref(),
        }
    }

    /// The values that go into it.
    fn values(&self) -> &[Expr] {
        match self {
            Target::At(_) => &[],
            Target::Each { query, .. } => query.values(),
        }
    }

    fn map(self, change: &mut impl FnMut(Expr) -> Expr) -> Target {
        match self {
            Target::Each { language, query, name } => Target::Each { language, query: query.map(change), name },
            at @ Target::At(_) => at,
        }
    }
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fragment {
    Literal(String),
    Hole(Expr),
    /// A value in a text of another language.
    Escaped(Escape, Expr),
}

/// How a value is written in a text of another language, so that it stays a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// The text of an XML element, or of an attribute.
    Xml,
    /// The inside of a CDATA section.
    Cdata,
    /// A form or a query.
    Percent,
}

/// A way into the inputs: through the fields of structs, then through untyped JSON. Through `extra`, the map of what is not
/// declared, the first part of the pointer is its key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InputPath {
    /// The Rust names of the fields.
    pub(crate) fields: Vec<String>,
    /// The first field, by its index in the root struct.
    pub(crate) root: usize,
    pub(crate) pointer: Pointer,
    pub(crate) ty: Ty,
    pub(crate) optional: bool,
    /// `None` is a `null` that the caller had to say, not something left out.
    pub(crate) null: bool,
}

/// A part of the exchange of the step at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    StatusCode,
    Method,
    Url,
    Header(String),
    Body(Pointer),
    /// An output of the workflow that the step calls, by its index.
    Output {
        output: usize,
        pointer: Pointer,
    },
}

impl InputPath {
    /// The key of an input that is not declared, and what follows in its value.
    pub(crate) fn undeclared(&self) -> Option<(&str, Pointer)> {
        let [field] = self.fields.as_slice() else { return None };
        let (key, rest) = self.pointer.tokens().split_first().filter(|_| field == EXTRA)?;
        Some((key, Pointer::from_tokens(rest.to_vec())))
    }
}

impl<N> Workflow<N> {
    /// Whether a text may be a data URL that stands for bytes: of an input, or where the document writes it. Text that came in a
    /// response is what it is.
    pub(crate) fn may_be_data_url(&self, value: &Expr) -> bool {
        match value {
            Expr::Input(_) | Expr::Literal(_) | Expr::Object(_) | Expr::Array(_) => true,
            Expr::Template(fragments) => match fragments.first() {
                Some(Fragment::Literal(text)) => text.starts_with("data:"),
                Some(Fragment::Hole(first) | Fragment::Escaped(_, first)) => self.may_be_data_url(first),
                None => false,
            },
            Expr::Output { output, .. } => matches!(self.origin(*output), Some(Expr::Input(_) | Expr::Literal(_))),
            Expr::Replaced(whole, _) => self.may_be_data_url(whole),
            _ => false,
        }
    }

    /// What an output is, or the one that it is a copy of; none where copies go in a circle.
    fn origin(&self, mut of: OutputRef) -> Option<&Expr> {
        let outputs = self.steps.iter().map(|step| step.outputs.len()).sum();
        for _ in 0..=outputs {
            match &self.steps.get(of.step)?.outputs.get(of.output)?.value {
                Expr::Output { output, .. } => of = *output,
                other => return Some(other),
            }
        }
        None
    }
}

impl Expr {
    /// Whether it is read from the body of a response that is at hand, or made of such a value.
    pub(crate) fn reads_body(&self) -> bool {
        let mut reads = false;
        self.each(&mut |part| reads |= matches!(part, Expr::Exchange(Exchange::Body(_))));
        reads
    }

    /// Visits this value and all inside it.
    pub(crate) fn each(&self, visit: &mut impl FnMut(&Expr)) {
        visit(self);
        match self {
            Expr::Template(fragments) => {
                for fragment in fragments {
                    if let Fragment::Hole(inner) | Fragment::Escaped(_, inner) = fragment {
                        inner.each(visit);
                    }
                }
            }
            Expr::Length(inner) | Expr::Base64(inner) => inner.each(visit),
            Expr::Select { context, query, .. } => {
                context.each(visit);
                query.values().iter().for_each(|value| value.each(visit));
            }
            Expr::Array(items) => items.iter().for_each(|item| item.each(visit)),
            Expr::Object(members) => members.iter().for_each(|(_, value)| value.each(visit)),
            Expr::Replaced(whole, parts) => {
                whole.each(visit);
                for (target, value) in parts {
                    target.values().iter().for_each(|value| value.each(visit));
                    value.each(visit);
                }
            }
            Expr::Literal(_) | Expr::Input(_) | Expr::Output { .. } | Expr::Exchange(_) | Expr::Transfer(_) => {}
        }
    }

    /// Whether it comes out of a response, whose numbers keep their digits. What the caller or a called workflow gave has the
    /// types of Rust already.
    pub(crate) fn has_digits(&self) -> bool {
        match self {
            Expr::Literal(value) => !inputs::is_json(value),
            Expr::Input(_) | Expr::Transfer(_) | Expr::Exchange(Exchange::Output { .. }) => false,
            _ => true,
        }
    }

    /// The step that it is an output of, or selected from.
    pub(crate) fn step(&self) -> Option<usize> {
        match self {
            Expr::Output { output, .. } => Some(output.step),
            Expr::Select { context, .. } => context.step(),
            _ => None,
        }
    }

    /// The value itself, where the document writes it out. One with a null in it is none: that may mean an absent part.
    pub(crate) fn constant(&self) -> Option<Value> {
        match self {
            Expr::Literal(Value::Null) => None,
            Expr::Literal(value) => Some(value.clone()),
            Expr::Array(items) => Some(Value::Array(items.iter().map(Expr::constant).collect::<Option<_>>()?)),
            Expr::Object(members) => {
                let members = members.iter().map(|(name, value)| Some((name.clone(), value.constant()?)));
                Some(Value::Object(Rc::new(Object::Parsed(members.collect::<Option<_>>()?))))
            }
            _ => None,
        }
    }

    /// The same value with other values in its holes, or, where it has none, another value.
    pub(crate) fn map_parts(self, change: &mut impl FnMut(Expr) -> Expr) -> Expr {
        match self {
            Expr::Template(fragments) => {
                let fragments = fragments.into_iter().map(|fragment| match fragment {
                    Fragment::Hole(inner) => Fragment::Hole(change(inner)),
                    Fragment::Escaped(escape, inner) => Fragment::Escaped(escape, change(inner)),
                    literal @ Fragment::Literal(_) => literal,
                });
                Expr::Template(fragments.collect())
            }
            Expr::Length(inner) => Expr::Length(Box::new(change(*inner))),
            Expr::Base64(inner) => Expr::Base64(Box::new(change(*inner))),
            Expr::Select { context, query, finds } => {
                let (context, query) = (Box::new(change(*context)), query.map(change));
                Expr::Select { context, query, finds }
            }
            Expr::Array(items) => Expr::Array(items.into_iter().map(change).collect()),
            Expr::Object(members) => {
                Expr::Object(members.into_iter().map(|(name, value)| (name, change(value))).collect())
            }
            Expr::Replaced(whole, parts) => {
                let whole = Box::new(change(*whole));
                let parts = parts.into_iter().map(|(target, value)| (target.map(change), change(value))).collect();
                Expr::Replaced(whole, parts)
            }
            whole => whole,
        }
    }

    /// The step outputs it reads.
    pub(crate) fn outputs(&self) -> Vec<OutputRef> {
        let mut outputs = Vec::new();
        self.each(&mut |expr| {
            if let Expr::Output { output, .. } = expr {
                outputs.push(*output);
            }
        });
        outputs
    }
}
