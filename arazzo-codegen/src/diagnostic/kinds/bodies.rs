//! Bodies of requests.

topic! { $ bodies
    UndeclaredBody { operation: String } => Warning, "undeclared-body",
        say(format!("operation `{operation}` declares no request body")).label("sent anyway");

    UndeclaredContentType { content_type: String, operation: String } => Warning, "undeclared-content-type",
        say(format!("operation `{operation}` does not declare that it takes `{content_type}`")).label("sent anyway");

    UnsaidContentType { operation: String, sent: String } => Warning, "unsaid-content-type",
        say(format!("operation `{operation}` takes several types, and the step does not say which of them it sends"))
            .label(format!("sent as `{sent}`"))
            .help("say it with `contentType` beside the payload");

    /// The range is sent as it is when only the caller can know the type.
    MediaRange { operation: String, range: String, sent: Option<String> } => Warning, "media-range",
        say(format!("operation `{operation}` takes `{range}`, and the step does not say which of them it sends"))
            .label(match sent {
                Some(sent) => format!("sent as `{sent}`"),
                None => "sent as what its data URL says, and as `application/octet-stream` without one".to_owned(),
            })
            .help("say it with `contentType` beside the payload");

    OverriddenContentType { content_type: String, header: String } => Warning, "overridden-content-type",
        say(format!("the header says `{header}`, and `contentType` says `{content_type}`"))
            .label("this is what is sent")
            .help("keep one of them");

    BodyMissing { operation: String } => Warning, "body-missing",
        say(format!("operation `{operation}` requires a request body, and the step has none"))
            .label("sent without a body")
            .help("add a `requestBody` with a `payload`");

    MissingPayload => Warning, "missing-payload",
        say("there are `replacements` and no `payload` that they could be made in")
            .label("made in an empty object")
            .help("add a `payload`; an empty object is `{}`");

    BadJson { reason: String } => Error, "bad-json",
        say(format!("the payload is not JSON: {reason}"))
            .label("not JSON")
            .help("a JSON body is written as an object of the document, or as the text of one");

    UnfitPayload { content_type: String, reason: &'static str } => Error, "unfit-payload",
        say(format!("a body of type `{content_type}` cannot be made of this payload: {reason}"))
            .label(format!("not a body of type `{content_type}`"));

    QuotedValue { pointer: String, expected: &'static str } => Warning, "quoted-value",
        say(format!(
            "the operation needs {expected} at {}, and the step writes the expression there as text",
            if pointer.is_empty() { "this place".to_owned() } else { format!("`{pointer}`") }
        ))
        .label("the value is sent with its own type")
        .help("an expression keeps its type without braces, and in JSON text without quotes");

    ImpossibleTarget { reason: String } => Error, "impossible-target",
        say(format!("the target of the replacement is not in the payload: {reason}"))
            .label("leads nowhere")
            .help("the last part of a target may be a new member of an object, or `-` behind a list");

    UnusedXmlName {
        name: String,
        /// What the items are called.
        used: String,
    } => Warning, "unused-xml-name",
        say(format!("the name `{name}` of a list without `wrapped` means nothing: its items are called `{used}`"))
            .label("not used")
            .help(
                "`xml: { name: … }` in `items` names the items; `wrapped: true` puts them into an element of the list's name",
            );

    UnsaidXmlRoot { property: String } => Warning, "unsaid-xml-root",
        say(format!(
            "the description has no name for the root of this XML: its only property, `{property}`, is the root"
        ))
        .label("sent as the root")
        .help("`xml: { name: … }` in the schema of the body names an element around it, where the API has one");

    UnclearXml {
        /// A member or the body, as messages name it.
        what: String,
        reason: String,
    } => Error, "unclear-xml",
        say(format!("the description does not say what {what} is in XML: {reason}")).label("XML by the schema");

    /// A body of a request whose method gives it no meaning.
    UnusualBody { operation: String, method: String } => Lint, "unusual-body",
        say(format!("operation `{operation}` is a `{method}`, in which a request body has no defined meaning"))
            .label("sent anyway")
            .help("servers and proxies may drop it, or refuse the request");
}
