use super::writer::{XmlStatics, XmlWriter};
use crate::model::{Expr, InputTypes, XmlContent};
use crate::openapi::{Node, XmlNode};
use crate::resolve::bench::on;
use crate::value::Value;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok}}}\ncomponents:\n  schemas:\n    Named: {type: \
    object, xml: {name: order}, properties: {id: {type: string, xml: {attribute: true}}, item: {type: array, items: {type: \
    string}}}}\n    Nameless: {type: object, properties: {a: {type: string}, b: {type: string}}}\n";
const WORKFLOW: &str = "- {workflowId: w, steps: [{stepId: a, operationId: op}]}\n";

/// The nodes of the members that a payload with a schema has, and what was found.
fn nodes(schema: &str, names: &[&str]) -> (Vec<(String, XmlNode)>, Vec<&'static str>) {
    let member = |name: &&str| ((*name).to_owned(), Expr::Literal(Value::String("x".into())));
    let value = Expr::Object(names.iter().map(member).collect());
    on(API, WORKFLOW, |bench| {
        let root = bench.known.roots.iter().next().unwrap().clone();
        let found = root.get("components").and_then(|all| all.get("schemas")).and_then(|all| all.get(schema));
        let schema: Node = found.unwrap();
        let (inputs, mut statics) = (InputTypes::default(), XmlStatics::default());
        let (library, report) = (&mut *bench.library, &mut *bench.report);
        let mut writer = XmlWriter { library, report, inputs: &inputs, statics: &mut statics };
        let index = writer.request("a", &schema, &value, &bench.known.workflow.id.place, true);
        let xml = index.and_then(|index| statics.all.get(index)).map(|known| &known.xml);
        let members = match xml.map(|xml| &xml.content) {
            Some(XmlContent::Object { members, .. }) => {
                members.iter().map(|xml| (xml.name.clone(), xml.node)).collect()
            }
            _ => Vec::new(),
        };
        (members, bench.codes())
    })
}

#[test]
fn members_are_the_nodes_that_their_schema_says() {
    let expected = vec![("id".to_owned(), XmlNode::Attribute)];
    assert_eq!(nodes("Named", &["id"]), (expected, vec![]));
}

#[test]
fn a_value_that_a_schema_leaves_open_is_reported() {
    // A list, of which a text is none.
    assert_eq!(nodes("Named", &["item"]), (vec![], vec!["unclear-xml"]));
    assert_eq!(nodes("Nameless", &["a"]), (vec![], vec!["unclear-xml"]));
}
