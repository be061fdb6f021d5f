arazzo::arazzo!("documents/errors.yml");

fn main() {}
