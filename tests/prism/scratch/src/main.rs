//! Runs one of three workflows: its name, the address of its API, and its input as JSON. Prints its output.

use std::error::Error;

include!("canvas.rs");
include!("amberflo.rs");
include!("nanonets.rs");

macro_rules! run {
    ($workflow:ident, $source:ident, $scheme:ident, $credential:expr, $base:expr, $input:expr) => {{
        let client = arazzo::Client::builder()
            .only_overridden()
            .base_url($workflow::$source, $base)
            .credential($workflow::$scheme, $credential)
            .build()?;
        serde_json::to_string(&$workflow(&client, serde_json::from_str($input)?).await?)?
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, base, input] = arguments.as_slice() else { return Err("three arguments".into()) };
    let output = match name.as_str() {
        "canvas" => run!(create_assignment_and_confirm, CANVAS_API, BEARER_AUTH, "token", base, input),
        "amberflo" => run!(provision_customer_billing, BILLING_API, API_KEY_AUTH, "key", base, input),
        "nanonets" => {
            run!(resolve_integration_and_query, EXTERNAL_INTEGRATIONS_API, BASIC_AUTH, ("key", ""), base, input)
        }
        other => return Err(format!("no workflow {other}").into()),
    };
    println!("{output}");
    Ok(())
}
