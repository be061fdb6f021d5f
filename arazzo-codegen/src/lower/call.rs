//! Calls of other workflows.

use super::code::{Code, call as calling, json, name, run, text};
use super::constant::typed;
use super::lowering::Lowering;
use super::site::Site;
use super::{Json, module};
use crate::flow::Env;
use crate::model::{CallInput, Expr, Field, Passed, Presence, Step, Workflow, WorkflowCall};

impl Lowering<'_> {
    /// What comes back of a call whose result has the name of its step.
    pub(super) fn returned(step: &Step, attempt: bool) -> Code {
        let known = [text(&step.name), name(&step.ident)];
        run(if attempt { "attempted" } else { "called" }, known).tried()
    }

    /// What the function of the workflow returns.
    pub(super) fn result(&self, call: &WorkflowCall, env: &Env) -> Code {
        let result = self.awaited(call, env);
        // Which end it was is nothing that a document can ask.
        let tells_end = self.functions.get(call.workflow).is_some_and(|callee| !callee.ways.is_empty());
        if !tells_end {
            return result;
        }
        result.method("map", [name(format!("{}::Output::from", module(&call.module)))])
    }

    fn awaited(&self, call: &WorkflowCall, env: &Env) -> Code {
        let function = call.module.0.last().map(String::as_str).unwrap_or_default();
        let client = match call.timeout {
            Some(limit) => run("client_within", [Code::Duration(limit)]).referred(),
            None => run("client", []),
        };
        let input = self.call_input(call, env);
        let future = calling(format!("{}::{function}", module(&call.module)), [client, input]);
        if call.once {
            return run("once", [text(&call.id), self.given_input(call), future]).awaited();
        }
        if call.recursive { calling("Box::pin", [future]).awaited() } else { future.awaited() }
    }

    /// The input of a dependency, to compare it with one that was given elsewhere.
    fn given_input(&self, call: &WorkflowCall) -> Code {
        match &call.input {
            CallInput::Whole(value) => self.site(&Env::default()).serialisable(value),
            CallInput::Nothing => Code::Unit.referred(),
            CallInput::Json(_) | CallInput::Fields(_) => Code::Bug("a dependency is given inputs one by one"),
        }
    }

    fn call_input(&self, call: &WorkflowCall, env: &Env) -> Code {
        let site = self.site(env);
        match &call.input {
            CallInput::Nothing => calling(format!("{}::Input::default", module(&call.module)), []),
            CallInput::Whole(Expr::Input(path)) => site.input_place(path).0.then("clone"),
            CallInput::Whole(other) => site.serialisable(other),
            CallInput::Json(passed) => {
                let passed = passed.iter().filter(|passed| !site.is_absent(&passed.value));
                let members = passed.map(|passed| (passed.name.clone(), self.member(call, passed, &site)));
                let input = json(Json::Object(members.collect()));
                run("input", [text(&call.id), input]).tried()
            }
            CallInput::Fields(passed) => self.fields(call, passed, &site),
        }
    }

    /// An input by way of JSON.
    fn member(&self, call: &WorkflowCall, passed: &Passed, site: &Site<'_>) -> Json {
        if self.is_null_without_value(call, passed, site) {
            return Json::Value(site.as_input(&passed.value).wrapped());
        }
        site.json_part(&passed.value, Site::as_input)
    }

    /// Whether an input of a called workflow is null without a value: where it may be null, and not left out.
    fn is_null_without_value(&self, call: &WorkflowCall, passed: &Passed, site: &Site<'_>) -> bool {
        let fields = self.model.workflows.get(call.workflow).map(|callee| callee.inputs.fields()).unwrap_or_default();
        let field = passed.field.and_then(|index| fields.get(index));
        field.is_some_and(|field| field.is_demanded() && field.is_option()) || site.is_null_none(&passed.value)
    }

    /// The input as a struct, with what is not said left to its defaults.
    fn fields(&self, call: &WorkflowCall, passed: &[Passed], site: &Site<'_>) -> Code {
        let Some(callee) = self.model.workflows.get(call.workflow) else {
            return Code::Bug("a called workflow is not there");
        };
        let fields = callee.inputs.fields();
        let field_of = |passed: &&Passed| passed.field.and_then(|index| fields.get(index));
        let (demanded, optional): (Vec<&Passed>, Vec<&Passed>) =
            passed.iter().partition(|passed| field_of(passed).is_some_and(Field::is_demanded));
        let values = |list: &[&Passed]| -> Vec<(String, Code)> {
            list.iter().filter_map(|passed| Some(self.passed(passed, field_of(passed)?, callee, site))).collect()
        };
        let (optional, demanded) = (values(&optional), values(&demanded));
        if passed.len() == fields.len() && callee.inputs.extra().is_none() {
            return input(call, [demanded, optional].concat(), None);
        }
        let (required, of) = (!demanded.is_empty(), module(&call.module));
        let rest = if required {
            Code::Struct { name: format!("{of}::Required"), fields: demanded, rest: None }.then("into")
        } else {
            calling(format!("{of}::Input::default"), [])
        };
        if required && optional.is_empty() { rest } else { input(call, optional, Some(rest)) }
    }

    fn passed(&self, passed: &Passed, field: &Field, callee: &Workflow, site: &Site<'_>) -> (String, Code) {
        let value = match &passed.value {
            Expr::Literal(value) => typed(value, &field.ty, &callee.inputs.types).wrapped_if(field.is_option()),
            value => match site.presence(value) {
                Presence::Never => Code::Nothing(None),
                presence => {
                    let wrapped = presence == Presence::Certain && field.is_option();
                    self.given(value, site, true).wrapped_if(wrapped)
                }
            },
        };
        (field.ident.clone(), value)
    }
}

/// `super::login::Input { … }`
fn input(call: &WorkflowCall, fields: Vec<(String, Code)>, rest: Option<Code>) -> Code {
    Code::Struct { name: format!("{}::Input", module(&call.module)), fields, rest: rest.map(Box::new) }
}
