use super::room::Of;
use crate::model::{Exchange, Expr, Id, Test};
use crate::resolve::bench::on;
use crate::resolve::responses::Answers;
use crate::status::StatusSet;
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok, content: {application/json: {schema: {type: \
    object, properties: {state: {type: string}, list: {type: array, items: {type: object}}}}}}}}}\n";

/// The test of a success criterion, and what was found.
fn test(criterion: &str) -> (Test, Vec<&'static str>) {
    let workflow =
        format!("- {{workflowId: w, steps: [{{stepId: a, operationId: op, successCriteria: [{criterion}]}}]}}\n");
    on(API, &workflow, |bench| {
        let criteria = bench.known.workflow.steps[0].success_criteria.as_ref().unwrap();
        let answers = Answers::admitted_by(criteria);
        let test = bench.tests().criteria(criteria, Of { step: Id::new(0), request: None, answers: &answers });
        (test, bench.codes())
    })
}

fn state() -> Expr {
    Expr::Exchange(Exchange::Body(Pointer::parse("/state").unwrap()))
}

#[test]
fn conditions_on_the_status_are_sets() {
    let status = |set| (Test::Status(set), vec![]);
    assert_eq!(test("{condition: $statusCode == 200 || $statusCode == 201}"), status(StatusSet::of(200..=201)));
    assert_eq!(test("{condition: $statusCode >= 200 && $statusCode < 300}"), status(StatusSet::of(200..=299)));
    let two = "{condition: $statusCode < 500}, {condition: $statusCode >= 400}";
    assert_eq!(test(two), status(StatusSet::of(400..=499)));
}

#[test]
fn a_comparison_of_a_value_is_left_to_the_run() {
    let right = Expr::Literal(Value::String("done".into()));
    let (dialect, operator) = (Dialect::Simple, Operator::Equal);
    let expected = Test::Compare { dialect, operator, left: state(), right: right.clone() };
    assert_eq!(test("{condition: \"$response.body#/state == 'done'\"}"), (expected, vec![]));
    let dialect = Dialect::JsonPath;
    let expected = Test::Compare { dialect, operator, left: state(), right };
    let path = "{context: $response.body, type: jsonpath, condition: \"$.state == 'done'\"}";
    assert_eq!(test(path), (expected, vec!["jsonpath-comparison"]));
}

#[test]
fn what_decides_nothing_is_said() {
    assert_eq!(test("{condition: 1 == 2}"), (Test::Always(false), vec!["condition-never-holds"]));
    assert_eq!(test("{condition: 1 == 1}"), (Test::Always(true), vec!["condition-always-holds"]));
    let (_, codes) = test("{condition: $statusCode == 200}, {condition: $statusCode == 404}");
    assert_eq!(codes, ["condition-never-holds"]);
}
