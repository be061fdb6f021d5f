//! The `replacements` of a request body (SPEC PR-01 … PR-10).

use super::expression::Position;
use super::media::{Family, family};
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{Replacement, TargetType, Word};
use crate::model::Expr;
use crate::syntax::condition::{Access, Condition, JsonPath, Operand, OperandKind};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Why a target is not in a payload: the token that leads nowhere, and what is there instead.
struct Missing {
    token: usize,
    reason: String,
}

impl Scope<'_, '_> {
    /// The payload with its replacements: in what the document writes they are made here, in what an expression brings at run
    /// time.
    pub(super) fn replaced(
        &mut self,
        mut value: Expr,
        replacements: &[Replacement],
        content_type: &str,
    ) -> Option<Expr> {
        let mut complete = true;
        for replacement in replacements {
            let new = self.payload(&replacement.value, Position::Request);
            let pointer = self.target(replacement, content_type);
            let (Some(new), Some(pointer)) = (new, pointer) else {
                complete = false;
                continue;
            };
            let is_query = replacement.target_type == Some(TargetType::JsonPath);
            if let Err(Missing { token, reason }) = replace(&mut value, &pointer, 0, new, is_query) {
                let place = &replacement.target.place;
                let mark = if is_query { place.value() } else { place.range(pointer.token_range(token)) };
                self.context.report.add(mark, Kind::ImpossibleTarget { reason });
                complete = false;
            }
        }
        complete.then_some(value)
    }

    /// The place that a target names.
    fn target(&mut self, replacement: &Replacement, content_type: &str) -> Option<Pointer> {
        let is_xml = family(content_type) == Family::Xml;
        let mark = replacement.target.place.value();
        match replacement.target_type {
            Some(TargetType::XPath) | None if is_xml || replacement.target_type.is_some() => {
                let what = "XPath as the target of a replacement".to_owned();
                self.context.report.add(mark, Kind::Unsupported { what });
                None
            }
            Some(TargetType::JsonPath) => self.queried(&replacement.target),
            _ => match Pointer::parse(&replacement.target.text) {
                Ok(pointer) => Some(pointer),
                Err(problem) => {
                    let mark = replacement.target.place.range(problem.range);
                    self.context.report.add(mark, Kind::BadPointer { reason: problem.reason });
                    None
                }
            },
        }
    }
}

impl Scope<'_, '_> {
    /// The one place that a JSONPath query finds.
    fn queried(&mut self, target: &Word) -> Option<Pointer> {
        let parsed = match JsonPath::parse(&target.text) {
            Ok(parsed) => parsed,
            Err(problem) => {
                let kind = Kind::BadCondition { reason: problem.reason, closest: problem.closest };
                self.context.report.add(target.place.range(problem.range), kind);
                return None;
            }
        };
        let accesses = match &parsed.condition {
            Condition::Operand(Operand { kind: OperandKind::Query(query), .. }) => query.accesses(),
            _ => None,
        };
        if accesses.is_none() {
            let what = "a replacement whose target is JSONPath for several places".to_owned();
            self.context.report.add(target.place.value(), Kind::Unsupported { what });
        }
        Some(Pointer::from_tokens(accesses?.iter().map(Access::token).collect()))
    }
}

/// Replaces what the tokens of a pointer from `depth` on lead to; or adds it, unless only what is there can be meant.
fn replace(value: &mut Expr, pointer: &Pointer, depth: usize, new: Expr, existing: bool) -> Result<(), Missing> {
    let Some(token) = pointer.tokens().get(depth) else {
        *value = new;
        return Ok(());
    };
    let missing = |reason: String| Err(Missing { token: depth, reason });
    let is_last = depth + 1 == pointer.tokens().len();
    match value {
        Expr::Object(members) => match members.iter_mut().find(|(name, _)| name == token) {
            Some((_, member)) => replace(member, pointer, depth + 1, new, existing),
            None if is_last && !existing => {
                members.push((token.clone(), new));
                Ok(())
            }
            None => missing(format!("the object there has no `{token}`")),
        },
        Expr::Array(items) if is_last && !existing && token == "-" => {
            items.push(new);
            Ok(())
        }
        Expr::Array(items) => match index(token).and_then(|index| items.get_mut(index)) {
            Some(item) => replace(item, pointer, depth + 1, new, existing),
            None => missing(format!("the list there has no element `{token}`")),
        },
        Expr::Literal(Value::String(_)) | Expr::Template(_) => missing("there is text".to_owned()),
        Expr::Literal(literal) => missing(format!("there is {}", literal.kind())),
        _ if existing => missing("what an expression brings is known at run time only".to_owned()),
        Expr::Replaced(_, parts) => {
            parts.push((pointer.from(depth), new));
            Ok(())
        }
        Expr::Input(_)
        | Expr::Output { .. }
        | Expr::Exchange(_)
        | Expr::Length(_)
        | Expr::Select { .. }
        | Expr::Transfer(_) => {
            let whole = Box::new(value.clone());
            *value = Expr::Replaced(whole, vec![(pointer.from(depth), new)]);
            Ok(())
        }
    }
}

/// An index without leading zeros (RFC 6901).
fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| plain)
}
