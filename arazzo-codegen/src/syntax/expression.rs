//! Runtime expressions (Arazzo 1.1.0, "Runtime Expressions"; the stricter grammar serves all versions).

use std::ops::Range;

use super::SyntaxProblem;
use super::pointer::Pointer;
use crate::suggest::closest;

/// A parsed runtime expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Url,
    Method,
    StatusCode,
    SelfUri,
    Request(Part),
    Response(Part),
    Message(Part),
    /// `$inputs`: all of them, which the specification does not know.
    Inputs,
    /// `$inputs.name#/pointer`
    Input(Named),
    /// `$outputs.name#/pointer`
    Output(Named),
    /// `$steps.step.outputs.name#/pointer`
    Step {
        step: Name,
        output: Named,
    },
    /// `$workflows.workflow.inputs.name` or `.outputs.name`
    Workflow {
        workflow: Name,
        field: WorkflowField,
        value: Named,
    },
    /// `$sourceDescriptions.source.reference`
    Source {
        source: Name,
        reference: Name,
    },
    /// `$components.kind.name`
    Component {
        kind: ComponentKind,
        name: Name,
    },
}

/// What of a request or response is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Header(Name),
    Query(Name),
    Path(Name),
    Body(Located<Pointer>),
    Payload(Located<Pointer>),
}

/// Which values of another workflow are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkflowField {
    Inputs,
    Outputs,
}

/// Which components are meant. `components.inputs` cannot be addressed by an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComponentKind {
    Parameters,
    SuccessActions,
    FailureActions,
}

impl ComponentKind {
    pub(crate) fn key(self) -> &'static str {
        match self {
            ComponentKind::Parameters => "parameters",
            ComponentKind::SuccessActions => "successActions",
            ComponentKind::FailureActions => "failureActions",
        }
    }
}

/// Something and the bytes of the expression that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) range: Range<usize>,
}

/// A name and where it stands in the expression.
pub(crate) type Name = Located<String>;

/// A name, and a pointer into what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: Name,
    pub(crate) pointer: Located<Pointer>,
    /// What stands there, where that is no name followed by a pointer: it may be called so nevertheless.
    pub(crate) unusual: Option<String>,
}

impl<T> Located<T> {
    fn shift(&mut self, by: usize) {
        self.range = self.range.start + by..self.range.end + by;
    }
}

/// The beginnings that no text has by accident: behind one of them, a text that does not parse is a typing error.
const ROOTS: [&str; 10] = [
    "$inputs.",
    "$outputs.",
    "$steps.",
    "$workflows.",
    "$sourceDescriptions.",
    "$components.",
    "$request.",
    "$response.",
    "$message.",
    "$statusCode",
];

/// The expression that was probably meant by a text whose root is nearly one: `$input.name`.
pub(crate) fn likely(text: &str) -> Option<String> {
    let end = text.find(['.', '#']).filter(|end| *end > 3)?;
    let (root, rest) = (text.get(..end)?, text.get(end..)?);
    let is_word = root.strip_prefix('$').is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let root = closest(root, ROOTS.iter().map(|root| root.trim_end_matches('.')).filter(|_| is_word))?;
    let meant = format!("{root}{rest}");
    Expression::parse(&meant).ok().map(|_| meant)
}

/// The first thing in braces, anywhere in a text, that is nearly an expression, and what was probably meant by it.
pub(crate) fn likely_inside(text: &str) -> Option<(String, String)> {
    let holes = text.split("{$").skip(1).filter_map(|rest| rest.split_once('}'));
    holes.map(|(inner, _)| format!("${inner}")).find_map(|found| likely(&found).map(|meant| (found, meant)))
}

/// Whether a text surely was meant as an expression.
pub(crate) fn looks_like_expression(text: &str) -> bool {
    ROOTS.iter().any(|root| text.starts_with(root)) || matches!(text, "$url" | "$method" | "$self")
}

