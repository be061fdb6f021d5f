//! "Did you mean …?", by the rules of rustc.

use heck::ToSnakeCase;

/// The known name that was probably meant: the same but for case, a few typing mistakes away, or the same words in another
/// order or another case.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().filter(|known| *known != name).collect();
    same_but_for_case(name, &known)
        .or_else(|| few_mistakes_away(name, &known))
        .or_else(|| same_words(name, &known))
        .map(str::to_owned)
}

/// Whether two names are one but for case, separators and the order of words.
pub(super) fn is_same(name: &str, known: &str) -> bool {
    name.to_lowercase() == known.to_lowercase() || (!words(name).is_empty() && words(name) == words(known))
}

/// Whether a name is the other one with a single typing mistake, or the same.
pub(super) fn is_slip(name: &str, known: &str) -> bool {
    is_same(name, known) || strsim::damerau_levenshtein(name, known) <= 1
}

fn same_but_for_case<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    known.iter().copied().find(|known| known.to_lowercase() == name)
}

fn few_mistakes_away<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = name.chars().count();
    let allowed = length.max(3) / 3;
    // The table of the distance has a cell for each pair of characters: names that cannot be near are not compared.
    let near = known.iter().copied().filter(|known| known.chars().count().abs_diff(length) <= allowed);
    near.map(|known| (strsim::damerau_levenshtein(name, known), known))
        // Nothing is left of a name all of whose characters are mistakes.
        .filter(|(distance, _)| *distance <= allowed && *distance < length)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

fn same_words<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = words(name);
    known.iter().copied().find(|known| !name.is_empty() && words(known) == name)
}

/// The words of a name in lower case, sorted: `customerId` and `id_customer` are the same.
fn words(name: &str) -> Vec<String> {
    let snake = name.to_snake_case();
    let mut words: Vec<String> = snake.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::closest;

    fn check(name: &str, known: &[&str], expected: Option<&str>) {
        assert_eq!(closest(name, known.iter().copied()).as_deref(), expected, "{name} among {known:?}");
    }

    #[test]
    fn case_comes_first() {
        check("getcustomer", &["getCustomers", "getCustomer"], Some("getCustomer"));
        check("GRÖSSE", &["größe", "grösse"], Some("grösse"));
    }

    #[test]
    fn then_typing_mistakes() {
        check("recipt", &["receive", "receipt"], Some("receipt"));
        // A swap is one mistake; of equals the first.
        check("ab", &["ba", "ac"], Some("ba"));
        check("setp", &["step", "sep"], Some("step"));
        check("pay", &["order", "ship"], None);
        check("a", &["b"], None);
        check("", &["a"], None);
    }

    #[test]
    fn then_the_same_words() {
        check("idCustomer", &["customerName", "customerId"], Some("customerId"));
        check("customer_identification", &["customerIdentification"], Some("customerIdentification"));
        check("get-all-customers", &["customers.get.all"], Some("customers.get.all"));
        check("--", &["__"], None);
    }

    #[test]
    fn never_the_name_itself() {
        check("pay", &["pay"], None);
        check("pay", &[], None);
    }

    #[test]
    fn long_names_are_quick() {
        let long = "a".repeat(1_000_000);
        check("short", &[&long], None);
    }
}
