//! The key by which an API recognises a request that it has had already.

use crate::Source;
use reqwest::header::HeaderName;
use std::collections::HashMap;

/// How a client lets APIs recognise requests, and what it does with one that may have been carried out and is not recognised.
#[derive(Default)]
pub(crate) struct Recognition {
    /// The headers for keys.
    pub(crate) headers: HashMap<Source, HeaderName>,
    /// It is sent again.
    pub(crate) resends: bool,
}

/// Odd, and without a pattern: the first 128 bits of the fraction of the golden ratio.
const SPREAD: u128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835;

/// The key of a request: a UUID (RFC 9562, version 8), because some APIs want one, and most take it. `nonce` is that of the call of the
/// workflow, `entry` the step's entry in it, `answered` how many of its attempts had an answer.
///
/// Multiplying by an odd number makes no two of them equal.
pub(crate) fn idempotency_key(nonce: u128, entry: u32, answered: u32) -> String {
    let own = u128::from(entry) << 32 | u128::from(answered);
    let bits = nonce.wrapping_add(own.wrapping_mul(SPREAD));
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let variant = ['8', '9', 'a', 'b'].get((bits >> 60 & 3) as usize).copied().unwrap_or('8');
    format!("{}-{}-8{}-{variant}{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_key_is_a_uuid_and_differs_for_every_entry_and_answer() {
        let nonce = 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef;
        assert_eq!(idempotency_key(nonce, 0, 0), "01234567-89ab-8def-8123-456789abcdef");
        let keys: HashSet<String> =
            (0..200).flat_map(|entry| (0..50).map(move |answered| idempotency_key(nonce, entry, answered))).collect();
        assert_eq!(keys.len(), 10_000);
        assert!(keys.iter().all(|key| key.len() == 36 && key.get(14..15) == Some("8")));
    }
}
