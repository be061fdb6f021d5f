//! Soracom: monthly bills, and the export of their details, which takes a while.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Answer, Refusal, SORACOM_KEY, SORACOM_MONTH, SORACOM_TOKEN, has_header, lock};

/// Month and amount of every bill.
const BILLS: &[(&str, f64)] = &[("202207", 1_480.5), (SORACOM_MONTH, 1_625.0)];

/// How many times an export is still being made when asked after.
const POLLS_WHILE_PROCESSING: u32 = 2;

/// How often each export was asked after, by its identifier.
type Exports = Arc<Mutex<BTreeMap<String, u32>>>;

pub(super) fn router() -> Router {
    Router::new()
        .route("/bills/{month}", get(read))
        .route("/bills/{month}/export", post(export))
        .route("/files/exported/{id}", get(poll))
        .route_layer(from_fn(authenticate))
        .with_state(Exports::default())
}

async fn authenticate(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let key = has_header(headers, "x-soracom-api-key", SORACOM_KEY);
    let token = has_header(headers, "x-soracom-token", SORACOM_TOKEN);
    if key && token {
        return next.run(request).await;
    }
    refuse(StatusCode::UNAUTHORIZED, "the API key or the token is missing or wrong").into_response()
}

async fn read(Path(month): Path<String>) -> Answer {
    let amount = amount(&month)?;
    Ok(Json(json!({
        "yearMonth": month,
        "amount": amount,
        "currency": "EUR",
        "paymentStatus": "paid",
        "state": "closed",
    })))
}

async fn export(
    State(exports): State<Exports>,
    Path(month): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    amount(&month)?;
    let mut exports = lock(&exports);
    let id = format!("fe_{:08}", exports.len() + 1);
    match query.get("export_mode").map(String::as_str) {
        Some("async") => {
            let path = format!("/files/exported/{id}");
            exports.insert(id.clone(), 0);
            Ok(Json(json!({ "exportedFileId": id, "exportedFilePath": path })))
        }
        None | Some("sync") => Ok(Json(json!({ "url": download(&id) }))),
        Some(_) => Err(refuse(StatusCode::BAD_REQUEST, "`export_mode` must be `async` or `sync`")),
    }
}

async fn poll(State(exports): State<Exports>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let mut exports = lock(&exports);
    let polls =
        exports.get_mut(&id).ok_or_else(|| refuse(StatusCode::NOT_FOUND, &format!("there is no export `{id}`")))?;
    if *polls < POLLS_WHILE_PROCESSING {
        *polls += 1;
        let soon = [(header::RETRY_AFTER, "1")];
        return Ok((soon, Json(json!({ "status": "processing" }))).into_response());
    }
    Ok(Json(json!({ "status": "exported", "url": download(&id) })).into_response())
}

fn amount(month: &str) -> Result<f64, Refusal> {
    BILLS
        .iter()
        .find_map(|(known, amount)| (*known == month).then_some(*amount))
        .ok_or_else(|| refuse(StatusCode::NOT_FOUND, &format!("there is no bill for `{month}`")))
}

/// Where the file would be; the name is reserved, so that nobody ever answers there.
fn download(id: &str) -> Value {
    format!("https://files.soracom.invalid/{id}.csv").into()
}

fn refuse(status: StatusCode, message: &str) -> Refusal {
    let code = format!("SANDBOX-{}", status.as_u16());
    (status, Json(json!({ "code": code, "message": message })))
}

#[cfg(test)]
mod tests {
    use axum::http::header;
    use serde_json::{Value, json};

    use crate::sandbox::probe::Probe;
    use crate::sandbox::{SORACOM_KEY, SORACOM_MONTH, SORACOM_TOKEN, Vendor};

    const KEY: (&str, &str) = ("X-Soracom-API-Key", SORACOM_KEY);
    const TOKEN: (&str, &str) = ("X-Soracom-Token", SORACOM_TOKEN);

    fn probe() -> Probe {
        Probe::new(Vendor::Soracom, &[KEY, TOKEN])
    }

    #[tokio::test]
    async fn asks_for_both_key_and_token() {
        for headers in [&[][..], &[KEY], &[TOKEN], &[KEY, (TOKEN.0, "another")], &[(KEY.0, "another"), TOKEN]] {
            let stranger = probe().with_headers(headers);
            stranger.get("/bills/202208").await.is_refused(401, "key or the token");
            stranger.post("/bills/202208/export", Value::Null).await.is_refused(401, "key or the token");
            stranger.get("/files/exported/fe_00000001").await.is_refused(401, "key or the token");
        }
    }

    #[tokio::test]
    async fn knows_some_months() {
        let bill = probe().get(&format!("/bills/{SORACOM_MONTH}")).await.accepted();
        let expected = json!({
            "yearMonth": SORACOM_MONTH, "amount": 1625.0, "currency": "EUR", "paymentStatus": "paid", "state": "closed",
        });
        assert_eq!(bill, expected);
        probe().get("/bills/199901").await.is_refused(404, "`199901`");
        probe().post("/bills/199901/export?export_mode=async", Value::Null).await.is_refused(404, "`199901`");
    }

    #[tokio::test]
    async fn an_export_is_ready_at_the_third_poll() {
        let probe = probe();
        probe.get("/files/exported/fe_00000001").await.is_refused(404, "`fe_00000001`");
        let started = probe.post("/bills/202208/export?export_mode=async", Value::Null).await.accepted();
        let path = "/files/exported/fe_00000001";
        assert_eq!(started, json!({ "exportedFileId": "fe_00000001", "exportedFilePath": path }));
        for _ in 0..2 {
            let poll = probe.get(path).await;
            assert_eq!(poll.headers[header::RETRY_AFTER], "1");
            assert_eq!(poll.accepted(), json!({ "status": "processing" }));
        }
        let exported = json!({ "status": "exported", "url": "https://files.soracom.invalid/fe_00000001.csv" });
        for _ in 0..2 {
            let poll = probe.get(path).await;
            assert_eq!(poll.headers.get(header::RETRY_AFTER), None);
            assert_eq!(poll.accepted(), exported);
        }
    }

    #[tokio::test]
    async fn exports_do_not_share_their_progress() {
        let probe = probe();
        for id in ["fe_00000001", "fe_00000002"] {
            probe.post("/bills/202208/export?export_mode=async", Value::Null).await.accepted();
            assert_eq!(probe.get(&format!("/files/exported/{id}")).await.accepted()["status"], "processing");
        }
    }

    #[tokio::test]
    async fn an_export_can_be_waited_for() {
        for path in ["/bills/202208/export", "/bills/202208/export?export_mode=sync"] {
            let exported = probe().post(path, Value::Null).await.accepted();
            assert_eq!(exported, json!({ "url": "https://files.soracom.invalid/fe_00000001.csv" }));
        }
        probe().post("/bills/202208/export?export_mode=later", Value::Null).await.is_refused(400, "`export_mode`");
    }
}
