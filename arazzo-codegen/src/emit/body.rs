//! The function: statements, branches, and how they end.

use proc_macro2::{Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

use super::bug::bug;
use super::docs::{docs, needed_credentials, summary};
use super::emitter::Emitter;
use super::number;
use super::words::{ident, mentions, ty};
use super::write::{Writer, pattern};
use crate::flow::{
    Argument, Asked, Block, Condition, Construct, Env, Function, Held, Label, Note, RetryRef, Slot, Stmt, Tail,
    Variable, Written,
};
use crate::lower::{Code, Lowering, Statuses, Taken};
use crate::model::{self, Model, SourceId, Then, Workflow};

/// The function of a workflow.
pub(super) fn function(model: &Model, functions: &[Function], workflow: &Workflow, function: &Function) -> TokenStream {
    let emitter = Emitter { model, functions, workflow, ways: &function.ways };
    let name = ident(&workflow.ident);
    let docs = docs(&format!(
        "{}{}{}\n\n# Errors\n\nIf a step fails and the document does not handle it, or an answer lacks what a later step needs; the \
         error says which step, and what had run before it.",
        summary(workflow),
        needed_servers(workflow, function),
        needed_credentials(workflow, function),
    ));
    let body = emitter.block(&function.body, Position::Function);
    let input = if mentions(&body, "input") {
        quote! { input }
    } else {
        quote! { _input }
    };
    let returned = ident(if function.ways.is_empty() { "Output" } else { "Outcome" });
    quote! {
        #docs
        pub async fn #name(client: &Client, #input: Input) -> Result<#returned, Error> {
            let mut run = client.start(&WORKFLOW)?;
            #body
        }
    }
}

/// What the docs say where a description does not tell where its API is.
fn needed_servers(workflow: &Workflow, function: &Function) -> String {
    let requests = function.steps.iter().filter_map(|step| workflow.steps[*step].call.request());
    let mut needed: Vec<SourceId> =
        requests.filter(|request| request.server.is_none()).map(|request| request.source).collect();
    needed.sort_unstable();
    needed.dedup();
    let constants = needed.iter().filter_map(|source| workflow.sources.get(*source));
    let constants: Vec<String> = constants.map(|source| format!("`{}`", source.constant)).collect();
    if constants.is_empty() {
        return String::new();
    }
    format!(
        "\n\nThe client needs a base URL for {}: the description names no absolute server.",
        constants.join(" and ")
    )
}

/// What stands around a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// The value of the block is the value of the function.
    Function,
    /// The value of the block is the value of a construct.
    Construct,
    /// The block is a statement.
    Statement,
}

