//! The workflows of `charge.yml`, and those of the same document after an edit.

arazzo::arazzo!("kills/charge.yml");

pub(crate) mod edited {
    arazzo::arazzo!("kills/edited.yml");
}
