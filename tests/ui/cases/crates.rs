#![deny(warnings)]

arazzo::arazzo!("documents/crates.yml");

fn main() {
    let client = arazzo::Client::builder().build().unwrap();
    drop(arazzo_2(&client, arazzo_2::Input::default()));
    drop(rt(&client, rt::Input::default()));
    drop(std_2(&client, std_2::Input::default()));
    assert_eq!(std::mem::size_of::<std_2::Input>(), 0);
}
