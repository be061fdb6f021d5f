//! The command `cargo arazzo`: see `arazzo_codegen`'s module `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    arazzo_codegen::cli::run(std::env::args_os())
}
