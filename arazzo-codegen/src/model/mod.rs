//! What a document means: every name is an index, every value has a type.
//!
//! Invariant: no dangling name, every type known. What control flow says about presence comes later (`flow`).

mod call;
mod draft;
mod expr;
mod ids;
mod inputs;
mod module;
mod outputs;
mod reads;
mod secrets;
mod step;
mod tag;
mod test;
mod workflow;
mod xml;

pub(crate) use crate::names::EXTRA;
pub(crate) use call::{
    Argument, Body, BodyForm, Call, CallInput, Demand, PartForm, PartHeader, Parts, Passed, Request, Serialisation,
    WorkflowCall,
};
pub(crate) use draft::Unnamed;
pub(crate) use expr::{Escape, Exchange, Expr, Finds, Fragment, InputPath, OutputRef, Target};
pub(crate) use ids::{Id, Ids, OutputId, SchemeId, SourceId, StaticId, StepId, XmlId};
pub(crate) use inputs::{
    Absence, AsOutput, EnumType, Field, InputTypes, StructType, Ty, TypeDef, TypeId, UnionType, Variant, fits, union_of,
};
pub(crate) use module::ModulePath;
pub(crate) use outputs::{Given, OTHER, OutputTypes};
pub(crate) use reads::Reads;
pub(crate) use secrets::{is_open, unsaid_secrets, within};
pub(crate) use step::{Action, Presence, PresenceByStatus, Step, StepOutput, Then};
pub(crate) use tag::Tag;
pub(crate) use test::{Feature, Language, LooksAt, Need, Program, Static, Test};
pub(crate) use workflow::{Confided, Document, InnerStep, Model, Scheme, Source, Workflow, WorkflowOutput};
pub(crate) use xml::{Xml, XmlContent, XmlOf, XmlStatic};
