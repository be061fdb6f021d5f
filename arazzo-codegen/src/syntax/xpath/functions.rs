//! The functions that an XPath can call: those of XPath 3.1 that the library of the runtime has.

use super::Yields;
use crate::suggest::closest;

/// Numbers of arguments, and the functions that take so many.
const FUNCTIONS: [(&[usize], &str); 10] = [
    (
        &[0],
        "available-environment-variables current-date current-dateTime current-time default-collation false \
         implicit-timezone last math:pi position static-base-uri true",
    ),
    (
        &[0, 1],
        "base-uri collection data document-uri generate-id has-children local-name name namespace-uri node-name \
         normalize-space number path random-number-generator root string string-length uri-collection",
    ),
    (&[0, 1, 2, 3], "error"),
    (
        &[1],
        "abs array:flatten array:head array:join array:reverse array:size array:tail avg boolean ceiling \
         codepoints-to-string count day-from-date day-from-dateTime days-from-duration doc doc-available empty \
         encode-for-uri environment-variable escape-html-uri exactly-one exists floor function-arity function-name \
         head hours-from-dateTime hours-from-duration hours-from-time in-scope-prefixes innermost iri-to-uri \
         local-name-from-QName lower-case map:keys map:size math:acos math:asin math:atan math:cos math:exp \
         math:exp10 math:log math:log10 math:sin math:sqrt math:tan minutes-from-dateTime minutes-from-duration \
         minutes-from-time month-from-date month-from-dateTime months-from-duration namespace-uri-from-QName not \
         one-or-more outermost parse-ietf-date parse-xml parse-xml-fragment prefix-from-QName reverse \
         seconds-from-dateTime seconds-from-duration seconds-from-time string-to-codepoints tail timezone-from-date \
         timezone-from-dateTime timezone-from-time unordered upper-case year-from-date year-from-dateTime \
         years-from-duration zero-or-one",
    ),
    (
        &[1, 2],
        "adjust-date-to-timezone adjust-dateTime-to-timezone adjust-time-to-timezone distinct-values element-with-id \
         id lang map:merge max min normalize-unicode parse-json resolve-uri round round-half-to-even serialize \
         string-join sum trace",
    ),
    (&[1, 2, 3], "array:sort sort tokenize"),
    (
        &[2],
        "QName apply array:append array:filter array:for-each array:get array:remove codepoint-equal dateTime filter \
         for-each function-lookup map:contains map:entry map:find map:for-each map:get map:remove math:atan2 math:pow \
         namespace-uri-for-prefix remove resolve-QName",
    ),
    (
        &[2, 3],
        "analyze-string array:subarray compare contains contains-token deep-equal ends-with index-of matches \
         starts-with subsequence substring substring-after substring-before",
    ),
    (
        &[3],
        "array:fold-left array:fold-right array:for-each-pair array:insert-before array:put fold-left fold-right \
         for-each-pair insert-before map:put translate",
    ),
    (&[3, 4], "replace"),
];

/// Those that it lacks. Most of them read files or write dates and numbers for people.
const MISSING: &str = "collation-key default-language format-date format-dateTime format-integer format-number format-time idref \
     json-doc json-to-xml load-xquery-module nilled transform unparsed-text unparsed-text-available \
     unparsed-text-lines xml-to-json";

/// The types that are functions too: they convert one value.
const TYPES: &str = "ENTITY ID IDREF NCName NMTOKEN Name QName anyURI base64Binary boolean byte date dateTime dateTimeStamp \
     dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer \
     language long negativeInteger nonNegativeInteger nonPositiveInteger normalizedString numeric positiveInteger \
     short string time token unsignedByte unsignedInt unsignedLong unsignedShort untypedAtomic yearMonthDuration";

/// What is wrong with a call of a function, and what was probably meant. `concat` takes any number of arguments above one.
pub(super) fn check(name: &str, arguments: usize) -> Result<(), (String, Option<String>)> {
    let name = name.strip_prefix("fn:").unwrap_or(name);
    if let Some(type_name) = name.strip_prefix("xs:") {
        let closest = closest(type_name, TYPES.split(' ')).map(|meant| format!("xs:{meant}"));
        let known = TYPES.split(' ').any(|known| known == type_name);
        return if known { takes(name, &[1], arguments) } else { Err((unknown(name), closest)) };
    }
    if name == "concat" && arguments >= 2 {
        return Ok(());
    }
    let known = FUNCTIONS.iter().find(|(_, names)| names.split(' ').any(|known| known == name));
    match known {
        Some((counts, _)) => takes(name, counts, arguments),
        None if name == "concat" => Err(("`concat` takes two arguments or more".to_owned(), None)),
        None if MISSING.split(' ').any(|known| known == name) => {
            Err((format!("the function `{name}` is not supported"), None))
        }
        None => Err((unknown(name), closest(name, FUNCTIONS.iter().flat_map(|(_, names)| names.split(' '))))),
    }
}

fn unknown(name: &str) -> String {
    format!("XPath has no function `{name}`")
}

fn takes(name: &str, counts: &[usize], arguments: usize) -> Result<(), (String, Option<String>)> {
    if counts.contains(&arguments) {
        return Ok(());
    }
    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
    let noun = if counts == ["1"] { "argument" } else { "arguments" };
    Err((format!("`{name}` takes {} {noun}, not {arguments}", counts.join(" or ")), None))
}

/// What a function yields, where its name tells.
pub(super) fn yields(name: &str) -> Yields {
    match name.strip_prefix("fn:").unwrap_or(name) {
        "not" | "boolean" | "true" | "false" | "exists" | "empty" | "contains" | "starts-with" | "ends-with"
        | "matches" | "deep-equal" | "lang" | "has-children" => Yields::Boolean,
        "count" | "position" | "last" | "string-length" | "array:size" | "map:size" => Yields::Integer,
        "number" | "sum" | "avg" | "abs" | "round" | "floor" | "ceiling" | "round-half-to-even" => Yields::Number,
        "string" | "concat" | "string-join" | "substring" | "substring-before" | "substring-after"
        | "normalize-space" | "upper-case" | "lower-case" | "translate" | "replace" | "name" | "local-name"
        | "namespace-uri" | "serialize" => Yields::Text,
        _ => Yields::Any,
    }
}
