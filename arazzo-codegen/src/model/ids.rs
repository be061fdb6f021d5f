//! Lists whose indices cannot be taken for each other.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An index of one kind of things.
pub(crate) trait Id: Copy + Ord {
    fn new(index: usize) -> Self;
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$docs:meta])* $name:ident)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) struct $name(usize);

        impl Id for $name {
            fn new(index: usize) -> $name {
                $name(index)
            }

            fn index(self) -> usize {
                self.0
            }
        }
    )*};
}

ids! {
    /// A source of a workflow.
    SourceId
    /// A scheme of a workflow.
    SchemeId
    /// A pattern or a query of a workflow.
    StaticId
    /// A description of XML of a workflow.
    XmlId
    /// A step of a workflow.
    StepId
    /// An output of a step.
    OutputId
}

/// A list that is asked by indices of its own. An index is given out for what was put in, so `get` finds nothing only where a
/// list was cut.
#[derive(Clone, Debug)]
pub(crate) struct Ids<I, T> {
    items: Vec<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> Ids<I, T> {
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index())
    }

    /// Puts it behind all others.
    pub(crate) fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::new(self.items.len() - 1)
    }

    /// The index of the first that is meant.
    pub(crate) fn position(&self, is_meant: impl FnMut(&T) -> bool) -> Option<I> {
        self.items.iter().position(is_meant).map(I::new)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// Each with its index.
    pub(crate) fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (I::new(index), item))
    }

    /// The same, to be changed.
    pub(crate) fn enumerate_mut(&mut self) -> impl Iterator<Item = (I, &mut T)> {
        self.items.iter_mut().enumerate().map(|(index, item)| (I::new(index), item))
    }

    /// The indices of all.
    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.items.first()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What the next one will have.
    pub(crate) fn next_id(&self) -> I {
        I::new(self.items.len())
    }

    /// Forgets this one and all behind it.
    pub(crate) fn cut(&mut self, from: I) {
        self.items.truncate(from.index());
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<I, T> Default for Ids<I, T> {
    fn default() -> Ids<I, T> {
        Ids { items: Vec::new(), id: PhantomData }
    }
}

impl<I, T> FromIterator<T> for Ids<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Ids<I, T> {
        Ids { items: items.into_iter().collect(), id: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Ids<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Ids<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}

impl<I, T> Extend<T> for Ids<I, T> {
    fn extend<A: IntoIterator<Item = T>>(&mut self, items: A) {
        self.items.extend(items);
    }
}

impl<I, T> IntoIterator for Ids<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Ids<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<'a, I, T> IntoIterator for &'a Ids<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_what_was_put_in() {
        let mut ids: Ids<SchemeId, &str> = Ids::default();
        let (first, second) = (ids.push("a"), ids.push("b"));
        assert_eq!((ids.get(first), ids.get(second)), (Some(&"a"), Some(&"b")));
        assert_eq!(ids.position(|name| *name == "b"), Some(second));
        assert_eq!(ids.enumerate().collect::<Vec<_>>(), [(first, &"a"), (second, &"b")]);
        assert_eq!((ids[first], ids.ids().collect::<Vec<_>>()), ("a", vec![first, second]));
        let third = ids.next_id();
        ids.cut(second);
        assert_eq!((ids.get(second), ids.get(third), ids.iter().len()), (None, None, 1));
    }
}
