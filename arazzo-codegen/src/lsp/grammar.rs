//! What stands at a path of a document, by the objects of the specification.

use super::words;
use crate::document::known;
use crate::place::Segment;
use crate::syntax::expression::ComponentKind;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Document,
    Info,
    Sources,
    Source,
    SourceName,
    SourceUrl,
    Workflows,
    Workflow,
    WorkflowId,
    /// A schema of inputs, or a part of it.
    Inputs,
    /// The `properties` of the inputs of a workflow.
    Properties,
    /// A reference to a schema of the components.
    InputReference,
    /// The list of the inputs that must be given, and one of them.
    RequiredInputs,
    RequiredInput,
    Dependencies(Names),
    /// The name of a step or of a workflow.
    Name(Names),
    Steps,
    Step,
    StepId,
    OperationId,
    OperationPath,
    Parameters,
    Parameter,
    ParameterName,
    /// A value with expressions: of a parameter, or a replacement.
    Value,
    RequestBody,
    ContentType,
    Payload,
    Replacements,
    Replacement,
    Criteria,
    Criterion,
    Context,
    Condition,
    Actions(Phase),
    Action(Phase),
    Outputs,
    /// An expression, or a selector.
    Output,
    Components,
    /// The components of a kind, by their names; inputs are no kind of expressions.
    ComponentInputs,
    ComponentParameters,
    ComponentActions(Phase),
    /// An expression that names a component of a kind.
    Reference(Reusable),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Text for people, a number, or something that nobody knows.
    Other,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Steps,
    Workflows,
}

/// Whether actions follow a success or a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Success,
    Failure,
}

/// What a reusable object stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reusable {
    Parameter,
    Action(Phase),
}

impl Reusable {
    pub(super) fn kind(self) -> ComponentKind {
        match self {
            Reusable::Parameter => ComponentKind::Parameters,
            Reusable::Action(Phase::Success) => ComponentKind::SuccessActions,
            Reusable::Action(Phase::Failure) => ComponentKind::FailureActions,
        }
    }
}

/// What stands at a path.
pub(super) fn slot(path: &[Segment]) -> Slot {
    path.iter().fold(Slot::Document, Slot::child)
}

impl Slot {
    fn child(self, segment: &Segment) -> Slot {
        match segment {
            Segment::Key(key) => self.member(key),
            Segment::Index(_) => self.item(),
        }
    }

    fn item(self) -> Slot {
        match self {
            Slot::Sources => Slot::Source,
            Slot::Workflows => Slot::Workflow,
            Slot::Steps => Slot::Step,
            Slot::Parameters => Slot::Parameter,
            Slot::Replacements => Slot::Replacement,
            Slot::Criteria => Slot::Criterion,
            Slot::Actions(phase) => Slot::Action(phase),
            Slot::Dependencies(names) => Slot::Name(names),
            Slot::RequiredInputs => Slot::RequiredInput,
            Slot::Payload => Slot::Payload,
            Slot::Value => Slot::Value,
            Slot::Inputs => Slot::Inputs,
            _ => Slot::Other,
        }
    }

    fn member(self, key: &str) -> Slot {
        match (self, key) {
            (Slot::Document, "arazzo") => Slot::Word(&words::VERSIONS),
            (Slot::Document, "info") => Slot::Info,
            (Slot::Document, "sourceDescriptions") => Slot::Sources,
            (Slot::Document, "workflows") => Slot::Workflows,
            (Slot::Document, "components") => Slot::Components,
            (Slot::Source, "name") => Slot::SourceName,
            (Slot::Source, "url") => Slot::SourceUrl,
            (Slot::Source, "type") => Slot::Word(&words::SOURCE_TYPES),
            (Slot::Workflow, key) => in_workflow(key),
            (Slot::Step, key) => in_step(key),
            (Slot::Inputs, "properties") => Slot::Properties,
            (Slot::Inputs, "required") => Slot::RequiredInputs,
            (Slot::Inputs, "type") => Slot::Word(&words::SCHEMA_TYPES),
            (Slot::Inputs, "$ref") => Slot::InputReference,
            (Slot::Inputs | Slot::Properties | Slot::ComponentInputs, _) => Slot::Inputs,
            (Slot::Parameter, "name") => Slot::ParameterName,
            (Slot::Parameter, "in") => Slot::Word(&words::LOCATIONS),
            (Slot::Parameter | Slot::Replacement, "value") | (Slot::Value, _) => Slot::Value,
            (Slot::Parameter, "reference") => Slot::Reference(Reusable::Parameter),
            (Slot::RequestBody, "contentType") => Slot::ContentType,
            (Slot::RequestBody, "payload") | (Slot::Payload, _) => Slot::Payload,
            (Slot::RequestBody, "replacements") => Slot::Replacements,
            (Slot::Replacement, "targetSelectorType") | (Slot::Output, "type") => Slot::Word(&words::SELECTOR_TYPES),
            (Slot::Criterion | Slot::Output, "context") => Slot::Context,
            (Slot::Criterion, "condition") => Slot::Condition,
            (Slot::Criterion, "type") => Slot::Word(&words::CRITERION_TYPES),
            (Slot::Action(phase), key) => in_action(phase, key),
            (Slot::Outputs, _) => Slot::Output,
            (Slot::Components, "inputs") => Slot::ComponentInputs,
            (Slot::Components, "parameters") => Slot::ComponentParameters,
            (Slot::Components, "successActions") => Slot::ComponentActions(Phase::Success),
            (Slot::Components, "failureActions") => Slot::ComponentActions(Phase::Failure),
            (Slot::ComponentParameters, _) => Slot::Parameter,
            (Slot::ComponentActions(phase), _) => Slot::Action(phase),
            _ => Slot::Other,
        }
    }

