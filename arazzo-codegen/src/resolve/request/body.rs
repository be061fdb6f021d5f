//! The request body of a step.

use super::checked::expects_refusal;
use super::form_text::members_of;
use super::room::Requests;
use super::xml_form::Written;
use crate::diagnostic::{Kind, Relation, Reported};
use crate::document::{self, Payload, PayloadKind};
use crate::model::{Argument, Body, BodyForm, Escape, Expr, Fragment, Parts};
use crate::openapi::{Location, Media, Operation};
use crate::place::Place;
use crate::resolve::responses::{Family, admits, family, is_json, is_plain, is_range, is_xml};
use crate::resolve::values::{Site, is_text};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Requests<'_> {
    pub(crate) fn body(
        &mut self,
        step: &document::Step,
        operation: &Operation,
        arguments: &mut Vec<Argument>,
    ) -> Option<Body> {
        let written = step.request_body.as_ref().filter(|body| body.payload.is_some() || !body.replacements.is_empty());
        let is_refused = expects_refusal(step, operation);
        let Some(written) = written else {
            if let Some(body) = operation.body.as_ref().filter(|body| body.required && !is_refused) {
                let kind = Kind::BodyMissing { operation: operation.name.clone() };
                let report = self.report.add(step.target.word().place.value(), kind);
                report.also(body.place.key("required").name(), Relation::Required);
            }
            return None;
        };
        self.made_body((step, written), operation, arguments).ok()
    }

    /// The body of a payload, or of replacements.
    fn made_body(
        &mut self,
        (step, written): (&document::Step, &document::RequestBody),
        operation: &Operation,
        arguments: &mut Vec<Argument>,
    ) -> Result<Body, Reported> {
        let is_refused = expects_refusal(step, operation);
        let content_type = self.content_type(written, operation, arguments);
        self.check_method(written, operation);
        for (mark, kind) in operation.body.iter().flat_map(|body| body.slips.iter().cloned()) {
            self.report.add(mark, kind);
        }
        let place = written.payload.as_ref().map_or(&written.place, |payload| &payload.place);
        let (content_type, value) = match &written.payload {
            Some(payload) => self.value_of_type(content_type, payload, operation)?,
            None => (content_type, self.empty_payload(written)),
        };
        let media = media_for(operation, &content_type);
        let (xml, value) = self.xml_form((value, place), &content_type, media, step)?;
        let value = self.replaced(value, &written.replacements, &content_type)?;
        let content_type = self.form_type(content_type, written, arguments);
        let formed = match xml {
            Written::ByShape(index) => Ok((BodyForm::Xml(index), value)),
            Written::Text => formed(&content_type, value),
        };
        let (form, value) = match formed {
            Ok(formed) => formed,
            Err(reason) => {
                return Err(self.report.refuse(place.value(), Kind::UnfitPayload { content_type, reason }));
            }
        };
        if !matches!(form, BodyForm::Xml(_)) {
            self.note_holes(&value, &content_type, place);
        }
        let value = self.kept(&form, value, media, place);
        if let Some(schema) = media.and_then(|media| media.schema.as_ref()) {
            self.confide(members_of(&value).as_ref().unwrap_or(&value), schema);
        }
        if let Some(media) = media.filter(|_| !is_refused) {
            self.note_body(&form, &value, media, place, operation);
        }
        let form = self.formed_parts(form, &value, media, place);
        let value = match media {
            Some(media) => self.base64().body(value, &form, media),
            None => value,
        };
        let required = operation.body.as_ref().is_some_and(|body| body.required);
        Ok(Body { content_type, form, value, required, place: place.clone() })
    }

    /// Replacements of nothing are made in an empty object (SPEC A-17).
    fn empty_payload(&mut self, body: &document::RequestBody) -> Expr {
        self.report.add(body.place.key("replacements").name(), Kind::MissingPayload);
        Expr::Object(Vec::new())
    }

    /// A value with the types that the schema of the body names.
    fn kept(&mut self, form: &BodyForm, value: Expr, media: Option<&Media>, place: &Place) -> Expr {
        let schema = media.and_then(|media| media.schema.clone()).filter(|_| *form == BodyForm::Json);
        let schema = schema.and_then(|schema| self.library.resolve(schema, self.report));
        match schema {
            Some(schema) => self.keep_types(value, &schema, &Pointer::default(), place),
            None => value,
        }
    }

    /// How the parts of a body are sent.
    fn formed_parts(&mut self, form: BodyForm, value: &Expr, media: Option<&Media>, place: &Place) -> BodyForm {
        match (form, media) {
            (BodyForm::UrlEncoded(_), Some(media)) => BodyForm::UrlEncoded(self.fields(value, media, place)),
            (BodyForm::Multipart(_), Some(media)) => BodyForm::Multipart(self.parts(value, media, place)),
            (form, _) => form,
        }
    }

    /// What the step says: by a header, which is taken out of the parameters (SPEC A-54), or beside the payload; else the
    /// operation's, JSON first (SPEC RB-01).
    fn content_type(
        &mut self,
        body: &document::RequestBody,
        operation: &Operation,
        arguments: &mut Vec<Argument>,
    ) -> String {
        let written = body.content_type.as_ref();
        let header = arguments.iter().position(|argument| {
            let is_header = argument.location == Location::Header && argument.name.eq_ignore_ascii_case("content-type");
            is_header && matches!(argument.value, Expr::Literal(Value::String(_)))
        });
        let header = header.map(|index| arguments.remove(index));
        let header = header.as_ref().and_then(|argument| match &argument.value {
            Expr::Literal(Value::String(text)) => Some((text.to_string(), argument.place.key("value"))),
            _ => None,
        });
        if let (Some(written), Some((header, place))) = (written, &header)
            && !admits(&written.text, header)
        {
            let (content_type, header) = (written.text.clone(), header.clone());
            self.report.add(place.value(), Kind::OverriddenContentType { content_type, header });
        }
        let said = header.or_else(|| written.map(|word| (word.text.clone(), word.place.clone())));
        let Some(declared) = &operation.body else {
            if !operation.has_unread_body {
                let kind = Kind::UndeclaredBody { operation: operation.name.clone() };
                self.report.add(body.place.name(), kind).also(operation.place.name(), Relation::Called);
            }
            return said.map_or("application/json".to_owned(), |(text, _)| text);
        };
        let mut types = declared.content.iter().map(|media| media.content_type.as_str());
        let Some((said, place)) = said else {
            let json = types.clone().find(|name| is_json(name));
            let first = json.or_else(|| types.next()).unwrap_or("application/json").to_owned();
            // Of several types JSON is the usual one; of others only the author knows.
            if json.is_none() && types.next().is_some() {
                let kind = Kind::UnsaidContentType { operation: operation.name.clone(), sent: first.clone() };
                let second = declared.place.key("content").name();
                self.report.add(body.place.name(), kind).also(second, Relation::Types);
            }
            return first;
        };
        if declared.content.iter().all(|media| !admits(&media.content_type, &said)) {
            let (content_type, operation) = (said.clone(), operation.name.clone());
            let kind = Kind::UndeclaredContentType { content_type, operation };
            let types = declared.place.key("content").name();
            self.report.add(place.value(), kind).also(types, Relation::Types);
        }
        said
    }

    /// The value of a payload, read as its type demands; and the type itself, where only a range is known.
    fn value_of_type(
        &mut self,
        content_type: String,
        payload: &Payload,
        operation: &Operation,
    ) -> Result<(String, Expr), Reported> {
        let is_json = !is_range(&content_type) && family(&content_type) == Family::Json;
        if let (true, PayloadKind::Text(text)) = (is_json, &payload.kind) {
            let value = self.values().json_text(text, &payload.place)?;
            return Ok((content_type, value));
        }
        let value = self.values().payload(payload, Site::request(&payload.place))?;
        if !is_range(&content_type) {
            return Ok((content_type, value));
        }
        let sent = self.type_within(&content_type, &value);
        let (operation, range) = (operation.name.clone(), content_type.clone());
        let kind = Kind::MediaRange { operation, range, sent: sent.map(str::to_owned) };
        self.report.add(payload.place.name(), kind);
        Ok((sent.map_or(content_type, str::to_owned), value))
    }

    /// What is sent where any type of a range will do: values as JSON, and text as text. Of bytes only the caller knows what
    /// they are.
    fn type_within(&self, range: &str, value: &Expr) -> Option<&'static str> {
        let is_object = matches!(value, Expr::Object(_));
        let (json, is_text) = (!is_text(value, &self.known.inputs), range.starts_with("text/"));
        let types = [(json, "application/json"), (is_object, "multipart/form-data"), (is_text, "text/plain")];
        types.into_iter().find(|(fits, name)| *fits && admits(range, name)).map(|(_, name)| name)
    }
}

