//! Tokens of OAuth 2.0 for programs that act for themselves (RFC 6749, section 4.4).
//!
//! Only with feature `oauth2`.
//!
//! ```
//! # use arazzo::{Bearer, Client, Scheme, Source};
//! # const API: Source = Source::new("shop", "openapi/shop.yml", "shop", "pay::SHOP");
//! # const TOKEN: Scheme<Bearer> = Scheme::bearer(API, "token", "pay::TOKEN");
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use arazzo::oauth2::client_credentials;
//!
//! let secret = "from a safe place";
//! let login = client_credentials("https://login.shop.example/token", "my-service", secret).scope("pay");
//! let client = Client::builder().credential_provider(TOKEN, login.provider()?).build()?;
//! # let _ = client; Ok(())
//! # }
//! ```

use crate::base::is_readable_on_the_way;
use crate::client::{Credential, http_client};
use crate::{Bearer, BoxError, Error, IntoCredential};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a token endpoint may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A response of a token endpoint is short; of more bytes nothing is read.
const LONGEST: usize = 64 << 10;

/// Where tokens come from, and for what: see [`client_credentials`].
pub struct ClientCredentials {
    token_url: String,
    id: String,
    secret: String,
    scopes: Vec<String>,
    audience: Option<String>,
    in_body: bool,
    http: Option<reqwest::ClientBuilder>,
}

/// Tokens of the grant `client_credentials`, from the token endpoint at `token_url`. The id and the secret go there by basic
/// authentication (RFC 6749, section 2.3.1); see [`in_body`](ClientCredentials::in_body).
///
/// A token is asked for when a request first needs it, is shared by all runs of the client, and is asked for anew a minute before it
/// expires and after a response with status 401. Where no response comes, or one of the server's own troubles (429 and 500 to 599), it
/// is asked for once more.
pub fn client_credentials(
    token_url: impl Into<String>,
    id: impl Into<String>,
    secret: impl Into<String>,
) -> ClientCredentials {
    ClientCredentials {
        token_url: token_url.into(),
        id: id.into(),
        secret: secret.into(),
        scopes: Vec::new(),
        audience: None,
        in_body: false,
        http: None,
    }
}

impl ClientCredentials {
    /// Asks for a scope. Several calls ask for several.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sends the parameter `audience`, which some servers demand.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Sends id and secret as `client_id` and `client_secret` in the body, for servers that know no basic authentication.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// The HTTP client to use instead of one with the settings of [`Client`](crate::Client): proxies, TLS and time-outs are yours.
    /// Redirects are switched off in it, because they would carry the secret to another place.
    #[must_use]
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// What [`credential_provider`](crate::ClientBuilder::credential_provider) takes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): `token_url` is no absolute URL of https, or of http on this
    /// machine, so that anybody on the way could read the secret; or the HTTP client cannot be built.
    pub fn provider(mut self) -> Result<impl Fn() -> TokenFuture + Send + Sync + 'static, Error> {
        let wrong = |why: &str| Error::configuration(format!("the token URL `{}` {why}", self.token_url));
        let url = Url::parse(&self.token_url).map_err(|_| wrong("is not an absolute URL"))?;
        if !matches!(url.scheme(), "http" | "https") || is_readable_on_the_way(&url) {
            return Err(wrong("has to be https: a secret is sent there"));
        }
        let http = http_client(self.http.take())?;
        let endpoint = Arc::new(Endpoint { url, http, body: self.body(), basic: self.basic()? });
        Ok(move || TokenFuture(Box::pin(token(Arc::clone(&endpoint)))))
    }

    fn body(&self) -> String {
        let scope = self.scopes.join(" ");
        let mut pairs = vec![("grant_type", "client_credentials")];
        pairs.extend((!scope.is_empty()).then_some(("scope", scope.as_str())));
        pairs.extend(self.audience.as_deref().map(|audience| ("audience", audience)));
        if self.in_body {
            pairs.extend([("client_id", self.id.as_str()), ("client_secret", self.secret.as_str())]);
        }
        pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    fn basic(&self) -> Result<Option<HeaderValue>, Error> {
        if self.in_body {
            return Ok(None);
        }
        // Both are encoded as in a form before they are joined.
        let pair = STANDARD.encode(format!("{}:{}", encoded(&self.id), encoded(&self.secret)));
        let mut value = HeaderValue::try_from(format!("Basic {pair}"))
            .map_err(|_| Error::configuration("the client id and the secret cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Some(value))
    }
}

/// Shows no secret.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token_url, id, scopes, audience, .. } = self;
        let mut shown = f.debug_struct("ClientCredentials");
        shown.field("token_url", token_url).field("id", id).field("scopes", scopes).field("audience", audience);
        shown.finish_non_exhaustive()
    }
}

