//! The look of a diagnostic: a block as rustc prints it.
//!
//! Invariant: nothing of a document reaches a terminal as it is. Control characters and those that turn the direction of writing
//! are spelled out, long lines are cut, and of a file that is not known to be an API document only the name is shown.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::cure::Cure;
use super::sentences::Sentences;
use super::{Diagnostic, End, Finding, Kind, Related, Severity};
use crate::files::{File, Files};
use crate::locate::{self, Decoded, Location, Span};

/// The longest line that is shown, in characters.
const LINE: usize = 120;
/// What of a long line is shown before the carets.
const BEFORE: usize = 40;
/// The longest sentence. Names in it may be whole texts of a document.
const SENTENCE: usize = 600;
/// More than any line that we pass on: cutting them is our business, because the renderer counts the label too.
const TERMINAL: usize = 8 * LINE * LINE;

/// A finding with its places and sentences, not rendered yet.
pub(super) struct View<'a> {
    pub(super) severity: Severity,
    code: &'static str,
    sentences: Sentences,
    at: Spot<'a>,
    /// The decoded text with carets, when there are no exact ones in the line.
    decoded: Option<Decoded>,
    /// Only those of which text may be shown.
    related: Vec<Spot<'a>>,
}

/// A place in a file.
struct Spot<'a> {
    file: &'a File,
    span: Span,
    /// 1-based.
    line: usize,
    /// 1-based, in characters.
    column: usize,
    label: String,
}

