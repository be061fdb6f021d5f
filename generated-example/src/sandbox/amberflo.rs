//! Amberflo: customers, and the pricing plans that they are on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::body::{self, Body, Kind, Object, Property, optional, required, text};
use super::{AMBERFLO_KEY, Answer, Refusal, has_header, lock};

/// By their identifiers.
type Customers = Arc<Mutex<BTreeMap<String, Object>>>;

/// A customer as a caller describes it. The times are the server's own and ignored in a body.
const CUSTOMER: &[Property] = &[
    required("customerId", Kind::Text),
    required("customerName", Kind::Text),
    optional("customerEmail", Kind::Text),
    optional("description", Kind::Text),
    optional("enabled", Kind::Boolean),
    optional("test", Kind::Boolean),
    optional("lifecycleStage", Kind::OneOf(&["ONBOARDING", "TRAIL", "ACTIVE", "OFFBOARDED"])),
    optional("traits", Kind::Texts),
    optional("address", Kind::Object(ADDRESS)),
];

const ADDRESS: &[Property] = &[
    required("line1", Kind::Text),
    required("city", Kind::Text),
    required("country", Kind::Text),
    optional("state", Kind::Text),
    optional("postalCode", Kind::Text),
    optional("verified", Kind::Boolean),
];

/// The description requires nothing of an assignment, but without these two it would assign nothing to nobody.
const ASSIGNMENT: &[Property] =
    &[required("customerId", Kind::Text), required("productId", Kind::Text), optional("startTime", Kind::Integer)];

pub(super) fn router() -> Router {
    Router::new()
        .route("/customers", post(create).put(update))
        .route("/customers/{customer_id}", get(read))
        .route("/payments-pricing-amberflo-customer-pricing", post(assign))
        .route_layer(from_fn(authenticate))
        .with_state(Customers::default())
}

async fn authenticate(request: Request, next: Next) -> Response {
    if has_header(request.headers(), "x-api-key", AMBERFLO_KEY) {
        return next.run(request).await;
    }
    refuse(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "the API key is missing or wrong").into_response()
}

async fn read(State(customers): State<Customers>, Path(id): Path<String>) -> Answer {
    let customers = lock(&customers);
    let customer = customers.get(&id).ok_or_else(|| {
        let message = format!("there is no customer `{id}`");
        refuse(StatusCode::NOT_FOUND, "NOT_FOUND", &message)
    })?;
    Ok(Json(customer.clone().into()))
}

async fn create(State(customers): State<Customers>, body: Body) -> Answer {
    let mut customer = body::read(body, CUSTOMER).map_err(|problem| bad_request(&problem))?;
    let id = text(&customer, "customerId").to_owned();
    let mut customers = lock(&customers);
    if customers.contains_key(&id) {
        return Err(bad_request(&format!("there is a customer `{id}` already")));
    }
    let now = Value::from(milliseconds_since_1970());
    customer.insert("createTime".to_owned(), now.clone());
    customer.insert("updateTime".to_owned(), now);
    customers.insert(id, customer.clone());
    Ok(Json(customer.into()))
}

async fn update(State(customers): State<Customers>, body: Body) -> Answer {
    let changes = body::read(body, CUSTOMER).map_err(|problem| bad_request(&problem))?;
    let mut customers = lock(&customers);
    let customer = find(&mut customers, &changes)?;
    customer.extend(changes);
    customer.insert("updateTime".to_owned(), milliseconds_since_1970().into());
    Ok(Json(customer.clone().into()))
}

async fn assign(State(customers): State<Customers>, body: Body) -> Answer {
    let mut assignment = body::read(body, ASSIGNMENT).map_err(|problem| bad_request(&problem))?;
    find(&mut lock(&customers), &assignment)?;
    assignment.entry("startTime").or_insert_with(|| milliseconds_since_1970().into());
    Ok(Json(assignment.into()))
}

/// The customer that a body names. An unknown one is the body's fault, hence 400: 404 is for paths.
fn find<'a>(customers: &'a mut BTreeMap<String, Object>, body: &Object) -> Result<&'a mut Object, Refusal> {
    let id = text(body, "customerId");
    customers.get_mut(id).ok_or_else(|| bad_request(&format!("there is no customer `{id}`")))
}

