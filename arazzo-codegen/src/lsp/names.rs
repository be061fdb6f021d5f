//! The names of a document: where each is given, and where it is used.

use std::ops::Range;

use super::grammar::{Names, Slot, slot};
use super::outline::{Node, Scalar};
use super::scene::Scene;
use crate::place::Segment;
use crate::syntax::expression::{Expression, Name, Named, WorkflowField};

/// What a name is the name of. Workflows are told apart by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Symbol {
    Source(String),
    Workflow(String),
    Step { workflow: usize, step: String },
    Input { workflow: usize, input: String },
    StepOutput { workflow: usize, step: String, output: String },
    Output { workflow: usize, output: String },
    Component { kind: &'static str, name: String },
}

impl Symbol {
    pub(super) fn name(&self) -> &str {
        match self {
            Symbol::Source(name) | Symbol::Workflow(name) | Symbol::Component { name, .. } => name,
            Symbol::Step { step, .. } => step,
            Symbol::Input { input, .. } => input,
            Symbol::StepOutput { output, .. } | Symbol::Output { output, .. } => output,
        }
    }

    /// The same thing under another name.
    pub(super) fn renamed(&self, new: &str) -> Symbol {
        let mut renamed = self.clone();
        match &mut renamed {
            Symbol::Source(name) | Symbol::Workflow(name) | Symbol::Component { name, .. } => new.clone_into(name),
            Symbol::Step { step, .. } => new.clone_into(step),
            Symbol::Input { input, .. } => new.clone_into(input),
            Symbol::StepOutput { output, .. } | Symbol::Output { output, .. } => new.clone_into(output),
        }
        renamed
    }
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) symbol: Symbol,
    /// Its bytes, without quotes.
    pub(super) span: Range<usize>,
    /// It is given here.
    pub(super) is_definition: bool,
}

/// All names of a document, in the order of the text.
pub(super) fn occurrences(outline: &Node, text: &str) -> Vec<Occurrence> {
    let mut finder = Finder { outline, text, found: Vec::new() };
    outline.walk(&mut Vec::new(), &mut |path, node| finder.visit(path, node));
    let mut found = finder.found;
    found.sort_by_key(|occurrence| (occurrence.span.start, occurrence.span.end));
    found
}

/// The expressions in a piece of text, each with the byte where it begins.
pub(super) fn expressions(raw: &str) -> Vec<(usize, Expression)> {
    let is_word = |char: char| char.is_ascii_alphanumeric() || "_-.#/~".contains(char);
    let found = raw.match_indices('$').filter_map(|(at, _)| {
        let rest = raw.get(at + 1..)?;
        let end = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
        let word = raw.get(at..=at + end)?.trim_end_matches('.');
        Some((at, Expression::parse(word).ok()?))
    });
    found.collect()
}

struct Finder<'n> {
    outline: &'n Node,
    text: &'n str,
    found: Vec<Occurrence>,
}

