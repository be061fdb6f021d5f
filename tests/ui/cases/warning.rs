#![deny(warnings)]

arazzo::arazzo!("documents/warning.yml");

fn main() {}
