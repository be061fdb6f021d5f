//! Forms that are written as text.

use crate::model::{Expr, Fragment};
use crate::openapi::percent_decode;
use crate::value::Value;

/// The object that the text of a form writes, where its names can be read. A name that occurs again makes a list.
pub(super) fn members_of(text: &Expr) -> Option<Expr> {
    let fragments = match text {
        Expr::Literal(Value::String(text)) => vec![Fragment::Literal(text.to_string())],
        Expr::Template(fragments) => fragments.clone(),
        _ => return None,
    };
    let mut members: Vec<(String, Vec<Expr>)> = Vec::new();
    for pair in pairs(&fragments) {
        let (name, value) = member_of(pair)?;
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => members.push((name, vec![value])),
        }
    }
    let members = members.into_iter().map(|(name, mut values)| {
        let value = if values.len() == 1 { values.pop() } else { None };
        (name, value.unwrap_or(Expr::Array(values)))
    });
    Some(Expr::Object(members.collect()))
}

/// What stands between the `&` of a text, as far as something does.
fn pairs(fragments: &[Fragment]) -> Vec<Vec<Fragment>> {
    let mut pairs = vec![Vec::new()];
    for fragment in fragments {
        let Fragment::Literal(text) = fragment else {
            add(&mut pairs, fragment.clone());
            continue;
        };
        for (index, piece) in text.split('&').enumerate() {
            if index > 0 {
                pairs.push(Vec::new());
            }
            if !piece.is_empty() {
                add(&mut pairs, Fragment::Literal(piece.to_owned()));
            }
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    pairs
}

fn add(pairs: &mut [Vec<Fragment>], fragment: Fragment) {
    if let Some(last) = pairs.last_mut() {
        last.push(fragment);
    }
}

/// A name and its value: of one hole, what is in it.
fn member_of(pair: Vec<Fragment>) -> Option<(String, Expr)> {
    let mut fragments = pair.into_iter();
    let Some(Fragment::Literal(first)) = fragments.next() else { return None };
    let (name, begin) = first.split_once('=').unwrap_or((&first, ""));
    let (name, begin) = (decoded(name)?, decoded(begin)?);
    let rest: Vec<Fragment> = fragments.collect();
    let value = match rest.as_slice() {
        [] => Expr::Literal(Value::String(begin.as_str().into())),
        [Fragment::Hole(value) | Fragment::Escaped(_, value)] if begin.is_empty() => value.clone(),
        _ => Expr::Template(std::iter::once(Fragment::Literal(begin)).chain(rest).collect()),
    };
    Some((name, value))
}

fn decoded(text: &str) -> Option<String> {
    percent_decode(&text.replace('+', " "))
}
