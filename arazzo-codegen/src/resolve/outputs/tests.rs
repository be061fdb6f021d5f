use super::secrets::name_before;
use super::workflow::{returned, transfers, workflow_outputs};
use crate::model::{Id, Ids, Presence, Ty};
use crate::openapi::{Scalar, Shape};
use crate::resolve::bench::on;
use crate::resolve::outputs::{Declared, step_output};
use crate::resolve::values::Site;
use crate::status::StatusSet;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok, content: {application/json: {schema: {type: \
    object, required: [id], properties: {id: {type: string}, pin: {type: string, format: password}}}}}}}}\n";

#[test]
fn an_output_of_a_step_has_a_shape_and_is_there_or_not() {
    let workflow = "- {workflowId: w, steps: [{stepId: a, operationId: op, outputs: {id: $response.body#/id, pin: $response.body#/pin, \
        status: $statusCode}}]}\n";
    on(API, workflow, |bench| {
        let success = StatusSet::of(200..=299);
        let mut made = |index: usize| {
            let output = &bench.known.workflow.steps[0].outputs[index];
            let value = bench.values().output(&output.value, Site::response(&output.place, Id::new(0), None)).unwrap();
            let declared = Declared { step: Id::new(0), name: output.name.clone(), place: &output.place };
            let output = step_output(&mut bench.values(), declared, value, &success);
            (output.shape, output.presence.within(&StatusSet::single(200)), output.secret)
        };
        let (text, integer) = (Shape::Scalar(Scalar::String), Shape::Scalar(Scalar::Integer));
        assert_eq!(made(0), (text.clone(), Presence::Certain, false));
        assert_eq!(made(1), (text, Presence::Maybe, true));
        assert_eq!(made(2), (integer, Presence::Certain, false));
    });
}

#[test]
fn outputs_of_a_workflow_have_the_types_of_its_inputs() {
    let workflow = "- {workflowId: w, inputs: {type: object, properties: {n: {type: integer}}}, steps: [{stepId: a, operationId: op}], \
        outputs: {n: $inputs.n, type: $sourceDescriptions.api.type}}\n";
    on(API, workflow, |bench| {
        let transfers = transfers(bench.known, &Ids::default(), &[]);
        let returned = returned(&mut bench.values());
        let outputs = workflow_outputs(bench.known, &Ids::default(), returned, transfers);
        let outputs: Vec<_> = outputs.into_iter().map(|output| (output.ident, output.ty)).collect();
        assert_eq!(outputs, [("n".to_owned(), Ty::Integer), ("r#type".to_owned(), Ty::Value)]);
        assert_eq!(bench.notes.sources, ["api"]);
    });
}

#[test]
fn the_name_in_front_of_a_value_tells_what_it_is() {
    for (text, name) in [
        ("a=1&token=", Some("token")),
        ("<password>", Some("password")),
        ("{\"apiKey\": \"", Some("apiKey")),
        ("Bearer ", None),
        ("", None),
    ] {
        assert_eq!(name_before(text), name, "{text}");
    }
}
