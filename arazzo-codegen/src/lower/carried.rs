//! Values that may be bytes: where they are sent, and what comes back of them from a called workflow.

use super::code::{Code, call};
use super::site::Site;
use crate::model::{Expr, Ty};

impl Site<'_> {
    /// A value where bytes are sent.
    pub(super) fn sent_bytes(&self, value: &Expr) -> Code {
        let written = self.serialisable(value);
        match value {
            value if is_files(value) => call("rt::urls", [written]),
            value if self.may_be_bytes(value) => written,
            _ => call("rt::as_is", [written]),
        }
    }

    /// A value where bytes are sent in base64.
    pub(super) fn base64(&self, value: &Expr) -> Code {
        let written = self.serialisable(value);
        if self.may_be_bytes(value) { call("rt::base64", [written]) } else { written }
    }

    fn may_be_bytes(&self, value: &Expr) -> bool {
        self.is_carried(value) || self.workflow.may_be_data_url(value)
    }

    /// A value as an input of another workflow, read as JSON.
    pub(super) fn as_input(&self, value: &Expr) -> Code {
        match value {
            Expr::Array(_) | Expr::Object(_) => self.json(value, Self::as_input),
            value if self.is_carried(value) => call("rt::as_input", [self.serialisable(value)]),
            value => self.serialisable(value),
        }
    }
}

/// Whether a value is a list of files. JSON of a list has no bytes.
fn is_files(value: &Expr) -> bool {
    let Expr::Input(path) = value else { return false };
    matches!(&path.ty, Ty::Array(items) if **items == Ty::Content)
}

/// A field of another workflow's `Output` as a variable.
pub(super) fn received(value: Code, ty: Option<&Ty>, certain: bool) -> Code {
    match (ty, certain) {
        (Some(Ty::Received), true) => call("rt::Received::from", [value]),
        (Some(Ty::Received), false) => value.method("map", [super::code::name("rt::Received::from")]),
        _ => value,
    }
}
