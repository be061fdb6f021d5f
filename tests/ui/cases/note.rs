#![deny(warnings)]

arazzo::arazzo!("documents/note.yml");

fn main() {}
