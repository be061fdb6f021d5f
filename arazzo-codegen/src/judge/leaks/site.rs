//! Which hosts belong to one organisation.
//!
//! `api.shop.example` and `auth.shop.example` do; `api.one.co.uk` and `api.two.co.uk` do not, because anybody can have a name below
//! `co.uk`. A name below which anybody can have one is a *public suffix*. The list of all of them
//! (<https://publicsuffix.org/list/>) has more than ten thousand rules, which would be compiled for every user. Here are the
//! rules that APIs are published under.

/// Second names that make a public suffix with nearly every country: `com.br`, `co.jp`.
const BELOW_COUNTRIES: &[&str] = &["ac", "co", "com", "edu", "gov", "mil", "net", "org"];

/// More public suffixes of countries, by their second names.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("ar", &["coop", "gob", "int", "mutual", "tur"]),
    ("at", &["gv", "or"]),
    ("au", &["asn", "id"]),
    (
        "br",
        &[
            "adv", "app", "art", "blog", "dev", "eco", "emp", "eng", "ind", "inf", "jus", "leg", "med", "mp", "srv",
            "tec",
        ],
    ),
    ("cn", &["xn--55qx5d", "xn--io0a7i", "xn--od0alg"]),
    ("cr", &["ed", "fi", "go", "or", "sa"]),
    ("es", &["gob", "nom"]),
    ("fr", &["asso", "gouv", "nom", "tm"]),
    ("hk", &["idv", "xn--55qx5d", "xn--mxtq1m", "xn--uc0atv", "xn--wcvs22d", "xn--zf0avx"]),
    ("hu", &["info", "shop", "tm"]),
    ("id", &["biz", "go", "my", "or", "sch", "web"]),
    ("il", &["k12", "muni"]),
    ("in", &["bank", "biz", "firm", "gen", "ind", "info", "io", "nic", "res"]),
    ("jp", &["ad", "ed", "go", "gr", "lg", "ne", "or"]),
    ("ke", &["go", "info", "me", "mobi", "ne", "or", "sc"]),
    ("kr", &["go", "io", "me", "ne", "or", "pe", "re"]),
    ("mx", &["gob"]),
    ("my", &["biz", "name"]),
    ("nz", &["cri", "geek", "gen", "govt", "health", "iwi", "kiwi", "school"]),
    ("pe", &["gob", "nom"]),
    ("pl", &["biz", "info", "shop"]),
    ("ro", &["firm", "info", "store"]),
    ("sa", &["med", "pub", "sch"]),
    ("th", &["go", "in", "mi", "or"]),
    ("tr", &["bbs", "bel", "biz", "gen", "info", "k12", "name", "tel", "tv", "web"]),
    ("tw", &["club", "ebiz", "game", "idv", "xn--czrw28b", "xn--uc0atv", "xn--zf0ao64a"]),
    ("ua", &["in"]),
    ("uk", &["gov", "ltd", "me", "nhs", "plc", "police", "sch"]),
    ("uy", &["gub"]),
    ("vn", &["biz", "health", "info", "io", "name", "pro"]),
    ("za", &["law", "ngo", "nom", "school", "web"]),
];

/// Hosts below which every customer has a name; `*` is any one name, such as a region.
const SHARED: &[&str] = &[
    "*.code.run",
    "*.digitaloceanspaces.com",
    "*.elb.amazonaws.com",
    "*.awsapprunner.com",
    "*.azurecontainerapps.io",
    "*.cloudapp.azure.com",
    "*.elasticbeanstalk.com",
    "*.run.app",
    "apigee.io",
    "app.render.com",
    "appspot.com",
    "azure-api.net",
    "azurefd.net",
    "azurestaticapps.net",
    "azurewebsites.net",
    "blob.core.windows.net",
    "blogspot.com",
    "bubbleapps.io",
    "cloud.goog",
    "cloudapp.net",
    "cloudfront.net",
    "cloudfunctions.net",
    "deno.dev",
    "elasticbeanstalk.com",
    "encr.app",
    "execute-api.*.amazonaws.com",
    "file.core.windows.net",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "hasura.app",
    "herokuapp.com",
    "hf.space",
    "k12.*.us",
    "lambda-url.*.on.aws",
    "myshopify.com",
    "netlify.app",
    "ngrok-free.app",
    "ngrok-free.dev",
    "ngrok.app",
    "ngrok.dev",
    "ngrok.io",
    "now.sh",
    "ondigitalocean.app",
    "onrender.com",
    "pages.dev",
    "replit.app",
    "s3.*.amazonaws.com",
    "s3.amazonaws.com",
    "servicebus.windows.net",
    "streamlit.app",
    "supabase.co",
    "trafficmanager.net",
    "trycloudflare.com",
    "up.railway.app",
    "val.run",
    "vercel.app",
    "web.app",
    "web.core.windows.net",
    "webflow.io",
    "workers.dev",
];

/// The part of an origin that one organisation has: `https://api.shop.example:8443` → `shop.example`. Hosts of one organisation often
/// share keys, and their descriptions do not always say so.
pub(super) fn site_of(origin: &str) -> String {
    let host = host_of(origin);
    if is_address(host) {
        return host.to_owned();
    }
    let host = in_ascii(&host.to_lowercase());
    last_names(&host, suffix(&host) + 1).to_owned()
}

/// `bücher.example` → `xn--bcher-kva.example` (RFC 5891, section 4.4): both are the same host.
fn in_ascii(host: &str) -> String {
    let name = |name: &str| {
        if name.is_ascii() { name.to_owned() } else { format!("xn--{}", punycode(name)) }
    };
    // The other characters that may stand between names (RFC 3490, section 3.1).
    host.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).map(name).collect::<Vec<_>>().join(".")
}

