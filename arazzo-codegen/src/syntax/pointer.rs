//! JSON Pointer (RFC 6901).

use std::fmt;
use std::ops::Range;

use super::SyntaxProblem;

/// The way to a part of a JSON value; empty for the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pointer {
    tokens: Vec<String>,
}

impl Pointer {
    /// Parses `""` or `/a/b~1c/0`.
    pub(crate) fn parse(text: &str) -> Result<Pointer, SyntaxProblem> {
        if text.is_empty() {
            return Ok(Pointer::default());
        }
        if !text.starts_with('/') {
            return Err(SyntaxProblem::new(0..text.len(), "a JSON Pointer begins with `/`"));
        }
        let mut tokens = Vec::new();
        let mut start = 1;
        for token in text[1..].split('/') {
            tokens.push(unescape(token, start)?);
            start += token.len() + 1;
        }
        Ok(Pointer { tokens })
    }

    /// `name` or `a/b`, whose author left out the slash in front. What looks like another language is none.
    pub(crate) fn parse_slashless(text: &str) -> Option<Pointer> {
        let is_name =
            !text.is_empty() && !text.starts_with('/') && !text.contains(['.', '[', ']', '$', '#', '{', '}', ' ']);
        Pointer::parse(&format!("/{text}")).ok().filter(|_| is_name)
    }

    pub(crate) fn from_tokens(tokens: Vec<String>) -> Pointer {
        Pointer { tokens }
    }

    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// This pointer followed by another.
    pub(crate) fn join(&self, rest: &Pointer) -> Pointer {
        Pointer { tokens: self.tokens.iter().chain(&rest.tokens).cloned().collect() }
    }

    /// This pointer and one token more.
    pub(crate) fn child(&self, token: &str) -> Pointer {
        Pointer { tokens: self.tokens.iter().map(String::as_str).chain([token]).map(str::to_owned).collect() }
    }

    /// Whether another pointer leads to what this one leads to, or to something around it.
    pub(crate) fn starts_with(&self, other: &Pointer) -> bool {
        self.tokens.starts_with(&other.tokens)
    }

    /// What is left of this pointer behind its first tokens.
    pub(crate) fn from(&self, depth: usize) -> Pointer {
        Pointer { tokens: self.tokens.iter().skip(depth).cloned().collect() }
    }

    /// Where the token at `index` stands in the pointer's text, without its slash.
    pub(crate) fn token_range(&self, index: usize) -> Range<usize> {
        let start: usize = self.tokens.iter().take(index).map(|token| escape(token).len() + 1).sum();
        let length = self.tokens.get(index).map_or(0, |token| escape(token).len());
        start + 1..start + 1 + length
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tokens.iter().try_for_each(|token| write!(formatter, "/{}", escape(token)))
    }
}

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn unescape(token: &str, start: usize) -> Result<String, SyntaxProblem> {
    let mut result = String::with_capacity(token.len());
    let mut chars = token.char_indices();
    while let Some((position, char)) = chars.next() {
        if char != '~' {
            result.push(char);
            continue;
        }
        match chars.next() {
            Some((_, '0')) => result.push('~'),
            Some((_, '1')) => result.push('/'),
            _ => {
                let at = start + position;
                return Err(SyntaxProblem::new(at..at + 1, "in a JSON Pointer `~` is followed by `0` or `1`"));
            }
        }
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unescaped_and_shown_escaped() {
        let pointer = Pointer::parse("/a~1b/m~0n/0/").expect("valid");
        assert_eq!(pointer.tokens(), ["a/b", "m~n", "0", ""]);
        assert_eq!(pointer.to_string(), "/a~1b/m~0n/0/");
        assert_eq!(pointer.token_range(1), 6..10);
    }

    #[test]
    fn a_bad_escape_is_located() {
        assert_eq!(Pointer::parse("/ok/bad~2").expect_err("invalid").range, 7..8);
        assert!(Pointer::parse("a").is_err());
    }
}
