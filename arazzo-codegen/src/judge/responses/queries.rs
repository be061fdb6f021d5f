//! JSONPath queries, followed through the schemas of responses as far as these know where they lead.

use crate::diagnostic::Kind;
use crate::model::StepId;
use crate::openapi::{Node, Shape};
use crate::place::{Mark, Part};
use crate::resolve::{Answers, FilterNames, Responses, written};
use crate::suggest::closest;
use crate::syntax::condition::{Operand, OperandKind, Query, Root, Segment, Selector};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Keywords by which an object may have members that `properties` does not name.
const OPEN: [&str; 9] = [
    "additionalProperties",
    "unevaluatedProperties",
    "patternProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "dependentSchemas",
    "$ref",
];

/// Where a query begins: a response, and a part of it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) step: StepId,
    pub(super) at: &'a Pointer,
    pub(super) answers: &'a Answers,
}

impl Responses<'_> {
    /// Reports what a query looks for, and no response has.
    pub(super) fn check_query(&mut self, query: &Query, asked: Asked<'_>, mark: &Mark) {
        let is_whole = query.root == Root::Document && !query.segments.is_empty();
        if is_whole && !self.check_has_parts(asked, mark) {
            return;
        }
        self.check_members(query, asked, mark);
        let mut at = asked.at.clone();
        for Segment { descendant, selectors } in &query.segments {
            let ([selector], false) = (selectors.as_slice(), descendant) else { return };
            let inside = match selector {
                Selector::Name(name) if !name.contains("{$") => Some(at.child(name)),
                Selector::Index(index) if *index >= 0 => Some(at.child(&index.to_string())),
                // Of a list every element has the same schema; of an object each member has its own.
                Selector::Wildcard | Selector::Slice(_) | Selector::Filter(_) => {
                    let item = self.is_list(Asked { at: &at, ..asked }).then(|| at.child("0"));
                    if let (Selector::Filter(condition), Some(item)) = (selector, &item) {
                        condition.each_operand(&mut |operand| {
                            self.check_filter(operand, Asked { at: item, ..asked }, mark);
                        });
                    }
                    item
                }
                _ => None,
            };
            let Some(inside) = inside else { break };
            at = inside;
        }
        if at != *asked.at {
            self.check_body_pointer(asked.step, &at, asked.answers, mark.clone());
        }
    }

    /// What a filter reads of each element.
    fn check_filter(&mut self, operand: &Operand, asked: Asked<'_>, mark: &Mark) {
        match &operand.kind {
            OperandKind::Query(query) if query.root == Root::Current => self.check_query(query, asked, mark),
            OperandKind::Call(_, arguments) => {
                for argument in arguments {
                    self.check_filter(argument, asked, mark);
                }
            }
            _ => {}
        }
    }

    fn is_list(&mut self, asked: Asked<'_>) -> bool {
        matches!(self.describe_body(asked.step, asked.at, &asked.answers.statuses).0, Shape::Array(_))
    }

    /// Reports a filter on an object of whose members none has what it reads (SPEC JP-08).
    fn check_members(&mut self, query: &Query, asked: Asked<'_>, mark: &Mark) {
        let Some(filter) = query.first_filter() else { return };
        let names = FilterNames::of(filter);
        if names.others || names.reads_root {
            return;
        }
        let (Some(name), Some(members)) = (names.members.first(), self.known_members(asked)) else { return };
        let inside = |member: &String, name: &String| asked.at.child(member).child(name);
        let mut read = members.iter().flat_map(|member| names.members.iter().map(move |name| inside(member, name)));
        if read.any(|at| self.may_have(asked.step, &at, asked.answers)) {
            return;
        }
        let standard = self.of_list(&members, &names.members, asked, mark);
        let is_own = members.contains(name).then(|| name.clone());
        let own = is_own.or_else(|| closest(name, members.iter().map(String::as_str)));
        self.report.add(mark.clone(), Kind::MemberFilter { name: name.clone(), standard, own });
    }

    /// The members of an object that surely has no others, as far as the responses say what they have.
    fn known_members(&mut self, asked: Asked<'_>) -> Option<Vec<String>> {
        let is_open = |schema: &Node| {
            OPEN.iter().any(|key| schema.value.get(key).is_some_and(|value| *value != Value::Bool(false)))
        };
        let schemas = self.schemas_of(asked.step, asked.at, asked.answers)?;
        let members = schemas.iter().map(|schema| schema.get("properties").filter(|_| !is_open(schema)));
        let members: Vec<Node> = members.collect::<Option<_>>()?;
        Some(members.iter().flat_map(Node::members).map(|(name, _)| name).collect())
    }

    /// The query for the elements of the only list that has what the filter reads.
    fn of_list(&mut self, members: &[String], names: &[String], asked: Asked<'_>, mark: &Mark) -> Option<String> {
        let mut lists = members.iter().filter(|member| {
            let at = asked.at.child(member);
            let item = at.child("0");
            self.is_list(Asked { at: &at, ..asked })
                && names.iter().all(|name| self.declares(asked.step, &item.child(name)))
        });
        let member = lists.next().filter(|member| lists.all(|other| other == *member))?;
        let written = match &mark.part {
            Part::Range(range) => written(self.library, &mark.place, range.clone()),
            Part::Value | Part::Key => written(self.library, &mark.place, ..),
        };
        let is_plain = member.chars().all(|char| char.is_ascii_alphabetic() || char == '_');
        let rest = written.strip_prefix('$').filter(|rest| is_plain && rest.starts_with("[?"))?;
        Some(format!("$.{member}{rest}"))
    }
}
