//! The documents, compiled.

use crate::{Client, Flow, customer};

arazzo::arazzo!("../../../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml");
arazzo::arazzo!(
    "../../../workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml",
    allow: ["unqualified-operation", "jsonpath-comparison"],
);
arazzo::arazzo!("documents/list.yml");
arazzo::include_workflows!("hundred");

/// The client of generated code.
#[derive(Debug)]
pub struct Compiled(arazzo::Client);

impl Client for Compiled {
    fn new(base: &str) -> Self {
        let client = arazzo::Client::builder()
            .base_url(upsert_customer::BILLING_API, base)
            .base_url(export_monthly_billing::BILLING_API, base)
            .base_url(export_monthly_billing::HARVEST_API, base)
            .base_url(read_list::STOCK_API, base)
            .credential(export_monthly_billing::BILLING_API_API_KEY, "billing-key")
            .credential(export_monthly_billing::BILLING_API_API_TOKEN, "billing-token")
            .credential(export_monthly_billing::HARVEST_API_API_KEY, "billing-key")
            .credential(export_monthly_billing::HARVEST_API_API_TOKEN, "billing-token")
            .build();
        Self(client.expect("these settings can be used"))
    }

    async fn run(&self, flow: Flow) {
        match flow {
            Flow::Add => {
                let output = upsert_customer(&self.0, input(false)).await.expect("a run that works");
                assert!(output.created_customer_id.is_some() && output.updated_customer_id.is_none());
            }
            Flow::Change => {
                let output = upsert_customer(&self.0, input(true)).await.expect("a run that works");
                assert!(output.created_customer_id.is_none() && output.updated_customer_id.is_some());
            }
            Flow::Export => {
                let input = export_monthly_billing::Input { yyyy_mm: "202208".to_owned() };
                let output = export_monthly_billing(&self.0, input).await.expect("a run that works");
                assert!(output.exported_file_id.starts_with("export-") && output.download_url.is_some());
            }
            Flow::List(megabytes) => {
                let input = read_list::Input { megabytes: megabytes.to_string() };
                let output = read_list(&self.0, input).await.expect("a run that works");
                assert!(output.list == "stock" && output.count > 1000);
            }
        }
    }

    fn future(&self) -> usize {
        size_of_val(&upsert_customer(&self.0, input(true)))
    }
}

/// The size of the future of a workflow of a hundred steps, in bytes.
#[must_use]
pub fn hundred_steps(client: &Compiled) -> usize {
    size_of_val(&many(&client.0, many::Input { first: "first".to_owned() }))
}

fn input(known: bool) -> upsert_customer::Input {
    let customer = customer(known);
    upsert_customer::Input {
        customer_email: customer.mail,
        lifecycle_stage: customer.stage,
        ..upsert_customer::Required { api_key: customer.key, customer_id: customer.id, customer_name: customer.name }
            .into()
    }
}
