//! Workflows that call workflows.

use super::exact::exact;
use super::given::{Give, To};
use super::input::TOO_LONG;
use super::json::Value;
use super::response::{Answer, Exchange, Exchanged, sealed};
use super::run::Run;
use crate::{Error, ErrorKind};
use serde::{Serialize, de::DeserializeOwned};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

/// What came of a workflow that a step has called: its outputs, or its error.
pub struct Called<T> {
    output: Option<T>,
    exchange: Box<Exchange>,
}

impl<T> Called<T> {
    /// Whether it came to its end.
    pub fn succeeded(&self) -> bool {
        self.output.is_some()
    }

    /// Its outputs, when it came to its end.
    pub fn output(&self) -> Option<&T> {
        self.output.as_ref()
    }
}

impl<T> sealed::Sealed for Called<T> {}

impl<T: Sync> Answer for Called<T> {
    fn exchange(&self) -> Exchanged<'_> {
        Exchanged(&self.exchange)
    }
}

impl<T> fmt::Debug for Called<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Called").field("succeeded", &self.succeeded()).finish_non_exhaustive()
    }
}

impl Run {
    /// The outputs of a workflow that step `step` has called; its failure is one of the step.
    pub fn called<T: Sync>(&mut self, step: &'static str, result: Result<T, Error>) -> Result<T, Error> {
        let called = self.attempted(step, result)?;
        match called.output {
            Some(output) => Ok(output),
            None => Err(self.failed(&called)),
        }
    }

    /// The same for steps whose document says what to do when the workflow fails. An error that its journal has stopped it is for
    /// nobody to handle.
    pub fn attempted<T: Sync>(&mut self, step: &'static str, result: Result<T, Error>) -> Result<Called<T>, Error> {
        let sending = self.enter(step);
        let sending = self.sending(sending);
        let (output, error) = match result {
            Ok(output) => (Some(output), None),
            Err(error) => (None, Some(Arc::new(error))),
        };
        let status = error.as_ref().and_then(|error| error.status());
        self.answered(sending, status);
        let is_stopped = error.as_ref().is_some_and(|error| error.is_stopped());
        let called = Called { output, exchange: Box::new(Exchange::of_workflow(sending, error)) };
        if is_stopped { Err(self.failed(&called)) } else { Ok(called) }
    }

    /// The input of a workflow, out of values that are not all of its fields' own types.
    pub fn input<T: DeserializeOwned + Serialize>(&self, workflow: &str, members: impl Serialize) -> Result<T, Error> {
        let members = exact(members).map_err(|why| self.error(ErrorKind::Input, why.to_string()))?;
        let refused = |why: &str| {
            let message = format!("workflow `{workflow}`, which it calls, does not take what it is given{why}");
            self.error(ErrorKind::Input, message)
        };
        let too_long = || refused(&format!(": {TOO_LONG}"));
        let members = members.unwrap_or_default();
        let given = members.clone().give(To::Workflow).map_err(|_| too_long())?;
        // The parser's own words may quote a value.
        let why = |why: serde_json::Error| if why.to_string() == TOO_LONG { too_long() } else { refused("") };
        let input: T = serde_json::from_value(given).map_err(why)?;
        let read = exact(&input).ok().flatten().unwrap_or_default();
        if keeps_integers(&members, &read) { Ok(input) } else { Err(too_long()) }
    }

    /// An output of a workflow that has succeeded.
    pub fn taken<T: Sync, V>(&self, called: &Called<T>, take: impl FnOnce(&T) -> V) -> Result<V, Error> {
        called.output().map(take).ok_or_else(|| self.failed(called))
    }

    /// Refuses to go on before step `prerequisite` has run (Arazzo 1.1, `dependsOn` of a step).
    pub fn prerequisite(&self, step: &str, prerequisite: &str) -> Result<(), Error> {
        if self.has_run(prerequisite) {
            return Ok(());
        }
        let message = format!("it depends on step `{prerequisite}`, which has not run");
        Err(self.error_before(ErrorKind::MissingValue, step, message))
    }

    /// Runs a workflow that others depend on, unless it has run in this call already: then its outputs are those of that
    /// run. Two different inputs for the one run are an error.
    pub async fn once<I, O>(
        &self,
        workflow: &str,
        input: &I,
        call: impl Future<Output = Result<O, Error>>,
    ) -> Result<O, Error>
    where
        I: Clone + PartialEq + Send + 'static,
        O: Clone + Send + 'static,
    {
        if let Some((known, output)) = self.caller.shared.done.get::<(I, O)>() {
            if known == *input {
                return Ok(output);
            }
            let message = format!("workflow `{workflow}` runs once, and is given two different inputs");
            return Err(self.error(ErrorKind::Input, message));
        }
        let output = call.await?;
        self.caller.shared.done.insert((input.clone(), output.clone()));
        Ok(output)
    }

    /// The error that the workflow which a step calls has failed. The status and the body are those of its last response.
    pub(super) fn failed_inside(&self, answer: &impl Answer, inner: &Arc<Error>) -> Error {
        let place = inner.step().map(|step| format!(" at its step `{step}`")).unwrap_or_default();
        let message = format!("workflow `{}`, which it calls, has failed{place}", inner.workflow());
        self.error_of(inner.kind(), answer, message).with_response_of(inner)
    }
}

/// Whether the integers of a value are still the same where it was read as a type.
fn keeps_integers(value: &Value, read: &Value) -> bool {
    match (value, read) {
        (Value::Number(number), Value::Number(read)) => !number.is_whole() || number == read,
        (Value::Array(items), Value::Array(read)) => {
            items.iter().zip(read).all(|(item, read)| keeps_integers(item, read))
        }
        (Value::Object(members), Value::Object(read)) => {
            members.iter().all(|(name, member)| read.get(name).is_none_or(|read| keeps_integers(member, read)))
        }
        _ => true,
    }
}

/// Workflows that have run, by the types of their inputs and outputs: every workflow has its own.
#[derive(Default)]
pub(crate) struct Done(Mutex<HashMap<TypeId, Box<dyn Any + Send>>>);

impl Done {
    fn get<T: Clone + 'static>(&self) -> Option<T> {
        let done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        done.get(&TypeId::of::<T>())?.downcast_ref::<T>().cloned()
    }

    fn insert<T: Send + 'static>(&self, value: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), Box::new(value));
    }
}
