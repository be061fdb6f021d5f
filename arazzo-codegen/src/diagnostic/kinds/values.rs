//! Values of a request that are not those of the description.

topic! { $ values
    ImpossibleValue {
        /// A property, a parameter or the body, as messages name it.
        what: String,
        operation: String,
        expected: String,
        found: &'static str,
    } => Error, "impossible-value",
        say(format!("operation `{operation}` takes {expected} for {what}, and this spells none"))
            .label(format!("this is {found}"));

    UnfitType { what: String, operation: String, expected: String, found: &'static str } => Warning, "unfit-type",
        say(format!("operation `{operation}` takes {expected} for {what}, and gets {found}"))
            .label(format!("this is {found}"));

    UnfitValue {
        what: String,
        operation: String,
        /// As `at most 100`.
        expected: String,
        /// Of alternatives, why it is none of them.
        reasons: Vec<String>,
    } => Warning, "unfit-value",
        say(format!("operation `{operation}` takes {expected} for {what}"))
            .label(if reasons.is_empty() { format!("expected {expected}") } else { reasons.join("; or ") });

    UnlistedValue {
        what: String,
        operation: String,
        found: String,
        allowed: Vec<String>,
        closest: Option<String>,
    } => Warning, "unlisted-value",
        say(format!("operation `{operation}` does not list `{found}` for {what}"))
            // A list of dozens says less than the description does.
            .label(if allowed.len() > 8 { "not one of those that it lists".to_owned() } else { expected(allowed) })
            .misspelled(found, closest.as_deref(), is_slip);

    RefusedProperty { property: String, operation: String, closest: Option<String> } => Warning, "refused-property",
        say(format!("operation `{operation}` takes no `{property}` here, and refuses what it does not declare"))
            .label("not declared")
            .misspelled(property, closest.as_deref(), is_slip);

    RequiredPropertyMissing {
        property: String,
        operation: String,
        /// An input that is sent there may have it.
        optional: bool,
    } => Warning, "required-property-missing",
        if *optional {
            say(format!("operation `{operation}` requires `{property}`, and this input may come without it"))
                .label(format!("`{property}` may be missing"))
                .help(format!("add `{property}` to the `required` of this object, or give it a `default`"))
        } else {
            say(format!("operation `{operation}` requires `{property}` here, and the step does not send it"))
                .label(format!("`{property}` is missing"))
        };

    OneWayProperty { property: String, operation: String, is_response: bool } => Lint, "one-way-property",
        if *is_response {
            say(format!("`{property}` is `writeOnly`: responses of operation `{operation}` do not have it"))
                .label("only in requests")
        } else {
            say(format!("`{property}` is `readOnly`: operation `{operation}` does not look at it in requests"))
                .label("only in responses")
        };
}
