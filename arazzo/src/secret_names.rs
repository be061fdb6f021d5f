//! Names that say that a value is a secret.
//!
//! The compiler hides inputs and outputs by them, the runtime members of bodies. Both crates have a copy of this file, because
//! neither can depend on the other; a test holds the copies against each other.

/// How such names end, without what stands between their words.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "authorization",
    "credential",
    "credentials",
    "encryptionkey",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "sessionid",
    "signingkey",
    "subscriptionkey",
    "token",
];

/// Whether a name is one such as `client_secret`, `password`, `refreshToken`, `accesstoken` or `X-API-Key`.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| !"_- .".contains(*c));
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    ENDS.iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::is_secret_name;

    #[test]
    fn a_name_ends_with_what_it_is() {
        for name in
            ["accesstoken", "clientSecret", "X-API-KEY", "user password", "AWS.Secret_Access-Key", "dbPwd", "sessionId"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["", "tokens", "passwordHint", "secretary", "key", "publicKey", "token_type"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
