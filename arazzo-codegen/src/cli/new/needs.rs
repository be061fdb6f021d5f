//! What an operation must be given, and what its response gives.

use crate::names::snake;
use crate::openapi::{
    Library, Location, Media, Node, Operation, Outline, Outlined, PathPart, Scalar, Side, StatusKey, outline,
};

/// So many schemas are looked at for one value.
const BUDGET: usize = 200;

/// A value that a request must have.
pub(super) struct Need {
    pub(super) name: String,
    pub(super) place: Spot,
    pub(super) kind: &'static str,
    pub(super) description: Option<String>,
    /// What it is the name of, where that is all but said: `order` and `id` for the `{id}` of `/orders/{id}`.
    pub(super) words: Vec<String>,
}

/// Where a value goes.
pub(super) enum Spot {
    Parameter(Location),
    Member,
    Body,
}

/// A member of a response.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) kind: &'static str,
}

/// The required parameters, and the required members of the body.
pub(super) fn needs(operation: &Operation, library: &mut Library) -> Vec<Need> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut needs: Vec<Need> = Vec::new();
    for parameter in required {
        let said = parameter.schema.as_ref().map(|schema| said(library, schema));
        let has_default = parameter.schema.as_ref().is_some_and(|schema| schema.get("default").is_some());
        if has_default && parameter.location != Location::Path {
            continue;
        }
        let mut words = words(&parameter.name);
        if let Some(before) = segment_before(operation, &parameter.name).filter(|_| words == ["id"]) {
            words.insert(0, before);
        }
        needs.push(Need {
            name: parameter.name.clone(),
            place: Spot::Parameter(parameter.location),
            kind: said.as_ref().map_or("string", |said| kind(&said.what)),
            description: said.and_then(|said| said.description),
            words,
        });
    }
    needs.extend(of_body(operation, library));
    needs
}

fn of_body(operation: &Operation, library: &mut Library) -> Vec<Need> {
    let Some(media) = body(operation) else { return Vec::new() };
    let said = media.schema.as_ref().map(|schema| said(library, schema));
    let Some(Outlined { what: Outline::Object(object), .. }) = said else {
        let kind = said.map_or("object", |said| kind(&said.what));
        let (name, words) = ("body".to_owned(), vec!["body".to_owned()]);
        return vec![Need { name, place: Spot::Body, kind, description: None, words }];
    };
    let required = object.members.iter().filter(|member| member.is_required(Side::Request));
    let need = |member: &crate::openapi::MemberOutline| {
        let said = outline(library, &member.schemas, &mut BUDGET.clone());
        let (name, words) = (member.name.clone(), words(&member.name));
        Need { name, place: Spot::Member, kind: kind(&said.what), description: said.description, words }
    };
    required.map(need).collect()
}

/// The content that is sent: JSON where it may be. Nothing where nothing has to be.
pub(super) fn body(operation: &Operation) -> Option<&Media> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    let json = body.content.iter().find(|media| media.content_type.contains("json"));
    json.or_else(|| body.content.first())
}

/// The members of the response that says that all went well.
pub(super) fn gives(operation: &Operation, library: &mut Library) -> Vec<Given> {
    let is_good = |status: StatusKey| matches!(status, StatusKey::Code(200..=299) | StatusKey::Range(2));
    let good = operation.responses.iter().filter(|response| is_good(response.status));
    let schema = good.flat_map(|response| &response.content).find_map(|media| media.schema.clone());
    let Some(Outline::Object(object)) = schema.map(|schema| said(library, &schema).what) else { return Vec::new() };
    let given = |member: crate::openapi::MemberOutline| {
        let kind = kind(&outline(library, &member.schemas, &mut BUDGET.clone()).what);
        Given { name: member.name, kind }
    };
    object.members.into_iter().filter(|member| member.only != Some(Side::Request)).map(given).collect()
}

/// The lowest documented status of success.
pub(super) fn success(operation: &Operation) -> String {
    let codes = operation.responses.iter().filter_map(|response| match response.status {
        StatusKey::Code(code @ 200..=299) => Some(code),
        _ => None,
    });
    let codes: Vec<u16> = codes.collect();
    match codes.as_slice() {
        [code] => format!("$statusCode == {code}"),
        _ => "$statusCode >= 200 && $statusCode < 300".to_owned(),
    }
}

fn said(library: &mut Library, schema: &Node) -> Outlined {
    outline(library, std::slice::from_ref(schema), &mut BUDGET.clone())
}

/// The `type` of a schema.
fn kind(what: &Outline) -> &'static str {
    match what {
        Outline::Scalar(Scalar::Integer | Scalar::Unsigned) => "integer",
        Outline::Scalar(Scalar::Number) => "number",
        Outline::Scalar(Scalar::Boolean) => "boolean",
        Outline::Scalar(_) | Outline::Words(..) => "string",
        Outline::List(_) => "array",
        Outline::Map(_) | Outline::Object(_) => "object",
        Outline::Union(_) | Outline::Unknown(_) => "",
    }
}

/// The words of a name, the last one in the singular.
pub(super) fn words(name: &str) -> Vec<String> {
    let words = snake(name);
    words.trim_start_matches("r#").split('_').filter(|word| !word.is_empty()).map(singular).collect()
}

fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if !stem.is_empty() => format!("{stem}y"),
        _ if word.ends_with("ss") || word.ends_with("us") => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// The word in front of a variable of the path.
fn segment_before(operation: &Operation, name: &str) -> Option<String> {
    let at = operation.path.iter().position(|part| matches!(part, PathPart::Variable(variable) if variable == name))?;
    let PathPart::Literal(before) = operation.path.get(at.checked_sub(1)?)? else { return None };
    words(before.trim_matches('/').rsplit('/').next()?).pop()
}