/// A name in letters and digits (RFC 3492, section 6.3).
fn punycode(name: &str) -> String {
    const FIRST: u32 = 128;
    let mut out: String = name.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).unwrap_or(u32::MAX);
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (FIRST, 0_u32, 72, basic);
    while let Some(next) = name.chars().map(u32::from).filter(|char| *char >= code).min() {
        delta = delta.saturating_add((next - code).saturating_mul(done.saturating_add(1)));
        for char in name.chars().map(u32::from) {
            if char < next {
                delta = delta.saturating_add(1);
            } else if char == next {
                push_number(&mut out, delta, bias);
                bias = adapted(delta, done + 1, done == basic);
                (delta, done) = (0, done + 1);
            }
        }
        (code, delta) = (next + 1, delta.saturating_add(1));
    }
    out
}

fn push_number(out: &mut String, number: u32, bias: u32) {
    let digit = |value: u32| char::from_digit(value, 36).unwrap_or_default();
    // Letters come before digits here.
    let letter = |value: u32| match value {
        0..26 => digit(value + 10),
        _ => digit(value - 26),
    };
    let mut rest = number;
    for at in (1_u32..).map(|at| at * 36) {
        let threshold = at.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            break;
        }
        out.push(letter(threshold + (rest - threshold) % (36 - threshold)));
        rest = (rest - threshold) / (36 - threshold);
    }
    out.push(letter(rest));
}

/// The bias for the next number.
fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = delta / if first { 700 } else { 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

/// `https://api.shop.example:8443` → `api.shop.example`, `http://[::1]:80` → `[::1]`
fn host_of(origin: &str) -> &str {
    let authority = origin.rsplit('/').next().unwrap_or_default();
    match authority.find(']') {
        Some(end) => authority.get(..=end).unwrap_or(authority),
        // A dot at the end says that the name is complete.
        None => authority.split(':').next().unwrap_or_default().trim_end_matches('.'),
    }
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// How many names the public suffix of a host has.
fn suffix(host: &str) -> usize {
    let shared = SHARED.iter().filter(|rule| ends_with(host, rule)).map(|rule| rule.split('.').count()).max();
    shared.unwrap_or(if is_below_country(host) { 2 } else { 1 })
}

/// Whether the last names of a host are those of a rule.
fn ends_with(host: &str, rule: &str) -> bool {
    let mut names = host.rsplit('.');
    rule.rsplit('.').all(|expected| names.next().is_some_and(|name| expected == "*" || name == expected))
}

fn is_below_country(host: &str) -> bool {
    let mut names = host.rsplit('.');
    let (Some(country), Some(second)) = (names.next(), names.next()) else { return false };
    let more = COUNTRIES.iter().find(|(name, _)| *name == country).map(|(_, more)| *more);
    country.len() == 2 && (BELOW_COUNTRIES.contains(&second) || more.is_some_and(|more| more.contains(&second)))
}

/// The last `count` names of a host, or the whole host where it has fewer.
fn last_names(host: &str, count: usize) -> &str {
    let start = host.rmatch_indices('.').nth(count - 1).map_or(0, |(dot, _)| dot + 1);
    host.get(start..).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_one_name_more_than_its_public_suffix() {
        for (origin, site) in [
            ("https://api.shop.example:8443", "shop.example"),
            ("https://shop.example", "shop.example"),
            ("https://api.eu.shop.example", "shop.example"),
            ("https://api.one.co.uk", "one.co.uk"),
            ("https://one.co.uk", "one.co.uk"),
            ("https://api.one.com.br", "one.com.br"),
            ("https://pay.one.go.jp", "one.go.jp"),
            ("https://api.one.govt.nz", "one.govt.nz"),
            // The second name is one of the organisation's own.
            ("https://api.id.me", "id.me"),
            ("https://api.go.example", "go.example"),
            ("https://api.shop.example.:443", "shop.example"),
            ("https://api.one.k12.ca.us", "one.k12.ca.us"),
            ("https://one.github.io", "one.github.io"),
            ("https://docs.one.github.io", "one.github.io"),
            ("https://one.azurewebsites.net", "one.azurewebsites.net"),
            ("https://a1b2.execute-api.eu-west-1.amazonaws.com", "a1b2.execute-api.eu-west-1.amazonaws.com"),
            ("https://one.s3.eu-west-1.amazonaws.com", "one.s3.eu-west-1.amazonaws.com"),
            ("https://sqs.eu-west-1.amazonaws.com", "amazonaws.com"),
            ("https://one-x7.a.run.app", "one-x7.a.run.app"),
            ("https://one.blob.core.windows.net", "one.blob.core.windows.net"),
            ("https://management.azure.com", "azure.com"),
            // In other letters.
            ("https://api.bücher.example", "xn--bcher-kva.example"),
            ("https://API.Bücher。example", "xn--bcher-kva.example"),
            ("https://api.xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("https://他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
            ("https://api.one.公司.cn", "one.xn--55qx5d.cn"),
            ("https://api.one.xn--55qx5d.cn", "one.xn--55qx5d.cn"),
            // A public suffix alone, one name, addresses.
            ("https://co.uk", "co.uk"),
            ("http://localhost:80", "localhost"),
            ("http://127.0.0.1:80", "127.0.0.1"),
            ("http://[::1]:80", "[::1]"),
            ("", ""),
        ] {
            assert_eq!(site_of(origin), site, "{origin}");
        }
    }
}
