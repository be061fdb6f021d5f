//! The form of a document: fields, their types, names.

topic! { $ form
    MissingField { object: &'static str, field: &'static str } => Error, "missing-field",
        say(format!("{object} needs the field `{field}`")).label(format!("`{field}` is missing"));

    UnknownField { object: &'static str, field: String, closest: Option<String> } => Error, "unknown-field",
        say(format!("{object} has no field `{field}`"))
            .label("unknown field")
            .help("the names of extensions begin with `x-`")
            .misspelled(field, closest.as_deref(), keyword);

    /// What a document may not have, and nothing is made of.
    IgnoredField { object: &'static str, field: String } => Warning, "ignored-field",
        say(format!("{object} has no field `{field}`"))
            .label("nothing is made of it")
            .help("the names of extensions begin with `x-`");

    Misplaced { field: &'static str, reason: &'static str } => Error, "misplaced",
        say(format!("`{field}` cannot stand here: {reason}")).label("does not belong here");

    WrongType { what: String, expected: &'static str, found: &'static str } => Error, "wrong-type",
        say(format!("{what} must be {expected}, but it is {found}")).label(format!("expected {expected}"));

    InvalidValue {
        what: &'static str,
        found: String,
        allowed: Vec<&'static str>,
        closest: Option<String>,
    } => Error, "invalid-value",
        say(format!("`{found}` cannot be {what}"))
            .label(expected(allowed))
            .misspelled(found, closest.as_deref(), keyword);

    Empty { what: &'static str } => Error, "empty",
        say(format!("`{what}` must not be empty")).label("nothing in it");

    InvalidKey { what: &'static str } => Error, "invalid-key",
        say(format!("the name of this {what} is empty"))
            .label("no name")
            .help("names consist of the letters a to z in either case, digits, `.`, `-` and `_`");

    OutOfRange { what: &'static str, expected: &'static str } => Error, "out-of-range",
        say(format!("{what} must be {expected}")).label("out of range");

    /// A list with more items than rustc could compile.
    TooMany { what: String, found: usize, most: usize } => Error, "too-many",
        say(format!("{what} may have {most} items, and has {found}"))
            .label("too many")
            .help("group them by one condition, or put a part of them into a workflow that a step calls");

    Duplicate { what: &'static str, name: String } => Error, "duplicate",
        say(format!("{what} `{name}` occurs twice")).label("the second one").help("names must be unique");

    Exclusive { object: &'static str, fields: &'static str, found: usize } => Error, "exclusive",
        if *found == 0 {
            say(format!("{object} must have exactly one of {fields}, but it has none")).label("none of them")
        } else {
            say(format!("{object} must have exactly one of {fields}, but it has {found}")).label("one too many")
        };

    /// `$ref` where a Reusable Object is meant, or the other way round.
    ReferenceForm {
        /// What is understood there.
        canonical: String,
    } => Error, "reference-form",
        say("a schema refers by `$ref`, everything else by `reference` to a component of its kind")
            .label("no reference here")
            .help(format!("write `{canonical}`"));

    UnknownComponent { kind: &'static str, name: String, closest: Option<String> } => Error, "unknown-component",
        say(format!("there is no component `{name}` under `{kind}`"))
            .label(format!("not in `components.{kind}`"))
            .misspelled(name, closest.as_deref(), own_name);

    NameCollision { what: &'static str, first: String, second: String, rust: String } => Error, "name-collision",
        say(format!("{what}s `{first}` and `{second}` would both be called `{rust}` in Rust"))
            .label(format!("also `{rust}`"))
            .help("rename one of them");

    NonStandardName { what: &'static str, name: String } => Warning, "non-standard-name",
        say(format!("the {what} name `{name}` has characters that expressions cannot spell"))
            .label("unusual name")
            .help("use the letters a to z in either case, digits, `-` and `_`");

    ReservedExtension { name: String } => Warning, "reserved-extension",
        say(format!("`{name}` is a name for extensions of the OpenAPI Initiative"))
            .label("reserved")
            .help("names that begin with `x-oai-`, `x-oas-` or `x-arazzo` are reserved");

    IneffectiveField {
        field: String,
        /// As "an action of type `end`".
        object: String,
        reason: &'static str,
    } => Warning, "ineffective-field",
        say(format!("`{field}` has no effect on {object}: {reason}")).label("not used");

    RepeatedItem { what: &'static str } => Warning, "repeated-item",
        say(format!("this {what} is in the list already")).label("the same once more");

    /// The fields of a retry, in the step.
    MisplacedRetry => Warning, "misplaced-retry",
        say("`retryAfter` and `retryLimit` are fields of an action; the step is retried as if its `onFailure` had them")
            .label("understood as a retry of the step")
            .help("write `onFailure: [{ name: retry, type: retry, retryAfter: …, retryLimit: … }]`");

    NewerFeature {
        what: &'static str,
        /// It is data, and not what it would be in the newer version.
        plain: bool,
    } => Warning, "newer-feature",
        if *plain {
            say(format!("{what} is a plain object before Arazzo 1.1, and is sent as it is")).label("sent as an object")
        } else {
            say(format!("{what} is known since Arazzo 1.1 only")).label("understood anyway")
        }
        .help("write `arazzo: 1.1.0` at the beginning of the document");

    MisplacedVersion => Warning, "misplaced-version",
        say("the version of an expression type stands inside of `type`")
            .label("understood as the version of its type")
            .help("write `type: { type: …, version: … }`");

    /// A part of the specification that this version does not compile.
    Unsupported { what: String } => Error, "unsupported",
        say(format!("{what} is not supported yet")).label("cannot be compiled");

    /// An invariant of the compiler does not hold. `what` names nothing of the document, so that it can be shown to anybody.
    Internal { what: String } => Error, "internal",
        say(format!("this is a bug in arazzo-codegen, and nothing is generated: {what}"))
            .label("when this was compiled")
            .help(format!("please report it at {}/issues, if you can with the document", env!("CARGO_PKG_REPOSITORY")));

    /// A workflow that only AsyncAPI could run is left out.
    AsyncWorkflow { workflow: String, step: String } => Warning, "async-workflow",
        say(format!("workflow `{workflow}` is left out: its step `{step}` is one of AsyncAPI, which is not supported"))
            .label("cannot be compiled")
            .help("the other workflows of the document are compiled");

    UnusedDeclaration { what: &'static str, name: String } => Lint, "unused-declaration",
        say(format!("{what} `{name}` is declared and never used")).label("not used");
}
