//! Conditions and patterns.

topic! { $ conditions
    BadCondition {
        reason: String,
        closest: Option<String>,
        /// How to write it.
        help: Option<&'static str>,
    } => Error, "bad-condition",
        say(format!("the condition is not understood: {reason}"))
            .label("not understood")
            .did_you_mean(closest.as_deref())
            .cure(closest.as_deref().map(write))
            .help_if(*help);

    DoubleQuotes => Warning, "double-quotes",
        say("text in a condition stands in single quotes")
            .label("double quotes")
            .help("write `'…'` instead of `\"…\"`")
            .cure(Cure::SingleQuotes);

    UnquotedCondition { found: &'static str, text: String } => Warning, "unquoted-condition",
        say(format!("a condition is a string, and this is {found}; it is read as `{text}`"))
            .label("not a string")
            .help(format!("write `'{text}'`"));

    BracedCondition { bare: String } => Warning, "braced-condition",
        say("a simple condition has no braces around it")
            .label("understood without them")
            .help(format!("write `{bare}`"))
            .cure(write(bare));

    IneffectiveContext => Warning, "ineffective-context",
        say("`context` has no effect on a simple criterion")
            .label("not used")
            .help("name the type whose condition is about the context: `regex`, `jsonpath` or `xpath`");

    StatusOfWorkflow => Warning, "status-of-workflow",
        say("a step that calls a workflow has no status; this is understood as its success, which is demanded anyway")
            .label("says nothing");

    SlashedPattern => Warning, "slashed-pattern",
        say("slashes are a part of the pattern: it matches texts with slashes only")
            .label("slashes around it")
            .help("leave them out; for a pattern without regard to case write `(?i)` in front of it");

    /// Tools that read the pattern by ECMA-262 understand something else.
    RegexDialect { found: String, difference: Difference } => Warning, "regex-dialect",
        {
            let (here, there) = difference.meanings();
            say(format!("in this pattern `{found}` {here}; for tools that read it by ECMA-262 it {there}"))
                .label("read in two ways")
                .help(difference.instead())
        };

    RootFilter { standard: String } => Warning, "root-filter",
        say(
            "in JSONPath a filter on the root looks at the members of an object; this one is understood as a test of the object",
        )
        .label("a test of the object itself")
        .help(format!("write `{standard}`, which means the same everywhere"));

    /// A filter on an object, of whose members none has what it reads.
    MemberFilter {
        name: String,
        /// The same of the list that is meant.
        standard: Option<String>,
        /// A member of the object itself that is called so, or nearly.
        own: Option<String>,
    } => Warning, "member-filter",
        say(format!(
            "in JSONPath a filter on an object looks at its members, and none that the description knows has `{name}`"
        ))
        .label("looks at the members of an object")
        .help_if(match (standard, own) {
            (Some(standard), _) => Some(format!("write `{standard}`, which looks at the elements of the list")),
            (None, Some(own)) => Some(format!("the object itself has `{own}`, which a filter reads with `$.{own}`")),
            (None, None) => None,
        });

    ComparisonInJsonPath {
        standard: String,
        /// It needs no JSONPath library, which the standard form does.
        direct: bool,
    } => Note, "jsonpath-comparison",
        // It has no cure: what compares in JSONPath itself is a filter. It never holds of an object without members, and
        // the user's crate may need the feature `jsonpath` for it. That is for the author to decide.
        say("a comparison is not a JSONPath expression; it is understood as a test of the context")
            .label("a comparison")
            .help(if *direct {
                format!(
                    "in JSONPath this is `{standard}`, for which the crate needs the feature `jsonpath`; as it stands it \
                     needs none"
                )
            } else {
                format!("in JSONPath this is `{standard}`")
            });

    LengthSuffix {
        /// The function that JSONPath has for it, where that can stand here.
        standard: Option<String>,
    } => Note, "length-suffix",
        say("conditions know no `.length`; it is understood as the number of characters, elements or members")
            .label("understood as the length")
            .help(standard.as_deref().map_or_else(
                || "only a criterion of type `jsonpath` can ask for it: `$[?length($.items) > 0]`".to_owned(),
                |standard| format!("write `{standard}`"),
            ))
            .cure(standard.as_deref().map(write));

    ImpossibleComparison {
        reason: String,
        always: bool,
        /// The listed value that is nearly the one that stands here.
        closest: Option<String>,
    } => Warning, "impossible-comparison",
        if *always {
            say(format!("the comparison always holds: {reason}")).label("always true")
        } else {
            say(format!("the comparison cannot hold: {reason}")).label("never true")
        }
        .did_you_mean(closest.as_deref());

    ConditionNeverHolds {
        condition: String,
        /// What keeps it from holding, when that stands elsewhere.
        because: Option<String>,
    } => Warning, "condition-never-holds",
        match because {
            Some(because) => say(format!("the condition `{condition}` is never true: {because}")),
            None => say(format!("the condition `{condition}` is never true")),
        }
        .label("never true");

    ConditionAlwaysHolds { condition: String } => Warning, "condition-always-holds",
        say(format!("the condition `{condition}` is always true")).label("always true");

    /// The success criteria of a step hold for a response whose body has none of the values that they ask for.
    BodyMayBeMissing => Warning, "body-may-be-missing",
        say("the step also succeeds where the body of the response has no such value, whatever its status")
            .label("holds without the value")
            .help("add a criterion for what the response is, such as `$statusCode == 200`");

    OtherCase { found: String, listed: String } => Lint, "other-case",
        say(format!(
            "the description lists `{listed}`; a simple condition does not see that `{found}` is written in another case"
        ))
        .label("another case")
        .help(format!("write `{listed}`"));
}
