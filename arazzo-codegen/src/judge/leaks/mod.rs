//! Credentials that leave the API that they belong to.

mod leaked;
mod site;
#[cfg(test)]
mod tests;

pub(crate) use leaked::Leaks;
