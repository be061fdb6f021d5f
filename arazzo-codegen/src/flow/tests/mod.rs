//! Structured blocks do what the steps say: random workflows are run twice, by an interpreter of the steps and by one of the
//! blocks, with the same random answers. The requests, their values and the result have to be the same.
//!
//! The interpreter of the blocks resolves names as rustc would, and insists that what is called certain is there.

mod cut;
mod decision;
pub(crate) mod random;

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use proptest::prelude::*;

use super::MAX_DEPTH;
use super::analysis::Analysis;
use super::block::{
    Argument, Block, Condition, Construct, Exit, Function, Label, OutputField, Part, Signature, Stmt, Tail, Variable,
    Way,
};
use super::cut::{Sizes, cut};
use super::terms::{self, How, Layout, Slot, Task};
use crate::diagnostic::Report;
use crate::model::{
    Action, Argument as Parameter, Expr, Id, OutputId, OutputRef, Presence, PresenceByStatus, Step, StepId, StepOutput,
    Test, Then, Workflow,
};
use crate::openapi::Location;
use crate::status::StatusSet;
use crate::syntax::condition::Operator;
use random::{action, any_workflow, flag, never_there, reading, step, workflow_of};

/// Runs stop here: random workflows like to loop.
const MAX_REQUESTS: usize = 40;

const STATUSES: [u16; 4] = [200, 201, 404, 503];

// What a run shows.
#[derive(Clone, Debug, PartialEq)]
struct Request {
    step: StepId,
    values: Vec<Option<u64>>,
}

#[derive(Clone, Debug, PartialEq)]
enum End {
    /// At which end, where there are several and that is told.
    Outputs(Option<terms::End>, Vec<Option<u64>>),
    Failed(StepId),
    Ended(StepId, usize),
    Missing(StepId),
    Transport(StepId),
    TooMany,
}

#[derive(Clone, Debug, PartialEq)]
struct Answer {
    /// `None`: no response came.
    status: Option<u16>,
    flag: bool,
    /// The number of the request: outputs are made of it.
    number: u64,
}

/// The answers of a run, all from one seed.
struct Peer {
    seed: u64,
    log: Vec<Request>,
}

impl Peer {
    fn send(&mut self, request: Request) -> Result<Answer, End> {
        if self.log.len() == MAX_REQUESTS {
            return Err(End::TooMany);
        }
        self.log.push(request);
        let number = self.log.len() as u64;
        let noise = mix(self.seed, number);
        let status = STATUSES[(noise % 4) as usize];
        let lost = (noise >> 8).is_multiple_of(16);
        Ok(Answer { status: (!lost).then_some(status), flag: noise >> 16 & 1 == 0, number })
    }
}

