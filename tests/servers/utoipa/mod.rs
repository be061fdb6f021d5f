//! A print shop, as utoipa describes what axum serves. It answers with what it understood of a request.

use std::collections::HashMap;

use axum::extract::{Multipart, Path, RawForm, RawQuery};
use axum::http::{HeaderMap, StatusCode};
use axum::{Json, Router, routing};
use serde::{Deserialize, Serialize};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(info(title = "Print shop", version = "1.0.0"), paths(login, order, upload), modifiers(&Bearer))]
struct Api;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        api.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Paper {
    Plain,
    Glossy,
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Payment {
    Card { number: String },
    Transfer { iban: String },
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Order {
    #[schema(minimum = 1)]
    copies: i64,
    paper: Paper,
    note: Option<String>,
    again: Option<Paper>,
    payment: Payment,
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Login {
    user: String,
    scopes: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Token {
    token: String,
    scopes: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Seen {
    shop: String,
    tags: Vec<String>,
    page: Option<i64>,
    request_id: String,
    session: String,
    order: Order,
}

#[derive(Serialize, ToSchema)]
struct Refused {
    reason: String,
}

#[derive(Default, Serialize, ToSchema)]
struct Stored {
    name: Option<String>,
    r#type: Option<String>,
    size: usize,
    label: String,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the handler reads its parts")]
struct Upload {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    label: String,
}

pub(crate) fn description() -> String {
    Api::openapi().to_json().expect("a description is JSON")
}

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/login", routing::post(login))
        .route("/shops/{shop}/orders", routing::post(order))
        .route("/files", routing::post(upload))
}

/// The values of each name; axum's own extractors take one of each.
fn pairs(text: &[u8]) -> HashMap<String, Vec<String>> {
    let mut pairs: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(text) {
        pairs.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    pairs
}

#[utoipa::path(
    post,
    path = "/login",
    request_body(content = Login, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Token))
)]
async fn login(RawForm(form): RawForm) -> Result<Json<Token>, StatusCode> {
    let mut form = pairs(&form);
    let user = form.remove("user").and_then(|mut users| users.pop()).ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    Ok(Json(Token { token: format!("token of {user}"), scopes: form.remove("scopes").unwrap_or_default() }))
}

#[utoipa::path(
    post,
    path = "/shops/{shop}/orders",
    params(
        ("shop" = String, Path),
        ("tags" = Vec<String>, Query),
        ("page" = Option<i64>, Query),
        ("x-request-id" = String, Header),
        ("session" = String, Cookie),
    ),
    request_body = Order,
    responses((status = 201, body = Seen), (status = 401), (status = 422, body = Refused)),
    security(("bearer" = []))
)]
async fn order(
    Path(shop): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Json(order): Json<Order>,
) -> Result<(StatusCode, Json<Seen>), (StatusCode, Json<Refused>)> {
    let refused = |status, reason: &str| (status, Json(Refused { reason: reason.to_owned() }));
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if header("authorization") != "Bearer token of Ada" {
        return Err(refused(StatusCode::UNAUTHORIZED, "not logged in"));
    }
    if order.copies < 1 {
        return Err(refused(StatusCode::UNPROCESSABLE_ENTITY, "no copies"));
    }
    let mut query = pairs(query.unwrap_or_default().as_bytes());
    let page = query.remove("page").and_then(|pages| pages.first()?.parse().ok());
    let session = header("cookie").strip_prefix("session=").unwrap_or_default().to_owned();
    let tags = query.remove("tags").unwrap_or_default();
    Ok((StatusCode::CREATED, Json(Seen { shop, tags, page, request_id: header("x-request-id"), session, order })))
}

#[utoipa::path(
    post,
    path = "/files",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 200, body = Stored))
)]
async fn upload(mut parts: Multipart) -> Result<Json<Stored>, StatusCode> {
    let mut stored = Stored::default();
    while let Some(part) = parts.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        if part.name() == Some("file") {
            stored.name = part.file_name().map(str::to_owned);
            stored.r#type = part.content_type().map(str::to_owned);
            stored.size = part.bytes().await.map_err(|_| StatusCode::BAD_REQUEST)?.len();
        } else {
            stored.label = part.text().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        }
    }
    Ok(Json(stored))
}
