//! Names that say that a value is a secret.
//!
//! The compiler hides inputs and outputs by them, the runtime members of bodies. Both crates have a copy of this file, because
//! neither can depend on the other; a test holds the copies against each other.
//!
//! A name counts by how it ends, for what it is stands last: `userPassword`, `access_token`, not `passwordHint` or `token_type`.
//! Separators, case and a number at the end do not matter: `X-API-KEY`, `password2`. Short names that other words end with, such
//! as `pin` in `spin`, count as the whole of the last word only: `cardPin`, `card_pin`, `PIN`.

/// How such names end, without what stands between their words.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "apikeys",
    "authcode",
    "authkey",
    "authorization",
    "authorizationcode",
    "backupcode",
    "backupcodes",
    "cardnumber",
    "clientassertion",
    "codeverifier",
    "connectionstring",
    "credential",
    "credentials",
    "encryptionkey",
    "jwt",
    "mfacode",
    "onetimecode",
    "otpcode",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwordconfirm",
    "passwordconfirmation",
    "passwordrepeat",
    "passwords",
    "privatekey",
    "pwd",
    "recoverycode",
    "recoverycodes",
    "samlresponse",
    "secret",
    "secretkey",
    "secrets",
    "securitycode",
    "seedphrase",
    "sessionid",
    "setcookie",
    "signingkey",
    "subscriptionkey",
    "token",
    "totpcode",
    "twofactorcode",
    "verificationcode",
    "xamzsignature",
    "xgoogsignature",
];

/// The last words of such names where their letters are the end of other words, too.
const WORDS: &[&str] = &["bearer", "cookie", "cvc", "cvv", "otp", "pin", "sig", "totp"];

/// Whether a name is one such as `client_secret`, `password`, `refreshToken`, `accesstoken`, `X-API-KEY`, `cardPin` or `OTP`.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || is_between(c));
    let mut plain = if name.is_ascii() { name.to_ascii_lowercase() } else { name.to_lowercase() };
    plain.retain(|c| !is_between(c));
    ENDS.iter().any(|end| plain.ends_with(end)) || WORDS.contains(&last_word(name).to_lowercase().as_str())
}

/// Whether a character stands between the words of a name.
fn is_between(c: char) -> bool {
    matches!(c, '_' | '-' | ' ' | '.')
}

/// What stands behind the last separator, and there behind the last small letter that a capital follows.
fn last_word(name: &str) -> &str {
    let mut before = None;
    let mut starts = 0;
    for (at, c) in name.char_indices() {
        let is_hump = c.is_uppercase() && before.is_some_and(|before: char| !before.is_uppercase());
        if is_hump {
            starts = at;
        } else if is_between(c) {
            starts = at + c.len_utf8();
        }
        before = Some(c);
    }
    name.get(starts..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_secret_name;

    #[test]
    fn a_name_ends_with_what_it_is() {
        for name in [
            "accesstoken",
            "clientSecret",
            "X-API-KEY",
            "user password",
            "AWS.Secret_Access-Key",
            "dbPwd",
            "sessionId",
            "password2",
            "api_key_2",
            "password_confirmation",
            "mfa_code",
            "cardNumber",
            "Set-Cookie",
            "X-Amz-Signature",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["", "tokens", "passwordHint", "secretary", "key", "publicKey", "token_type", "code", "signature"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn short_words_count_as_a_whole() {
        for name in
            ["otp", "OTP", "smsOtp", "card_pin", "cardPIN", "user-totp", "cvv", "CVV2", "bearer", "sig", "Cookie"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["spin", "mapping", "hairpin", "desig", "pincode", "otp_length", "pinned", "cookies", "forbearer"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
