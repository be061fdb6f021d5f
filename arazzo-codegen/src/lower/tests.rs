//! How values and conditions are written, in a workflow of nothing but variables.

use std::collections::BTreeSet;

use super::lowering::Lowering;
use super::site::Site;
use crate::emit::written;
use crate::flow::tests::random::workflow_of;
use crate::flow::{self, Asked, Block, Construct, Env, Function, Held, Note, Slot, Stmt, Tail, Variable};
use crate::model::{
    Exchange, Expr, Field, Fragment, Id, InputPath, Model, OutputRef, OutputTypes, StructType, Test, Ty, TypeDef,
    Workflow, WorkflowOutput,
};
use crate::place::{FileId, Place};
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// An output of the first step.
fn of_step(output: usize) -> OutputRef {
    OutputRef { step: Id::new(0), output: Id::new(output) }
}

/// Where `count` surely is a number, and `name` may be a text.
fn env() -> Env {
    let variable = |ident: &str, ty, certain, held| Variable { ident: ident.to_owned(), ty: Some(ty), certain, held };
    let count = variable("count", Ty::Integer, true, Held::Copied);
    let name = variable("name", Ty::String, false, Held::Owned);
    Env::new([(Slot::Output(of_step(0)), count), (Slot::Output(of_step(1)), name)].into())
}

fn on<T>(workflow: &Workflow, env: &Env, test: impl FnOnce(&Lowering<'_>, &Site<'_>) -> T) -> T {
    let model = Model { documents: vec![], group: None, workflows: vec![], output_types: OutputTypes::default() };
    let function = flow::unknown(workflow, false);
    let lowering = Lowering { model: &model, functions: &[], workflow, function: &function };
    test(&lowering, &lowering.site(env))
}

/// What is sent for a value.
fn sent(value: &Expr, env: &Env) -> String {
    on(&workflow_of(vec![], vec![]), env, |_, site| written(&site.serialisable(value)))
}

/// What is given away for a value that is needed once more.
fn given(value: &Expr, env: &Env) -> String {
    on(&workflow_of(vec![], vec![]), env, |lowering, site| written(&lowering.given(value, site, true)))
}

fn output(output: OutputRef, pointer: &str) -> Expr {
    Expr::Output { output, pointer: Pointer::parse(pointer).unwrap() }
}

fn text(text: &str) -> Fragment {
    Fragment::Literal(text.to_owned())
}

