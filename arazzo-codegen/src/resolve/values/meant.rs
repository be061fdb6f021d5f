//! Which declared name is meant.

use crate::syntax::expression::Named;
use crate::syntax::pointer::Pointer;

/// Which of the declared names a name and its pointer mean, and which part of what is called so.
pub(super) struct Meant {
    pub(super) index: usize,
    pub(super) pointer: Pointer,
    pub(super) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    /// `.name` or `[n]` instead of a pointer: a name may hold dots, so the whole of it is looked for first.
    Dotted,
    /// A name that expressions cannot spell.
    Unusual,
}

pub(super) fn meant<'n>(named: &Named, declared: &(impl Iterator<Item = &'n str> + Clone)) -> Option<Meant> {
    let called = |name: &str| declared.clone().position(|known| known == name);
    let name = named.name.value.as_str();
    if let Some((index, unusual)) = named.unusual.as_deref().and_then(|unusual| Some((called(unusual)?, unusual))) {
        // What could be understood as a pointer is a part of the name.
        let pointer = if unusual == name { named.pointer.value.clone() } else { Pointer::default() };
        return Some(Meant { index, pointer, form: Form::Unusual });
    }
    if let Some(index) = called(name) {
        let form = if named.unusual.is_some() { Form::Dotted } else { Form::Plain };
        return Some(Meant { index, pointer: named.pointer.value.clone(), form });
    }
    // A name may hold dots. Brackets that are no index are something else than a part.
    let mut heads = name.rmatch_indices('.').filter_map(|(dot, _)| Some((name.get(..dot)?, name.get(dot + 1..)?)));
    let (index, part) = heads.find_map(|(head, part)| Some((called(head)?, part)))?;
    let is_part = !part.contains(['[', ']']) && !part.split('.').any(str::is_empty);
    let part = Pointer::from_tokens(part.split('.').map(str::to_owned).collect());
    is_part.then(|| Meant { index, pointer: part.join(&named.pointer.value), form: Form::Dotted })
}
