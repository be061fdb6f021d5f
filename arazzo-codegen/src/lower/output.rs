//! What a workflow returns.

use super::code::{Code, run, text};
use super::lowering::Lowering;
use crate::flow::{Env, Returned, Way};
use crate::model::{Presence, WorkflowOutput};

impl Lowering<'_> {
    /// `Output` with what is known at one place, or the variant of `Outcome` for it.
    pub(crate) fn output(&self, fields: &[Returned], way: Option<&Way>, env: &Env) -> Code {
        let is_there = |output: usize| way.is_none_or(|way| way.fields.get(output).is_some_and(Option::is_some));
        let outputs = self.workflow.outputs.iter().zip(fields).enumerate().filter(|(index, _)| is_there(*index));
        let fields = outputs.map(|(_, (output, field))| (output.ident.clone(), self.field(output, field, env)));
        let fields: Vec<(String, Code)> = fields.collect();
        match way {
            Some(way) if fields.is_empty() => Code::Name(format!("Outcome::{}", way.ident)),
            Some(way) => Code::Struct { name: format!("Outcome::{}", way.ident), fields, rest: None },
            None => Code::Struct { name: "Output".to_owned(), fields, rest: None },
        }
    }

    fn field(&self, output: &WorkflowOutput, field: &Returned, env: &Env) -> Code {
        if field.presence == Presence::Never {
            return Code::Nothing(None);
        }
        self.converted(output, field, self.given(&output.value, &self.site(env), field.again))
    }

    /// A value with the type of its output.
    fn converted(&self, output: &WorkflowOutput, field: &Returned, value: Code) -> Code {
        let Some(step) = field.converted.and_then(|step| self.workflow.steps.get(step)) else {
            return value.wrapped_if(field.wrapped);
        };
        let by_run = |method: &str| run(method, [text(&step.name), text(&output.name), value]);
        let (is_lenient, is_certain) = (self.model.output_types.lenient, field.presence == Presence::Certain);
        match &output.given {
            Some(_) if !is_lenient => by_run("typed").tried().wrapped_if(field.wrapped),
            Some(_) if is_certain => by_run("typed_leniently").tried().wrapped_if(field.wrapped),
            Some(_) => by_run("typed_or_none"),
            // A workflow that calls this one may send it on.
            None if is_lenient && !is_certain && !self.model.is_called(self.workflow) => by_run("give_or_none"),
            None => by_run("give").tried().wrapped_if(field.wrapped),
        }
    }
}
