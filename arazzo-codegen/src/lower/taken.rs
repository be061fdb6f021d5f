//! Outputs of steps, taken from responses.

use super::carried::received;
use super::code::{Code, call, name, run, text};
use super::lowering::Lowering;
use super::site::Site;
use crate::flow::{Asked, Env, How, Variable, is_attempt};
use crate::model::{Exchange, Expr, Presence, Step, StepOutput, WorkflowOutput};
use crate::openapi::{Scalar, Shape};
use crate::syntax::pointer::Pointer;

/// An output that is taken.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) step: &'a Step,
    pub(super) output: &'a StepOutput,
    pub(super) how: How,
    /// What holds it then.
    pub(super) variable: &'a Variable,
    /// The variable of the response.
    pub(super) response: &'a str,
}

impl Taken<'_> {
    /// `run.method(&response, "output", "rest")`
    fn by_run(&self, method: &str, rest: &str) -> Code {
        run(method, [self.response().referred(), text(&self.output.name), text(rest)])
    }

    fn response(&self) -> Code {
        name(self.response)
    }

    fn body(&self, pointer: &Pointer) -> Code {
        let pointer = pointer.to_string();
        match self.how {
            How::Required => self.by_run("required", &pointer).tried(),
            How::Optional => self.by_run("optional", &pointer).tried(),
            How::Spared => self.by_run("spared", &pointer).tried(),
            How::Lenient | How::Copied | How::Absent => self.by_run("lenient", &pointer),
        }
    }

    fn header(&self, header: &str) -> Code {
        let found = || self.response().method("header", [text(header)]);
        match self.how {
            How::Required => self.by_run("required_header", header).tried(),
            How::Optional => self.by_run("optional_header", header).tried(),
            How::Spared => self.by_run("spared_header", header),
            _ if self.output.shape == Shape::Scalar(Scalar::String) => found().method("map", [name("str::to_owned")]),
            _ => found().method("and_then", [name("rt::from_header")]),
        }
    }

    fn status(&self) -> Code {
        let status = self.response().then("status");
        if is_attempt(self.step) { status.method("map", [name("i64::from")]) } else { call("i64::from", [status]) }
    }

    /// What is taken of a failed step is an `Option`, even where there is no doubt.
    fn request(&self, method: &str) -> Code {
        self.response().then(method).then("to_owned").wrapped_if(self.how == How::Lenient)
    }
}

impl Lowering<'_> {
    /// The value of an output of a step.
    pub(super) fn taken(&self, taken: &Taken<'_>, env: &Env) -> Code {
        match &taken.output.value {
            Expr::Exchange(Exchange::Body(pointer)) => taken.body(pointer),
            Expr::Exchange(Exchange::Header(header)) => taken.header(header),
            Expr::Exchange(Exchange::StatusCode) => taken.status(),
            Expr::Exchange(Exchange::Url) => taken.request("url"),
            Expr::Exchange(Exchange::Method) => taken.request("method"),
            Expr::Exchange(Exchange::Output { output, pointer }) => self.returned_output(taken, *output, pointer),
            Expr::Select { .. } => {
                let called = taken.step.call.workflow().map(|call| call.workflow);
                let asked = Asked { ident: taken.response.to_owned(), attempt: is_attempt(taken.step), called };
                let site = Site { model: self.model, workflow: self.workflow, env, asked: Some(&asked) };
                site.selected(taken.output, taken.how)
            }
            copied => {
                let site = self.site(env);
                let is_there = site.presence(copied) != Presence::Never;
                if is_there { self.given(copied, &site, true) } else { Code::Nothing(None) }
            }
        }
    }

    /// An output of a workflow that a step has called, as a value of its variable.
    fn returned_output(&self, taken: &Taken<'_>, output: usize, pointer: &Pointer) -> Code {
        let Some((field, certain)) = self.called_field(taken.step, output) else {
            return Code::Bug("an output is taken of a workflow that has no such output");
        };
        // Workflows that call each other do not know the types of all outputs.
        let is_same = pointer.is_empty() && Some(&field.ty) == taken.variable.ty.as_ref();
        let attempt = is_attempt(taken.step);
        let (value, certain) = if is_same {
            (self.whole(taken, field, certain), certain && (!attempt || taken.how == How::Required))
        } else {
            (part(taken, field, pointer), false)
        };
        let value = received(value, taken.variable.ty.as_ref(), certain);
        match (taken.variable.certain, certain) {
            (true, false) => {
                let (place, expression) = (format!("output `{}`", field.name), format!("$outputs.{}", field.name));
                run("require", [value, text(&taken.step.name), text(place), text(expression)]).tried()
            }
            (false, true) => value.wrapped(),
            _ => value,
        }
    }

    /// The whole output. `certain`: the called workflow always has it.
    fn whole(&self, taken: &Taken<'_>, field: &WorkflowOutput, certain: bool) -> Code {
        let is_copied = taken.variable.ty.as_ref().is_some_and(|ty| self.workflow.inputs.is_copy(ty));
        let value = |outputs: Code| outputs.field(&field.ident).then_if(!is_copied, "clone");
        if !is_attempt(taken.step) {
            return value(taken.response());
        }
        let read = Code::Closure("output", Box::new(value(name("output"))));
        match (taken.how, certain) {
            (How::Required, _) => run("taken", [taken.response().referred(), read]).tried(),
            (_, true) => taken.response().then("output").method("map", [read]),
            (_, false) => taken.response().then("output").method("and_then", [read]),
        }
    }

    /// The field of the called workflow's `Output`, and whether it is no `Option`.
    fn called_field(&self, step: &Step, output: usize) -> Option<(&WorkflowOutput, bool)> {
        let called = step.call.workflow()?.workflow;
        let field = self.model.workflows.get(called)?.outputs.get(output)?;
        let certain = self.functions.get(called)?.outputs.get(output).is_some_and(|field| field.certain);
        Some((field, certain))
    }
}

/// A part of an output of a called workflow.
fn part(taken: &Taken<'_>, field: &WorkflowOutput, pointer: &Pointer) -> Code {
    let part = |outputs: Code| call("rt::json", [outputs.field(&field.ident).referred(), text(pointer.to_string())]);
    if !is_attempt(taken.step) {
        return part(taken.response());
    }
    let read = Code::Closure("output", Box::new(part(name("output"))));
    taken.response().then("output").method("and_then", [read])
}
