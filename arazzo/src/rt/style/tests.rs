use super::*;
use crate::rt::json::tests::json;

fn pairs(parameter: Parameter, value: &Value) -> String {
    join(equations(parameter.pairs(value)), "&")
}

/// The expansions of RFC 6570 that OpenAPI has a style for (OpenAPI 3.1, "Style Values"): operator and modifier, then what a
/// text, an empty text, a list and an object become under the name `v`.
#[test]
fn path_styles_expand_as_templates_do() {
    let values = [json!("up/down"), json!(""), json!(["x", "", "y z"]), json!({"dot": ".", "end": "", "semi": ";"})];
    let rows = [
        ("{v}", Style::Simple, false, ["up%2Fdown", "", "x,,y%20z", "dot,.,end,,semi,%3B"]),
        ("{v*}", Style::Simple, true, ["up%2Fdown", "", "x,,y%20z", "dot=.,end=,semi=%3B"]),
        ("{.v}", Style::Label, false, [".up%2Fdown", ".", ".x,,y%20z", ".dot,.,end,,semi,%3B"]),
        ("{.v*}", Style::Label, true, [".up%2Fdown", ".", ".x..y%20z", ".dot=..end=.semi=%3B"]),
        ("{;v}", Style::Matrix, false, [";v=up%2Fdown", ";v", ";v=x,,y%20z", ";v=dot,.,end,,semi,%3B"]),
        ("{;v*}", Style::Matrix, true, [";v=up%2Fdown", ";v", ";v=x;v;v=y%20z", ";dot=.;end;semi=%3B"]),
    ];
    for (template, style, explode, expected) in rows {
        let parameter = Parameter::path("v").style(style).explode(explode);
        let found = values.each_ref().map(|value| parameter.flat(value));
        assert_eq!(found, expected, "{template}");
    }
}

#[test]
fn queries_expand_as_templates_do() {
    let values = [json!("a&b"), json!(""), json!(["x", "", "y z"]), json!({"dot": ".", "end": "", "semi": ";"})];
    let rows = [
        ("{?v}", false, ["v=a%26b", "v=", "v=x,,y%20z", "v=dot,.,end,,semi,%3B"]),
        ("{?v*}", true, ["v=a%26b", "v=", "v=x&v=&v=y%20z", "dot=.&end=&semi=%3B"]),
    ];
    for (template, explode, expected) in rows {
        let found = values.each_ref().map(|value| pairs(Parameter::query("v").explode(explode), value));
        assert_eq!(found, expected, "{template}");
    }
}

#[test]
fn what_is_empty_is_no_value() {
    for value in [json!([]), json!({}), json!([null]), json!({"a": null})] {
        for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
            for explode in [false, true] {
                assert_eq!(pairs(Parameter::query("v").style(style).explode(explode), &value), "", "{style:?} {value}");
            }
        }
        assert!(Parameter::path("v").style(Style::Matrix).has_no_part(&value), "{value}");
        assert!(Parameter::header("v").has_no_part(&value), "{value}");
    }
}

#[test]
fn scalars_are_one_pair_in_every_style() {
    for (value, expected) in [(json!(true), "v=true"), (json!(2.5), "v=2.5"), (json!("a b"), "v=a%20b")] {
        for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
            assert_eq!(pairs(Parameter::query("v").style(style), &value), expected, "{style:?}");
        }
    }
    assert_eq!(pairs(Parameter::query("a b"), &json!(true)), "a%20b=true");
}

