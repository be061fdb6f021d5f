//! The code of every kind of mistake, and what is said about it.

use super::{Kind, Sentences, sentences as say};

/// The table of all kinds: what a match looks like, its code, and its sentences. The match has no other arm, so no kind can be
/// without a code, and no code without a place in the list.
macro_rules! table {
    ($($kind:pat => $code:literal, $sentences:expr;)*) => {
        /// Every code, in the order of the kinds.
        pub(crate) const CODES: &[&str] = &[$($code),*];

        impl Kind {
            /// What is said about a mistake.
            pub(crate) fn sentences(&self) -> Sentences {
                match self {
                    $($kind => Sentences { code: $code, ..$sentences },)*
                }
            }
        }
    };
}

table! {
    Kind::FileNotFound { path, reason, named, closest } => "file-not-found", say::file_not_found(path, reason, named, closest.as_deref());
    Kind::Syntax { message, position: _ } => "syntax", say::syntax(message);
    Kind::RemoteSource { source, url } => "remote-source", say::remote_source(source, url);
    Kind::NotArazzo { found } => "not-arazzo", say::not_arazzo(found);
    Kind::NotOpenApi { source, found } => "not-openapi", say::not_openapi(source, found);
    Kind::UnsupportedVersion { version } => "unsupported-version", say::unsupported_version(version);
    Kind::AsyncWorkflow { workflow, step } => "async-workflow", say::async_workflow(workflow, step);
    Kind::DependencyCircle { what, name } => "dependency-circle", say::dependency_circle(what, name);
    Kind::InputMissing { input, workflow, dependency } => "input-missing", say::input_missing(input, workflow, *dependency);
    Kind::InputMismatch { input, workflow, reason } => "input-mismatch", say::input_mismatch(input, workflow, reason);
    Kind::PassedMismatch { input, workflow, reason } => "passed-mismatch", say::passed_mismatch(input, workflow, reason);
    Kind::OutputType { output, reason, closest } => "output-type", say::output_type(output, reason, closest.as_deref());
    Kind::UnknownWorkflowOutput { output, workflow, closest } => "unknown-workflow-output", say::unknown_workflow_output(output, workflow, closest.as_deref());
    Kind::UndeclaredOutput { step, output, meant } => "undeclared-output", say::undeclared_output(step, output, meant.as_deref());
    Kind::LocationIgnored { parameter } => "location-ignored", say::location_ignored(parameter);
    Kind::StatusOfWorkflow => "status-of-workflow", say::status_of_workflow();
    Kind::ReorderedSteps { step } => "reordered-steps", say::reordered_steps(step);
    Kind::RecursiveCall { workflow } => "recursive-call", say::recursive_call(workflow);
    Kind::NeverBefore { step, prerequisite } => "never-before", say::never_before(step, prerequisite);
    Kind::PerhapsNotBefore { step, prerequisite } => "perhaps-not-before", say::perhaps_not_before(step, prerequisite);
    Kind::Misplaced { field, reason } => "misplaced", say::misplaced(field, reason);
    Kind::MissingField { object, field } => "missing-field", say::missing_field(object, field);
    Kind::UnknownField { object, field, closest } => "unknown-field", say::unknown_field(object, field, closest.as_deref());
    Kind::WrongType { what, expected, found } => "wrong-type", say::wrong_type(what, expected, found);
    Kind::InvalidValue { what, found, allowed, closest } => "invalid-value", say::invalid_value(what, found, allowed, closest.as_deref());
    Kind::Empty { what } => "empty", say::empty(what);
    Kind::InvalidKey { what } => "invalid-key", say::invalid_key(what);
    Kind::OutOfRange { what, expected } => "out-of-range", say::out_of_range(what, expected);
    Kind::TooMany { what, found, most } => "too-many", say::too_many(what, *found, *most);
    Kind::Duplicate { what, name } => "duplicate", say::duplicate(what, name);
    Kind::Exclusive { object, fields, found } => "exclusive", say::exclusive(object, fields, *found);
    Kind::BadExpression { text, reason, closest } => "bad-expression", say::bad_expression(text, reason, closest.as_deref());
    Kind::UnclearEnd { value, braced, part } => "unclear-end", say::unclear_end(value, braced, part.as_deref());
    Kind::AmbiguousStep { step } => "ambiguous-step", say::ambiguous_step(step);
    Kind::BadCondition { reason, closest, help } => "bad-condition", say::bad_condition(reason, closest.as_deref(), *help);
    Kind::BadSelector { reason, closest } => "bad-selector", say::bad_selector(reason, closest.as_deref());
    Kind::BadPointer { reason } => "bad-pointer", say::bad_pointer(reason);
    Kind::BadJson { reason } => "bad-json", say::bad_json(reason);
    Kind::ReferenceForm { canonical } => "reference-form", say::reference_form(canonical);
    Kind::UnknownOperation { operation, source, closest } => "unknown-operation", say::unknown_operation(operation, source.as_deref(), closest.as_deref());
    Kind::AmbiguousOperation { operation, sources, requests } => "ambiguous-operation", say::ambiguous_operation(operation, sources, requests);
    Kind::UnknownSource { source, closest, known } => "unknown-source", say::unknown_source(source, closest.as_deref(), known);
    Kind::UnknownStep { step, workflow, from, closest } => "unknown-step", say::unknown_step(step, workflow, from, closest.as_deref());
    Kind::UnknownWorkflow { workflow, source, closest } => "unknown-workflow", say::unknown_workflow(workflow, source.as_deref(), closest.as_deref());
    Kind::UnknownInput { input, workflow, closest } => "unknown-input", say::unknown_input(input, workflow, closest.as_deref());
    Kind::UnknownOutput { output, step, closest } => "unknown-output", say::unknown_output(output, step, closest.as_deref());
    Kind::UnknownComponent { kind, name, closest } => "unknown-component", say::unknown_component(kind, name, closest.as_deref());
    Kind::NameCollision { what, first, second, rust } => "name-collision", say::name_collision(what, first, second, rust);
    Kind::WrongScope { expression, reason } => "wrong-scope", say::wrong_scope(expression, reason);
    Kind::ImpossiblePart { expression, reason, closest } => "impossible-part", say::impossible_part(expression, reason, closest.as_deref());
    Kind::SourceType { source, declared, found } => "source-type", say::source_type(source, declared, found);
    Kind::InvalidOpenApi { what, reason, read } => "invalid-openapi", say::invalid_openapi(what, reason, *read);
    Kind::DanglingReference { reference, why } => "dangling-reference", say::dangling_reference(reference, *why);
    Kind::ImpossiblePointer { pointer, operation, reason, closest, slip } => "impossible-pointer", say::impossible_pointer(pointer, operation, reason, closest.as_deref(), *slip);
    Kind::AskedVariable { variable, path } => "asked-variable", say::asked_variable(variable, path);
    Kind::UnboundPathParameter { parameter, path } => "unbound-path-parameter", say::unbound_path_parameter(parameter, path);
    Kind::UnknownPathParameter { parameter, path, closest } => "unknown-path-parameter", say::unknown_path_parameter(parameter, path, closest.as_deref());
    Kind::NotSent { what, name: _, closest } => "not-sent", say::not_sent(what, closest.as_deref());
    Kind::MixedQuery { whole, other } => "mixed-query", say::mixed_query(whole, other);
    Kind::ImpossibleTarget { reason } => "impossible-target", say::impossible_target(reason);
    Kind::UnfitPayload { content_type, reason } => "unfit-payload", say::unfit_payload(content_type, reason);
    Kind::UnusedXmlName { name, used } => "unused-xml-name", say::unused_xml_name(name, used);
    Kind::UnsaidXmlRoot { property } => "unsaid-xml-root", say::unsaid_xml_root(property);
    Kind::UnclearXml { what, reason } => "unclear-xml", say::unclear_xml(what, reason);
    Kind::ImpossibleValue { what, operation, expected, found } => "impossible-value", say::impossible_value(what, operation, expected, found);
    Kind::NeverAssigned { expression, without } => "never-assigned", say::never_assigned(expression, without);
    Kind::Unsupported { what } => "unsupported", say::unsupported(what);
    Kind::UnqualifiedOperation { operation, source } => "unqualified-operation", say::unqualified_operation(operation, source);
    Kind::IgnoredField { object, field } => "ignored-field", say::ignored_field(object, field);
    Kind::MisplacedRetry => "misplaced-retry", say::misplaced_retry();
    Kind::DeducedOperation { operation, request, path } => "deduced-operation", say::deduced_operation(operation, request, path);
    Kind::OperationCase { written: _, operation } => "operation-case", say::operation_case(operation);
    Kind::UndeclaredParameter { parameter, location, operation, closest } => "undeclared-parameter", say::undeclared_parameter(parameter, location, operation, closest.as_deref());
    Kind::RequiredParameterMissing { parameter, location, operation } => "required-parameter-missing", say::required_parameter_missing(parameter, location, operation);
    Kind::UndeclaredBody { operation } => "undeclared-body", say::undeclared_body(operation);
    Kind::UndeclaredContentType { content_type, operation } => "undeclared-content-type", say::undeclared_content_type(content_type, operation);
    Kind::MediaRange { operation, range, sent } => "media-range", say::media_range(operation, range, sent.as_deref());
    Kind::OverriddenContentType { content_type, header } => "overridden-content-type", say::overridden_content_type(content_type, header);
    Kind::QuotedValue { pointer, expected } => "quoted-value", say::quoted_value(pointer, expected);
    Kind::MissingPayload => "missing-payload", say::missing_payload();
    Kind::BodyMissing { operation } => "body-missing", say::body_missing(operation);
    Kind::RepeatedStep { step } => "repeated-step", say::repeated_step(step);
    Kind::RegexDialect { found, difference } => "regex-dialect", say::regex_dialect(found, *difference);
    Kind::RequiredPropertyMissing { property, operation, optional } => "required-property-missing", say::required_property_missing(property, operation, *optional);
    Kind::ServerVariable { variable, default } => "server-variable", say::server_variable(variable, default.as_deref());
    Kind::RefusedHeader { header } => "refused-header", say::refused_header(header);
    Kind::NoJsonBody { operation, reason } => "no-json-body", say::no_json_body(operation, reason);
    Kind::WholeStream { operation } => "whole-stream", say::whole_stream(operation);
    Kind::UndocumentedHeader { header, operation, closest } => "undocumented-header", say::undocumented_header(header, operation, closest.as_deref());
    Kind::UnsaidContentType { operation, sent } => "unsaid-content-type", say::unsaid_content_type(operation, sent);
    Kind::UndefinedStyle { what, found, style } => "undefined-style", say::undefined_style(what, found, style);
    Kind::UnusableScheme { scheme, operation, why } => "unusable-scheme", say::unusable_scheme(scheme, operation, why);
    Kind::LeakedCredential { scheme, owner, other, host, same_site } => "leaked-credential", say::leaked_credential(scheme.as_deref(), owner, other, host, *same_site);
    Kind::BrokenReference { reference, why } => "broken-reference", say::broken_reference(reference, *why);
    Kind::OperationPathForm { canonical } => "operation-path-form", say::operation_path_form(canonical);
    Kind::UnreachableStep { step } => "unreachable-step", say::unreachable_step(step);
    Kind::UndeclaredProperty { pointer, operation, reason, closest } => "undeclared-property", say::undeclared_property(pointer, operation, reason, closest.as_deref());
    Kind::UndocumentedStatus { status, operation } => "undocumented-status", say::undocumented_status(*status, operation);
    Kind::UnusedOption { option, value, closest } => "unused-option", say::unused_option(option, value, closest.as_deref());
    Kind::ShadowedAction { action, by } => "shadowed-action", say::shadowed_action(action, by);
    Kind::ConditionNeverHolds { condition, because } => "condition-never-holds", say::condition_never_holds(condition, because.as_deref());
    Kind::UnfitType { what, operation, expected, found } => "unfit-type", say::unfit_type(what, operation, expected, found);
    Kind::StructureAsText { found, into } => "structure-as-text", say::structure_as_text(found, into);
    Kind::UnfitValue { what, operation, expected, reasons } => "unfit-value", say::unfit_value(what, operation, expected, reasons);
    Kind::UnlistedValue { what, operation, found, allowed, closest } => "unlisted-value", say::unlisted_value(what, operation, found, allowed, closest.as_deref());
    Kind::RefusedProperty { property, operation, closest } => "refused-property", say::refused_property(property, operation, closest.as_deref());
    Kind::OperatorInText => "operator-in-text", say::operator_in_text();
    Kind::ForeignExpression { meant } => "foreign-expression", say::foreign_expression(meant);
    Kind::LiteralExpression { expression } => "literal-expression", say::literal_expression(expression);
    Kind::LikelySelector => "likely-selector", say::likely_selector();
    Kind::LikelyExpression { meant, names_something: _ } => "likely-expression", say::likely_expression(meant);
    Kind::PerhapsUnassigned { expression, needed_by, without } => "perhaps-unassigned", say::perhaps_unassigned(expression, needed_by, without);
    Kind::OtherIdentity { source, uri, own } => "other-identity", say::other_identity(source, uri, own.as_deref());
    Kind::EmptyDefault { input, parameter } => "empty-default", say::empty_default(input, parameter);
    Kind::OptionalInput { input, needed_by } => "optional-input", say::optional_input(input, needed_by);
    Kind::EndlessLoop { steps } => "endless-loop", say::endless_loop(steps);
    Kind::NonStandardName { what, name } => "non-standard-name", say::non_standard_name(what, name);
    Kind::DoubleQuotes => "double-quotes", say::double_quotes();
    Kind::UnquotedCondition { found, text } => "unquoted-condition", say::unquoted_condition(found, text);
    Kind::BracedCondition { bare } => "braced-condition", say::braced_condition(bare);
    Kind::IneffectiveContext => "ineffective-context", say::ineffective_context();
    Kind::NewerFeature { what, plain } => "newer-feature", say::newer_feature(what, *plain);
    Kind::MisplacedVersion => "misplaced-version", say::misplaced_version();
    Kind::SlashedPattern => "slashed-pattern", say::slashed_pattern();
    Kind::RootFilter { standard } => "root-filter", say::root_filter(standard);
    Kind::MemberFilter { name, standard, own } => "member-filter", say::member_filter(name, standard.as_deref(), own.as_deref());
    Kind::ImpossibleComparison { reason, always } => "impossible-comparison", say::impossible_comparison(reason, *always);
    Kind::ConditionAlwaysHolds { condition } => "condition-always-holds", say::condition_always_holds(condition);
    Kind::BodyMayBeMissing => "body-may-be-missing", say::body_may_be_missing();
    Kind::IneffectiveField { field, object, reason } => "ineffective-field", say::ineffective_field(field, object, reason);
    Kind::NeverRetried => "never-retried", say::never_retried();
    Kind::RepeatedItem { what } => "repeated-item", say::repeated_item(what);
    Kind::ReservedExtension { name } => "reserved-extension", say::reserved_extension(name);
    Kind::MergeKey { merged } => "merge-key", say::merge_key(*merged);
    Kind::UnquotedVersion { text } => "unquoted-version", say::unquoted_version(text);
    Kind::UndeclaredRequired { property, closest } => "undeclared-required", say::undeclared_required(property, closest.as_deref());
    Kind::UnfitDefault { input, reason } => "unfit-default", say::unfit_default(input, reason);
    Kind::RequiredFlag { flag } => "required-flag", say::required_flag(*flag);
    Kind::OpenApiKeyword { keyword, instead } => "openapi-keyword", say::openapi_keyword(keyword, instead);
    Kind::ComparisonInJsonPath { standard, direct } => "jsonpath-comparison", say::jsonpath_comparison(standard, *direct);
    Kind::UnbracedExpression { braced } => "unbraced-expression", say::unbraced_expression(braced);
    Kind::QueryPart { context, selector } => "query-part", say::query_part(context, selector);
    Kind::HeaderPlural { canonical } => "header-plural", say::header_plural(canonical);
    Kind::WholeInputs => "whole-inputs", say::whole_inputs();
    Kind::DottedPart { canonical } => "dotted-part", say::dotted_part(canonical);
    Kind::LengthSuffix { standard } => "length-suffix", say::length_suffix(standard.as_deref());
    Kind::OptionalSegment { segment, path } => "optional-segment", say::optional_segment(segment, path);
    Kind::OwnRetry { step } => "own-retry", say::own_retry(step);
    Kind::RetryOnSuccess => "retry-on-success", say::retry_on_success();
    Kind::UntypedOutput { output, reason } => "untyped-output", say::untyped_output(output, reason);
    Kind::UntypedValue { what, reason } => "untyped-value", say::untyped_value(what, reason);
    Kind::OneWayProperty { property, operation, is_response } => "one-way-property", say::one_way_property(property, operation, *is_response);
    Kind::Deprecated { what } => "deprecated", say::deprecated(what);
    Kind::BareToken { scheme, word } => "bare-token", say::bare_token(scheme, word);
    Kind::OtherCase { found, listed } => "other-case", say::other_case(found, listed);
    Kind::UnpromisedValue { expression, needed_by, step } => "unpromised-value", say::unpromised_value(expression, needed_by, step);
    Kind::BusyLoop { steps } => "busy-loop", say::busy_loop(steps);
    Kind::BranchFallsThrough { decider, branch, other } => "branch-falls-through", say::branch_falls_through(decider, branch, other);
    Kind::UnusedDeclaration { what, name } => "unused-declaration", say::unused_declaration(what, name);
    Kind::UnreadOutput { output, step } => "unread-output", say::unread_output(output, step);
    Kind::RepeatedSource { source, other } => "repeated-source", say::repeated_source(source, other);
    Kind::OperationHasId { id } => "operation-has-id", say::operation_has_id(id);
    Kind::UnsafeRetry { action, method } => "unsafe-retry", say::unsafe_retry(action, method);
    Kind::UnusualBody { operation, method } => "unusual-body", say::unusual_body(operation, method);
    Kind::DependencyInputs { workflow } => "dependency-inputs", say::dependency_inputs(workflow);
    Kind::UndeclaredInput { input, closest } => "undeclared-input", say::undeclared_input(input, closest.as_deref());
    Kind::ImplicitObject => "implicit-object", say::implicit_object();
}

