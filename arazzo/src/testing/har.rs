//! A recording as a HAR file, and as the script of a test.

use super::recording::{Exchange, Recording, Response};
use reqwest::Url;
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::{Duration, SystemTime};

impl Recording {
    /// The exchanges as an HTTP Archive (HAR 1.2), which the network tabs of browsers and many other tools open. Secrets are replaced.
    ///
    /// ```
    /// let har = arazzo::testing::Recording::new().har();
    /// assert!(har.contains(r#""version": "1.2""#));
    /// ```
    pub fn har(&self) -> String {
        let entries: Vec<Value> = self.exchanges().iter().map(entry).collect();
        let creator = json!({ "name": "arazzo", "version": env!("CARGO_PKG_VERSION") });
        let log = json!({ "log": { "version": "1.2", "creator": creator, "entries": entries } });
        format!("{log:#}\n")
    }

    /// The Rust code of a [`Script`](super::Script) that gives the same responses again. Secrets are replaced: where a later request
    /// is made of one, write the value of your test there.
    ///
    /// ```
    /// let code = arazzo::testing::Recording::new().script();
    /// assert_eq!(code, "Script::new()");
    /// ```
    pub fn script(&self) -> String {
        let mut code = "Script::new()".to_owned();
        for exchange in self.exchanges() {
            let (method, target) = (&exchange.method, target(&exchange.url));
            // Writing to a string cannot fail.
            let _ = match &exchange.response {
                Some(response) => {
                    let body = raw_string(&response.body);
                    write!(code, "\n    .answer({method:?}, {target:?}, {}, {body}){}", response.status, told(response))
                }
                None => write!(code, "\n    .no_answer({method:?}, {target:?})"),
            };
        }
        code
    }
}

/// Path and query.
fn target(url: &str) -> String {
    match Url::parse(url) {
        Ok(url) => url.query().map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path())),
        Err(_) => url.to_owned(),
    }
}

/// The headers that a workflow may read: not those that are there for the connection or the transport.
fn told(response: &Response) -> String {
    const USUAL: [&str; 8] = [
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "keep-alive",
        "server",
        "transfer-encoding",
        "vary",
    ];
    let is_default = |name: &str, value: &str| name == "content-type" && value == "application/json";
    let wanted = |(name, value): &&(String, String)| !USUAL.contains(&name.as_str()) && !is_default(name, value);
    let line = |(name, value): &(String, String)| format!("\n    .with_header({name:?}, {value:?})");
    response.headers.iter().filter(wanted).map(line).collect()
}

/// A text as a string literal that reads as the text does.
fn raw_string(text: &str) -> String {
    if !text.contains(['"', '\\']) || text.contains('\r') {
        return format!("{text:?}");
    }
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

fn entry(exchange: &Exchange) -> Value {
    let milliseconds = exchange.took.as_secs_f64() * 1000.0;
    json!({
        "startedDateTime": timestamp(exchange.began),
        "time": milliseconds,
        "request": request(exchange),
        "response": exchange.response.as_ref().map_or_else(no_response, response),
        "cache": {},
        "timings": { "send": 0, "wait": milliseconds, "receive": 0 },
    })
}

fn request(exchange: &Exchange) -> Value {
    let query = Url::parse(&exchange.url).ok();
    let query = query.iter().flat_map(Url::query_pairs);
    let mut request = json!({
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(&exchange.headers),
        "queryString": query.map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "headersSize": -1,
        "bodySize": exchange.body.len(),
    });
    if !exchange.body.is_empty() {
        request["postData"] = json!({ "mimeType": media_type(&exchange.headers), "text": exchange.body });
    }
    request
}

fn response(response: &Response) -> Value {
    json!({
        "status": response.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(&response.headers),
        "content": { "size": response.body.len(), "mimeType": media_type(&response.headers), "text": response.body },
        "redirectURL": header(&response.headers, "location"),
        "headersSize": -1,
        "bodySize": response.body.len(),
    })
}

/// Status 0 is what browsers write where there is no response.
fn no_response() -> Value {
    response(&Response { status: 0, headers: Vec::new(), body: String::new() })
}

fn pairs(headers: &[(String, String)]) -> Vec<Value> {
    headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn media_type(headers: &[(String, String)]) -> &str {
    header(headers, "content-type")
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> &'h str {
    headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// ISO 8601, in UTC: `2026-01-01T00:00:03.250Z`
fn timestamp(time: SystemTime) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    // `Thu, 01 Jan 2026 00:00:03 GMT`
    let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs()));
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let month = MONTHS.iter().position(|month| *month == part(8, 11)).map_or(1, |at| at + 1);
    format!("{}-{month:02}-{}T{}.{:03}Z", part(12, 16), part(5, 7), part(17, 25), since.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_iso_8601() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_225_603_250);
        assert_eq!(timestamp(time), "2026-01-01T00:00:03.250Z");
        assert_eq!(timestamp(SystemTime::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn literals_are_the_text() {
        assert_eq!(raw_string("ok"), "\"ok\"");
        assert_eq!(raw_string("{\"a\":1}"), "r#\"{\"a\":1}\"#");
        assert_eq!(raw_string("a\"#b"), "r##\"a\"#b\"##");
        assert_eq!(raw_string("\"\r\n"), "\"\\\"\\r\\n\"");
    }
}
