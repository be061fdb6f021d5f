use crate::resolve::bench::on;

const API: &str = "  /x:\n    get: {operationId: op, responses: {'200': {description: ok}}}\n";

#[test]
fn what_is_called_comes_before_its_callers() {
    let workflows = "- {workflowId: outer, steps: [{stepId: a, workflowId: inner}]}\n- {workflowId: inner, dependsOn: [first], steps: \
        [{stepId: a, operationId: op}]}\n- {workflowId: first, steps: [{stepId: a, operationId: op}]}\n";
    on(API, workflows, |bench| {
        let project = bench.known.project;
        let order: Vec<&str> = (0..project.plan.order.len()).map(|index| project.id_of(index)).collect();
        assert_eq!(order, ["first", "inner", "outer"]);
        assert_eq!(project.module(2, 1).0, ["super", "inner"]);
        assert!(project.plan.is_called(1) && !project.plan.is_called(2));
        assert_eq!((project.plan.dependents(0), project.plan.dependents(1)), (1, 0));
    });
}

#[test]
fn workflows_may_call_each_other() {
    let workflows = "- {workflowId: one, steps: [{stepId: a, workflowId: two}]}\n- {workflowId: two, steps: [{stepId: a, workflowId: \
        one}]}\n";
    on(API, workflows, |bench| {
        assert!(bench.known.project.plan.is_recursive(0, 1));
        assert_eq!(bench.codes(), ["recursive-call"]);
    });
}
