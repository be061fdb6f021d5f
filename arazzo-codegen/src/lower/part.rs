//! The private functions of a long workflow, and where they are called.
//!
//! ```text
//! let cursor = steps_1_to_20(&mut run, &input).await?;
//! let (cursor, total) = match steps_21_to_40(&mut run, &cursor).await? {
//!     rt::ControlFlow::Continue(values) => values,
//!     rt::ControlFlow::Break(output) => return Ok(output),
//! };
//! ```

use super::block::{Block, Control, Holds, Left, Part, Pattern, Stmt, Typed};
use super::code::{Code, call, name, tuple};
use super::lowering::Lowering;
use crate::flow::{self, Exit, Held, Leaving, Signature, Variable};
use crate::model::{Id as _, StepId, Ty};

/// How a part says that it leads elsewhere.
pub(super) const LEFT: &str = "rt::ControlFlow::Break";
const ON: &str = "rt::ControlFlow::Continue";

impl Lowering<'_> {
    pub(super) fn parts(&self) -> Vec<Part> {
        self.function.parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&self, part: &flow::Part) -> Part {
        let signature = &*part.signature;
        let values = all(signature.results.iter().map(|result| name(&result.ident))).unwrap_or(Code::Unit);
        let values = if signature.leaves_with.is_some() { call(ON, [values]) } else { values };
        let stmts = part.stmts.iter().flat_map(|stmt| self.stmt(stmt));
        Part {
            name: signature.ident.clone(),
            docs: self.about(signature),
            reads_input: signature.reads_input,
            parameters: signature
                .parameters
                .iter()
                .map(|variable| (variable.ident.clone(), handed(variable)))
                .collect(),
            results: signature.results.iter().map(handed).collect(),
            left: signature.leaves_with.as_ref().map(|left| match left {
                Leaving::Output => Left::Output,
                Leaving::Values(values) => Left::Values(values.iter().map(handed).collect()),
            }),
            block: Block(stmts.chain([Stmt::Value(call("Ok", [values]))]).collect()),
        }
    }

    fn about(&self, signature: &Signature) -> String {
        let name = |step: StepId| self.workflow.steps.get(step).map(|step| step.name.as_str()).unwrap_or_default();
        let (first, last) = (signature.first, signature.last);
        let end = match signature.leaves_with {
            Some(Leaving::Output) => " The workflow may end in them.",
            Some(Leaving::Values(_)) => " They may lead elsewhere than to the next one.",
            None => "",
        };
        format!("Steps {} to {}, from `{}` to `{}`.{end}", first.index() + 1, last.index() + 1, name(first), name(last))
    }
}

/// The statement that calls a part. `within`: it stands in a part itself.
pub(super) fn called(signature: &Signature, arguments: &[Variable], exit: Option<&Exit>, within: bool) -> Stmt {
    let call = awaited(signature, arguments, within);
    let names: Vec<String> = signature.results.iter().map(|result| result.ident.clone()).collect();
    let Some(exit) = exit else {
        return if names.is_empty() { Stmt::Do(call) } else { bound(names, call) };
    };
    let (left, leave) = left(signature, exit);
    let left = Pattern::Variant(LEFT, left);
    if names.is_empty() {
        return Stmt::Value(Control::IfLet { pattern: left, of: call, then: Block(vec![Stmt::Do(leave)]) }.into());
    }
    let on = (Pattern::Variant(ON, Some("values")), name("values"));
    bound(names, Control::Match { of: call, arms: vec![on, (left, leave)] }.into())
}

fn bound(names: Vec<String>, value: Code) -> Stmt {
    Stmt::Let { names, mutable: false, ty: None, value }
}

fn awaited(signature: &Signature, arguments: &[Variable], within: bool) -> Code {
    let run = if within { name("run") } else { name("run").changed() };
    let input = if within { name("input") } else { name("input").referred() };
    let input = signature.reads_input.then_some(input);
    let arguments = arguments.iter().map(|variable| {
        let value = name(&variable.ident);
        if variable.held == Held::Owned { value.referred() } else { value }
    });
    call(&signature.ident, [run].into_iter().chain(input).chain(arguments)).awaited().tried()
}

/// What a part has given that leads elsewhere, and where its caller goes with it.
fn left(signature: &Signature, exit: &Exit) -> (Option<&'static str>, Code) {
    let is_nothing = matches!(&signature.leaves_with, Some(Leaving::Values(values)) if values.is_empty());
    let variable = match exit {
        Exit::Return => Some("output"),
        _ if is_nothing => None,
        _ => Some("left"),
    };
    let value = variable.map(name);
    let label = |label: &Option<flow::Label>| label.as_ref().map(|label| label.name.clone());
    let leave = match exit {
        Exit::Return => Control::Return(call("Ok", value)),
        Exit::Break(to) => Control::Break { label: label(to), value },
        Exit::Continue(to) => Control::Continue { label: label(to) },
        Exit::HandOn => Control::Return(call("Ok", [call(LEFT, [value.unwrap_or(Code::Unit)])])),
    };
    (variable, leave.into())
}

/// One alone, or all in parentheses.
fn all(mut values: impl ExactSizeIterator<Item = Code>) -> Option<Code> {
    match values.len() {
        0 | 1 => values.next(),
        _ => Some(tuple(values)),
    }
}

/// A variable that is given away; `again`: and read once more.
pub(super) fn owned(variable: &Variable, again: bool) -> Code {
    let value = name(&variable.ident);
    match variable.held {
        Held::Lent if is_text(variable) => value.then("to_owned"),
        Held::Lent => value.then("clone"),
        Held::Owned | Held::Borrowed => value.then_if(again, "clone"),
        Held::Copied => value,
    }
}

/// Whether a part is lent a variable as a `&str`.
fn is_text(variable: &Variable) -> bool {
    variable.certain && variable.ty == Some(Ty::String)
}

/// The type of a parameter, or of a result.
fn handed(variable: &Variable) -> Typed {
    let holds = match (variable.held, variable.certain) {
        (Held::Borrowed, _) => Holds::OfInput,
        (Held::Lent, _) if is_text(variable) => Holds::Str,
        (Held::Lent, true) => Holds::Reference,
        (Held::Lent, false) => Holds::ReferenceToOption,
        (Held::Copied | Held::Owned, true) => Holds::Value,
        (Held::Copied | Held::Owned, false) => Holds::Option,
    };
    Typed { ty: variable.ty.clone(), holds }
}
