/// The workflow `joining`.
///
/// Workflow `joining` of "Shapes 1.0.0".
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
pub mod joining {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "joining::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new(
        "joining",
        &[&FIND, &ANNOUNCE, &PAY],
    );

    /// Step `find`.
    static FIND: rt::Operation = rt::Operation::new(
            "find",
            "GET",
            SHOP,
            "/coupons/latest",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// Step `announce`.
    static ANNOUNCE: rt::Operation = rt::Operation::new(
            "announce",
            "POST",
            SHOP,
            "/mails",
        )
        .server("https://shop.example");

    /// Step `pay`.
    static PAY: rt::Operation = rt::Operation::new(
            "pay",
            "POST",
            SHOP,
            "/orders/{id}/payment",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// What the workflow `joining` takes.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde", deny_unknown_fields)]
    pub struct Input {
        /// `id`
        pub id: String,
    }

    /// The inputs that have to be given; the others are left out by `..Required { … }.into()`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Required {
        /// `id`
        pub id: String,
    }

    impl From<Required> for Input {
        fn from(required: Required) -> Self {
            let Required { id } = required;
            Self { id }
        }
    }

    /// What the workflow `joining` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {
        /// `receipt`, from step `pay`.
        pub receipt: String,
        /// `coupon`, from step `find`. `None` where no step that ran had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub coupon: Option<String>,
    }

    /// The workflow `joining`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn joining(client: &Client, input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;

        // Step `find`.
        let find = run.step(&FIND).send().await?;
        let code = match find.status() {
            404 => None,
            200 => {
                let code: String = run.required(&find, "code", "/code")?;
                run.output("coupon", &code);

                // Step `announce`.
                let announce = run
                    .step(&ANNOUNCE)
                    .json(
                        rt::Object::new().set("text", format!("Your coupon is {code}.")),
                    )
                    .send()
                    .await?;
                if !matches!(announce.status(), 200..=299) {
                    return Err(run.failed(&announce));
                }
                Some(code)
            }
            _ => return Err(run.failed(&find)),
        };

        // Step `pay`.
        let pay = run
            .step(&PAY)
            .path("id", &input.id)
            .json(rt::Object::new().set("coupon", &code))
            .send()
            .await?;
        if !matches!(pay.status(), 200..=299) {
            return Err(run.failed(&pay));
        }
        let receipt: String = run.required(&pay, "receipt", "/receipt")?;
        Ok(Output { receipt, coupon: code })
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use joining::joining;