fn bad_request(problem: &str) -> Refusal {
    refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", problem)
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Refusal {
    (status, Json(json!({ "code": code, "message": message })))
}

fn milliseconds_since_1970() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Method;
    use serde_json::{Value, json};

    use crate::sandbox::probe::{Probe, Seen};
    use crate::sandbox::{AMBERFLO_KEY, Vendor};

    const ASSIGN: &str = "/payments-pricing-amberflo-customer-pricing";

    fn probe() -> Probe {
        Probe::new(Vendor::Amberflo, &[("X-API-KEY", AMBERFLO_KEY)])
    }

    fn acme() -> Value {
        json!({ "customerId": "c-42", "customerName": "Acme Corp" })
    }

    async fn put(probe: &Probe, body: Value) -> Seen {
        probe.send(Method::PUT, "/customers", Body::from(body.to_string())).await
    }

    #[tokio::test]
    async fn asks_for_the_key() {
        for headers in [&[][..], &[("X-API-KEY", "another")], &[("key", AMBERFLO_KEY)]] {
            let stranger = probe().with_headers(headers);
            stranger.get("/customers/c-42").await.is_refused(401, "API key");
            stranger.post("/customers", acme()).await.is_refused(401, "API key");
            put(&stranger, acme()).await.is_refused(401, "API key");
            stranger.post(ASSIGN, json!({})).await.is_refused(401, "API key");
        }
    }

    #[tokio::test]
    async fn finds_a_customer_only_after_its_creation() {
        let probe = probe();
        let missing = probe.get("/customers/c-42").await;
        missing.is_refused(404, "`c-42`");
        assert_eq!(missing.body["code"], "NOT_FOUND");

        let created = probe.post("/customers", acme()).await.accepted();
        assert_eq!(created["customerId"], "c-42");
        assert_eq!(created["createTime"], created["updateTime"]);
        assert!(created["createTime"].is_i64());
        assert_eq!(probe.get("/customers/c-42").await.accepted(), created);
    }

    #[tokio::test]
    async fn decodes_an_identifier_in_a_path() {
        let probe = probe();
        probe.post("/customers", json!({ "customerId": "a/b c?d", "customerName": "Odd" })).await.accepted();
        assert_eq!(probe.get("/customers/a%2Fb%20c%3Fd").await.accepted()["customerName"], "Odd");
    }

    #[tokio::test]
    async fn creates_a_customer_once() {
        let probe = probe();
        probe.post("/customers", acme()).await.accepted();
        probe.post("/customers", acme()).await.is_refused(400, "already");
    }

    #[tokio::test]
    async fn updates_what_is_named_and_keeps_the_rest() {
        let probe = probe();
        put(&probe, acme()).await.is_refused(400, "no customer `c-42`");

        let mut customer = acme();
        customer["customerEmail"] = "billing@acme.example".into();
        let created = probe.post("/customers", customer).await.accepted();
        let change = json!({ "customerId": "c-42", "customerName": "Acme Inc", "createTime": 1, "unheard": "of" });
        let updated = put(&probe, change).await.accepted();
        assert_eq!(updated["customerName"], "Acme Inc");
        assert_eq!(updated["customerEmail"], "billing@acme.example");
        assert_eq!(updated["createTime"], created["createTime"]);
        assert_eq!(updated.get("unheard"), None);
        assert_eq!(probe.get("/customers/c-42").await.accepted(), updated);
    }

    #[tokio::test]
    async fn checks_the_body() {
        let probe = probe();
        let cases = [
            (json!([]), "object"),
            (json!({ "customerName": "Acme" }), "`customerId` is required"),
            (json!({ "customerId": "c" }), "`customerName` is required"),
            (json!({ "customerId": 42, "customerName": "Acme" }), "`customerId`: must be a string"),
            (json!({ "customerId": "c", "customerName": "A", "customerEmail": null }), "`customerEmail`"),
            (json!({ "customerId": "c", "customerName": "A", "test": "yes" }), "`test`: must be a boolean"),
            (json!({ "customerId": "c", "customerName": "A", "lifecycleStage": "TRIAL" }), "one of ONBOARDING, TRAIL"),
            (json!({ "customerId": "c", "customerName": "A", "traits": { "a": 1 } }), "an object of strings"),
            (json!({ "customerId": "c", "customerName": "A", "address": { "line1": "1" } }), "`city` is required"),
            (json!({ "customerId": "c", "customerName": "A", "address": "here" }), "`address`: must be an object"),
        ];
        for (body, reason) in cases {
            probe.post("/customers", body.clone()).await.is_refused(400, reason);
            put(&probe, body).await.is_refused(400, reason);
        }
        probe.send(Method::POST, "/customers", Body::from("{")).await.is_refused(400, "JSON");
        probe.get("/customers/c").await.is_refused(404, "`c`");
    }

    #[tokio::test]
    async fn assigns_a_plan_to_a_known_customer() {
        let probe = probe();
        let assignment = json!({ "customerId": "c-42", "productId": "plan", "startTime": 1_718_153_645_993_i64 });
        probe.post(ASSIGN, assignment.clone()).await.is_refused(400, "no customer `c-42`");

        probe.post("/customers", acme()).await.accepted();
        assert_eq!(probe.post(ASSIGN, assignment.clone()).await.accepted(), assignment);
        let at_once = probe.post(ASSIGN, json!({ "customerId": "c-42", "productId": "plan" })).await.accepted();
        assert!(at_once["startTime"].is_i64());
        probe.post(ASSIGN, json!({ "customerId": "c-42" })).await.is_refused(400, "`productId` is required");
        let mut late = assignment;
        late["startTime"] = "tomorrow".into();
        probe.post(ASSIGN, late).await.is_refused(400, "`startTime`: must be an integer");
    }
}
