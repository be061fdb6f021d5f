//! The target code of ARCHITECTURE.md: what the compiler emits must compile and do this.

use crate::fixtures::*;
use arazzo::testing::Script;
use arazzo::{Client, Error, ErrorKind, rt};
use std::time::Duration;

#[derive(Debug, PartialEq)]
struct Output {
    updated: Option<String>,
    created: Option<String>,
}

async fn branch(client: &Client, id: &str, email: Option<&str>) -> Result<Output, Error> {
    let mut run = client.start(&ANY)?;
    let find = run.step(&GET).path("id", id).send().await?;
    match find.status() {
        200 => {
            let update = run.step(&POST).json(rt::json!({ "id": id, "email": email })).send().await?;
            if update.status() != 200 {
                return Err(run.failed(&update));
            }
            let id: String = run.required(&update, "id", "/id")?;
            Ok(Output { updated: Some(id), created: None })
        }
        404 => Ok(Output { updated: None, created: Some(id.to_owned()) }),
        _ => Err(run.failed(&find)),
    }
}

async fn poll(client: &Client) -> Result<Option<String>, Error> {
    let mut run = client.start(&ANY)?;
    let mut still = rt::Retry::new("still", 20, Duration::from_secs(5));
    let poll = loop {
        let poll = run.step(&LIST).attempt().await?;
        if poll.status() == Some(200) && rt::jsonpath::eq(poll.at("/status"), "exported") {
            break poll;
        }
        if rt::jsonpath::eq(poll.at("/status"), "processing") && run.retry(&mut still, &poll).await? {
            continue;
        }
        return Err(run.failed(&poll));
    };
    run.optional(&poll, "url", "/url")
}

#[tokio::test]
async fn branches() {
    let script = Script::new()
        .answer("GET", "/v1/things/c-1", 200, "{}")
        .answer("POST", "/v1/things", 200, r#"{"id":"c-1"}"#)
        .answer("GET", "/v1/things/c-2", 404, "")
        .answer("GET", "/v1/things/c-3", 500, "");
    let client = scripted(&script).0.build().unwrap();
    let updated = branch(&client, "c-1", None).await.unwrap();
    assert_eq!(updated, Output { updated: Some("c-1".to_owned()), created: None });
    assert_eq!(script.requests()[1].body, r#"{"id":"c-1"}"#);
    assert_eq!(branch(&client, "c-2", None).await.unwrap().created.as_deref(), Some("c-2"));
    assert_eq!(branch(&client, "c-3", None).await.unwrap_err().kind(), ErrorKind::StepFailed);
}

#[tokio::test]
async fn polls() {
    let processing = r#"{"status":"processing"}"#;
    let script = Script::new()
        .answer("GET", "/v1/things", 200, processing)
        .answer("GET", "/v1/things", 200, processing)
        .answer("GET", "/v1/things", 200, r#"{"status":"exported","url":"https://x"}"#)
        .answer("GET", "/v1/things", 200, r#"{"status":"failed"}"#);
    let (builder, clock) = scripted(&script);
    let client = builder.build().unwrap();
    assert_eq!(poll(&client).await.unwrap().as_deref(), Some("https://x"));
    assert_eq!(clock.slept(), [Duration::from_secs(5); 2]);
    assert_eq!(poll(&client).await.unwrap_err().kind(), ErrorKind::StepFailed);
}
