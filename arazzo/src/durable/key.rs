//! The seal of records.

use super::Stopped;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fmt;

/// The form of a sealed text: this byte, the nonce, what is sealed with its tag.
const FORM: u8 = 1;
const NONCE: usize = 24;

/// The key that seals records (XChaCha20-Poly1305). Keep it where other secrets of the program are, and not beside the journal.
///
/// A run can go on only with the key that it was begun with.
#[derive(Clone)]
pub struct Key(XChaCha20Poly1305);

impl Key {
    /// A key of 32 bytes that nobody can guess, such as `openssl rand 32` makes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&bytes.into()))
    }

    /// Seals bytes for a place: only there can they be opened.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Stopped> {
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Stopped::failed("a record is too long to be sealed"))?;
        Ok([&[FORM][..], &nonce, &sealed].concat())
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    ///
    /// It was sealed with another key or for another place, or it is not as it was.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Stopped> {
        let unreadable = || {
            let why = "it was made with another key, or is damaged";
            Stopped::failed(format!("the record `{place}` cannot be read: {why}"))
        };
        let Some((&FORM, rest)) = sealed.split_first() else { return Err(unreadable()) };
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(unreadable)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| unreadable())
    }
}

/// Never shown.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::redact::REDACTED)
    }
}

/// Bytes that nobody can guess.
pub(super) fn random<const N: usize>() -> Result<[u8; N], Stopped> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| Stopped::failed(format!("there are no random bytes: {why}")))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_in_its_place_only() {
        let key = Key::new([1; 32]);
        let sealed = key.seal("a", b"4711").unwrap();
        assert_eq!(key.open("a", &sealed).unwrap(), b"4711");
        assert!(!sealed.windows(4).any(|window| window == b"4711"));
        assert_ne!(sealed, key.seal("a", b"4711").unwrap());
        let error = key.open("b", &sealed).unwrap_err().to_string();
        let why = "the record `b` cannot be read: it was made with another key, or is damaged";
        assert_eq!(error, format!("the journal stopped the run: {why}"));
        assert!(Key::new([2; 32]).open("a", &sealed).is_err());
    }

    #[test]
    fn no_part_of_a_sealed_text_is_opened_and_no_changed_one() {
        let key = Key::new([1; 32]);
        let sealed = key.seal("a", b"4711").unwrap();
        for length in 0..sealed.len() {
            assert!(key.open("a", &sealed[..length]).is_err(), "{length}");
            let mut changed = sealed.clone();
            changed[length] ^= 1;
            assert!(key.open("a", &changed).is_err(), "{length}");
        }
        assert!(key.open("a", &[&sealed[..], &[0]].concat()).is_err());
    }
}
