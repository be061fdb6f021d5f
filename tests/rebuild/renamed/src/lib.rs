//! There is no crate `arazzo` here, and what is called so is something else.
#![deny(warnings, missing_docs)]

#[allow(dead_code)]
mod arazzo {}

/// Another name.
pub mod renamed {
    flows::arazzo!("documents/greet.arazzo.yml");
}

/// Relative to this file.
pub mod reexported {
    reexport::workflows::arazzo! { "../documents/greet.arazzo.yml" }
}

/// In a function, among its statements.
pub fn inside(output: reexported::greet::Output) -> Option<String> {
    let greeting = output.greeting;
    flows::arazzo!("documents/greet.arazzo.yml");
    Some(greet::Output { greeting }.greeting?)
}
