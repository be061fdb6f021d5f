//! What is read from responses.

topic! { $ responses
    ImpossiblePointer {
        pointer: String,
        operation: String,
        reason: String,
        closest: Option<String>,
        /// It is nearly a name that is there.
        slip: bool,
    } => if *slip { Error } else { Warning }, "impossible-pointer",
        say(format!("`{pointer}` finds nothing in any response of operation `{operation}`: {reason}"))
            .label(if *slip { "never has a value" } else { "has no value if the description is right" })
            .did_you_mean(closest.as_deref())
            .cure(token(pointer, closest.as_deref()));

    UndeclaredProperty {
        pointer: String,
        operation: String,
        reason: String,
        closest: Option<String>,
    } => Warning, "undeclared-property",
        say(format!("no response of operation `{operation}` declares `{pointer}`: {reason}"))
            .label("not declared")
            .did_you_mean(closest.as_deref())
            .cure(token(pointer, closest.as_deref()));

    UndocumentedHeader { header: String, operation: String, closest: Option<String> } => Warning, "undocumented-header",
        say(format!("no response of operation `{operation}` documents the header `{header}`"))
            .label("not documented")
            .misspelled(header, closest.as_deref(), is_slip);

    UndocumentedStatus { status: u16, operation: String } => Warning, "undocumented-status",
        say(format!("operation `{operation}` documents no response with status {status}")).label("not documented");

    NoJsonBody {
        operation: String,
        /// What none of its responses does, as `has a body`.
        reason: String,
    } => Warning, "no-json-body",
        say(format!("no response of operation `{operation}` that counts here {reason}")).label("never has a value");

    WholeStream { operation: String } => Warning, "whole-stream",
        say(format!("operation `{operation}` answers with a stream, and the workflow waits for its end"))
            .label("read to the end")
            .help(
                "where the stream has no end of its own, the step fails: at its `timeout`, or at a limit of the client",
            );

    /// An output that has parts, of which no description says enough.
    UntypedOutput { output: String, reason: &'static str } => Lint, "untyped-output",
        say(format!("output `{output}` is a `serde_json::Value`: {reason}"))
            .label("has no type of its own")
            .help("a schema of the response that says what it is gives it a type");

    UntypedValue { what: String, reason: String } => Note, "untyped-value",
        say(format!("{what} is a `serde_json::Value`: {reason}")).label("has no type of its own");
}
