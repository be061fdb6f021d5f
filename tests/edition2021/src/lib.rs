//! Build-script output is linted like the user's own code: here in a library of edition 2021 that documents everything.

#![deny(warnings, missing_docs, clippy::pedantic)]
// What letters look like is for a crate to judge, not for a module: these lints can be allowed nowhere else.
#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]

mod names;

arazzo::include_workflows!("amberflo-upsert-customer-workflow");
arazzo::include_workflows!("amberflo-create-customer-and-assign-plan-workflow");
arazzo::include_workflows!("viam-bill-customer-location-workflow");
arazzo::include_workflows!("1password-provision-partner-billing-workflow");
arazzo::include_workflows!("soracom-export-monthly-billing-workflow");
arazzo::include_workflows!("shapes");
arazzo::include_workflows!("calls");
arazzo::include_workflows!("typed-outputs");
arazzo::include_workflows!("ends");
