//! The environment variables of `--live`: what there is, what is missing, and the inputs they make.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::workflows::Workflow;

/// The value of an environment variable.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// One environment variable. All begin with the vendor's name.
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    what: &'static str,
    /// The workflow's input that it becomes, if it does.
    input: Option<(&'static str, Kind)>,
    required: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Integer,
    Number,
}

impl Variable {
    /// Something for the client.
    const fn setting(name: &'static str, what: &'static str) -> Self {
        Self { name, what, input: None, required: true }
    }

    /// An input of the workflow, under the name that the document gives it.
    const fn input(name: &'static str, input: &'static str, what: &'static str) -> Self {
        Self { name, what, input: Some((input, Kind::Text)), required: true }
    }

    const fn of(mut self, kind: Kind) -> Self {
        if let Some((_, its)) = &mut self.input {
            *its = kind;
        }
        self
    }

    const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    #[cfg(test)]
    pub(crate) fn is_required(&self) -> bool {
        self.required
    }

    /// The value, unless it is empty. The error says what is wrong with it.
    fn read(&self, lookup: Lookup<'_>) -> Result<Option<Value>, String> {
        let Some(text) = value(lookup, self.name) else { return Ok(None) };
        let (parsed, expected) = match self.input {
            Some((_, Kind::Integer)) => (text.parse::<i64>().ok().map(Value::from), "an integer"),
            // What is no finite number becomes null.
            Some((_, Kind::Number)) => (text.parse::<f64>().ok().map(Value::from).filter(Value::is_number), "a number"),
            Some((_, Kind::Text)) | None => (Some(Value::from(text)), "text"),
        };
        parsed.map(Some).ok_or_else(|| format!("{} must be {expected}", self.name))
    }
}

/// A variable that is set to something.
pub(crate) fn value(lookup: Lookup<'_>, name: &str) -> Option<String> {
    lookup(name).filter(|value| !value.is_empty())
}

pub(crate) const AMBERFLO_BASE_URL: &str = "AMBERFLO_BASE_URL";
pub(crate) const VIAM_BASE_URL: &str = "VIAM_BASE_URL";
pub(crate) const ONEPASSWORD_BASE_URL: &str = "ONEPASSWORD_BASE_URL";
pub(crate) const ONEPASSWORD_TOKEN: &str = "ONEPASSWORD_TOKEN";
pub(crate) const SORACOM_BASE_URL: &str = "SORACOM_BASE_URL";
pub(crate) const SORACOM_API_KEY: &str = "SORACOM_API_KEY";
pub(crate) const SORACOM_API_TOKEN: &str = "SORACOM_API_TOKEN";

/// Says where an API is, if not where its description says.
const fn base_url(name: &'static str) -> Variable {
    Variable::setting(name, "where the API is, if not at the server of its description").optional()
}

const AMBERFLO_KEY: Variable = Variable::input("AMBERFLO_API_KEY", "apiKey", "the key of an Amberflo account");

const UPSERT_CUSTOMER: &[Variable] = &[
    AMBERFLO_KEY,
    Variable::input("AMBERFLO_CUSTOMER_ID", "customerId", "your own identifier for the customer"),
    Variable::input("AMBERFLO_CUSTOMER_NAME", "customerName", "the name to show"),
    Variable::input("AMBERFLO_CUSTOMER_EMAIL", "customerEmail", "where to write to").optional(),
    Variable::input("AMBERFLO_LIFECYCLE_STAGE", "lifecycleStage", "ONBOARDING, TRAIL, ACTIVE or OFFBOARDED").optional(),
    base_url(AMBERFLO_BASE_URL),
];

const CREATE_CUSTOMER_AND_ASSIGN_PLAN: &[Variable] = &[
    AMBERFLO_KEY,
    Variable::input("AMBERFLO_NEW_CUSTOMER_ID", "customerId", "your own identifier for a new customer"),
    Variable::input("AMBERFLO_NEW_CUSTOMER_NAME", "customerName", "the name to show"),
    Variable::input("AMBERFLO_NEW_CUSTOMER_EMAIL", "customerEmail", "where to write to").optional(),
    Variable::input("AMBERFLO_PRODUCT_ID", "productId", "the plan"),
    Variable::input("AMBERFLO_START_TIME", "startTime", "when the plan begins, in ms since 1970")
        .of(Kind::Integer)
        .optional(),
    base_url(AMBERFLO_BASE_URL),
];

