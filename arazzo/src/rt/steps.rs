//! The steps of a workflow as an enum.

/// Gives an enum of steps their ids, `Display`, `FromStr`, and the step of an error.
#[doc(hidden)]
#[macro_export]
macro_rules! __steps {
    ($name:ident, $workflow:literal, $($variant:ident = $id:literal),*) => {
        impl $name {
            /// The step that could not go on. `None` if the error is not one step's matter, or one of another workflow.
            #[must_use]
            pub fn of(error: &$crate::Error) -> ::core::option::Option<Self> {
                let step = error.step().filter(|_| error.workflow() == $workflow)?;
                step.parse().ok()
            }

            /// The id of the step in the document.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(self.id())
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownStep;

            fn from_str(id: &str) -> ::core::result::Result<Self, $crate::UnknownStep> {
                match id {
                    $($id => ::core::result::Result::Ok(Self::$variant),)*
                    _ => ::core::result::Result::Err($crate::UnknownStep::new($workflow)),
                }
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "as generated modules allow it")]
mod tests {
    use crate::{Error, ErrorKind};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Step {
        Order,
        Pay,
        Err,
    }
    crate::__steps!(Step, "buy", Order = "order", Pay = "pay-now", Err = "err");

    #[test]
    fn a_step_is_known_by_its_id() {
        for (step, id) in [(Step::Order, "order"), (Step::Pay, "pay-now"), (Step::Err, "err")] {
            assert_eq!((step.id(), step.to_string().as_str(), id.parse()), (id, id, Ok(step)));
        }
        let unknown = "Pay".parse::<Step>().unwrap_err();
        assert_eq!(unknown.to_string(), "the workflow `buy` has no step of this name");
    }

    #[test]
    fn the_step_of_an_error_is_one_of_its_own_workflow() {
        let error = |workflow: &str| Error::new(ErrorKind::StepFailed, "it failed").in_workflow(workflow);
        assert_eq!(Step::of(&error("buy").in_step("pay-now", 1)), Some(Step::Pay));
        assert_eq!(Step::of(&error("sell").in_step("pay-now", 1)), None);
        assert_eq!(Step::of(&error("buy")), None);
    }
}
