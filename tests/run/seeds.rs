//! The documents that those of this repository were abridged from.

/// The workflows of the vendors.
pub mod generated {
    arazzo::include_workflows!("seeds/1password-provision-partner-billing-workflow");
    arazzo::include_workflows!("seeds/amberflo-create-customer-and-assign-plan-workflow");
    arazzo::include_workflows!("seeds/amberflo-upsert-customer-workflow");
    arazzo::include_workflows!("seeds/soracom-export-monthly-billing-workflow");
    arazzo::include_workflows!("seeds/viam-bill-customer-location-workflow");
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