/// The expression of `{inputs.id}`, as other languages write it behind a `$`.
fn without_braces(rest: &str) -> Option<String> {
    let inner = rest.strip_prefix('{')?.strip_suffix('}').filter(|inner| !inner.starts_with('{'))?;
    Some(format!("${inner}")).filter(|meant| Expression::parse(meant).is_ok())
}

impl Expression {
    /// Parses a text that is one whole expression.
    pub(crate) fn parse(text: &str) -> Result<Expression, SyntaxProblem> {
        let Some(rest) = text.strip_prefix('$') else {
            // Most texts are no expressions, and what else each of them could be is not asked here.
            let meant = Some(format!("${text}")).filter(|meant| looks_like_expression(meant));
            let meant = meant.filter(|meant| Expression::parse(meant).is_ok());
            return Err(SyntaxProblem::new(0..text.len(), "a runtime expression begins with `$`").meant(meant));
        };
        match rest {
            "url" => return Ok(Expression::Url),
            "method" => return Ok(Expression::Method),
            "statusCode" => return Ok(Expression::StatusCode),
            "self" => return Ok(Expression::SelfUri),
            _ => {}
        }
        if let Some(meant) = without_braces(rest) {
            return Err(SyntaxProblem::new(0..text.len(), "no braces stand behind the `$`").meant(Some(meant)));
        }
        let mut cursor = Cursor { text, at: 1 };
        let root = cursor.until_dot();
        if !cursor.eat_dot() {
            let problem = SyntaxProblem::new(0..text.len(), format!("no runtime expression is called `${rest}`"));
            return Err(problem.meant(closest(text, ["$url", "$method", "$statusCode", "$self"])));
        }
        match root {
            "inputs" => cursor.named().map(Expression::Input),
            "outputs" => cursor.named().map(Expression::Output),
            "steps" => cursor.step(),
            "workflows" => cursor.workflow(),
            "sourceDescriptions" => cursor.source(),
            "components" => cursor.component(),
            "request" => cursor.part().map(Expression::Request),
            "response" => cursor.part().map(Expression::Response),
            "message" => cursor.part().map(Expression::Message),
            _ => {
                let range = 0..root.len() + 1;
                let meant = closest(&text[range.clone()], ROOTS.iter().map(|root| root.trim_end_matches('.')));
                Err(SyntaxProblem::new(range, format!("no runtime expression begins with `${root}`")).meant(meant))
            }
        }
    }

    /// The pointer into what the expression names, where it can have one.
    pub(super) fn pointer_mut(&mut self) -> Option<&mut Located<Pointer>> {
        match self {
            Expression::Request(part) | Expression::Response(part) | Expression::Message(part) => match part {
                Part::Body(pointer) | Part::Payload(pointer) => Some(pointer),
                Part::Header(_) | Part::Query(_) | Part::Path(_) => None,
            },
            Expression::Input(named)
            | Expression::Output(named)
            | Expression::Step { output: named, .. }
            | Expression::Workflow { value: named, .. } => Some(&mut named.pointer),
            _ => None,
        }
    }

    /// The same expression where its text begins at `by` of a longer text.
    pub(crate) fn shifted(mut self, by: usize) -> Expression {
        match &mut self {
            Expression::Url
            | Expression::Method
            | Expression::StatusCode
            | Expression::SelfUri
            | Expression::Inputs => {}
            Expression::Request(part) | Expression::Response(part) | Expression::Message(part) => part.shift(by),
            Expression::Input(named) | Expression::Output(named) => named.shift(by),
            Expression::Step { step: name, output: named }
            | Expression::Workflow { workflow: name, value: named, .. } => {
                name.shift(by);
                named.shift(by);
            }
            Expression::Source { source, reference } => {
                source.shift(by);
                reference.shift(by);
            }
            Expression::Component { name, .. } => name.shift(by),
        }
        self
    }
}

impl Part {
    pub(super) fn shift(&mut self, by: usize) {
        match self {
            Part::Header(name) | Part::Query(name) | Part::Path(name) => name.shift(by),
            Part::Body(pointer) | Part::Payload(pointer) => pointer.shift(by),
        }
    }
}

