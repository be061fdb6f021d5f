//! A datum as a part of a response: the whole of it and each of its parts is an output, whose type must be able to hold it.

use arazzo::rt::{Decode, Give, Json, Number, To, digits};
use arazzo_codegen::Compiled;
use serde_json::{Value, json};
use syn::{GenericArgument, Item, PathArguments, Type};

use crate::Otherwise;
use crate::documents::{Folder, content, schema_of};
use crate::suite::Case;

/// What would be said if the datum could not be there.
const ACCUSATIONS: [&str; 2] = ["impossible-pointer", "no-json-body"];

/// Valid data that cannot be read, on purpose.
pub(crate) const OTHERWISE: Otherwise = &[];

/// What is wrong with the outputs.
pub(crate) fn complaints(folder: &Folder, case: &Case) -> Vec<String> {
    let mut parts = Vec::new();
    parts_of("/v", &case.datum, &mut parts);
    let pointer = |(index, (pointer, _)): (usize, &(String, &Value))| {
        (format!("p{index}"), json!(format!("$response.body#{pointer}")))
    };
    let read: serde_json::Map<String, Value> = parts.iter().enumerate().map(pointer).collect();
    let named = |name: &String| (name.clone(), json!(format!("$steps.s.outputs.{name}")));
    let outputs: serde_json::Map<String, Value> = read.keys().map(named).collect();
    let workflow = json!({"steps": [{"stepId": "s", "operationId": "op", "outputs": read}], "outputs": outputs});
    let operation = json!({"responses": {"200": {"description": "ok", "content": content(&schema_of(case))}}});
    let compiled = folder.compile(case, &workflow, &operation);
    let said = compiled.diagnostics.iter().filter(|diagnostic| ACCUSATIONS.contains(&diagnostic.code));
    let said = said.map(|diagnostic| diagnostic.message.clone());
    let fields = fields(&compiled);
    let unread = parts.iter().enumerate().filter_map(|(index, (pointer, value))| {
        let Some((_, ty)) = fields.iter().find(|(name, _)| *name == format!("p{index}")) else {
            return Some(format!("there is no output for {pointer}"));
        };
        (!holds(ty, value)).then(|| format!("the type of the output for {pointer} does not hold {value}"))
    });
    said.chain(unread).collect()
}

/// A value and all in it, each with its pointer.
fn parts_of<'a>(pointer: &str, value: &'a Value, into: &mut Vec<(String, &'a Value)>) {
    into.push((pointer.to_owned(), value));
    let below = |token: &str| format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| parts_of(&below(&index.to_string()), item, into));
        }
        Value::Object(members) => members.iter().for_each(|(name, member)| parts_of(&below(name), member, into)),
        _ => {}
    }
}

/// The fields of the workflow's `Output`.
fn fields(compiled: &Compiled) -> Vec<(String, Type)> {
    let file: syn::File = syn::parse2(compiled.items.clone()).expect("generated code is Rust");
    let modules = file.items.into_iter().filter_map(|item| match item {
        Item::Mod(module) => module.content,
        _ => None,
    });
    let structs = modules.flat_map(|(_, items)| items).filter_map(|item| match item {
        Item::Struct(found) if found.ident == "Output" => Some(found),
        _ => None,
    });
    let field = |field: syn::Field| Some((field.ident?.to_string(), field.ty));
    structs.flat_map(|found| found.fields.into_iter().filter_map(field)).collect()
}

/// Whether a type can hold a value of a response, by the runtime's own reading.
fn holds(ty: &Type, value: &Value) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let inner = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        }),
        _ => None,
    };
    match (last.ident.to_string().as_str(), inner) {
        ("Option", Some(inner)) => value.is_null() || holds(inner, value),
        ("Vec", Some(inner)) => value.as_array().is_some_and(|items| items.iter().all(|item| holds(inner, item))),
        ("String", None) => String::decode(json(value)).is_ok(),
        ("i64", None) => i64::decode(json(value)).is_ok(),
        ("u64", None) => u64::decode(json(value)).is_ok(),
        ("f64", None) => Number::decode(json(value)).is_ok_and(|number| number.give(To::Program).is_ok()),
        ("bool", None) => bool::decode(json(value)).is_ok(),
        ("Value", None) => json(value).give(To::Program).is_ok(),
        ("BTreeMap" | "Map", _) => value.is_object(),
        // A type of its own: a struct or a union, whose members are outputs of their own here, or an enum of strings.
        (_, None) => value.is_object() || value.is_string(),
        _ => false,
    }
}

/// A value as the runtime has it.
fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::from(*flag),
        Value::Number(number) => Json::from(digits(&number.to_string()).expect("what JSON has is a number")),
        Value::String(text) => Json::from(text.as_str()),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), json(value))).collect())
        }
    }
}