/// A text as it stands in a form.
fn encoded(text: &str) -> String {
    let Ok(mut url) = Url::parse("form:") else { return String::new() };
    url.query_pairs_mut().append_pair("", text);
    url.query().and_then(|pair| pair.strip_prefix('=')).unwrap_or_default().to_owned()
}

/// A token on its way.
pub struct TokenFuture(crate::effects::BoxFuture<'static, Result<Token, BoxError>>);

impl Future for TokenFuture {
    type Output = Result<Token, BoxError>;

    fn poll(self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        self.get_mut().0.as_mut().poll(context)
    }
}

/// A token that may expire.
pub struct Token {
    text: String,
    lasts: Option<Duration>,
}

impl IntoCredential<Bearer> for Token {
    fn into_credential(self) -> Credential {
        let credential = IntoCredential::<Bearer>::into_credential(self.text);
        Credential { lasts: self.lasts, ..credential }
    }
}

/// What is asked, and where.
struct Endpoint {
    url: Url,
    http: Client,
    body: String,
    basic: Option<HeaderValue>,
}

async fn token(endpoint: Arc<Endpoint>) -> Result<Token, BoxError> {
    match endpoint.ask().await {
        Err(Failure { why: _, again: true }) => endpoint.ask().await.map_err(|failure| failure.why),
        answer => answer.map_err(|failure| failure.why),
    }
}

/// Why there is no token, and whether to ask once more.
struct Failure {
    why: BoxError,
    again: bool,
}

impl Failure {
    fn last(why: impl Into<BoxError>) -> Self {
        Self { why: why.into(), again: false }
    }
}

/// The response of RFC 6749, section 5.1.
#[derive(Deserialize)]
struct Issued {
    access_token: String,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Option<f64>,
}

/// The response of RFC 6749, section 5.2.
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Endpoint {
    async fn ask(&self) -> Result<Token, Failure> {
        let mut request = self.http.post(self.url.clone()).timeout(PATIENCE).body(self.body.clone());
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").header(ACCEPT, "application/json");
        if let Some(basic) = &self.basic {
            request = request.header(AUTHORIZATION, basic.clone());
        }
        let lost = |why: reqwest::Error| Failure { why: why.without_url().into(), again: true };
        let mut response = request.send().await.map_err(lost)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Failure::last(format!(
                    "the response of the token endpoint is longer than {LONGEST} bytes"
                )));
            }
            body.extend_from_slice(&chunk);
        }
        if status.is_success() { issued(&body) } else { Err(refused(status, &body)) }
    }
}

fn issued(body: &[u8]) -> Result<Token, Failure> {
    // What serde says could quote the body.
    let issued: Issued = serde_json::from_slice(body)
        .map_err(|_| Failure::last("the response of the token endpoint is no JSON object with an `access_token`"))?;
    if issued.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(Failure::last("the token endpoint gives a token of another type than `Bearer`"));
    }
    let lasts = issued.expires_in.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Ok(Token { text: issued.access_token, lasts })
}

fn refused(status: StatusCode, body: &[u8]) -> Failure {
    // A word of a list, which holds no secret; anything else could.
    let is_word =
        |error: &String| error.len() <= 64 && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let word = serde_json::from_slice::<Refused>(body).ok().map(|refused| refused.error).filter(is_word);
    let word = word.map(|word| format!(": {word}")).unwrap_or_default();
    let again = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    Failure { why: format!("the token endpoint gave the status {status}{word}").into(), again }
}
