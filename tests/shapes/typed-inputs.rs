/// The workflow `typed-inputs`.
///
/// Workflow `typed-inputs` of "Shapes 1.0.0".
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
pub mod typed_inputs {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "typed_inputs::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new("typed-inputs", &[&PAY]);

    /// Step `pay`.
    static PAY: rt::Operation = rt::Operation::new(
            "pay",
            "POST",
            SHOP,
            "/orders/{id}/payment",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// What the workflow `typed-inputs` takes.
    #[derive(Clone, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Input {
        /// An identifier, see <https://shop.example/ids>.
        pub id: String,
        /// `stage`
        pub stage: Stage,
        /// A name that is a keyword of Rust.
        pub r#type: String,
        /// `address`
        pub address: Address,
        /// `amount`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount: Option<f64>,
        /// `page_size`
        #[serde(default = "Input::default_page_size")]
        pub page_size: i64,
        /// `greeting`
        #[serde(default = "Input::default_greeting")]
        pub greeting: String,
        /// `verbose`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub verbose: Option<bool>,
        /// `tags`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tags: Option<Vec<String>>,
        /// `labels`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub labels: Option<::std::collections::BTreeMap<String, i64>>,
        /// `anything`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub anything: Option<rt::serde_json::Value>,
        /// `password`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub password: Option<String>,
        /// Members that the schema does not name.
        #[serde(flatten)]
        pub extra: ::std::collections::BTreeMap<String, String>,
    }

    impl ::core::fmt::Debug for Input {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            formatter
                .debug_struct("Input")
                .field("id", &self.id)
                .field("stage", &self.stage)
                .field("type", &self.r#type)
                .field("address", &self.address)
                .field("amount", &self.amount)
                .field("page_size", &self.page_size)
                .field("greeting", &self.greeting)
                .field("verbose", &self.verbose)
                .field("tags", &self.tags)
                .field("labels", &self.labels)
                .field("anything", &self.anything)
                .field("password", &rt::Hidden(&self.password))
                .field("extra", &self.extra)
                .finish()
        }
    }

    impl Input {
        fn default_page_size() -> i64 {
            20
        }
        fn default_greeting() -> String {
            String::new()
        }
    }

    /// The values of `Stage`.
    #[derive(
        Clone,
        Copy,
        Debug,
        PartialEq,
        Eq,
        Hash,
        rt::serde::Serialize,
        rt::serde::Deserialize
    )]
    #[serde(crate = "rt::serde")]
    pub enum Stage {
        /// `NEW`
        #[serde(rename = "NEW")]
        New,
        /// `in-review`
        #[serde(rename = "in-review")]
        InReview,
        /// `2nd`
        #[serde(rename = "2nd")]
        _2nd,
    }

    impl Stage {
        /// The value as the API spells it.
        #[must_use]
        pub const fn as_str(self) -> &'static str {
            match self {
                Self::New => "NEW",
                Self::InReview => "in-review",
                Self::_2nd => "2nd",
            }
        }
    }

    /// The object `Address` of the inputs.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde", deny_unknown_fields)]
    pub struct Address {
        /// `city`
        pub city: String,
        /// `street`
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub street: Option<String>,
    }

    /// The inputs that have to be given; the others are left out by `..Required { … }.into()`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Required {
        /// An identifier, see <https://shop.example/ids>.
        pub id: String,
        /// `stage`
        pub stage: Stage,
        /// A name that is a keyword of Rust.
        pub r#type: String,
        /// `address`
        pub address: Address,
    }

    impl From<Required> for Input {
        fn from(required: Required) -> Self {
            let Required { id, stage, r#type, address } = required;
            Self {
                id,
                stage,
                r#type,
                address,
                amount: None,
                page_size: Input::default_page_size(),
                greeting: Input::default_greeting(),
                verbose: None,
                tags: None,
                labels: None,
                anything: None,
                password: None,
                extra: ::std::collections::BTreeMap::new(),
            }
        }
    }

    /// What the workflow `typed-inputs` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {
        /// `stage`, the input `stage`.
        pub stage: String,
        /// `amount`, the input `amount`. `None` where no step that ran had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount: Option<f64>,
        /// `address`, the input `address`. `None` where no step that ran had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub address: Option<rt::serde_json::Value>,
    }

    /// The workflow `typed-inputs`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn typed_inputs(client: &Client, input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;
        run.check(&input)?;
        run.conceal(&input.password);
        run.output("stage", input.stage);
        run.output("amount", input.amount);
        run.output("address", &input.address);

        // Step `pay`.
        let pay = run
            .step(&PAY)
            .path("id", &input.id)
            .json(
                rt::Object::new()
                    .set("stage", input.stage)
                    .set("kind", &input.r#type)
                    .set("city", &input.address.city)
                    .set("street", &input.address.street)
                    .set("address", &input.address)
                    .set("amount", input.amount)
                    .set("pageSize", input.page_size)
                    .set("verbose", input.verbose)
                    .set("tags", &input.tags)
                    .set("firstTag", rt::part(&input.tags, "/0"))
                    .set("labels", &input.labels)
                    .set("anything", &input.anything)
                    .set(
                        "nested",
                        rt::Array::new()
                            .push(
                                rt::Object::new()
                                    .set(
                                        "text",
                                        rt::template([
                                            rt::text(&input.id),
                                            rt::text("/"),
                                            rt::text(input.stage),
                                        ]),
                                    ),
                            )
                            .push(())
                            .push(1.5)
                            .push(true),
                    ),
            )
            .send()
            .await?;
        if !matches!(pay.status(), 200..=299) {
            return Err(run.failed(&pay));
        }
        Ok(Output {
            stage: input.stage.as_str().to_owned(),
            amount: input.amount,
            address: rt::part(&input.address, ""),
        })
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use typed_inputs::typed_inputs;
