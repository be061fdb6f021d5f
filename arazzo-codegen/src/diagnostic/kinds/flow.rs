//! Control flow.

topic! { $ flow
    NeverAssigned {
        expression: String,
        without: Without,
    } => if without.at_end { Warning } else { Error }, "never-assigned",
        if without.at_end {
            say(format!("`{expression}` never has a value here, so the output is always absent"))
        } else {
            say(format!("`{expression}` never has a value here"))
        }
        .label(without.reaches());

    PerhapsUnassigned {
        expression: String,
        /// As "path parameter" with its name.
        needed_by: String,
        without: Without,
    } => Warning, "perhaps-unassigned",
        say(format!("{needed_by} needs `{expression}`, which does not always have a value here"))
            .label(without.reaches())
            .help("where it has none, the workflow stops here with an error");

    UnpromisedValue { expression: String, needed_by: String, step: String } => Lint, "unpromised-value",
        say(format!("{needed_by} needs `{expression}`, which step `{step}` may not find"))
            .label("may have no value")
            .help("the description does not promise it; without it the workflow fails here");

    UnreachableStep { step: String } => Warning, "unreachable-step",
        say(format!("step `{step}` never runs")).label("no way leads here");

    BranchFallsThrough { decider: String, branch: String, other: String } => Lint, "branch-falls-through",
        say(format!("step `{decider}` decides between `{branch}` and `{other}`, and `{branch}` goes on into `{other}`"))
            .label(format!("goes on with `{other}`"))
            .help("where that is not meant, let this step `end`, or go to the step behind both");

    ShadowedAction { action: String, by: String } => Warning, "shadowed-action",
        say(format!("action `{action}` never runs: whenever it could, `{by}` before it does"))
            .label("never runs")
            .help("put it first, or give the other one criteria");

    EndlessLoop { steps: Vec<String> } => Warning, "endless-loop",
        match steps.as_slice() {
            [step, again] if step == again => say(format!("step `{step}` repeats itself until a request fails")),
            steps => say(format!("{} goes round until a request fails", arrows(steps))),
        }
        .label("nothing leaves this loop")
        .help("give an action criteria, and let another one `end`");

    BusyLoop { steps: Vec<String> } => Lint, "busy-loop",
        say(format!("{} runs again at once, with the same requests", arrows(steps)))
            .label("no delay")
            .help("an action of type `retry` with `retryAfter` waits, and has a limit");

    NeverRetried => Warning, "never-retried",
        say("with a `retryLimit` of 0 the step is never tried again")
            .label("no retry")
            .help("leave out the action, or say how often; without `retryLimit` it is once");

    RetryOnSuccess => Note, "retry-on-success",
        say("the specification knows `retry` only as a failure action; here it repeats the step while it matches")
            .label("understood as polling");

    /// A retry before which its own step would run.
    OwnRetry { step: String } => Note, "own-retry",
        say(format!("a retry repeats its own step anyway; naming `{step}` here does not run it one more time"))
            .label("the step itself")
            .help("leave out `stepId`");

    UnsafeRetry { action: String, method: String } => Lint, "unsafe-retry",
        say(format!("action `{action}` sends a `{method}` once more, which may do its work a second time"))
            .label("tried again")
            .help("ask for statuses with which nothing was done, such as 429 and 503, or send an idempotency key");
}
