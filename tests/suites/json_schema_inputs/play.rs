//! Calls of the workflows, and what they send.

use std::pin::Pin;

use arazzo::Client;
use arazzo::testing::Script;
use serde_json::{Map, Value};

use crate::data::Datum;

type Sent = Result<Value, String>;
type Call = fn(Client, Value) -> Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// Two functions for each line that the build script wrote.
macro_rules! suite {
    ($($module:ident $file:literal)*) => {
        // The suite has the same name many times.
        $(#[allow(non_camel_case_types)]
        mod $module {
            include!(concat!(env!("OUT_DIR"), "/json_schema/", $file, "/given.rs"));
            include!(concat!(env!("OUT_DIR"), "/json_schema/", $file, "/unsaid.rs"));
        })*

        static CALLS: &[(&str, Call, Call)] = &[$((
            $file,
            |client, input| Box::pin(async move {
                let input: $module::given::Input = serde_json::from_value(input).map_err(|why| why.to_string())?;
                $module::given(&client, input).await.map(drop).map_err(|why| why.to_string())
            }),
            |client, input| Box::pin(async move {
                let input: $module::unsaid::Input = serde_json::from_value(input).map_err(|why| why.to_string())?;
                $module::unsaid(&client, input).await.map(drop).map_err(|why| why.to_string())
            }),
        )),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/json_schema/table.rs"));

/// The files of the suite.
pub(crate) fn files() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(file, ..)| *file)
}

/// What is sent of a datum that is given.
pub(crate) async fn given(datum: &Datum) -> Sent {
    let name = datum.input_name();
    let input = Value::Object(Map::from_iter([(name.clone(), datum.value.clone())]));
    let (_, call, _) = CALLS.iter().find(|(file, ..)| *file == datum.file).ok_or("no such file")?;
    let mut sent = sent(*call, input).await?;
    sent.remove(&name).ok_or_else(|| "nothing is sent".to_owned())
}

/// What is sent where nothing is given.
pub(crate) async fn unsaid(file: &str) -> Map<String, Value> {
    let (_, _, call) = CALLS.iter().find(|(known, ..)| *known == file).expect("a file of the suite");
    sent(*call, Value::Object(Map::new())).await.expect("every input has a default, or may be left out")
}

async fn sent(call: Call, input: Value) -> Result<Map<String, Value>, String> {
    let script = Script::new().answer("POST", "/send", 200, "");
    let client = Client::builder().script(script.clone()).build().map_err(|why| why.to_string())?;
    call(client, input).await?;
    let requests = script.requests();
    let body = requests.first().map(|sent| sent.body.clone()).unwrap_or_default();
    serde_json::from_str(&body).map_err(|why| format!("{body}: {why}"))
}
