//! Values that are given away: as outputs, or as inputs of called workflows.

use super::code::{Code, call, name, run, text};
use super::lowering::Lowering;
use super::part::owned;
use super::site::{Site, undeclared};
use crate::flow::{Held, Slot};
use crate::model::{AsOutput, Expr, Finds, InputPath, StepId, Ty};

impl Lowering<'_> {
    /// A value that is there; `again` when it is needed once more.
    pub(super) fn given(&self, value: &Expr, site: &Site<'_>, again: bool) -> Code {
        match value {
            Expr::Output { output, pointer } if pointer.is_empty() => {
                let Some(variable) = site.variable(*output) else { return Code::Bug("an output is lost") };
                owned(variable, again)
            }
            Expr::Input(path) => self.given_input_of(path, site, again),
            Expr::Transfer(steps) => self.transferred(steps, site),
            Expr::Literal(_) if !value.has_digits() => call("rt::serde_json::Value::from", [site.serialisable(value)]),
            Expr::Template(_) if site.is_certain(value) => site.serialisable(value).wrapped(),
            Expr::Template(_) => run("text", [site.serialisable(value)]).tried(),
            Expr::Literal(_) | Expr::Array(_) | Expr::Object(_) | Expr::Replaced(..) => {
                call("rt::part", [site.serialisable(value).referred(), text("")])
            }
            Expr::Select { finds: Finds::XPath(shape), .. } => {
                site.serialisable(value).typed("lenient", Ty::of_shape(shape).with_digits())
            }
            other => site.serialisable(other),
        }
    }

    /// The outputs of the workflow that took over, as the field holds them.
    fn transferred(&self, steps: &[StepId], site: &Site<'_>) -> Code {
        let Some(variable) = steps.iter().find_map(|step| site.env.get(&Slot::Response(*step))) else {
            return Code::Bug("no workflow took over");
        };
        let outputs = name(&variable.ident);
        let call = steps.first().and_then(|step| self.workflow.steps.get(*step)).and_then(|step| step.call.workflow());
        if call.is_some_and(|call| call.recursive) { self::call("Box::new", [outputs]) } else { outputs }
    }

    /// An input as it is given away.
    fn given_input_of(&self, path: &InputPath, site: &Site<'_>, again: bool) -> Code {
        let kind = self.workflow.inputs.as_output(&path.ty);
        let (is_whole, undeclared) = (path.pointer.is_empty(), undeclared(path));
        match undeclared.filter(|_| path.undeclared().is_some_and(|(_, rest)| rest.is_empty())) {
            Some(place) => match kind {
                AsOutput::Same if self.workflow.inputs.is_copy(&path.ty) => place.then("copied"),
                AsOutput::Same => place.then("cloned"),
                AsOutput::Text => text_in(place),
                AsOutput::Json => call("rt::json", [place.referred(), text("")]),
            },
            None if !is_whole || kind == AsOutput::Json => site.part_of_input(path),
            None if kind == AsOutput::Text => {
                let place = site.input_place(path).0;
                let is_certain = site.is_certain(&Expr::Input(path.clone()));
                if is_certain { place.then("as_str").then("to_owned") } else { text_in(place) }
            }
            None => {
                let (place, held) = site.input_place(path);
                place.then_if(held == Held::Borrowed || again && held == Held::Owned, "clone")
            }
        }
    }
}

/// The text of an enum that may not be there.
fn text_in(place: Code) -> Code {
    let text = name("value").then("as_str").then("to_owned");
    place.method("map", [Code::Closure("value", Box::new(text))])
}
