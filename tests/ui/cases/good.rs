#![deny(warnings)]

arazzo::arazzo!("documents/good.yml");

fn main() {
    let client = arazzo::Client::builder().build().unwrap();
    drop(greet(&client, greet::Input::default()));
}
