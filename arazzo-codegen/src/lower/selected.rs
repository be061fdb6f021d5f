//! Outputs that a query takes out of a response.

use super::code::{Code, name, text};
use super::site::Site;
use crate::flow::How;
use crate::model::{Exchange, Expr, Finds, Language, StepOutput};

impl Site<'_> {
    /// What a query finds, for an output of a step. Where the step has failed, what cannot be read is absent.
    pub(super) fn selected(&self, output: &StepOutput, how: How) -> Code {
        let found = self.found(output, how == How::Lenient);
        match how {
            How::Required => self.read_by_run("demanded", output, [found]),
            _ => found,
        }
    }

    fn found(&self, output: &StepOutput, lenient: bool) -> Code {
        let Expr::Select { context, query, finds } = &output.value else {
            return Code::Bug("a query is read where there is none");
        };
        let body = match &**context {
            Expr::Exchange(Exchange::Body(pointer)) if !lenient => Some(text(pointer.to_string())),
            _ => None,
        };
        match (finds, body) {
            (Finds::XPath(_), Some(pointer)) => {
                let query = self.program(query, Language::XPath).referred();
                self.read_by_run("xpath", output, [pointer, query])
            }
            (Finds::XPath(_), None) if lenient => self.serialisable(&output.value).then("lenient"),
            (Finds::XPath(_), None) => self.read_by_run("found", output, [self.serialisable(&output.value)]),
            (_, Some(pointer)) => {
                let query = self.program(query, Language::JsonPath).referred();
                let method = if *finds == Finds::One { "selected_one" } else { "selected" };
                self.read_by_run(method, output, [pointer, query])
            }
            (_, None) => self.serialisable(&output.value),
        }
    }

    /// `run.method(&response, "output", …)?`
    fn read_by_run<const N: usize>(&self, method: &str, output: &StepOutput, rest: [Code; N]) -> Code {
        let arguments = [self.response().referred(), text(&output.name)].into_iter().chain(rest);
        name("run").method(method, arguments).tried()
    }
}
