//! The runtime against a loopback server, and against a script where no socket is needed.

mod bytes;
mod conditions;
mod credentials;
mod digits;
mod errors;
mod fixtures;
mod futures;
mod limits;
mod oauth2;
mod peer;
mod recordings;
mod redirects;
mod requests;
mod responses;
mod retries;
mod shapes;
mod sockets;
mod traces;
