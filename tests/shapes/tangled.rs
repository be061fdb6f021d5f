/// The workflow `tangled`.
///
/// Workflow `tangled` of "Shapes 1.0.0".
#[allow(
    dead_code,
    deprecated,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::pub_underscore_fields,
    clippy::similar_names,
    clippy::struct_field_names,
    clippy::too_many_lines,
    clippy::used_underscore_binding
)]
pub mod tangled {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "tangled::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new("tangled", &[&FIND, &LIST, &MAIL]);

    /// Step `find`.
    static FIND: rt::Operation = rt::Operation::new(
            "find",
            "GET",
            SHOP,
            "/coupons/latest",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// Step `list`.
    static LIST: rt::Operation = rt::Operation::new("list", "GET", SHOP, "/orders")
        .server("https://shop.example")
        .accept("application/json");

    /// Step `mail`.
    static MAIL: rt::Operation = rt::Operation::new("mail", "POST", SHOP, "/mails")
        .server("https://shop.example");

    /// What the workflow `tangled` takes.
    #[derive(
        Clone,
        Debug,
        Default,
        PartialEq,
        rt::serde::Serialize,
        rt::serde::Deserialize
    )]
    #[serde(crate = "rt::serde", deny_unknown_fields)]
    pub struct Input {}
    /// What the workflow `tangled` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {
        /// `next`, from step `list`. `None` where no step that ran had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub next: Option<String>,
    }

    /// The workflow `tangled`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn tangled(client: &Client, _input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;

        // Step `find`.
        let find = run.step(&FIND).send().await?;
        let at = match find.status() {
            404 => 0,
            200 => 1,
            _ => return Err(run.failed(&find)),
        };
        let mut at = at;
        let list = loop {
            if at == 0 {
                // Step `mail`.
                let mail = run
                    .step(&MAIL)
                    .json(rt::Object::new().set("text", "More to come."))
                    .send()
                    .await?;
                if !matches!(mail.status(), 200..=299) {
                    return Err(run.failed(&mail));
                }
                at = 1;
            } else {
                // Step `list`.
                let list = run.step(&LIST).send().await?;
                if !matches!(list.status(), 200..=299) {
                    return Err(run.failed(&list));
                }
                if rt::simple::eq(list.at("/more"), false) {
                    break list;
                }
                at = 0;
            }
        };
        let next: Option<String> = run.optional(&list, "next", "/next")?;
        Ok(Output { next })
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use tangled::tangled;
