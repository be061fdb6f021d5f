//! The members of an object that was parsed, in the order of the text.

use indexmap::IndexMap;

use super::Value;

/// So many are compared one by one: without optimisation a hash costs as much as ten comparisons.
const FEW: usize = 12;

/// Members by their keys, each of them once.
#[derive(Clone, Debug)]
pub(crate) enum Entries {
    Few(Vec<(String, Value)>),
    Many(IndexMap<String, Value>),
}

impl Entries {
    pub(crate) fn len(&self) -> usize {
        match self {
            Entries::Few(members) => members.len(),
            Entries::Many(members) => members.len(),
        }
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Entries::Few(members) => position(members, key).map(|index| &members[index].1),
            Entries::Many(members) => members.get(key),
        }
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        match self {
            Entries::Few(members) => position(members, key).map(|index| &mut members[index].1),
            Entries::Many(members) => members.get_mut(key),
        }
    }

    /// A member that is there already gets the new value.
    pub(crate) fn insert(&mut self, key: String, value: Value) {
        if let Some(known) = self.get_mut(&key) {
            *known = value;
        } else {
            self.push(key, value);
        }
    }

    /// Adds a member of which the caller knows that it is not there.
    pub(crate) fn push(&mut self, key: String, value: Value) {
        match self {
            Entries::Few(members) if members.len() < FEW => members.push((key, value)),
            Entries::Few(members) => {
                let mut many: IndexMap<String, Value> = members.drain(..).collect();
                many.insert(key, value);
                *self = Entries::Many(many);
            }
            Entries::Many(members) => {
                members.insert(key, value);
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &str) {
        match self {
            Entries::Few(members) => members.retain(|(known, _)| known != key),
            Entries::Many(members) => {
                members.shift_remove(key);
            }
        }
    }

    pub(crate) fn keys(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        match self {
            Entries::Few(members) => Box::new(members.iter().map(|(key, _)| key)),
            Entries::Many(members) => Box::new(members.keys()),
        }
    }

    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = (&String, &Value)> + '_> {
        match self {
            Entries::Few(members) => Box::new(members.iter().map(|(key, value)| (key, value))),
            Entries::Many(members) => Box::new(members.iter()),
        }
    }
}

impl Default for Entries {
    fn default() -> Entries {
        Entries::Few(Vec::new())
    }
}

impl FromIterator<(String, Value)> for Entries {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Entries {
        let mut entries = Entries::default();
        for (key, value) in members {
            entries.insert(key, value);
        }
        entries
    }
}

/// A plain loop, because every step into a document comes here.
fn position(members: &[(String, Value)], key: &str) -> Option<usize> {
    let mut index = 0;
    while index < members.len() {
        if members[index].0 == key {
            return Some(index);
        }
        index += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_alike() {
        let mut entries = Entries::default();
        for number in 0..2 * FEW {
            entries.insert(format!("k{number}"), Value::Null);
            entries.insert("k1".to_owned(), Value::Bool(true));
            let names: Vec<&String> = entries.keys().collect();
            assert_eq!((entries.len(), names.len()), (entries.iter().count(), entries.len()));
            assert_eq!(entries.get("k1"), Some(&Value::Bool(true)));
            assert!(!entries.contains_key("k"));
        }
        entries.remove("k0");
        assert_eq!(entries.keys().next().map(String::as_str), Some("k1"));
        assert_eq!(entries.len(), 2 * FEW - 1);
    }
}
