//! Digits in are digits out: any number of a response, in every place of a request.

use crate::fixtures::*;
use arazzo::ErrorKind;
use arazzo::rt::{self, Json, Multipart, Number, Parameter, Replaced, Run, digits, simple, template, text};
use arazzo::testing::Script;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A number as JSON has it, and as it is sent.
fn any_number() -> impl Strategy<Value = (String, String)> {
    let sign = || prop::sample::select(vec!["", "-"]);
    let integers = (sign(), "[1-9][0-9]{0,40}").prop_map(|(sign, digits)| (format!("{sign}{digits}"), None));
    let decimals =
        (sign(), "(0|[1-9][0-9]{0,20})\\.[0-9]{0,20}[1-9]").prop_map(|(sign, text)| (sign.to_owned() + &text, None));
    let small = (sign(), "[1-9][0-9]{0,20}[eE]-[1-9][0-9]{2}").prop_map(|(sign, text)| (sign.to_owned() + &text, None));
    let large = (sign(), "[1-9][0-9]{0,20}(\\.[0-9]{1,20})?[eE]\\+?[1-9][0-9]{2}")
        .prop_map(|(sign, text)| (sign.to_owned() + &text, None));
    let whole = (sign(), "[1-9][0-9]{0,18}", 0..3_usize).prop_map(|(sign, digits, zeros)| {
        let written = if zeros == 0 { format!("{sign}{digits}.0") } else { format!("{sign}{digits}e{}", zeros - 1) };
        (written, Some(format!("{sign}{digits}{}", "0".repeat(zeros.saturating_sub(1)))))
    });
    prop_oneof![integers, decimals, small, large, whole]
        .prop_map(|(written, sent)| (written.clone(), sent.unwrap_or(written)))
}

/// What goes out in the path, the query, a header, a cookie and the body, of a request of each kind.
async fn echoed(number: &str) -> (Script, Run) {
    let answer = format!(r#"{{"n":{number},"l":[{number}],"o":{{"x":{number}}}}}"#);
    let mut script = Script::new().answer("GET", "/v1/things", 200, &answer);
    for _ in 0..3 {
        script = script.answer("POST", "/v1/things", 200, "");
    }
    let mut run = run(&script);
    let read = run.step(&LIST).send().await.unwrap();
    let n: Number = run.required(&read, "n", "/n").unwrap();
    let list: Vec<Number> = run.required(&read, "l", "/l").unwrap();
    let whole: Json = run.required(&read, "w", "").unwrap();
    assert!(simple::eq(read.at("/n"), &n) && simple::eq(&n, digits(number)), "{number}");
    let json = rt::json!({
        "list": [&list, &whole],
        "replaced": Replaced::new(&whole).at("/o/x", &n),
        "text": template([text("n="), text(&n)]),
    });
    let list = &list;
    run.step(&POST).header("X-N", &n).cookie("c", &n).json(json).send().await.unwrap();
    run.step(&POST).parameter(&Parameter::header("X-L"), list).form(&whole).send().await.unwrap();
    run.step(&POST).multipart(Multipart::new().part("n", &n).part("o", &whole)).send().await.unwrap();
    (script, run)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_place_has_every_digit((written, sent) in any_number()) {
        let (script, _) = block_on(echoed(&written));
        let requests = script.requests();
        let whole = format!(r#"{{"l":[{sent}],"n":{sent},"o":{{"x":{sent}}}}}"#);
        let expected = format!(r#"{{"list":[[{sent}],{whole}],"replaced":{whole},"text":"n={sent}"}}"#);
        prop_assert_eq!(&requests[1].body, &expected);
        let header = |at: usize, name: &str| requests[at].headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        prop_assert_eq!(header(1, "x-n"), sent.as_str());
        prop_assert_eq!(header(1, "cookie"), format!("c={}", sent.replace('+', "%2B")));
        prop_assert_eq!(header(2, "x-l"), sent.as_str());
        let field = sent.replace('+', "%2B");
        prop_assert_eq!(&requests[2].body, &format!("l={field}&n={field}&o=%7B%22x%22%3A{field}%7D"));
        prop_assert!(requests[3].body.contains(&format!("\r\n\r\n{sent}\r\n")), "{}", requests[3].body);
        prop_assert!(requests[3].body.contains(&whole), "{}", requests[3].body);
    }

    #[test]
    fn paths_and_queries_have_every_digit((written, sent) in any_number()) {
        let field = sent.replace('+', "%2B");
        let answer = format!("[{written}]");
        let script = Script::new()
            .answer("GET", "/v1/things", 200, &answer)
            .answer("GET", &format!("/v1/things/{field}?q={field}&l={field}"), 200, "");
        block_on(async {
            let mut run = run(&script);
            let read = run.step(&LIST).send().await.unwrap();
            let n: Number = run.required(&read, "n", "/0").unwrap();
            let list: Json = run.required(&read, "l", "").unwrap();
            run.step(&GET).path("id", &n).query("q", &n).query("l", &list).send().await.unwrap();
        });
        prop_assert_eq!(script.requests().len(), 2);
    }

    #[test]
    fn what_a_caller_gives_is_what_is_sent(float in any::<f64>(), integer in any::<i64>(), unsigned in any::<u64>()) {
        prop_assume!(float.is_finite());
        let script = Script::new().answer("POST", "/v1/things", 200, "");
        let body = json!([float, integer, unsigned]);
        block_on(async { run(&script).step(&POST).json(body).send().await.unwrap() });
        // Read by Rust: that of `serde_json` is only near.
        let body = script.requests()[0].body.clone();
        let sent: Vec<&str> = body.trim_matches(['[', ']']).split(',').collect();
        prop_assert_eq!(sent[0].parse(), Ok(float));
        prop_assert_eq!(sent[1..].to_vec(), [integer.to_string(), unsigned.to_string()]);
    }
}

#[tokio::test]
async fn what_a_caller_gets_is_exact_or_an_error() {
    let script =
        Script::new().answer("GET", "/v1/things", 200, r#"{"id":123456789012345678901234567890,"far":-1e400}"#);
    let mut run = run(&script);
    let read = run.step(&LIST).send().await.unwrap();
    let far: Number = run.required(&read, "far", "/far").unwrap();
    let error = run.give("listThings", "far", far).unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Decode, Some("listThings")));
    assert!(error.to_string().ends_with("output `far`: a number is beyond the range of `f64`"), "{error}");
    let whole: Json = run.required(&read, "whole", "").unwrap();
    run.output("whole", &whole);
    let error = run.give("listThings", "whole", whole).unwrap_err();
    assert!(
        error.to_string().contains("output `whole`: a number is beyond the range that `serde_json::Value`"),
        "{error}"
    );
    let id: Json = run.required(&read, "id", "/id").unwrap();
    let long = run.give("listThings", "id", id).unwrap_err();
    assert!(long.to_string().contains("output `id`: a number has more digits than `serde_json::Value`"), "{long}");
    // Where nothing is sent of it, it is still shown with all its digits.
    let shown = json!({"whole": {"far": "-1e400", "id": "123456789012345678901234567890"}});
    assert_eq!(Value::Object(error.outputs().clone()), shown);
}
