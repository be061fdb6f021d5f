//! Runtime expressions, selectors and pointers.

topic! { $ expressions
    BadExpression { text: String, reason: String, closest: Option<String> } => Error, "bad-expression",
        say(format!("`{text}` is not a runtime expression: {reason}"))
            .label("not understood")
            .did_you_mean(closest.as_deref())
            .cure(closest.as_deref().map(write));

    /// An expression without braces, of which nothing tells where it ends.
    UnclearEnd {
        /// The shortest that it can be.
        value: String,
        /// The same in braces.
        braced: String,
        /// The longest, in braces, where that can be written.
        part: Option<String>,
    } => Error, "unclear-end",
        say(format!("it is not clear whether the text behind `{value}` belongs to the expression"))
            .label("where does it end?")
            .help(match part {
                Some(part) => format!("write `{part}` for a part of the value, or `{braced}` in front of text"),
                None => format!("write `{braced}` in front of text, or the whole expression in braces"),
            });

    BadSelector { reason: String, closest: Option<String> } => Error, "bad-selector",
        say(format!("the selector is not understood: {reason}"))
            .label("not understood")
            .did_you_mean(closest.as_deref())
            .cure(closest.as_deref().map(write));

    BadPointer { reason: String } => Error, "bad-pointer",
        say(format!("this is not a JSON Pointer: {reason}"))
            .label("not a JSON Pointer")
            .help("a JSON Pointer is empty or begins with `/`: `/items/0/id`");

    WrongScope { expression: String, reason: &'static str } => Error, "wrong-scope",
        say(format!("`{expression}` cannot be used here: {reason}")).label("not available here");

    /// A part of an input that no value of its type has.
    ImpossiblePart { expression: String, reason: String, closest: Option<String> } => Error, "impossible-part",
        say(format!("`{expression}` never has a value: {reason}"))
            .label("leads nowhere")
            .did_you_mean(closest.as_deref());

    NotSent {
        what: String,
        /// The name in it.
        name: String,
        closest: Option<String>,
    } => Error, "not-sent",
        say(format!("the step sends no {what}, so the expression never has a value"))
            .label("not sent by this step")
            .misspelled(name, closest.as_deref(), is_slip);

    UnbracedExpression { braced: String } => Note, "unbraced-expression",
        say("an expression inside a string needs braces; this one is understood without them")
            .label("no braces")
            .help(format!("write `{braced}`"))
            .cure(write(braced));

    QueryPart { context: String, selector: String } => Note, "query-part",
        say("`[*]` is no part of an expression; it is understood as a JSONPath query")
            .label("understood as a query")
            .help(format!("write `{{ context: {context}, selector: '{selector}', type: jsonpath }}`"));

    HeaderPlural { canonical: String } => Note, "header-plural",
        say("a header is named by `header`; this is understood as one")
            .label("`headers`, with `s`")
            .help(format!("write `{canonical}`"))
            .cure(write(canonical));

    WholeInputs => Note, "whole-inputs",
        say("`$inputs` names no input; it is understood as an object of all of them")
            .label("all inputs")
            .help("name one of them: `$inputs.NAME`");

    DottedPart { canonical: String } => Note, "dotted-part",
        say("a part of a value is named by a JSON Pointer; this is understood as one")
            .label("not a pointer")
            .help(format!("write `{canonical}`"))
            .cure(is_written(canonical).then(|| write(canonical)));

    OperatorInText => Warning, "operator-in-text",
        say("values are not evaluated: this operator is sent as text, after the preceding value")
            .label("text")
            .help("let the caller calculate it, and pass it as an input; where it is text, put the expressions in braces");

    ForeignExpression { meant: String } => Warning, "foreign-expression",
        say("this is expression syntax of another language; Arazzo sends it as plain text")
            .label("not all of it is an expression")
            .did_you_mean(Some(meant))
            .cure(write(meant));

    LikelySelector => Warning, "likely-selector",
        say("this looks like a Selector Object but is not one, so it is sent as a plain object")
            .label("sent as an object")
            .help(
                "a selector has `context`, `selector` and `type`, which is `jsonpath` or `jsonpointer`, and nothing else",
            );

    LikelyExpression {
        meant: String,
        /// It reads an input or an output that there is.
        names_something: bool,
    } => Warning, "likely-expression",
        say("this looks like an expression but does not start like one, so it is sent as plain text")
            .label("sent as it is")
            .did_you_mean(Some(meant))
            .cure(names_something.then(|| write(meant)));

    /// In a longer text, and what it names is not there.
    LiteralExpression { expression: String } => Warning, "literal-expression",
        say(format!("nothing is called `{expression}` here, so this is text like that around it"))
            .label("sent as it is")
            .help("declare it where it is meant as an expression, and write it in braces");
}
