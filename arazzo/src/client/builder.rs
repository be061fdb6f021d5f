//! Building a [`Client`].

use super::credential::Provider;
use super::tls::Tls;
use super::{Client, Credential, Holder, IntoCredential, OutgoingRequest, SchemeKind, Settings, hook, tls};
use crate::base::Base;
use crate::effects::{Live, World};
use crate::error::BoxError;
use crate::redact::Secrets;
use crate::rt::Plans;
use crate::scheme::AnyScheme;
use crate::{Error, Event, Limits, Scheme, Source};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Settings for a [`Client`]; start with [`Client::builder`].
#[derive(Default)]
#[must_use = "call `.build()`"]
pub struct ClientBuilder {
    http: Option<reqwest::ClientBuilder>,
    http_as_is: Option<reqwest::Client>,
    bases: HashMap<Source, Base>,
    only_overridden: bool,
    credentials: HashMap<AnyScheme, Arc<Holder>>,
    anonymous: bool,
    hook: Option<hook::Hook>,
    observer: Option<super::Observer>,
    limits: Limits,
    plain_http: HashSet<Source>,
    follow_redirects: bool,
    #[cfg(feature = "durable")]
    recognition: crate::durable::Recognition,
    secrets: Secrets,
    /// The first mistake; `build` reports it.
    mistake: Option<Error>,
    #[cfg(feature = "testing")]
    clock: Option<crate::testing::VirtualClock>,
    #[cfg(feature = "testing")]
    script: Option<crate::testing::Script>,
    #[cfg(feature = "testing")]
    recording: Option<crate::testing::Recording>,
}

impl ClientBuilder {
    /// The HTTP client to use: proxies, TLS and timeouts are yours. Redirects are switched off in it, because reqwest
    /// would carry an API key to another origin; see
    /// [`follow_same_origin_redirects`](Self::follow_same_origin_redirects).
    ///
    /// Without this, connecting may take 30 s and a response may pause for 120 s.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// The HTTP client to use, exactly as it is. If it follows redirects, it takes headers along.
    ///
    /// With feature `rustls`, reqwest cannot build a client before the process has a rustls crypto provider: install
    /// one first, or use [`http`](Self::http), where this is taken care of.
    pub fn http_client_as_is(mut self, http: reqwest::Client) -> Self {
        self.http_as_is = Some(http);
        self
    }

    /// Where the API of `source` is. Replaces scheme, host and base path of every server that the description names,
    /// at every level. Must be an absolute http or https URL, otherwise [`build`](Self::build) fails.
    pub fn base_url(mut self, source: Source, url: impl Into<String>) -> Self {
        match Base::parse(&url.into()) {
            Ok(base) => {
                self.bases.insert(source, base);
            }
            Err(why) => {
                self.remember(format!("the URL given to `.base_url({}, …)` is wrong: {why}", source.constant()));
            }
        }
        self
    }

    /// Makes a request to any source without a [`base_url`](Self::base_url) an error: in tests, nothing can reach the
    /// real API by mistake.
    pub fn only_overridden(mut self) -> Self {
        self.only_overridden = true;
        self
    }

    /// The credential for a security scheme: a string for [`ApiKey`](crate::ApiKey) and [`Bearer`](crate::Bearer), the
    /// pair of user name and password for [`Basic`](crate::Basic). A step's own parameter wins over it.
    pub fn credential<K: SchemeKind>(mut self, scheme: Scheme<K>, value: impl IntoCredential<K>) -> Self {
        let (scheme, credential) = (scheme.any(), value.into_credential());
        if !credential.fits {
            self.remember(unfit(scheme));
        }
        for secret in &credential.secrets {
            self.secrets.add(secret);
        }
        self.credentials.insert(scheme, Arc::new(Holder::Fixed(credential)));
        self
    }

    /// A function that gets the credential for a security scheme. It is asked when the credential is first needed;
    /// the answer is kept. After a response with status 401 it is asked once more, and the request is sent once more.
    ///
    /// ```
    /// # use arazzo::{Bearer, Client, Scheme, Source};
    /// # const API: Source = Source::new("shop", "openapi/billing.yml", "billingApi", "pay::BILLING_API");
    /// # const TOKEN: Scheme<Bearer> = Scheme::bearer(API, "token", "pay::TOKEN");
    /// let client = Client::builder().credential_provider(TOKEN, || async { Ok("a fresh token".to_owned()) });
    /// ```
    pub fn credential_provider<K, V, F, A>(mut self, scheme: Scheme<K>, provider: F) -> Self
    where
        K: SchemeKind,
        V: IntoCredential<K>,
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<V, BoxError>> + Send + 'static,
    {
        let ask = move || {
            let answer = provider();
            let converted = async move { answer.await.map(IntoCredential::into_credential) };
            Box::pin(converted) as crate::effects::BoxFuture<'static, Result<Credential, BoxError>>
        };
        let holder = Holder::Provided(Provider::new(Box::new(ask)));
        self.credentials.insert(scheme.any(), Arc::new(holder));
        self
    }

