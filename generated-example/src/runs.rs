//! The six runs in the sandbox: the five workflows, the one with a branch twice.

use arazzo::{Client, ClientBuilder, Error};

use crate::sandbox::{
    AMBERFLO_KEY, ONEPASSWORD_TOKEN, SORACOM_KEY, SORACOM_MONTH, SORACOM_TOKEN, Sandbox, VIAM_KEY, VIAM_LOCATION,
    VIAM_ORGANIZATION, Vendor,
};
use crate::show::Show;
use crate::workflows::{
    Workflow, bill_customer_location, create_customer_and_assign_plan, export_monthly_billing,
    provision_partner_billing, upsert_customer,
};

/// Settings of a client for all five workflows, which can reach nothing but the sandbox.
pub(crate) fn client(sandbox: &Sandbox, show: &Show) -> ClientBuilder {
    let show = show.clone();
    Client::builder()
        // Both workflows of Amberflo share this: what counts is the description that a source names.
        .base_url(upsert_customer::BILLING_API, sandbox.url(Vendor::Amberflo))
        .base_url(bill_customer_location::BILLING_API, sandbox.url(Vendor::Viam))
        .base_url(provision_partner_billing::PARTNERSHIP_API, sandbox.url(Vendor::OnePassword))
        .base_url(export_monthly_billing::BILLING_API, sandbox.url(Vendor::Soracom))
        .base_url(export_monthly_billing::HARVEST_API, sandbox.url(Vendor::Soracom))
        .only_overridden()
        // The keys of Amberflo and Viam are inputs of their workflows; these are for the client alone to know.
        .credential(provision_partner_billing::BEARER_AUTH, ONEPASSWORD_TOKEN)
        .credential(export_monthly_billing::BILLING_API_API_KEY, SORACOM_KEY)
        .credential(export_monthly_billing::BILLING_API_API_TOKEN, SORACOM_TOKEN)
        .credential(export_monthly_billing::HARVEST_API_API_KEY, SORACOM_KEY)
        .credential(export_monthly_billing::HARVEST_API_API_TOKEN, SORACOM_TOKEN)
        .observer(move |event| show.observe(event))
}

/// Runs everything, in order; the first failure ends it.
pub(crate) async fn all(client: &Client, show: &Show) -> Result<(), Error> {
    upsert(client, show, "Acme Corp", "the customer is new, so it is added").await?;
    upsert(client, show, "Acme Inc", "now it is there, so it is changed").await?;
    assign(client, show).await?;
    bill(client, show).await?;
    provision(client, show).await?;
    export(client, show).await?;
    Ok(())
}

async fn upsert(client: &Client, show: &Show, name: &str, why: &str) -> Result<upsert_customer::Output, Error> {
    // The optional inputs that are not named stay out of the request.
    let input = upsert_customer::Input {
        customer_email: Some("billing@acme.example".into()),
        ..upsert_customer::Required {
            api_key: AMBERFLO_KEY.into(),
            customer_id: "c-42".into(),
            customer_name: name.into(),
        }
        .into()
    };
    show.run(Workflow::UpsertCustomer, why, upsert_customer(client, input)).await
}

async fn assign(client: &Client, show: &Show) -> Result<create_customer_and_assign_plan::Output, Error> {
    let input = create_customer_and_assign_plan::Required {
        api_key: AMBERFLO_KEY.into(),
        customer_id: "c-43".into(),
        customer_name: "Globex".into(),
        product_id: "plan-basic".into(),
    };
    let run = create_customer_and_assign_plan(client, input.into());
    show.run(Workflow::CreateCustomerAndAssignPlan, "a customer, and the plan it pays for", run).await
}

async fn bill(client: &Client, show: &Show) -> Result<bill_customer_location::Output, Error> {
    // Everything is required here, so the input can be written at once.
    let input = bill_customer_location::Input {
        api_key: VIAM_KEY.into(),
        location_id: VIAM_LOCATION.into(),
        billing_organization_id: VIAM_ORGANIZATION.into(),
        amount: 49.5,
        description: "Robots, August".into(),
    };
    let run = bill_customer_location(client, input);
    show.run(Workflow::BillCustomerLocation, "a new payer for a location, and a charge", run).await
}

