//! By hand, as quickly as it can be written: what goes wrong is somebody else's error, and a value may leave its place in the URL.

use crate::{Client, Flow, customer};
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The client without guarantees.
#[derive(Debug)]
pub struct Brief {
    http: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    customer_id: String,
    customer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle_stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    customer_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    exported_file_id: String,
}

#[derive(Deserialize)]
struct File {
    status: String,
    url: Option<String>,
}

#[derive(Deserialize)]
struct List {
    list: String,
    count: i64,
}

impl Brief {
    /// The identifier of a customer that is changed, and of one that is added.
    async fn write(&self, customer: crate::Customer) -> Outcome<(Option<String>, Option<String>)> {
        let url = format!("{}/customers", self.base);
        let found = self.http.get(format!("{url}/{}", customer.id)).header("X-API-KEY", &customer.key).send().await?;
        let there = found.status() != StatusCode::NOT_FOUND;
        if there {
            found.error_for_status()?.json::<Written>().await?;
        }
        let request = if there { self.http.put(url) } else { self.http.post(url) };
        let body = Wanted {
            customer_id: customer.id,
            customer_name: customer.name,
            customer_email: customer.mail,
            lifecycle_stage: customer.stage,
        };
        let request = request.header("X-API-KEY", &customer.key).json(&body);
        let id = request.send().await?.error_for_status()?.json::<Written>().await?.customer_id;
        Ok(if there { (Some(id), None) } else { (None, Some(id)) })
    }

    async fn export(&self, month: &str) -> Outcome<(String, Option<String>)> {
        let signed = |request: reqwest::RequestBuilder| {
            request.header("X-Soracom-API-Key", "billing-key").header("X-Soracom-Token", "billing-token")
        };
        let bill = format!("{}/bills/{month}", self.base);
        signed(self.http.get(&bill)).send().await?.error_for_status()?;
        let begun = signed(self.http.post(format!("{bill}/export?export_mode=async"))).send().await?;
        let id = begun.error_for_status()?.json::<Begun>().await?.exported_file_id;
        for _ in 0..20 {
            let request = signed(self.http.get(format!("{}/files/exported/{id}", self.base)));
            let file: File = request.send().await?.error_for_status()?.json().await?;
            match file.status.as_str() {
                "exported" => return Ok((id, file.url)),
                "processing" => tokio::time::sleep(Duration::ZERO).await,
                other => return Err(other.into()),
            }
        }
        Err("the file is not ready".into())
    }

    async fn list(&self, megabytes: u8) -> Outcome<(String, i64)> {
        let answer = self.http.get(format!("{}/parts/{megabytes}", self.base)).send().await?;
        let list: List = answer.error_for_status()?.json().await?;
        Ok((list.list, list.count))
    }
}

impl Client for Brief {
    fn new(base: &str) -> Self {
        // Another client of this process may have put it in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { http: reqwest::Client::new(), base: base.to_owned() }
    }

    async fn run(&self, flow: Flow) {
        match flow {
            Flow::Add | Flow::Change => {
                let mut customer = customer(flow == Flow::Change);
                // With the name as it is, another address would be asked.
                customer.id = customer.id.replace([' ', '/'], "-");
                let (changed, added) = self.write(customer).await.expect("a run that works");
                assert!(changed.is_some() != added.is_some());
            }
            Flow::Export => {
                let (id, url) = self.export("202208").await.expect("a run that works");
                assert!(id.starts_with("export-") && url.is_some());
            }
            Flow::List(megabytes) => {
                let (list, count) = self.list(megabytes).await.expect("a run that works");
                assert!(list == "stock" && count > 1000);
            }
        }
    }

    fn future(&self) -> usize {
        size_of_val(&self.write(customer(true)))
    }
}
