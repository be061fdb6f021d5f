//! What code that calls workflows relies on: types, constants, `serde`, and futures that can move between threads.

use std::fmt::Debug;

use crate::common::KEY;
use arazzo::{ApiKey, Bearer, Client, Error, Scheme, Source};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use tests::support::{Server, expect};

use super::generated::{
    bill_customer_location, create_customer_and_assign_plan, export_monthly_billing, provision_partner_billing,
    upsert_customer,
};

fn upsert_input() -> upsert_customer::Input {
    upsert_customer::Required { api_key: KEY.into(), customer_id: "c".into(), customer_name: "n".into() }.into()
}

fn create_input() -> create_customer_and_assign_plan::Input {
    let required = create_customer_and_assign_plan::Required {
        api_key: KEY.into(),
        customer_id: "c".into(),
        customer_name: "n".into(),
        product_id: "p".into(),
    };
    required.into()
}

fn bill_input() -> bill_customer_location::Input {
    let required = bill_customer_location::Required {
        api_key: KEY.into(),
        location_id: "l".into(),
        billing_organization_id: "o".into(),
        amount: 1.5,
        description: "d".into(),
    };
    required.into()
}

fn provision_input() -> provision_partner_billing::Input {
    let required = provision_partner_billing::Required {
        account_uid: "a".into(),
        account_type: "F".into(),
        domain: "d".into(),
        ends_at: "e".into(),
    };
    required.into()
}

fn export_input() -> export_monthly_billing::Input {
    export_monthly_billing::Required { yyyy_mm: "202208".into() }.into()
}

/// Compiles only with these types. Every field is named, so that a new one is noticed.
#[test]
fn the_types_of_outputs() {
    type Text = Option<String>;
    let output = upsert_customer::Output { updated_customer_id: None, created_customer_id: None };
    let upsert_customer::Output { updated_customer_id, created_customer_id } = output;
    let _: (Text, Text) = (updated_customer_id, created_customer_id);

    let output = create_customer_and_assign_plan::Output { customer_id: String::new(), assigned_product_id: None };
    let create_customer_and_assign_plan::Output { customer_id, assigned_product_id } = output;
    let _: (String, Text) = (customer_id, assigned_product_id);

    let output = export_monthly_billing::Output { exported_file_id: String::new(), download_url: None };
    let export_monthly_billing::Output { exported_file_id, download_url } = output;
    let _: (String, Text) = (exported_file_id, download_url);

    let output = provision_partner_billing::Output { account_uid: None, activation_token: None, ends_at: None };
    let provision_partner_billing::Output { account_uid, activation_token, ends_at } = output;
    let _: (Text, Text, Text) = (account_uid, activation_token, ends_at);

    let output = bill_customer_location::Output { billing_organization_id: String::new() };
    let bill_customer_location::Output { billing_organization_id } = output;
    let _: String = billing_organization_id;
}

#[test]
fn the_types_of_inputs() {
    let upsert_customer::Input { api_key, customer_id, customer_name, customer_email, lifecycle_stage } =
        upsert_input();
    let texts: [String; 3] = [api_key, customer_id, customer_name];
    let optional: [Option<String>; 2] = [customer_email, lifecycle_stage];
    assert_eq!((texts, optional), ([KEY, "c", "n"].map(str::to_owned), [None, None]));

    let create_customer_and_assign_plan::Input {
        api_key,
        customer_id,
        customer_name,
        customer_email,
        product_id,
        start_time,
    } = create_input();
    let texts: [String; 4] = [api_key, customer_id, customer_name, product_id];
    let optional: (Option<String>, Option<i64>) = (customer_email, start_time);
    assert_eq!((texts, optional), ([KEY, "c", "n", "p"].map(str::to_owned), (None, None)));

    let bill_customer_location::Input { api_key, location_id, billing_organization_id, amount, description } =
        bill_input();
    let texts: [String; 4] = [api_key, location_id, billing_organization_id, description];
    let amount: f64 = amount;
    assert_eq!((texts, amount.to_bits()), ([KEY, "l", "o", "d"].map(str::to_owned), 1.5_f64.to_bits()));

    let provision_partner_billing::Input { account_uid, account_type, domain, ends_at } = provision_input();
    let texts: [String; 4] = [account_uid, account_type, domain, ends_at];
    assert_eq!(texts, ["a", "F", "d", "e"].map(str::to_owned));

    let export_monthly_billing::Input { yyyy_mm } = export_input();
    let yyyy_mm: String = yyyy_mm;
    assert_eq!(yyyy_mm, "202208");
}

