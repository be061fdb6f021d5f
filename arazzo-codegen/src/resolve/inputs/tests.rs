use crate::model::{Ty, TypeDef, TypeId};
use crate::resolve::bench::on;

/// The type of an input with a schema, and all types of the workflow besides `Input`.
fn typed(schema: &str) -> (Ty, Vec<String>) {
    let inputs = format!("{{type: object, properties: {{it: {schema}}}}}");
    let workflow = format!("- {{workflowId: w, inputs: {inputs}, steps: [{{stepId: a, operationId: op}}]}}\n");
    on("  /x:\n    get: {operationId: op, responses: {'200': {description: ok}}}\n", &workflow, |bench| {
        let types = bench.known.inputs.types.iter().skip(1).map(|definition| match definition {
            TypeDef::Struct(object) => format!("struct {}", object.name),
            TypeDef::Enum(texts) => format!("enum {}", texts.name),
            TypeDef::Union(union) => format!("union {}", union.name),
        });
        (bench.known.inputs.fields()[0].ty.clone(), types.collect())
    })
}

#[test]
fn a_schema_has_the_type_of_all_its_values() {
    let list = |ty| Ty::Array(Box::new(ty));
    for (schema, ty) in [
        ("{type: string}", Ty::String),
        ("{type: integer}", Ty::Integer),
        ("{type: number}", Ty::Number),
        ("{type: array, items: {type: boolean}}", list(Ty::Boolean)),
        ("{type: array}", list(Ty::Value)),
        ("{type: object}", Ty::Value),
        ("{type: object, additionalProperties: {type: string}}", Ty::Map(Box::new(Ty::String))),
        ("{const: 1}", Ty::Integer),
        ("{}", Ty::Value),
        ("{anyOf: [{type: string}, {}]}", Ty::Value),
        ("{oneOf: [{type: string}, {type: string, format: date}]}", Ty::String),
    ] {
        assert_eq!(typed(schema), (ty, vec![]), "{schema}");
    }
}

#[test]
fn what_has_members_or_alternatives_has_a_type_of_its_own() {
    for (schema, definition) in [
        ("{type: object, properties: {a: {type: string}}}", "struct It"),
        ("{enum: [a, b]}", "enum It"),
        ("{type: [string, integer]}", "union It"),
    ] {
        assert_eq!(typed(schema), (Ty::Named(TypeId(1)), vec![definition.to_owned()]), "{schema}");
    }
}
