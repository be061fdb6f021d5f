//! 1Password: accounts that a partner opens for its customers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::body::{self, Body, Kind, Object, Property, optional, required, text};
use super::{Answer, ONEPASSWORD_TOKEN, Refusal, has_header, lock};

/// By the identifiers that their partner chose.
type Accounts = Arc<Mutex<BTreeMap<String, Object>>>;

const NEW_ACCOUNT: &[Property] = &[
    required("account_uid", Kind::Text),
    required("account_type", Kind::OneOf(&["I", "F"])),
    required("domain", Kind::Text),
    optional("ends_at", Kind::Text),
];
const CHANGES: &[Property] = &[optional("ends_at", Kind::Text)];

/// The longest identifier, in characters.
const LONGEST_UID: usize = 200;

pub(super) fn router() -> Router {
    Router::new()
        .route("/partners/accounts", post(create))
        .route("/partners/accounts/{account_uid}", get(read).patch(update))
        .route_layer(from_fn(authenticate))
        .with_state(Accounts::default())
}

async fn authenticate(request: Request, next: Next) -> Response {
    let expected = format!("Bearer {ONEPASSWORD_TOKEN}");
    if has_header(request.headers(), header::AUTHORIZATION.as_str(), &expected) {
        return next.run(request).await;
    }
    refuse(StatusCode::UNAUTHORIZED, "unauthorized", "the bearer token is missing or wrong").into_response()
}

async fn create(State(accounts): State<Accounts>, body: Body) -> Result<(StatusCode, Json<Value>), Refusal> {
    let mut account = body::read(body, NEW_ACCOUNT).map_err(|problem| bad_request(&problem))?;
    let uid = text(&account, "account_uid").to_owned();
    if !is_uid(&uid) {
        return Err(bad_request("`account_uid`: must be letters, digits, hyphens and periods, 200 at most"));
    }
    let mut accounts = lock(&accounts);
    if accounts.contains_key(&uid) {
        let message = format!("there is an account `{uid}` already");
        return Err(refuse(StatusCode::CONFLICT, "conflict", &message));
    }
    account.insert("status".to_owned(), "entitled".into());
    account.insert("activation_token".to_owned(), format!("sandbox-activation-{}", accounts.len() + 1).into());
    accounts.insert(uid, account.clone());
    Ok((StatusCode::CREATED, Json(account.into())))
}

async fn read(State(accounts): State<Accounts>, Path(uid): Path<String>) -> Answer {
    let mut accounts = lock(&accounts);
    Ok(Json(find(&mut accounts, &uid)?.clone().into()))
}

async fn update(State(accounts): State<Accounts>, Path(uid): Path<String>, body: Body) -> Answer {
    let changes = body::read(body, CHANGES).map_err(|problem| bad_request(&problem))?;
    let mut accounts = lock(&accounts);
    let account = find(&mut accounts, &uid)?;
    account.extend(changes);
    Ok(Json(account.clone().into()))
}

fn find<'a>(accounts: &'a mut BTreeMap<String, Object>, uid: &str) -> Result<&'a mut Object, Refusal> {
    accounts.get_mut(uid).ok_or_else(|| {
        let message = format!("there is no account `{uid}`");
        refuse(StatusCode::NOT_FOUND, "not_found", &message)
    })
}

fn is_uid(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (1..=LONGEST_UID).contains(&text.len()) && text.bytes().all(allowed)
}

fn bad_request(problem: &str) -> Refusal {
    refuse(StatusCode::BAD_REQUEST, "bad_request", problem)
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Refusal {
    (status, Json(json!({ "status": status.as_u16(), "message": message, "code": code })))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Method, StatusCode};
    use serde_json::{Value, json};

    use super::LONGEST_UID;
    use crate::sandbox::probe::{Probe, Seen};
    use crate::sandbox::{ONEPASSWORD_TOKEN, Vendor};

    const ACCOUNTS: &str = "/partners/accounts";

    fn probe() -> Probe {
        Probe::new(Vendor::OnePassword, &[("Authorization", &format!("Bearer {ONEPASSWORD_TOKEN}"))])
    }

    fn account() -> Value {
        json!({ "account_uid": "family-7", "account_type": "F", "domain": "family.example" })
    }

    async fn patch(probe: &Probe, uid: &str, body: Value) -> Seen {
        probe.send(Method::PATCH, &format!("{ACCOUNTS}/{uid}"), Body::from(body.to_string())).await
    }

    #[tokio::test]
    async fn asks_for_the_bearer_token() {
        for value in ["", "Bearer another", ONEPASSWORD_TOKEN] {
            let stranger = probe().with_headers(&[("Authorization", value)]);
            let refused = stranger.post(ACCOUNTS, account()).await;
            refused.is_refused(401, "bearer token");
            assert_eq!(refused.body["status"], 401);
            stranger.get("/partners/accounts/family-7").await.is_refused(401, "bearer token");
            patch(&stranger, "family-7", json!({})).await.is_refused(401, "bearer token");
        }
        probe().with_headers(&[]).post(ACCOUNTS, account()).await.is_refused(401, "bearer token");
    }

    #[tokio::test]
    async fn keeps_an_account_and_its_end() {
        let probe = probe();
        probe.get("/partners/accounts/family-7").await.is_refused(404, "`family-7`");
        patch(&probe, "family-7", json!({})).await.is_refused(404, "`family-7`");

        let created = probe.post(ACCOUNTS, account()).await;
        assert_eq!(created.status, StatusCode::CREATED);
        let mut expected = account();
        expected["status"] = "entitled".into();
        expected["activation_token"] = "sandbox-activation-1".into();
        assert_eq!(created.body, expected);
        assert_eq!(probe.get("/partners/accounts/family-7").await.accepted(), expected);

        let end = "2030-01-31T00:00:00Z";
        expected["ends_at"] = end.into();
        assert_eq!(
            patch(&probe, "family-7", json!({ "ends_at": end, "domain": "ignored" })).await.accepted(),
            expected
        );
        assert_eq!(probe.get("/partners/accounts/family-7").await.accepted(), expected);
    }

    #[tokio::test]
    async fn opens_an_account_once() {
        let probe = probe();
        probe.post(ACCOUNTS, account()).await;
        probe.post(ACCOUNTS, account()).await.is_refused(409, "already");
    }

    #[tokio::test]
    async fn checks_the_body() {
        let probe = probe();
        for name in ["account_uid", "account_type", "domain"] {
            let mut body = account();
            body.as_object_mut().unwrap().remove(name);
            probe.post(ACCOUNTS, body.clone()).await.is_refused(400, &format!("`{name}` is required"));
            body[name] = 7.into();
            probe.post(ACCOUNTS, body).await.is_refused(400, &format!("`{name}`: must be"));
        }
        let mut body = account();
        body["account_type"] = "B".into();
        probe.post(ACCOUNTS, body).await.is_refused(400, "one of I, F");
        for uid in ["", "a b", "a/b", &"x".repeat(LONGEST_UID + 1)] {
            let mut body = account();
            body["account_uid"] = uid.into();
            probe.post(ACCOUNTS, body).await.is_refused(400, "`account_uid`");
        }
        probe.post(ACCOUNTS, account()).await;
        patch(&probe, "family-7", json!({ "ends_at": 2030 })).await.is_refused(400, "`ends_at`: must be a string");
    }
}
