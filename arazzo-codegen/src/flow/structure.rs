//! From the graph to blocks (Norman Ramsey, "Beyond Relooper", ICFP 2022).
//!
//! The recursion follows the dominator tree, so that lexical scope is dominance. A node where paths meet is the code behind a
//! labelled block, a back edge is a `continue`, and a node that a loop is left to is the code behind the loop. A node's own
//! statements stand before the block that wraps its branch, so that what it defines is in scope behind the block.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::absent::is_absent;
use super::analysis::Analysis;
use super::block::{
    Argument, Asked, Block, Condition, Construct, Env, Function, Label, OutputField, Stmt, Tail, Variable, Way,
};
use super::decision::{Choice, Decision};
use super::dominators::Dominators;
use super::graph::{Graph, NodeKind, is_attempt};
use super::labels;
use super::named;
use super::nest::Nest;
use super::notes;
use super::outcome;
use super::own::Own;
use super::terms::{ENTRY, End, How, Leaf, NodeId, RetryRef, Slot, Spot, Version, Visit};
use super::tidy::tidy;
use super::unmet::Unmet;
use super::values::Values;
use super::variables::enclosing_headers;
use crate::model::{AsOutput, Expr, InputPath, OutputId, OutputRef, StepId, Test, Workflow, WorkflowOutput};
use crate::names;

/// How code is nested.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// How deep.
    depth: usize,
    /// Of every branch the arm with the most code stands behind it, and not in it.
    flat: bool,
}

impl Style {
    /// As the document has it.
    pub(super) fn nested(depth: usize) -> Style {
        Style { depth, flat: false }
    }

    /// As little as possible.
    pub(super) fn flat(depth: usize) -> Style {
        Style { depth, flat: true }
    }
}

/// The function of a workflow; `None` when its branches are nested too deeply.
pub(super) fn function(workflow: &Workflow, analysis: &Analysis, style: Style) -> Option<Function> {
    let Analysis { graph, dominators, nest, values, unmet } = analysis;
    let mut placed: BTreeMap<Spot, Vec<NodeId>> = BTreeMap::new();
    for node in dominators.order() {
        placed.entry(values.spot(node)).or_default().push(node);
    }
    let (depth, too_deep) = (Cell::new(0), Cell::new(false));
    let later = graph.nodes_before_calls(dominators);
    let returns: Vec<NodeId> = dominators.order().filter(|node| graph.ends(*node)).collect();
    let is_certain = |output: &WorkflowOutput| is_always_returned(workflow, values, &returns, &output.value);
    let fields = workflow.outputs.iter().map(|output| OutputField { certain: is_certain(output) }).collect();
    let returned = workflow.outputs.iter().flat_map(|output| Slot::read_by(&output.value)).collect();
    let mut retries: BTreeMap<StepId, BTreeSet<RetryRef>> = BTreeMap::new();
    for retry in dominators.order().flat_map(|node| graph.nodes[node].exit.retries()) {
        retries.entry(retry.step).or_default().insert(retry);
    }
    let selects = dominators.order().filter(|node| matches!(graph.nodes[*node].exit, Decision::Select { .. }));
    let carried = dominators.order().filter(|node| nest.is_header(*node));
    let carried = carried.flat_map(|node| values.parameters(node).iter().map(move |slot| (node, *slot)));
    let carried = carried.map(|(node, slot)| (slot, enclosing_headers(nest, values, node, slot)));
    let own = Own::new(workflow, selects, carried);
    let taken = graph.nodes.iter().filter_map(|node| taken_from(&node.action)).collect();
    let mut structure = Structure {
        workflow,
        graph,
        dominators,
        nest,
        values,
        unmet,
        placed,
        retries,
        taken,
        own,
        later,
        returns,
        fields,
        ways: Vec::new(),
        returned,
        style,
        depth,
        too_deep,
    };
    structure.ways = outcome::ways(workflow, graph, &structure.returns, |output, at| structure.field_at(output, at));
    let body = structure.node(ENTRY);
    if structure.too_deep.get() {
        return None;
    }
    let mut body = tidy(body);
    body.stmts.splice(0..0, notes::of_inputs(workflow));
    labels::distinct(&mut body);
    let calls = graph.calls();
    let always = calls.iter().filter(|(_, nodes)| structure.is_always_reached(nodes)).map(|(step, _)| *step).collect();
    let (outputs, ways, step_names) = (structure.fields, structure.ways, named::steps(workflow));
    let steps = calls.into_keys().collect();
    Some(Function { body, parts: Vec::new(), outputs, steps, always, step_names, ways })
}