const BILL_CUSTOMER_LOCATION: &[Variable] = &[
    Variable::input("VIAM_API_KEY", "apiKey", "the key of a Viam account"),
    Variable::input("VIAM_LOCATION_ID", "locationId", "the location that gets a new payer"),
    Variable::input("VIAM_BILLING_ORGANIZATION_ID", "billingOrganizationId", "who pays from now on"),
    Variable::input("VIAM_AMOUNT", "amount", "how much to charge, at once and for real").of(Kind::Number),
    Variable::input("VIAM_DESCRIPTION", "description", "what the invoice says it is for"),
    base_url(VIAM_BASE_URL),
];

const PROVISION_PARTNER_BILLING: &[Variable] = &[
    Variable::setting(ONEPASSWORD_TOKEN, "the bearer token of a 1Password partner"),
    Variable::input("ONEPASSWORD_ACCOUNT_UID", "accountUid", "your own identifier for a new account"),
    Variable::input("ONEPASSWORD_ACCOUNT_TYPE", "accountType", "I for one person, F for a family"),
    Variable::input("ONEPASSWORD_DOMAIN", "domain", "where the customer signs in"),
    Variable::input("ONEPASSWORD_ENDS_AT", "endsAt", "when you stop paying, such as 2030-01-31T00:00:00Z"),
    base_url(ONEPASSWORD_BASE_URL),
];

const EXPORT_MONTHLY_BILLING: &[Variable] = &[
    Variable::setting(SORACOM_API_KEY, "the API key of a Soracom session"),
    Variable::setting(SORACOM_API_TOKEN, "the token that goes with it"),
    Variable::input("SORACOM_YYYYMM", "yyyyMM", "the month, such as 202208"),
    base_url(SORACOM_BASE_URL),
];

/// The variables of a workflow.
pub(crate) fn of(workflow: Workflow) -> &'static [Variable] {
    match workflow {
        Workflow::UpsertCustomer => UPSERT_CUSTOMER,
        Workflow::CreateCustomerAndAssignPlan => CREATE_CUSTOMER_AND_ASSIGN_PLAN,
        Workflow::BillCustomerLocation => BILL_CUSTOMER_LOCATION,
        Workflow::ProvisionPartnerBilling => PROVISION_PARTNER_BILLING,
        Workflow::ExportMonthlyBilling => EXPORT_MONTHLY_BILLING,
    }
}

/// A workflow and some of its variables, a line each.
pub(crate) fn describe<'a>(workflow: Workflow, variables: impl Iterator<Item = &'a Variable>) -> String {
    let mut text = format!("  {} ({})\n", workflow.id(), workflow.vendor().name());
    for Variable { name, what, required, .. } in variables {
        let optional = if *required { "" } else { " (optional)" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "    {name:<30}{what}{optional}");
    }
    text
}

/// The inputs of a workflow as the JSON object that its document describes; the error says what is missing or wrong.
pub(crate) fn inputs(workflow: Workflow, lookup: Lookup<'_>) -> Result<Value, String> {
    let mut inputs = Map::new();
    let (mut missing, mut wrong) = (Vec::new(), String::new());
    for variable in of(workflow) {
        match (variable.read(lookup), variable.input) {
            (Ok(Some(value)), Some((name, _))) => drop(inputs.insert(name.to_owned(), value)),
            (Ok(None), _) if variable.required => missing.push(variable),
            (Ok(_), _) => {}
            (Err(problem), _) => wrong = format!("{wrong}    {problem}\n"),
        }
    }
    if missing.is_empty() && wrong.is_empty() {
        return Ok(inputs.into());
    }
    Err(describe(workflow, missing.into_iter()) + &wrong)
}
