//! Statements.

use super::block::{Control, Holds, Stmt, Typed};
use super::code::{Code, call, name, run, slice, text};
use super::control::Position;
use super::lowering::Lowering;
use super::part::{self, owned};
use super::taken::Taken;
use crate::flow::{self, Argument, Construct, Env, Held, Note, RetryRef, Slot, Variable};
use crate::model::{Call, Step, StepId, Then};

impl Lowering<'_> {
    pub(super) fn stmt(&self, stmt: &flow::Stmt) -> Vec<Stmt> {
        self.stmts_of(stmt).unwrap_or_else(|| vec![Stmt::Do(Code::Bug("a step is not there"))])
    }

    /// What becomes of a statement; `None` where its step is not there.
    fn stmts_of(&self, stmt: &flow::Stmt) -> Option<Vec<Stmt>> {
        Some(match stmt {
            flow::Stmt::Counters { step, retries } => counters(self.step(*step)?, retries),
            flow::Stmt::Require { step, slot, from, variable } => {
                vec![self.require(self.step(*step)?, *slot, from, variable)]
            }
            flow::Stmt::Prerequisite { step, before } => {
                let names = [self.step(*step)?, self.step(*before)?].map(|step| text(&step.name));
                vec![Stmt::Do(run("prerequisite", names).tried())]
            }
            flow::Stmt::Call { step, attempt, read, env } => self.called(self.step(*step)?, (*attempt, *read), env),
            flow::Stmt::Take { step, output, how, variable, env, response } => {
                let step = self.step(*step)?;
                let taken = Taken { step, output: step.outputs.get(*output)?, how: *how, variable, response };
                vec![bound(&variable.ident, Some(typed(variable)), self.taken(&taken, env))]
            }
            flow::Stmt::Note { note, env } => vec![Stmt::Do(self.note(note, env))],
            flow::Stmt::Carry { variable, value } => {
                let ty = variable.ty.is_some().then(|| typed(variable));
                vec![changing(&variable.ident, ty, self.argument(value))]
            }
            flow::Stmt::Update { variable, value } => {
                vec![Stmt::Assign(variable.ident.clone(), self.argument(value))]
            }
            flow::Stmt::Construct { results, construct, body } => self.construct(results, construct, body),
            flow::Stmt::Branch(tail) => self.tail(tail, Position::Statement),
            flow::Stmt::Part { signature, arguments, exit, within } => {
                vec![part::called(signature, arguments, exit.as_ref(), *within)]
            }
        })
    }

    fn step(&self, step: StepId) -> Option<&Step> {
        self.workflow.steps.get(step)
    }

    fn require(&self, step: &Step, slot: Slot, from: &Argument, variable: &Variable) -> Stmt {
        let required = step.call.required();
        let place = required.iter().find(|(value, _)| Slot::of(value) == Some(slot)).map(|(_, place)| place);
        let (Some(place), Some(expression)) = (place, self.expression_text(slot)) else {
            return Stmt::Do(Code::Bug("a value is required that nothing needs"));
        };
        // `None` alone has no type.
        let ty = (*from == Argument::Absent && variable.ty.is_some()).then(|| typed(variable));
        let value = run("require", [self.argument(from), text(&step.name), text(place), text(expression)]).tried();
        bound(&variable.ident, ty, value)
    }

    /// How the document reads a slot.
    fn expression_text(&self, slot: Slot) -> Option<String> {
        match slot {
            Slot::Output(of) => {
                let (step, output) = (self.step(of.step)?, self.workflow.output(of)?);
                Some(format!("$steps.{}.outputs.{}", step.name, output.name))
            }
            Slot::Input(field) => Some(format!("$inputs.{}", self.workflow.inputs.fields().get(field)?.name)),
            Slot::Response(_) | Slot::Next(_) => None,
        }
    }

    /// The request of a step, or its call of a workflow. `read`: what comes back is used.
    fn called(&self, step: &Step, (attempt, read): (bool, bool), env: &Env) -> Vec<Stmt> {
        let answer = |value: Code| if read { bound(&step.ident, None, value) } else { Stmt::Do(value) };
        match &step.call {
            Call::Operation { request, constant } => {
                vec![answer(self.site(env).sent(request, constant, attempt))]
            }
            Call::Workflow(call) => {
                vec![bound(&step.ident, None, self.result(call, env)), answer(Self::returned(step, attempt))]
            }
            Call::Unknown(_) => vec![Stmt::Do(Code::Bug("a step calls nothing"))],
        }
    }

    fn note(&self, note: &Note, env: &Env) -> Code {
        let site = self.site(env);
        match note {
            Note::Check => run("check", [name("input").referred()]).tried(),
            Note::Conceal(value) => run("conceal", [site.serialisable(value)]),
            Note::ConcealIn(value, hidden) => {
                run("conceal_in", [site.serialisable(value), slice(hidden.iter().map(text))])
            }
            Note::Output { name, value } => run("output", [text(name), site.serialisable(value)]),
        }
    }

    pub(super) fn argument(&self, argument: &Argument) -> Code {
        match argument {
            Argument::Absent => Code::Nothing(None),
            Argument::Selected(index) => Code::Index(*index),
            Argument::Variable { variable, wrapped } => owned(variable, false).wrapped_if(*wrapped),
            Argument::Input(field) => {
                let inputs = &self.workflow.inputs;
                let Some(field) = inputs.fields().get(*field) else { return Code::Bug("an input is not there") };
                name("input").field(&field.ident).then_if(!inputs.is_copy(&field.ty), "as_ref")
            }
        }
    }

    fn construct(&self, results: &[Variable], construct: &Construct, body: &flow::Block) -> Vec<Stmt> {
        // The body of a loop has no value: its results leave by `break`.
        let has_value = !results.is_empty() && !matches!(construct, Construct::Loop(_));
        let block = self.block(body, if has_value { Position::Construct } else { Position::Statement });
        let code = match construct {
            Construct::Plain if results.is_empty() => return block.0,
            Construct::Plain => block.into_code(),
            Construct::Block(label) => Control::Block { label: Some(label.name.clone()), block }.into(),
            Construct::Loop(label) => {
                Control::Loop { label: label.as_ref().map(|label| label.name.clone()), block }.into()
            }
        };
        if results.is_empty() {
            return vec![Stmt::Value(code)];
        }
        let names = results.iter().map(|variable| variable.ident.clone()).collect();
        vec![Stmt::Let { names, mutable: false, ty: None, value: code }]
    }
}

/// The counters of the retries of a step.
fn counters(step: &Step, retries: &[RetryRef]) -> Vec<Stmt> {
    let counter = |retry: &RetryRef| {
        let action = step.actions(retry.on_success).get(retry.action)?;
        let Then::Retry { after, limit, .. } = action.then else { return None };
        let limits = [text(&action.name), Code::Count(limit.into()), Code::Duration(after)];
        Some(changing(&action.ident, None, call("rt::Retry::new", limits)))
    };
    retries.iter().filter_map(counter).collect()
}

/// `let name: T = value;`
fn bound(name: &str, ty: Option<Typed>, value: Code) -> Stmt {
    Stmt::Let { names: vec![name.to_owned()], mutable: false, ty, value }
}

/// `let mut name: T = value;`
fn changing(name: &str, ty: Option<Typed>, value: Code) -> Stmt {
    Stmt::Let { names: vec![name.to_owned()], mutable: true, ty, value }
}

fn typed(variable: &Variable) -> Typed {
    let holds = match (variable.held, variable.certain) {
        (Held::Borrowed, _) => Holds::Reference,
        (_, true) => Holds::Value,
        (_, false) => Holds::Option,
    };
    Typed { ty: variable.ty.clone(), holds }
}
