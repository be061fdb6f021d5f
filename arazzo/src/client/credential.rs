//! Credential values: held, provided, applied.

use crate::effects::BoxFuture;
use crate::error::BoxError;
use crate::{ApiKey, Basic, Bearer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::time::Duration;
use tokio::sync::Mutex;

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::ApiKey {}
    impl Sealed for crate::Bearer {}
    impl Sealed for crate::Basic {}
}

/// A kind of credential: [`ApiKey`], [`Bearer`] or [`Basic`].
pub trait SchemeKind: sealed::Sealed {}

impl SchemeKind for ApiKey {}
impl SchemeKind for Bearer {}
impl SchemeKind for Basic {}

/// What can be used as the value of a scheme of kind `K`: anything that becomes a string for [`ApiKey`] and
/// [`Bearer`], a pair of user name and password for [`Basic`].
pub trait IntoCredential<K: SchemeKind> {
    /// The value as it is sent.
    #[doc(hidden)]
    fn into_credential(self) -> Credential;
}

impl<V: Into<String>> IntoCredential<ApiKey> for V {
    fn into_credential(self) -> Credential {
        Credential::plain(self.into())
    }
}

impl<V: Into<String>> IntoCredential<Bearer> for V {
    fn into_credential(self) -> Credential {
        Credential::plain(self.into())
    }
}

impl<U: Into<String>, P: Into<String>> IntoCredential<Basic> for (U, P) {
    fn into_credential(self) -> Credential {
        let (user, password) = (self.0.into(), self.1.into());
        let sent = STANDARD.encode(format!("{user}:{password}"));
        // RFC 7617: the first colon ends the user name.
        Credential { fits: !user.contains(':'), secrets: vec![sent.clone(), password], sent, lasts: None }
    }
}

/// A credential's value. Never shown.
#[doc(hidden)]
#[derive(Clone)]
pub struct Credential {
    /// The text that goes into the request, without `Bearer` or `Basic`.
    pub(crate) sent: String,
    /// What to remove from messages.
    pub(crate) secrets: Vec<String>,
    /// Whether it can be sent at all.
    pub(crate) fits: bool,
    /// How long it may be used, where that is known.
    pub(crate) lasts: Option<Duration>,
}

impl Credential {
    fn plain(value: String) -> Self {
        let fits = !value.is_empty() && !value.chars().any(char::is_control);
        Self { secrets: vec![value.clone()], sent: value, fits, lasts: None }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::redact::REDACTED)
    }
}

pub(crate) type Ask = Box<dyn Fn() -> BoxFuture<'static, Result<Credential, BoxError>> + Send + Sync>;

/// Where a scheme's credential comes from.
pub(crate) enum Holder {
    Fixed(Credential),
    Provided(Provider),
}

/// A user's function that gets credentials, and the one it got last.
pub(crate) struct Provider {
    ask: Ask,
    // An asynchronous lock, held while the provider is asked: concurrent runs wait for one answer.
    last: Mutex<Option<Issued>>,
}

/// A credential with the number of the provider's answer that it was.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) credential: Credential,
    number: u64,
    /// When to ask for another one, by the clock for deadlines.
    until: Option<Duration>,
}

impl Provider {
    pub(crate) fn new(ask: Ask) -> Self {
        Self { ask, last: Mutex::new(None) }
    }

    /// The cached credential, or a new one; `rejected` is one that the API did not accept. `clock` is the time that credentials are
    /// used in.
    pub(crate) async fn get(
        &self,
        rejected: Option<&Issued>,
        clock: impl Fn() -> Duration,
    ) -> Result<Issued, BoxError> {
        let mut last = self.last.lock().await;
        let refused = rejected.map_or(0, |issued| issued.number);
        let is_good = |known: &&Issued| known.number > refused && known.until.is_none_or(|until| clock() < until);
        if let Some(known) = last.as_ref().filter(is_good) {
            return Ok(known.clone());
        }
        let credential = (self.ask)().await?;
        let number = last.as_ref().map_or(1, |known| known.number + 1);
        let until = credential.lasts.map(|lasts| clock().saturating_add(lasts.saturating_sub(margin(lasts))));
        let issued = Issued { credential, number, until };
        *last = Some(issued.clone());
        Ok(issued)
    }
}

/// How long before its end a credential is replaced: a request with it may take a while.
fn margin(lasts: Duration) -> Duration {
    (lasts / 10).min(Duration::from_secs(60))
}
