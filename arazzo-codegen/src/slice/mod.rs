//! Descriptions read by slices: the pieces of the text that somebody asks for are found without parsing the rest, and only they
//! are parsed.
//!
//! Invariant: of a file that can be parsed as a whole, a slice has exactly the value that the whole has there. What the rules of
//! this module do not decide is parsed as a larger piece, in the end as the whole file. Of a file with mistakes only those count
//! that stand in a slice that was asked for: they are kept until the compilation collects them (`take_broken`).

mod brackets;
mod json;
mod lines;
mod members;
#[cfg(test)]
pub(crate) mod tests;
mod yaml;

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use crate::parse::{Format, SyntaxError, parse};
use crate::place::{Path, Segment};
use crate::value::{self, Object, Value};
pub(crate) use brackets::Brackets;
use members::{Member, Members};
use yaml::Lines;

/// Shorter texts are parsed as a whole: that is less work than a table.
const SHORT: usize = 2 * 1024;

/// Down to this depth objects are always taken apart: the root, `paths`, a path item and an operation, or the root, `components`,
/// `schemas` and a schema.
const SHALLOW: usize = 3;

/// Deeper objects are taken apart when they are at least this long; others are parsed, which is less work than many slices.
const LONG: usize = 16 * 1024;

/// Below this depth everything is parsed, so that the parser's own limit bounds the depth of all values.
const DEEP: usize = 16;

/// What is known about a text, as soon as somebody has asked.
#[derive(Debug, Default)]
pub(crate) struct Slices {
    /// `None` when lines do not show the structure of the text.
    lines: OnceCell<Option<Rc<Lines>>>,
    /// `None` when they do not match.
    brackets: OnceCell<Option<Rc<Brackets>>>,
    /// Where the lines of the text begin, but for the first.
    starts: OnceCell<Vec<usize>>,
    /// How many characters stand before each block of it. `None` when each is one byte.
    blocks: OnceCell<Option<Vec<usize>>>,
    root: OnceCell<Result<Value, SyntaxError>>,
    /// When the root was opened by slices.
    tree: OnceCell<Rc<Tree>>,
}

impl Slices {
    /// The root of a description.
    pub(crate) fn root(&self, text: &Rc<String>, format: Format) -> Result<Value, SyntaxError> {
        // An earlier compilation met other mistakes.
        self.take_broken();
        self.root.get_or_init(|| self.open(text, format)).clone()
    }

    /// The same, if somebody has asked for it, and it could be read.
    pub(crate) fn opened(&self) -> Option<Value> {
        self.root.get()?.as_ref().ok().cloned()
    }

    /// The mistakes that were met since the last call, in slices that were asked for.
    pub(crate) fn take_broken(&self) -> Vec<SyntaxError> {
        self.tree.get().map(|tree| tree.broken.take()).unwrap_or_default()
    }

    fn open(&self, text: &Rc<String>, format: Format) -> Result<Value, SyntaxError> {
        if text.len() >= SHORT {
            return self.tree(text, format).map_or_else(|| parse(text, format), Ok);
        }
        // Where a long text would be understood, a short one is too.
        parse(text, format).or_else(|error| self.tree(text, format).ok_or(error))
    }

    fn tree(&self, text: &Rc<String>, format: Format) -> Option<Value> {
        let table = match format {
            Format::Json => Table::Json(self.brackets(text)?),
            Format::Yaml => Table::Yaml(self.lines(text)?),
        };
        let tree = Rc::new(Tree::new(text, table));
        let root = tree.root()?;
        self.tree.set(tree).ok()?;
        Some(root)
    }

    fn lines(&self, text: &str) -> Option<Rc<Lines>> {
        self.lines.get_or_init(|| Lines::new(text).map(Rc::new)).clone()
    }

    /// The brackets of a JSON text.
    pub(crate) fn brackets(&self, text: &str) -> Option<Rc<Brackets>> {
        self.brackets.get_or_init(|| Brackets::new(text).map(Rc::new)).clone()
    }

    /// The line that a byte stands in, from 1.
    pub(crate) fn line(&self, text: &str, at: usize) -> usize {
        self.starts(text).partition_point(|start| *start <= at) + 1
    }

    fn starts(&self, text: &str) -> &[usize] {
        self.starts.get_or_init(|| text.match_indices('\n').map(|(end, _)| end + 1).collect())
    }

    /// Where a line begins, counted from 1.
    pub(crate) fn line_start(&self, text: &str, line: usize) -> usize {
        line.checked_sub(2).and_then(|index| self.starts(text).get(index).copied()).unwrap_or_default()
    }

    /// How many characters stand before a byte.
    pub(crate) fn chars(&self, text: &str, at: usize) -> usize {
        let Some(blocks) = self.blocks.get_or_init(|| blocks(text)) else { return at };
        let block = at / BLOCK;
        let start = char_boundary(text, block * BLOCK);
        let rest = text.get(start..at).unwrap_or_default();
        blocks.get(block).copied().unwrap_or_default() + rest.chars().count()
    }

    /// A small piece of a YAML text that has a node in it, and the path to the node from the root of the piece alone.
    pub(crate) fn around(&self, text: &str, path: &[Segment]) -> Option<(Range<usize>, Vec<Segment>)> {
        self.lines(text)?.around(text, path)
    }
}

