//! A print shop, as poem-openapi describes what poem serves. It answers with what it understood of a request.

use poem::Result;
use poem::http::StatusCode;
use poem_openapi::auth::Bearer;
use poem_openapi::param::{Cookie, Header, Path, Query};
use poem_openapi::payload::{Form, Json};
use poem_openapi::types::multipart::Upload;
use poem_openapi::{ApiResponse, Enum, Multipart, Object, OpenApi, OpenApiService, SecurityScheme, Union};
use serde::Deserialize;

pub(crate) struct Shop;

#[derive(SecurityScheme)]
#[oai(ty = "bearer")]
struct Credential(Bearer);

#[derive(Clone, Copy, Enum)]
#[oai(rename_all = "lowercase")]
enum Paper {
    Plain,
    Glossy,
}

#[derive(Object)]
struct Card {
    number: String,
}

#[derive(Object)]
struct Transfer {
    iban: String,
}

#[derive(Union)]
#[oai(discriminator_name = "kind")]
enum Payment {
    #[oai(mapping = "card")]
    Card(Card),
    #[oai(mapping = "transfer")]
    Transfer(Transfer),
}

#[derive(Object)]
struct Order {
    copies: i64,
    paper: Paper,
    note: Option<String>,
    payment: Payment,
}

/// poem reads a form by `serde_urlencoded`, which has no lists.
#[derive(Deserialize, Object)]
struct Login {
    user: String,
    scopes: String,
}

#[derive(Object)]
struct Token {
    token: String,
    scopes: Vec<String>,
}

#[derive(Object)]
struct Seen {
    shop: String,
    tags: Vec<String>,
    page: Option<i64>,
    request_id: String,
    session: String,
    order: Order,
}

#[derive(Object)]
struct Refused {
    reason: String,
}

#[derive(Object)]
struct Stored {
    name: Option<String>,
    r#type: Option<String>,
    size: u64,
    label: String,
}

#[derive(Multipart)]
struct Files {
    file: Upload,
    label: String,
}

#[derive(ApiResponse)]
enum Ordered {
    #[oai(status = 201)]
    Seen(Json<Seen>),
    #[oai(status = 401)]
    NotLoggedIn,
    #[oai(status = 422)]
    Refused(Json<Refused>),
}

#[OpenApi]
impl Shop {
    #[oai(path = "/login", method = "post")]
    async fn login(&self, form: Form<Login>) -> Json<Token> {
        let scopes = form.0.scopes.split(' ').map(str::to_owned).collect();
        Json(Token { token: format!("token of {}", form.0.user), scopes })
    }

    #[oai(path = "/shops/:shop/orders", method = "post")]
    #[expect(clippy::too_many_arguments, reason = "one for each place of a request")]
    async fn order(
        &self,
        credential: Credential,
        shop: Path<String>,
        tags: Query<Vec<String>>,
        page: Query<Option<i64>>,
        #[oai(name = "x-request-id")] request_id: Header<String>,
        session: Cookie<String>,
        order: Json<Order>,
    ) -> Ordered {
        if credential.0.token != "token of Ada" {
            return Ordered::NotLoggedIn;
        }
        if order.0.copies < 1 {
            return Ordered::Refused(Json(Refused { reason: "no copies".to_owned() }));
        }
        let (shop, tags, page) = (shop.0, tags.0, page.0);
        Ordered::Seen(Json(Seen { shop, tags, page, request_id: request_id.0, session: session.0, order: order.0 }))
    }

    #[oai(path = "/files", method = "post")]
    async fn upload(&self, files: Files) -> Result<Json<Stored>> {
        let name = files.file.file_name().map(str::to_owned);
        let r#type = files.file.content_type().map(str::to_owned);
        let content = files.file.into_vec().await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let size = content.len() as u64;
        Ok(Json(Stored { name, r#type, size, label: files.label }))
    }
}

fn service() -> OpenApiService<Shop, ()> {
    OpenApiService::new(Shop, "Print shop", "1.0.0")
}

pub(crate) fn description() -> String {
    service().spec()
}

pub(crate) fn routes() -> OpenApiService<Shop, ()> {
    service()
}
