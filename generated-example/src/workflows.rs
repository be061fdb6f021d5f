//! The five workflows, compiled: three by the macro, two by the build script. Nothing that calls them can tell.

use crate::sandbox::Vendor;

arazzo::arazzo!("../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml");
arazzo::arazzo!("../workflows/1password/arazzo/1password-provision-partner-billing-workflow.yml");
arazzo::arazzo! {
    "../workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml",
    // Two things that its authors would be told, and that we understand: which of the two APIs an operation belongs to,
    // and comparisons that are called JSONPath.
    allow: ["unqualified-operation", "jsonpath-comparison"],
}

// From `build.rs`, by the names of the documents.
arazzo::include_workflows!("amberflo-create-customer-and-assign-plan-workflow");
arazzo::include_workflows!("viam-bill-customer-location-workflow");

/// One of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Workflow {
    UpsertCustomer,
    CreateCustomerAndAssignPlan,
    BillCustomerLocation,
    ProvisionPartnerBilling,
    ExportMonthlyBilling,
}

impl Workflow {
    /// All of them, in the order in which they run.
    pub(crate) const ALL: [Self; 5] = [
        Self::UpsertCustomer,
        Self::CreateCustomerAndAssignPlan,
        Self::BillCustomerLocation,
        Self::ProvisionPartnerBilling,
        Self::ExportMonthlyBilling,
    ];

    /// The identifier that its document gives it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::UpsertCustomer => "upsert-customer",
            Self::CreateCustomerAndAssignPlan => "create-customer-and-assign-plan",
            Self::BillCustomerLocation => "bill-customer-location",
            Self::ProvisionPartnerBilling => "provision-partner-billing",
            Self::ExportMonthlyBilling => "export-monthly-billing",
        }
    }

    /// Whose API it calls.
    pub(crate) fn vendor(self) -> Vendor {
        match self {
            Self::UpsertCustomer | Self::CreateCustomerAndAssignPlan => Vendor::Amberflo,
            Self::BillCustomerLocation => Vendor::Viam,
            Self::ProvisionPartnerBilling => Vendor::OnePassword,
            Self::ExportMonthlyBilling => Vendor::Soracom,
        }
    }
}
