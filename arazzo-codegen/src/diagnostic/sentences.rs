//! What is said about a mistake.

use super::cure::{Cure, replace};
use super::words::list;
use crate::suggest::Similar;

/// The sentences of a mistake. They begin with a small letter and end without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentences {
    /// Behind `error[code]: `.
    pub(super) message: String,
    /// Behind the carets; may be empty.
    pub(super) label: String,
    pub(super) help: Option<String>,
    /// What was probably meant: the help asks for it where an edit can write it, and else only names it.
    pub(super) meant: Option<String>,
    /// What an edit writes, where that is known exactly.
    pub(super) cure: Option<Cure>,
}

/// What is wrong.
pub(super) fn say(message: impl Into<String>) -> Sentences {
    Sentences { message: message.into(), label: String::new(), help: None, meant: None, cure: None }
}

impl Sentences {
    /// A few words for the carets.
    pub(super) fn label(self, label: impl Into<String>) -> Sentences {
        Sentences { label: label.into(), ..self }
    }

    /// What to change.
    pub(super) fn help(self, help: impl Into<String>) -> Sentences {
        self.help_if(Some(help))
    }

    pub(super) fn help_if(self, help: Option<impl Into<String>>) -> Sentences {
        Sentences { help: help.map(Into::into).or(self.help), ..self }
    }

    /// Help that names what was probably meant, if that is known.
    pub(super) fn did_you_mean(self, closest: Option<&str>) -> Sentences {
        match closest {
            Some(closest) => {
                Sentences { meant: Some(closest.to_owned()), ..self.help(format!("did you mean `{closest}`?")) }
            }
            None => self,
        }
    }

    /// The same for a name, which an edit replaces where the meant one is near enough.
    pub(super) fn misspelled(self, name: &str, closest: Option<&str>, is_near: fn(&str, &str) -> bool) -> Sentences {
        let near = closest.filter(|closest| is_near(name, closest));
        self.did_you_mean(closest).cure(near.map(|closest| replace(name, closest)))
    }

    /// The same for a name that nothing has. Without a near one it says what there is.
    pub(super) fn unknown(self, name: &str, similar: &Similar, is_near: fn(&str, &str) -> bool) -> Sentences {
        match similar {
            Similar::Closest(closest) => self.misspelled(name, Some(closest), is_near),
            Similar::Related(related) => self.did_you_mean(Some(related)),
            Similar::Among(names) => {
                let verb = if names.len() == 1 { "is" } else { "are" };
                self.help(format!("there {verb} {}", list(names, "and")))
            }
            Similar::Unknown => self,
        }
    }

    /// What an edit writes.
    pub(super) fn cure(self, cure: impl Into<Option<Cure>>) -> Sentences {
        Sentences { cure: cure.into(), ..self }
    }

    /// The same where nothing can be edited.
    pub(super) fn without_edit(self) -> Sentences {
        let help = self.meant.as_ref().map(|meant| format!("a similar one is `{meant}`")).or(self.help);
        Sentences { help, ..self }
    }
}
