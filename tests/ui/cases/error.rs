arazzo::arazzo!("documents/error.yml");

fn main() {}
