//! The room of criteria.

use super::constant::check_together;
use crate::diagnostic::{Kind, Reported};
use crate::document::Criterion;
use crate::model::{Request, StepId, Test};
use crate::place::Place;
use crate::resolve::responses::Answers;
use crate::resolve::values::{Site, Values};
use crate::status::StatusSet;

/// Makes tests of criteria.
pub(crate) struct Tests<'t> {
    pub(crate) values: Values<'t>,
}

/// What criteria are about: a step, what it has sent, and the responses that are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) step: StepId,
    pub(crate) request: Option<&'a Request>,
    pub(crate) answers: &'a Answers,
}

impl<'a> Of<'a> {
    pub(super) fn site(self, place: &'a Place) -> Site<'a> {
        Site::response(place, self.step, self.request)
    }
}

impl Tests<'_> {
    /// The test of a list of criteria, all of which must hold.
    pub(crate) fn criteria(&mut self, criteria: &[Criterion], of: Of<'_>) -> Test {
        let mut tests = Vec::new();
        for criterion in criteria {
            let test = self.criterion(criterion, of);
            let test = match self.values.known.callee(of.step) {
                Some(_) => test.and_then(|test| self.criterion_of_call(test, &criterion.place)),
                None => test,
            };
            tests.extend(test);
        }
        check_together(criteria, self.values.library, self.values.report);
        Test::all(tests)
    }

    /// A criterion of a step that calls a workflow: there is no status, but one that means success is understood (SPEC A-41).
    fn criterion_of_call(&mut self, test: Test, place: &Place) -> Result<Test, Reported> {
        match (&test, test.as_status()) {
            (Test::Always(_), _) => Ok(test),
            (_, Some(set)) if !set.is_empty() && set.is_subset(&StatusSet::of(200..=299)) => {
                self.values.report.add(place.value(), Kind::StatusOfWorkflow);
                Ok(Test::Always(true))
            }
            (_, None) if !test.reads_status() => Ok(test),
            _ => {
                let reason = "a step that calls a workflow has outputs, and no response of its own";
                let kind = Kind::WrongScope { expression: "$statusCode".to_owned(), reason };
                Err(self.values.report.refuse(place.value(), kind))
            }
        }
    }
}
