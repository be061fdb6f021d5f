//! The sandbox for other programs: what to type so that `cargo arazzo run` runs the five workflows against it.

use std::error::Error;
use std::io;

use crate::sandbox::{
    AMBERFLO_KEY, ONEPASSWORD_TOKEN, SORACOM_KEY, SORACOM_MONTH, SORACOM_TOKEN, Sandbox, VIAM_KEY, VIAM_LOCATION,
    VIAM_ORGANIZATION, Vendor,
};
use crate::show::Show;

/// Serves until the standard input ends.
pub(crate) async fn serve(show: &Show) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    show.line("# The sandbox runs until the standard input ends (Ctrl-D). From the root of the repository:");
    for command in commands(&sandbox) {
        show.line(&command);
    }
    // On a thread of its own: this one serves.
    tokio::task::spawn_blocking(|| io::copy(&mut io::stdin().lock(), &mut io::sink())).await??;
    Ok(())
}

/// A command for each workflow, each in one line.
fn commands(sandbox: &Sandbox) -> [String; 5] {
    let [amberflo, viam, onepassword, soracom] = Vendor::ALL.map(|vendor| sandbox.url(vendor));
    [
        format!(
            "cargo arazzo run workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml --base-url {amberflo} \
             --input apiKey={AMBERFLO_KEY} --input customerId=c-42 --input customerName='Acme Corp'"
        ),
        format!(
            "cargo arazzo run workflows/amberflo/arazzo/amberflo-create-customer-and-assign-plan-workflow.yml \
             --base-url {amberflo} --input apiKey={AMBERFLO_KEY} --input customerId=c-43 --input customerName=Globex \
             --input productId=plan-basic"
        ),
        format!(
            "cargo arazzo run workflows/viam/arazzo/viam-bill-customer-location-workflow.yml --base-url {viam} \
             --input apiKey={VIAM_KEY} --input locationId={VIAM_LOCATION} \
             --input billingOrganizationId={VIAM_ORGANIZATION} --input amount=49.5 --input description=Robots"
        ),
        format!(
            "TOKEN={ONEPASSWORD_TOKEN} cargo arazzo run \
             workflows/1password/arazzo/1password-provision-partner-billing-workflow.yml --base-url {onepassword} \
             --credential bearerAuth=env:TOKEN --input accountUid=acme-1 --input accountType=F \
             --input domain=acme.example --input endsAt=2030-01-31T00:00:00Z"
        ),
        format!(
            "KEY={SORACOM_KEY} TOKEN={SORACOM_TOKEN} cargo arazzo run \
             workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml --base-url billingApi={soracom} \
             --base-url harvestApi={soracom} --credential billingApi.api_key=env:KEY \
             --credential billingApi.api_token=env:TOKEN --credential harvestApi.api_key=env:KEY \
             --credential harvestApi.api_token=env:TOKEN \
             --input yyyyMM={SORACOM_MONTH}"
        ),
    ]
}
