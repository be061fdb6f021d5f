//! The parts of `multipart/form-data`: how OpenAPI says that they are sent.

use super::media::{Family, family, is_json, is_range};
use super::workflow::Scope;
use crate::model::{Expr, PartForm};
use crate::openapi::{Media, Node, reach};
use crate::syntax::pointer::Pointer;

/// What stands for bytes of which nothing more is known.
const OCTETS: &str = "application/octet-stream";

impl Scope<'_, '_> {
    /// The parts that are not sent as their values say: of an object that the document writes, else of what the schema knows.
    pub(super) fn part_forms(&mut self, value: &Expr, media: &Media) -> Vec<(String, PartForm)> {
        let names = match value {
            Expr::Object(members) => members.iter().map(|(name, _)| name.clone()).collect(),
            _ => self.property_names(media.schema.as_ref()),
        };
        names.into_iter().filter_map(|name| Some((name.clone(), self.part_form(&name, media)?))).collect()
    }

    fn property_names(&mut self, schema: Option<&Node>) -> Vec<String> {
        let schema = schema.and_then(|schema| self.context.library.resolve(schema.clone(), self.context.report));
        let properties = schema.and_then(|schema| schema.get("properties")).map(|properties| properties.members());
        properties.unwrap_or_default().into_iter().map(|(name, _)| name).collect()
    }

    fn part_form(&mut self, name: &str, media: &Media) -> Option<PartForm> {
        let schema = self.part_schema(name, media);
        let described = |key: &str| schema.as_ref().and_then(|schema| schema.value.text(key));
        self.check_encoding(name, media);
        let encoding = media.encoding.as_ref().and_then(|encoding| encoding.get(name));
        let encoding = encoding.as_ref().and_then(|encoding| encoding.value.text("contentType"));
        let is_bytes = matches!(described("format"), Some("binary" | "byte")) || described("contentEncoding").is_some();
        match encoding.or(described("contentMediaType")) {
            Some(types) if types.split(',').all(is_json) => Some(PartForm::Json),
            // Of several types only the caller knows which it is.
            Some(types) if types.contains(',') => Some(PartForm::File("*/*".to_owned())),
            Some(one) if is_bytes || is_range(one) || family(one) == Family::Binary => {
                Some(PartForm::File(one.to_owned()))
            }
            Some("text/plain") => None,
            Some(one) => Some(PartForm::Typed(one.to_owned())),
            None => is_bytes.then(|| PartForm::File(OCTETS.to_owned())),
        }
    }

    /// A part that is made of parts itself.
    fn check_encoding(&mut self, name: &str, media: &Media) {
        let Some(encoding) = media.encoding.as_ref().and_then(|encoding| encoding.get(name)) else { return };
        if encoding.value.text("contentType").is_some_and(|types| types.trim().starts_with("multipart/")) {
            self.unsupported(
                "a part of `multipart/form-data` that has parts itself",
                &encoding.place.key("contentType"),
            );
        }
    }

    /// The schema of a part; of a list, which is a part for each element, that of the elements.
    fn part_schema(&mut self, name: &str, media: &Media) -> Option<Node> {
        let pointer = Pointer::default().child(name);
        let reached = reach(self.context.library, media.schema.as_ref(), &pointer, self.context.report).ok()?;
        let schema = self.context.library.resolve(reached.schema?, self.context.report)?;
        let schema = match schema.get("items") {
            Some(items) => self.context.library.resolve(items, self.context.report)?,
            None => schema,
        };
        Some(schema)
    }
}