#[test]
fn delimiters_stand_between_encoded_values() {
    let (list, object) = (json!(["a b", null, "c|d,e"]), json!({"G": 200, "R": "x&y", "n": null}));
    let rows = [
        (Style::Form, true, "c=a%20b&c=c%7Cd%2Ce", "G=200&R=x%26y"),
        (Style::Form, false, "c=a%20b,c%7Cd%2Ce", "c=G,200,R,x%26y"),
        (Style::SpaceDelimited, false, "c=a%20b%20c%7Cd%2Ce", "c=G%20200%20R%20x%26y"),
        (Style::SpaceDelimited, true, "c=a%20b&c=c%7Cd%2Ce", "G=200&R=x%26y"),
        (Style::PipeDelimited, false, "c=a%20b%7Cc%7Cd%2Ce", "c=G%7C200%7CR%7Cx%26y"),
        (Style::PipeDelimited, true, "c=a%20b&c=c%7Cd%2Ce", "G=200&R=x%26y"),
        (Style::TabDelimited, false, "c=a%20b%09c%7Cd%2Ce", "c=G%09200%09R%09x%26y"),
        (Style::DeepObject, true, "c%5B0%5D=a%20b&c%5B1%5D=c%7Cd%2Ce", "c%5BG%5D=200&c%5BR%5D=x%26y"),
    ];
    for (style, explode, expected_list, expected_object) in rows {
        let parameter = Parameter::query("c").style(style).explode(explode);
        assert_eq!(pairs(parameter, &list), expected_list, "{style:?} {explode}");
        assert_eq!(pairs(parameter, &object), expected_object, "{style:?} {explode}");
    }
}

#[test]
fn deep_objects_nest_in_brackets() {
    let deep = |parameter: Parameter| {
        pairs(parameter.style(Style::DeepObject), &json!({"a": [{"b": "x y"}, null, [1, 2]], "c": {}}))
    };
    assert_eq!(
        deep(Parameter::query("f")),
        "f%5Ba%5D%5B0%5D%5Bb%5D=x%20y&f%5Ba%5D%5B1%5D%5B0%5D=1&f%5Ba%5D%5B1%5D%5B1%5D=2"
    );
    assert_eq!(
        deep(Parameter::field("f")),
        "f%5Ba%5D%5B0%5D%5Bb%5D=x+y&f%5Ba%5D%5B1%5D%5B0%5D=1&f%5Ba%5D%5B1%5D%5B1%5D=2"
    );
    let part = Parameter::part(Style::DeepObject, true, &[]).pairs_of("f", &json!({"a": [{"b": "x y"}], "c": null}));
    assert_eq!(part, [("f[a][0][b]".to_owned(), "x y".to_owned())]);
}

#[test]
fn what_a_style_leaves_open_is_json() {
    assert_eq!(pairs(Parameter::query("v"), &json!({"a": {"b": 1}})), "a=%7B%22b%22%3A1%7D");
    assert_eq!(pairs(Parameter::query("v"), &json!([[1, 2]])), "v=%5B1%2C2%5D");
    assert_eq!(Parameter::header("v").flat(&json!([{"b": 1}])), "{\"b\":1}");
}

#[test]
fn reserved_characters_stay_where_they_end_nothing() {
    let value = json!("https://x/?a=b&c+d#e[1],%2F;%");
    let encoded = "https://x/?a=b%26c%2Bd%23e%5B1%5D,%2F;%25";
    assert_eq!(pairs(Parameter::query("u").allow_reserved(), &value), format!("u={encoded}"));
    assert_eq!(pairs(Parameter::field("u").allow_reserved(), &value), format!("u={encoded}"));
    assert_eq!(Parameter::path("u").allow_reserved().flat(&value), "https:%2F%2Fx%2F%3Fa=b&c+d%23e%5B1%5D,%2F;%25");
    assert_eq!(pairs(Parameter::cookie("u").allow_reserved(), &value), "u=https://x/?a=b&c+d#e[1]%2C%2F%3B%25");
    assert_eq!(Parameter::header("u").allow_reserved().flat(&value), "https://x/?a=b&c+d#e[1],%2F;%");
}

