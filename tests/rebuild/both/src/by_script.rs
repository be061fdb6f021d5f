arazzo::include_workflows!("greet");

/// What the types are.
pub fn said(output: greet::Output) -> Option<String> {
    output.greeting
}