/// The block of a mistake that stands in no file.
pub(super) fn block_without_place(kind: &Kind, sentences: &Sentences, colour: bool) -> String {
    let sentences = printable(sentences.clone());
    let title = level(kind.severity()).primary_title(&sentences.message).id(kind.code());
    let help = sentences.help.as_ref().map(|help| Level::HELP.message(help));
    renderer(colour).term_width(TERMINAL).render(&[Group::with_title(title).elements(help)])
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Lint => Level::NOTE.with_name("lint"),
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

impl<'a> View<'a> {
    pub(super) fn new(files: &'a Files, finding: &Finding, severity: Severity) -> View<'a> {
        let file = files.get(finding.mark.place.file);
        let location = match &finding.kind {
            // What cannot be parsed has no paths.
            Kind::Syntax { message, position } => {
                Location { span: locate::locate_syntax_error(file, message, *position), decoded: None }
            }
            _ => locate::locate_decoded(file, &finding.mark),
        };
        let sentences = printable(finding.sentences(files));
        let at = Spot::new(file, location.span, &sentences.label);
        let related = finding.related.iter().map(|(mark, relation)| {
            let file = files.get(mark.place.file);
            Spot::new(file, locate::locate_decoded(file, mark).span, relation.label())
        });
        let related = related.filter(|spot| spot.file.is_recognised()).collect();
        View { severity, code: finding.kind.code(), sentences, at, decoded: location.decoded, related }
    }

    /// Where it stands: what diagnostics are sorted by.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at.line, self.at.column)
    }

    /// All that a user sees of it: of two that are the same, one is enough.
    pub(super) fn identity(&self) -> String {
        let related: Vec<(String, &str)> = self.related.iter().map(|spot| (spot.origin(), &*spot.label)).collect();
        let Sentences { message, help, .. } = &self.sentences;
        format!("{} {} {} {message} {help:?} {related:?}", self.at.origin(), self.severity, self.code)
    }

    /// What takes it away, where that is known exactly.
    pub(super) fn cure(&self) -> Option<&Cure> {
        self.sentences.cure.as_ref()
    }

    /// As it is handed out; with the block, and the colours of a terminal if wanted, or with its head line alone.
    pub(super) fn diagnostic(self, block: bool, colour: bool) -> Diagnostic {
        let rendered = if block { self.render(renderer(colour)) } else { self.head() };
        Diagnostic {
            code: self.code,
            severity: self.severity,
            rendered,
            file: self.at.file.path.clone(),
            line: self.at.line,
            column: self.at.column,
            end: self.at.end(),
            related: self.related.iter().map(Spot::related).collect(),
            message: self.sentences.message,
            help: self.sentences.help,
            edit: None,
        }
    }

    /// One line, without the text of the file.
    fn head(&self) -> String {
        format!("{}: {}[{}]: {}", self.at.origin(), self.severity, self.code, self.sentences.message)
    }

    fn render(&self, renderer: Renderer) -> String {
        let title = level(self.severity).primary_title(&self.sentences.message).id(self.code);
        let excerpts: Vec<Option<Excerpt>> =
            std::iter::once(&self.at).chain(&self.related).map(Spot::excerpt).collect();
        let is_shown = excerpts.first().is_some_and(Option::is_some);
        let spots = || std::iter::once(&self.at).chain(&self.related).zip(&excerpts);
        let mut group = Group::with_title(title);
        let mut kind = AnnotationKind::Primary;
        for (spot, excerpt) in spots() {
            group = spot.show(excerpt.as_ref(), group, kind);
            kind = AnnotationKind::Context;
        }
        let decoded = self.decoded.as_ref().filter(|_| is_shown).map(quote);
        group = group.elements(decoded.as_ref().map(|decoded| Level::NOTE.message(decoded)));
        group = group.elements(self.sentences.help.as_ref().map(|help| Level::HELP.message(help)));
        let block = renderer.term_width(TERMINAL).render(&[group]);
        // The title, which is one line, may name the same place.
        let Some((title, rest)) = block.split_once('\n') else { return block };
        let rest = spots().fold(rest.to_owned(), |rest, (spot, excerpt)| spot.with_column(excerpt.as_ref(), rest));
        format!("{title}\n{rest}")
    }
}

impl<'a> Spot<'a> {
    fn new(file: &'a File, span: Span, label: &str) -> Spot<'a> {
        let (line, column) = (file.line(span.start), file.column(span.start));
        Spot { file, span, line, column, label: label.to_owned() }
    }

    fn end(&self) -> End {
        let end = self.span.end.max(self.span.start);
        End { line: self.file.line(end), column: self.file.column(end) }
    }

    /// The line with its carets, from a file of which text may be shown.
    fn excerpt(&self) -> Option<Excerpt> {
        let start = self.file.line_start(self.line);
        let line = self.file.text.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
        let Span { start: first, end } = self.span;
        self.file.is_recognised().then(|| Excerpt::new(line, first.saturating_sub(start)..end.saturating_sub(start)))
    }

    /// `workflows/buy.yml:9:21`
    fn origin(&self) -> String {
        format!("{}:{}:{}", visible(&self.file.shown), self.line, self.column)
    }

    fn show<'s>(&'s self, excerpt: Option<&'s Excerpt>, group: Group<'s>, kind: AnnotationKind) -> Group<'s> {
        let file = visible(&self.file.shown);
        let Some(Excerpt { text, range }) = excerpt else {
            return group.element(Origin::path(file).line(self.line).char_column(self.column));
        };
        let label = Some(&self.label).filter(|label| !label.is_empty());
        let carets = kind.span(range.clone()).label(label);
        group.element(Snippet::source(text).path(file).line_start(self.line).annotation(carets))
    }

    /// Puts the column in the file where the renderer has put that in the cut line, which it makes up from the text that it gets.
    fn with_column(&self, excerpt: Option<&Excerpt>, block: String) -> String {
        let shown = excerpt.map(|Excerpt { text, range }| chars_before(text, range.start) + 1);
        let place = |column: usize| format!("{}:{}:{column}", visible(&self.file.shown), self.line);
        match shown.filter(|shown| *shown != self.column) {
            Some(wrong) => block.replacen(&place(wrong), &self.origin(), 1),
            None => block,
        }
    }

    fn related(&self) -> Related {
        let (file, line, column) = (self.file.path.clone(), self.line, self.column);
        Related { file, line, column, end: self.end(), label: self.label.clone() }
    }
}