impl Named {
    fn shift(&mut self, by: usize) {
        self.name.shift(by);
        self.pointer.shift(by);
    }
}

/// A position in the text of an expression.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn until_dot(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find('.').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(super) fn eat_dot(&mut self) -> bool {
        let found = self.rest().starts_with('.');
        self.at += usize::from(found);
        found
    }

    fn problem(&self, reason: impl Into<String>) -> SyntaxProblem {
        SyntaxProblem::new(self.at..self.text.len().max(self.at), reason)
    }

    /// The longest run of the characters that `allowed` admits; at least one.
    fn run(&mut self, what: &str, allowed: impl Fn(char) -> bool) -> Result<Name, SyntaxProblem> {
        let rest = self.rest();
        let end = rest.find(|char| !allowed(char)).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.problem(format!("{what} is missing")));
        }
        let range = self.at..self.at + end;
        self.at += end;
        Ok(Located { value: rest[..end].to_owned(), range })
    }

    /// A step, workflow or source name: everything up to the next dot.
    pub(super) fn strict(&mut self, what: &str) -> Result<Name, SyntaxProblem> {
        let name = self.run(what, |char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))?;
        if self.rest().is_empty() || self.eat_dot() {
            return Ok(name);
        }
        Err(self.problem(format!("{what} holds letters, digits, `_` and `-` only, and `.` follows it")))
    }

    fn named(&mut self) -> Result<Named, SyntaxProblem> {
        let name = self.run("a name", |char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-'))?;
        let pointer = self.pointer()?;
        Ok(Named { name, pointer, unusual: None })
    }

    /// Any text as a name, and a JSON Pointer if there is `#/`.
    pub(super) fn unusual(&mut self) -> Option<Named> {
        let rest = self.rest();
        let end = rest.find("#/").unwrap_or(rest.len());
        let name = self.run("a name", |_| true).ok().filter(|_| end > 0)?;
        let value = rest.get(..end)?.to_owned();
        let name = Located { range: name.range.start..name.range.start + end, value: value.clone() };
        self.at = name.range.end;
        let pointer = self.pointer().ok()?;
        Some(Named { name, pointer, unusual: Some(value) })
    }

    /// Nothing, or `#` and a JSON Pointer to the end.
    fn pointer(&mut self) -> Result<Located<Pointer>, SyntaxProblem> {
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(Located { value: Pointer::default(), range: self.at..self.at });
        }
        let Some(text) = rest.strip_prefix('#') else {
            let rest = "a name holds letters, digits, `.`, `_` and `-`, and only `#` and a JSON Pointer may follow it";
            return Err(self.problem(rest));
        };
        let start = self.at + 1;
        if let Some(brace) = text.find(['{', '}']) {
            return Err(SyntaxProblem::new(
                start + brace..start + brace + 1,
                "a pointer in an expression has no braces",
            ));
        }
        let value = Pointer::parse(text).map_err(|problem| problem.shifted(start))?;
        self.at = self.text.len();
        Ok(Located { value, range: start..self.text.len() })
    }

    fn step(&mut self) -> Result<Expression, SyntaxProblem> {
        let step = self.strict("a step name")?;
        self.field(&["outputs"], "after a step comes `.outputs.` and the name of an output")?;
        Ok(Expression::Step { step, output: self.named()? })
    }

    fn workflow(&mut self) -> Result<Expression, SyntaxProblem> {
        let workflow = self.strict("a workflow name")?;
        let reason = if self.rest().starts_with("steps.") {
            "a step of another workflow is named in `dependsOn` alone; what it gives is read from the workflow's own outputs, \
             `$workflows.ID.outputs.NAME`"
        } else {
            "after a workflow comes `.inputs.` or `.outputs.` and a name"
        };
        let field = self.field(&["inputs", "outputs"], reason)?;
        let field = if field == "inputs" { WorkflowField::Inputs } else { WorkflowField::Outputs };
        Ok(Expression::Workflow { workflow, field, value: self.named()? })
    }

    pub(super) fn field(&mut self, allowed: &[&'static str], reason: &str) -> Result<&'static str, SyntaxProblem> {
        let start = self.at;
        let found = self.until_dot();
        match allowed.iter().find(|field| **field == found) {
            Some(field) if self.eat_dot() => Ok(field),
            _ => Err(SyntaxProblem::new(start..self.at.max(start), reason)),
        }
    }

    fn source(&mut self) -> Result<Expression, SyntaxProblem> {
        let source = self.strict("a source name")?;
        let reference =
            self.run("the name of an operation, a workflow or a field", |char| !matches!(char, '{' | '}'))?;
        self.end(Expression::Source { source, reference })
    }

    fn component(&mut self) -> Result<Expression, SyntaxProblem> {
        let field = self.field(
            &["parameters", "successActions", "failureActions"],
            "a component is one of `parameters`, `successActions`, `failureActions`",
        )?;
        let kind = match field {
            "parameters" => ComponentKind::Parameters,
            "successActions" => ComponentKind::SuccessActions,
            _ => ComponentKind::FailureActions,
        };
        let name = self
            .run("the name of a component", |char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-'))?;
        self.end(Expression::Component { kind, name })
    }

    fn part(&mut self) -> Result<Part, SyntaxProblem> {
        let start = self.at;
        let rest = self.rest();
        let end = rest.find(['.', '#']).unwrap_or(rest.len());
        self.at += end;
        let part = match &rest[..end] {
            "body" => return self.pointer().map(Part::Body),
            "payload" => return self.pointer().map(Part::Payload),
            "header" if self.eat_dot() => Part::Header(self.run("a header name", is_token_char)?),
            "query" if self.eat_dot() => Part::Query(self.run("a parameter name", |char| !matches!(char, '{' | '}'))?),
            "path" if self.eat_dot() => Part::Path(self.run("a parameter name", |char| !matches!(char, '{' | '}'))?),
            "headers" => {
                return Err(SyntaxProblem::new(start..self.at, "it is `header`, without `s`, and a header's name"));
            }
            _ => {
                let reason = "it is one of `header.NAME`, `query.NAME`, `path.NAME`, `body` and `body#/pointer`";
                let range = start..self.at.max(start);
                let meant = closest(&self.text[range.clone()], ["header", "query", "path", "body"]);
                return Err(SyntaxProblem::new(range, reason).meant(meant));
            }
        };
        self.end(part)
    }

    fn end<T>(&self, value: T) -> Result<T, SyntaxProblem> {
        if self.rest().is_empty() {
            return Ok(value);
        }
        Err(self.problem("the expression should end here"))
    }
}

/// A character of an HTTP token (RFC 9110).
fn is_token_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: &str, start: usize) -> Name {
        Located { value: value.to_owned(), range: start..start + value.len() }
    }

    #[test]
    fn names_and_pointers_know_their_place() {
        let expression = Expression::parse("$steps.s-1.outputs.o.p#/items/0").expect("valid");
        let pointer = Located { value: Pointer::parse("/items/0").expect("valid"), range: 23..31 };
        assert_eq!(
            expression,
            Expression::Step { step: name("s-1", 7), output: Named { name: name("o.p", 19), pointer, unusual: None } }
        );
    }

    #[test]
    fn near_misses_say_what_is_wrong() {
        for (text, range, word) in [
            ("$steps.s.inputs.x", 9..15, "`.outputs.`"),
            ("$steps.a.b.outputs.o", 9..10, "`.outputs.`"),
            ("$response.headers.X", 10..17, "without `s`"),
            ("$response.body#a", 15..16, "begins with `/`"),
            ("$response.body.id", 14..17, "`#`"),
            ("$inputs.", 8..8, "missing"),
            ("$components.inputs.i", 12..18, "one of"),
            ("$foo.a", 0..4, "`$foo`"),
        ] {
            let problem = Expression::parse(text).expect_err(text);
            assert_eq!(problem.range, range, "{text}: {}", problem.reason);
            assert!(problem.reason.contains(word), "{text}: {}", problem.reason);
        }
    }
}