    /// The keys that an object there may have, in the order of the specification; none where any may stand there.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Slot::Document => &known::DOCUMENT,
            Slot::Info => &known::INFO,
            Slot::Source => &known::SOURCE,
            Slot::Workflow => &known::WORKFLOW,
            Slot::Step => &known::STEP,
            Slot::Parameter => &known::PARAMETER,
            Slot::RequestBody => &known::REQUEST_BODY,
            Slot::Replacement => &known::REPLACEMENT,
            Slot::Criterion => &known::CRITERION,
            Slot::Action(Phase::Success) => &known::SUCCESS_ACTION,
            Slot::Action(Phase::Failure) => &known::FAILURE_ACTION,
            Slot::Output => &known::SELECTOR,
            Slot::Components => &known::COMPONENTS,
            Slot::Inputs => &words::SCHEMA,
            _ => &[],
        }
    }

    /// Whether texts there hold expressions.
    pub(super) fn has_expressions(self) -> bool {
        matches!(
            self,
            Slot::Value
                | Slot::Payload
                | Slot::Context
                | Slot::Condition
                | Slot::Output
                | Slot::Reference(_)
                | Slot::OperationId
                | Slot::OperationPath
                | Slot::Name(_)
        )
    }
}

fn in_workflow(key: &str) -> Slot {
    match key {
        "workflowId" => Slot::WorkflowId,
        "inputs" => Slot::Inputs,
        "dependsOn" => Slot::Dependencies(Names::Workflows),
        "steps" => Slot::Steps,
        "successActions" => Slot::Actions(Phase::Success),
        "failureActions" => Slot::Actions(Phase::Failure),
        "outputs" => Slot::Outputs,
        "parameters" => Slot::Parameters,
        _ => Slot::Other,
    }
}

fn in_step(key: &str) -> Slot {
    match key {
        "stepId" => Slot::StepId,
        "operationId" => Slot::OperationId,
        "operationPath" => Slot::OperationPath,
        "workflowId" => Slot::Name(Names::Workflows),
        "parameters" => Slot::Parameters,
        "requestBody" => Slot::RequestBody,
        "successCriteria" => Slot::Criteria,
        "onSuccess" => Slot::Actions(Phase::Success),
        "onFailure" => Slot::Actions(Phase::Failure),
        "outputs" => Slot::Outputs,
        "dependsOn" => Slot::Dependencies(Names::Steps),
        _ => Slot::Other,
    }
}

fn in_action(phase: Phase, key: &str) -> Slot {
    match key {
        "type" => Slot::Word(if phase == Phase::Success { &words::ACTION_TYPES[..2] } else { &words::ACTION_TYPES }),
        "stepId" => Slot::Name(Names::Steps),
        "workflowId" => Slot::Name(Names::Workflows),
        "criteria" => Slot::Criteria,
        "parameters" => Slot::Parameters,
        "reference" => Slot::Reference(Reusable::Action(phase)),
        _ => Slot::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Slot {
        let segment = |word: &str| word.parse().map_or_else(|_| Segment::Key(word.to_owned()), Segment::Index);
        slot(&path.split('/').map(segment).collect::<Vec<_>>())
    }

    #[test]
    fn paths_lead_to_the_objects_of_the_specification() {
        assert_eq!(at("workflows/0/steps/1/onFailure/0/stepId"), Slot::Name(Names::Steps));
        assert_eq!(at("workflows/0/steps/1/requestBody/payload/items/0/price"), Slot::Payload);
        assert_eq!(at("workflows/0/inputs/properties/type"), Slot::Inputs);
        assert_eq!(at("workflows/0/inputs/required/0"), Slot::RequiredInput);
        assert_eq!(at("components/failureActions/again/criteria/0/condition"), Slot::Condition);
        assert_eq!(at("workflows/0/steps/1/successCriteria/0/type/version"), Slot::Other);
        assert_eq!(at("info/x-a/b"), Slot::Other);
    }
}