fn mix(seed: u64, number: u64) -> u64 {
    let mut value = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3 {
        value ^= value >> 29;
        value = value.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    value ^ value >> 32
}

/// What a response has for an output: certain values are always there, uncertain ones sometimes.
fn output_of(step: &Step, output: OutputId, answer: &Answer) -> Option<u64> {
    let status = answer.status?;
    let value = answer.number * 100 + output.index() as u64;
    match step.outputs[output].presence.within(&StatusSet::single(status)) {
        Presence::Certain => Some(value),
        Presence::Never => None,
        Presence::Maybe => (mix(value, 7) & 1 == 0).then_some(value),
    }
}

fn holds(test: &Test, answer: &Answer) -> bool {
    match test {
        Test::Always(flag) => *flag,
        Test::All(parts) => parts.iter().all(|part| holds(part, answer)),
        Test::Any(parts) => parts.iter().any(|part| holds(part, answer)),
        Test::Not(inner) => !holds(inner, answer),
        Test::Status(set) => match answer.status {
            Some(status) => set.intersects(&StatusSet::single(status)),
            None => set.has_none(),
        },
        Test::Compare { operator, .. } => {
            let equal = answer.status.is_some() && answer.flag;
            if *operator == Operator::NotEqual { !equal } else { equal }
        }
        _ => unreachable!("not generated"),
    }
}

// The steps, as the specification says them.

fn run_steps(workflow: &Workflow, ways: &[Way], seed: u64) -> (Vec<Request>, End) {
    let mut peer = Peer { seed, log: Vec::new() };
    let mut known: HashMap<OutputRef, u64> = HashMap::new();
    let mut at = workflow.first;
    loop {
        match run_step(workflow, at, &mut known, &mut peer) {
            Ok(Next::Step(next)) => at = next,
            Ok(Next::End(end)) => {
                let values = workflow.outputs.iter().map(|output| read(&output.value, &known)).collect();
                return (peer.log, End::Outputs(Some(end).filter(|_| !ways.is_empty()), values));
            }
            Err(end) => return (peer.log, end),
        }
    }
}

/// What comes behind a step.
enum Next {
    Step(StepId),
    End(terms::End),
}

fn run_step(
    workflow: &Workflow,
    index: StepId,
    known: &mut HashMap<OutputRef, u64>,
    peer: &mut Peer,
) -> Result<Next, End> {
    let step = &workflow.steps[index];
    let mut retries: HashMap<(bool, usize), u32> = HashMap::new();
    loop {
        let answer = call(index, step, known, peer)?;
        let success = holds(&step.success, &answer);
        let actions = if success { &step.on_success } else { &step.on_failure };
        let chosen = actions.iter().enumerate().find(|(action, definition)| {
            let used = retries.get(&(success, *action)).copied().unwrap_or(0);
            let exhausted = matches!(definition.then, Then::Retry { limit, .. } if used >= limit);
            holds(&definition.test, &answer) && !exhausted
        });
        let next = match chosen {
            Some((action, Action { then: Then::Retry { detour, .. }, .. })) => {
                *retries.entry((success, action)).or_default() += 1;
                if let Some(detour) = *detour {
                    let step = &workflow.steps[detour];
                    let answer = call(detour, step, known, peer)?;
                    if !holds(&step.success, &answer) {
                        return Err(End::Failed(detour));
                    }
                    remember(detour, step, &answer, known);
                }
                continue;
            }
            Some((action, Action { then: Then::End, .. })) if !success => return Err(End::Ended(index, action)),
            Some((action, Action { then: Then::End, .. })) => Err(Some(action)),
            Some((_, Action { then: Then::Goto(target), .. })) => Ok(*target),
            None if success => step.next.ok_or(None),
            None => return Err(End::Failed(index)),
        };
        remember(index, step, &answer, known);
        return Ok(next.map_or_else(|action| Next::End(terms::End { step: index, action }), Next::Step));
    }
}

/// One request of a step.
fn call(index: StepId, step: &Step, known: &HashMap<OutputRef, u64>, peer: &mut Peer) -> Result<Answer, End> {
    let arguments = arguments(step);
    let values: Vec<_> = arguments.iter().map(|argument| read(&argument.value, known)).collect();
    let in_path = arguments.iter().map(|argument| argument.location == Location::Path);
    if values.iter().zip(in_path).any(|(value, in_path)| in_path && value.is_none()) {
        return Err(End::Missing(index));
    }
    let answer = peer.send(Request { step: index, values })?;
    if answer.status.is_none() && step.on_failure.is_empty() {
        return Err(End::Transport(index));
    }
    Ok(answer)
}

fn remember(index: StepId, step: &Step, answer: &Answer, known: &mut HashMap<OutputRef, u64>) {
    for output in step.outputs.ids() {
        let slot = OutputRef { step: index, output };
        match output_of(step, output, answer) {
            Some(value) => known.insert(slot, value),
            None => known.remove(&slot),
        };
    }
}

fn read(value: &Expr, known: &HashMap<OutputRef, u64>) -> Option<u64> {
    match value {
        Expr::Output { output, .. } => known.get(output).copied(),
        _ => unreachable!("not generated"),
    }
}

// The blocks, as rustc would run them.

#[derive(Clone, Debug)]
enum Held {
    Answer(Answer),
    Value(Option<u64>),
}

enum Signal {
    Fall,
    Yield(Vec<Held>),
    Break {
        label: Option<Label>,
        values: Vec<Held>,
    },
    Continue(Option<Label>),
    Leave(End),
    /// Out of a part, with the values of a construct around its call.
    Part(Vec<Held>),
}

struct Machine<'a> {
    workflow: &'a Workflow,
    ways: &'a [Way],
    parts: &'a [Part],
    /// It runs a part.
    within: bool,
    peer: Peer,
    scopes: Vec<HashMap<String, Held>>,
    retries: HashMap<(StepId, bool, usize), u32>,
}

