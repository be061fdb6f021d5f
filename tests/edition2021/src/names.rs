//! Names that are hard to say in Rust.

macro_rules! documents {
    ($($module:ident $file:literal)*) => {
        $(mod $module {
            arazzo::include_workflows!($file);
        })*
    };
}

documents! {
    zero "names-0"
    one "names-1"
    two "names-2"
    three "names-3"
    four "names-4"
    five "names-5"
}