/// The program of the design: one `use` for module and function, and optional fields by struct update.
#[tokio::test]
async fn the_program_of_the_readme() -> Result<(), Box<dyn std::error::Error>> {
    let find =
        expect("GET", "/customers/c-42").header("accept", "application/json, */*;q=0.1").header("x-api-key", "key");
    let body = json!({"customerId": "c-42", "customerName": "Acme Corp", "customerEmail": "billing@acme.example"});
    let create =
        expect("POST", "/customers").header("accept", "application/json, */*;q=0.1").header("x-api-key", "key");
    let server = Server::start([find.answer(404, ""), create.json(body).answer(200, json!({"customerId": "c-42"}))]);

    let client = arazzo::Client::builder().base_url(upsert_customer::BILLING_API, server.url()).build()?;
    let input = upsert_customer::Input {
        customer_email: Some("billing@acme.example".into()),
        ..upsert_customer::Required {
            api_key: "key".into(),
            customer_id: "c-42".into(),
            customer_name: "Acme Corp".into(),
        }
        .into()
    };
    let output = upsert_customer(&client, input).await?;
    assert_eq!(format!("{:?} {:?}", output.updated_customer_id, output.created_customer_id), "None Some(\"c-42\")");
    server.finish();
    Ok(())
}

#[test]
fn the_types_of_constants() {
    const _: [Source; 6] = [
        upsert_customer::BILLING_API,
        create_customer_and_assign_plan::BILLING_API,
        bill_customer_location::BILLING_API,
        provision_partner_billing::PARTNERSHIP_API,
        export_monthly_billing::BILLING_API,
        export_monthly_billing::HARVEST_API,
    ];
    const _: [Scheme<ApiKey>; 7] = [
        upsert_customer::API_KEY_AUTH,
        create_customer_and_assign_plan::API_KEY_AUTH,
        bill_customer_location::API_KEY_AUTH,
        export_monthly_billing::BILLING_API_API_KEY,
        export_monthly_billing::BILLING_API_API_TOKEN,
        export_monthly_billing::HARVEST_API_API_KEY,
        export_monthly_billing::HARVEST_API_API_TOKEN,
    ];
    const _: Scheme<Bearer> = provision_partner_billing::BEARER_AUTH;
    assert_eq!(upsert_customer::BILLING_API.name(), "billingApi");
    assert_eq!(export_monthly_billing::HARVEST_API.constant(), "export_monthly_billing::HARVEST_API");
}

#[test]
fn one_description_is_one_source() {
    assert_eq!(upsert_customer::BILLING_API, create_customer_and_assign_plan::BILLING_API);
    assert_eq!(upsert_customer::API_KEY_AUTH, create_customer_and_assign_plan::API_KEY_AUTH);
    // Three vendors call theirs `billingApi`.
    assert_ne!(upsert_customer::BILLING_API, bill_customer_location::BILLING_API);
    assert_ne!(upsert_customer::BILLING_API, export_monthly_billing::BILLING_API);
    assert_ne!(export_monthly_billing::BILLING_API, export_monthly_billing::HARVEST_API);
    assert_ne!(upsert_customer::API_KEY_AUTH, bill_customer_location::API_KEY_AUTH);
    assert_ne!(export_monthly_billing::BILLING_API_API_KEY, export_monthly_billing::HARVEST_API_API_KEY);
    assert_ne!(export_monthly_billing::BILLING_API_API_KEY, export_monthly_billing::BILLING_API_API_TOKEN);
}