    /// Sends requests without the credentials that their operations demand, where there are none.
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// A function that sees every request just before it is sent and may add headers, for signatures and the like.
    /// If it fails, nothing is sent and the workflow fails with
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration).
    pub fn on_request<F>(mut self, hook: F) -> Self
    where
        F: Fn(&mut OutgoingRequest<'_>) -> Result<(), BoxError> + Send + Sync + 'static,
    {
        self.hook = Some(Box::new(hook));
        self
    }

    /// A function that is told what happens; see [`Event`].
    pub fn observer<F: Fn(&Event<'_>) + Send + Sync + 'static>(mut self, observer: F) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Bounds of one run.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Lets credentials go to this source over plain http even if it is not on this machine.
    pub fn allow_plain_http(mut self, source: Source) -> Self {
        self.plain_http.insert(source);
        self
    }

    /// Whether up to 10 redirects to the same scheme, host and port are followed. Off by default. Any other redirect
    /// is the response that the workflow sees.
    pub fn follow_same_origin_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = follow;
        self
    }

    /// In durable runs, a request to `source` that may change something has a key in this header, often `Idempotency-Key`: a UUID that
    /// is the same when the request is sent again because its answer was lost. Say so only of an API that honours it: it answers a key
    /// that it knows with what it has done already. A step that sets the header itself keeps its value.
    ///
    /// An operation that declares a header of that name needs no call.
    #[cfg(feature = "durable")]
    pub fn idempotency(mut self, source: Source, header: &str) -> Self {
        match super::check_header(header) {
            Ok(name) => {
                self.recognition.headers.insert(source, name);
            }
            Err(why) => {
                self.remember(format!("the header given to `.idempotency({}, …)` is wrong: {why}", source.constant()));
            }
        }
        self
    }

    /// In durable runs, sends a request again that may have been carried out, and that the API has no key to recognise by. Without this
    /// it is [`ErrorKind::InDoubt`](crate::ErrorKind::InDoubt).
    #[cfg(feature = "durable")]
    pub fn resend_in_doubt(mut self) -> Self {
        self.recognition.resends = true;
        self
    }

    /// Waits on this clock instead of the real one.
    #[cfg(feature = "testing")]
    pub fn clock(mut self, clock: crate::testing::VirtualClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sends requests to this script instead of the network.
    #[cfg(feature = "testing")]
    pub fn script(mut self, script: crate::testing::Script) -> Self {
        self.script = Some(script);
        self
    }

    /// Remembers in this recording what is sent and received.
    #[cfg(feature = "testing")]
    pub fn record(mut self, recording: crate::testing::Recording) -> Self {
        self.recording = Some(recording);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): a base URL or a credential cannot be used, or
    /// the HTTP client cannot be built.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        let tls = self.tls();
        let world = self.world()?;
        let settings = Settings {
            world,
            bases: self.bases,
            only_overridden: self.only_overridden,
            tls,
            credentials: self.credentials,
            anonymous: self.anonymous,
            hook: self.hook,
            observer: self.observer,
            limits: self.limits,
            plain_http: self.plain_http,
            follow_redirects: self.follow_redirects,
            #[cfg(feature = "durable")]
            recognition: self.recognition,
            secrets: self.secrets,
            plans: Plans::default(),
            #[cfg(feature = "testing")]
            recording: self.recording,
        };
        Ok(Client {
            settings: Arc::new(settings),
            caller: None,
            #[cfg(feature = "durable")]
            journal: None,
        })
    }

    /// A client that is given knows best what it can do.
    fn tls(&self) -> Tls {
        #[cfg(feature = "testing")]
        if self.script.is_some() {
            return Tls::There;
        }
        if self.http.is_some() || self.http_as_is.is_some() { Tls::There } else { Tls::BUILT }
    }

    fn live(&mut self) -> Result<Live, Error> {
        if let Some(http) = self.http_as_is.take() {
            return Ok(Live { http });
        }
        http_client(self.http.take()).map(|http| Live { http })
    }

    #[cfg(not(feature = "testing"))]
    fn world(&mut self) -> Result<World, Error> {
        self.live().map(World::Real)
    }

    #[cfg(feature = "testing")]
    fn world(&mut self) -> Result<World, Error> {
        use crate::testing::{Clocked, Recorded, Scripted};
        let world = match self.script.take() {
            Some(script) => World::Made(Box::new(Scripted(script))),
            None => World::Real(self.live()?),
        };
        let world = match self.clock.take() {
            Some(clock) => World::Made(Box::new(Clocked { world, clock })),
            None => world,
        };
        Ok(match self.recording.clone() {
            Some(recording) => World::Made(Box::new(Recorded { world, recording })),
            None => world,
        })
    }

    fn remember(&mut self, mistake: String) {
        self.mistake.get_or_insert_with(|| Error::configuration(mistake));
    }
}

/// What to say of a credential that no request can carry.
pub(crate) fn unfit(scheme: AnyScheme) -> String {
    let constant = scheme.constant();
    format!(
        "the credential for `{constant}` cannot be sent: it is empty, has a control character, or a colon in the user name"
    )
}

/// An HTTP client that follows no redirect; without settings one that does not wait for ever.
pub(crate) fn http_client(http: Option<reqwest::ClientBuilder>) -> Result<reqwest::Client, Error> {
    tls::ensure_provider();
    let built = http.unwrap_or_else(default_http).redirect(reqwest::redirect::Policy::none()).build();
    built.map_err(|why| Error::configuration("the HTTP client cannot be built").caused_by(Arc::new(why)))
}

/// A client that does not wait for ever.
fn default_http() -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder()
        .user_agent(concat!("arazzo/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(30))
        .read_timeout(Duration::from_secs(120));
    // Only what features of this crate ask for: another crate may have turned on more in reqwest.
    let http = http.no_brotli().no_zstd();
    let http = if cfg!(feature = "gzip") { http } else { http.no_gzip() };
    if cfg!(feature = "deflate") { http } else { http.no_deflate() }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_urls", &self.bases).finish_non_exhaustive()
    }
}
