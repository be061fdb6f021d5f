use proptest::prelude::*;

use super::length::LONGEST;
use super::*;

#[test]
fn every_name_becomes_an_identifier() {
    for (name, expected) in [
        ("customerId", "customer_id"),
        ("X-API-KEY", "x_api_key"),
        ("yyyyMM", "yyyy_mm"),
        ("2fa", "_2fa"),
        ("type", "r#type"),
        ("self", "self_"),
        ("größe", "größe"),
        ("a.b/c", "a_b_c"),
        ("---", "value"),
        ("", "value"),
        ("名前", "名前"),
        ("😀", "value"),
        // The sign of the unit and the letter are one identifier to rustc.
        ("5\u{2126}", "_5ω"),
        ("a𝐀b", "a_b"),
    ] {
        assert_eq!(snake(name), expected, "{name}");
    }
    assert_eq!(camel("customer-id"), "CustomerId");
    assert_eq!(camel("self"), "Self_");
    assert_eq!(camel("ĸraft"), "Raft");
    assert_eq!(shouty("billingApi"), "BILLING_API");
    assert_eq!(shouty("ApiKeyAuth"), "API_KEY_AUTH");
    assert_eq!(shouty("aĸb"), "A_B");
    assert_eq!((label("r#use"), label("static"), label("_1")), ("use_".into(), "static_".into(), "_1".into()));
    assert_eq!((behind("default", "_1"), behind("last", "r#type")), ("default_1".into(), "last_type".into()));
}

#[test]
fn names_that_meet_are_numbered() {
    let mut names = Names::new(Space::Variables);
    assert_eq!(names.claim("input".into()), "input_2");
    assert_eq!(names.claim("a".into()), "a");
    assert_eq!(names.claim("a".into()), "a_2");
    assert_eq!(names.claim("r#type".into()), "r#type");
    assert_eq!(names.claim("r#type".into()), "type_2");
    let mut modules = Names::new(Space::Modules).reserving(["crate_"]);
    assert_eq!(modules.claim("crate_".into()), "crate_2");
    for (workflow, given) in
        [("arazzo", "arazzo_2"), ("Serde JSON", "serde_json_2"), ("rt", "rt"), ("buyNow", "buy_now")]
    {
        assert_eq!(module(workflow), given);
    }
    let mut types = Names::new(Space::Types);
    for (name, given) in [("Client", "Client2"), ("Self_", "Self_"), ("Self_", "Self2"), ("V1", "V1"), ("V1", "V1_2")] {
        assert_eq!(types.claim(name.into()), given);
    }
}

#[test]
fn the_order_of_a_document_decides_nothing() {
    let given = |names: [&'static str; 4]| {
        let mut given: Vec<(&str, String)> =
            names.into_iter().zip(Names::new(Space::Fields).claim_all(&names, snake)).collect();
        given.sort_unstable();
        given.into_iter().map(|(_, rust)| rust).collect::<Vec<_>>()
    };
    let expected = ["a_b_3", "a_b_4", "a_b", "a_b_2"];
    for names in [["a-b", "aB", "a_b", "a_b_2"], ["a_b_2", "a_b", "aB", "a-b"], ["aB", "a_b", "a-b", "a_b_2"]] {
        assert_eq!(given(names), expected);
    }
}

#[test]
fn long_names_are_cut_and_stay_different() {
    let long = |end: &str| format!("{}{end}", "fairly-long-".repeat(40));
    let (one, other) = (snake(&long("one")), snake(&long("other")));
    assert_eq!(one.len(), LONGEST);
    assert!(one.starts_with("fairly_long_fairly_") && one != other);
    let mut names = Names::new(Space::Modules).reserving([one.as_str()]);
    let numbered = names.claim(one.clone());
    assert!(numbered.len() <= LONGEST && numbered.ends_with("_2"), "{numbered}");
    assert_eq!(snake(&"a".repeat(LONGEST)).len(), LONGEST);
    assert!(camel(&"名".repeat(200)).len() <= LONGEST);
}

/// What lints and the compiler ask of a name in snake case.
fn is_snake(name: &str) -> bool {
    let name = plain(name).trim_matches('_');
    !name.contains("__") && !name.contains(char::is_uppercase)
}

fn is_camel(name: &str) -> bool {
    let word = name.trim_matches('_');
    let apart = word.as_bytes().windows(2).any(|pair| match pair {
        [left, b'_'] => left.is_ascii_alphabetic(),
        [b'_', right] => right.is_ascii_alphabetic(),
        _ => false,
    });
    !word.starts_with(char::is_lowercase) && !word.contains("__") && !apart
}

fn is_shouty(name: &str) -> bool {
    !name.contains("__") && !name.contains(char::is_lowercase)
}

fn is_identifier(name: &str) -> bool {
    use unicode_normalization::is_nfc;
    syn_like(plain(name)) && is_nfc(name) && name.len() <= LONGEST
}

fn syn_like(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    word != "_"
        && first.is_some_and(|char| char == '_' || unicode_ident::is_xid_start(char))
        && chars.all(unicode_ident::is_xid_continue)
}

proptest! {
    #[test]
    fn any_text_is_a_name_in_every_case(text in any::<String>()) {
        for (rust, is_good) in [
            (snake(&text), is_snake as fn(&str) -> bool),
            (camel(&text), is_camel),
            (shouty(&text), is_shouty),
            (label(&snake(&text)), is_snake),
            (behind("default", &snake(&text)), is_snake),
        ] {
            prop_assert!(is_identifier(&rust) || rust.len() > LONGEST, "{}", rust);
            prop_assert!(is_good(&rust), "{}", rust);
        }
    }

    #[test]
    fn given_names_differ_and_are_good(texts in prop::collection::vec("[aAßĸ1_名-]{0,3}", 1..12)) {
        for (space, case, is_good) in [
            (Space::Variables, snake as fn(&str) -> String, is_snake as fn(&str) -> bool),
            (Space::Types, camel, is_camel),
            (Space::Constants, shouty, is_shouty),
        ] {
            let written: Vec<&str> = texts.iter().map(String::as_str).collect();
            let given = Names::new(space).claim_all(&written, case);
            let distinct: std::collections::HashSet<&String> = given.iter().collect();
            prop_assert_eq!(distinct.len(), given.len());
            for name in &given {
                prop_assert!(is_identifier(name) && is_good(name), "{}", name);
            }
        }
    }
}
