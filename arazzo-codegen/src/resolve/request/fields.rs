//! The fields of `application/x-www-form-urlencoded`: how OpenAPI says that they are written.

use super::room::Requests;
use super::sent::Wants;
use crate::check::Styling;
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Argument, Expr, Serialisation};
use crate::openapi::{Location, Media, Written};
use crate::place::Place;
use crate::resolve::responses::{Family, charset, family, is_json, without_boundary};
use crate::resolve::written::member;

/// What a form can be written in: both give the same bytes, for all is percent-encoded.
const CHARSETS: [&str; 2] = ["utf-8", "us-ascii"];

impl Requests<'_> {
    /// The fields that are not written as their values say: of an object that the document writes, or of any.
    pub(crate) fn fields(&mut self, value: &Expr, media: &Media, place: &Place) -> Vec<(String, Serialisation)> {
        let mut fields = Vec::new();
        for name in media.encoded() {
            let sent = match value {
                Expr::Object(members) => match members.iter().find(|(known, _)| *known == name) {
                    Some((_, member)) => Some(member),
                    None => continue,
                },
                _ => None,
            };
            let at = member(self.library, place, &name);
            fields.extend(self.field(&name, sent, media, &at).map(|written| (name, written)));
        }
        fields
    }

    fn field(&mut self, name: &str, value: Option<&Expr>, media: &Media, place: &Place) -> Option<Serialisation> {
        let encoding = media.encoding_of(name)?;
        for (mark, kind) in encoding.slips {
            self.report.add(mark, kind);
        }
        if let Some(Written { style, explode, allow_reserved, within }) = encoding.written {
            let (what, has_within) = (format!("the field `{name}`"), !within.is_empty());
            let styling = Styling { what, style, explode, is_cookie: false, has_within };
            if let Some(value) = value {
                self.note_sent(value, place, vec![Wants::Style(styling)]);
            }
            return Some(Serialisation { style, explode, allow_reserved, json: false, within });
        }
        let content_type = encoding.content_type?;
        if content_type.split(',').all(is_json) {
            return Some(Serialisation { json: true, ..Serialisation::default_for(Location::Query) });
        }
        if let Some(value) = value {
            self.note_sent(value, place, vec![Wants::Field]);
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
                    self.report.add(argument.place.key("value").value(), kind);
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
            self.report.add(place.value(), Kind::InvalidValue { what, found, allowed, closest: None });
        }
    }
}
