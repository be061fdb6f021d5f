//! Viam: who pays for a location, what was used, and charges. Its description says nothing of the answers; these have
//! the names of Viam's own protocol.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::body::{self, Body, Kind, Object, Property, optional, required, text};
use super::{Answer, Refusal, VIAM_FORMER_ORGANIZATION, VIAM_KEY, VIAM_LOCATION, VIAM_ORGANIZATION, has_header, lock};

const LOCATION: &[Property] = &[required("location_id", Kind::Text)];
const NEW_PAYER: &[Property] = &[required("location_id", Kind::Text), required("billing_organization_id", Kind::Text)];
const ORGANIZATION: &[Property] = &[required("org_id", Kind::Text)];
const CHARGE: &[Property] =
    &[required("org_id", Kind::Text), required("amount", Kind::Number), optional("description", Kind::Text)];

pub(super) type Shared = Arc<Mutex<Records>>;

#[derive(Debug)]
pub(super) struct Records {
    /// The organization that pays for each location.
    payers: BTreeMap<String, String>,
    /// The invoices of each organization.
    invoices: BTreeMap<String, Vec<Object>>,
    /// The keys of charges that were made. Viam's description has none, but most APIs that take money do.
    keys: BTreeSet<String>,
}

impl Default for Records {
    fn default() -> Self {
        let organizations = [VIAM_FORMER_ORGANIZATION, VIAM_ORGANIZATION];
        Self {
            payers: BTreeMap::from([(VIAM_LOCATION.to_owned(), VIAM_FORMER_ORGANIZATION.to_owned())]),
            invoices: organizations.map(|id| (id.to_owned(), Vec::new())).into(),
            keys: BTreeSet::new(),
        }
    }
}

impl Records {
    /// How many charges were made.
    pub(super) fn charges(&self) -> usize {
        self.invoices.values().map(Vec::len).sum()
    }

    fn payer(&mut self, body: &Object) -> Result<&mut String, Refusal> {
        let id = text(body, "location_id");
        self.payers.get_mut(id).ok_or_else(|| not_found("location", id))
    }

    fn invoices(&mut self, organization: &str) -> Result<&mut Vec<Object>, Refusal> {
        self.invoices.get_mut(organization).ok_or_else(|| not_found("organization", organization))
    }
}

pub(super) fn router(records: Shared) -> Router {
    let service = Router::new()
        .route("/GetLocationBillingOrganization", post(read_payer))
        .route("/UpdateLocationBillingOrganization", post(change_payer))
        .route("/GetCurrentMonthUsage", post(usage))
        .route("/CreateInvoiceAndChargeImmediately", post(charge))
        .route("/GetInvoicesSummary", post(invoices))
        .route_layer(from_fn(authenticate))
        .with_state(records);
    Router::new().nest("/viam.app.v1.BillingService", service)
}

async fn authenticate(request: Request, next: Next) -> Response {
    if has_header(request.headers(), "key", VIAM_KEY) {
        return next.run(request).await;
    }
    refuse(Code::Unauthenticated, "the key is missing or wrong").into_response()
}

async fn read_payer(State(records): State<Shared>, body: Body) -> Answer {
    let body = body::read(body, LOCATION).map_err(|problem| bad_request(&problem))?;
    let payer = lock(&records).payer(&body)?.clone();
    Ok(Json(json!({ "billing_organization_id": payer })))
}

async fn change_payer(State(records): State<Shared>, body: Body) -> Answer {
    let body = body::read(body, NEW_PAYER).map_err(|problem| bad_request(&problem))?;
    let organization = text(&body, "billing_organization_id");
    let mut records = lock(&records);
    records.invoices(organization)?;
    organization.clone_into(records.payer(&body)?);
    Ok(Json(json!({})))
}

async fn usage(State(records): State<Shared>, body: Body) -> Answer {
    let body = body::read(body, ORGANIZATION).map_err(|problem| bad_request(&problem))?;
    lock(&records).invoices(text(&body, "org_id"))?;
    Ok(Json(json!({
        "total_usage_without_discount": 120.0,
        "discount_amount": 20.0,
        "total_usage_with_discount": 100.0,
    })))
}

/// A charge with a key that is known was made already: it is answered again, and not made again.
async fn charge(State(records): State<Shared>, headers: HeaderMap, body: Body) -> Answer {
    let mut invoice = body::read(body, CHARGE).map_err(|problem| bad_request(&problem))?;
    let mut records = lock(&records);
    records.invoices(text(&invoice, "org_id"))?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    if key.is_some_and(|key| !records.keys.insert(key.to_owned())) {
        return Ok(Json(json!({})));
    }
    let invoices = records.invoices(text(&invoice, "org_id"))?;
    invoice.remove("org_id");
    invoice.insert("id".to_owned(), format!("invoice-{}", invoices.len() + 1).into());
    invoice.insert("status".to_owned(), "paid".into());
    invoices.push(invoice);
    Ok(Json(json!({})))
}

/// No workflow asks for it, but a charge that leaves no trace would be none.
async fn invoices(State(records): State<Shared>, body: Body) -> Answer {
    let body = body::read(body, ORGANIZATION).map_err(|problem| bad_request(&problem))?;
    let invoices: Value = lock(&records).invoices(text(&body, "org_id"))?.clone().into();
    Ok(Json(json!({ "outstanding_balance": 0.0, "invoices": invoices })))
}