fn run_blocks(workflow: &Workflow, function: &Function, seed: u64) -> (Vec<Request>, End) {
    let peer = Peer { seed, log: Vec::new() };
    let Function { ways, parts, .. } = function;
    let (scopes, retries) = (Vec::new(), HashMap::new());
    let mut machine = Machine { workflow, ways, parts, within: false, peer, scopes, retries };
    match machine.block(&function.body) {
        Signal::Leave(end) => (machine.peer.log, end),
        _ => panic!("the function ends without a result"),
    }
}

impl Machine<'_> {
    fn declare(&mut self, variable: &Variable, held: Held) {
        if let Held::Value(value) = &held {
            assert!(!variable.certain || value.is_some(), "`{}` is called certain and has no value", variable.ident);
        }
        self.scopes.last_mut().expect("inside a block").insert(variable.ident.clone(), held);
    }

    fn lookup(&self, ident: &str) -> Held {
        let found = self.scopes.iter().rev().find_map(|scope| scope.get(ident));
        found.unwrap_or_else(|| panic!("`{ident}` is not in scope")).clone()
    }

    fn value(&self, variable: &Variable) -> Option<u64> {
        match self.lookup(&variable.ident) {
            Held::Value(value) => value,
            Held::Answer(_) => panic!("`{}` is a response", variable.ident),
        }
    }

    fn answer(&self, ident: &str) -> Answer {
        match self.lookup(ident) {
            Held::Answer(answer) => answer,
            Held::Value(_) => panic!("`{ident}` is a value"),
        }
    }

    fn argument(&self, argument: &Argument) -> Held {
        match argument {
            Argument::Absent => Held::Value(None),
            Argument::Variable { variable, .. } => self.lookup(&variable.ident),
            Argument::Selected(index) => Held::Value(Some(*index as u64)),
            Argument::Input(_) => unreachable!("not generated"),
        }
    }

    fn block(&mut self, block: &Block) -> Signal {
        self.scopes.push(HashMap::new());
        let signal = self.inner(block);
        self.scopes.pop();
        signal
    }

    fn inner(&mut self, block: &Block) -> Signal {
        for stmt in &block.stmts {
            match self.stmt(stmt) {
                Signal::Fall => {}
                signal => return signal,
            }
        }
        self.tail(&block.tail)
    }

    fn stmt(&mut self, stmt: &Stmt) -> Signal {
        match stmt {
            Stmt::Counters { step, .. } => self.retries.retain(|(of, _, _), _| of != step),
            Stmt::Require { step, from, variable, .. } => match self.argument(from) {
                Held::Value(Some(value)) => self.declare(variable, Held::Value(Some(value))),
                _ => return Signal::Leave(End::Missing(*step)),
            },
            Stmt::Note { .. } => {}
            Stmt::Prerequisite { .. } => unreachable!("not generated"),
            Stmt::Call { step, attempt, env, .. } => {
                let definition = &self.workflow.steps[*step];
                let arguments = arguments(definition);
                let values = arguments.iter().map(|argument| match Slot::of(&argument.value) {
                    Some(slot) => env.get(&slot).and_then(|variable| self.value(variable)),
                    None => None,
                });
                let request = Request { step: *step, values: values.collect() };
                let in_path = arguments.iter().map(|argument| argument.location == Location::Path);
                assert!(
                    request.values.iter().zip(in_path).all(|(value, in_path)| !in_path || value.is_some()),
                    "a path without a value would be sent"
                );
                let answer = match self.peer.send(request) {
                    Ok(answer) => answer,
                    Err(end) => return Signal::Leave(end),
                };
                if answer.status.is_none() && !attempt {
                    return Signal::Leave(End::Transport(*step));
                }
                let ident = definition.ident.clone();
                self.scopes.last_mut().expect("inside a block").insert(ident, Held::Answer(answer));
            }
            Stmt::Take { step, output, how, variable, response, .. } => {
                let value = output_of(&self.workflow.steps[*step], *output, &self.answer(response));
                assert!(*how != How::Required || value.is_some(), "a required output is missing");
                self.declare(variable, Held::Value(value));
            }
            Stmt::Carry { variable, value } => {
                let held = self.argument(value);
                self.declare(variable, held);
            }
            Stmt::Update { variable, value } => {
                let held = self.argument(value);
                let scope = self.scopes.iter_mut().rev().find(|scope| scope.contains_key(&variable.ident));
                scope.expect("a carried variable is declared").insert(variable.ident.clone(), held);
            }
            Stmt::Construct { results, construct, body } => return self.construct(results, construct, body),
            Stmt::Branch(tail) => return self.tail(tail),
            Stmt::Part { signature, arguments, exit, within } => {
                assert_eq!(*within, self.within);
                return self.part(signature, arguments, exit.as_ref());
            }
        }
        Signal::Fall
    }

    /// A function of its own: it sees nothing but its parameters.
    fn part(&mut self, signature: &Signature, arguments: &[Variable], exit: Option<&Exit>) -> Signal {
        let part = self.parts.iter().find(|part| *part.signature == *signature).expect("the part is there");
        let given: Vec<Held> = arguments.iter().map(|argument| self.lookup(&argument.ident)).collect();
        let (outside, within) = (std::mem::take(&mut self.scopes), std::mem::replace(&mut self.within, true));
        self.scopes.push(HashMap::new());
        for (parameter, value) in signature.parameters.iter().zip(given) {
            self.declare(parameter, value);
        }
        let left = part.stmts.iter().map(|stmt| self.stmt(stmt)).find(|signal| !matches!(signal, Signal::Fall));
        let results = left.is_none().then(|| signature.results.iter().map(|result| self.lookup(&result.ident)));
        let results: Vec<Held> = results.into_iter().flatten().collect();
        (self.scopes, self.within) = (outside, within);
        match left {
            None => {
                signature.results.iter().zip(results).for_each(|(result, value)| self.declare(result, value));
                Signal::Fall
            }
            Some(Signal::Leave(end)) => {
                let says_so = matches!(exit, Some(Exit::Return | Exit::HandOn));
                assert!(says_so || !matches!(end, End::Outputs(..)), "a part ends the workflow and does not say so");
                Signal::Leave(end)
            }
            Some(Signal::Part(values)) => match exit {
                Some(Exit::Break(label)) => Signal::Break { label: label.clone(), values },
                Some(Exit::Continue(label)) => Signal::Continue(label.clone()),
                Some(Exit::HandOn) => Signal::Part(values),
                Some(Exit::Return) | None => panic!("a part leads elsewhere and does not say so"),
            },
            Some(_) => panic!("rustc refuses a jump out of a function"),
        }
    }

    fn construct(&mut self, results: &[Variable], construct: &Construct, body: &Block) -> Signal {
        let values = loop {
            let signal = self.block(body);
            match (construct, signal) {
                (Construct::Loop(_), Signal::Fall | Signal::Continue(None)) => {}
                (Construct::Loop(Some(own)), Signal::Continue(Some(label))) if label.name == own.name => {}
                (Construct::Loop(_), Signal::Break { label: None, values })
                | (Construct::Plain | Construct::Block(_), Signal::Yield(values)) => break values,
                (Construct::Loop(Some(own)) | Construct::Block(own), Signal::Break { label: Some(label), values })
                    if label.name == own.name =>
                {
                    break values;
                }
                (Construct::Block(_), Signal::Break { label: None, .. } | Signal::Continue(None)) => {
                    panic!("rustc refuses an unlabelled jump out of a labelled block");
                }
                (Construct::Plain | Construct::Block(_), Signal::Fall) => break Vec::new(),
                (_, signal) => return signal,
            }
        };
        assert_eq!(results.len(), values.len(), "a construct has other values than it promises");
        for (variable, value) in results.iter().zip(values) {
            self.declare(variable, value);
        }
        Signal::Fall
    }

    fn tail(&mut self, tail: &Tail) -> Signal {
        match tail {
            Tail::Fall => Signal::Fall,
            Tail::Yield(values) if values.is_empty() => Signal::Fall,
            Tail::Yield(values) => Signal::Yield(values.iter().map(|value| self.argument(value)).collect()),
            Tail::Break { label, plain, values } => {
                let values = values.iter().map(|value| self.argument(value)).collect();
                Signal::Break { label: (!plain).then(|| label.clone()), values }
            }
            Tail::Continue { label, plain } => Signal::Continue((!plain).then(|| label.clone())),
            Tail::Leave { values } => Signal::Part(values.iter().map(|value| self.argument(value)).collect()),
            Tail::Return { env, way, early, .. } => {
                assert_eq!(*early, self.within, "a part returns to its caller alone");
                let outputs = self.workflow.outputs.iter().map(|output| {
                    let slot = Slot::of(&output.value)?;
                    env.get(&slot).and_then(|variable| self.value(variable))
                });
                let end = way.map(|way| self.ways[way].end);
                Signal::Leave(End::Outputs(end, outputs.collect()))
            }
            Tail::Fail { response } => Signal::Leave(End::Failed(self.step_of(response))),
            Tail::Ended { step, action, .. } => Signal::Leave(End::Ended(*step, *action)),
            Tail::If { arms, otherwise } => {
                let taken = arms.iter().find(|(condition, _)| self.is_taken(condition));
                self.block(taken.map_or(otherwise, |(_, arm)| arm))
            }
            Tail::Select { variable, arms } => {
                let Held::Value(Some(index)) = self.lookup(variable) else { panic!("nothing is said to come next") };
                let last = arms.len() - 1;
                self.block(&arms[usize::try_from(index).map_or(last, |index| index.min(last))])
            }
            Tail::Match { asked, arms, otherwise } => {
                let answer = self.answer(&asked.ident);
                let arm = arms.iter().find(|(set, _)| holds(&Test::Status(set.clone()), &answer));
                self.block(arm.map_or(otherwise, |(_, arm)| arm))
            }
        }
    }

    fn is_taken(&mut self, condition: &Condition) -> bool {
        let answer = self.answer(&condition.asked.ident);
        let holds = holds(&condition.test, &answer);
        let (true, Some(retry)) = (holds, condition.retry) else { return holds };
        let step = &self.workflow.steps[retry.step];
        let Then::Retry { limit, .. } = step.actions(retry.on_success)[retry.action].then else {
            panic!("not a retry")
        };
        let used = self.retries.entry((retry.step, retry.on_success, retry.action)).or_default();
        let taken = *used < limit;
        *used += u32::from(taken);
        taken
    }

    fn step_of(&self, ident: &str) -> StepId {
        self.answer(ident);
        self.workflow.steps.position(|step| step.ident == ident).expect("a step's variable")
    }
}

