//! Paths here are relative to this package, as everywhere.

use std::path::{Path, PathBuf};

use arazzo_codegen::{Builder, Compiled, Document, RequiredOutputs, compile};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::expand::expand;
use crate::input::Input;

const UPSERT: &str = "../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml";
const EXPORT: &str = "../workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml";
const WORKFLOWS: [&str; 5] = [
    UPSERT,
    "../workflows/amberflo/arazzo/amberflo-create-customer-and-assign-plan-workflow.yml",
    "../workflows/viam/arazzo/viam-bill-customer-location-workflow.yml",
    "../workflows/1password/arazzo/1password-provision-partner-billing-workflow.yml",
    EXPORT,
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(path: &str, runtime: &TokenStream) -> Compiled {
    let compiled = compile(root(), &Document::new(path), runtime);
    assert!(!compiled.has_errors() && !compiled.items.is_empty(), "{:?}", compiled.diagnostics);
    compiled
}

/// The texts in all `compile_error!`s.
fn errors(tokens: TokenStream) -> Vec<String> {
    let mut errors = Vec::new();
    let mut is_next = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => is_next = ident == "compile_error",
            TokenTree::Group(group) if is_next => {
                errors.push(syn::parse2::<syn::LitStr>(group.stream()).unwrap().value());
                is_next = false;
            }
            _ => {}
        }
    }
    errors
}

fn expand_text(options: &str) -> TokenStream {
    expand(format!("(::arazzo) {options}").parse().unwrap())
}

