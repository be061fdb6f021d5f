use super::answers::Answers;
use crate::model::{Id, Presence};
use crate::openapi::{Scalar, Shape};
use crate::resolve::bench::on;
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;

const API: &str = "  /x:\n    get:\n      operationId: op\n      responses:\n        '200': {description: ok, headers: {X-Left: {schema: \
    {type: integer}}}, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, n: {type: \
    integer}}}}}}\n        '204': {description: none}\n        '404': {description: no, content: {application/json: {schema: {type: \
    object, properties: {id: {type: integer}}}}}}\n";
const WORKFLOW: &str = "- {workflowId: w, steps: [{stepId: a, operationId: op}]}\n";

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

#[test]
fn a_part_has_the_type_of_the_responses_that_count() {
    on(API, WORKFLOW, |bench| {
        let mut described = |part: &str, status| {
            let (shape, presence) =
                bench.responses().describe_body(Id::new(0), &pointer(part), &StatusSet::single(status));
            (shape, presence.within(&StatusSet::single(status)))
        };
        assert_eq!(described("/id", 200), (Shape::Scalar(Scalar::String), Presence::Certain));
        assert_eq!(described("/n", 200), (Shape::Scalar(Scalar::Integer), Presence::Maybe));
        assert_eq!(described("/id", 404), (Shape::Scalar(Scalar::Integer), Presence::Maybe));
        assert_eq!(described("/id", 204).1, Presence::Never);
    });
}

#[test]
fn headers_have_types() {
    on(API, WORKFLOW, |bench| {
        let mut shape = |name: &str| bench.responses().header_shape(Id::new(0), name, &StatusSet::single(200));
        assert_eq!(shape("x-left"), Shape::Scalar(Scalar::Integer));
        assert_eq!(shape("ETag"), Shape::Scalar(Scalar::String));
    });
}

#[test]
fn a_step_without_criteria_succeeds_with_any_2xx() {
    on(API, WORKFLOW, |bench| {
        assert_eq!(bench.known.answers(Id::new(0)).statuses, StatusSet::of(200..=299));
        let assumed = Answers::admitted_by(&[]);
        assert_eq!((assumed.statuses, assumed.assumed), (StatusSet::of(200..=299), true));
    });
}