#[cfg(test)]
mod tests {
    use heck::ToKebabCase;

    use super::*;

    const KINDS: &str = include_str!("kind.rs");

    /// Every code in the table.
    fn codes() -> Vec<String> {
        let mut codes: Vec<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
        codes.sort();
        codes
    }

    /// The codes that the names of the variants ask for.
    fn expected_codes() -> Vec<String> {
        let kinds = KINDS.split_once("pub(crate) enum Kind {").unwrap().1;
        let variants = kinds.lines().filter_map(|line| line.strip_prefix("    "));
        let names = variants.filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
        let mut codes: Vec<String> = names
            .map(|line| line.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default())
            .map(|name| match name {
                "ComparisonInJsonPath" => "jsonpath-comparison".to_owned(),
                name => name.replace("OpenApi", "Openapi").to_kebab_case(),
            })
            .collect();
        codes.sort();
        codes
    }

    #[test]
    fn every_kind_has_a_code_of_its_own_after_its_name() {
        assert_eq!(codes(), expected_codes());
        let mut unique = codes();
        unique.dedup();
        assert_eq!(unique, codes());
        let is_kebab = |code: &String| code.chars().all(|char| char.is_ascii_lowercase() || char == '-');
        assert!(codes().iter().all(is_kebab), "{:?}", codes());
    }
}
