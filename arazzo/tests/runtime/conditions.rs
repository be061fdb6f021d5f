//! The two dialects of comparison.

use arazzo::rt::{Operand, jsonpath, operand, simple, text};
use serde_json::{Value, json};

fn value(value: Value) -> Operand<'static> {
    value.into()
}

/// `==`, `<`, `<=`, `>`, `>=` of a simple criterion, as a string of five digits.
fn of_simple(a: &Operand<'_>, b: &Operand<'_>) -> String {
    [
        simple::eq(a.clone(), b.clone()),
        simple::lt(a.clone(), b.clone()),
        simple::le(a.clone(), b.clone()),
        simple::gt(a.clone(), b.clone()),
        simple::ge(a.clone(), b.clone()),
    ]
    .map(|holds| if holds { '1' } else { '0' })
    .iter()
    .collect()
}

fn of_jsonpath(a: &Operand<'_>, b: &Operand<'_>) -> String {
    [
        jsonpath::eq(a.clone(), b.clone()),
        jsonpath::lt(a.clone(), b.clone()),
        jsonpath::le(a.clone(), b.clone()),
        jsonpath::gt(a.clone(), b.clone()),
        jsonpath::ge(a.clone(), b.clone()),
    ]
    .map(|holds| if holds { '1' } else { '0' })
    .iter()
    .collect()
}

const NONE: &str = "00000";
const EQUAL: &str = "10101";
const LESS: &str = "01100";
const MORE: &str = "00011";
const SAME: &str = "10000";
/// RFC 9535: equal, and therefore `<=` and `>=`, without an order.
const ALIKE: &str = "10101";

#[test]
fn the_table_of_both_dialects() {
    let nothing = || Operand::Nothing;
    let rows = [
        (value(json!(200)), value(json!(200)), EQUAL, EQUAL),
        (value(json!(200)), value(json!(200.0)), EQUAL, EQUAL),
        (value(json!(0)), value(json!(-0.0)), EQUAL, EQUAL),
        (value(json!(200)), value(json!("200")), EQUAL, NONE),
        (value(json!("200")), value(json!(200.0)), EQUAL, NONE),
        (value(json!("2e2")), value(json!(200)), EQUAL, NONE),
        (value(json!("10")), value(json!(9)), MORE, NONE),
        (value(json!("10")), value(json!("9")), LESS, LESS),
        (value(json!("x")), value(json!(9)), NONE, NONE),
        (value(json!("")), value(json!(0)), NONE, NONE),
        (value(json!("inf")), value(json!(0)), NONE, NONE),
        (value(json!("NaN")), value(json!(0)), NONE, NONE),
        (value(json!("0x10")), value(json!(16)), NONE, NONE),
        (value(json!("Available")), value(json!("AVAILABLE")), EQUAL, MORE),
        (value(json!("ÄÖ")), value(json!("äö")), EQUAL, LESS),
        (value(json!("a")), value(json!("B")), LESS, MORE),
        (value(json!(9_007_199_254_740_993_i64)), value(json!(9_007_199_254_740_992_i64)), MORE, MORE),
        (value(json!(9_007_199_254_740_993_i64)), value(json!(9_007_199_254_740_992.0)), MORE, MORE),
        (value(json!(u64::MAX)), value(json!("18446744073709551615")), EQUAL, NONE),
        (value(json!(1)), value(json!(1.5)), LESS, LESS),
        (value(json!(-1)), value(json!(-1.5)), MORE, MORE),
        (value(json!(1)), value(json!(1e300)), LESS, LESS),
        (value(json!(1)), value(json!(-1e300)), MORE, MORE),
        (value(json!(null)), value(json!(null)), SAME, ALIKE),
        (nothing(), nothing(), SAME, ALIKE),
        (nothing(), value(json!(null)), SAME, NONE),
        (value(json!(null)), value(json!(0)), NONE, NONE),
        (value(json!(null)), value(json!("")), NONE, NONE),
        (nothing(), value(json!("x")), NONE, NONE),
        (nothing(), value(json!(1)), NONE, NONE),
        (value(json!(true)), value(json!(true)), SAME, ALIKE),
        (value(json!(true)), value(json!("true")), NONE, NONE),
        (value(json!(true)), value(json!(1)), NONE, NONE),
        (value(json!(false)), value(json!(0)), NONE, NONE),
        (value(json!([1, {"a": 2}])), value(json!([1.0, {"a": 2.0}])), SAME, ALIKE),
        (value(json!([1])), value(json!([1, 2])), NONE, NONE),
        (value(json!({"a": 1})), value(json!({"a": 1, "b": 2})), NONE, NONE),
    ];
    for (a, b, in_simple, in_jsonpath) in rows {
        assert_eq!(of_simple(&a, &b), in_simple, "simple: {a:?} and {b:?}");
        assert_eq!(of_jsonpath(&a, &b), in_jsonpath, "jsonpath: {a:?} and {b:?}");
    }
}

#[test]
fn truth() {
    for (bare, in_simple, in_jsonpath) in [
        (Operand::Nothing, false, false),
        (value(json!(null)), false, true),
        (value(json!(false)), false, true),
        (value(json!(true)), true, true),
        (value(json!(0)), false, true),
        (value(json!(0.5)), true, true),
        (value(json!("")), false, true),
        (value(json!("false")), true, true),
        (value(json!([])), true, true),
        (value(json!({})), true, true),
    ] {
        assert_eq!(simple::truthy(bare.clone()), in_simple, "{bare:?}");
        assert_eq!(jsonpath::truthy(bare.clone()), in_jsonpath, "{bare:?}");
    }
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "every form has its own conversion")]
fn what_generated_code_compares() {
    let (name, absent, list) = (Some("Ann".to_owned()), None::<i64>, vec![1_i64]);
    assert!(simple::eq(&name, "ann") && simple::eq(name.as_ref(), "ann") && simple::eq(name.as_deref(), "ann"));
    assert!(simple::eq(&absent, Operand::Null) && simple::eq(absent, Operand::Nothing));
    assert!(simple::eq(Some(200_u16), 200) && simple::lt(1_i64, 1.5) && simple::eq(String::from("a"), "A"));
    assert!(simple::eq(&list, &json!([1])) && simple::eq(true, &true) && !simple::eq(1.0, f64::NAN));
    assert!(jsonpath::gt(2, 1) && jsonpath::ge("b", "b") && jsonpath::eq(operand(&name), "Ann"));
    assert_eq!(text(&name), Some("Ann".to_owned()).into());
}

#[test]
fn parts_and_lengths() {
    let data = value(json!({"data": [{"id": 42}], "name": "\u{e4}b"}));
    assert!(simple::eq(data.at("/data/0/id"), 42) && simple::eq(data.at("/data/9/id"), Operand::Null));
    assert!(simple::gt(data.at("/data").length(), 0) && jsonpath::eq(data.at("/name").length(), 2));
    assert_eq!((data.length(), data.at("/data/0/id").length()), (Operand::Number(2.into()), Operand::Nothing));
    assert_eq!(value(json!("x")).at("/x"), Operand::Nothing);
}
