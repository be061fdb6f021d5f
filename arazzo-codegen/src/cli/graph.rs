//! `cargo arazzo graph`: steps as nodes, actions as edges.

use std::fmt::Write;
use std::io;

use super::arguments::Graph;
use super::output::{Findings, blocks, complain, print};
use super::paths::{absolute, root_of};
use crate::diagnostic::{self, Report};
use crate::document::{Action, ActionKind, Destination, Document, OrReference, Step, Target, Word, Workflow};
use crate::files::Files;
use crate::openapi::Library;
use crate::{Diagnostic, analyse, not_found};

/// Whether the document could be read. The descriptions it names are not looked at.
pub(super) fn run(graph: &Graph, colour: bool) -> io::Result<bool> {
    let (document, diagnostics) = read(graph, colour)?;
    let mut findings = Findings::default();
    for block in blocks(&findings.add(&diagnostics)) {
        complain(&block)?;
    }
    let Some(document) = document else {
        complain(&format!("nothing to draw: {}", findings.summary()))?;
        return Ok(false);
    };
    print(&mermaid(&document))?;
    Ok(true)
}

fn read(graph: &Graph, colour: bool) -> io::Result<(Option<Document>, Vec<Diagnostic>)> {
    let asked = crate::Document::new(absolute(&graph.file)?).colour(colour);
    let mut library = Library::new(Files::new(root_of(&asked.path)?));
    let file = match library.files.read(&asked.path) {
        Ok(file) => file,
        Err(error) => return Ok((None, not_found(&library.files, &asked, &error).diagnostics)),
    };
    let mut report = Report::default();
    let document = analyse::read(&mut library, file, &mut report);
    Ok((document, diagnostic::levelled(&library.files, report.into_findings(), &asked.options)))
}

/// A flowchart with a frame for each workflow.
fn mermaid(document: &Document) -> String {
    let mut text = "flowchart TD\n".to_owned();
    for (index, workflow) in document.workflows.iter().enumerate() {
        let chart = Chart { document, workflow, id: format!("w{index}"), steps: String::new(), ends: Ends::default() };
        text.push_str(&chart.draw());
    }
    text
}

/// The nodes behind the steps that are drawn because an edge leads there.
#[derive(Clone, Copy, Default)]
struct Ends {
    end: bool,
    fail: bool,
}

struct Chart<'a> {
    document: &'a Document,
    workflow: &'a Workflow,
    /// In front of the ids of all nodes, which are those of one chart.
    id: String,
    /// Nodes and edges.
    steps: String,
    ends: Ends,
}