// Random workflows.

/// `PROPTEST_CASES` looks longer.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

/// The function of a workflow that calls no others.
fn structure(workflow: &Workflow, depth: usize, report: &mut Report) -> Function {
    structure_with(workflow, depth, false, report)
}

fn structure_with(workflow: &Workflow, depth: usize, tells_ends: bool, report: &mut Report) -> Function {
    let task = Task { workflow, returned: &BTreeSet::new(), tells_ends, lenient: false };
    super::structure(task, &Analysis::of(task, Layout::Nested), depth, report)
}

/// What each end says of an output is so.
fn is_as_told(value: Option<u64>, field: Option<&OutputField>) -> bool {
    match (value, field) {
        (Some(_), Some(_)) | (None, None) => true,
        (None, Some(field)) => !field.certain,
        (Some(_), None) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_do_what_the_steps_say(
        workflow in any_workflow(),
        seeds in prop::collection::vec(any::<u64>(), 4),
        depth in prop::sample::select(vec![0, 1, 2, 3, MAX_DEPTH]),
        tells_ends in any::<bool>(),
        // A function for every two or three steps, or one for all.
        part in prop::sample::select(vec![2, 3, 100]),
    ) {
        let function = structure_with(&workflow, depth, tells_ends, &mut Report::default());
        let function = cut(&workflow, function, Sizes { whole: part, part });
        for seed in seeds {
            let expected = run_steps(&workflow, &function.ways, seed);
            let (log, end) = run_blocks(&workflow, &function, seed);
            prop_assert_eq!(&log, &expected.0, "requests\n{:#?}", function.body);
            prop_assert_eq!(&end, &expected.1, "result");
            if let End::Outputs(end, values) = end {
                for (value, field) in values.iter().zip(&function.outputs) {
                    prop_assert!(!field.certain || value.is_some(), "an output is called certain and is missing");
                }
                let way = function.ways.iter().find(|way| Some(way.end) == end);
                for (value, field) in values.iter().zip(way.iter().flat_map(|way| &way.fields)) {
                    prop_assert!(is_as_told(*value, field.as_ref()), "an end returns something else than it says");
                }
            }
        }
    }
}

/// Two loops with several entries, one behind the other: the first one carries where the second one is entered.
#[test]
fn a_region_keeps_its_choice_through_another() {
    let retry = |limit| Then::Retry { after: Duration::ZERO, limit, detour: Some(Id::new(0)) };
    let created = || Test::Status(StatusSet::single(201));
    let steps = vec![
        step(Vec::new(), flag(), vec![action(created(), Then::Goto(Id::new(2)))], Vec::new()),
        step(
            Vec::new(),
            flag(),
            vec![action(Test::Always(true), retry(0))],
            vec![action(Test::any([created(), flag()]), retry(1))],
        ),
        step(Vec::new(), Test::Always(true), Vec::new(), Vec::new()),
    ];
    let workflow = workflow_of(steps, Vec::new());
    let function = structure(&workflow, 0, &mut Report::default());
    for seed in 0..1000 {
        assert_eq!(run_blocks(&workflow, &function, seed), run_steps(&workflow, &[], seed), "{seed}");
    }
}

/// A way that goes round the outer loop without a choice shares the loop's variable with ways that make one.
#[test]
fn a_choice_is_in_scope_where_a_region_is_left() {
    let retry = |detour| Then::Retry { after: Duration::ZERO, limit: 0, detour };
    let status = |status| Test::Status(StatusSet::single(status));
    let always = || Test::Always(true);
    let back = vec![action(always(), retry(Some(Id::new(0))))];
    let mut steps = vec![
        step(
            Vec::new(),
            Test::any([status(404), flag()]),
            vec![action(status(503), retry(Some(Id::new(0))))],
            back.clone(),
        ),
        step(vec![reading(Id::new(0))], status(503), back, vec![action(always(), retry(None))]),
    ];
    steps.extend((0..4).map(|_| step(Vec::new(), always(), Vec::new(), Vec::new())));
    steps[0].outputs = [never_there()].into_iter().collect();
    let workflow = workflow_of(steps, Vec::new());
    let function = structure(&workflow, 0, &mut Report::default());
    for seed in 0..1000 {
        assert_eq!(run_blocks(&workflow, &function, seed), run_steps(&workflow, &[], seed), "{seed}");
    }
}

#[test]
fn an_action_that_names_the_next_step_is_no_jump() {
    let found = || Test::Status(StatusSet::single(200));
    let workflow = |first: Vec<Action>, last: Vec<Action>| {
        let step = |actions| step(Vec::new(), Test::Always(true), actions, Vec::new());
        workflow_of(vec![step(first), step(Vec::new()), step(last)], Vec::new())
    };
    let named = workflow(vec![action(flag(), Then::Goto(Id::new(1)))], vec![action(found(), Then::End)]);
    let body = |workflow| structure(&workflow, MAX_DEPTH, &mut Report::default()).body;
    assert_eq!(body(named), body(workflow(Vec::new(), Vec::new())));
}

/// A step whose path is made of an output that may be absent, tried again behind a detour that is another step.
fn checked_in_a_loop(detour: usize) -> Function {
    let retry = Then::Retry { after: Duration::ZERO, limit: 3, detour: Some(Id::new(detour)) };
    let mut steps = vec![
        step(Vec::new(), Test::Always(true), Vec::new(), Vec::new()),
        step(vec![reading(Id::new(0))], flag(), Vec::new(), vec![action(flag().negated(), retry)]),
        step(Vec::new(), Test::Always(true), Vec::new(), Vec::new()),
    ];
    let output = StepOutput { presence: PresenceByStatus::always(Presence::Maybe), ..never_there() };
    steps[0].outputs = [output].into_iter().collect();
    structure(&workflow_of(steps, Vec::new()), MAX_DEPTH, &mut Report::default())
}

/// How many checks stand in the loops of a block, or outside of all loops.
fn checks(block: &Block, in_loops: bool) -> usize {
    let stmts = block.stmts.iter().map(|stmt| match stmt {
        Stmt::Require { .. } => usize::from(!in_loops),
        Stmt::Construct { construct: Construct::Loop(_), body, .. } if in_loops => checks(body, false),
        Stmt::Construct { construct: Construct::Loop(_), .. } => 0,
        Stmt::Construct { body, .. } => checks(body, in_loops),
        Stmt::Branch(tail) => tail.blocks().map(|block| checks(block, in_loops)).sum(),
        _ => 0,
    });
    stmts.sum::<usize>() + block.tail.blocks().map(|block| checks(block, in_loops)).sum::<usize>()
}

#[test]
fn what_a_loop_does_not_change_is_required_before_it() {
    let same = checked_in_a_loop(2).body;
    assert_eq!((checks(&same, false), checks(&same, true)), (1, 0), "{same:#?}");
    let changed = checked_in_a_loop(0).body;
    assert_eq!((checks(&changed, false), checks(&changed, true)), (0, 1), "{changed:#?}");
}

/// What a step sends.
fn arguments(step: &Step) -> &[Parameter] {
    step.call.request().map_or(&[], |request| &request.arguments)
}
