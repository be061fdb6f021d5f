//! Values that are sent where a description has passwords.

use super::room::Requests;
use crate::model::{Confided, Expr};
use crate::openapi::{Node, hides};

impl Requests<'_> {
    /// Notes a value that is sent where a schema has passwords.
    pub(super) fn confide(&mut self, value: &Expr, schema: &Node) {
        let mut is_known = true;
        value.each(&mut |part| is_known &= !matches!(part, Expr::Input(_) | Expr::Output { .. }));
        if is_known {
            return;
        }
        let hides = hides(self.library, std::slice::from_ref(schema));
        if !hides.is_empty() {
            self.outgoing.confided.push(Confided { value: value.clone(), hides });
        }
    }
}
