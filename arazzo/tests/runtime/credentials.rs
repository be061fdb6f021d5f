//! Which credentials are sent, and when nothing is.

use crate::fixtures::*;
use arazzo::testing::{Script, Sent};
use arazzo::{Client, ClientBuilder, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

fn header<'s>(sent: &'s Sent, name: &str) -> Option<&'s str> {
    sent.headers.get(name).map(|value| value.to_str().unwrap())
}

async fn choice(with: impl FnOnce(ClientBuilder) -> ClientBuilder, target: &str) -> Sent {
    let script = Script::new().answer("GET", target, 200, "");
    let client = with(scripted(&script).0).build().unwrap();
    client.start(&NEEDS_CHOICE).unwrap().step(&CHOICE).send().await.unwrap();
    script.requests().remove(0)
}

#[tokio::test]
async fn the_first_alternative_that_the_client_covers() {
    let sent = choice(
        |b| b.credential(KEY, "k1").credential(QUERY_KEY, "k 2").credential(LOGIN, ("u", "p")),
        "/v1/choice?api%20key=k%202",
    )
    .await;
    assert_eq!((header(&sent, "x-api-key"), header(&sent, "authorization")), (Some("k1"), None));
    let sent = choice(|b| b.credential(KEY, "k1").credential(LOGIN, ("Aladdin", "open sesame")), "/v1/choice").await;
    assert_eq!(header(&sent, "authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert_eq!(header(&sent, "x-api-key"), None);
    let sent = choice(|b| b.credential(COOKIE_KEY, "c1"), "/v1/choice").await;
    assert_eq!(header(&sent, "cookie"), Some("sid=c1"));
    let sent = choice(ClientBuilder::anonymous, "/v1/choice").await;
    assert!(sent.headers.is_empty());
}

#[test]
fn a_missing_credential_is_known_at_entry_and_names_its_constants() {
    let script = Script::new();
    let both = "call `.credential(pay::KEY, …)` and `.credential(pay::QUERY_KEY, …)` on";
    for (builder, calls) in [
        (scripted(&script).0, both),
        (scripted(&script).0.credential(KEY, "k1"), "call `.credential(pay::QUERY_KEY, …)` on"),
    ] {
        let error = builder.build().unwrap().start(&NEEDS_CHOICE).unwrap_err();
        assert_eq!((error.kind(), error.step(), error.attempt()), (ErrorKind::Configuration, Some("choice"), 0));
        assert!(error.to_string().contains(calls), "{error}");
    }
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_parameter_wins_and_counts() {
    let script = Script::new()
        .answer("GET", "/v1/keyed", 200, "")
        .answer("GET", "/v1/choice?api%20key=mine", 200, "")
        .answer("GET", "/v1/later", 200, "");
    let client = scripted(&script).0.credential(KEY, "theirs").build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.step(&KEYED).header("x-api-key", "mine").send().await.unwrap();
    run.step(&CHOICE).query("api key", "mine").send().await.unwrap();
    run.step(&LATER).header("X-API-KEY", None::<&str>).send().await.unwrap();
    let keys: Vec<_> = script.requests().iter().map(|sent| header(sent, "x-api-key").map(str::to_owned)).collect();
    assert_eq!(keys, [Some("mine".to_owned()), Some("theirs".to_owned()), Some("theirs".to_owned())]);
}

#[tokio::test]
async fn what_a_parameter_may_supply_is_checked_at_the_step() {
    let script = Script::new().answer("GET", "/v1/later", 200, "");
    let client = scripted(&script).0.build().unwrap();
    let mut run = client.start(&NEEDS_KEY_LATER).unwrap();
    run.step(&LATER).header("X-API-KEY", Some("mine")).send().await.unwrap();
    let error = run.step(&LATER).header("X-API-KEY", None::<&str>).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempt()), (ErrorKind::Configuration, 0));
    assert!(error.to_string().contains("pay::KEY"), "{error}");
    assert_eq!(error.completed().len(), 1);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn optional_security_sends_what_there_is() {
    let script = Script::new().answer("GET", "/v1/optional", 200, "").answer("GET", "/v1/optional", 200, "");
    run(&script).step(&OPTIONAL).send().await.unwrap();
    let client = scripted(&script).0.credential(KEY, "k1").build().unwrap();
    client.start(&ANY).unwrap().step(&OPTIONAL).send().await.unwrap();
    let keys: Vec<_> = script.requests().iter().map(|sent| header(sent, "x-api-key").is_some()).collect();
    assert_eq!(keys, [false, true]);
}

/// A provider that counts how often it was asked.
fn counting(asked: &Arc<AtomicU32>) -> impl Fn() -> std::future::Ready<Result<String, arazzo::BoxError>> + use<> {
    let asked = Arc::clone(asked);
    move || std::future::ready(Ok(format!("token-{}", asked.fetch_add(1, Ordering::SeqCst) + 1)))
}

#[tokio::test]
async fn a_provider_is_asked_once_and_once_more_after_a_401() {
    let script = Script::new()
        .answer("GET", "/v1/tokened", 200, "")
        .answer("GET", "/v1/tokened", 401, "")
        .answer("GET", "/v1/tokened", 200, "")
        .answer("GET", "/v1/tokened", 401, "")
        .answer("GET", "/v1/tokened", 401, "");
    let asked = Arc::default();
    let client = scripted(&script).0.credential_provider(TOKEN, counting(&asked)).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let statuses = [
        run.step(&TOKENED).send().await.unwrap().status(),
        run.step(&TOKENED).send().await.unwrap().status(),
        run.step(&TOKENED).send().await.unwrap().status(),
    ];
    assert_eq!(statuses, [200, 200, 401]);
    let tokens: Vec<_> =
        script.requests().iter().map(|sent| header(sent, "authorization").unwrap().to_owned()).collect();
    let expected = ["Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2", "Bearer token-3"];
    assert_eq!(tokens, expected);
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_fixed_credential_is_not_sent_twice() {
    let script = Script::new().answer("GET", "/v1/tokened", 401, "");
    let client = scripted(&script).0.credential(TOKEN, "t").build().unwrap();
    assert_eq!(client.start(&ANY).unwrap().step(&TOKENED).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_failing_provider_sends_nothing() {
    let script = Script::new();
    let provider = || async { Err::<String, _>(arazzo::BoxError::from("the vault is closed")) };
    let client = scripted(&script).0.credential_provider(TOKEN, provider).build().unwrap();
    let error = client.start(&ANY).unwrap().step(&TOKENED).attempt().await.unwrap_err();
    assert_eq!((error.kind(), error.attempt()), (ErrorKind::Configuration, 0));
    assert!(error.to_string().contains("pay::TOKEN"), "{error}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is closed");
    assert!(script.requests().is_empty());
}

#[test]
fn credentials_that_cannot_be_sent_do_not_build() {
    for builder in [
        Client::builder().credential(KEY, "key\n"),
        Client::builder().credential(TOKEN, String::new()),
        Client::builder().credential(LOGIN, ("a:b", "c")),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("pay::"), "{error}");
    }
}

#[tokio::test]
async fn plain_http_to_another_machine_needs_permission() {
    let script = Script::new().answer("GET", "/things", 200, "").answer("GET", "/things", 200, "");
    let client = scripted(&script).0.credential(KEY, "k-secret").build().unwrap();
    let error = client.start(&NEEDS_PLAIN_KEY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`.allow_plain_http(pay::BILLING_API)`"), "{error}");
    // The step's own secrets count too; what is no secret may go.
    let mut run = client.start(&ANY).unwrap();
    run.conceal("hunter22");
    let errors = [
        run.step(&PLAIN_KEY).send().await,
        run.step(&PLAIN).header("Authorization", "x").send().await,
        run.step(&PLAIN).query("password", "hunter22").send().await,
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.attempt()), (ErrorKind::Configuration, 0));
    }
    assert!(script.requests().is_empty());
    run.step(&PLAIN).send().await.unwrap();
    let client = scripted(&script).0.credential(KEY, "k1").allow_plain_http(SAME).build().unwrap();
    client.start(&NEEDS_PLAIN_KEY).unwrap().step(&PLAIN_KEY).send().await.unwrap();
}

#[tokio::test]
async fn hooks_sign_or_stop() {
    let script = Script::new().answer("POST", "/v1/things?a=b", 200, "");
    let client = scripted(&script)
        .0
        .on_request(|request| {
            let seen = format!("{} {} {}", request.method(), request.url(), String::from_utf8_lossy(request.body()));
            request.set_header("X-Signature", &seen)?;
            if request.set_header("Host", "evil").is_ok() { Err("must not be possible".into()) } else { Ok(()) }
        })
        .build()
        .unwrap();
    client.start(&ANY).unwrap().step(&POST).query("a", "b").json([1]).send().await.unwrap();
    let sent = script.requests().remove(0);
    assert_eq!(header(&sent, "x-signature"), Some("POST https://api.example.com/v1/things?a=b [1]"));
    let client = scripted(&script).0.on_request(|_| Err("no".into())).build().unwrap();
    let error = client.start(&ANY).unwrap().step(&POST).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempt()), (ErrorKind::Configuration, 0));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn cookies_join_and_count() {
    let script = Script::new().answer("GET", "/v1/choice", 200, "").answer("GET", "/v1/choice", 200, "");
    let client = scripted(&script).0.credential(COOKIE_KEY, "mine").build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.step(&CHOICE).header("Cookie", "a=b").cookie("c", "d e").send().await.unwrap();
    run.step(&CHOICE).header("Cookie", "a=b; sid=theirs").send().await.unwrap();
    let cookies: Vec<_> = script.requests().iter().map(|sent| header(sent, "cookie").unwrap().to_owned()).collect();
    assert_eq!(cookies, ["a=b; c=d%20e; sid=mine", "a=b; sid=theirs"]);
}

#[tokio::test]
async fn a_credential_is_one_cookie() {
    let script = Script::new();
    let client = scripted(&script).0.credential(COOKIE_KEY, "mine; admin=1").build().unwrap();
    let error = client.start(&ANY).unwrap().step(&CHOICE).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(
        error.to_string(),
        "step `choice` of workflow `any`: the credential `sid` cannot be sent: a cookie cannot hold a semicolon or a control character"
    );
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn runs_at_the_same_time_share_one_answer_of_the_provider() {
    let script = (0..3).fold(Script::new(), |script, _| script.answer("GET", "/v1/tokened", 200, ""));
    let asked: Arc<AtomicU32> = Arc::default();
    let count = Arc::clone(&asked);
    let provider = move || {
        count.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::task::yield_now().await;
            Ok("token")
        }
    };
    let client = scripted(&script).0.credential_provider(TOKEN, provider).build().unwrap();
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.start(&ANY).unwrap().step(&TOKENED).send().await.unwrap().status() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// A header that the client below may write to a log.
#[tokio::test]
async fn secrets_in_headers_are_marked_as_such() {
    let script = (0..3).fold(Script::new(), |script, _| script.answer("GET", "/v1/choice", 200, ""));
    let login = |builder: ClientBuilder| builder.credential(LOGIN, ("Aladdin", "open sesame"));
    let sign = |builder: ClientBuilder| {
        builder.on_request(|request| {
            request.set_header("X-Signature", "of hush-hush")?;
            request.set_header("Proxy-Authorization", "p")
        })
    };
    for set in [login, |builder: ClientBuilder| builder.credential(COOKIE_KEY, "cookie")] {
        let client = sign(set(scripted(&script).0)).build().unwrap();
        let mut run = client.start(&ANY).unwrap();
        run.conceal("hush-hush");
        let step =
            run.step(&CHOICE).header("X-Plain", "plain").header("X-Other", "hush-hush").header("X-Api-Key", "key");
        step.send().await.unwrap();
    }
    for sent in script.requests() {
        for (name, value) in &sent.headers {
            assert_eq!(value.is_sensitive(), name != "x-plain", "{name}");
        }
        let shown = format!("{:?}", sent.headers);
        for secret in ["hush", "\"key\"", "QWxh", "=cookie", "\"p\""] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("plain"), "{shown}");
    }
}

#[tokio::test]
async fn a_parameter_that_is_a_credential_is_marked_too() {
    let script = Script::new().answer("GET", "/v1/things", 200, "");
    let mut run = run(&script);
    let step = run.step(&LIST).header("Authorization", "Bearer a").header("Cookie", "b=c").header("X-Token", "d");
    step.send().await.unwrap();
    let marked = |name: &str| script.requests()[0].headers[name].is_sensitive();
    assert_eq!(["authorization", "cookie", "x-token", "accept"].map(marked), [true, true, true, false]);
}
