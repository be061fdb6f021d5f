/// The workflow `bodies`.
///
/// Workflow `bodies` of "Shapes 1.0.0".
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
pub mod bodies {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "bodies::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new(
        "bodies",
        &[&REGISTER, &NOTE, &ORDER],
    );

    /// Step `register`.
    static REGISTER: rt::Operation = rt::Operation::new(
            "register",
            "POST",
            SHOP,
            "/customers",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// Step `note`.
    static NOTE: rt::Operation = rt::Operation::new("note", "POST", SHOP, "/notes")
        .server("https://shop.example");

    /// Step `order`.
    static ORDER: rt::Operation = rt::Operation::new(
            "order",
            "POST",
            SHOP,
            "/orders/{id}/payment",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// What the workflow `bodies` takes.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde", deny_unknown_fields)]
    pub struct Input {
        /// `name`
        pub name: String,
        /// `roles`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub roles: Option<Vec<String>>,
        /// `note`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }

    /// The inputs that have to be given; the others are left out by `..Required { … }.into()`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Required {
        /// `name`
        pub name: String,
    }

    impl From<Required> for Input {
        fn from(required: Required) -> Self {
            let Required { name } = required;
            Self {
                name,
                roles: None,
                note: None,
            }
        }
    }

    /// What the workflow `bodies` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {}
    /// The workflow `bodies`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn bodies(client: &Client, input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;

        // Step `register`.
        let register = run
            .step(&REGISTER)
            .form(
                rt::Object::new()
                    .set("name", &input.name)
                    .set("role", &input.roles)
                    .set("note", &input.note)
                    .set("active", true),
            )
            .send()
            .await?;
        if register.status() != 200
            || !rt::jsonpath::gt(register.at("/tags").length(), 0)
        {
            return Err(run.failed(&register));
        }
        let tags_0_id: Option<String> = run
            .optional(&register, "tags#/0/id", "/tags/0/id")?;

        // Step `note`.
        let note = run
            .step(&NOTE)
            .text(
                "text/plain",
                rt::template([
                    rt::text("Registered "),
                    rt::text(&input.name),
                    rt::text(": "),
                    rt::text(&tags_0_id),
                ]),
            )
            .send()
            .await?;
        if !matches!(note.status(), 200..=299) {
            return Err(run.failed(&note));
        }
        let tags_0_id = run
            .require(
                tags_0_id,
                "order",
                "path parameter `id`",
                "$steps.register.outputs.tags#/0/id",
            )?;

        // Step `order`.
        let order = run
            .step(&ORDER)
            .path("id", &tags_0_id)
            .json(rt::Object::new().set("all", rt::Array::new().push(1).push("text")))
            .send()
            .await?;
        if !matches!(order.status(), 200..=299) {
            return Err(run.failed(&order));
        }
        Ok(Output {})
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use bodies::bodies;
