//! Parameter styles of OpenAPI: how a value becomes text (OpenAPI 3.1, section 4.8.12; RFC 6570).

use super::encode::{Keep, encode, strict};
use super::json::Value;
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
    /// `name[key]=a`: query.
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
    json: bool,
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

    const fn new(place: In, name: &'static str, style: Style) -> Self {
        Self { place, name, style, explode: None, reserved: false, json: false }
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

    /// Reserved characters of RFC 3986 are sent as they are (`allowReserved`).
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// The value is sent as JSON text (`content: application/json`).
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
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
            (Style::Matrix, parts) => matrix(&self.encode(self.name), parts, self.explodes()),
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
        let name = self.encode_name(self.name);
        if self.style == Style::DeepObject && !self.json {
            return self.deep(&name, value);
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
        match (self.style, self.place) {
            (Style::SpaceDelimited, In::Header) => " ",
            (Style::PipeDelimited, In::Header) => "|",
            (Style::TabDelimited, In::Header) => "\t",
            (Style::SpaceDelimited, _) => "%20",
            (Style::PipeDelimited, _) => "%7C",
            (Style::TabDelimited, _) => "%09",
            _ => ",",
        }
    }

    fn deep(&self, name: &str, value: &Value) -> Vec<(String, String)> {
        match value {
            Value::Null => Vec::new(),
            Value::Object(members) => members
                .iter()
                .flat_map(|(key, value)| self.deep(&format!("{name}%5B{}%5D", strict(key)), value))
                .collect(),
            Value::Array(items) => items.iter().flat_map(|item| self.deep(name, item)).collect(),
            scalar => vec![(name.to_owned(), self.encode(&text::of(scalar)))],
        }
    }

    /// Null elements and members are left out; deeper structures, which OpenAPI does not define, are JSON text.
    fn parts(&self, value: &Value) -> Parts {
        let one = |value: &Value| self.encode(&text::of(value));
        match value {
            _ if self.json => Parts::One(self.encode(&value.to_string())),
            Value::Array(items) => Parts::List(items.iter().filter(|v| !v.is_null()).map(one).collect()),
            Value::Object(members) => Parts::Members(
                members
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| (self.encode_name(key), one(value)))
                    .collect(),
            ),
            scalar => Parts::One(one(scalar)),
        }
    }

    fn encode(&self, text: &str) -> String {
        match (self.place, self.style) {
            (In::Header, _) | (_, Style::Cookie) => text.to_owned(),
            (In::Path, _) if self.reserved => encode(text, Keep::ReservedInPath),
            (In::Query, _) if self.reserved => encode(text, Keep::ReservedInQuery),
            _ => strict(text),
        }
    }

    fn encode_name(&self, name: &str) -> String {
        match self.place {
            // Names of headers and cookies are tokens, which need no encoding.
            In::Header | In::Cookie => name.to_owned(),
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
    let item = |value: &String| {
        if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
    };
    match parts {
        Parts::One(value) => item(&value),
        Parts::List(items) if explode => items.iter().map(item).collect(),
        Parts::Members(members) if explode => format!(";{}", join(equations(members), ";")),
        parts => item(&joined(parts, ",")),
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
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    fn pairs(parameter: Parameter, value: &Value) -> String {
        join(equations(parameter.pairs(value)), "&")
    }

    // The tables of OpenAPI 3.1 ("Style Examples") and RFC 6570.
    #[test]
    fn path_styles() {
        let (array, object) = (json!(["blue", "b/k"]), json!({"G": 200, "R": 100}));
        let rows = [
            (Style::Simple, false, "blue", "blue,b%2Fk", "G,200,R,100"),
            (Style::Simple, true, "blue", "blue,b%2Fk", "G=200,R=100"),
            (Style::Label, false, ".blue", ".blue,b%2Fk", ".G,200,R,100"),
            (Style::Label, true, ".blue", ".blue.b%2Fk", ".G=200.R=100"),
            (Style::Matrix, false, ";c=blue", ";c=blue,b%2Fk", ";c=G,200,R,100"),
            (Style::Matrix, true, ";c=blue", ";c=blue;c=b%2Fk", ";G=200;R=100"),
        ];
        for (style, explode, one, list, members) in rows {
            let parameter = Parameter::path("c").style(style).explode(explode);
            assert_eq!(parameter.flat(&json!("blue")), one, "{style:?} {explode}");
            assert_eq!(parameter.flat(&array), list, "{style:?} {explode}");
            assert_eq!(parameter.flat(&object), members, "{style:?} {explode}");
        }
        assert_eq!(Parameter::path("c").style(Style::Matrix).flat(&json!("")), ";c");
    }

    #[test]
    fn query_styles() {
        let (array, object) = (json!(["a b", null, 1.5]), json!({"G": 200, "R": "x&y", "n": null}));
        let rows = [
            (Style::Form, true, "c=a%20b&c=1.5", "G=200&R=x%26y"),
            (Style::Form, false, "c=a%20b,1.5", "c=G,200,R,x%26y"),
            (Style::SpaceDelimited, false, "c=a%20b%201.5", "c=G%20200%20R%20x%26y"),
            (Style::SpaceDelimited, true, "c=a%20b&c=1.5", "G=200&R=x%26y"),
            (Style::PipeDelimited, false, "c=a%20b%7C1.5", "c=G%7C200%7CR%7Cx%26y"),
            (Style::TabDelimited, false, "c=a%20b%091.5", "c=G%09200%09R%09x%26y"),
            (Style::DeepObject, true, "c=a%20b&c=1.5", "c%5BG%5D=200&c%5BR%5D=x%26y"),
        ];
        for (style, explode, list, members) in rows {
            let parameter = Parameter::query("c").style(style).explode(explode);
            assert_eq!(pairs(parameter, &array), list, "{style:?} {explode}");
            assert_eq!(pairs(parameter, &object), members, "{style:?} {explode}");
        }
        assert_eq!(pairs(Parameter::query("a b"), &json!(true)), "a%20b=true");
        assert_eq!(pairs(Parameter::query("c"), &json!("")), "c=");
        assert_eq!(pairs(Parameter::query("c"), &json!([])), "");
    }

    #[test]
    fn deep_objects_nest() {
        let parameter = Parameter::query("f").style(Style::DeepObject);
        assert_eq!(pairs(parameter, &json!({"a": {"b": [1, 2]}})), "f%5Ba%5D%5Bb%5D=1&f%5Ba%5D%5Bb%5D=2");
    }

    #[test]
    fn reserved_and_json() {
        assert_eq!(pairs(Parameter::query("u").allow_reserved(), &json!("https://x/?a#b")), "u=https://x/?a%23b");
        assert_eq!(Parameter::path("u").allow_reserved().flat(&json!("a:b/c")), "a:b%2Fc");
        assert_eq!(pairs(Parameter::query("q").json(), &json!({"a": "b"})), "q=%7B%22a%22%3A%22b%22%7D");
    }

    #[test]
    fn headers_and_cookies() {
        assert_eq!(Parameter::header("h").flat(&json!(["a b", "c/d"])), "a b,c/d");
        assert_eq!(Parameter::header("h").explode(true).flat(&json!({"a": 1})), "a=1");
        assert_eq!(pairs(Parameter::cookie("c"), &json!("a;b")), "c=a%3Bb");
        assert_eq!(pairs(Parameter::cookie("c").style(Style::Cookie), &json!("a=b")), "c=a=b");
    }
}
