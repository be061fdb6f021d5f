//! What code needs of the code around it.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{Frame, To};
use crate::flow::block::{Argument, Block, Condition, Construct, Env, Exit, Label, Note, Stmt, Tail, Variable, Way};
use crate::flow::is_absent;
use crate::flow::terms::{How, RetryRef, Slot};
use crate::model::{Expr, InputPath, StepId, Test, Workflow};

/// What a piece of code reads, changes, and where it leads.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Values from outside, by the names of their variables.
    pub(super) values: BTreeMap<String, Variable>,
    /// Other variables from outside: responses, counters of retries, where a region goes next, and what is changed.
    pub(super) others: BTreeSet<String>,
    pub(super) reads_input: bool,
    /// Where it may go on elsewhere than behind itself.
    pub(super) exits: BTreeSet<To>,
    /// It surely does not go on behind itself, or nobody knows where it does.
    pub(super) is_stuck: bool,
    /// How many calls there are in it, of steps and of parts.
    pub(super) calls: usize,
    /// The first and the last of its steps, as the document lists them.
    pub(super) steps: Option<(StepId, StepId)>,
}

/// A variable that a statement defines.
#[derive(Clone, Debug)]
pub(super) enum Defined {
    /// A value that may be handed from function to function.
    Value(Variable),
    /// Anything else, by its name.
    Other(String),
}

impl Defined {
    pub(super) fn name(&self) -> &str {
        match self {
            Defined::Value(variable) => &variable.ident,
            Defined::Other(name) => name,
        }
    }

    fn of(variable: &Variable) -> Defined {
        match variable.ty {
            Some(_) => Defined::Value(variable.clone()),
            None => Defined::Other(variable.ident.clone()),
        }
    }
}

/// Reads code of one workflow.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) workflow: &'a Workflow,
    ways: &'a [Way],
}

impl<'a> Reader<'a> {
    pub(super) fn new(workflow: &'a Workflow, ways: &'a [Way]) -> Reader<'a> {
        Reader { workflow, ways }
    }

    /// What statements that follow each other need. `frames`: the constructs around them.
    pub(super) fn stmts(self, frames: &[Frame], stmts: &[Stmt]) -> Uses {
        self.walked(frames, |walk| walk.stmts(stmts))
    }

    pub(super) fn tail(self, tail: &Tail) -> Uses {
        self.walked(&[], |walk| walk.tail(tail))
    }

    /// What a statement defines for those behind it.
    pub(super) fn defined(self, stmt: &Stmt) -> Vec<Defined> {
        match stmt {
            Stmt::Counters { step, retries } => {
                retries.iter().filter_map(|retry| self.counter(*step, retry)).map(Defined::Other).collect()
            }
            Stmt::Require { variable, .. } | Stmt::Take { variable, .. } => vec![Defined::of(variable)],
            Stmt::Call { step, read: true, .. } => self.response(*step).map(Defined::Other).into_iter().collect(),
            // What is changed later stays where it is.
            Stmt::Carry { variable, .. } => vec![Defined::Other(variable.ident.clone())],
            Stmt::Construct { results, .. } => results.iter().map(Defined::of).collect(),
            Stmt::Part { signature, .. } => signature.results.iter().map(Defined::of).collect(),
            Stmt::Prerequisite { .. }
            | Stmt::Call { .. }
            | Stmt::Note { .. }
            | Stmt::Update { .. }
            | Stmt::Branch(_) => Vec::new(),
        }
    }

    fn counter(self, step: StepId, retry: &RetryRef) -> Option<String> {
        let step = self.workflow.steps.get(step)?;
        Some(step.actions(retry.on_success).get(retry.action)?.ident.clone())
    }

    fn response(self, step: StepId) -> Option<String> {
        Some(self.workflow.steps.get(step)?.ident.clone())
    }

    fn walked(self, frames: &[Frame], read: impl FnOnce(&mut Walk<'a>)) -> Uses {
        let (frames, outside, scopes) = (frames.to_vec(), frames.len(), vec![BTreeSet::new()]);
        let mut walk = Walk { reader: self, uses: Uses::default(), scopes, frames, outside };
        read(&mut walk);
        walk.uses
    }
}

