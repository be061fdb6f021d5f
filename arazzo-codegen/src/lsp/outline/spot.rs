//! What stands at a position, or could stand there.

use std::ops::Range;

use super::{Body, Node, Style};
use crate::place::Segment;

/// A position in an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lsp) struct Spot {
    /// Of the node, or of the object that a key is one of.
    pub(in crate::lsp) path: Vec<Segment>,
    pub(in crate::lsp) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lsp) enum What {
    /// A key of the object at the path, without its quotes, and whether a colon follows.
    Key { typed: Range<usize>, quote: Option<char>, has_colon: bool },
    /// The text at the path, without its quotes.
    Value { typed: Range<usize>, quote: Option<char> },
    /// Nothing stands there yet: a value, or its first key.
    Empty { at: usize },
}

impl Node {
    /// What is at a byte.
    pub(in crate::lsp) fn spot(&self, text: &str, offset: usize) -> Spot {
        let line = text.get(..offset).unwrap_or_default().rfind('\n').map_or(0, |newline| newline + 1);
        let rest = text.get(offset..).unwrap_or_default().lines().next().unwrap_or_default();
        let before = text.get(line..offset).unwrap_or_default();
        let mut path = Vec::new();
        let is_block =
            matches!(self.body, Body::Object { style: Style::Block(_), .. } | Body::List { .. } | Body::Nothing);
        if before.trim().is_empty() && rest.trim().is_empty() && is_block {
            if let Some(spot) = self.blank(offset, before.len(), &mut path) {
                return spot;
            }
            path.clear();
        }
        self.find(text, offset, path)
    }

    /// On a blank line, what begins at a column belongs to the deepest node that is open there.
    fn blank(&self, offset: usize, column: usize, path: &mut Vec<Segment>) -> Option<Spot> {
        let empty = |path: &[Segment], what| Some(Spot { path: path.to_vec(), what });
        let key = What::Key { typed: offset..offset, quote: None, has_colon: false };
        match &self.body {
            Body::Object { style: Style::Flow, .. } | Body::List { style: Style::Flow, .. } => {
                // In brackets, columns say nothing.
                None
            }
            Body::Object { members, style: Style::Block(own) } => {
                if column < *own {
                    return None;
                }
                let last = members.iter().rev().find(|member| member.key.inner.start < offset);
                let Some(last) = last.filter(|_| column > *own) else { return empty(path, key) };
                path.push(Segment::Key(last.key.text.clone()));
                match &last.value.body {
                    Body::Nothing => empty(path, What::Empty { at: offset }),
                    _ => last.value.blank(offset, column, path).or_else(|| {
                        path.pop();
                        match &last.value.body {
                            Body::Text(_) => empty(path, key),
                            _ => None,
                        }
                    }),
                }
            }
            Body::List { items, style: Style::Block(own) } => {
                let (index, last) = items.iter().enumerate().rev().find(|(_, item)| item.start < offset)?;
                if column <= *own {
                    return None;
                }
                path.push(Segment::Index(index));
                match &last.node.body {
                    Body::Nothing => empty(path, What::Empty { at: offset }),
                    _ => last.node.blank(offset, column, path).or_else(|| {
                        path.pop();
                        None
                    }),
                }
            }
            Body::Nothing => empty(path, key),
            Body::Text(_) => None,
        }
    }

    fn find(&self, text: &str, offset: usize, mut path: Vec<Segment>) -> Spot {
        match &self.body {
            Body::Nothing => Spot { path, what: What::Empty { at: offset } },
            Body::Text(scalar) => {
                let typed = scalar.inner.clone();
                Spot { path, what: What::Value { typed, quote: scalar.quote } }
            }
            Body::List { items, .. } => {
                let last = items.iter().enumerate().rev().find(|(_, item)| item.start <= offset);
                let Some((index, item)) = last else { return Spot { path, what: What::Empty { at: offset } } };
                let end = item.node.span.end;
                if offset > end && text.get(end..offset).is_some_and(|between| between.contains(',')) {
                    path.push(Segment::Index(items.len()));
                    return Spot { path, what: What::Empty { at: offset } };
                }
                path.push(Segment::Index(index));
                item.node.find(text, offset, path)
            }
            Body::Object { members, .. } => self.find_member(members, text, offset, path),
        }
    }

    fn find_member(&self, members: &[super::Member], text: &str, offset: usize, mut path: Vec<Segment>) -> Spot {
        let empty = What::Key { typed: offset..offset, quote: None, has_colon: false };
        let start = |member: &super::Member| member.key.inner.start - usize::from(member.key.quote.is_some());
        let Some(member) = members.iter().rev().find(|member| start(member) <= offset) else {
            return Spot { path, what: empty };
        };
        let behind_key = member.colon.unwrap_or(member.key.inner.end + 1);
        if offset < behind_key {
            let typed = member.key.inner.clone();
            let (quote, has_colon) = (member.key.quote, member.colon.is_some());
            return Spot { path, what: What::Key { typed, quote, has_colon } };
        }
        let end = member.value.span.end;
        let between = text.get(end.min(offset)..offset).unwrap_or_default();
        let is_behind = offset > end && (between.contains([',', '}']) || between.contains('\n') && self.is_flow());
        if member.colon.is_none() || is_behind {
            return Spot { path, what: empty };
        }
        path.push(Segment::Key(member.key.text.clone()));
        member.value.find(text, offset, path)
    }

    fn is_flow(&self) -> bool {
        matches!(self.body, Body::Object { style: Style::Flow, .. })
    }
}
