arazzo::arazzo!("macro/greet.arazzo.yml");

/// What the types are.
pub fn said(output: greet::Output) -> Option<String> {
    output.greeting
}
