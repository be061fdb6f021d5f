arazzo::arazzo!("documents/good.yml", workflow: ["greet"]);

fn main() {}
