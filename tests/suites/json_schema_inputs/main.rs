//! The JSON Schema Test Suite as inputs: the generated types take every valid datum, send exactly it, and refuse what they can.
//!
//! `ARAZZO_JSON_SCHEMA=1 cargo test -p tests --test json-schema-inputs` has the build script fetch the suite with pip, once;
//! `ARAZZO_JSON_SCHEMA=FOLDER` takes a checkout of it. `build/json_schema.rs` makes the workflows.
//!
//! `otherwise.txt` lists the valid data that are treated otherwise on purpose: a row of the rule book, the data of a group, and why.
//! `refused.txt` says how many of the invalid data are refused; with `ARAZZO_BLESS=1` it is written, and it may only become more.

#[cfg(json_schema)]
mod data;
#[cfg(json_schema)]
mod otherwise;
#[cfg(json_schema)]
mod play;
#[cfg(json_schema)]
mod refused;

#[cfg(not(json_schema))]
#[test]
fn the_suite_is_not_at_hand() {
    use std::io::Write;
    let note =
        "NOTE: the JSON Schema Test Suite is not at hand (see ARAZZO_JSON_SCHEMA): no inputs are held against it.";
    let _ = writeln!(std::io::stderr(), "{note}");
}

#[cfg(json_schema)]
mod suite {
    use super::data::{all, same};
    use super::{otherwise, play, refused};

    #[tokio::test]
    async fn every_valid_datum_is_sent_as_it_is_given() {
        let mut complaints = Vec::new();
        for datum in all().iter().filter(|datum| datum.valid) {
            let sent = if datum.compiled { play::given(datum).await } else { Err("the schema is refused".to_owned()) };
            match sent {
                Ok(sent) if same(&sent, &datum.value) => {}
                Ok(sent) => complaints.push((datum.name(), format!("{} is sent as {sent}", datum.value))),
                Err(why) => complaints.push((datum.name(), format!("{} is refused: {why}", datum.value))),
            }
        }
        otherwise::check("given", &complaints);
    }

    #[tokio::test]
    async fn every_valid_datum_is_a_default() {
        let mut complaints = Vec::new();
        let data = all();
        for file in play::files() {
            let sent = play::unsaid(file).await;
            for datum in data.iter().filter(|datum| datum.valid && datum.file == file) {
                match sent.get(&datum.default_name()) {
                    Some(sent) if same(sent, &datum.value) => {}
                    Some(sent) => complaints.push((datum.name(), format!("{} is sent as {sent}", datum.value))),
                    None => complaints.push((datum.name(), format!("{} is not used", datum.value))),
                }
            }
        }
        otherwise::check("default", &complaints);
    }

    #[tokio::test]
    async fn invalid_data_are_refused_where_the_type_can() {
        let mut judged = Vec::new();
        for datum in all().into_iter().filter(|datum| !datum.valid && datum.compiled) {
            let is_refused = play::given(&datum).await.is_err();
            judged.push((datum, is_refused));
        }
        refused::check(&judged);
    }
}
