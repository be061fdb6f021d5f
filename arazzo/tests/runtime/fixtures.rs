//! Constants as generated code has them.

use arazzo::rt::{Demand, KeyIn, Operation, Run, Workflow};
use arazzo::testing::{Script, VirtualClock};
use arazzo::{ApiKey, Basic, Bearer, Client, ClientBuilder, Scheme, Source};

pub(crate) const API: Source = Source::new("shop", "openapi/billing.yml", "billingApi", "pay::BILLING_API");
/// The same description through another document.
pub(crate) const SAME: Source = Source::new("shop", "openapi/billing.yml", "billing", "refund::BILLING");
/// Another vendor's API of the same name.
pub(crate) const OTHER: Source = Source::new("other", "openapi/billing.yml", "billingApi", "other::BILLING_API");

pub(crate) const KEY: Scheme<ApiKey> = Scheme::api_key(API, "key", KeyIn::Header, "X-API-KEY", "pay::KEY");
pub(crate) const QUERY_KEY: Scheme<ApiKey> =
    Scheme::api_key(API, "queryKey", KeyIn::Query, "api key", "pay::QUERY_KEY");
pub(crate) const COOKIE_KEY: Scheme<ApiKey> =
    Scheme::api_key(API, "cookieKey", KeyIn::Cookie, "sid", "pay::COOKIE_KEY");
pub(crate) const TOKEN: Scheme<Bearer> = Scheme::bearer(API, "token", "pay::TOKEN");
pub(crate) const LOGIN: Scheme<Basic> = Scheme::basic(API, "login", "pay::LOGIN");

const SERVER: &str = "https://api.example.com/v1";

pub(crate) static GET: Operation = Operation::new("getThing", "GET", API, "/things/{id}").server(SERVER);
pub(crate) static LIST: Operation =
    Operation::new("listThings", "GET", API, "/things").server(SERVER).accept("application/json");
pub(crate) static POST: Operation = Operation::new("postThing", "POST", API, "/things").server(SERVER);
pub(crate) static PUT: Operation = Operation::new("putThing", "PUT", API, "/things").server(SERVER);
pub(crate) static DELETE: Operation = Operation::new("deleteThing", "DELETE", API, "/things").server(SERVER);
pub(crate) static FIXED: Operation =
    Operation::new("fixedQuery", "GET", API, "/things?action=list&x=a b").server(SERVER);
pub(crate) static TWO: Operation = Operation::new("twoParts", "GET", API, "/things/{a}-{b}.{c}").server(SERVER);
pub(crate) static NOWHERE: Operation = Operation::new("nowhere", "GET", API, "/things");
pub(crate) static PLAIN: Operation = Operation::new("plain", "GET", API, "/things").server("http://api.example.com");
pub(crate) static PLAIN_KEY: Operation = Operation::new("plainKey", "GET", API, "/things")
    .server("http://api.example.com")
    .security(&[&[Demand::new(&KEY)]]);
pub(crate) static KEYED: Operation =
    Operation::new("keyed", "GET", API, "/keyed").server(SERVER).security(&[&[Demand::new(&KEY)]]);
pub(crate) static LATER: Operation =
    Operation::new("later", "GET", API, "/later").server(SERVER).security(&[&[Demand::new(&KEY).unless_sent()]]);
pub(crate) static TOKENED: Operation =
    Operation::new("tokened", "GET", API, "/tokened").server(SERVER).security(&[&[Demand::new(&TOKEN)]]);
pub(crate) static CHOICE: Operation = Operation::new("choice", "GET", API, "/choice").server(SERVER).security(&[
    &[Demand::new(&KEY), Demand::new(&QUERY_KEY)],
    &[Demand::new(&LOGIN)],
    &[Demand::new(&COOKIE_KEY)],
]);
pub(crate) static OPTIONAL: Operation =
    Operation::new("optional", "GET", API, "/optional").server(SERVER).security(&[&[], &[Demand::new(&KEY)]]);

/// A workflow that needs nothing.
pub(crate) static ANY: Workflow = Workflow::new("any", &[]);
pub(crate) static NEEDS_SERVER: Workflow = Workflow::new("needs-server", &[&GET, &NOWHERE]);
pub(crate) static NEEDS_KEY: Workflow = Workflow::new("needs-key", &[&KEYED]);
pub(crate) static NEEDS_KEY_LATER: Workflow = Workflow::new("needs-key-later", &[&LATER]);
pub(crate) static NEEDS_CHOICE: Workflow = Workflow::new("needs-choice", &[&CHOICE]);
pub(crate) static NEEDS_PLAIN_KEY: Workflow = Workflow::new("needs-plain-key", &[&PLAIN_KEY]);

/// A client of a script and a virtual clock, and a run of [`ANY`].
pub(crate) fn scripted(script: &Script) -> (ClientBuilder, VirtualClock) {
    let clock = VirtualClock::new();
    (Client::builder().script(script.clone()).clock(clock.clone()), clock)
}

pub(crate) fn run(script: &Script) -> Run {
    scripted(script).0.build().unwrap().start(&ANY).unwrap()
}
