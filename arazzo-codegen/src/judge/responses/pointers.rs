//! Reports what is read of responses and none of them has.

use super::queries::Asked;
use crate::diagnostic::{Kind, Relation};
use crate::model::StepId;
use crate::openapi::{Dead, Reach, flag};
use crate::place::Mark;
use crate::resolve::{Answers, BodyKnown, Responses, Told};
use crate::suggest::{closest, is_slip};
use crate::syntax::pointer::Pointer;

impl Responses<'_> {
    /// Reports a pointer that none of the admitted responses can have, or that a schema does not declare.
    pub(super) fn check_body_pointer(&mut self, step: StepId, pointer: &Pointer, answers: &Answers, mark: Mark) {
        let told = self.admitted(step, pointer, answers);
        if self.report_no_json(step, &told, !pointer.is_empty(), &mark) {
            return;
        }
        let Some(operation) = self.operation(step) else { return };
        let operation = operation.name.clone();
        let described = told.iter().filter(|told| told.body == BodyKnown::Described);
        let (mut dead, mut undeclared) = (None, None);
        for told in described {
            match &told.reach {
                Err(found) => dead = dead.or(Some(found.clone())),
                Ok(Reach { undeclared: Some(found), .. }) => undeclared = undeclared.or(Some(found.clone())),
                Ok(Reach { schema: Some(schema), .. }) if flag(schema, "writeOnly") == Some(true) => {
                    let property = pointer.tokens().last().cloned().unwrap_or_default();
                    let second = schema.place.key("writeOnly").name();
                    let kind = Kind::OneWayProperty { property, operation, is_response: true };
                    self.report.add(mark, kind).also(second, Relation::Schema);
                    return;
                }
                Ok(_) => return,
            }
        }
        if told.iter().any(|told| {
            matches!(told.body, BodyKnown::Undescribed | BodyKnown::Other | BodyKnown::Bytes | BodyKnown::Stream)
        }) {
            return;
        }
        let mark = self.at_token(mark, pointer, dead.as_ref().or(undeclared.as_ref()));
        let is_undeclared = undeclared.is_some();
        let Some(Dead { token, reason, closest, schema, closed }) = undeclared.or(dead) else { return };
        let kind = if is_undeclared {
            Kind::UndeclaredProperty { pointer: pointer.to_string(), operation, reason, closest }
        } else {
            // One mistake away from a member of an object that has no others: a slip of the pen, whatever the API answers.
            let written = pointer.tokens().get(token);
            let is_near = written.zip(closest.as_ref()).is_some_and(|(written, meant)| is_slip(written, meant));
            let slip = closed && is_near && !answers.assumed;
            Kind::ImpossiblePointer { pointer: pointer.to_string(), operation, reason, closest, slip }
        };
        self.report.add(mark, kind).also_if(schema, Relation::Schema);
    }

    /// Reports a query into bodies that have no parts.
    pub(super) fn check_has_parts(&mut self, asked: Asked<'_>, mark: &Mark) -> bool {
        let mut told = self.admitted(asked.step, asked.at, asked.answers);
        // What a pointer finds in XML, a query does not.
        for told in told.iter_mut().filter(|told| told.is_xml) {
            told.body = BodyKnown::Other;
        }
        !self.report_no_json(asked.step, &told, true, mark)
    }

    fn report_no_json(&mut self, step: StepId, told: &[Told], part: bool, mark: &Mark) -> bool {
        let Some(operation) = self.operation(step) else { return false };
        let Some(reason) = without_json(told, part) else { return false };
        let kind = Kind::NoJsonBody { operation: operation.name.clone(), reason };
        let responses = operation.place.key("responses").name();
        self.report.add(mark.clone(), kind).also(responses, Relation::Responses);
        true
    }

    /// A header that the responses of an operation do not have, where they say which they have.
    pub(super) fn check_response_header(&mut self, step: StepId, name: &str, mark: Mark) {
        // Those of HTTP itself are not always listed.
        const COMMON: [&str; 12] = [
            "location",
            "etag",
            "retry-after",
            "content-type",
            "content-length",
            "content-location",
            "date",
            "last-modified",
            "link",
            "set-cookie",
            "www-authenticate",
            "cache-control",
        ];
        let Some(operation) = self.operation(step) else { return };
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        let known: Vec<String> = headers.map(|header| header.name.clone()).collect();
        let is_known = known.iter().map(String::as_str).chain(COMMON).any(|known| known.eq_ignore_ascii_case(name));
        if known.is_empty() || is_known {
            return;
        }
        let closest = closest(name, known.iter().map(String::as_str));
        let responses = operation.place.key("responses").name();
        let kind = Kind::UndocumentedHeader { header: name.to_owned(), operation: operation.name.clone(), closest };
        self.report.add(mark, kind).also(responses, Relation::Responses);
    }

    /// The token of the pointer that is wrong, when the whole value at the mark is an expression that ends in the pointer.
    fn at_token(&self, mark: Mark, pointer: &Pointer, dead: Option<&Dead>) -> Mark {
        let Some(dead) = dead else { return mark };
        let text = self.library.peek(&mark.place).and_then(|node| node.value.as_str().map(str::to_owned));
        let Some(text) = text else { return mark };
        let written = pointer.to_string();
        let Some(start) = text.find(&format!("#{written}")) else { return mark };
        let range = pointer.token_range(dead.token);
        mark.place.range(start + 1 + range.start..start + 1 + range.end)
    }
}

/// Why the body, or a part of it, is in none of these responses, whatever it is.
fn without_json(told: &[Told], part: bool) -> Option<String> {
    let all = |body: &[BodyKnown]| !told.is_empty() && told.iter().all(|told| body.contains(&told.body));
    if all(&[BodyKnown::Never]) {
        return Some("has a body".to_owned());
    }
    if part && all(&[BodyKnown::Never, BodyKnown::Stream]) {
        return Some("is one JSON value: a stream of them is read as one text".to_owned());
    }
    let others = [BodyKnown::Never, BodyKnown::Other, BodyKnown::Bytes, BodyKnown::Stream];
    let mut types: Vec<String> = told.iter().flat_map(|told| &told.types).map(|name| format!("`{name}`")).collect();
    types.dedup();
    (part && all(&others)).then(|| format!("is JSON: {} has no parts", types.join(" or ")))
}
