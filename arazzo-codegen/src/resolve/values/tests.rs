use super::site::Site;
use crate::model::{Exchange, Expr, Fragment, Id, InputPath, OutputRef, Ty};
use crate::resolve::bench::on;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

const API: &str = "  /x:\n    get: {operationId: op, parameters: [{name: t, in: query, schema: {}}], responses: {'200': {description: ok, \
    content: {application/json: {schema: {type: object, properties: {x: {type: object}, id: {type: string}}}}}}}}\n";

/// The value of a parameter of the second step, what was found, and what the outputs without a name are.
fn value(text: &str) -> (Option<Expr>, Vec<&'static str>, Vec<Expr>) {
    let inputs = "{type: object, properties: {id: {type: string}, n: {type: integer}, o: {type: object}}}";
    let steps = format!(
        "[{{stepId: a, operationId: op, outputs: {{x: $response.body#/x}}}}, {{stepId: b, operationId: op, parameters: \
         [{{name: t, in: query, value: {text}}}]}}]"
    );
    let workflow = format!("- {{workflowId: w, inputs: {inputs}, steps: {steps}}}\n");
    on(API, &workflow, |bench| {
        let payload = bench.parameter(1);
        let value = bench.values().payload(payload, Site::request(&payload.place)).ok();
        let implicit = bench.notes.implicit.0.drain(..).map(|implicit| implicit.value).collect();
        (value, bench.codes(), implicit)
    })
}

fn input(name: &str, root: usize, ty: Ty) -> Expr {
    let (fields, pointer) = (vec![name.to_owned()], Pointer::default());
    Expr::Input(InputPath { fields, root, pointer, ty, optional: true, null: false })
}

fn output(output: usize) -> Expr {
    Expr::Output { output: OutputRef { step: Id::new(0), output: Id::new(output) }, pointer: Pointer::default() }
}

#[test]
fn an_expression_is_what_it_names() {
    assert_eq!(value("$inputs.id"), (Some(input("id", 0, Ty::String)), vec![], vec![]));
    assert_eq!(value("$steps.a.outputs.x"), (Some(output(0)), vec![], vec![]));
    let unknown = [
        ("$inputs.ib", "unknown-input"),
        ("$steps.a.outputs.y2", "unknown-output"),
        ("$steps.c.outputs.x", "unknown-step"),
    ];
    for (text, code) in unknown {
        assert_eq!(value(text), (None, vec![code], vec![]), "{text}");
    }
}

#[test]
fn there_is_no_response_in_a_request() {
    for text in ["$response.body", "$statusCode", "$request.body", "$outputs.x"] {
        assert_eq!(value(text), (None, vec!["wrong-scope"], vec![]), "{text}");
    }
}

#[test]
fn a_part_of_an_output_is_one_without_a_name() {
    let part = Expr::Exchange(Exchange::Body(Pointer::parse("/x/y").unwrap()));
    assert_eq!(value("'$steps.a.outputs.x#/y'"), (Some(output(1)), vec![], vec![part.clone()]));
    assert_eq!(value("$steps.a.outputs.x.y"), (Some(output(1)), vec!["dotted-part"], vec![part]));
}

#[test]
fn a_template_is_made_of_its_pieces() {
    let hole = |expr| Fragment::Hole(expr);
    let literal = |text: &str| Fragment::Literal(text.to_owned());
    let template = |fragments| (Some(Expr::Template(fragments)), vec![], vec![]);
    assert_eq!(value("'{$inputs.id}'"), (Some(input("id", 0, Ty::String)), vec![], vec![]));
    assert_eq!(value("'{$inputs.n}'"), template(vec![hole(input("n", 1, Ty::Integer))]));
    let pieces = vec![literal("a "), hole(input("id", 0, Ty::String)), literal(" b")];
    assert_eq!(value("'a {$inputs.id} b'"), template(pieces));
}

#[test]
fn without_braces_a_text_ends_where_its_value_has_no_parts() {
    let (found, codes, _) = value("'a $inputs.id.com'");
    let text = |text: &str| Fragment::Literal(text.to_owned());
    let pieces = vec![text("a "), Fragment::Hole(input("id", 0, Ty::String)), text(".com")];
    assert_eq!((found, codes), (Some(Expr::Template(pieces)), vec!["unbraced-expression"]));
    let (found, codes, _) = value("'a $inputs.o.com'");
    assert_eq!((found, codes), (None, vec!["unclear-end"]));
}

#[test]
fn structures_keep_their_constants() {
    let (found, codes, _) = value("{a: [1, $inputs.id], b: null}");
    let list = Expr::Array(vec![Expr::Literal(Value::Integer(1)), input("id", 0, Ty::String)]);
    let members = vec![("a".to_owned(), list), ("b".to_owned(), Expr::Literal(Value::Null))];
    assert_eq!((found, codes), (Some(Expr::Object(members)), vec![]));
}

#[test]
fn an_output_that_is_made_of_itself_has_no_value() {
    let workflow = "- {workflowId: w, steps: [{stepId: a, operationId: op}], outputs: {p: $outputs.q, q: $outputs.p, r: \
        $outputs.r}}\n";
    on(API, workflow, |bench| {
        for output in &bench.known.workflow.outputs {
            assert_eq!(bench.values().output(&output.value, Site::workflow(&output.place)).ok(), None);
        }
        assert_eq!(bench.codes(), ["wrong-scope"; 3]);
    });
}
