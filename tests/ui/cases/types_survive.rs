arazzo::arazzo!("documents/broken-flow.yml");

/// Says nothing of its own: the types of the inputs and outputs are there.
async fn run(client: &arazzo::Client) -> Result<greet::Output, arazzo::Error> {
    let input = greet::Input { ..greet::Required { name: "Ada".to_owned() }.into() };
    let output: greet::Output = greet(client, input).await?;
    Ok(output)
}

fn main() {
    let client = arazzo::Client::builder().build().unwrap();
    drop(run(&client));
}