/// The codes of gRPC, which is what Viam speaks behind its JSON.
#[derive(Clone, Copy)]
enum Code {
    InvalidArgument = 3,
    NotFound = 5,
    Unauthenticated = 16,
}

fn bad_request(problem: &str) -> Refusal {
    refuse(Code::InvalidArgument, problem)
}

fn not_found(what: &str, id: &str) -> Refusal {
    refuse(Code::NotFound, &format!("there is no {what} `{id}`"))
}

fn refuse(code: Code, message: &str) -> Refusal {
    let status = match code {
        Code::InvalidArgument => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
    };
    (status, Json(json!({ "code": code as u8, "message": message, "details": [] })))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::sandbox::probe::{Probe, Seen};
    use crate::sandbox::{VIAM_FORMER_ORGANIZATION, VIAM_KEY, VIAM_LOCATION, VIAM_ORGANIZATION, Vendor};

    fn probe() -> Probe {
        Probe::new(Vendor::Viam, &[("key", VIAM_KEY)])
    }

    async fn call(probe: &Probe, procedure: &str, body: Value) -> Seen {
        probe.post(&format!("/viam.app.v1.BillingService/{procedure}"), body).await
    }

    /// Each procedure, and a body that it accepts.
    fn procedures() -> [(&'static str, Value); 5] {
        [
            ("GetLocationBillingOrganization", json!({ "location_id": VIAM_LOCATION })),
            (
                "UpdateLocationBillingOrganization",
                json!({ "location_id": VIAM_LOCATION, "billing_organization_id": VIAM_ORGANIZATION }),
            ),
            ("GetCurrentMonthUsage", json!({ "org_id": VIAM_ORGANIZATION })),
            ("CreateInvoiceAndChargeImmediately", json!({ "org_id": VIAM_ORGANIZATION, "amount": 42 })),
            ("GetInvoicesSummary", json!({ "org_id": VIAM_ORGANIZATION })),
        ]
    }

    #[tokio::test]
    async fn asks_for_the_key() {
        for headers in [&[][..], &[("key", "another")], &[("X-API-KEY", VIAM_KEY)]] {
            let stranger = probe().with_headers(headers);
            for (procedure, body) in procedures() {
                let refused = call(&stranger, procedure, body).await;
                refused.is_refused(401, "key");
                assert_eq!(refused.body["code"], 16);
            }
        }
    }

    #[tokio::test]
    async fn requires_every_property_to_be_there_and_known() {
        let probe = probe();
        for (procedure, body) in procedures() {
            call(&probe, procedure, body.clone()).await.accepted();
            for name in body.as_object().unwrap().keys() {
                let mut changed = body.clone();
                changed.as_object_mut().unwrap().remove(name);
                call(&probe, procedure, changed.clone()).await.is_refused(400, &format!("`{name}` is required"));
                changed[name] = json!(["wrong"]);
                call(&probe, procedure, changed.clone()).await.is_refused(400, &format!("`{name}`: must be a"));
                if name != "amount" {
                    changed[name] = "unknown".into();
                    call(&probe, procedure, changed).await.is_refused(404, "`unknown`");
                }
            }
        }
    }

    #[tokio::test]
    async fn remembers_who_pays() {
        let probe = probe();
        let location = json!({ "location_id": VIAM_LOCATION });
        let before = call(&probe, "GetLocationBillingOrganization", location.clone()).await.accepted();
        assert_eq!(before, json!({ "billing_organization_id": VIAM_FORMER_ORGANIZATION }));
        let change = json!({ "location_id": VIAM_LOCATION, "billing_organization_id": VIAM_ORGANIZATION });
        call(&probe, "UpdateLocationBillingOrganization", change).await.accepted();
        let after = call(&probe, "GetLocationBillingOrganization", location).await.accepted();
        assert_eq!(after, json!({ "billing_organization_id": VIAM_ORGANIZATION }));
    }

    #[tokio::test]
    async fn a_charge_with_a_known_key_is_not_made_again() {
        let charge = json!({ "org_id": VIAM_ORGANIZATION, "amount": 99.5 });
        let probe = probe();
        for (key, invoices) in [("a", 1), ("a", 1), ("b", 2)] {
            let keyed = probe.with_headers(&[("key", VIAM_KEY), ("Idempotency-Key", key)]);
            call(&keyed, "CreateInvoiceAndChargeImmediately", charge.clone()).await.accepted();
            let summary = call(&probe, "GetInvoicesSummary", json!({ "org_id": VIAM_ORGANIZATION })).await.accepted();
            assert_eq!(summary["invoices"].as_array().map(Vec::len), Some(invoices), "{key}");
        }
    }

    #[tokio::test]
    async fn a_charge_leaves_an_invoice() {
        let probe = probe();
        let organization = json!({ "org_id": VIAM_ORGANIZATION });
        let charge = json!({ "org_id": VIAM_ORGANIZATION, "amount": 99.5, "description": "May" });
        call(&probe, "CreateInvoiceAndChargeImmediately", charge).await.accepted();
        let summary = call(&probe, "GetInvoicesSummary", organization).await.accepted();
        let invoice = json!({ "id": "invoice-1", "amount": 99.5, "description": "May", "status": "paid" });
        assert_eq!(summary["invoices"], json!([invoice]));
        let other = json!({ "org_id": VIAM_FORMER_ORGANIZATION });
        assert_eq!(call(&probe, "GetInvoicesSummary", other).await.accepted()["invoices"], json!([]));
    }
}
