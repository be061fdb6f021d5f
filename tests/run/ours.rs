//! The documents of this repository.

/// The workflows of the repository.
pub mod generated {
    arazzo::include_workflows!("ours/1password-provision-partner-billing-workflow");
    arazzo::include_workflows!("ours/amberflo-create-customer-and-assign-plan-workflow");
    arazzo::include_workflows!("ours/amberflo-upsert-customer-workflow");
    arazzo::include_workflows!("ours/soracom-export-monthly-billing-workflow");
    arazzo::include_workflows!("ours/viam-bill-customer-location-workflow");
}

#[path = "cases/bill.rs"]
mod bill;
#[path = "cases/contract.rs"]
mod contract;
#[path = "cases/create.rs"]
mod create;
#[path = "cases/credentials.rs"]
mod credentials;
#[path = "cases/export.rs"]
mod export;
#[path = "cases/provision.rs"]
mod provision;
#[path = "cases/secrets.rs"]
mod secrets;
#[path = "cases/settings.rs"]
mod settings;
#[path = "cases/upsert.rs"]
mod upsert;
