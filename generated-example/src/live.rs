//! The same workflows against the real APIs, with credentials and inputs from environment variables.

use std::error::Error;

use arazzo::{Client, ClientBuilder, Source};
use serde_json::{Value, from_value};

use crate::show::Show;
use crate::variables::{
    self, AMBERFLO_BASE_URL, Lookup, ONEPASSWORD_BASE_URL, ONEPASSWORD_TOKEN, SORACOM_API_KEY, SORACOM_API_TOKEN,
    SORACOM_BASE_URL, VIAM_BASE_URL, value,
};
use crate::workflows::{
    Workflow, bill_customer_location, create_customer_and_assign_plan, export_monthly_billing,
    provision_partner_billing, upsert_customer,
};

/// Runs workflows one after the other, once everything that all of them need is there.
pub(crate) async fn run(workflows: &[Workflow], lookup: Lookup<'_>, show: &Show) -> Result<(), Box<dyn Error>> {
    let inputs = inputs(workflows, lookup)?;
    let client = client(lookup, show).build()?;
    for (workflow, input) in inputs {
        run_one(workflow, input, &client, show).await?;
    }
    Ok(())
}

/// The inputs of all workflows, or what is missing for any of them.
fn inputs(workflows: &[Workflow], lookup: Lookup<'_>) -> Result<Vec<(Workflow, Value)>, String> {
    let mut found = Vec::new();
    let mut missing = String::new();
    for workflow in workflows {
        match variables::inputs(*workflow, lookup) {
            Ok(input) => found.push((*workflow, input)),
            Err(lacks) => missing = missing + "\n" + &lacks,
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    Err(format!("nothing was sent: set these environment variables first (--help explains them)\n{missing}"))
}

async fn run_one(workflow: Workflow, input: Value, client: &Client, show: &Show) -> Result<(), Box<dyn Error>> {
    // Inputs are serde types under the names of their document.
    match workflow {
        Workflow::UpsertCustomer => {
            show.run(workflow, "live", upsert_customer(client, from_value(input)?)).await?;
        }
        Workflow::CreateCustomerAndAssignPlan => {
            show.run(workflow, "live", create_customer_and_assign_plan(client, from_value(input)?)).await?;
        }
        Workflow::BillCustomerLocation => {
            show.run(workflow, "live", bill_customer_location(client, from_value(input)?)).await?;
        }
        Workflow::ProvisionPartnerBilling => {
            show.run(workflow, "live", provision_partner_billing(client, from_value(input)?)).await?;
        }
        Workflow::ExportMonthlyBilling => {
            show.run(workflow, "live", export_monthly_billing(client, from_value(input)?)).await?;
        }
    }
    Ok(())
}

/// Settings of a client with the credentials that there are.
fn client(lookup: Lookup<'_>, show: &Show) -> ClientBuilder {
    let show = show.clone();
    let mut client = Client::builder().observer(move |event| show.observe(event));
    for (name, source) in SERVERS {
        if let Some(url) = value(lookup, name) {
            client = client.base_url(source, url);
        }
    }
    if let Some(token) = value(lookup, ONEPASSWORD_TOKEN) {
        client = client.credential(provision_partner_billing::BEARER_AUTH, token);
    }
    if let Some(key) = value(lookup, SORACOM_API_KEY) {
        client = client
            .credential(export_monthly_billing::BILLING_API_API_KEY, key.as_str())
            .credential(export_monthly_billing::HARVEST_API_API_KEY, key);
    }
    if let Some(token) = value(lookup, SORACOM_API_TOKEN) {
        client = client
            .credential(export_monthly_billing::BILLING_API_API_TOKEN, token.as_str())
            .credential(export_monthly_billing::HARVEST_API_API_TOKEN, token);
    }
    client
}

/// Which variable moves which API. The two of Soracom have one server.
const SERVERS: [(&str, Source); 5] = [
    (AMBERFLO_BASE_URL, upsert_customer::BILLING_API),
    (VIAM_BASE_URL, bill_customer_location::BILLING_API),
    (ONEPASSWORD_BASE_URL, provision_partner_billing::PARTNERSHIP_API),
    (SORACOM_BASE_URL, export_monthly_billing::BILLING_API),
    (SORACOM_BASE_URL, export_monthly_billing::HARVEST_API),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::sandbox::{self, Sandbox, Vendor};
    use crate::show::tests::Paper;

    type Variables = BTreeMap<&'static str, String>;

    /// Everything, with the sandbox in the place of the real APIs.
    fn everything(sandbox: &Sandbox) -> Variables {
        let texts = [
            ("AMBERFLO_API_KEY", sandbox::AMBERFLO_KEY),
            ("AMBERFLO_CUSTOMER_ID", "c-1"),
            ("AMBERFLO_CUSTOMER_NAME", "Acme"),
            ("AMBERFLO_NEW_CUSTOMER_ID", "c-2"),
            ("AMBERFLO_NEW_CUSTOMER_NAME", "Globex"),
            ("AMBERFLO_PRODUCT_ID", "plan"),
            ("AMBERFLO_START_TIME", "1718153645993"),
            ("VIAM_API_KEY", sandbox::VIAM_KEY),
            ("VIAM_LOCATION_ID", sandbox::VIAM_LOCATION),
            ("VIAM_BILLING_ORGANIZATION_ID", sandbox::VIAM_ORGANIZATION),
            ("VIAM_AMOUNT", "12"),
            ("VIAM_DESCRIPTION", "a test"),
            ("ONEPASSWORD_TOKEN", sandbox::ONEPASSWORD_TOKEN),
            ("ONEPASSWORD_ACCOUNT_UID", "acme"),
            ("ONEPASSWORD_ACCOUNT_TYPE", "I"),
            ("ONEPASSWORD_DOMAIN", "acme.example"),
            ("ONEPASSWORD_ENDS_AT", "2030-01-31T00:00:00Z"),
            ("SORACOM_API_KEY", sandbox::SORACOM_KEY),
            ("SORACOM_API_TOKEN", sandbox::SORACOM_TOKEN),
            ("SORACOM_YYYYMM", sandbox::SORACOM_MONTH),
        ];
        let mut variables: Variables = texts.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        variables.insert("AMBERFLO_BASE_URL", sandbox.url(Vendor::Amberflo));
        variables.insert("VIAM_BASE_URL", sandbox.url(Vendor::Viam));
        variables.insert("ONEPASSWORD_BASE_URL", sandbox.url(Vendor::OnePassword));
        variables.insert("SORACOM_BASE_URL", sandbox.url(Vendor::Soracom));
        variables
    }

    async fn run_with(variables: &Variables, workflows: &[Workflow]) -> (Result<(), String>, String) {
        let paper = Paper::default();
        let lookup = |name: &str| variables.get(name).cloned();
        let result = run(workflows, &lookup, &paper.show()).await.map_err(|error| error.to_string());
        (result, paper.text())
    }

    #[tokio::test]
    async fn runs_what_has_its_variables() {
        let sandbox = Sandbox::start().await.unwrap();
        let four = &Workflow::ALL[..4];
        let (result, shown) = run_with(&everything(&sandbox), four).await;
        assert_eq!(result, Ok(()), "{shown}");
        assert!(shown.contains("4. provision-partner-billing (1Password): live"), "{shown}");
        assert!(!shown.contains("not-a-secret"), "{shown}");
    }

    #[tokio::test]
    async fn sends_nothing_while_anything_is_missing() {
        let sandbox = Sandbox::start().await.unwrap();
        let complete = everything(&sandbox);
        for workflow in Workflow::ALL {
            for variable in variables::of(workflow).iter().filter(|variable| variable.is_required()) {
                let mut variables = complete.clone();
                variables.insert(variable.name, String::new());
                let (result, shown) = run_with(&variables, &Workflow::ALL).await;
                let lacks = result.unwrap_err();
                assert!(lacks.contains(variable.name) && lacks.contains("nothing was sent"), "{lacks}");
                assert_eq!(shown, "");
            }
        }
    }

    #[tokio::test]
    async fn says_all_that_is_missing_or_wrong() {
        let variables = Variables::from([("VIAM_AMOUNT", "a lot".to_owned()), ("VIAM_API_KEY", "key".to_owned())]);
        let (result, _) = run_with(&variables, &[Workflow::BillCustomerLocation, Workflow::ExportMonthlyBilling]).await;
        let expected = "\
nothing was sent: set these environment variables first (--help explains them)

  bill-customer-location (Viam)
    VIAM_LOCATION_ID              the location that gets a new payer
    VIAM_BILLING_ORGANIZATION_ID  who pays from now on
    VIAM_DESCRIPTION              what the invoice says it is for
    VIAM_AMOUNT must be a number

  export-monthly-billing (Soracom)
    SORACOM_API_KEY               the API key of a Soracom session
    SORACOM_API_TOKEN             the token that goes with it
    SORACOM_YYYYMM                the month, such as 202208
";
        assert_eq!(result.unwrap_err(), expected);
    }
}
