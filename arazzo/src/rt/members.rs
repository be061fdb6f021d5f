//! Where the members of the outer object of a text are: what is read from a body is nearly always one of them.

use std::ops::Range;

/// Of a text with more of them none are remembered.
const MOST: usize = 16;

/// The members of the outer object, if there is one, if they are few, and if their names can be compared as they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    places: [Place; MOST],
    /// How many there are; `None` where they are not known.
    count: Option<usize>,
}

/// Where the text of a name is, without its quotes, and where the value begins.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    start: u32,
    end: u32,
    value: u32,
}

impl Place {
    fn new(name: &Range<usize>, value: usize) -> Option<Self> {
        let short = |at: usize| u32::try_from(at).ok();
        Some(Self { start: short(name.start)?, end: short(name.end)?, value: short(value)? })
    }

    fn name<'j>(&self, json: &'j [u8]) -> Option<&'j [u8]> {
        json.get(usize::try_from(self.start).ok()?..usize::try_from(self.end).ok()?)
    }
}

impl Members {
    /// The outer value is an object.
    pub(super) fn begin(&mut self) {
        self.count = Some(0);
    }

    /// Remembers a member, in the order of the text.
    pub(super) fn add(&mut self, json: &[u8], name: Range<usize>, value: usize) {
        self.count = self.count.and_then(|count| {
            let place = Place::new(&name, value)?;
            json.get(name).filter(|name| name.is_ascii() && !name.contains(&b'\\'))?;
            *self.places.get_mut(count)? = place;
            Some(count + 1)
        });
    }

    pub(super) fn are_known(&self) -> bool {
        self.count.is_some()
    }

    /// Where the value of a member begins. Of members with the same name the last one counts.
    pub(super) fn value(&self, json: &[u8], name: &str) -> Option<usize> {
        let known = self.places.get(..self.count?)?;
        let found = known.iter().rev().find(|place| place.name(json) == Some(name.as_bytes()))?;
        usize::try_from(found.value).ok()
    }
}
