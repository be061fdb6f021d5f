//! What the compiler reads, and what it lets nobody see: files that are no API documents, names that leave a folder, files
//! without an end.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use arazzo_codegen::{Compiled, Document, Severity, compile};
use quote::quote;

/// Stands in every file of [`FOREIGN`], and may stand in no diagnostic.
const SECRET: &str = "hunter2";

/// Files that somebody has on a machine, with a word that nobody may see.
const FOREIGN: [(&str, &str); 22] = [
    ("flat.yml", "password: hunter2\nhunter2: 1\n"),
    ("account.json", r#"{"type": "hunter2", "project_id": "hunter2", "private_key": "hunter2"}"#),
    ("nested.yml", "db:\n  type: hunter2\n  in: hunter2\n  name: hunter2\n"),
    ("list.json", r#"["hunter2", {"hunter2": "hunter2"}]"#),
    ("text.json", r#""hunter2""#),
    ("location.yml", "in: hunter2\nname: hunter2\nstyle: hunter2\n"),
    ("kube.yml", "apiVersion: v1\nkind: Secret\ntype: hunter2\ndata: { hunter2: hunter2 }\n"),
    ("values.yml", "default: hunter2\nexample: hunter2\nconst: hunter2\n"),
    ("schema-of-editors.json", r#"{"$schema": "https://hunter2.example/app.json", "hunter2": "hunter2"}"#),
    ("openapi.yml", "openapi: hunter2\nswagger: hunter2\npaths: {hunter2: hunter2}\n"),
    ("openapi-3.yml", "openapi: 3hunter2\npaths: {hunter2: hunter2}\n"),
    ("swagger.json", r#"{"swagger": "hunter2", "info": {"title": "hunter2"}}"#),
    ("arazzo.yml", "arazzo: hunter2\nhunter2: 1\n"),
    ("twice.yml", "hunter2: 1\nhunter2: 2\n"),
    ("twice.json", "{\"hunter2\": 1, \"hunter2\": 2}"),
    ("tag.yml", "a: !hunter2 b\n"),
    ("anchor.yml", "a: *hunter2\n"),
    ("open.yml", "a: [hunter2\n"),
    ("open.json", "{\"a\": hunter2"),
    ("properties.yml", "properties:\n  hunter2: hunter2\n"),
    ("auth.json", r#"{"auths": {"hunter2.example": {"auth": "hunter2"}}}"#),
    ("tokens.yml", "schemes:\n  type: oauth2\n  client_secret: hunter2\n  hunter2: 1\n"),
];

/// A folder with a package `app` in it, which is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("arazzo-files-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("app/api")).expect("a folder");
        Scratch(folder)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Compiles `app/workflow.yml`.
    fn compile(&self) -> Compiled {
        compile(&self.0.join("app"), &Document::new("workflow.yml").strict(true), &quote!(::arazzo))
    }

    /// All that is said of a document that reads a value of an API, both written by these functions.
    fn said(&self, url: &str, description: &str) -> String {
        self.write("app/api/api.yml", description);
        self.write("app/workflow.yml", &document(url));
        shown(&self.compile())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn document(url: &str) -> String {
    format!(
        "arazzo: 1.0.1
info: {{ title: t, version: 1.0.0 }}
sourceDescriptions:
  - {{ name: api, url: '{url}', type: openapi }}
workflows:
  - workflowId: w
    inputs: {{ type: object, properties: {{ a: {{ type: string }} }} }}
    steps:
      - stepId: s
        operationId: add
        parameters: [{{ name: p, in: query, value: huntre2 }}]
        requestBody: {{ contentType: application/json, payload: {{ huntr2: 1, hunter: '2' }} }}
        successCriteria: [{{ condition: $statusCode == 200 }}]
        outputs: {{ o: $response.body#/huntr2, h: $response.header.huntr2 }}
"
    )
}

/// A description of which one part stands elsewhere; `part` says which.
fn description(part: &str, reference: &str) -> String {
    let at = |name: &str, otherwise: &str| {
        if name == part { format!("{{ $ref: '{reference}' }}") } else { otherwise.to_owned() }
    };
    let schema = "{ type: object }";
    format!(
        "openapi: 3.0.3
info: {{ title: t, version: 1.0.0 }}
servers: [{{ url: 'https://x.example' }}]
security: [{{ key: [] }}]
paths:
  /a:
    post:
      operationId: add
      parameters: [{}]
      requestBody: {}
      responses: {{ '200': {} }}
  /b: {}
components:
  securitySchemes: {{ key: {} }}
",
        at("parameter", &format!("{{ name: p, in: query, schema: {} }}", at("parameter schema", "{ type: string }"))),
        at("body", &format!("{{ content: {{ application/json: {{ schema: {} }} }} }}", at("body schema", schema))),
        at(
            "response",
            &format!("{{ description: d, content: {{ application/json: {{ schema: {} }} }} }}", at("schema", schema))
        ),
        at("path", "{}"),
        at("scheme", "{ type: apiKey, in: header, name: X-Key }"),
    )
}

const PARTS: [&str; 8] =
    ["parameter", "parameter schema", "body", "body schema", "response", "schema", "path", "scheme"];

/// Everything that a user sees of a compilation.
fn shown(compiled: &Compiled) -> String {
    let said = compiled.diagnostics.iter().map(|found| {
        let related: String = found.related.iter().map(|related| related.label.clone()).collect();
        format!("{}\n{}\n{:?}\n{related}\n", found.rendered, found.message, found.help)
    });
    said.collect::<String>() + &compiled.items.to_string()
}

/// As a reference names it, beside the description or from outside of the package.
fn places(name: &str) -> [(String, String); 2] {
    [(format!("app/api/{name}"), name.to_owned()), (format!("home/{name}"), format!("../../home/{name}"))]
}

#[test]
fn nothing_of_a_foreign_file_is_shown_when_a_reference_names_it() {
    let mut shown = Vec::new();
    for (name, text) in FOREIGN {
        let scratch = Scratch::new();
        for (path, reference) in places(name) {
            scratch.write(&path, text);
            let inner = ["db", "data", "properties", "schemes", "auths"].into_iter().filter(|name| text.contains(name));
            let references = inner.map(|name| format!("{reference}#/{name}")).chain([reference.clone()]);
            for (reference, part) in references.flat_map(|reference| PARTS.map(|part| (reference.clone(), part))) {
                let said = scratch.said("api/api.yml", &description(part, &reference));
                if said.contains(SECRET) {
                    shown.push(format!("{part} {reference}: {said}"));
                }
            }
        }
    }
    assert!(shown.is_empty(), "{} are shown, as\n{}", shown.len(), shown.first().map_or("", String::as_str));
}

#[test]
fn nothing_of_a_foreign_file_is_shown_when_a_source_names_it() {
    for (name, text) in FOREIGN {
        let scratch = Scratch::new();
        for (path, url) in
            [(format!("app/{name}"), name.to_owned()), (format!("home/{name}"), format!("../home/{name}"))]
        {
            scratch.write(&path, text);
            for kind in ["openapi", "arazzo"] {
                scratch.write("app/workflow.yml", &document(&url).replace("type: openapi", &format!("type: {kind}")));
                let said = shown(&scratch.compile());
                assert!(!said.is_empty() && !said.contains(SECRET), "{url} {kind}: {said}");
            }
        }
    }
}

#[test]
fn nothing_of_a_foreign_file_is_shown_when_it_is_the_document() {
    for (name, text) in FOREIGN {
        let scratch = Scratch::new();
        scratch.write(&format!("app/{name}"), text);
        let compiled = compile(&scratch.0.join("app"), &Document::new(name), &quote!(::arazzo));
        let said = shown(&compiled);
        assert!(compiled.has_errors() && !said.contains(SECRET), "{name}: {said}");
    }
}

/// Outside of the package and of the description's folder only a file that says what it is.
#[test]
fn parts_elsewhere_need_a_version() {
    let scratch = Scratch::new();
    let part = "enum: [hunter2]\n";
    let whole = format!("openapi: 3.0.3\ncomponents: {{ schemas: {{ a: {{ {} }} }} }}\n", part.trim());
    scratch.write("app/api/near.yml", part);
    scratch.write("app/near.yml", part);
    scratch.write("home/far.yml", part);
    scratch.write("home/whole.yml", &whole);
    let said = |reference: &str| scratch.said("api/api.yml", &description("parameter schema", reference));
    for known in ["near.yml", "../near.yml", "../../home/whole.yml#/components/schemas/a"] {
        assert!(said(known).contains("`hunter2`"), "{known}: {}", said(known));
    }
    let far = said("../../home/far.yml");
    assert!(!far.contains(SECRET) && far.contains("broken-reference"), "{far}");
    assert!(far.contains("outside of the package"), "{far}");
}

/// What is written as one name is not read as a path, and nothing names a file from the root of the machine.
#[test]
fn references_are_relative_paths() {
    let scratch = Scratch::new();
    let part = "type: string\nenum: [hunter2]\n";
    scratch.write("app/api/part.yml", part);
    scratch.write("app/up.yml", part);
    scratch.write("app/api/inner/part.yml", part);
    let said = |reference: &str| scratch.said("api/api.yml", &description("parameter schema", reference));
    let absolute = scratch.0.join("app/up.yml").display().to_string();
    let absolute = absolute.as_str();
    for refused in [
        absolute,
        &format!("file://{absolute}"),
        &format!("/{absolute}"),
        &absolute.replacen('/', "%2f", 1),
        &absolute.replace('/', "%2F"),
        "..%2fup.yml",
        "..%2Fup.yml",
        "%2e%2e/up.yml",
        "%2E./up.yml",
        "inner%2fpart.yml",
        "inner%5cpart.yml",
        "..%5cup.yml",
        r"..\up.yml",
        "inner/%2e%2e/%2e%2e/up.yml",
    ] {
        let said = said(refused);
        assert!(!said.contains(SECRET) && said.contains("broken-reference"), "{refused}: {said}");
    }
    for followed in ["part.yml", "./part.yml", "inner/../part.yml", "../up.yml", "p%61rt.yml", "inner//part.yml"] {
        assert!(said(followed).contains("`hunter2`"), "{followed}: {}", said(followed));
    }
}

#[test]
fn urls_of_sources_are_relative_paths() {
    let scratch = Scratch::new();
    let api = description("", "");
    scratch.write("up.yml", &api);
    for refused in ["..%2fup.yml", "%2e%2e/up.yml", "api%2fapi.yml", "api%5capi.yml", r"api\api.yml", "%2fapi/api.yml"]
    {
        let said = scratch.said(refused, &api);
        assert!(said.contains("file-not-found") && !said.contains("s :: "), "{refused}: {said}");
    }
    for read in ["api/api.yml", "../up.yml", "./api/../api/api.yml", "api//api.yml", "%61pi/api.yml"] {
        let said = scratch.said(read, &api);
        assert!(!said.contains("error[file-not-found]"), "{read}: {said}");
    }
}

/// Neither are the files of other folders listed, nor is a path shown that is none.
#[test]
fn names_of_other_folders_are_not_told() {
    let scratch = Scratch::new();
    let api = description("", "");
    scratch.write("home/secrets.yml", "a: 1\n");
    scratch.write("app/near/secrets.yml", "a: 1\n");
    let far = scratch.said("../home/secret.yml", &api);
    assert!(far.contains("../home/secret.yml") && !far.contains("secrets.yml"), "{far}");
    assert!(scratch.said("near/secret.yml", &api).contains("did you mean `near/secrets.yml`?"));
    let above = scratch.said(&format!("{}etc/secret.yml", "../".repeat(40)), &api);
    assert!(above.contains("`/etc/secret.yml`") && !above.contains("/../etc/secret.yml` of"), "{above}");
}

#[cfg(unix)]
#[test]
fn only_files_that_end_are_read() {
    let scratch = Scratch::new();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, scratch.0.join("app").join(name)).expect("a link");
    link("/dev/zero", "zero.yml");
    link("/dev/tty", "terminal.yml");
    link(".", "folder.yml");
    let pipe = scratch.0.join("app/pipe.yml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()));
    for name in ["zero.yml", "terminal.yml", "folder.yml", "pipe.yml"] {
        let said = scratch.said(name, &description("", ""));
        assert!(said.contains("it is not a regular file"), "{name}: {said}");
        let said = scratch.said("api/api.yml", &description("schema", &format!("../{name}")));
        assert!(said.contains("broken-reference"), "{name}: {said}");
    }
    if Path::new("/proc/self/environ").exists() {
        // Says that it is empty, and has an end today only.
        link("/proc/self/environ", "process.yml");
        let said = scratch.said("process.yml", &description("", ""));
        assert!(said.contains("not-openapi"), "{said}");
    }
}

/// What is large belongs into inputs: the compiler would make much of each value.
#[test]
fn documents_have_a_largest_size() {
    let scratch = Scratch::new();
    let payload = |text: String| {
        let document =
            document("api/api.yml").replace("payload: { huntr2: 1, hunter: '2' }", &format!("payload: {text}"));
        scratch.write("app/api/api.yml", &description("", ""));
        scratch.write("app/workflow.yml", &document);
        shown(&scratch.compile())
    };
    assert!(!payload(format!("[{}]", vec!["1"; 1000].join(","))).contains("error[syntax]"));
    let many = payload(format!("[{}]", vec!["1"; 100_000].join(",")));
    assert!(many.contains("at most 100,000 values"), "{many}");
    let long = payload(format!("'{}'", "x".repeat(4 << 20)));
    assert!(long.contains("at most 4 MiB"), "{long}");
}

/// Many mistakes of one document are all counted, the first of them shown; errors before warnings.
#[test]
fn many_mistakes_are_counted() {
    let scratch = Scratch::new();
    scratch.write("app/api/api.yml", &description("", ""));
    let names: Vec<String> = (0..150).map(|number| format!("number{number}: 1")).collect();
    let bad = "          - {}\n".repeat(40);
    let document =
        document("api/api.yml").replace("        parameters: [{", &format!("        parameters:\n{bad}          - {{"));
    let document = document.replace("huntre2 }]", "huntre2 }");
    scratch.write("app/workflow.yml", &format!("{}\n{document}", names.join("\n")));
    let compiled = compile(&scratch.0.join("app"), &Document::new("workflow.yml"), &quote!(::arazzo));
    let blocks = compiled.diagnostics.iter().filter(|found| found.rendered.contains("-->")).count();
    let errors = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    assert!(compiled.diagnostics.len() > 220, "{}", compiled.diagnostics.len());
    assert_eq!(blocks, 100);
    assert!(errors.clone().count() >= 80 && errors.clone().all(|error| error.rendered.contains("-->")));
    let head = compiled.diagnostics.iter().find(|found| !found.rendered.contains("-->")).expect("one line");
    assert!(
        head.rendered.starts_with(&format!("workflow.yml:{}:1: warning[ignored-field]: ", head.line)),
        "{}",
        head.rendered
    );
}