impl Chart<'_> {
    fn draw(mut self) -> String {
        let workflow = self.workflow;
        for (index, step) in workflow.steps.iter().enumerate() {
            let (id, name, target) = (self.node(index), escaped(&step.id.text), escaped(called(&step.target)));
            self.line(&format!("{id}[\"{name}<br/>{target}\"]"));
        }
        for (index, step) in workflow.steps.iter().enumerate() {
            self.success(index, step);
            self.failure(index, step);
        }
        let (id, Ends { end, fail }) = (self.id.clone(), self.ends);
        if end {
            self.line(&format!("{id}end([\"end\"])"));
        }
        if fail {
            self.line(&format!("{id}fail([\"fail\"])"));
        }
        format!("  subgraph {id} [\"{}\"]\n{}  end\n", escaped(&workflow.id.text), self.steps)
    }

    fn line(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.steps, "    {text}");
    }

    fn edge(&mut self, from: usize, line: &str, label: &str, to: &str) {
        let from = self.node(from);
        let label = if label.is_empty() { String::new() } else { format!("|\"{}\"|", escaped(label)) };
        self.line(&format!("{from} {line}{label} {to}"));
    }

    fn node(&self, step: usize) -> String {
        format!("{}s{step}", self.id)
    }

    fn end(&mut self) -> String {
        self.ends.end = true;
        format!("{}end", self.id)
    }

    fn fail(&mut self) -> String {
        self.ends.fail = true;
        format!("{}fail", self.id)
    }

    /// The actions behind a step that succeeded, then the way that is taken when none of them matches.
    fn success(&mut self, index: usize, step: &Step) {
        let components = &self.document.components.success_actions;
        for action in effective(&step.on_success, &self.workflow.success_actions, components) {
            let to = match &action.kind {
                ActionKind::End => self.end(),
                _ => self.target(index, action),
            };
            self.edge(index, "-->", &label(action), &to);
            if is_last(action) {
                return;
            }
        }
        let next = if index + 1 < self.workflow.steps.len() { self.node(index + 1) } else { self.end() };
        self.edge(index, "-->", "", &next);
    }

    fn failure(&mut self, index: usize, step: &Step) {
        let components = &self.document.components.failure_actions;
        for action in effective(&step.on_failure, &self.workflow.failure_actions, components) {
            let to = match &action.kind {
                ActionKind::End => self.fail(),
                _ => self.target(index, action),
            };
            self.edge(index, "-.->", &label(action), &to);
            if is_last(action) {
                return;
            }
        }
    }

    /// Where `goto` and `retry` lead. A step that does not exist is a node of its own, called as it is written.
    fn target(&mut self, from: usize, action: &Action) -> String {
        let step = match &action.kind {
            ActionKind::Goto(Destination::Step(step)) => step,
            ActionKind::Goto(Destination::Workflow(workflow)) => return self.workflow(from, workflow),
            ActionKind::End | ActionKind::Retry { .. } => return self.node(from),
        };
        let found = self.workflow.steps.iter().position(|known| known.id.text == step.text);
        found.map_or_else(
            || format!("{}unknown{from}[\"{}: no such step\"]", self.id, escaped(&step.text)),
            |index| self.node(index),
        )
    }

    /// A workflow that takes over: a node of its own, called by its id.
    fn workflow(&self, from: usize, workflow: &Word) -> String {
        format!("{}to{from}[[\"{}\"]]", self.id, escaped(&workflow.text))
    }
}

/// The step's own actions, then those of the workflow whose names it does not take (SPEC A-09).
fn effective<'a>(
    own: &'a [OrReference<Action>],
    inherited: &'a [OrReference<Action>],
    components: &'a [(String, Action)],
) -> Vec<&'a Action> {
    let own: Vec<&Action> = own.iter().filter_map(|action| action.inline(components)).collect();
    let names: Vec<&str> = own.iter().map(|action| action.name.text.as_str()).collect();
    let inherited = inherited.iter().filter_map(|action| action.inline(components));
    let inherited: Vec<&Action> = inherited.filter(|action| !names.contains(&action.name.text.as_str())).collect();
    own.into_iter().chain(inherited).collect()
}

/// Whether no action behind this one is ever looked at. A retry steps aside when its limit is reached.
fn is_last(action: &Action) -> bool {
    action.criteria.is_empty() && !matches!(action.kind, ActionKind::Retry { .. })
}

fn label(action: &Action) -> String {
    let name = &action.name.text;
    match &action.kind {
        ActionKind::Retry { after, limit, detour } => {
            let seconds = after.as_secs_f64();
            let after = if after.is_zero() { String::new() } else { format!(", after {seconds} s") };
            let detour = match detour {
                Some(Destination::Step(word) | Destination::Workflow(word)) => format!(", by way of {}", word.text),
                None => String::new(),
            };
            format!("{name}: retry {limit} times{after}{detour}")
        }
        ActionKind::End | ActionKind::Goto(_) => name.clone(),
    }
}

/// What a step calls, without the source in front of it.
fn called(target: &Target) -> &str {
    let text = target.word().text.as_str();
    match target {
        Target::OperationId(_) => {
            let qualified = text.strip_prefix("$sourceDescriptions.").and_then(|rest| rest.split_once('.'));
            qualified.map_or(text, |(_, operation)| operation)
        }
        Target::OperationPath(_) | Target::WorkflowId(_) | Target::ChannelPath(_) => text,
    }
}

/// A text between quotation marks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '`' => escaped.push_str("#96;"),
            char if char.is_control() => escaped.push(' '),
            char => escaped.push(char),
        }
    }
    escaped
}
