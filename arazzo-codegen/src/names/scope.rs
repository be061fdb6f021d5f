//! Names of one scope, each given once.

use std::collections::HashMap;

use super::{Space, length, plain};

/// The names that are taken in one scope.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    space: Space,
    /// With the number that was given last to others of the name.
    taken: HashMap<String, usize>,
}

impl Names {
    pub(crate) fn new(space: Space) -> Names {
        Names { space, taken: HashMap::new() }.reserving(space.reserved().iter().copied())
    }

    /// The same without more names.
    pub(crate) fn reserving<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Names {
        self.taken.extend(names.into_iter().map(|name| (name.to_owned(), 1)));
        self
    }

    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains_key(name)
    }

    /// The name itself, or the name with the first free number behind it.
    pub(crate) fn claim(&mut self, name: String) -> String {
        let Some(mut number) = self.taken.get(&name).copied() else {
            self.taken.insert(name.clone(), 1);
            return name;
        };
        let base = plain(&name).trim_end_matches('_');
        let between = self.space.before_number(base);
        loop {
            number += 1;
            let candidate = length::fitting(base, &format!("{between}{number}"));
            if !self.is_taken(&candidate) {
                self.taken.insert(candidate.clone(), 1);
                self.taken.insert(name, number);
                return candidate;
            }
        }
    }

    /// A name for each of these names of a document, in their order.
    pub(crate) fn claim_all(&mut self, names: &[&str], case: fn(&str) -> String) -> Vec<String> {
        let given = self.give(names.to_vec(), |name| *name, case);
        given.into_iter().map(|(_, name)| name).collect()
    }

    /// A name for each of these things, by what a document calls it; in their order. Who gets a number does not depend on it: first
    /// come those that are spelled as Rust spells them, then the others by the alphabet.
    pub(crate) fn give<T>(
        &mut self,
        things: Vec<T>,
        name: impl Fn(&T) -> &str,
        case: fn(&str) -> String,
    ) -> Vec<(T, String)> {
        let wanted = things.into_iter().map(|thing| (case(name(&thing)), thing));
        let mut wanted: Vec<(usize, (String, T))> = wanted.enumerate().collect();
        wanted.sort_by(|(_, (left, a)), (_, (right, b))| {
            let key = |rust: &String, thing| (plain(rust) != name(thing), name(thing).to_owned());
            key(left, a).cmp(&key(right, b))
        });
        let given = wanted.into_iter().map(|(index, (rust, thing))| (index, (thing, self.claim(rust))));
        let mut given: Vec<(usize, (T, String))> = given.collect();
        given.sort_by_key(|(index, _)| *index);
        given.into_iter().map(|(_, given)| given).collect()
    }
}