#[test]
fn a_value_is_copied_or_referred_to_as_its_type_says() {
    assert_eq!(sent(&output(of_step(0), ""), &env()), "count");
    assert_eq!(sent(&output(of_step(1), ""), &env()), "&name");
    assert_eq!(sent(&output(of_step(1), "/a"), &env()), r#"rt::part(&name,"/a")"#);
}

#[test]
fn what_is_given_away_is_cloned_where_it_is_not_copied() {
    assert_eq!(given(&output(of_step(0), ""), &env()), "count");
    assert_eq!(given(&output(of_step(1), ""), &env()), "name.clone()");
    assert_eq!(given(&Expr::Literal(Value::Integer(1)), &env()), "rt::serde_json::Value::from(1)");
}

#[test]
fn a_template_is_a_format_where_all_its_values_are_there() {
    let template = |output| Expr::Template(vec![text("{"), Fragment::Hole(output)]);
    assert_eq!(sent(&template(output(of_step(0), "")), &env()), r#"format!("{{{count}")"#);
    assert_eq!(sent(&template(output(of_step(1), "")), &env()), r#"rt::template([rt::text("{"),rt::text(&name)])"#);
    assert_eq!(sent(&template(output(of_step(1), "")), &Env::default()), "()");
}

#[test]
fn a_member_without_a_value_is_left_out() {
    let object =
        Expr::Object(vec![("a".to_owned(), output(of_step(0), "")), ("b".to_owned(), Expr::Literal(Value::Null))]);
    assert_eq!(sent(&object, &env()), r#"rt::json!({"a":count,"b":null})"#);
    assert_eq!(sent(&object, &Env::default()), r#"rt::json!({"b":null})"#);
}

#[test]
fn what_an_earlier_stage_has_lost_is_a_bug() {
    assert!(sent(&output(of_step(0), ""), &Env::default()).starts_with("bug__in_arazzo_codegen!"));
    assert!(sent(&Expr::Exchange(Exchange::Url), &env()).starts_with("bug__in_arazzo_codegen!"));
}

#[test]
fn an_input_that_was_checked_is_read_by_its_variable() {
    let field = Field { name: "id".into(), ident: "id".into(), ..field_of(Ty::String) };
    let mut workflow = workflow_of(vec![], vec![]);
    workflow.inputs.types = vec![TypeDef::Struct(StructType { fields: vec![field], ..StructType::default() })];
    let path = InputPath {
        fields: vec!["id".into()],
        root: 0,
        pointer: Pointer::default(),
        ty: Ty::String,
        optional: true,
        null: false,
    };
    let sent = |env: &Env| on(&workflow, env, |_, site| written(&site.serialisable(&Expr::Input(path.clone()))));
    let checked = Variable { ident: "id".into(), ty: Some(Ty::String), certain: true, held: Held::Borrowed };
    assert_eq!(sent(&Env::default()), "&input.id");
    assert_eq!(sent(&Env::new([(Slot::Input(0), checked)].into())), "id");
}

fn field_of(ty: Ty) -> Field {
    let (name, ident) = (String::new(), String::new());
    let (required, nullable, deprecated, secret) = (false, false, false, false);
    Field { name, ident, description: None, ty, required, nullable, default: None, deprecated, secret }
}

/// An output of the workflow.
fn returned(name: &str, value: Expr) -> WorkflowOutput {
    let (name, ident, place) = (name.to_owned(), name.to_owned(), Place::root(FileId::default()));
    WorkflowOutput { name, ident, value, ty: Ty::Integer, given: None, secret: false, hides: BTreeSet::new(), place }
}

#[test]
fn an_output_is_moved_where_nothing_else_needs_it() {
    let outputs = [
        returned("a", output(of_step(1), "")),
        returned("b", output(of_step(1), "")),
        returned("c", output(of_step(0), "")),
    ];
    let workflow = workflow_of(vec![], outputs.to_vec());
    let written = |env: &Env| on(&workflow, env, |lowering, _| written(&lowering.output(None, env, false)));
    assert_eq!(written(&env()), "Output{a:name.clone(),b:name,c:Some(count)}");
    assert_eq!(written(&Env::default()), "Output{a:None,b:None,c:None}");
}

#[test]
fn a_function_says_whether_it_reads_its_input() {
    let body = |stmts| {
        let (workflow, tail) = (workflow_of(vec![], vec![]), Tail::Fall);
        let function = Function { body: Block { stmts, tail }, ..flow::unknown(&workflow, false) };
        on(&workflow, &Env::default(), |lowering, _| Lowering { function: &function, ..*lowering }.body())
    };
    let check = Stmt::Note { note: Note::Check, env: Env::default() };
    assert!(!body(vec![]).reads_input);
    assert!(body(vec![check.clone()]).reads_input);
    let (construct, body_of) = (Construct::Loop(None), |stmts| Block { stmts, tail: Tail::Fall });
    let looped = Stmt::Construct { results: vec![], construct, body: body_of(vec![check]) };
    assert!(body(vec![looped]).reads_input);
}

/// A condition on the status of a response. `attempt`: it may not be there.
fn status(ranges: &[std::ops::RangeInclusive<u16>], attempt: bool) -> String {
    let set = ranges.iter().fold(StatusSet::empty(), |all, range| all.union(&StatusSet::of(range.clone())));
    let asked = Asked { ident: "get".to_owned(), attempt, called: None };
    on(&workflow_of(vec![], vec![]), &Env::default(), |_, site| {
        let code = Site { asked: Some(&asked), ..*site }.test(&Test::Status(set));
        written(&code)
    })
}

#[test]
fn a_condition_on_the_status_is_the_shortest() {
    assert_eq!(status(&[200..=200], false), "get.status()==200");
    assert_eq!(status(&[200..=200], true), "get.status()==Some(200)");
    assert_eq!(status(&[200..=299], false), "matches!(get.status(),200..=299)");
    let all_but_404 = [0..=403, 405..=crate::status::LAST];
    assert_eq!(status(&all_but_404, false), "get.status()!=404");
    let all_but_two = [0..=403, 405..=408, 410..=crate::status::LAST];
    assert_eq!(status(&all_but_two, false), "!matches!(get.status(),404|409)");
}