/// A line with the bytes to underline, cut and without invisible characters.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    range: Range<usize>,
}

impl Excerpt {
    fn new(line: &str, range: Range<usize>) -> Excerpt {
        let length = line.chars().count();
        let from = if length <= LINE { 0 } else { chars_before(line, range.start).saturating_sub(BEFORE) };
        let mut text = if from > 0 { "...".to_owned() } else { String::new() };
        let mut marked = None;
        let mut end = text.len();
        for (offset, char) in line.char_indices().skip(from).take(LINE) {
            if offset >= range.start {
                marked.get_or_insert(text.len());
            }
            // The renderer knows how wide a tab is.
            if char == '\t' {
                text.push(char);
            } else {
                push_visible(&mut text, char);
            }
            if offset < range.end {
                end = text.len();
            }
        }
        let start = marked.unwrap_or(text.len());
        if from + LINE < length {
            text.push_str("...");
        }
        Excerpt { range: start..end.max(start), text }
    }
}

fn chars_before(line: &str, offset: usize) -> usize {
    line.char_indices().take_while(|(at, _)| *at < offset).count()
}

/// The line of a decoded text that carets could not be put under in the file, with carets.
fn quote(decoded: &Decoded) -> String {
    let Range { start, end } = decoded.range;
    let before = decoded.text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = decoded.text.get(line_start..).and_then(|text| text.lines().next()).unwrap_or_default();
    // The carets could not be put under what follows a tab.
    let line = line.replace('\t', " ");
    let Excerpt { text, range } = Excerpt::new(&line, start - line_start..end - line_start);
    let indentation = " ".repeat(chars_before(&text, range.start));
    let carets = "^".repeat(text.get(range).unwrap_or_default().chars().count().max(1));
    format!("the text is\n{text}\n{indentation}{carets}")
}

/// Sentences that can be printed: on one line each, of a reasonable length.
fn printable(sentences: Sentences) -> Sentences {
    Sentences {
        message: visible(&sentences.message),
        label: visible(&sentences.label),
        help: sentences.help.as_deref().map(visible),
        ..sentences
    }
}

fn visible(text: &str) -> String {
    let mut printable = String::new();
    let mut chars = text.chars();
    for char in chars.by_ref().take(SENTENCE) {
        push_visible(&mut printable, char);
    }
    if chars.next().is_some() {
        printable.push('…');
    }
    printable
}

