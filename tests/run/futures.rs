//! How large the future of a workflow is: it may stand on a caller's stack.

mod hundred {
    arazzo::include_workflows!("hundred");
}

#[test]
fn a_hundred_steps_need_little_room() {
    let client = arazzo::Client::builder().build().unwrap();
    let input = hundred::many::Input { first: "first".to_owned() };
    let size = size_of_val(&hundred::many(&client, input));
    assert!(size < 16 * 1024, "{size} bytes");
}
