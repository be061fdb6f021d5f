//! How large the future of a workflow is: it may stand on a caller's stack.

mod hundred {
    arazzo::include_workflows!("hundred");
}

mod nested {
    arazzo::include_workflows!("nested");
}

fn needs_little_room<F: Future>(future: &F) {
    let size = size_of_val(future);
    assert!(size < 16 * 1024, "{size} bytes");
}

/// Forty steps, each of which may go back to the one before: forty loops, one inside of the other. That they were generated at
/// all says that none is done twice for the one around it.
#[test]
fn loops_inside_of_loops_need_little_room() {
    let client = arazzo::Client::builder().build().unwrap();
    let input = nested::many::Input { first: "first".to_owned() };
    needs_little_room(&nested::many(&client, input));
}

#[test]
fn a_hundred_steps_need_little_room() {
    let client = arazzo::Client::builder().build().unwrap();
    let input = hundred::many::Input { first: "first".to_owned() };
    needs_little_room(&hundred::many(&client, input));
}