/// Spells out what would move the cursor, turn the direction of writing, hide, or look like a blank.
fn push_visible(text: &mut String, char: char) {
    let hidden = matches!(
        char,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
            | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    if hidden || char.is_control() {
        text.extend(char.escape_unicode());
    } else {
        text.push(char);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::tests::files;
    use crate::place::Place;
    use crate::suggest::Similar;

    const BUY: &str = "\
arazzo: 1.0.1
workflows:
  - workflowId: buy
    steps:
      - stepId: pay
        onSuccess:
          - name: go
            type: goto
            stepId: recipt
";

    fn unknown_step(step: &str) -> Kind {
        Kind::UnknownStep {
            step: step.to_owned(),
            workflow: "buy".to_owned(),
            from: "step `pay` goes to".to_owned(),
            similar: Similar::Closest("receipt".to_owned()),
        }
    }

    fn render(name: &str, text: &str, kind: Kind, mark: impl Fn(Place) -> crate::place::Mark) -> Diagnostic {
        let (files, file) = files(name, text);
        let severity = kind.severity();
        View::new(&files, &Finding::new(kind, mark(Place::root(file))), severity).diagnostic(true, false)
    }

    #[track_caller]
    fn check(rendered: &str, expected: &str) {
        assert!(rendered == expected, "\n{rendered}\n\n{expected}\n");
    }

    #[test]
    fn a_block_as_rustc_prints_it() {
        let diagnostic = render("workflows/buy.yml", BUY, unknown_step("recipt"), |root| {
            root.key("workflows").index(0).key("steps").index(0).key("onSuccess").index(0).key("stepId").value()
        });
        check(
            &diagnostic.rendered,
            "\
error[unknown-step]: step `pay` goes to a step that does not exist: `recipt`
 --> workflows/buy.yml:9:21
  |
9 |             stepId: recipt
  |                     ^^^^^^ not a step of workflow `buy`
  |
  = help: did you mean `receipt`?",
        );
    }

    #[test]
    fn the_facts_are_those_of_the_block() {
        let diagnostic = render("a.json", "{\"openapi\": 3, \"arazzo\":\n\t\"ü\"}", Kind::DoubleQuotes, |root| {
            root.key("arazzo").value()
        });
        assert_eq!(diagnostic.code, "double-quotes");
        assert_eq!(diagnostic.severity, Severity::Warning);
        assert_eq!(diagnostic.message, "text in a condition stands in single quotes");
        assert_eq!(diagnostic.help.as_deref(), Some("write `'…'` instead of `\"…\"`"));
        assert!(diagnostic.file.is_absolute() && diagnostic.file.ends_with("a.json"));
        assert_eq!((diagnostic.line, diagnostic.column), (2, 2));
        check(
            &diagnostic.rendered,
            "\
warning[double-quotes]: text in a condition stands in single quotes
 --> a.json:2:2
  |
2 |     \"ü\"}
  |     ^^^ double quotes
  |
  = help: write `'…'` instead of `\"…\"`",
        );
    }

    #[test]
    fn colours_change_nothing_else() {
        let (files, file) = files("workflows/buy.yml", BUY);
        let finding = Finding::new(unknown_step("recipt"), Place::root(file).key("workflows").name());
        let rendered = |colour| View::new(&files, &finding, Severity::Warning).diagnostic(true, colour).rendered;
        let coloured = rendered(true);
        assert!(coloured.starts_with("\u{1b}["));
        let mut parts = coloured.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        let stripped = parts.fold(first, |text, part| text + part.split_once('m').unwrap_or_default().1);
        assert_eq!(stripped, rendered(false));
        assert!(stripped.starts_with("warning[unknown-step]: "));
    }

    #[test]
    fn a_range_that_is_not_in_the_file_is_shown_in_the_decoded_text() {
        let kind = Kind::BadCondition { reason: "expected a value".into(), closest: None, help: None };
        let text = "arazzo: 1\na: \"\\tb\\n\\tc \\u0024d\\n\"\n";
        let diagnostic = render("a.yml", text, kind, |root| root.key("a").range(6..8));
        check(
            &diagnostic.rendered,
            "\
error[bad-condition]: the condition is not understood: expected a value
 --> a.yml:2:4
  |
2 | a: \"\\tb\\n\\tc \\u0024d\\n\"
  |    ^^^^^^^^^^^^^^^^^^^^ not understood
  |
  = note: the text is
           c $d
             ^^",
        );
    }

    #[test]
    fn nothing_is_shown_of_other_files() {
        let diagnostic = render("secrets.yml", "password: x\n", unknown_step("a"), |root| root.key("password").value());
        check(
            &diagnostic.rendered,
            "\
error[unknown-step]: step `pay` goes to a step that does not exist: `a`
--> secrets.yml:1:11
 = help: a similar one is `receipt`",
        );
    }

    #[test]
    fn broken_files_are_marked_where_they_break() {
        let kind = Kind::Syntax { message: "did not find expected key".into(), position: Some((3, 4)) };
        let diagnostic = render("a.yml", "openapi: 3.1.0\r\nb: [1,\r\nü: }\r\n", kind, |root| root.value());
        check(
            &diagnostic.rendered,
            "\
error[syntax]: the file cannot be parsed: did not find expected key
 --> a.yml:3:4
  |
3 | ü: }
  |    ^",
        );
    }

    #[test]
    fn invisible_characters_are_spelled_out() {
        let text = "arazzo: \"\u{202e}x\tü\u{200b}\" # \u{85}\nopenapi: 3\n";
        let diagnostic =
            render("a.yml", text, unknown_step("a\u{1b}[2J\n\u{2066}b"), |root| root.key("arazzo").value());
        assert_eq!(diagnostic.message, "step `pay` goes to a step that does not exist: `a\\u{1b}[2J\\u{a}\\u{2066}b`");
        check(
            &diagnostic.rendered,
            "\
error[unknown-step]: step `pay` goes to a step that does not exist: `a\\u{1b}[2J\\u{a}\\u{2066}b`
 --> a.yml:1:9
  |
1 | arazzo: \"\\u{202e}x    ü\\u{200b}\" # \\u{85}
  |         ^^^^^^^^^^^^^^^^^^^^^^^^ not a step of workflow `buy`
  |
  = help: a similar one is `receipt`",
        );
    }

    /// A file on one line, as programs write them; a title that looks like the line below it.
    #[test]
    fn long_lines_are_cut() {
        let text = format!("{{\"openapi\":1,\"a\":\"{}\",\"b\":[{}2]}}", "ü".repeat(300), "1,".repeat(300));
        let message = "a.json:1:44".to_owned();
        let kind = Kind::Syntax { message: message.clone(), position: None };
        let diagnostic = render("a.json", &text, kind, |root| root.value());
        assert_eq!((diagnostic.line, diagnostic.column), (1, 1));
        let kind = Kind::Unsupported { what: message };
        let diagnostic = render("a.json", &text, kind, |root| root.key("b").index(1).value());
        assert_eq!((diagnostic.line, diagnostic.column), (1, 328));
        check(
            &diagnostic.rendered,
            "\
error[unsupported]: a.json:1:44 is not supported yet
 --> a.json:1:328
  |
1 | ...üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü\",\"b\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,...
  |                                            ^ cannot be compiled",
        );
        let diagnostic = render("a.json", &text, Kind::RetryOnSuccess, |root| root.key("b").value());
        assert!(diagnostic.rendered.lines().all(|line| line.chars().count() < 160), "{}", diagnostic.rendered);
    }

    #[test]
    fn long_sentences_are_cut() {
        let diagnostic = render("a.yml", "a: 1", unknown_step(&"ü".repeat(10_000)), |root| root.value());
        assert_eq!(diagnostic.message.chars().count(), SENTENCE + 1);
        assert!(diagnostic.message.ends_with("ü…"));
    }

    #[test]
    fn excerpts() {
        let excerpt = |line: &str, range| {
            let Excerpt { text, range } = Excerpt::new(line, range);
            (text, range)
        };
        assert_eq!(excerpt("abc", 1..2), ("abc".to_owned(), 1..2));
        assert_eq!(excerpt("abc", 3..3), ("abc".to_owned(), 3..3));
        assert_eq!(excerpt("", 0..0), (String::new(), 0..0));
        assert_eq!(excerpt("abc", 1..1), ("abc".to_owned(), 1..1));
        assert_eq!(excerpt("\u{7}b", 1..2), ("\\u{7}b".to_owned(), 5..6));
        // Beyond the line, and through the middle of a character.
        assert_eq!(excerpt("ab", 1..9), ("ab".to_owned(), 1..2));
        assert_eq!(excerpt("aü", 2..3), ("aü".to_owned(), 3..3));
        let long = "x".repeat(LINE + 1);
        assert_eq!(excerpt(&long, 0..LINE + 1), ("x".repeat(LINE) + "...", 0..LINE));
        assert_eq!(excerpt(&long, LINE..LINE + 1).1, 43..44);
        assert_eq!(excerpt(&long, LINE + 1..LINE + 1).1, 43..43);
    }
}
