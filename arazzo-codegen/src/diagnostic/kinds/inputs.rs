//! Inputs of a workflow.

topic! { $ inputs
    UnknownInput { input: String, workflow: String, similar: Similar } => Error, "unknown-input",
        say(format!("workflow `{workflow}` has no input `{input}`"))
            .label("not declared in `inputs`")
            .unknown(input, similar, own_name);

    /// One that the schema allows without declaring it; where it is nearly a declared one, that is a warning.
    UndeclaredInput {
        input: String,
        closest: Option<String>,
    } => if closest.is_some() { Warning } else { Lint }, "undeclared-input",
        say(format!("the input `{input}` is not declared; the schema allows others, and it may be left out"))
            .label("read from `extra`")
            .misspelled(input, closest.as_deref(), own_name);

    OptionalInput { input: String, needed_by: String } => Warning, "optional-input",
        say(format!("{needed_by} needs the input `{input}`, which may be left out"))
            .label("may have no value")
            .help(format!("list `{input}` under `required` of the inputs, or give it a `default`"));

    UndeclaredRequired { property: String, closest: Option<String> } => Warning, "undeclared-required",
        say(format!("`required` demands `{property}`, which `properties` does not declare"))
            .label("an input of any type")
            .misspelled(property, closest.as_deref(), own_name);

    UnfitDefault { input: String, reason: String } => Warning, "unfit-default",
        say(format!("the `default` of `{input}` does not meet its schema: {reason}")).label("does not fit");

    RequiredFlag { flag: bool } => Warning, "required-flag",
        say(format!(
            "`required: {flag}` has no effect on a property: the object around it lists the names that it requires"
        ))
        .label("not a list of names")
        .help("write `required: […]` beside the `properties` in which this stands");

    OpenApiKeyword { keyword: &'static str, instead: &'static str } => Warning, "openapi-keyword",
        say(format!("`{keyword}` is a keyword of OpenAPI 3.0, and inputs are JSON Schema"))
            .label("unknown to JSON Schema")
            .help(*instead);

    /// A schema with `properties` and without `type`.
    ImplicitObject => Lint, "implicit-object",
        say("a schema without `type` admits values that are no objects; this one is understood as that of an object")
            .label("of an object")
            .help("add `type: object`");
}
