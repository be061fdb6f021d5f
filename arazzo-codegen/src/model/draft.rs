//! A workflow whose parts have no names in Rust yet.

use super::{Action, Call, Scheme, Source, Static, StepOutput, XmlStatic};

/// In the place of a name that is given when everything else of the module is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unnamed;

impl Source<Unnamed> {
    pub(crate) fn named(self, constant: String) -> Source {
        Source { name: self.name, constant, path: self.path, server: self.server }
    }
}

impl Scheme<Unnamed> {
    pub(crate) fn named(self, constant: String) -> Scheme {
        let Scheme { source, name, kind, description, .. } = self;
        Scheme { source, name, constant, kind, description }
    }
}

impl Call<Unnamed> {
    /// The same with the name of the constant that describes the operation; a call of a workflow has none.
    pub(crate) fn named(self, constant: String) -> Call {
        match self {
            Call::Operation { request, .. } => Call::Operation { request, constant },
            Call::Workflow(call) => Call::Workflow(call),
            Call::Unknown(reported) => Call::Unknown(reported),
        }
    }
}

impl Action<Unnamed> {
    pub(crate) fn named(self, ident: String) -> Action {
        Action { name: self.name, ident, test: self.test, then: self.then, place: self.place }
    }
}

impl StepOutput<Unnamed> {
    pub(crate) fn named(self, ident: String) -> StepOutput {
        let StepOutput { name, value, shape, presence, secret, hides, digits, .. } = self;
        StepOutput { name, ident, value, shape, presence, secret, hides, digits }
    }
}

impl Static<Unnamed> {
    pub(crate) fn named(self, constant: String) -> Static {
        Static { constant, language: self.language, text: self.text, step: self.step }
    }
}

impl XmlStatic<Unnamed> {
    pub(crate) fn named(self, constant: String) -> XmlStatic {
        XmlStatic { constant, of: self.of, xml: self.xml }
    }
}
