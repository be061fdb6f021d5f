//! Names and order of steps.

topic! { $ steps
    UnknownStep {
        step: String,
        workflow: String,
        /// The beginning of the sentence, as "step `pay` goes to" or "the expression reads".
        from: String,
        similar: Similar,
    } => Error, "unknown-step",
        say(format!("{from} a step that does not exist: `{step}`"))
            .label(format!("not a step of workflow `{workflow}`"))
            .unknown(step, similar, own_name);

    /// The same where which of them is meant makes a difference.
    AmbiguousStep { step: String } => Error, "ambiguous-step",
        say(format!("several steps are called `{step}`"))
            .label("which one?")
            .help("give each of them a name of its own");

    /// Several steps have this name; what reads it means the last one.
    RepeatedStep { step: String } => Warning, "repeated-step",
        say(format!("a step before this one is called `{step}` too: what reads the name means the last of them"))
            .label("the same name")
            .help("give each of them a name of its own");

    UnknownOutput { output: String, step: String, similar: Similar } => Error, "unknown-output",
        say(format!("step `{step}` has no output `{output}`"))
            .label(format!("not in the `outputs` of `{step}`"))
            .unknown(output, similar, own_name);

    /// An output is read that its step does not declare: that of the workflow which the step calls, or the only thing of
    /// its name that the step has.
    UndeclaredOutput {
        step: String,
        output: String,
        /// What it is, where the step calls no workflow.
        meant: Option<String>,
    } => Warning, "undeclared-output",
        match meant {
            Some(meant) => say(format!(
                "step `{step}` declares no output `{output}`; the only thing of this name that it has is taken: `{meant}`"
            ))
            .help(format!("write `{output}: {meant}` below `outputs` of step `{step}`")),
            None => say(format!("step `{step}` declares no output `{output}`; that of the workflow it calls is taken"))
                .help(format!("write `{output}: $outputs.{output}` below `outputs` of step `{step}`")),
        }
        .label("not declared");

    UnreadOutput { output: String, step: String } => Lint, "unread-output",
        say(format!("nothing reads output `{output}` of step `{step}`")).label("not read");

    ReorderedSteps { step: String } => Warning, "reordered-steps",
        say(format!(
            "step `{step}` depends on one that is listed behind it: the steps run in another order than they are listed"
        ))
        .label("runs later")
        .help("list every step behind those that it depends on");

    NeverBefore { step: String, prerequisite: String } => Error, "never-before",
        say(format!("step `{step}` depends on step `{prerequisite}`, which never runs before it"))
            .label("cannot have run");

    PerhapsNotBefore { step: String, prerequisite: String } => Warning, "perhaps-not-before",
        say(format!(
            "step `{step}` depends on step `{prerequisite}`, which does not run on every way to it: where it has not, the \
             run ends with an error"
        ))
        .label("may not have run");
}