/// Characters are counted again from the beginning of a block: a file may be one line.
const BLOCK: usize = 1024;

/// The beginning of the character that a byte belongs to.
fn char_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many characters stand before each block of a text that has others than ASCII.
fn blocks(text: &str) -> Option<Vec<usize>> {
    if text.is_ascii() {
        return None;
    }
    let mut blocks = vec![0];
    let (mut start, mut chars) = (0, 0);
    while start < text.len() {
        let end = char_boundary(text, blocks.len() * BLOCK);
        chars += text.get(start..end).unwrap_or_default().chars().count();
        blocks.push(chars);
        start = end;
    }
    Some(blocks)
}

/// A text and what is known about its structure.
struct Tree {
    text: Rc<String>,
    table: Table,
    /// The value of the whole text, when a slice needed what stands outside of it.
    whole: OnceCell<Result<Value, SyntaxError>>,
    broken: RefCell<Vec<SyntaxError>>,
}

enum Table {
    Json(Rc<Brackets>),
    Yaml(Rc<Lines>),
}

/// An object whose members are parsed when they are asked for.
struct Sliced {
    tree: Rc<Tree>,
    path: Path,
    depth: usize,
    members: Members,
}

impl Tree {
    fn new(text: &Rc<String>, table: Table) -> Tree {
        Tree { text: Rc::clone(text), table, whole: OnceCell::new(), broken: RefCell::default() }
    }

    fn root(self: &Rc<Self>) -> Option<Value> {
        let members = match &self.table {
            Table::Json(brackets) => json::members(&self.text, brackets, &(0..self.text.len())),
            Table::Yaml(lines) => lines.root(&self.text),
        };
        Sliced::object(self, Path::default(), 0, members?)
    }

    fn format(&self) -> Format {
        match self.table {
            Table::Json(_) => Format::Json,
            Table::Yaml(_) => Format::Yaml,
        }
    }

    /// The value of a member.
    fn value(self: &Rc<Self>, range: &Range<usize>, path: &Path, depth: usize) -> Result<Value, SyntaxError> {
        let apart = depth <= SHALLOW || depth <= DEEP && range.len() >= LONG;
        if apart
            && let Some(members) = self.members(range)
            && let Some(object) = Sliced::object(self, path.clone(), depth, members)
        {
            return Ok(object);
        }
        match self.parsed(range) {
            Err(error) if error.is_unknown_anchor() => self.whole_at(path),
            parsed => parsed.map_err(|error| error.behind(&self.text, range.start, self.format())),
        }
    }

    fn members(&self, range: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
        match &self.table {
            Table::Json(brackets) => json::members(&self.text, brackets, range),
            Table::Yaml(lines) => lines.children(&self.text, range),
        }
    }

    fn parsed(&self, range: &Range<usize>) -> Result<Value, SyntaxError> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        match &self.table {
            Table::Json(_) => parse(text, Format::Json),
            Table::Yaml(_) => match yaml::word(text) {
                Some(word) => Ok(Value::String(word.into())),
                None => {
                    let entry = parse(text, Format::Yaml)?;
                    entry.only_member().ok_or_else(|| SyntaxError::new("did not find an entry of a mapping"))
                }
            },
        }
    }

    /// The value at a path, by a parse of the whole text: an alias may mean an anchor anywhere in front of it.
    fn whole_at(&self, path: &Path) -> Result<Value, SyntaxError> {
        let whole = self.whole.get_or_init(|| parse(&self.text, self.format()));
        let mut value = whole.as_ref().map_err(Clone::clone)?;
        for segment in path.segments() {
            let Segment::Key(key) = segment else { break };
            let member = value.get(&key);
            value = member.ok_or_else(|| SyntaxError::new("did not find what its lines promise"))?;
        }
        Ok(value.clone())
    }

    fn note(&self, error: &SyntaxError) {
        let mut broken = self.broken.borrow_mut();
        if !broken.contains(error) {
            broken.push(error.clone());
        }
    }
}

impl Sliced {
    /// `None` when a key is there twice: the parser has the words for it.
    fn object(tree: &Rc<Tree>, path: Path, depth: usize, written: Vec<(String, Range<usize>)>) -> Option<Value> {
        let sliced = Sliced { tree: Rc::clone(tree), path, depth, members: Members::new(written)? };
        Some(Value::Object(Rc::new(Object::Sliced(Box::new(sliced)))))
    }

    fn value<'a>(&self, member: &'a Member) -> Option<&'a Value> {
        let parse = || self.tree.value(&member.range, &self.path.key(&member.key), self.depth + 1);
        member.value.get_or_init(parse).as_ref().map_err(|error| self.tree.note(error)).ok()
    }
}

impl value::Members for Sliced {
    fn len(&self) -> usize {
        self.members.as_slice().len()
    }

    fn contains_key(&self, key: &str) -> bool {
        self.members.get(key).is_some()
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.value(self.members.get(key)?)
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        Box::new(self.members.as_slice().iter().map(|member| &member.key))
    }

    fn iter(&self) -> Box<dyn Iterator<Item = (&String, &Value)> + '_> {
        Box::new(self.members.as_slice().iter().filter_map(|member| Some((&member.key, self.value(member)?))))
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a text of {} bytes", self.text.len())
    }
}

impl fmt::Debug for Sliced {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.members.as_slice().iter().map(|member| &member.key)).finish()
    }
}
