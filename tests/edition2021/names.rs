//! Documents of names that are hard to say in Rust, in all positions at once: always the same, since the seed is fixed.

#[path = "../build/draw.rs"]
mod draw;

use std::path::{Path, PathBuf};
use std::{env, fs};

use arazzo_codegen::{Builder, Document};
use draw::Random;
use serde_json::{json, Map, Value};

/// How many documents.
const DOCUMENTS: u64 = 6;

/// Names that expressions can spell: keywords, our own words, names without letter case, names that meet.
const PLAIN: [&str; 62] = [
    "use", "move", "match", "self", "Self", "crate", "super", "static", "async", "gen", "type", "try", "loop",
    "client", "input", "run", "rt", "output", "value", "extra", "required", "source", "basic", "bearer", "api_key",
    "scheme", "error", "option", "some", "none", "string", "vec", "box", "default", "clone", "copy", "hash", "at",
    "next_at", "last_use", "end", "1", "01", "1-2", "1st", "2", "12", "a-b", "a_b", "aB", "A_B", "a_b_2", "a1", "A1",
    "_", "-", "__", "workflow", "WORKFLOW", "std", "arazzo", "core",
];

/// Names that only lists and targets have.
const ANY: [&str; 24] = [
    "中文",
    "名前",
    "عربي",
    "ქართული",
    "Ελλάδα",
    "кириллица",
    "हिन्दी",
    "ไทย",
    "தமிழ்",
    "한국어",
    "café",
    "cafe\u{301}",
    "5\u{2126}",
    "5Ω",
    "𝐀",
    "ĸ",
    "ŉ",
    "ß",
    "İ",
    "ǆ",
    "😀",
    "a.b/c",
    "€",
    "r#type",
];

impl Random {
    fn plain(&mut self) -> String {
        match self.below(12) {
            0 => format!("{}{}", "long-".repeat(60), self.below(3)),
            _ => PLAIN[self.below(PLAIN.len())].to_owned(),
        }
    }

    fn any(&mut self) -> String {
        match self.below(4) {
            0 => self.plain(),
            1 => (0..=self.below(4)).filter_map(|_| char::from_u32(u32::try_from(self.below(0x3000)).ok()?)).collect(),
            _ => ANY[self.below(ANY.len())].to_owned(),
        }
    }

    /// Different names.
    fn several(&mut self, count: usize, name: fn(&mut Random) -> String) -> Vec<String> {
        let mut names = Vec::new();
        while names.len() < count {
            let name = name(self);
            if !names.contains(&name) && !name.chars().any(char::is_control) {
                names.push(name);
            }
        }
        names
    }
}