/// A walk through code in its order.
struct Walk<'a> {
    reader: Reader<'a>,
    uses: Uses,
    /// The names that are defined in the code itself.
    scopes: Vec<BTreeSet<String>>,
    /// The constructs around, the innermost last.
    frames: Vec<Frame>,
    /// How many of them are around the code itself.
    outside: usize,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        self.scopes.push(BTreeSet::new());
        self.stmts(&block.stmts);
        self.tail(&block.tail);
        self.scopes.pop();
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Counters { .. } | Stmt::Prerequisite { .. } => {}
            Stmt::Require { from, .. } => self.argument(from),
            Stmt::Call { step, env, .. } => self.call(*step, env),
            Stmt::Take { step, output, env, response, how, .. } => {
                let output = self.reader.workflow.steps.get(*step).and_then(|step| step.outputs.get(*output));
                if let Some(output) = output {
                    self.value(&output.value, env);
                }
                if *how != How::Copied {
                    self.other(response);
                }
            }
            Stmt::Note { note, env } => self.note(note, env),
            Stmt::Carry { value, .. } => self.argument(value),
            Stmt::Update { variable, value } => {
                self.argument(value);
                self.other(&variable.ident);
            }
            Stmt::Construct { results, construct, body } => self.construct(results, construct, body),
            Stmt::Branch(tail) => {
                self.tail(tail);
                self.uses.is_stuck |= tail.diverges();
            }
            Stmt::Part { signature, arguments, exit, .. } => {
                self.variables(arguments);
                self.uses.reads_input |= signature.reads_input;
                self.exit(exit.as_ref());
                self.called(signature.first, signature.last);
            }
        }
        let defined = self.reader.defined(stmt);
        if let Some(scope) = self.scopes.last_mut() {
            scope.extend(defined.iter().map(|defined| defined.name().to_owned()));
        }
    }

    fn call(&mut self, step: StepId, env: &Env) {
        self.called(step, step);
        if let Some(step) = self.reader.workflow.steps.get(step) {
            for (value, _) in step.call.values() {
                self.value(value, env);
            }
        }
    }

    fn called(&mut self, first: StepId, last: StepId) {
        self.uses.calls += 1;
        let (before, behind) = self.uses.steps.unwrap_or((first, last));
        self.uses.steps = Some((before.min(first), behind.max(last)));
    }

    fn note(&mut self, note: &Note, env: &Env) {
        match note {
            Note::Check => self.uses.reads_input = true,
            Note::Conceal(value) | Note::ConcealIn(value, _) | Note::Output { value, .. } => self.value(value, env),
        }
    }

    fn construct(&mut self, results: &[Variable], construct: &Construct, body: &Block) {
        let Some(frame) = Frame::of(construct, results) else { return self.block(body) };
        self.frames.push(frame);
        self.block(body);
        let is_left = self.frames.pop().is_some_and(|frame| frame.is_left);
        self.uses.is_stuck |= !is_left;
    }

    fn exit(&mut self, exit: Option<&Exit>) {
        match exit {
            None => {}
            Some(Exit::Return) => drop(self.uses.exits.insert(To::Return)),
            Some(Exit::Break(label)) => self.jump(label.as_ref(), To::Behind),
            Some(Exit::Continue(label)) => self.jump(label.as_ref(), To::Round),
            Some(Exit::HandOn) => self.uses.is_stuck = true,
        }
    }

    fn tail(&mut self, tail: &Tail) {
        match tail {
            Tail::Fall => {}
            Tail::Yield(values) => self.arguments(values),
            Tail::Break { label, plain, values } => {
                self.arguments(values);
                self.jump(Some(label).filter(|_| !plain), To::Behind);
            }
            Tail::Continue { label, plain } => self.jump(Some(label).filter(|_| !plain), To::Round),
            Tail::Leave { values } => {
                self.arguments(values);
                self.uses.is_stuck = true;
            }
            Tail::Return { env, way, .. } => self.returning(env, *way),
            Tail::Fail { response } | Tail::Ended { response, .. } => self.other(response),
            Tail::If { arms, .. } => {
                for (condition, _) in arms {
                    self.condition(condition);
                }
            }
            Tail::Match { asked, .. } => self.other(&asked.ident),
            Tail::Select { variable, .. } => self.other(variable),
        }
        for block in tail.blocks() {
            self.block(block);
        }
    }

    /// A jump to a construct, or to the innermost loop.
    fn jump(&mut self, label: Option<&Label>, to: fn(usize) -> To) {
        match Frame::meant(&self.frames, label) {
            Some(meant) if meant >= self.outside => self.frames[meant].is_left |= to(meant) == To::Behind(meant),
            Some(meant) if self.frames[meant].is_typed() => drop(self.uses.exits.insert(to(meant))),
            _ => self.uses.is_stuck = true,
        }
    }

    fn returning(&mut self, env: &Env, way: Option<usize>) {
        self.uses.exits.insert(To::Return);
        let (workflow, ways) = (self.reader.workflow, self.reader.ways);
        let way = way.and_then(|way| ways.get(way));
        for (index, output) in workflow.outputs.iter().enumerate() {
            if way.is_none_or(|way| way.fields.get(index).is_some_and(Option::is_some)) {
                self.value(&output.value, env);
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        condition.test.each_value(&mut |value| self.value(value, &condition.env));
        if condition.retry.is_some() || asks(&condition.test) {
            self.other(&condition.asked.ident);
        }
        if let Some(counter) = condition.retry.and_then(|retry| self.reader.counter(retry.step, &retry)) {
            self.other(&counter);
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.argument(argument);
        }
    }

    fn argument(&mut self, argument: &Argument) {
        match argument {
            Argument::Absent | Argument::Selected(_) => {}
            Argument::Variable { variable, .. } => self.variable(variable),
            Argument::Input(_) => self.uses.reads_input = true,
        }
    }

    /// The variables of a value that is written; nothing is written of one that is surely absent.
    fn value(&mut self, value: &Expr, env: &Env) {
        if is_absent(value, env) {
            return;
        }
        let checked = |path: &InputPath| env.get(&Slot::Input(path.root)).filter(|_| path.fields.len() == 1);
        value.each(&mut |part| match part {
            Expr::Input(path) => match checked(path) {
                Some(variable) => self.variable(variable),
                None => self.uses.reads_input = true,
            },
            Expr::Output { output, .. } => {
                self.variables(env.get(&Slot::Output(*output)));
            }
            Expr::Transfer(steps) => {
                self.variables(steps.iter().filter_map(|step| env.get(&Slot::Response(*step))));
            }
            _ => {}
        });
    }

    fn variables<'v>(&mut self, variables: impl IntoIterator<Item = &'v Variable>) {
        for variable in variables {
            self.variable(variable);
        }
    }

    fn variable(&mut self, variable: &Variable) {
        if self.is_inside(&variable.ident) {
            return;
        }
        match variable.ty {
            Some(_) => drop(self.uses.values.entry(variable.ident.clone()).or_insert_with(|| variable.clone())),
            None => drop(self.uses.others.insert(variable.ident.clone())),
        }
    }

    fn other(&mut self, name: &str) {
        if !self.is_inside(name) {
            self.uses.others.insert(name.to_owned());
        }
    }

    fn is_inside(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.contains(name))
    }
}

/// Whether a test looks at the response.
fn asks(test: &Test) -> bool {
    match test {
        Test::Status(_) => true,
        Test::All(parts) | Test::Any(parts) => parts.iter().any(asks),
        Test::Not(inner) => asks(inner),
        other => {
            let mut asks = false;
            other.each_value(&mut |value| value.each(&mut |part| asks |= matches!(part, Expr::Exchange(_))));
            asks
        }
    }
}
