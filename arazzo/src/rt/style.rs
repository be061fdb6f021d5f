//! Parameter styles of OpenAPI: how a value becomes text (OpenAPI 3.1, section 4.8.12; RFC 6570).

use super::encode::{Keep, encode, form, is_unreserved, strict};
use super::json::{Value, ascii};
use super::text;

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// A variable of the path template.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// The header `Cookie`.
    Cookie,
    /// A field of a form (`application/x-www-form-urlencoded`).
    Form,
    /// A part of a body of several parts, where nothing is encoded.
    Part,
}

/// How arrays and objects become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`: path and header.
    Simple,
    /// `.a.b`: path.
    Label,
    /// `;name=a;name=b`: path.
    Matrix,
    /// `name=a&name=b`: query and cookie.
    Form,
    /// `name=a%20b`: query; with Swagger 2.0 (`ssv`) anywhere.
    SpaceDelimited,
    /// `name=a%7Cb`: query; with Swagger 2.0 (`pipes`) anywhere.
    PipeDelimited,
    /// `name=a%09b`: only Swagger 2.0 has it (`tsv`), anywhere.
    TabDelimited,
    /// `name[key]=a`: query. What OpenAPI leaves open is written in more brackets: `name[key][0]=a`.
    DeepObject,
    /// `name=a; name=b` without any escaping: OpenAPI 3.2 cookies.
    Cookie,
}

/// How one parameter is sent.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(crate) place: In,
    pub(crate) name: &'static str,
    style: Style,
    explode: Option<bool>,
    reserved: bool,
    written: Written,
    within: &'static [Style],
}

/// What decides how a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// The style.
    Styled,
    /// It is JSON text, whatever it is.
    Json,
    /// What it is: a list is a field for each element, and an object is JSON text.
    ByKind,
}

impl Parameter {
    /// A variable of the path; `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(In::Path, name, Style::Simple)
    }

    /// A query parameter; `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(In::Query, name, Style::Form)
    }

    /// A header; `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(In::Header, name, Style::Simple)
    }

    /// A cookie; `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(In::Cookie, name, Style::Form)
    }

    /// A field of a form in a style; `form`, exploded.
    pub const fn field(name: &'static str) -> Self {
        Self::new(In::Form, name, Style::Form)
    }

    /// A field of a form of which the description says nothing.
    pub(crate) const fn plain_field() -> Self {
        Self { written: Written::ByKind, ..Self::new(In::Form, "", Style::Form) }
    }

    /// A part of a body in a style.
    pub(crate) const fn part(style: Style, explode: bool, within: &'static [Style]) -> Self {
        Self { explode: Some(explode), within, ..Self::new(In::Part, "", style) }
    }

    const fn new(place: In, name: &'static str, style: Style) -> Self {
        Self { place, name, style, explode: None, reserved: false, written: Written::Styled, within: &[] }
    }

    /// Another style; `explode` follows its default (true for `form` and `cookie`) unless it is set too.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Whether each element gets a name of its own.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = Some(explode);
        self
    }

    /// Reserved characters of RFC 3986 are sent as they are (`allowReserved`), except those that would end the value where it stands.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// How lists in the list are written, and lists in these (Swagger 2.0, Items Object); without it they are JSON text.
    #[must_use]
    pub const fn within(mut self, styles: &'static [Style]) -> Self {
        self.within = styles;
        self
    }

    /// The value is sent as JSON text (`content: application/json`).
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.written = Written::Json;
        self
    }

    pub(crate) fn is_json(&self) -> bool {
        self.written == Written::Json
    }

    /// Whether a value that is neither a list nor an object is sent as its text.
    pub(crate) fn is_plain(&self) -> bool {
        self.written == Written::Styled && !matches!(self.style, Style::Label | Style::Matrix)
    }

    fn explodes(&self) -> bool {
        self.explode.unwrap_or(matches!(self.style, Style::Form | Style::Cookie))
    }
}

/// A value in the parts that styles combine.
enum Parts {
    One(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Parameter {
    /// The text of a path variable or header.
    pub(crate) fn flat(&self, value: &Value) -> String {
        match (self.style, self.parts(value)) {
            (Style::Label, parts) => label(parts, self.explodes()),
            (Style::Matrix, parts) => matrix(&self.encode_name(self.name), parts, self.explodes()),
            (_, Parts::Members(members)) if self.explodes() => join(equations(members), ","),
            (_, parts) => joined(parts, self.delimiter()),
        }
    }

    /// Whether a value is a list or an object, and nothing of it is sent.
    pub(crate) fn has_no_part(&self, value: &Value) -> bool {
        match self.parts(value) {
            Parts::One(_) => false,
            Parts::List(items) => items.is_empty(),
            Parts::Members(members) => members.is_empty(),
        }
    }

    /// The `name=value` pairs of a query or cookie.
    pub(crate) fn pairs(&self, value: &Value) -> Vec<(String, String)> {
        self.pairs_of(self.name, value)
    }

    /// The pairs under another name.
    pub(crate) fn pairs_of(&self, name: &str, value: &Value) -> Vec<(String, String)> {
        let name = self.encode_name(name);
        if self.style == Style::DeepObject && self.written == Written::Styled {
            return self.deep(name, value);
        }
        if self.has_no_part(value) {
            return Vec::new();
        }
        match self.parts(value) {
            Parts::One(text) => vec![(name, text)],
            Parts::List(items) if self.explodes() => items.into_iter().map(|item| (name.clone(), item)).collect(),
            Parts::Members(members) if self.explodes() => members,
            parts => vec![(name, joined(parts, self.delimiter()))],
        }
    }

    fn delimiter(&self) -> &'static str {
        self.delimiter_of(self.style)
    }

    fn delimiter_of(&self, style: Style) -> &'static str {
        match (style, self.place) {
            (Style::SpaceDelimited, In::Header | In::Part) => " ",
            (Style::PipeDelimited, In::Header | In::Part) => "|",
            (Style::TabDelimited, In::Header | In::Part) => "\t",
            (Style::SpaceDelimited, _) => "%20",
            (Style::PipeDelimited, _) => "%7C",
            (Style::TabDelimited, _) => "%09",
            _ => ",",
        }
    }