async fn provision(client: &Client, show: &Show) -> Result<provision_partner_billing::Output, Error> {
    let input = provision_partner_billing::Input {
        account_uid: "acme-1".into(),
        account_type: "F".into(),
        domain: "acme.example".into(),
        ends_at: "2030-01-31T00:00:00Z".into(),
    };
    let run = provision_partner_billing(client, input);
    show.run(Workflow::ProvisionPartnerBilling, "an account that ends on a date", run).await
}

async fn export(client: &Client, show: &Show) -> Result<export_monthly_billing::Output, Error> {
    let input = export_monthly_billing::Input { yyyy_mm: SORACOM_MONTH.into() };
    let run = export_monthly_billing(client, input);
    show.run(Workflow::ExportMonthlyBilling, "an export that takes a few polls", run).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use arazzo::testing::VirtualClock;

    use super::*;
    use crate::show::tests::Paper;

    #[tokio::test]
    async fn every_run_returns_what_the_sandbox_did() {
        let sandbox = Sandbox::start().await.unwrap();
        let show = Paper::default().show();
        let clock = VirtualClock::new();
        let client = client(&sandbox, &show).clock(clock.clone()).build().unwrap();

        let added = upsert(&client, &show, "Acme", "").await.unwrap();
        assert_eq!(added.created_customer_id.as_deref(), Some("c-42"));
        assert_eq!(added.updated_customer_id, None);
        let changed = upsert(&client, &show, "Acme", "").await.unwrap();
        assert_eq!(changed.created_customer_id, None);
        assert_eq!(changed.updated_customer_id.as_deref(), Some("c-42"));

        let assigned = assign(&client, &show).await.unwrap();
        assert_eq!(assigned.customer_id, "c-43");
        assert_eq!(assigned.assigned_product_id.as_deref(), Some("plan-basic"));

        let billed = bill(&client, &show).await.unwrap();
        assert_eq!(billed.billing_organization_id, VIAM_ORGANIZATION);

        let provisioned = provision(&client, &show).await.unwrap();
        assert_eq!(provisioned.account_uid.as_deref(), Some("acme-1"));
        assert_eq!(provisioned.activation_token.as_deref(), Some("sandbox-activation-1"));
        assert_eq!(provisioned.ends_at.as_deref(), Some("2030-01-31T00:00:00Z"));

        let exported = export(&client, &show).await.unwrap();
        assert_eq!(exported.exported_file_id, "fe_00000001");
        assert_eq!(exported.download_url.as_deref(), Some("https://files.soracom.invalid/fe_00000001.csv"));
        // The sandbox's `Retry-After: 1` overrules the five seconds of the document.
        assert_eq!(clock.slept(), [Duration::from_secs(1); 2]);
    }

    #[tokio::test]
    async fn every_step_is_shown_and_no_secret() {
        let sandbox = Sandbox::start().await.unwrap();
        let paper = Paper::default();
        let show = paper.show();
        let client = client(&sandbox, &show).clock(VirtualClock::new()).build().unwrap();
        all(&client, &show).await.unwrap();
        assert_shown(&paper.text());
    }

    fn assert_shown(text: &str) {
        let lines = [
            "1. upsert-customer (Amberflo): the customer is new, so it is added",
            "   findCustomer     404  GET   /amberflo/customers/c-42",
            "   createNew        200  POST  /amberflo/customers",
            r#"   => Output { updated_customer_id: None, created_customer_id: Some("c-42") }"#,
            "   updateExisting   200  PUT   /amberflo/customers",
            "   startExport      200  POST  /soracom/bills/202208/export?export_mode",
            "                    stillProcessing: attempt 3 in 1s",
        ];
        for line in lines {
            assert!(text.contains(line), "{line}\nis not in\n{text}");
        }
        assert!(!text.contains("not-a-secret") && !text.contains("sandbox-activation"), "{text}");
    }

    #[tokio::test]
    async fn a_wrong_credential_is_an_error_that_does_not_show_it() {
        let sandbox = Sandbox::start().await.unwrap();
        let paper = Paper::default();
        let show = paper.show();
        let client = client(&sandbox, &show)
            .credential(provision_partner_billing::BEARER_AUTH, "a-wrong-token")
            .build()
            .unwrap();
        let error = provision(&client, &show).await.unwrap_err();
        assert_eq!((error.step(), error.status()), (Some("createAccount"), Some(401)));
        assert!(!format!("{error} {error:?}").contains("a-wrong-token"), "{error:?}");
    }
}
