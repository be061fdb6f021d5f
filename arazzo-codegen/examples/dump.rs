fn main() {
    let root = std::env::current_dir().unwrap();
    for path in std::env::args().skip(1) {
        let compiled =
            arazzo_codegen::compile(&root, &arazzo_codegen::Document::new(&path), &"::arazzo".parse().unwrap());
        for d in &compiled.diagnostics {
            eprintln!("{}\n", d.rendered);
        }
        match compiled.to_source() {
            Ok(s) => println!("{s}"),
            Err(e) => println!("BAD {e}\n{}", compiled.items),
        }
    }
}