/// Adds all documents. A name that means two workflows is refused, as it should be: then another one is made.
pub(crate) fn add(builder: Builder) -> Builder {
    println!("cargo::rerun-if-changed=../edition2021/names.rs");
    println!("cargo::rerun-if-changed=../build/draw.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("names");
    let paths = (0..DOCUMENTS).map(|number| {
        let accepted = (0_u64..).find_map(|attempt| accepted(&folder, number, &mut Random(number << 32 | attempt)));
        accepted.expect("one of them is accepted")
    });
    paths.fold(builder, |builder, path| builder.document(quiet(&path)))
}

/// What the authors of these documents would be told is not this package's business.
fn quiet(path: &Path) -> Document {
    let codes = ["non-standard-name", "optional-input"];
    codes.into_iter().fold(Document::new(path).outcome_enum(true), Document::allow)
}

fn accepted(folder: &Path, number: u64, random: &mut Random) -> Option<PathBuf> {
    let names = Names::of(random);
    let path = folder.join(format!("names-{number}.json"));
    fs::create_dir_all(folder).expect("the folder is ours");
    fs::write(folder.join(format!("api-{number}.json")), names.description().to_string()).expect("it is ours");
    fs::write(&path, names.document(number).to_string()).expect("it is ours");
    let probe = Builder::new().out_dir(folder.join("probe")).document(quiet(&path)).try_generate();
    if let Err(error) = &probe {
        let meet = error.diagnostics().iter().any(|diagnostic| diagnostic.code == "name-collision");
        assert!(meet, "names are refused:\n{error}");
    }
    probe.ok().map(|_| path)
}

/// The names of one document.
struct Names {
    source: String,
    schemes: Vec<String>,
    workflows: Vec<String>,
    inputs: Vec<String>,
    members: Vec<String>,
    values: Vec<String>,
    steps: Vec<String>,
    outputs: Vec<String>,
    actions: Vec<String>,
    parameters: Vec<String>,
    component: String,
}

impl Names {
    fn of(random: &mut Random) -> Names {
        Names {
            source: random.plain(),
            schemes: random.several(3, Random::any),
            workflows: random.several(3, Random::plain),
            inputs: random.several(8, Random::plain),
            members: random.several(6, Random::any),
            values: random.several(8, Random::any),
            steps: random.several(5, Random::plain),
            outputs: random.several(4, Random::plain),
            actions: random.several(4, Random::any),
            parameters: random.several(3, Random::any),
            component: random.plain(),
        }
    }

    /// One operation, with a credential of each kind.
    fn description(&self) -> Value {
        let [key, bearer, basic] = self.schemes.as_slice() else { return Value::Null };
        let schemes = json!({
            (key): {"type": "apiKey", "in": "header", "name": "X-Key"},
            (bearer): {"type": "http", "scheme": "bearer"},
            (basic): {"type": "http", "scheme": "basic"},
        });
        let parameters: Vec<Value> =
            self.parameters.iter().map(|name| json!({"name": name, "in": "query", "schema": {}})).collect();
        let answer = json!({"200": {"description": "ok", "content": {"application/json": {"schema": {}}}}});
        let security = json!([{(key): []}, {(bearer): []}, {(basic): []}]);
        let body = json!({"content": {"application/json": {"schema": {}}}});
        let path = json!([{"name": "v", "in": "path", "required": true, "schema": {}}]);
        json!({
            "openapi": "3.1.0", "info": {"title": "Names", "version": "1"}, "servers": [{"url": "https://names.example"}],
            "components": {"securitySchemes": schemes},
            "paths": {
                "/send": {"post": {"operationId": "send", "parameters": parameters, "requestBody": body, "security": security, "responses": answer}},
                "/look/{v}": {"get": {"operationId": "look", "parameters": path, "responses": answer}},
            },
        })
    }

    fn document(&self, number: u64) -> Value {
        let sources = json!([{"name": self.source, "url": format!("api-{number}.json"), "type": "openapi"}]);
        let [alone, dependency, target] = self.workflows.as_slice() else { return Value::Null };
        let mut depending = self.workflow(dependency);
        depending["dependsOn"] = json!([alone]);
        let mut calling = self.workflow(target);
        let given: Vec<Value> = self.inputs.iter().take(1).map(|name| json!({"name": name, "value": "x"})).collect();
        calling["steps"][4] = json!({"stepId": self.steps[4], "workflowId": alone, "parameters": given});
        json!({
            "arazzo": "1.0.1", "info": {"title": "Names", "version": "1"}, "sourceDescriptions": sources,
            "workflows": [self.workflow(alone), depending, calling],
            "components": {"inputs": {(&self.component): {"type": "object", "properties": {"left": {"$ref": format!("#/components/inputs/{}", self.component)}}}}},
        })
    }

    /// Objects in objects, with all that can have a name in them.
    fn inputs(&self) -> Value {
        let enumeration = json!({"type": "string", "enum": self.values});
        let mut members: Map<String, Value> =
            self.members.iter().map(|name| (name.clone(), json!({"type": "string", "default": "d"}))).collect();
        members.insert(
            self.members[0].clone(),
            json!({"type": "object", "properties": {(&self.members[1]): enumeration}}),
        );
        let object = json!({"type": "object", "properties": members});
        let union = json!({"oneOf": [{"title": self.values[0], "type": "string"}, {"title": self.values[1], "type": "integer"}, object]});
        let schemas = [
            json!({"type": "string"}),
            json!({"type": "integer", "default": 1}),
            enumeration,
            object.clone(),
            object,
            union,
            json!({"$ref": format!("#/components/inputs/{}", self.component)}),
            json!({"type": "string"}),
        ];
        let properties: Map<String, Value> = self.inputs.iter().cloned().zip(schemas).collect();
        json!({"type": "object", "required": [self.inputs[0]], "properties": properties})
    }

    /// Steps that read each other's outputs, a jump over one of them, a loop.
    fn workflow(&self, id: &str) -> Value {
        let [one, two, three, four, five] = self.steps.as_slice() else { return Value::Null };
        let parameters: Vec<Value> =
            self.parameters.iter().map(|name| json!({"name": name, "in": "query", "value": "x"})).collect();
        let members: Map<String, Value> = self
            .inputs
            .iter()
            .zip(&self.members)
            .map(|(input, member)| (member.clone(), format!("$inputs.{input}").into()))
            .collect();
        let outputs: Map<String, Value> =
            self.outputs.iter().map(|name| (name.clone(), format!("$response.body#/{name}").into())).collect();
        let read = |step: &str, output: usize| format!("$steps.{step}.outputs.{}", self.outputs[output]);
        let look = |step: &str, value: String| json!({"stepId": step, "operationId": "look", "parameters": [{"name": "v", "in": "path", "value": value}], "outputs": outputs});
        let mut first = look(one, format!("$inputs.{}", self.inputs[7]));
        first["onFailure"] = json!([{"name": self.actions[0], "type": "goto", "stepId": three}]);
        let mut second = look(two, read(one, 0));
        second["onFailure"] = json!([{"name": self.actions[1], "type": "retry", "retryAfter": 1, "retryLimit": 2}]);
        let send = json!({"contentType": "application/json", "payload": members});
        let mut third = json!({"stepId": three, "operationId": "send", "parameters": parameters, "requestBody": send, "outputs": outputs});
        let over = json!([{"condition": format!("$response.body#/{} == 'over'", self.outputs[3])}]);
        third["onSuccess"] = json!([{"name": self.actions[3], "type": "end", "criteria": over}]);
        let mut fourth = look(four, format!("x{{{}}}", read(three, 1)));
        let more = json!([{"condition": format!("$response.body#/{} == 'more'", self.outputs[2])}]);
        fourth["onSuccess"] = json!([{"name": self.actions[2], "type": "goto", "stepId": three, "criteria": more}]);
        let last = look(five, read(four, 3));
        let results: Map<String, Value> =
            self.outputs.iter().enumerate().map(|(index, name)| (name.clone(), read(four, index).into())).collect();
        json!({"workflowId": id, "inputs": self.inputs(), "steps": [first, second, third, fourth, last], "outputs": results})
    }
}
