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

    /// A name for each of these names of a document, in their order. Who gets a number does not depend on it: first come those
    /// that are spelled as Rust spells them, then the others by the alphabet.
    pub(crate) fn claim_all(&mut self, names: &[&str], case: fn(&str) -> String) -> Vec<String> {
        let mut wanted: Vec<(usize, &str, String)> =
            names.iter().enumerate().map(|(index, name)| (index, *name, case(name))).collect();
        wanted.sort_by_key(|(_, name, rust)| (plain(rust) != *name, *name));
        let mut given = vec![String::new(); names.len()];
        for (index, _, rust) in wanted {
            if let Some(place) = given.get_mut(index) {
                *place = self.claim(rust);
            }
        }
        given
    }
}
