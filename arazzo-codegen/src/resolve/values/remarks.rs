//! Reports about expressions.

use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::Expr;
use crate::syntax::expression::Named;
use crate::syntax::pointer::Pointer;

impl Values<'_> {
    /// Reports an expression that cannot be compiled; it has no value.
    pub(crate) fn unsupported(&mut self, what: &str, site: Site<'_>) -> Result<Expr, Reported> {
        Err(self.report.refuse(site.mark(), Kind::Unsupported { what: what.to_owned() }))
    }

    /// Reports an expression that means nothing where it stands; it has no value.
    pub(super) fn wrong_scope(
        &mut self,
        expression: &str,
        reason: &'static str,
        site: Site<'_>,
    ) -> Result<Expr, Reported> {
        let kind = Kind::WrongScope { expression: expression.to_owned(), reason };
        Err(self.report.refuse(site.mark(), kind))
    }

    /// A part that is named with `.name` or `[n]`. Where braces are missing too, one note says both.
    pub(super) fn note_dotted(&mut self, named: &Named, (before, name): (&str, &str), part: &Pointer, site: Site<'_>) {
        if !site.is_unbraced {
            let canonical = format!("{before}{name}#{part}");
            self.report.add(site.place.range(named.spelled(before)), Kind::DottedPart { canonical });
        }
    }
}