/// The items of the macro are those of the compiler, whatever the runtime is called; what follows is the macro's own.
#[test]
fn the_macro_expands_to_what_the_compiler_makes() {
    for path in WORKFLOWS {
        for runtime in [quote!(::arazzo), quote!(crate::vendor::workflows)] {
            let expansion = expand(quote!((#runtime) #path)).to_string();
            let rest = expansion.strip_prefix(&compiled(path, &runtime).items.to_string()).expect(path);
            let mut own = rest.split("const _ :").map(str::trim);
            assert_eq!(own.next(), Some(""), "{path}");
            assert!(own.all(|item| item.starts_with("() = {") && item.ends_with("} ;")), "{path}: {rest}");
        }
    }
}

/// A file as the printer has it, without blanks and without the last comma of a list: the printer sets one where `json!` goes over
/// several lines.
fn printed(file: &syn::File) -> String {
    let text: String = prettyplease::unparse(file).split_whitespace().collect();
    text.replace(",}", "}").replace(",]", "]").replace(",)", ")")
}

/// A build script writes the same code, formatted.
#[test]
fn the_build_script_writes_what_the_macro_expands_to() {
    let folder = std::env::temp_dir().join(format!("arazzo-macros-{}", std::process::id()));
    let builder = Builder::new().root(root()).out_dir(&folder);
    let documents = WORKFLOWS.into_iter().fold(builder, Builder::document);
    documents.try_generate().unwrap();
    for path in WORKFLOWS {
        let file = folder.join(Path::new(path).with_extension("rs").file_name().unwrap());
        let written = std::fs::read_to_string(file).unwrap();
        let expected: syn::File = syn::parse2(compiled(path, &quote!(::arazzo)).items).unwrap();
        assert!(printed(&syn::parse_file(&written).unwrap()) == printed(&expected), "{path}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn files_are_watched_without_their_bytes_in_the_crate() {
    let expansion = expand(quote!((::arazzo) #UPSERT)).to_string();
    let files = compiled(UPSERT, &quote!(::arazzo)).files;
    assert_eq!(files.len(), 2);
    for file in files {
        assert!(file.is_absolute());
        let file = file.to_str().unwrap();
        let item = quote!(
            const _: () = {
                fn _t() {
                    let _ = ::core::include_bytes!(#file);
                }
            };
        )
        .to_string();
        assert_eq!(expansion.matches(&item).count(), 1, "{item}");
    }
}

#[test]
fn all_options_arrive() {
    let input: Input = syn::parse_str(
        r#"(::arazzo) "a.yml", workflows: ["w", "v",], "sources": { one: "1.yml", "two": "2.yml", }, allow: [],
           warn: ["n"], "deny": ["d"], strict: true, required_outputs: ["o"], outputs: { receipt: crate::Receipt, "all": Vec<Map<String, serde_json::Value>>, }, outcome: enum, lenient: true, infer_inputs: false"#,
    )
    .unwrap();
    assert!(input.error.is_none());
    let expected = Document::new("a.yml").workflow("w").workflow("v").source("one", "1.yml").source("two", "2.yml");
    let required = RequiredOutputs::Named(vec!["o".to_owned()]);
    assert_eq!(
        input.document,
        expected
            .warn("n")
            .deny("d")
            .strict(true)
            .required_outputs(required)
            .output_type("receipt", "crate::Receipt")
            .output_type("all", "Vec < Map < String , serde_json::Value >>")
            .outcome_enum(true)
            .lenient(true)
            .infer_inputs(false)
    );
    let input: Input = syn::parse_str(r#"(x) "a.yml", required_outputs: all, strict: false, outcome: struct"#).unwrap();
    assert_eq!(input.document, Document::new("a.yml").required_outputs(RequiredOutputs::All));
    assert_eq!(input.runtime.to_string(), "x");
    assert_eq!(input.root, PathBuf::from(env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn options_that_are_not_understood() {
    let cases = [
        ("", "expected the path of an Arazzo document, such as `\"workflows/buy.yml\"`"),
        ("strict: true", "expected the path of an Arazzo document, such as `\"workflows/buy.yml\"`"),
        ("FILE strict: true", "expected `,`"),
        ("FILE, workflow: []", "there is no option `workflow`: did you mean `workflows`?"),
        (
            "FILE, color: 1",
            "there is no option `color`: the options are `workflows`, `sources`, `allow`, `warn`, `deny`, `strict`, \
             `required_outputs`, `outputs`, `outcome`, `lenient`, `infer_inputs`",
        ),
        ("FILE, strict = true", "expected `:`"),
        ("FILE, strict: 1", "expected boolean literal"),
        ("FILE, strict: true, \"strict\": true", "the option `strict` is there twice"),
        ("FILE, allow: \"a\"", "expected square brackets"),
        ("FILE, allow: [a]", "expected string literal"),
        ("FILE, allow: [\"a\" \"b\"]", "expected `,`"),
        ("FILE, sources: { a: \"b\"; }", "expected `,`"),
        ("FILE, required_outputs: some", "expected `all` or a list of names"),
        ("FILE, required_outputs: 1", "expected `all` or a list of names"),
        ("FILE, outcome: enumeration", "expected `enum` or `struct`"),
        ("FILE, outputs: { a: }", "unexpected end of input, expected the type of an output, such as `crate::Receipt`"),
    ];
    for (options, expected) in cases {
        let expansion = expand_text(&options.replace("FILE", &format!("{UPSERT:?}")));
        // What the document says stays there for completion.
        assert_eq!(expansion.to_string().contains("pub mod upsert_customer"), options.starts_with("FILE"), "{options}");
        assert_eq!(errors(expansion), [expected], "{options}");
    }
}

#[test]
fn an_error_begins_with_its_sentence_and_keeps_the_types() {
    let expansion = expand(quote!((::arazzo) #EXPORT, deny: ["unqualified-operation"]));
    let text = expansion.to_string();
    assert!(text.contains("pub mod export_monthly_billing") && text.contains("pub struct Input"), "{text}");
    let errors = errors(expansion);
    assert_eq!(errors.len(), 3);
    let (sentence, block) = errors[0].split_once("\n\n").unwrap();
    assert_eq!(sentence, "operation `getBilling` is named without its source `billingApi`");
    assert!(block.starts_with(&format!("error[unqualified-operation]: {sentence}\n")), "{block}");
    assert!(block.contains("\n   |\n33 |         operationId: getBilling\n"), "{block}");
}

#[test]
fn what_is_missing_is_said_and_not_included() {
    let expansion = expand(quote!((::arazzo) "nowhere.yml"));
    assert!(!expansion.to_string().contains("include_bytes"));
    let errors = errors(expansion);
    assert!(errors.len() == 1 && errors[0].starts_with("the file `nowhere.yml` cannot be read: "), "{errors:?}");
}

#[test]
fn warnings_and_notes_are_deprecations() {
    let text = expand(quote!((::arazzo) #EXPORT)).to_string();
    assert_eq!(text.matches("const UNQUALIFIED_OPERATION : () = () ; UNQUALIFIED_OPERATION }").count(), 3);
    assert_eq!(text.matches("const NOTES : () = () ; NOTES }").count(), 1);
    assert_eq!(text.matches("# [deprecated (note = \"").count(), 4);
    assert_eq!(text.matches("note[jsonpath-comparison]").count(), 3);
    let quiet = quote!((::arazzo) #EXPORT, allow: ["unqualified-operation", "jsonpath-comparison"]);
    assert!(!expand(quiet).to_string().contains("deprecated (note"));
}
