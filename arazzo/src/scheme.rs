//! Security schemes: which credential an operation asks for and where it goes.

use crate::Source;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A key that is sent under a name the API chose; its value is one string.
#[derive(Clone, Copy, Debug)]
pub enum ApiKey {}

/// A token sent as `Authorization: Bearer …`; its value is one string, without the word `Bearer`.
///
/// Also stands for `oauth2` and `openIdConnect`: getting the token is the caller's business.
#[derive(Clone, Copy, Debug)]
pub enum Bearer {}

/// A user name and a password sent as `Authorization: Basic …`; its value is the pair.
#[derive(Clone, Copy, Debug)]
pub enum Basic {}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyIn {
    /// A request header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// Where a credential goes, with the name it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Key(KeyIn, &'static str),
    Bearer,
    Basic,
}

/// A security scheme of one source; `K` is the kind of credential it takes ([`ApiKey`], [`Bearer`] or [`Basic`]).
///
/// Generated modules have a constant for each scheme that their operations may need. Identity is the source's identity
/// and the scheme's name.
pub struct Scheme<K> {
    scheme: AnyScheme,
    kind: PhantomData<fn() -> K>,
}

impl Scheme<ApiKey> {
    /// A key in a header, query parameter or cookie called `parameter`.
    #[doc(hidden)]
    pub const fn api_key(
        source: Source,
        name: &'static str,
        key_in: KeyIn,
        parameter: &'static str,
        constant: &'static str,
    ) -> Self {
        Self::of(AnyScheme { source, name, place: Place::Key(key_in, parameter), constant })
    }
}

impl Scheme<Bearer> {
    /// A token in the header `Authorization`.
    #[doc(hidden)]
    pub const fn bearer(source: Source, name: &'static str, constant: &'static str) -> Self {
        Self::of(AnyScheme { source, name, place: Place::Bearer, constant })
    }
}

impl Scheme<Basic> {
    /// A user name and password in the header `Authorization`.
    #[doc(hidden)]
    pub const fn basic(source: Source, name: &'static str, constant: &'static str) -> Self {
        Self::of(AnyScheme { source, name, place: Place::Basic, constant })
    }
}

impl<K> Scheme<K> {
    const fn of(scheme: AnyScheme) -> Self {
        Self { scheme, kind: PhantomData }
    }

    /// The same scheme without its kind.
    #[doc(hidden)]
    pub const fn any(&self) -> AnyScheme {
        self.scheme
    }
}

// Derived impls would demand them of `K` too.
impl<K> Clone for Scheme<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Scheme<K> {}

impl<K> PartialEq for Scheme<K> {
    fn eq(&self, other: &Self) -> bool {
        self.scheme == other.scheme
    }
}

impl<K> Eq for Scheme<K> {}

impl<K> Hash for Scheme<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.scheme.hash(state);
    }
}

impl<K> fmt::Debug for Scheme<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scheme.fmt(f)
    }
}

/// A [`Scheme`] of any kind.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct AnyScheme {
    source: Source,
    name: &'static str,
    place: Place,
    constant: &'static str,
}

impl AnyScheme {
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn constant(&self) -> &'static str {
        self.constant
    }
}

impl PartialEq for AnyScheme {
    fn eq(&self, other: &Self) -> bool {
        (self.source, self.name) == (other.source, other.name)
    }
}

impl Eq for AnyScheme {}

impl Hash for AnyScheme {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.source, self.name).hash(state);
    }
}

impl fmt::Debug for AnyScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scheme({} of {:?})", self.name, self.source)
    }
}
