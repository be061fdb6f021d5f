//! The four vendors' APIs as far as the workflows call them: on loopback, in memory, gone when dropped.
//!
//! It behaves as an API does, not as a mock: it asks for credentials, checks bodies, remembers what it was told and
//! answers with the shapes of the descriptions under `workflows/`. Nothing in it knows the workflows.

mod amberflo;
mod body;
mod crash;
mod onepassword;
#[cfg(test)]
mod probe;
mod soracom;
mod viam;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use crash::Crash;

use axum::http::{HeaderMap, StatusCode};
use axum::{Json, Router};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The key that Amberflo accepts, in `X-API-KEY`.
pub(crate) const AMBERFLO_KEY: &str = "sandbox-amberflo-key-not-a-secret";
/// The key that Viam accepts, in `key`.
pub(crate) const VIAM_KEY: &str = "sandbox-viam-key-not-a-secret";
/// The bearer token that 1Password accepts.
pub(crate) const ONEPASSWORD_TOKEN: &str = "sandbox-1password-token-not-a-secret";
/// The key that Soracom accepts, in `X-Soracom-API-Key`, together with the token.
pub(crate) const SORACOM_KEY: &str = "sandbox-soracom-key-not-a-secret";
/// The token that Soracom accepts, in `X-Soracom-Token`, together with the key.
pub(crate) const SORACOM_TOKEN: &str = "sandbox-soracom-token-not-a-secret";

/// The location that Viam knows. [`VIAM_FORMER_ORGANIZATION`] pays for it until somebody else does.
pub(crate) const VIAM_LOCATION: &str = "sandbox-location";
/// The organization that pays for [`VIAM_LOCATION`] at first.
pub(crate) const VIAM_FORMER_ORGANIZATION: &str = "sandbox-former-organization";
/// Another organization that Viam knows.
pub(crate) const VIAM_ORGANIZATION: &str = "sandbox-organization";
/// A month for which Soracom has a bill.
pub(crate) const SORACOM_MONTH: &str = "202208";

/// One of the APIs in the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vendor {
    /// Metering and billing: customers and their plans.
    Amberflo,
    /// Robotics: who pays for a location.
    Viam,
    /// Passwords: accounts that a partner pays for.
    OnePassword,
    /// Connectivity: monthly bills and their export. Serves both of its descriptions.
    Soracom,
}

impl Vendor {
    /// Every vendor, in the order of the declaration.
    pub(crate) const ALL: [Self; 4] = [Self::Amberflo, Self::Viam, Self::OnePassword, Self::Soracom];

    /// The name as the vendor writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Amberflo => "Amberflo",
            Self::Viam => "Viam",
            Self::OnePassword => "1Password",
            Self::Soracom => "Soracom",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Amberflo => "/amberflo",
            Self::Viam => "/viam",
            Self::OnePassword => "/1password",
            Self::Soracom => "/soracom",
        }
    }
}

/// A running sandbox. Dropping it stops the server once the requests under way are answered.
#[derive(Debug)]
pub(crate) struct Sandbox {
    address: SocketAddr,
    viam: viam::Shared,
    // Never sent to: the server waits for this end to go away.
    _running: oneshot::Sender<()>,
}

impl Sandbox {
    /// Starts all four APIs, each with no records but the ones named by the constants of this module, on a free port.
    ///
    /// Needs a tokio runtime, and fails when no port of the loopback interface can be opened.
    pub(crate) async fn start() -> io::Result<Self> {
        let viam = viam::Shared::default();
        Self::serve(router(&viam), viam).await
    }

    /// The same, and the first charge is never answered: this tells when it was made.
    pub(crate) async fn start_with(crash: Crash) -> io::Result<Self> {
        let viam = viam::Shared::default();
        Self::serve(crash.around(router(&viam)), viam).await
    }

    async fn serve(router: Router, viam: viam::Shared) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (running, stopped) = oneshot::channel();
        let server = axum::serve(listener, router).with_graceful_shutdown(async {
            // An error is what is waited for: the sandbox was dropped.
            let _: Result<(), _> = stopped.await;
        });
        tokio::spawn(server.into_future());
        Ok(Self { address, viam, _running: running })
    }

    /// The base URL of one vendor's API, without a slash at the end.
    pub(crate) fn url(&self, vendor: Vendor) -> String {
        format!("http://{}{}", self.address, vendor.path())
    }

    /// How many charges Viam has made.
    pub(crate) fn charges(&self) -> usize {
        lock(&self.viam).charges()
    }
}

fn router(viam: &viam::Shared) -> Router {
    Router::new()
        .nest(Vendor::Amberflo.path(), amberflo::router())
        .nest(Vendor::Viam.path(), viam::router(Arc::clone(viam)))
        .nest(Vendor::OnePassword.path(), onepassword::router())
        .nest(Vendor::Soracom.path(), soracom::router())
}

/// A refused request: each vendor has its own way to say why.
type Refusal = (StatusCode, Json<Value>);
type Answer = Result<Json<Value>, Refusal>;

fn has_header(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers.get(name).is_some_and(|sent| sent == value)
}

/// The records behind a lock. A request that panicked has not broken them: each changes them in one go.
fn lock<T>(records: &Mutex<T>) -> MutexGuard<'_, T> {
    records.lock().unwrap_or_else(PoisonError::into_inner)
}
