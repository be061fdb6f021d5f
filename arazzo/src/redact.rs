//! Removing known secrets from text that people and logs will see.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

mod members;
mod spelling;

/// What a secret is replaced by.
pub(crate) const REDACTED: &str = "[redacted]";

/// Secrets shorter than this are only replaced where they stand as a whole word: replacing every `ab` would make a
/// message unreadable and, by the holes it leaves, tell the secret anyway.
const SHORT: usize = 4;

/// So many credentials that a client no longer uses are remembered: those of a provider that gives a new one every time.
const REPLACED: usize = 64;

/// A growing list of secret values.
#[derive(Default)]
pub(crate) struct Secrets(Mutex<Known>);

#[derive(Default)]
struct Known {
    kept: Vec<String>,
    /// The oldest first.
    replaceable: VecDeque<String>,
}

impl Known {
    fn has(&self, secret: &str) -> bool {
        self.kept.iter().chain(&self.replaceable).any(|known| known == secret)
    }
}

impl Secrets {
    /// Remembers a value; empty ones are nobody's secret.
    pub(crate) fn add(&self, secret: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !secret.trim().is_empty() && !known.has(secret) {
            known.kept.push(secret.to_owned());
        }
    }

    /// Remembers a value that others will replace: of these only the newest are kept, so that a client that lives long does not grow.
    pub(crate) fn add_replaceable(&self, secret: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.trim().is_empty() || known.has(secret) {
            return;
        }
        known.replaceable.push_back(secret.to_owned());
        if known.replaceable.len() > REPLACED {
            known.replaceable.pop_front();
        }
    }

    /// Whether any of them occurs in a text.
    pub(crate) fn occur_in(&self, text: &str) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.kept.iter().chain(&known.replaceable).any(|secret| occurs_in(secret, text))
    }

    fn list(&self) -> Vec<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.kept.iter().chain(&known.replaceable).cloned().collect()
    }
}

/// A snapshot of the known secrets that can clean text.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Arc<[String]>);

impl Redactor {
    pub(crate) fn new(lists: &[&Secrets]) -> Self {
        let mut all: Vec<String> = lists.iter().flat_map(|list| list.list()).collect();
        // The longest first, so that a secret that contains another one disappears as a whole.
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(all.into())
    }

    /// The secrets of both.
    #[cfg(feature = "testing")]
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let mut all: Vec<String> = self.0.iter().chain(&*other.0).cloned().collect();
        all.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
        all.dedup();
        Self(all.into())
    }

    /// `text` without the secrets.
    pub(crate) fn clean(&self, text: &str) -> String {
        self.clean_start(text, text.len(), |_, _| None)
    }

    /// The first `limit` bytes of a response body without the secrets, and without the values of members whose names say
    /// that they are secret. A secret that crosses the limit goes as a whole.
    pub(crate) fn clean_body(&self, text: &str, limit: usize) -> String {
        self.clean_start(text, limit, members::secret)
    }

    /// `member` finds what goes besides the secrets: where it begins and ends behind a position of a text.
    fn clean_start(&self, text: &str, limit: usize, member: fn(&str, usize) -> Option<Range<usize>>) -> String {
        let mut out = String::with_capacity(limit.min(text.len()));
        let mut at = 0;
        while at < limit
            && let Some(rest) = text.get(at..)
            && let Some(next) = rest.chars().next()
        {
            if let Some(length) = self.at(text, at) {
                out.push_str(REDACTED);
                at += length;
            } else if let Some(value) = member(text, at).filter(|value| at + value.start < limit) {
                out.push_str(&self.clean(rest.get(..value.start).unwrap_or_default()));
                out.push_str(REDACTED);
                at += value.end;
            } else {
                out.push(next);
                at += next.len_utf8();
            }
        }
        out
    }

    /// How long the secret is that begins at a position, however it is written there.
    fn at(&self, text: &str, at: usize) -> Option<usize> {
        self.0.iter().find_map(|secret| length_at(secret, text, at))
    }
}

fn occurs_in(secret: &str, text: &str) -> bool {
    let first = secret.bytes().next();
    let begins = |byte: u8| Some(byte) == first || spelling::ESCAPES.contains(&byte);
    text.bytes().enumerate().any(|(at, byte)| begins(byte) && length_at(secret, text, at).is_some())
}

/// How long a secret is that begins at a position, however it is written there.
fn length_at(secret: &str, text: &str, at: usize) -> Option<usize> {
    let length = spelling::length(text.get(at..)?, secret)?;
    (secret.len() >= SHORT || stands_alone(text, at, at + length)).then_some(length)
}