pub(super) struct Structure<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) graph: &'a Graph,
    dominators: &'a Dominators,
    pub(super) nest: &'a Nest,
    pub(super) values: &'a Values,
    /// The steps that must be seen to have run before others are called.
    unmet: &'a [Unmet],
    placed: BTreeMap<Spot, Vec<NodeId>>,
    /// The retries of each step that can come to their turn.
    retries: BTreeMap<StepId, BTreeSet<RetryRef>>,
    /// The steps whose responses outputs are taken from.
    taken: BTreeSet<StepId>,
    /// The variables that the document has no name for.
    pub(super) own: Own,
    /// The nodes behind which a request may still be sent.
    later: BTreeSet<NodeId>,
    /// The nodes at which the workflow may return.
    returns: Vec<NodeId>,
    /// The fields of `Output`.
    fields: Vec<OutputField>,
    /// The variants of `Outcome`.
    ways: Vec<Way>,
    /// What it reads there.
    pub(super) returned: BTreeSet<Slot>,
    style: Style,
    depth: Cell<usize>,
    too_deep: Cell<bool>,
}

/// A part of a block.
enum Piece {
    /// Its end.
    Last(Box<Block>),
    /// Statements, and the node that follows them.
    Then(Vec<Stmt>, NodeId),
}

impl Structure<'_> {
    /// The code of a node and of everything it dominates.
    ///
    /// What comes one after the other is a loop here, not a recursion: a document of thousands of steps must not exhaust the
    /// stack. Only real nesting recurses.
    fn node(&self, node: NodeId) -> Block {
        self.deeper(|| self.complete(self.piece(node)))
    }

    /// A block inside of another.
    fn deeper(&self, block: impl FnOnce() -> Block) -> Block {
        let depth = self.depth.get();
        if depth > self.style.depth || self.too_deep.get() {
            self.too_deep.set(true);
            return Block::of(Tail::Fall);
        }
        self.depth.set(depth + 1);
        let block = block();
        self.depth.set(depth);
        block
    }

    fn complete(&self, mut piece: Piece) -> Block {
        let mut all = Vec::new();
        loop {
            match piece {
                Piece::Last(last) => {
                    all.extend(last.stmts);
                    return Block { stmts: all, tail: last.tail };
                }
                Piece::Then(stmts, next) => {
                    all.extend(stmts);
                    piece = self.piece(next);
                }
            }
        }
    }

    fn piece(&self, node: NodeId) -> Piece {
        if !self.nest.is_header(node) {
            return self.body(node);
        }
        let looped = Stmt::Construct {
            results: Vec::new(),
            construct: Construct::Loop(Some(self.label(node))),
            body: self.deeper(|| self.complete(self.body(node))),
        };
        self.followed(Block { stmts: vec![looped], tail: Tail::Fall }, self.placed(Spot::AfterLoop(node)))
    }

    /// The statements of a node, then its branch, then the nodes where the paths of the branch meet.
    fn body(&self, node: NodeId) -> Piece {
        let mut stmts = self.statements(node);
        let behind = self.placed(Spot::AfterBlock(node));
        if let (true, Some((guard, next))) = (behind.is_empty(), self.straight(node)) {
            stmts.extend(guard);
            return Piece::Then(stmts, next);
        }
        let piece = match self.decided(node) {
            piece if behind.is_empty() => piece,
            piece => self.followed(self.complete(piece), behind),
        };
        match piece {
            Piece::Last(rest) => {
                stmts.extend(rest.stmts);
                Piece::Last(Box::new(Block { stmts, tail: rest.tail }))
            }
            Piece::Then(rest, next) => {
                stmts.extend(rest);
                Piece::Then(stmts, next)
            }
        }
    }

    /// The branch of a node, with its longest arm inside of it or behind it.
    fn decided(&self, node: NodeId) -> Piece {
        let exit = &self.graph.nodes[node].exit;
        let Some(next) = self.longest(node).filter(|_| self.style.flat) else {
            return Piece::Last(Box::new(self.branch(node, exit)));
        };
        let mut stmts = match self.branch_around(node, exit, Some(next)).tail {
            Tail::Fall => Vec::new(),
            tail => vec![Stmt::Branch(Box::new(tail))],
        };
        stmts.extend(self.carries(node, next));
        Piece::Then(stmts, next)
    }

    /// The node with the most code of those that stand inside of a node's branch.
    fn longest(&self, node: NodeId) -> Option<NodeId> {
        let is_inside =
            |next: &NodeId| !self.dominators.is_back_edge(node, *next) && self.values.spot(*next) == Spot::Inline;
        self.graph.successors(node).into_iter().filter(is_inside).max_by_key(|next| self.dominators.count(*next))
    }

    /// A construct and the nodes behind it, the innermost first.
    fn followed(&self, mut inner: Block, behind: &[NodeId]) -> Piece {
        // Every node behind a construct is one more block around it.
        if self.depth.get() + behind.len() > self.style.depth + 1 {
            self.too_deep.set(true);
            return Piece::Last(Box::new(Block::of(Tail::Fall)));
        }
        for (position, node) in behind.iter().enumerate() {
            let construct = Stmt::Construct {
                results: self.parameters(*node),
                construct: Construct::Block(self.label(*node)),
                body: inner,
            };
            if position + 1 == behind.len() {
                return Piece::Then(vec![construct], *node);
            }
            let Block { stmts, tail } = self.node(*node);
            inner = Block { stmts: [construct].into_iter().chain(stmts).collect(), tail };
        }
        Piece::Last(Box::new(inner))
    }

    /// A node with one way on: the guard for all others, and the next node.
    fn straight(&self, node: NodeId) -> Option<(Vec<Stmt>, NodeId)> {
        let (guard, next) = match &self.graph.nodes[node].exit {
            Decision::Leaf(Leaf::Goto(next)) => (None, *next),
            Decision::If { choices, otherwise } => {
                let [Choice { test, retry: None, then }] = choices.as_slice() else { return None };
                let env = self.env_of_test(node, test);
                let condition = |test| Condition { test, retry: None, asked: self.asked(node), env };
                let guard = |condition, leaf| {
                    let tail = Tail::branch(condition, self.leaf(node, leaf), Block::of(Tail::Fall));
                    Stmt::Branch(Box::new(tail))
                };
                match (then, &**otherwise) {
                    (Decision::Leaf(Leaf::Goto(next)), Decision::Leaf(leaf)) if leaf.leaves() => {
                        (Some(guard(condition(Test::negated(test.clone())), *leaf)), *next)
                    }
                    (Decision::Leaf(leaf), Decision::Leaf(Leaf::Goto(next))) if leaf.leaves() => {
                        (Some(guard(condition(test.clone()), *leaf)), *next)
                    }
                    _ => return None,
                }
            }
            _ => return None,
        };
        if self.dominators.is_back_edge(node, next) || self.values.spot(next) != Spot::Inline {
            return None;
        }
        Some((guard.into_iter().chain(self.carries(node, next)).collect(), next))
    }

    /// The nodes at a spot, in the order of the graph.
    fn placed(&self, spot: Spot) -> &[NodeId] {
        self.placed.get(&spot).map_or(&[], Vec::as_slice)
    }

    fn parameters(&self, node: NodeId) -> Vec<Variable> {
        self.carried_by(node).map(|(_, variable)| variable).collect()
    }

    /// What comes to a node in variables of their own.
    fn carried_by(&self, node: NodeId) -> impl Iterator<Item = (Slot, Variable)> {
        let slots = self.values.parameters(node).iter();
        slots.filter_map(move |slot| Some((*slot, self.variable(*slot, Version::Parameter(node, *slot))?)))
    }

    fn label(&self, node: NodeId) -> Label {
        let step = self.first_step(node).and_then(|step| self.workflow.steps.get(step));
        let name = step.map_or_else(|| "end".to_owned(), |step| names::label(&step.ident));
        Label { node, name }
    }

    /// The step that a node calls or leads to.
    fn first_step(&self, mut node: NodeId) -> Option<StepId> {
        for _ in 0..self.graph.nodes.len() {
            match self.graph.nodes[node].action {
                NodeKind::Call(visit) | NodeKind::Require { visit, .. } => return Some(visit.step),
                NodeKind::Enter { step } => return Some(step),
                NodeKind::Nothing | NodeKind::Select { .. } | NodeKind::Take { .. } => {
                    node = self.graph.first_successor(node)?;
                }
            }
        }
        None
    }

    fn statements(&self, node: NodeId) -> Vec<Stmt> {
        match &self.graph.nodes[node].action {
            NodeKind::Nothing | NodeKind::Select { .. } => Vec::new(),
            NodeKind::Enter { step } => {
                let mut retries: Vec<RetryRef> = self.retries.get(step).into_iter().flatten().copied().collect();
                retries.sort_by_key(|retry| (!retry.on_success, retry.action));
                vec![Stmt::Counters { step: *step, retries }]
            }
            NodeKind::Call(Visit { step, .. }) => {
                let attempt = is_attempt(&self.workflow.steps[*step]);
                let checks = self.unmet.iter().filter(|unmet| unmet.node == node && unmet.possible);
                let checks = checks.map(|unmet| Stmt::Prerequisite { step: *step, before: unmet.before });
                let (read, env) = (self.is_read(node, *step), self.env_of_action(node));
                checks.chain([Stmt::Call { step: *step, attempt, read, env }]).collect()
            }
            NodeKind::Require { visit: Visit { step, .. }, slot } => {
                let from = self.argument(self.values.at(node, *slot), *slot, true);
                let variable = self.variable(*slot, Version::Defined(node, *slot));
                variable
                    .map(|variable| Stmt::Require { step: *step, slot: *slot, from, variable })
                    .into_iter()
                    .collect()
            }
            NodeKind::Take { step, outputs } => self.taken(node, *step, outputs),
        }
    }

    /// Whether anything looks at what comes back.
    fn is_read(&self, node: NodeId, step: StepId) -> bool {
        let slot = Slot::Response(step);
        let exit = &self.graph.nodes[node].exit;
        let fails = |leaf: &&Leaf| matches!(leaf, Leaf::Fail { .. } | Leaf::Ended { .. });
        exit.asks()
            || exit.leaves().into_iter().any(|leaf| fails(&leaf))
            || self.taken.contains(&step)
            || self.values.is_used(Version::Defined(node, slot))
            || self.graph.ends(node) && self.returned.contains(&slot)
    }

    fn taken(&self, node: NodeId, step: StepId, outputs: &[(OutputId, How)]) -> Vec<Stmt> {
        let env = self.env_of_action(node);
        let response = self.response(step);
        let last = outputs.iter().rposition(|(_, how)| *how != How::Absent && *how != How::Copied);
        let ended = self.graph.nodes[node].exit.leaves().iter().any(|leaf| matches!(leaf, Leaf::Ended { .. }));
        // What a response contradicts is found at the very end, and then all of them are asked for.
        let later = ended || self.later.contains(&node) || self.workflow.reads_types();
        let take = |(position, (output, how)): (usize, &(OutputId, How))| {
            let slot = Slot::Output(OutputRef { step, output: *output });
            let variable = self.variable(slot, Version::Defined(node, slot))?;
            let more = last.is_some_and(|last| position < last);
            let of = OutputRef { step, output: *output };
            let known: Env = Rc::new([(slot, variable.clone())].into());
            let notes = notes::of_output(self.workflow, of, later || more);
            let notes = notes.into_iter().map(|note| Stmt::Note { note, env: Rc::clone(&known) });
            let (env, response) = (env.clone(), response.clone());
            let take = Stmt::Take { step, output: *output, how: *how, variable, env, response };
            Some([take].into_iter().chain(notes).collect::<Vec<_>>())
        };
        let present = outputs.iter().enumerate().filter(|(_, (_, how))| *how != How::Absent);
        present.filter_map(take).flatten().collect()
    }

    fn response(&self, step: StepId) -> String {
        self.workflow.steps[step].ident.clone()
    }

    fn branch(&self, node: NodeId, decision: &Decision<Leaf>) -> Block {
        self.branch_around(node, decision, None)
    }

    /// A branch that goes on behind itself where it leads to one of its nodes.
    fn branch_around(&self, node: NodeId, decision: &Decision<Leaf>, behind: Option<NodeId>) -> Block {
        let branch = |decision: &Decision<Leaf>| self.branch_around(node, decision, behind);
        match decision {
            Decision::Leaf(Leaf::Goto(next)) if Some(*next) == behind => Block::of(Tail::Fall),
            Decision::Leaf(leaf) => self.leaf(node, *leaf),
            Decision::If { choices, otherwise } => {
                let arms = choices.iter().map(|choice| (self.condition(node, choice), branch(&choice.then)));
                Block::of(without_empty(arms.collect(), branch(otherwise)))
            }
            Decision::Match { arms, otherwise } => {
                let arms = arms.iter().map(|(set, arm)| (set.clone(), branch(arm))).collect();
                let otherwise = Box::new(branch(otherwise));
                Block::of(Tail::Match { asked: self.asked(node), arms, otherwise })
            }
            Decision::Select { region, arms } => {
                let slot = Slot::Next(*region);
                let variable = self.values.after(node, slot).and_then(|version| self.variable(slot, version));
                let arms = arms.iter().map(branch).collect();
                Block::of(Tail::Select { variable: variable.map(|variable| variable.ident).unwrap_or_default(), arms })
            }
        }
    }

    fn condition(&self, node: NodeId, choice: &Choice<Leaf>) -> Condition {
        let env = self.env_of_test(node, &choice.test);
        Condition { test: choice.test.clone(), retry: choice.retry, asked: self.asked(node), env }
    }

    fn asked(&self, node: NodeId) -> Asked {
        let step = self.graph.nodes[node].asks.and_then(|step| self.workflow.steps.get(step));
        Asked {
            ident: step.map(|step| step.ident.clone()).unwrap_or_default(),
            attempt: step.is_some_and(is_attempt),
            called: step.and_then(|step| step.call.workflow()).map(|call| call.workflow),
        }
    }

    fn leaf(&self, node: NodeId, leaf: Leaf) -> Block {
        match leaf {
            Leaf::Goto(target) => self.jump(node, target),
            Leaf::End(end) => self.returning(node, end),
            Leaf::Fail { step } => Block::of(Tail::Fail { response: self.response(step) }),
            Leaf::Ended { step, action } => Block::of(Tail::Ended { response: self.response(step), step, action }),
        }
    }

    fn returning(&self, node: NodeId, end: Option<End>) -> Block {
        let env = self.env_of_return(node);
        let way = self.ways.iter().position(|way| Some(way.end) == end);
        Block::of(Tail::Return { env, way, early: false })
    }

    /// What is known of an output at some of the nodes where the workflow returns; `None` where it never has a value.
    fn field_at(&self, output: &WorkflowOutput, nodes: &[NodeId]) -> Option<OutputField> {
        let value = &output.value;
        let is_absent = |node: &NodeId| is_absent(value, &self.env_of_return(*node));
        if !nodes.is_empty() && nodes.iter().all(is_absent) {
            return None;
        }
        let is_transfer = matches!(value, Expr::Transfer(_)) && !nodes.iter().any(is_absent);
        let certain = is_transfer || is_always_returned(self.workflow, self.values, nodes, value);
        Some(OutputField { certain })
    }

    fn jump(&self, from: NodeId, to: NodeId) -> Block {
        if self.dominators.is_back_edge(from, to) {
            let changed = self.values.updates(from, to).iter();
            let stmts = changed.filter_map(|slot| self.update(from, to, *slot)).collect();
            return Block { stmts, tail: Tail::Continue { label: self.label(to), plain: false } };
        }
        match self.values.spot(to) {
            Spot::Inline => {
                let mut stmts = self.carries(from, to);
                let rest = self.node(to);
                stmts.extend(rest.stmts);
                Block { stmts, tail: rest.tail }
            }
            Spot::AfterBlock(_) | Spot::AfterLoop(_) => {
                let value = |(slot, variable): (Slot, Variable)| {
                    self.argument(self.values.after(from, slot), slot, variable.certain)
                };
                let values = self.carried_by(to).map(value).collect();
                Block::of(Tail::Break { label: self.label(to), plain: false, values })
            }
        }
    }

    /// The variables that a loop carries, in front of it.
    fn carries(&self, from: NodeId, to: NodeId) -> Vec<Stmt> {
        let slots = self.values.parameters(to).iter();
        let carry = |slot: &Slot| {
            let (variable, value) = self.carried(from, to, *slot)?;
            Some(Stmt::Carry { variable, value })
        };
        slots.filter_map(carry).collect()
    }

    fn carried(&self, from: NodeId, to: NodeId, slot: Slot) -> Option<(Variable, Argument)> {
        let version = Version::Parameter(to, slot);
        let variable = self.variable(slot, version)?;
        let value = self.argument(self.values.after(from, slot), slot, variable.certain);
        Some((variable, value))
    }

    fn update(&self, from: NodeId, to: NodeId, slot: Slot) -> Option<Stmt> {
        let (variable, value) = self.carried(from, to, slot)?;
        Some(Stmt::Update { variable, value })
    }

    /// Whether one of some nodes was reached wherever the workflow returns.
    fn is_always_reached(&self, nodes: &[NodeId]) -> bool {
        self.returns.iter().all(|end| nodes.iter().any(|node| self.dominators.dominates(*node, *end)))
    }
}

