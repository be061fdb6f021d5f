//! Outputs whose types the user says.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

use super::given::Types;
use crate::diagnostic::Kind;
use crate::model::{Given, WorkflowOutput};
use crate::place::Mark;
use crate::suggest::closest;

/// What a value is as it comes.
const ANY: &str = "serde_json::Value";

impl Types<'_> {
    /// Gives outputs the types that the options name, and says which ones these are.
    pub(super) fn own_types(&mut self) -> BTreeSet<(usize, usize)> {
        let mut all = BTreeSet::new();
        for (name, rust) in &self.options.output_types {
            let found = self.outputs_named(name);
            if found.is_empty() {
                self.refuse(name, "no workflow has it", None);
            }
            let is_type = rust.parse::<TokenStream>().is_ok_and(|tokens| !tokens.is_empty());
            if !is_type {
                self.refuse(name, "that is no type of Rust", None);
            }
            for at in found.into_iter().filter(|_| is_type) {
                self.give_own(at, rust);
                all.insert(at);
            }
        }
        all
    }

    fn outputs_named(&self, name: &str) -> Vec<(usize, usize)> {
        let all = self.project.resolved.iter().enumerate().flat_map(|(workflow, resolved)| {
            let outputs = resolved.outputs.iter().enumerate();
            outputs.map(move |(output, resolved)| ((workflow, output), &resolved.name))
        });
        all.filter(|(_, known)| *known == name).map(|(at, _)| at).collect()
    }

    fn give_own(&mut self, at: (usize, usize), rust: &str) {
        let is_read = self.known.read_by_callers.contains(&at);
        let Some(output) = self.project.resolved.get_mut(at.0).and_then(|workflow| workflow.outputs.get_mut(at.1))
        else {
            return;
        };
        let (name, place) = (output.name.clone(), output.place.value());
        // A type may keep less than what came.
        let refused = if is_read && rust != ANY {
            Some("another workflow of the document reads it, and may send on all that came")
        } else {
            Some("it is no output of a step").filter(|_| output.value.step().is_none())
        };
        match refused {
            Some(reason) => self.refuse(&name, reason, Some(place)),
            None => give(output, rust),
        }
    }

    fn refuse(&mut self, output: &str, reason: &'static str, mark: Option<Mark>) {
        let known =
            self.project.resolved.iter().flat_map(|workflow| &workflow.outputs).map(|output| output.name.as_str());
        let closest = closest(output, known).filter(|_| mark.is_none());
        let mark = mark.unwrap_or_else(|| self.project.documents.get(0).root.place.key("workflows").name());
        self.report.add(mark, Kind::OutputType { output: output.to_owned(), reason, closest });
    }
}

fn give(output: &mut WorkflowOutput, rust: &str) {
    output.given = (rust != ANY).then(|| Given::Own(rust.to_owned()));
}