/// Size of a future that can be sent to another thread.
fn size<T: Send>(future: &(impl Future<Output = Result<T, Error>> + Send + 'static)) -> usize {
    size_of_val(future)
}

#[test]
fn futures_are_small_and_send() {
    let client: &'static Client = Box::leak(Box::new(Client::builder().build().unwrap()));
    for (name, size) in [
        ("upsert_customer", size(&upsert_customer(client, upsert_input()))),
        ("create_customer_and_assign_plan", size(&create_customer_and_assign_plan(client, create_input()))),
        ("bill_customer_location", size(&bill_customer_location(client, bill_input()))),
        ("provision_partner_billing", size(&provision_partner_billing(client, provision_input()))),
        ("export_monthly_billing", size(&export_monthly_billing(client, export_input()))),
    ] {
        println!("{name}: {size} bytes");
        assert!(size < 1024, "{name}: {size} bytes");
    }
}

/// There and back, with unknown members refused and required ones demanded.
fn input_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(input: &T, json: &Value) {
    const OPTIONAL: [&str; 3] = ["customerEmail", "lifecycleStage", "startTime"];
    assert_eq!(serde_json::to_value(input).unwrap(), *json);
    assert_eq!(serde_json::from_value::<T>(json.clone()).unwrap(), *input);
    let refused = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut json = json.clone();
        change(json.as_object_mut().unwrap());
        serde_json::from_value::<T>(json).unwrap_err().to_string()
    };
    let error = refused(&|members| drop(members.insert("unknown".to_owned(), json!(1))));
    assert!(error.contains("unknown field `unknown`"), "{error}");
    for name in json.as_object().unwrap().keys().filter(|name| !OPTIONAL.contains(&name.as_str())) {
        let error = refused(&|members| drop(members.remove(name)));
        assert!(error.contains(&format!("missing field `{name}`")), "{error}");
    }
}

#[test]
fn inputs_go_through_serde_under_the_documents_names() {
    let json = json!({"apiKey": KEY, "customerId": "c", "customerName": "n"});
    input_round_trip(&upsert_input(), &json);
    let full = upsert_customer::Input {
        customer_email: Some("e".into()),
        lifecycle_stage: Some("ACTIVE".into()),
        ..upsert_input()
    };
    let mut with_null = json;
    with_null["customerEmail"] = Value::Null;
    assert_eq!(serde_json::from_value::<upsert_customer::Input>(with_null).unwrap(), upsert_input());
    let json = json!({
        "apiKey": KEY, "customerId": "c", "customerName": "n", "customerEmail": "e", "lifecycleStage": "ACTIVE",
    });
    input_round_trip(&full, &json);
    let input = create_customer_and_assign_plan::Input { start_time: Some(-1), ..create_input() };
    let json = json!({"apiKey": KEY, "customerId": "c", "customerName": "n", "productId": "p", "startTime": -1});
    input_round_trip(&input, &json);
    let json = json!({
        "apiKey": KEY, "locationId": "l", "billingOrganizationId": "o", "amount": 1.5, "description": "d",
    });
    input_round_trip(&bill_input(), &json);
    let json = json!({"accountUid": "a", "accountType": "F", "domain": "d", "endsAt": "e"});
    input_round_trip(&provision_input(), &json);
    input_round_trip(&export_input(), &json!({"yyyyMM": "202208"}));
}

/// There and back, with unknown members ignored.
fn output_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(output: &T, mut json: Value) {
    assert_eq!(serde_json::to_value(output).unwrap(), json);
    json["unknown"] = json!({"a": 1});
    assert_eq!(serde_json::from_value::<T>(json).unwrap(), *output);
}

#[test]
fn outputs_go_through_serde_and_take_more_than_they_know() {
    output_round_trip(&upsert_customer::Output { updated_customer_id: None, created_customer_id: None }, json!({}));
    output_round_trip(
        &upsert_customer::Output { updated_customer_id: Some("a".into()), created_customer_id: Some("b".into()) },
        json!({"updatedCustomerId": "a", "createdCustomerId": "b"}),
    );
    output_round_trip(
        &create_customer_and_assign_plan::Output { customer_id: "c".into(), assigned_product_id: Some("p".into()) },
        json!({"customerId": "c", "assignedProductId": "p"}),
    );
    output_round_trip(
        &bill_customer_location::Output { billing_organization_id: "o".into() },
        json!({"billingOrganizationId": "o"}),
    );
    output_round_trip(
        &provision_partner_billing::Output {
            account_uid: Some("a".into()),
            activation_token: Some("t".into()),
            ends_at: None,
        },
        json!({"accountUid": "a", "activationToken": "t"}),
    );
    output_round_trip(
        &export_monthly_billing::Output { exported_file_id: "f".into(), download_url: Some("u".into()) },
        json!({"exportedFileId": "f", "downloadUrl": "u"}),
    );
    assert!(serde_json::from_value::<export_monthly_billing::Output>(json!({"downloadUrl": "u"})).is_err());
}
