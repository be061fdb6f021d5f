//! The fields of `application/x-www-form-urlencoded`: how OpenAPI says that they are written.

use super::media::{Family, charset, family, is_json, without_boundary};
use super::styles::member;
use super::workflow::Scope;
use crate::check::Styling;
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Argument, Expr, Fragment, Serialisation};
use crate::openapi::Location;
use crate::openapi::{Media, Written, percent_decode};
use crate::place::Place;
use crate::value::Value;

/// What a form can be written in: both give the same bytes, for all is percent-encoded.
const CHARSETS: [&str; 2] = ["utf-8", "us-ascii"];

impl Scope<'_, '_> {
    /// The fields that are not written as their values say: of an object that the document writes, or of any.
    pub(super) fn fields(&mut self, value: &Expr, media: &Media, place: &Place) -> Vec<(String, Serialisation)> {
        let mut fields = Vec::new();
        for name in media.encoded() {
            let sent = match value {
                Expr::Object(members) => match members.iter().find(|(known, _)| *known == name) {
                    Some((_, member)) => Some(member),
                    None => continue,
                },
                _ => None,
            };
            let at = member(self.context.library, place, &name);
            fields.extend(self.field(&name, sent, media, &at).map(|written| (name, written)));
        }
        fields
    }

    fn field(&mut self, name: &str, value: Option<&Expr>, media: &Media, place: &Place) -> Option<Serialisation> {
        let encoding = media.encoding_of(name)?;
        for (mark, kind) in encoding.slips {
            self.context.report.add(mark, kind);
        }
        if let Some(Written { style, explode, allow_reserved, within }) = encoding.written {
            let (what, has_within) = (format!("the field `{name}`"), !within.is_empty());
            let styling = Styling { what, style, explode, is_cookie: false, has_within };
            if let Some(value) = value {
                self.check_styled(styling, value, place);
            }
            return Some(Serialisation { style, explode, allow_reserved, json: false, within });
        }
        let content_type = encoding.content_type?;
        if content_type.split(',').all(is_json) {
            return Some(Serialisation { json: true, ..Serialisation::default_for(Location::Query) });
        }
        if let Some(found) = value.and_then(|value| self.structure(value)) {
            let kind = Kind::StructureAsText { found: found.outer.text(), into: "this field" };
            self.context.report.add(place.value(), kind);
        }
        None
    }

    /// The content type of a form as it is sent: the boundary of its parts is ours. Any other is as the document says.
    pub(super) fn form_type(
        &mut self,
        content_type: String,
        written: &document::RequestBody,
        arguments: &[Argument],
    ) -> String {
        match family(&content_type) {
            Family::Form => self.check_charset(&content_type, written),
            Family::MultipartForm => {
                let is_type = |argument: &&Argument| {
                    argument.location == Location::Header && argument.name.eq_ignore_ascii_case("content-type")
                };
                if let Some(argument) = arguments.iter().find(is_type) {
                    let reason = "its type has a boundary, so that it cannot come from an expression";
                    let kind = Kind::UnfitPayload { content_type: content_type.clone(), reason };
                    self.context.report.add(argument.place.key("value").value(), kind);
                }
                return without_boundary(&content_type);
            }
            _ => {}
        }
        content_type
    }

    /// Reports a form in letters that nothing is written in.
    fn check_charset(&mut self, content_type: &str, written: &document::RequestBody) {
        let Some(found) = charset(content_type) else { return };
        if !CHARSETS.iter().any(|known| found.eq_ignore_ascii_case(known)) {
            let place = written.content_type.as_ref().map_or(&written.place, |word| &word.place);
            let (what, allowed) = ("the charset of a form", CHARSETS.to_vec());
            self.context.report.add(place.value(), Kind::InvalidValue { what, found, allowed, closest: None });
        }
    }
}

/// The object that the text of a form writes, where its names can be read. A name that occurs again makes a list.
pub(super) fn members_of(text: &Expr) -> Option<Expr> {
    let fragments = match text {
        Expr::Literal(Value::String(text)) => vec![Fragment::Literal(text.to_string())],
        Expr::Template(fragments) => fragments.clone(),
        _ => return None,
    };
    let mut members: Vec<(String, Vec<Expr>)> = Vec::new();
    for pair in pairs(&fragments) {
        let (name, value) = member_of(pair)?;
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => members.push((name, vec![value])),
        }
    }
    let members = members.into_iter().map(|(name, mut values)| {
        let value = if values.len() == 1 { values.pop() } else { None };
        (name, value.unwrap_or(Expr::Array(values)))
    });
    Some(Expr::Object(members.collect()))
}

/// What stands between the `&` of a text, as far as something does.
fn pairs(fragments: &[Fragment]) -> Vec<Vec<Fragment>> {
    let mut pairs = vec![Vec::new()];
    for fragment in fragments {
        let Fragment::Literal(text) = fragment else {
            add(&mut pairs, fragment.clone());
            continue;
        };
        for (index, piece) in text.split('&').enumerate() {
            if index > 0 {
                pairs.push(Vec::new());
            }
            if !piece.is_empty() {
                add(&mut pairs, Fragment::Literal(piece.to_owned()));
            }
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    pairs
}

fn add(pairs: &mut [Vec<Fragment>], fragment: Fragment) {
    if let Some(last) = pairs.last_mut() {
        last.push(fragment);
    }
}

/// A name and its value: of one hole, what is in it.
fn member_of(pair: Vec<Fragment>) -> Option<(String, Expr)> {
    let mut fragments = pair.into_iter();
    let Some(Fragment::Literal(first)) = fragments.next() else { return None };
    let (name, begin) = first.split_once('=').unwrap_or((&first, ""));
    let (name, begin) = (decoded(name)?, decoded(begin)?);
    let rest: Vec<Fragment> = fragments.collect();
    let value = match rest.as_slice() {
        [] => Expr::Literal(Value::String(begin.as_str().into())),
        [Fragment::Hole(value) | Fragment::Escaped(_, value)] if begin.is_empty() => value.clone(),
        _ => Expr::Template(std::iter::once(Fragment::Literal(begin)).chain(rest).collect()),
    };
    Some((name, value))
}

fn decoded(text: &str) -> Option<String> {
    percent_decode(&text.replace('+', " "))
}
