//! Workflows that call workflows.

topic! { $ workflows
    UnknownWorkflow {
        workflow: String,
        /// The source that was named with it.
        source: Option<String>,
        similar: Similar,
    } => Error, "unknown-workflow",
        say(format!("there is no workflow `{workflow}` in {}", source_or("this document", source.as_deref())))
            .label("unknown workflow")
            .unknown(workflow, similar, own_name);

    UnknownWorkflowOutput {
        output: String,
        workflow: String,
        similar: Similar,
    } => Error, "unknown-workflow-output",
        say(format!("workflow `{workflow}` has no output `{output}`"))
            .label(format!("not in the `outputs` of `{workflow}`"))
            .unknown(output, similar, own_name);

    DependencyCircle { what: &'static str, name: String } => Error, "dependency-circle",
        say(format!("{what} `{name}` depends on itself, by way of others or directly: neither can be first"))
            .label("closes the circle");

    /// What a dependency takes, no document can say.
    DependencyInputs { workflow: String } => Lint, "dependency-inputs",
        say(format!("workflow `{workflow}` takes inputs, and no document can say them for a dependency"))
            .label("the caller gives its inputs")
            .help("they are a field of `Input`; other tools may run the dependency without them");

    RecursiveCall { workflow: String } => Warning, "recursive-call",
        say(format!("this call of workflow `{workflow}` may lead to itself again; the client's limit of depth ends it"))
            .label("a circle of calls");

    InputMissing {
        input: String,
        workflow: String,
        /// It is what a dependency takes, which no document can say.
        dependency: bool,
    } => Error, "input-missing",
        if *dependency {
            say(format!("workflow `{workflow}` depends on `{input}`, and this call cannot say what that one takes"))
                .label(format!("nothing to start `{input}` with"))
                .help(format!("let this workflow depend on `{input}` too: `dependsOn: [{input}]`"))
        } else {
            say(format!("workflow `{workflow}` requires the input `{input}`, and this call does not give it"))
                .label(format!("`{input}` is missing"))
                .help(format!("add a parameter with `name: {input}`"))
        };

    InputMismatch {
        input: String,
        workflow: String,
        /// Behind the name of the input.
        reason: String,
    } => Error, "input-mismatch",
        say(format!("input `{input}` of workflow `{workflow}` {reason}")).label("does not fit");

    /// The schema of an input lets in what the called workflow does not take.
    /// A type that the options say for an output.
    OutputType {
        output: String,
        reason: &'static str,
        closest: Option<String>,
    } => Error, "output-type",
        say(format!("output `{output}` cannot have the type that the option `outputs` says: {reason}"))
            .did_you_mean(closest.as_deref());

    PassedMismatch {
        input: String,
        workflow: String,
        /// Behind the name of the input.
        reason: String,
    } => Warning, "passed-mismatch",
        say(format!("input `{input}` of workflow `{workflow}` {reason}")).label("is passed on");

    LocationIgnored { parameter: String } => Warning, "location-ignored",
        say(format!("`{parameter}` is an input of a workflow, which has no place in a request"))
            .label("has no meaning here");
}