/// What the operation takes under a content type. XML has several names: one that is not declared is the only one that is.
fn media_for<'o>(operation: &'o Operation, content_type: &str) -> Option<&'o Media> {
    let declared = || operation.body.iter().flat_map(|body| &body.content);
    let admitted = declared().find(|media| admits(&media.content_type, content_type));
    admitted.or_else(|| {
        let mut xml = declared().filter(|media| is_xml(content_type) && is_xml(&media.content_type));
        xml.next().filter(|_| xml.next().is_none())
    })
}

/// How a payload becomes a body of its type; or why it cannot.
fn formed(content_type: &str, value: Expr) -> Result<(BodyForm, Expr), &'static str> {
    let is_structure = matches!(&value, Expr::Object(_) | Expr::Array(_));
    let is_object = matches!(&value, Expr::Object(_));
    let is_written = matches!(&value, Expr::Array(_) | Expr::Object(_) | Expr::Literal(_) | Expr::Template(_));
    match family(content_type) {
        Family::Json => Ok((BodyForm::Json, value)),
        Family::Form => match value {
            Expr::Array(_) => Err("a form is made of an object, with one property for each field, or of text"),
            Expr::Template(fragments) => Ok((BodyForm::Text, escaped(fragments, |_| Escape::Percent))),
            Expr::Literal(Value::String(_)) => Ok((BodyForm::Text, value)),
            value => Ok((BodyForm::UrlEncoded(Vec::new()), value)),
        },
        Family::Xml => match value {
            Expr::Template(fragments) => Ok((BodyForm::Text, escaped(fragments, xml_escape))),
            // What says why it cannot be sent is an error of bytes, and none of text.
            Expr::Replaced(whole, parts) => {
                let whole = match *whole {
                    Expr::Template(fragments) => escaped(fragments, xml_escape),
                    whole => whole,
                };
                Ok((BodyForm::Bytes, Expr::Replaced(Box::new(whole), parts)))
            }
            value => Ok((BodyForm::Bytes, value)),
        },
        Family::Text if is_structure && !is_plain(content_type) => {
            Err("text is written as a string, with expressions in braces")
        }
        Family::Text => Ok((BodyForm::Text, value)),
        Family::Binary if is_structure => Err("its bytes come from one string, so the payload is one expression"),
        Family::Binary => Ok((BodyForm::Bytes, value)),
        Family::MultipartForm if is_written && !is_object => {
            Err("it is made of an object, with one property for each part")
        }
        Family::MultipartForm => Ok((BodyForm::Multipart(Parts::default()), value)),
        Family::Multipart => Err("of the types with several parts only `multipart/form-data` can be compiled"),
    }
}

/// The same text with escapes around its holes; `escape` sees the text in front of each.
pub(super) fn escaped(fragments: Vec<Fragment>, escape: impl Fn(&str) -> Escape) -> Expr {
    let mut before = String::new();
    let fragments = fragments.into_iter().map(|fragment| match fragment {
        Fragment::Literal(text) => {
            before.push_str(&text);
            Fragment::Literal(text)
        }
        Fragment::Hole(value) | Fragment::Escaped(_, value) => Fragment::Escaped(escape(&before), value),
    });
    Expr::Template(fragments.collect())
}

/// Inside `<![CDATA[` nothing is escaped but its end.
fn xml_escape(before: &str) -> Escape {
    let open = before.rfind("<![CDATA[");
    let is_open = open.and_then(|open| before.get(open..)).is_some_and(|section| !section.contains("]]>"));
    if is_open { Escape::Cdata } else { Escape::Xml }
}
