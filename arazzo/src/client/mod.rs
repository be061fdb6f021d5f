//! The client: settings that all workflows share.

mod builder;
mod credential;
mod hook;
mod tls;

pub use builder::ClientBuilder;
#[cfg(feature = "oauth2")]
pub(crate) use builder::http_client;
pub(crate) use builder::unfit;
pub(crate) use credential::{Credential, Holder, Issued};
pub use credential::{IntoCredential, SchemeKind};
pub use hook::OutgoingRequest;
pub(crate) use hook::check_header;
pub(crate) use tls::Tls;

use crate::base::Base;
use crate::effects::World;
use crate::redact::{Redactor, Secrets};
use crate::rt::{Deadline, Done, Plans, SetBy};
use crate::scheme::AnyScheme;
use crate::{Event, Limits, Source};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// What workflow functions send their requests with: base URLs, credentials, limits and an HTTP client.
///
/// Cloning is cheap and shares everything.
///
/// ```
/// const API: arazzo::Source = arazzo::Source::new("shop", "openapi/billing.yml", "billingApi", "pay::BILLING_API");
/// # fn main() -> Result<(), arazzo::Error> {
/// let client = arazzo::Client::builder().base_url(API, "http://127.0.0.1:8080").build()?;
/// # let _ = client.clone();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
    /// The run that this client was taken from, when a workflow calls another one.
    pub(crate) caller: Option<Caller>,
    /// Where runs are written down.
    #[cfg(feature = "durable")]
    pub(crate) journal: Option<Arc<crate::durable::Journaled>>,
}

impl Client {
    /// A builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

/// Shows no credential and no header.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &*self.settings;
        let mut credentials: Vec<_> = settings.credentials.keys().map(AnyScheme::constant).collect();
        credentials.sort_unstable();
        f.debug_struct("Client")
            .field("base_urls", &settings.bases)
            .field("credentials", &credentials)
            .field("anonymous", &settings.anonymous)
            .field("only_overridden", &settings.only_overridden)
            .field("limits", &settings.limits)
            .finish_non_exhaustive()
    }
}

type Observer = Box<dyn Fn(&Event<'_>) + Send + Sync>;

/// What the builder collected.
pub(crate) struct Settings {
    pub(crate) world: World,
    pub(crate) bases: HashMap<Source, Base>,
    pub(crate) only_overridden: bool,
    pub(crate) tls: Tls,
    pub(crate) credentials: HashMap<AnyScheme, Arc<Holder>>,
    pub(crate) anonymous: bool,
    pub(crate) hook: Option<hook::Hook>,
    pub(crate) observer: Option<Observer>,
    pub(crate) limits: Limits,
    pub(crate) plain_http: HashSet<Source>,
    pub(crate) follow_redirects: bool,
    #[cfg(feature = "durable")]
    pub(crate) recognition: crate::durable::Recognition,
    /// Every credential value that was ever used.
    pub(crate) secrets: Secrets,
    /// What is worked out once.
    pub(crate) plans: Plans,
    #[cfg(feature = "testing")]
    pub(crate) recording: Option<crate::testing::Recording>,
}

impl Settings {
    /// Whether it is worth the while to describe an event.
    pub(crate) fn is_observed(&self) -> bool {
        #[cfg(feature = "tracing")]
        if crate::trace::is_heard() {
            return true;
        }
        self.observer.is_some()
    }

    pub(crate) fn observe(&self, event: Event<'_>) {
        #[cfg(feature = "tracing")]
        crate::trace::trace(&event);
        if let Some(observer) = &self.observer {
            observer(&event);
        }
    }
}

/// The run that calls a workflow, and how deep it is.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) depth: u32,
    pub(crate) shared: Arc<Shared>,
    /// The end of the time that the run is given.
    pub(crate) deadline: Option<Deadline>,
}

/// What a run shares with the runs it calls.
#[derive(Default)]
pub(crate) struct Shared {
    /// Requests sent.
    pub(crate) steps: AtomicU32,
    /// Time waited between attempts.
    pub(crate) waited: Mutex<Duration>,
    /// Secret values among inputs and outputs.
    pub(crate) secrets: Secrets,
    /// Workflows that others depend on and that have run.
    pub(crate) done: Done,
}

impl Client {
    /// The client for workflows that a run calls.
    pub(crate) fn called_by(&self, caller: Caller) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            caller: Some(caller),
            #[cfg(feature = "durable")]
            journal: self.journal.clone(),
        }
    }

    /// The time of day, for `Retry-After` dates. In a durable run it is that of the last record.
    pub(crate) fn now(&self) -> SystemTime {
        #[cfg(feature = "durable")]
        if let Some(journal) = &self.journal {
            return journal.now(&self.settings.world);
        }
        self.settings.world.now()
    }

    /// The time since a moment that stays the same, for deadlines. In a durable run that is its beginning, and the time in which no
    /// process ran does not count.
    pub(crate) fn elapsed(&self) -> Duration {
        #[cfg(feature = "durable")]
        if let Some(journal) = &self.journal {
            return journal.ran(&self.settings.world);
        }
        self.settings.world.elapsed()
    }

    /// The same for what is decided between two requests. In a durable run it is the time of the last record, so that each of its lives
    /// decides alike.
    pub(crate) fn settled(&self) -> Duration {
        #[cfg(feature = "durable")]
        if let Some(journal) = &self.journal {
            return journal.recorded();
        }
        self.settings.world.elapsed()
    }

    /// The end of a run that begins now, where the client limits its time.
    pub(crate) fn deadline(&self) -> Option<Deadline> {
        let limit = self.settings.limits.run_time?;
        Some(Deadline::new(limit, SetBy::Client, self.settled()))
    }

    /// Everything that must not be shown.
    pub(crate) fn redactor(&self, shared: &Shared) -> Redactor {
        Redactor::new(&[&self.settings.secrets, &shared.secrets])
    }
}
