//! What a workflow returns.

use super::code::{Code, run, text};
use super::lowering::Lowering;
use super::site::Site;
use crate::flow::{Env, OutputField, Way};
use crate::model::{Expr, Presence, Ty, WorkflowOutput};

impl Lowering<'_> {
    /// `Output` with what is known at one place, or the variant of `Outcome` for it. `early`: in a part, which does not own the input.
    pub(super) fn output(&self, way: Option<&Way>, env: &Env, early: bool) -> Code {
        let fields: Vec<Option<&OutputField>> = match way {
            Some(way) => way.fields.iter().map(Option::as_ref).collect(),
            None => self.function.outputs.iter().map(Some).collect(),
        };
        let outputs = self.workflow.outputs.iter().zip(fields).enumerate();
        let fields = outputs.filter_map(|(index, (output, field))| {
            let is_lent = early && matches!(output.value, Expr::Input(_));
            let again = is_lent || self.is_read_behind(index, &output.value);
            Some((output.ident.clone(), self.field(output, field?, again, &self.site(env))))
        });
        let fields: Vec<(String, Code)> = fields.collect();
        match way {
            Some(way) if fields.is_empty() => Code::Name(format!("Outcome::{}", way.ident)),
            Some(way) => Code::Struct { name: format!("Outcome::{}", way.ident), fields, rest: None },
            None => Code::Struct { name: "Output".to_owned(), fields, rest: None },
        }
    }

    /// Whether an output behind one of the workflow is made of the same variable.
    fn is_read_behind(&self, index: usize, value: &Expr) -> bool {
        self.workflow.outputs.iter().skip(index + 1).any(|later| is_same_source(&later.value, value))
    }

    fn field(&self, output: &WorkflowOutput, field: &OutputField, again: bool, site: &Site<'_>) -> Code {
        let presence = site.presence(&output.value);
        if presence == Presence::Never {
            return Code::Nothing(None);
        }
        let value = self.given(&output.value, site, again);
        let wrapped = presence == Presence::Certain && !field.certain;
        let is_converted = output.given.is_some() || changes(output, site);
        let step = output.value.step().filter(|_| is_converted).and_then(|step| self.workflow.steps.get(step));
        match step {
            Some(step) => self.converted(output, &step.name, value, (presence, wrapped)),
            None => value.wrapped_if(wrapped),
        }
    }

    /// A value of a step with the type of its output: numbers have those of Rust, objects those of the description.
    fn converted(
        &self,
        output: &WorkflowOutput,
        step: &str,
        value: Code,
        (presence, wrapped): (Presence, bool),
    ) -> Code {
        let by_run = |method: &str| run(method, [text(step), text(&output.name), value]);
        let (is_lenient, is_certain) = (self.model.output_types.lenient, presence == Presence::Certain);
        match &output.given {
            Some(_) if !is_lenient => by_run("typed").tried().wrapped_if(wrapped),
            Some(_) if is_certain => by_run("typed_leniently").tried().wrapped_if(wrapped),
            Some(_) => by_run("typed_or_none"),
            // A workflow that calls this one may send it on.
            None if is_lenient && !is_certain && !self.model.is_called(self.workflow) => by_run("give_or_none"),
            None => by_run("give").tried().wrapped_if(wrapped),
        }
    }
}

/// Whether two outputs are made of one variable.
fn is_same_source(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Input(left), Expr::Input(right)) => left.root == right.root,
        (Expr::Output { output: left, .. }, Expr::Output { output: right, .. }) => left == right,
        _ => false,
    }
}

/// Whether a value has another type outside, where numbers have the types of Rust and a body of which nothing is known is JSON.
fn changes(output: &WorkflowOutput, site: &Site<'_>) -> bool {
    match &output.value {
        Expr::Output { pointer, .. } if pointer.is_empty() => site.ty(&output.value).is_some_and(Ty::is_inside_only),
        other => other.has_digits() && output.ty.clone().with_digits().is_inside_only(),
    }
}