    /// Elements are counted without those that are null.
    fn deep(&self, name: String, value: &Value) -> Vec<(String, String)> {
        let within = |key: &str| match self.place {
            In::Part => format!("{name}[{key}]"),
            _ => format!("{name}%5B{}%5D", self.encode_name(key)),
        };
        match value {
            Value::Null => Vec::new(),
            Value::Object(members) => members.iter().flat_map(|(key, value)| self.deep(within(key), value)).collect(),
            Value::Array(items) => {
                let items = items.iter().filter(|item| !item.is_null()).enumerate();
                items.flat_map(|(index, item)| self.deep(within(&index.to_string()), item)).collect()
            }
            scalar => vec![(name, self.encode(&text::of(scalar)))],
        }
    }

    /// Null elements and members are left out; deeper structures are JSON text, where the description does not say how they are
    /// written.
    fn parts(&self, value: &Value) -> Parts {
        match (self.written, value) {
            (Written::Json, value) if self.place == In::Header => Parts::One(ascii(&value.to_string())),
            (Written::Json, value) => Parts::One(self.encode(&value.to_string())),
            (_, Value::Array(items)) => {
                Parts::List(items.iter().filter(|item| !item.is_null()).map(|item| self.item(item)).collect())
            }
            (Written::Styled, Value::Object(members)) => Parts::Members(
                members
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| (self.encode_name(key), self.item(value)))
                    .collect(),
            ),
            (_, value) => Parts::One(self.encode(&text::of(value))),
        }
    }

    /// One of several: it must not hold what stands between them.
    fn item(&self, value: &Value) -> String {
        let text = self.inner(value, self.within);
        let between = match (self.style, self.explodes()) {
            (Style::Form, true) => None,
            (Style::Matrix, true) => Some(";"),
            _ => Some(","),
        };
        match between.filter(|_| self.reserved && self.is_encoded()) {
            Some(between) => text.replace(between, &strict(between)),
            None => text,
        }
    }

    /// A list in a list as its own style says.
    fn inner(&self, value: &Value, within: &[Style]) -> String {
        match (value, within.split_first()) {
            (Value::Array(items), Some((style, deeper))) => {
                let items = items.iter().filter(|item| !item.is_null());
                join(items.map(|item| self.inner(item, deeper)).collect(), self.delimiter_of(*style))
            }
            _ => self.encode(&text::of(value)),
        }
    }

    /// Headers, parts and cookies of version 3.2 hold a value as it is.
    fn is_encoded(&self) -> bool {
        !matches!(self.place, In::Header | In::Part) && self.style != Style::Cookie
    }

    fn encode(&self, text: &str) -> String {
        match self.place {
            _ if !self.is_encoded() => text.to_owned(),
            In::Form => form(text, if self.reserved { Keep::ReservedInQuery } else { Keep::Nothing }),
            _ if !self.reserved => strict(text),
            In::Path => encode(text, Keep::ReservedInPath),
            In::Cookie => encode(text, Keep::ReservedInCookie),
            In::Query | In::Header | In::Part => encode(text, Keep::ReservedInQuery),
        }
    }

    /// A text that is all of the value.
    pub(crate) fn encoded(&self, text: String) -> String {
        let is_itself = self.place != In::Form && text.bytes().all(is_unreserved);
        if is_itself || !self.is_encoded() { text } else { self.encode(&text) }
    }

    pub(crate) fn encode_name(&self, name: &str) -> String {
        match self.place {
            // Names of headers and cookies are tokens, which need no encoding.
            In::Header | In::Cookie | In::Part => name.to_owned(),
            In::Form => form(name, Keep::Nothing),
            In::Path | In::Query => strict(name),
        }
    }
}

fn label(parts: Parts, explode: bool) -> String {
    let delimiter = if explode { "." } else { "," };
    match parts {
        Parts::Members(members) if explode => format!(".{}", join(equations(members), delimiter)),
        parts => format!(".{}", joined(parts, delimiter)),
    }
}

fn matrix(name: &str, parts: Parts, explode: bool) -> String {
    // Without a value, the name stands alone (RFC 6570, section 3.2.7).
    let item = |name: &str, value: &str| {
        if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
    };
    match parts {
        Parts::One(value) => item(name, &value),
        Parts::List(items) if explode => items.iter().map(|value| item(name, value)).collect(),
        Parts::Members(members) if explode => members.iter().map(|(name, value)| item(name, value)).collect(),
        parts => item(name, &joined(parts, ",")),
    }
}

fn equations(members: Vec<(String, String)>) -> Vec<String> {
    members.into_iter().map(|(key, value)| format!("{key}={value}")).collect()
}

fn joined(parts: Parts, delimiter: &str) -> String {
    match parts {
        Parts::One(text) => text,
        Parts::List(items) => join(items, delimiter),
        Parts::Members(members) => join(members.into_iter().flat_map(|(k, v)| [k, v]).collect(), delimiter),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "every caller has just made the list")]
fn join(items: Vec<String>, delimiter: &str) -> String {
    items.join(delimiter)
}

#[cfg(test)]
mod tests;
