//! The newcomer's first command: an embedded sandbox of four vendors' APIs, and the workflows that call them.

mod sandbox;

use sandbox::{Sandbox, Vendor};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let sandbox = Sandbox::start().await?;
    println!("A sandbox of four APIs is running on this machine, and only here:");
    for vendor in Vendor::ALL {
        println!("  {:<9} {}", vendor.name(), sandbox.url(vendor));
    }
    Ok(())
}
