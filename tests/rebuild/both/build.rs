//! The other way.

fn main() {
    arazzo_codegen::Builder::new().document("script/greet.arazzo.yml").generate();
}