/// Whether the characters around `from..to` end a word.
fn stands_alone(text: &str, from: usize, to: usize) -> bool {
    let before = text.get(..from).and_then(|t| t.chars().next_back());
    let after = text.get(to..).and_then(|t| t.chars().next());
    ![before, after].into_iter().flatten().any(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        let list = Secrets::default();
        for secret in secrets {
            list.add(secret);
        }
        Redactor::new(&[&list])
    }

    #[test]
    fn quotes_at_the_ends_belong_to_a_secret() {
        assert_eq!(redactor(&["\"secret\""]).clean(r#"{"k":"\"secret\""}"#), r#"{"k":"[redacted]"}"#);
    }

    #[test]
    fn every_form_of_a_secret_goes() {
        let redactor = redactor(&["top/sec\"ret"]);
        assert_eq!(redactor.clean("a top/sec\"ret b"), "a [redacted] b");
        assert_eq!(redactor.clean("?k=top%2Fsec%22ret&b"), "?k=[redacted]&b");
        assert_eq!(redactor.clean(r#"{"k":"top/sec\"ret"}"#), r#"{"k":"[redacted]"}"#);
    }

    #[test]
    fn the_longest_secret_wins() {
        assert_eq!(redactor(&["secret", "secret-42"]).clean("secret-42 secret"), "[redacted] [redacted]");
    }

    #[test]
    fn of_credentials_that_are_replaced_the_newest_are_known() {
        let list = Secrets::default();
        list.add("fixed-0");
        (0..200).for_each(|number| list.add_replaceable(&format!("token-{number}")));
        list.add_replaceable("token-199");
        assert_eq!(list.list().len(), 1 + REPLACED);
        let redactor = Redactor::new(&[&list]);
        assert_eq!(redactor.clean("fixed-0 token-199 token-136 token-13"), "[redacted] [redacted] [redacted] token-13");
    }

    #[test]
    fn short_secrets_go_as_words_only() {
        assert_eq!(redactor(&["pw"]).clean("pw=pw, pwned, \"pw\""), "[redacted]=[redacted], pwned, \"[redacted]\"");
        assert_eq!(redactor(&["", "  "]).clean("as  it is"), "as  it is");
    }

    #[test]
    fn a_secret_across_the_limit_is_not_half_shown() {
        assert_eq!(redactor(&["secret"]).clean_body("0123secret9", 6), "0123[redacted]");
        assert_eq!(redactor(&["secret"]).clean_body("0123é", 5), "0123é");
    }

    #[test]
    fn members_of_a_body_can_tell_by_their_names_that_they_are_secret() {
        let clean = |text: &str| redactor(&["known"]).clean_body(text, 60);
        for (text, cleaned) in [
            (r#"{"a":"b","access_token" : "t\"\\","c":1}"#, r#"{"a":"b","access_token" : "[redacted]","c":1}"#),
            (
                r#"[{"clientSecret":"known x"},{"password":-1.5e3}]"#,
                r#"[{"clientSecret":"[redacted]"},{"password":[redacted]}]"#,
            ),
            (
                r#"{"X-API-KEY":"k", "known token":"t"}"#,
                r#"{"X-API-KEY":"[redacted]", "[redacted] token":"[redacted]"}"#,
            ),
            // Cut short, or by the limit.
            (r#"{"token":"abc"#, r#"{"token":"[redacted]"#),
            (
                &format!(r#"{{"a":"{}","token":"t"}}"#, "x".repeat(42)),
                &format!(r#"{{"a":"{}","token":"[redacted]"#, "x".repeat(42)),
            ),
            (
                &format!(r#"{{"a":"{}","token":"t"}}"#, "x".repeat(43)),
                &format!(r#"{{"a":"{}","token":""#, "x".repeat(43)),
            ),
            // Other forms, and structures.
            (r#"{"a":"{\"pin\": \"4\\\"7\", \"b\":1}"}"#, r#"{"a":"{\"pin\": \"[redacted]\", \"b\":1}"}"#),
            (r#"{"secret":{"a":["}"]},"b":[1]}"#, r#"{"secret":[redacted],"b":[1]}"#),
            ("a=1&client_secret=4%207&b=2", "a=1&client_secret=[redacted]&b=2"),
            ("{'password': 'a\"b', 'c': 1}", "{'password': '[redacted]', 'c': 1}"),
            ("<a><x:password k=\"1\">4711</x:password></a>", "<a><x:password k=\"1\">[redacted]</x:password></a>"),
            ("<token><![CDATA[4711]]></token>", "<token><![CDATA[[redacted]]]></token>"),
            ("sent Authorization: Bearer 4711\nHost: a", "sent Authorization: [redacted]\nHost: a"),
            ("Cookie: sid=\"4711\"; theme=\"4712\"\nHost: a", "Cookie: [redacted]\nHost: a"),
            (r#"{"a":"Cookie: sid=\"4711\"; t=4712","b":1}"#, r#"{"a":"Cookie: [redacted]","b":1}"#),
            ("sent 'Authorization: Bearer 4711', and more", "sent 'Authorization: [redacted]', and more"),
            ("go to https://me:4711@a.example/x:y@z", "go to https://me:[redacted]@a.example/x:y@z"),
            ("see https://a.example:80/b@c and cookies: none", "see https://a.example:80/b@c and cookies: none"),
            ("<a otp=\"4711\" b=\"2\"/>", "<a otp=\"[redacted]\" b=\"2\"/>"),
            ("spin=4 xotp=5 tokens=6, token=", "spin=4 xotp=5 tokens=6, token="),
            // Nothing to hide.
            (
                r#"{"token":"","secret":null,"tokens":"3","password":true}"#,
                r#"{"token":"","secret":null,"tokens":"3","password":true}"#,
            ),
            (r#""token" is missing; "password": must"#, r#""token" is missing; "password": must"#),
        ] {
            assert_eq!(clean(text), cleaned);
        }
        assert_eq!(redactor(&[]).clean(r#"{"token":"t"}"#), r#"{"token":"t"}"#);
    }
}
