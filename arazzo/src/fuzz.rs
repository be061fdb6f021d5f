//! The door of the fuzz targets (`fuzz/`), which exists in their builds alone: what they call, and what must hold of it.

use serde_json::Value;

use crate::redact::{REDACTED, Redactor, Secrets};
use crate::rt::fuzz::{fill, project, strict};

/// A part of a JSON text that is found by skipping over the rest is the part of the whole, and the same texts are JSON.
pub fn skipping(json: &[u8], pointer: &str) {
    let found = project(json, pointer);
    let text = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let Ok(whole) = serde_json::from_slice::<Value>(text) else {
        // Numbers beyond 64 bits are JSON, too.
        return;
    };
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    if let (Ok(found), true) = (found, is_pointer) {
        let found = found.map(|text| serde_json::from_str::<Value>(&text).unwrap_or_default());
        let expected = whole.pointer(pointer);
        let is_same = match (&found, expected) {
            (Some(found), Some(expected)) => is_alike(found, expected),
            (found, expected) => found.is_none() && expected.is_none(),
        };
        assert!(is_same, "{found:?} instead of {expected:?}");
    } else {
        assert!(!is_pointer || has_long_exponent(text), "the whole is JSON");
    }
}

/// Whether a number may have an exponent that no program means, and that is refused: for `serde_json`, `0e99999` is 0.
fn has_long_exponent(json: &[u8]) -> bool {
    let behind = json.split(|byte| matches!(byte, b'e' | b'E')).skip(1);
    let digits = behind.map(|rest| rest.strip_prefix(b"-").or(rest.strip_prefix(b"+")).unwrap_or(rest));
    digits.into_iter().any(|rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count() > 15)
}

/// Whether two values are the same: `2.0` is 2. `serde_json` may read the floating-point number beside the nearest one.
fn is_alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => is_near(left.as_f64(), right.as_f64()),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_alike(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let is_there = |(name, left): (&String, &Value)| right.get(name).is_some_and(|right| is_alike(left, right));
            left.len() == right.len() && left.iter().all(is_there)
        }
        _ => left == right,
    }
}

fn is_near(left: Option<f64>, right: Option<f64>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => (left - right).abs() <= f64::EPSILON * left.abs(),
        _ => left == right,
    }
}

/// Of a secret nothing is left, however it is written.
pub fn redaction(secret: &str, before: &str, after: &str) {
    // What is put in its place would be found again.
    if secret.trim().is_empty() || secret.len() < 4 || secret.chars().any(|char| REDACTED.contains(char)) {
        return;
    }
    let secrets = Secrets::default();
    secrets.add(secret);
    let redactor = Redactor::new(&[&secrets]);
    let json = |text: &str| {
        let quoted = Value::from(text).to_string();
        quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
    };
    let escaped = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    let spellings =
        [secret.to_owned(), json(secret), json(&json(secret)), strict(secret), escaped.clone(), json(&escaped)];
    for spelling in spellings {
        let text = format!("{before}{spelling}{after}");
        for clean in [redactor.clean(&text), redactor.clean_body(&text, text.len())] {
            assert!(!clean.contains(secret), "{secret:?} is in {clean:?}");
            assert!(!secrets.occur_in(&clean), "a spelling of {secret:?} is in {clean:?}");
        }
    }
}

/// No value makes another path.
pub fn path(template: &str, value: &str) {
    let Ok(path) = fill(template, value) else { return };
    let Ok(url) = reqwest::Url::parse(&format!("https://example.com/{}", path.trim_start_matches('/'))) else { return };
    assert_eq!(url.host_str(), Some("example.com"));
    assert_eq!((url.query(), url.fragment()), (None, None));
    assert_eq!(url.port(), None);
    if let Ok(plain) = fill(template, "a") {
        assert_eq!(path.split('/').count(), plain.split('/').count(), "{path} has other segments than {plain}");
    }
}
