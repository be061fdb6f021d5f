/// The workflow `paging`.
///
/// Workflow `paging` of "Shapes 1.0.0".
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
pub mod paging {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "paging::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new("paging", &[&LIST, &MAIL]);

    /// Step `list`.
    static LIST: rt::Operation = rt::Operation::new("list", "GET", SHOP, "/orders")
        .server("https://shop.example")
        .accept("application/json");

    /// Step `mail`.
    static MAIL: rt::Operation = rt::Operation::new("mail", "POST", SHOP, "/mails")
        .server("https://shop.example");

    /// What the workflow `paging` takes.
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
    /// What the workflow `paging` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {
        /// `last`, from step `list`. `None` where no step that ran had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last: Option<String>,
    }

    /// The workflow `paging`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn paging(client: &Client, _input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;
        let mut last_next: Option<String> = None;
        let next = loop {
            // Step `list`. Gets a page.
            let list = run.step(&LIST).query("cursor", &last_next).send().await?;
            if list.status() != 200 {
                return Err(run.failed(&list));
            }
            let next: Option<String> = run.optional(&list, "next", "/next")?;
            run.output("last", &next);
            if rt::simple::eq(list.at("/more"), true) {
                last_next = next;
                continue;
            }
            break next;
        };

        // Step `mail`.
        let mail = run
            .step(&MAIL)
            .json(rt::Object::new().set("last", &next))
            .send()
            .await?;
        if !matches!(mail.status(), 200..=299) {
            return Err(run.failed(&mail));
        }
        Ok(Output { last: next })
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use paging::paging;
