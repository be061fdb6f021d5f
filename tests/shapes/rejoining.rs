/// The workflow `rejoining`.
///
/// Workflow `rejoining` of "Shapes 1.0.0".
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
pub mod rejoining {
    use ::arazzo::{Client, Error, Source, rt};

    /// The API of the source description `shop`.
    ///
    /// Its base URL is <https://shop.example> unless the client says otherwise.
    pub const SHOP: Source = Source::new(
        env!("CARGO_PKG_NAME"),
        "shapes/shop.yml",
        "shop",
        "rejoining::SHOP",
    );

    static WORKFLOW: rt::Workflow = rt::Workflow::new(
        "rejoining",
        &[&CHARGE, &INVOICE, &MAIL],
    );

    /// Step `charge`.
    static CHARGE: rt::Operation = rt::Operation::new(
            "charge",
            "POST",
            SHOP,
            "/orders/{id}/payment",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// Step `invoice`.
    static INVOICE: rt::Operation = rt::Operation::new(
            "invoice",
            "POST",
            SHOP,
            "/orders/{id}/invoice",
        )
        .server("https://shop.example")
        .accept("application/json");

    /// Step `mail`.
    static MAIL: rt::Operation = rt::Operation::new("mail", "POST", SHOP, "/mails")
        .server("https://shop.example");

    /// What the workflow `rejoining` takes.
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

    /// What the workflow `rejoining` returns.
    #[derive(Clone, Debug, PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
    #[serde(crate = "rt::serde")]
    pub struct Output {}
    /// The workflow `rejoining`.
    ///
    /// # Errors
    ///
    /// If a step fails and the document does not handle it, or an answer lacks what a later step needs; the error says which step, and what had run before it.
    pub async fn rejoining(client: &Client, input: Input) -> Result<Output, Error> {
        let mut run = client.start(&WORKFLOW)?;
        let mut busy = rt::Retry::new("busy", 3, rt::Duration::from_millis(500));
        let (charge_receipt, invoice_receipt) = 'mail: {
            let charge = 'invoice: {
                let charge = loop {
                    // Step `charge`.
                    let charge = run
                        .step(&CHARGE)
                        .path("id", &input.id)
                        .json(rt::Object::new())
                        .attempt()
                        .await?;
                    if matches!(charge.status(), Some(200..=299)) {
                        break charge;
                    }
                    if charge.status() == Some(402) {
                        break 'invoice charge;
                    }
                    if charge.status() == Some(503)
                        && run.retry(&mut busy, &charge).await?
                    {
                        continue;
                    }
                    if charge.status() == Some(409) {
                        return Err(run.ended(&charge, "closed"));
                    }
                    return Err(run.failed(&charge));
                };
                let charge_receipt: String = run
                    .required(&charge, "receipt", "/receipt")?;
                break 'mail (Some(charge_receipt), None);
            };
            let charge_receipt: Option<String> = run
                .lenient(&charge, "receipt", "/receipt");

            // Step `invoice`.
            let invoice = run.step(&INVOICE).path("id", &input.id).send().await?;
            if !matches!(invoice.status(), 200..=299) {
                return Err(run.failed(&invoice));
            }
            let invoice_receipt: String = run.required(&invoice, "receipt", "/receipt")?;
            (charge_receipt, Some(invoice_receipt))
        };

        // Step `mail`.
        let mail = run
            .step(&MAIL)
            .json(
                rt::Object::new()
                    .set("charged", &charge_receipt)
                    .set("invoiced", &invoice_receipt),
            )
            .send()
            .await?;
        if !matches!(mail.status(), 200..=299) {
            return Err(run.failed(&mail));
        }
        Ok(Output {})
    }
}
#[allow(unused_imports)]
#[doc(inline)]
pub use rejoining::rejoining;