/// Whether a workflow output has a value wherever the workflow returns.
fn is_always_returned(workflow: &Workflow, values: &Values, returns: &[NodeId], value: &Expr) -> bool {
    let is_json = |path: &InputPath| workflow.inputs.as_output(&path.ty) == AsOutput::Json;
    let certain = |node: NodeId| match (value, Slot::of(value)) {
        (Expr::Input(path), _) if is_json(path) => false,
        (_, Some(slot)) => values.after(node, slot).is_some_and(|version| values.is_certain(version)),
        (Expr::Input(path), None) => !path.optional,
        (Expr::Literal(_), None) => true,
        _ => false,
    };
    !returns.is_empty() && returns.iter().all(|node| certain(*node))
}

/// A chain of branches. Where its first or its last arm has nothing to do, the condition is turned round.
fn without_empty(arms: Vec<(Condition, Block)>, otherwise: Block) -> Tail {
    let last = arms.len().saturating_sub(1);
    let mut rest = otherwise;
    for (position, (mut condition, then)) in arms.into_iter().enumerate().rev() {
        let is_turned = then.is_empty() && condition.retry.is_none() && (position == 0 || position == last);
        rest = Block::of(if is_turned {
            condition.test = Test::negated(condition.test);
            Tail::branch(condition, rest, then)
        } else {
            Tail::branch(condition, then, rest)
        });
    }
    rest.tail
}

/// The step whose response an action takes outputs from.
fn taken_from(action: &NodeKind) -> Option<StepId> {
    let is_taken = |(_, how): &(OutputId, How)| !matches!(how, How::Copied | How::Absent);
    match action {
        NodeKind::Take { step, outputs } if outputs.iter().any(is_taken) => Some(*step),
        _ => None,
    }
}