impl Emitter<'_> {
    fn lowering(&self) -> Lowering<'_> {
        Lowering { model: self.model, functions: self.functions, workflow: self.workflow }
    }

    fn code(&self, code: &Code) -> TokenStream {
        Writer { types: &self.workflow.inputs.types }.code(code)
    }

    fn block(&self, block: &Block, position: Position) -> TokenStream {
        let stmts = block.stmts.iter().map(|stmt| self.stmt(stmt));
        let tail = self.tail(&block.tail, position);
        quote! { #(#stmts)* #tail }
    }

    fn stmt(&self, stmt: &Stmt) -> TokenStream {
        match stmt {
            Stmt::Counters { step, retries } => self.counters(*step, retries),
            Stmt::Require { step, slot, from, variable } => self.require(*step, *slot, from, variable),
            Stmt::Prerequisite { step, before } => {
                let (step, before) = (&self.workflow.steps[*step].name, &self.workflow.steps[*before].name);
                quote! { run.prerequisite(#step, #before)?; }
            }
            Stmt::Call { step, attempt, read, written, env } => self.call(*step, (*attempt, *read), written, env),
            Stmt::Take { .. } => self.take(stmt),
            Stmt::Note { note, env } => self.note(note, env),
            Stmt::Carry { variable, value } => {
                let (name, value) = (ident(&variable.ident), self.argument(value));
                let ty = variable.ty.as_ref().map(|_| self.variable_type(variable)).map(|ty| quote! { : #ty });
                quote! { let mut #name #ty = #value; }
            }
            Stmt::Update { variable, value } => {
                let (name, value) = (ident(&variable.ident), self.argument(value));
                quote! { #name = #value; }
            }
            Stmt::Construct { results, construct, body } => self.construct(results, construct, body),
            Stmt::Branch(tail) => self.tail(tail, Position::Statement),
        }
    }

    /// The request of a step, or its call of a workflow. `read`: what comes back is used.
    fn call(&self, step: usize, (attempt, read): (bool, bool), written: &Written, env: &Env) -> TokenStream {
        let step = &self.workflow.steps[step];
        let name = ident(&step.ident);
        let bound = read.then(|| quote! { let #name = });
        match &step.call {
            model::Call::Operation { request, constant } => {
                let sent = self.code(&self.lowering().site(env).sent(request, constant, written, attempt));
                quote! { #bound #sent; }
            }
            model::Call::Workflow(call) => {
                let result = self.code(&self.lowering().result(call, written, env));
                let returned = self.code(&Lowering::returned(step, attempt));
                quote! { let #name = #result; #bound #returned; }
            }
            model::Call::Unknown(_) => bug("a step calls nothing"),
        }
    }

    fn note(&self, note: &Note, env: &Env) -> TokenStream {
        let site = self.lowering().site(env);
        let written = |value| self.code(&site.serialisable(value));
        match note {
            Note::Check => quote! { run.check(&input)?; },
            Note::Conceal(value) => {
                let value = written(value);
                quote! { run.conceal(#value); }
            }
            Note::ConcealIn(value, hidden) => {
                let value = written(value);
                quote! { run.conceal_in(#value, &[#(#hidden),*]); }
            }
            Note::Output { name, value } => {
                let value = written(value);
                quote! { run.output(#name, #value); }
            }
        }
    }

    fn counters(&self, step: usize, retries: &[RetryRef]) -> TokenStream {
        let step = &self.workflow.steps[step];
        retries
            .iter()
            .filter_map(|retry| {
                let action = step.actions(retry.on_success).get(retry.action)?;
                let Then::Retry { after, limit, .. } = action.then else { return None };
                let (ident, name, limit) = (ident(&action.ident), &action.name, number::count(limit.into()));
                let after = number::duration(after);
                Some(quote! { let mut #ident = rt::Retry::new(#name, #limit, #after); })
            })
            .collect()
    }

    fn require(&self, step: usize, slot: Slot, from: &Argument, variable: &Variable) -> TokenStream {
        let definition = &self.workflow.steps[step];
        let required = definition.call.required();
        let place = required.iter().find(|(value, _)| Slot::of(value) == Some(slot)).map(|(_, place)| place);
        let (Some(place), Some(expression)) = (place, self.expression_text(slot)) else {
            return bug("a value is required that nothing needs");
        };
        let (name, step) = (ident(&variable.ident), &definition.name);
        // `None` alone has no type.
        let ty =
            (*from == Argument::Absent).then_some(variable.ty.as_ref()).flatten().map(|_| self.variable_type(variable));
        let ty = ty.map(|ty| quote! { : #ty });
        let from = self.argument(from);
        quote! { let #name #ty = run.require(#from, #step, #place, #expression)?; }
    }

    /// How the document reads a slot.
    fn expression_text(&self, slot: Slot) -> Option<String> {
        match slot {
            Slot::Output(of) => {
                let step = self.workflow.steps.get(of.step)?;
                Some(format!("$steps.{}.outputs.{}", step.name, self.workflow.output(of)?.name))
            }
            Slot::Input(field) => Some(format!("$inputs.{}", self.workflow.inputs.fields().get(field)?.name)),
            Slot::Response(_) | Slot::Next(_) => None,
        }
    }

    fn take(&self, take: &Stmt) -> TokenStream {
        let Stmt::Take { step, output, how, variable, env, response } = take else { return TokenStream::new() };
        let step = &self.workflow.steps[*step];
        let taken = Taken { step, output: &step.outputs[*output], how: *how, variable, response };
        let value = self.code(&self.lowering().taken(&taken, env));
        let (name, ty) = (ident(&variable.ident), self.variable_type(variable));
        quote! { let #name: #ty = #value; }
    }

    fn variable_type(&self, variable: &Variable) -> TokenStream {
        let Some(variable_type) = &variable.ty else { return quote! { _ } };
        let ty = ty(variable_type, &self.workflow.inputs.types);
        if variable.held == Held::Borrowed {
            quote! { &#ty }
        } else if variable.certain {
            ty
        } else {
            quote! { Option<#ty> }
        }
    }

    fn argument(&self, argument: &Argument) -> TokenStream {
        let (value, wrapped) = match argument {
            Argument::Absent => return quote! { None },
            Argument::Selected(index) => {
                let index = Literal::usize_unsuffixed(*index);
                return quote! { #index };
            }
            Argument::Variable { variable, wrapped } => {
                let name = ident(&variable.ident);
                (quote! { #name }, *wrapped)
            }
            Argument::Input(field) => {
                let inputs = &self.workflow.inputs;
                let Some(field) = inputs.fields().get(*field) else { return bug("an input is not there") };
                let (name, borrow) = (ident(&field.ident), (!inputs.is_copy(&field.ty)).then(|| quote! { .as_ref() }));
                return quote! { input.#name #borrow };
            }
        };
        if wrapped {
            quote! { Some(#value) }
        } else {
            value
        }
    }

    fn construct(&self, results: &[Variable], construct: &Construct, body: &Block) -> TokenStream {
        // The body of a loop has no value: its results leave by `break`.
        let has_value = !results.is_empty() && !matches!(construct, Construct::Loop(_));
        let inner = self.block(body, if has_value { Position::Construct } else { Position::Statement });
        let code = match construct {
            Construct::Plain => inner,
            Construct::Block(label) => {
                let label = lifetime(label);
                quote! { #label: { #inner } }
            }
            Construct::Loop(label) => {
                let label = label.as_ref().map(|label| {
                    let label = lifetime(label);
                    quote! { #label: }
                });
                quote! { #label loop { #inner } }
            }
        };
        let names = results.iter().map(|variable| ident(&variable.ident));
        match results.len() {
            0 => code,
            1 => quote! { let #(#names)* = #code; },
            _ => quote! { let (#(#names),*) = #code; },
        }
    }

    fn tail(&self, tail: &Tail, position: Position) -> TokenStream {
        match tail {
            Tail::Fall => TokenStream::new(),
            Tail::Yield(values) => self.values(values),
            Tail::Break { label, plain, values } => {
                let label = (!plain).then(|| lifetime(label));
                let values = self.values(values);
                quote! { break #label #values; }
            }
            Tail::Continue { label, plain } => {
                let label = (!plain).then(|| lifetime(label));
                quote! { continue #label; }
            }
            Tail::Return { env, fields, way } => {
                let way = way.and_then(|way| self.ways.get(way));
                let output = self.code(&self.lowering().output(fields, way, env));
                leave(&quote! { Ok(#output) }, position)
            }
            Tail::Fail { .. } | Tail::Ended { .. } => {
                let error = self.error(tail);
                leave(&quote! { Err(#error) }, position)
            }
            Tail::If { arms, otherwise } => self.branch(arms, otherwise, position),
            Tail::Match { asked, arms, otherwise } => self.matching(asked, arms, otherwise, position),
            Tail::Select { variable, arms } => self.selecting(variable, arms, position),
        }
    }

    /// The error that a function is left with.
    fn error(&self, tail: &Tail) -> TokenStream {
        match tail {
            Tail::Fail { response } => {
                let response = ident(response);
                quote! { run.failed(&#response) }
            }
            Tail::Ended { response, step, action } => {
                let (response, action) = (ident(response), &self.workflow.steps[*step].on_failure[*action].name);
                quote! { run.ended(&#response, #action) }
            }
            _ => bug("a step fails without an error"),
        }
    }

    fn values(&self, values: &[Argument]) -> TokenStream {
        let values = values.iter().map(|value| self.argument(value));
        match values.len() {
            0 => TokenStream::new(),
            1 => quote! { #(#values)* },
            _ => quote! { (#(#values),*) },
        }
    }

    fn branch(&self, arms: &[(Condition, Block)], otherwise: &Block, position: Position) -> TokenStream {
        let inner = if otherwise.is_empty() { Position::Statement } else { position };
        let arms = arms.iter().map(|(condition, then)| {
            let (test, then) = (self.code(&self.lowering().condition(condition)), self.block(then, inner));
            quote! { if #test { #then } }
        });
        let arms = quote! { #(#arms)else* };
        if otherwise.is_empty() {
            return arms;
        }
        let otherwise = self.block(otherwise, inner);
        quote! { #arms else { #otherwise } }
    }

    fn matching(
        &self,
        asked: &Asked,
        arms: &[(crate::status::StatusSet, Block)],
        otherwise: &Block,
        position: Position,
    ) -> TokenStream {
        let response = ident(&asked.ident);
        let arms = arms.iter().map(|(set, arm)| {
            let (pattern, arm) =
                (pattern(&Statuses { set: set.clone(), optional: asked.attempt }), self.arm(arm, position));
            quote! { #pattern => #arm }
        });
        let otherwise = self.arm(otherwise, position);
        quote! { match #response.status() { #(#arms)* _ => #otherwise } }
    }

    /// A region with several entries: `match at { 0 => …, _ => … }`.
    fn selecting(&self, variable: &str, arms: &[Block], position: Position) -> TokenStream {
        let variable = ident(variable);
        let Some((last, arms)) = arms.split_last() else { return bug("a region has no entry") };
        if let [only] = arms {
            // What leaves needs no `else`.
            let leaves = only.diverges() && position != Position::Statement;
            let (only, last) = (self.block(only, position), self.block(last, position));
            if leaves {
                return quote! { if #variable == 0 { #only } #last };
            }
            return quote! { if #variable == 0 { #only } else { #last } };
        }
        let arms = arms.iter().enumerate().map(|(index, arm)| {
            let (index, arm) = (Literal::usize_unsuffixed(index), self.arm(arm, position));
            quote! { #index => #arm }
        });
        let last = self.arm(last, position);
        quote! { match #variable { #(#arms)* _ => #last } }
    }

    /// The body of an arm: an error is one expression, as a person writes it.
    fn arm(&self, block: &Block, position: Position) -> TokenStream {
        match &block.tail {
            Tail::Fail { .. } | Tail::Ended { .. } if block.stmts.is_empty() && position != Position::Function => {
                let error = self.error(&block.tail);
                quote! { return Err(#error), }
            }
            _ => {
                let block = self.block(block, position);
                quote! { { #block } }
            }
        }
    }
}

/// The value of the function, or a return out of the middle of it.
fn leave(value: &TokenStream, position: Position) -> TokenStream {
    if position == Position::Function {
        value.clone()
    } else {
        quote! { return #value; }
    }
}

fn lifetime(label: &Label) -> TokenStream {
    let quote = TokenTree::Punct(Punct::new('\'', Spacing::Joint));
    [quote, TokenTree::Ident(ident(&label.name))].into_iter().collect()
}