#[test]
fn an_item_does_not_hold_what_stands_between_items() {
    let list = json!(["a,b;c", "d"]);
    let path = |style: Style, explode| Parameter::path("v").style(style).explode(explode).allow_reserved().flat(&list);
    assert_eq!(path(Style::Simple, false), "a%2Cb;c,d");
    assert_eq!(path(Style::Matrix, false), ";v=a%2Cb;c,d");
    assert_eq!(path(Style::Matrix, true), ";v=a,b%3Bc;v=d");
    assert_eq!(pairs(Parameter::query("v").explode(false).allow_reserved(), &list), "v=a%2Cb;c,d");
    assert_eq!(pairs(Parameter::query("v").allow_reserved(), &list), "v=a,b;c&v=d");
}

#[test]
fn json_is_one_value() {
    assert_eq!(pairs(Parameter::query("q").json(), &json!({"a": "b"})), "q=%7B%22a%22%3A%22b%22%7D");
    assert_eq!(pairs(Parameter::field("q").json(), &json!([1, "b c"])), "q=%5B1%2C%22b+c%22%5D");
    assert_eq!(
        Parameter::header("h").json().flat(&json!({"a": "é😀\u{7f}\n"})),
        r#"{"a":"\u00e9\ud83d\ude00\u007f\n"}"#
    );
    assert_eq!(pairs(Parameter::query("q").style(Style::DeepObject).json(), &json!([])), "q=%5B%5D");
}

#[test]
fn fields_without_a_style_are_written_as_they_are() {
    let plain = |value: Value| join(equations(Parameter::plain_field().pairs_of("a b", &value)), "&");
    assert_eq!(plain(json!("c d")), "a+b=c+d");
    assert_eq!(plain(json!(["x", null, {"y": 1}])), "a+b=x&a+b=%7B%22y%22%3A1%7D");
    assert_eq!(plain(json!({"y": [1]})), "a+b=%7B%22y%22%3A%5B1%5D%7D");
    assert_eq!(plain(json!({})), "a+b=%7B%7D");
    assert_eq!(plain(json!([])), "");
}

#[test]
fn fields_and_parts_follow_their_style() {
    let list = json!(["x y", "z"]);
    let rows = [
        (Style::Form, true, "v=x+y&v=z", "v=x y&v=z"),
        (Style::Form, false, "v=x+y,z", "v=x y,z"),
        (Style::SpaceDelimited, false, "v=x+y%20z", "v=x y z"),
        (Style::PipeDelimited, false, "v=x+y%7Cz", "v=x y|z"),
        (Style::TabDelimited, false, "v=x+y%09z", "v=x y\tz"),
    ];
    for (style, explode, field, part) in rows {
        assert_eq!(pairs(Parameter::field("v").style(style).explode(explode), &list), field, "{style:?} {explode}");
        let parts = Parameter::part(style, explode, &[]).pairs_of("v", &list);
        assert_eq!(join(equations(parts), "&"), part, "{style:?} {explode}");
    }
    assert_eq!(pairs(Parameter::field("v"), &json!({"R": 1, "n": null})), "R=1");
}

#[test]
fn lists_in_a_list_have_their_own_style() {
    let list = json!([["a,b", "c"], [], ["d", null]]);
    let parameter =
        |parameter: Parameter| parameter.style(Style::PipeDelimited).explode(false).within(&[Style::Simple]);
    assert_eq!(pairs(parameter(Parameter::query("v")), &list), "v=a%2Cb,c%7C%7Cd");
    assert_eq!(parameter(Parameter::header("v")).flat(&list), "a,b,c||d");
    let deep = Parameter::query("v").within(&[Style::TabDelimited, Style::SpaceDelimited]);
    assert_eq!(pairs(deep, &json!([[["a", "b"], ["c"]], [[[1]]]])), "v=a%20b%09c&v=%5B1%5D");
}

#[test]
fn headers_and_cookies() {
    assert_eq!(Parameter::header("h").flat(&json!(["a b", "c/d"])), "a b,c/d");
    assert_eq!(Parameter::header("h").explode(true).flat(&json!({"a": 1})), "a=1");
    assert_eq!(pairs(Parameter::cookie("c"), &json!("a;b")), "c=a%3Bb");
    assert_eq!(pairs(Parameter::cookie("c").style(Style::Cookie), &json!("a=b")), "c=a=b");
}
