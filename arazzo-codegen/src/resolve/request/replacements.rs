//! The `replacements` of a request body (SPEC PR-01 … PR-10).

use super::room::Requests;
use crate::diagnostic::{Kind, Reported};
use crate::document::{Replacement, TargetType, Word, read_pointer, read_query, read_xpath};
use crate::model::{Expr, Language, Target};
use crate::resolve::responses::{Family, family};
use crate::resolve::values::Site;
use crate::syntax::condition::{Access, Condition, JsonPath, Operand, OperandKind, Query};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Why a target is not in a payload: the token that leads nowhere, and what is there instead.
struct Missing {
    token: usize,
    /// `None` where only the run will show what is there.
    reason: Option<String>,
}

impl Requests<'_> {
    /// The payload with its replacements: in what the document writes they are made here, in what an expression brings at run
    /// time.
    pub(super) fn replaced(
        &mut self,
        mut value: Expr,
        replacements: &[Replacement],
        content_type: &str,
    ) -> Result<Expr, Reported> {
        let mut refused = None;
        for replacement in replacements {
            let new = self.values().payload(&replacement.value, Site::request(&replacement.value.place));
            let done = match self.target(replacement, content_type) {
                Ok(Named::Place(pointer)) => new.and_then(|new| self.placed(&mut value, replacement, &pointer, new)),
                Ok(Named::Query(target)) => new.map(|new| replace_each(&mut value, target, new)),
                Err(reported) => Err(reported),
            };
            refused = refused.or(done.err());
        }
        refused.map_or(Ok(value), Err)
    }

    /// Replaces what is at one place; where a query names it, and what is there is known at run time only, as the query says.
    fn placed(
        &mut self,
        value: &mut Expr,
        replacement: &Replacement,
        pointer: &Pointer,
        new: Expr,
    ) -> Result<(), Reported> {
        let is_query = target_type(replacement) == Some(TargetType::JsonPath);
        let place = &replacement.target.place;
        let Missing { token, reason } = match replace(value, pointer, 0, new.clone(), is_query) {
            Ok(()) => return Ok(()),
            Err(missing) => missing,
        };
        let Some(reason) = reason else {
            let query = parsed_query(&replacement.target.text).ok_or_else(|| self.report.refused(place.value()))?;
            let target = self.each(&query, &replacement.target)?;
            replace_each(value, target, new);
            return Ok(());
        };
        let mark = if is_query { place.value() } else { place.range(pointer.token_range(token)) };
        Err(self.report.refuse(mark, Kind::ImpossibleTarget { reason }))
    }

    /// What a target names. XPath is for XML, and everything else is not.
    fn target(&mut self, replacement: &Replacement, content_type: &str) -> Result<Named, Reported> {
        if replacement.target_type.is_some() && self.known.document.is_1_0() {
            let kind = Kind::NewerFeature { what: "`targetSelectorType`", plain: false };
            self.report.add(replacement.target.place.name(), kind);
        }
        let is_xml = family(content_type) == Family::Xml;
        if let Some((kind, place)) = &replacement.target_type
            && (*kind == TargetType::XPath) != is_xml
        {
            let (what, allowed) = if is_xml {
                ("the type of a target in XML", vec!["xpath"])
            } else {
                ("the type of a target in a body that is not XML", vec!["jsonpointer", "jsonpath"])
            };
            let kind = Kind::InvalidValue { what, found: kind.text().to_owned(), allowed, closest: None };
            return Err(self.report.refuse(place.value(), kind));
        }
        match target_type(replacement) {
            _ if is_xml => self.in_xml(&replacement.target).map(Named::Query),
            Some(TargetType::JsonPath) => self.queried(&replacement.target),
            _ => read_pointer(&replacement.target, self.report).map(Named::Place),
        }
    }
}

impl Requests<'_> {
    /// What an XPath finds in XML.
    fn in_xml(&mut self, target: &Word) -> Result<Target, Reported> {
        let xpath = read_xpath(target, self.report)?;
        let query = self.values().xpath(&xpath, Site::request(&target.place))?;
        Ok(Target::Each { language: Language::XPath, query, name: last_name(&target.text) })
    }

    /// All that a JSONPath query finds.
    fn each(&mut self, query: &Query, target: &Word) -> Result<Target, Reported> {
        let query = self.values().query(query, Site::request(&target.place))?;
        Ok(Target::Each { language: Language::JsonPath, query, name: last_name(&target.text) })
    }

    /// The place, or the places, that a JSONPath query finds.
    fn queried(&mut self, target: &Word) -> Result<Named, Reported> {
        let operand = read_query(target, self.report)?;
        let OperandKind::Query(query) = operand.kind else {
            return Err(self.report.refused(target.place.value()));
        };
        match query.accesses() {
            Some(accesses) => Ok(Named::Place(Pointer::from_tokens(accesses.iter().map(Access::token).collect()))),
            None => self.each(&query, target).map(Named::Query),
        }
    }
}

fn target_type(replacement: &Replacement) -> Option<TargetType> {
    replacement.target_type.as_ref().map(|(kind, _)| *kind)
}

/// What a target names.
enum Named {
    Place(Pointer),
    Query(Target),
}

fn parsed_query(text: &str) -> Option<Query> {
    match JsonPath::parse(text).ok()?.condition {
        Condition::Operand(Operand { kind: OperandKind::Query(query), .. }) => Some(query),
        _ => None,
    }
}

/// The last word of a query that can be the name of what it finds.
pub(crate) fn last_name(query: &str) -> Option<String> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
    let mut words = query.split(|char| !is_part(char));
    words.rfind(|word| word.starts_with(char::is_alphabetic) && *word != "text").map(str::to_owned)
}

/// Replaces what a query finds at run time. A structure where XML is due is reported as such.
fn replace_each(value: &mut Expr, target: Target, new: Expr) {
    let is_xml = matches!(target, Target::Each { language: Language::XPath, .. });
    match value {
        Expr::Replaced(_, parts) => parts.push((target, new)),
        Expr::Object(_) | Expr::Array(_) if is_xml => {}
        whole => *whole = Expr::Replaced(Box::new(whole.clone()), vec![(target, new)]),
    }
}

/// Replaces what the tokens of a pointer from `depth` on lead to; or adds it, unless only what is there can be meant.
fn replace(value: &mut Expr, pointer: &Pointer, depth: usize, new: Expr, existing: bool) -> Result<(), Missing> {
    let Some(token) = pointer.tokens().get(depth) else {
        *value = new;
        return Ok(());
    };
    let missing = |reason: String| Err(Missing { token: depth, reason: Some(reason) });
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
        _ if existing => Err(Missing { token: depth, reason: None }),
        Expr::Replaced(_, parts) => {
            parts.push((Target::At(pointer.from(depth)), new));
            Ok(())
        }
        Expr::Input(_)
        | Expr::Output { .. }
        | Expr::Exchange(_)
        | Expr::Length(_)
        | Expr::Base64(_)
        | Expr::Select { .. }
        | Expr::Transfer(_) => {
            let whole = Box::new(value.clone());
            *value = Expr::Replaced(whole, vec![(Target::At(pointer.from(depth)), new)]);
            Ok(())
        }
    }
}

/// An index without leading zeros (RFC 6901).
fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| plain)
}