impl Finder<'_> {
    fn add(&mut self, symbol: Symbol, span: Range<usize>, is_definition: bool) {
        self.found.push(Occurrence { symbol, span, is_definition });
    }

    fn visit(&mut self, path: &[Segment], node: &Node) {
        let (slot, scene) = (slot(path), Scene::of(path));
        match (slot, scene.workflow) {
            (Slot::Outputs, Some(workflow)) => self.outputs(workflow, scene, node),
            (Slot::Properties, Some(workflow)) if path.len() == 4 => {
                for member in node.members() {
                    let input = member.key.text.clone();
                    self.add(Symbol::Input { workflow, input }, member.key.inner.clone(), true);
                }
            }
            (Slot::ComponentInputs, _) => self.components("inputs", node),
            (Slot::ComponentParameters, _) => self.components("parameters", node),
            (Slot::ComponentActions(phase), _) => {
                self.components(super::grammar::Reusable::Action(phase).kind().key(), node);
            }
            _ => {}
        }
        if let Some(scalar) = node.scalar() {
            self.scalar(path, scalar, (slot, scene));
        }
    }

    fn outputs(&mut self, workflow: usize, scene: Scene, node: &Node) {
        let step = scene.step.map(|_| scene.step_node(self.outline).and_then(|step| step.text("stepId")));
        for member in node.members() {
            let output = member.key.text.clone();
            let symbol = match step {
                None => Symbol::Output { workflow, output },
                Some(Some(step)) => Symbol::StepOutput { workflow, step: step.to_owned(), output },
                Some(None) => continue,
            };
            self.add(symbol, member.key.inner.clone(), true);
        }
    }

    fn components(&mut self, kind: &'static str, node: &Node) {
        for member in node.members() {
            let name = member.key.text.clone();
            self.add(Symbol::Component { kind, name }, member.key.inner.clone(), true);
        }
    }

    fn scalar(&mut self, path: &[Segment], scalar: &Scalar, (slot, scene): (Slot, Scene)) {
        let (text, span) = (scalar.text.clone(), scalar.inner.clone());
        match (slot, scene.workflow) {
            (Slot::SourceName, _) => self.add(Symbol::Source(text), span, true),
            (Slot::WorkflowId, _) => self.add(Symbol::Workflow(text), span, true),
            (Slot::StepId, Some(workflow)) => self.add(Symbol::Step { workflow, step: text }, span, true),
            (Slot::Name(Names::Steps), Some(workflow)) if !text.starts_with('$') => {
                self.add(Symbol::Step { workflow, step: text }, span, false);
            }
            (Slot::Name(Names::Workflows), _) if !text.starts_with('$') => {
                self.add(Symbol::Workflow(text), span, false);
            }
            (Slot::RequiredInput, Some(workflow)) if path.len() == 5 => {
                self.add(Symbol::Input { workflow, input: text }, span, false);
            }
            (Slot::ParameterName, Some(_)) => {
                if let Some(workflow) = self.called(path) {
                    self.add(Symbol::Input { workflow, input: text }, span, false);
                }
            }
            (Slot::InputReference, _) => {
                if let Some(name) = text.strip_prefix("#/components/inputs/") {
                    let start = span.end - name.len().min(span.len());
                    self.add(Symbol::Component { kind: "inputs", name: name.to_owned() }, start..span.end, false);
                }
            }
            (slot, _) if slot.has_expressions() => self.expressions(scene, span),
            _ => {}
        }
    }

    /// The workflow of the document that is called where a parameter stands: by its step, or by its action.
    fn called(&self, path: &[Segment]) -> Option<usize> {
        // parameters / 0 / name
        let caller = path.len().checked_sub(3).and_then(|end| path.get(..end))?;
        self.workflow(self.outline.at(caller)?.text("workflowId")?)
    }

    fn workflow(&self, id: &str) -> Option<usize> {
        let workflows = self.outline.get("workflows")?.items();
        workflows.iter().position(|item| item.node.text("workflowId") == Some(id))
    }

    fn expressions(&mut self, scene: Scene, span: Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        for (at, expression) in expressions(raw) {
            self.expression(scene, span.start + at, &expression);
        }
    }

    /// The names in an expression that begins at a byte.
    fn expression(&mut self, scene: Scene, at: usize, expression: &Expression) {
        let node = scene.workflow_node(self.outline);
        match (expression, scene.workflow) {
            (Expression::Input(named), Some(workflow)) => {
                let given = node.and_then(|node| node.get("inputs")?.get("properties"));
                self.named(at, named, given, |input| Symbol::Input { workflow, input });
            }
            (Expression::Output(named), Some(workflow)) => {
                let given = node.and_then(|node| node.get("outputs"));
                self.named(at, named, given, |output| Symbol::Output { workflow, output });
            }
            (Expression::Step { step: name, output }, Some(workflow)) => {
                let step = name.value.clone();
                let steps = node.and_then(|node| node.get("steps")).map(Node::items).unwrap_or_default();
                let found = steps.iter().find(|item| item.node.text("stepId") == Some(&step));
                let given = found.and_then(|item| item.node.get("outputs"));
                self.name(at, name, Symbol::Step { workflow, step: step.clone() });
                self.named(at, output, given, |output| Symbol::StepOutput { workflow, step, output });
            }
            (Expression::Workflow { workflow: id, field, value }, _) => {
                self.name(at, id, Symbol::Workflow(id.value.clone()));
                self.of_workflow(at, &id.value, *field, value);
            }
            (Expression::Source { source, .. }, _) => self.name(at, source, Symbol::Source(source.value.clone())),
            (Expression::Component { kind, name }, _) => {
                self.name(at, name, Symbol::Component { kind: kind.key(), name: name.value.clone() });
            }
            _ => {}
        }
    }

    /// An input or an output of another workflow.
    fn of_workflow(&mut self, at: usize, id: &str, field: WorkflowField, value: &Named) {
        let Some(workflow) = self.workflow(id) else { return };
        let node = Scene { workflow: Some(workflow), step: None }.workflow_node(self.outline);
        match field {
            WorkflowField::Inputs => {
                let given = node.and_then(|node| node.get("inputs")?.get("properties"));
                self.named(at, value, given, |input| Symbol::Input { workflow, input });
            }
            WorkflowField::Outputs => {
                let given = node.and_then(|node| node.get("outputs"));
                self.named(at, value, given, |output| Symbol::Output { workflow, output });
            }
        }
    }

    fn name(&mut self, at: usize, name: &Name, symbol: Symbol) {
        self.add(symbol, at + name.range.start..at + name.range.end, false);
    }

    fn named(&mut self, at: usize, named: &Named, given: Option<&Node>, symbol: impl FnOnce(String) -> Symbol) {
        let (start, name) = (at + named.name.range.start, known_name(given, named));
        let span = start..start + name.len();
        self.add(symbol(name), span, false);
    }
}

/// A name may hold dots, or dots lead into what it names: which it is, those that are given decide.
fn known_name(given: Option<&Node>, named: &Named) -> String {
    let whole = &named.name.value;
    let is_given = |name: &str| given.is_some_and(|given| given.get(name).is_some());
    let dots = whole.match_indices('.').map(|(at, _)| at).rev();
    let shorter = dots.filter_map(|at| whole.get(..at)).find(|name| is_given(name));
    if is_given(whole) { whole.clone() } else { shorter.unwrap_or(whole).to_owned() }
}

/// The name at a byte.
pub(super) fn at(occurrences: &[Occurrence], offset: usize) -> Option<&Occurrence> {
    let mut found = occurrences.iter().filter(|found| found.span.start <= offset && offset <= found.span.end);
    found.next_back()
}
