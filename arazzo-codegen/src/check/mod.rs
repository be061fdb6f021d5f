//! What a document sends, held against what the API's description takes (SPEC RB-13 to RB-15, P-20).

mod bounds;
mod fit;
mod kinds;
mod later;
mod passed;
mod pattern;
mod refusal;
mod styles;

pub(crate) use fit::{Fit, Sent};
pub(crate) use kinds::{Form, scalar_text};
pub(crate) use later::{Later, Question, check_text, settle};
pub(crate) use pattern::matches;
pub(crate) use refusal::{is_of_type, refusal};
pub(crate) use styles::{Outer, Structure, Styling};
