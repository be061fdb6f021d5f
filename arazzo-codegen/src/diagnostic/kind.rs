//! Every kind of mistake, with its facts.

use super::facts::{Astray, Named, Unusable, Without};
use crate::syntax::regex::Difference;

/// What is wrong. The sentences are made from these facts in `sentences`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    // Files.
    FileNotFound {
        path: String,
        reason: String,
        named: Named,
        closest: Option<String>,
    },
    Syntax {
        message: String,
        /// As the parser counts: lines from 1, columns of bytes in JSON and of characters in YAML.
        position: Option<(usize, usize)>,
    },
    RemoteSource {
        source: String,
        url: String,
    },
    NotArazzo {
        found: String,
    },
    NotOpenApi {
        source: String,
        found: String,
    },
    UnsupportedVersion {
        version: String,
    },

    // The form of a document.
    /// A workflow that only AsyncAPI could run is left out.
    AsyncWorkflow {
        workflow: String,
        step: String,
    },
    DependencyCircle {
        what: &'static str,
        name: String,
    },
    InputMissing {
        input: String,
        workflow: String,
        /// It is what a dependency takes, which no document can say.
        dependency: bool,
    },
    InputMismatch {
        input: String,
        workflow: String,
        /// Behind the name of the input.
        reason: String,
    },
    /// The schema of an input lets in what the called workflow does not take.
    PassedMismatch {
        input: String,
        workflow: String,
        /// Behind the name of the input.
        reason: String,
    },
    /// A type that the options say for an output.
    OutputType {
        output: String,
        reason: &'static str,
        closest: Option<String>,
    },
    UnknownWorkflowOutput {
        output: String,
        workflow: String,
        closest: Option<String>,
    },
    /// An output is read that its step does not declare: that of the workflow which the step calls, or the only thing of its
    /// name that the step has.
    UndeclaredOutput {
        step: String,
        output: String,
        /// What it is, where the step calls no workflow.
        meant: Option<String>,
    },
    LocationIgnored {
        parameter: String,
    },
    StatusOfWorkflow,
    ReorderedSteps {
        step: String,
    },
    RecursiveCall {
        workflow: String,
    },
    NeverBefore {
        step: String,
        prerequisite: String,
    },
    PerhapsNotBefore {
        step: String,
        prerequisite: String,
    },
    Misplaced {
        field: &'static str,
        reason: &'static str,
    },
    MissingField {
        object: &'static str,
        field: &'static str,
    },
    UnknownField {
        object: &'static str,
        field: String,
        closest: Option<String>,
    },
    WrongType {
        what: String,
        expected: &'static str,
        found: &'static str,
    },
    InvalidValue {
        what: &'static str,
        found: String,
        allowed: Vec<&'static str>,
        closest: Option<String>,
    },
    Empty {
        what: &'static str,
    },
    InvalidKey {
        what: &'static str,
    },
    OutOfRange {
        what: &'static str,
        expected: &'static str,
    },
    /// A list with more items than rustc could compile.
    TooMany {
        what: String,
        found: usize,
        most: usize,
    },
    Duplicate {
        what: &'static str,
        name: String,
    },
    Exclusive {
        object: &'static str,
        fields: &'static str,
        found: usize,
    },
    BadExpression {
        text: String,
        reason: String,
        closest: Option<String>,
    },
    /// An expression without braces, of which nothing tells where it ends.
    UnclearEnd {
        /// The shortest that it can be.
        value: String,
        /// The same in braces.
        braced: String,
        /// The longest, in braces, where that can be written.
        part: Option<String>,
    },
    BadCondition {
        reason: String,
        closest: Option<String>,
        /// How to write it.
        help: Option<&'static str>,
    },
    BadSelector {
        reason: String,
        closest: Option<String>,
    },
    BadPointer {
        reason: String,
    },
    BadJson {
        reason: String,
    },

    /// `$ref` where a Reusable Object is meant, or the other way round.
    ReferenceForm {
        /// What is understood there.
        canonical: String,
    },

    // Names.
    UnknownOperation {
        operation: String,
        source: Option<String>,
        closest: Option<String>,
    },
    AmbiguousOperation {
        operation: String,
        sources: Vec<String>,
        /// Each of them: `GET /orders/{id}`.
        requests: Vec<String>,
    },
    UnknownSource {
        source: String,
        closest: Option<String>,
        /// All that the document has.
        known: Vec<String>,
    },
    /// Several steps have this name; what reads it means the last one.
    RepeatedStep {
        step: String,
    },
    /// The same where which of them is meant makes a difference.
    AmbiguousStep {
        step: String,
    },
    UnknownStep {
        step: String,
        workflow: String,
        from: String,
        closest: Option<String>,
    },
    UnknownWorkflow {
        workflow: String,
        /// The source that was named with it.
        source: Option<String>,
        closest: Option<String>,
    },
    UnknownInput {
        input: String,
        workflow: String,
        closest: Option<String>,
    },
    UnknownOutput {
        output: String,
        step: String,
        closest: Option<String>,
    },
    UnknownComponent {
        kind: &'static str,
        name: String,
        closest: Option<String>,
    },
    NameCollision {
        what: &'static str,
        first: String,
        second: String,
        rust: String,
    },
    WrongScope {
        expression: String,
        reason: &'static str,
    },

    /// A part of an input that no value of its type has.
    ImpossiblePart {
        expression: String,
        reason: String,
        closest: Option<String>,
    },
    /// The file is of another kind than its source says.
    SourceType {
        source: String,
        declared: &'static str,
        found: String,
    },

    // OpenAPI.
    InvalidOpenApi {
        what: String,
        reason: String,
        /// How it is still read; nothing that it says is used otherwise.
        read: Option<&'static str>,
    },
    DanglingReference {
        reference: String,
        why: Astray,
    },
    ImpossiblePointer {
        pointer: String,
        operation: String,
        reason: String,
        closest: Option<String>,
        /// It is nearly a name that is there.
        slip: bool,
    },
    UnboundPathParameter {
        parameter: String,
        path: String,
    },
    /// One that neither the description nor the document says anything of.
    AskedVariable {
        variable: String,
        path: String,
    },
    UnknownPathParameter {
        parameter: String,
        path: String,
        closest: Option<String>,
    },
    NotSent {
        what: String,
        /// The name in it.
        name: String,
        closest: Option<String>,
    },
    MixedQuery {
        whole: String,
        other: String,
    },
    ImpossibleTarget {
        reason: String,
    },
    UnfitPayload {
        content_type: String,
        reason: &'static str,
    },

    UnusedXmlName {
        name: String,
        /// What the items are called.
        used: String,
    },
    UnsaidXmlRoot {
        property: String,
    },
    UnclearXml {
        /// A member or the body, as messages name it.
        what: String,
        reason: String,
    },

    ImpossibleValue {
        /// A property, a parameter or the body, as messages name it.
        what: String,
        operation: String,
        expected: String,
        found: &'static str,
    },

    // Flow.
    NeverAssigned {
        expression: String,
        without: Without,
    },

    /// A part of the specification that this version does not compile.
    Unsupported {
        what: String,
    },

    // Warnings.
    UnqualifiedOperation {
        operation: String,
        source: String,
    },
    /// What a document may not have, and nothing is made of.
    IgnoredField {
        object: &'static str,
        field: String,
    },
    /// The fields of a retry, in the step.
    MisplacedRetry,
    /// Of several operations of one name only one fits what the step gives.
    DeducedOperation {
        operation: String,
        /// As `GET /orders/{id}`.
        request: String,
        /// What names it: the value of an `operationPath`.
        path: String,
    },
    OperationCase {
        written: String,
        operation: String,
    },
    UndeclaredParameter {
        parameter: String,
        location: &'static str,
        operation: String,
        closest: Option<String>,
    },
    RequiredParameterMissing {
        parameter: String,
        location: &'static str,
        operation: String,
    },
    UndeclaredBody {
        operation: String,
    },
    UndeclaredContentType {
        content_type: String,
        operation: String,
    },
    /// The range is sent as it is when only the caller can know the type.
    MediaRange {
        operation: String,
        range: String,
        sent: Option<String>,
    },
    OverriddenContentType {
        content_type: String,
        header: String,
    },
    QuotedValue {
        pointer: String,
        expected: &'static str,
    },
    MissingPayload,
    BodyMissing {
        operation: String,
    },
    RequiredPropertyMissing {
        property: String,
        operation: String,
        /// An input that is sent there may have it.
        optional: bool,
    },
    ServerVariable {
        variable: String,
        /// One that is not listed; or there is none.
        default: Option<String>,
    },
    RefusedHeader {
        header: String,
    },
    NoJsonBody {
        operation: String,
        /// What none of its responses does, as `has a body`.
        reason: String,
    },
    WholeStream {
        operation: String,
    },
    UndocumentedHeader {
        header: String,
        operation: String,
        closest: Option<String>,
    },
    UnsaidContentType {
        operation: String,
        sent: String,
    },
    UndefinedStyle {
        what: String,
        found: &'static str,
        style: &'static str,
    },
    UnusableScheme {
        scheme: String,
        operation: String,
        why: Unusable,
    },
    LeakedCredential {
        /// `None` where only its name says that it is one.
        scheme: Option<String>,
        owner: String,
        other: String,
        host: String,
        /// Both are hosts of one domain, so probably of one vendor.
        same_site: bool,
    },
    BrokenReference {
        reference: String,
        why: Astray,
    },
    UnreachableStep {
        step: String,
    },
    UndeclaredProperty {
        pointer: String,
        operation: String,
        reason: String,
        closest: Option<String>,
    },
    UndocumentedStatus {
        status: u16,
        operation: String,
    },
    UnusedOption {
        option: &'static str,
        value: String,
        closest: Option<String>,
    },
    ShadowedAction {
        action: String,
        by: String,
    },
    ConditionNeverHolds {
        condition: String,
        /// What keeps it from holding, when that stands elsewhere.
        because: Option<String>,
    },
    UnfitType {
        what: String,
        operation: String,
        expected: String,
        found: &'static str,
    },
    StructureAsText {
        found: &'static str,
        into: &'static str,
    },
    UnfitValue {
        what: String,
        operation: String,
        /// As `at most 100`.
        expected: String,
        /// Of alternatives, why it is none of them.
        reasons: Vec<String>,
    },
    UnlistedValue {
        what: String,
        operation: String,
        found: String,
        allowed: Vec<String>,
        closest: Option<String>,
    },
    RefusedProperty {
        property: String,
        operation: String,
        closest: Option<String>,
    },
    OperatorInText,
    ForeignExpression {
        meant: String,
    },
    LikelySelector,
    /// In a longer text, and what it names is not there.
    LiteralExpression {
        expression: String,
    },
    LikelyExpression {
        meant: String,
        /// It reads an input or an output that there is.
        names_something: bool,
    },
    PerhapsUnassigned {
        expression: String,
        /// As "path parameter" with its name.
        needed_by: String,
        without: Without,
    },
    /// By the `$self` of the document its `url` means something that no file is called; it is found by where it is.
    OtherIdentity {
        source: String,
        uri: String,
        /// What the file there says that it is called.
        own: Option<String>,
    },
    /// It goes into a path, and its default is no value there.
    EmptyDefault {
        input: String,
        parameter: String,
    },
    OptionalInput {
        input: String,
        needed_by: String,
    },
    EndlessLoop {
        steps: Vec<String>,
    },
    NonStandardName {
        what: &'static str,
        name: String,
    },
    DoubleQuotes,
    UnquotedCondition {
        found: &'static str,
        text: String,
    },
    BracedCondition {
        bare: String,
    },
    IneffectiveContext,
    NewerFeature {
        what: &'static str,
        /// It is data, and not what it would be in the newer version.
        plain: bool,
    },
    MisplacedVersion,
    SlashedPattern,
    /// Tools that read the pattern by ECMA-262 understand something else.
    RegexDialect {
        found: String,
        difference: Difference,
    },
    RootFilter {
        standard: String,
    },
    /// A filter on an object, of whose members none has what it reads.
    MemberFilter {
        name: String,
        /// The same of the list that is meant.
        standard: Option<String>,
        /// A member of the object itself that is called so, or nearly.
        own: Option<String>,
    },
    ImpossibleComparison {
        reason: String,
        always: bool,
    },
    ConditionAlwaysHolds {
        condition: String,
    },
    /// The success criteria of a step hold for a response whose body has none of the values that they ask for.
    BodyMayBeMissing,
    IneffectiveField {
        field: String,
        /// As "an action of type `end`".
        object: String,
        reason: &'static str,
    },
    NeverRetried,
    RepeatedItem {
        what: &'static str,
    },
    ReservedExtension {
        name: String,
    },
    MergeKey {
        /// In the document; in a description nothing is.
        merged: bool,
    },
    UnquotedVersion {
        text: String,
    },
    UndeclaredRequired {
        property: String,
        closest: Option<String>,
    },
    UnfitDefault {
        input: String,
        reason: String,
    },
    RequiredFlag {
        flag: bool,
    },
    OpenApiKeyword {
        keyword: &'static str,
        instead: &'static str,
    },

    // Notes.
    ComparisonInJsonPath {
        standard: String,
        /// It needs no JSONPath library, which the standard form does.
        direct: bool,
    },
    UnbracedExpression {
        braced: String,
    },
    RetryOnSuccess,
    /// A part of a path in a description that may be left out.
    OptionalSegment {
        segment: String,
        /// Without it.
        path: String,
    },
    /// A retry before which its own step would run.
    OwnRetry {
        step: String,
    },
    LengthSuffix {
        /// The function that JSONPath has for it, where that can stand here.
        standard: Option<String>,
    },
    OperationPathForm {
        canonical: String,
    },
    QueryPart {
        context: String,
        selector: String,
    },
    HeaderPlural {
        canonical: String,
    },
    WholeInputs,
    DottedPart {
        canonical: String,
    },
    UntypedValue {
        what: String,
        reason: String,
    },

    // Lints.
    OneWayProperty {
        property: String,
        operation: String,
        is_response: bool,
    },
    Deprecated {
        what: String,
    },
    BareToken {
        scheme: String,
        word: &'static str,
    },
    OtherCase {
        found: String,
        listed: String,
    },
    UnpromisedValue {
        expression: String,
        needed_by: String,
        step: String,
    },
    BusyLoop {
        steps: Vec<String>,
    },
    BranchFallsThrough {
        decider: String,
        branch: String,
        other: String,
    },
    UnusedDeclaration {
        what: &'static str,
        name: String,
    },
    UnreadOutput {
        output: String,
        step: String,
    },
    RepeatedSource {
        source: String,
        other: String,
    },
    OperationHasId {
        id: String,
    },
    UnsafeRetry {
        action: String,
        method: String,
    },
    /// A body of a request whose method gives it no meaning.
    UnusualBody {
        operation: String,
        method: String,
    },
    /// What a dependency takes, no document can say.
    DependencyInputs {
        workflow: String,
    },
    /// One that the schema allows without declaring it; where it is nearly a declared one, that is a warning.
    UndeclaredInput {
        input: String,
        closest: Option<String>,
    },
    /// A schema with `properties` and without `type`.
    ImplicitObject,
    /// An output that has parts, of which no description says enough.
    UntypedOutput {
        output: String,
        reason: &'static str,
    },
}
