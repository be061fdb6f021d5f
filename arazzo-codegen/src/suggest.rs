//! "Did you mean …?", by the rules of rustc.

use std::collections::HashSet;

use heck::ToSnakeCase;

/// Longer names have no near ones: to find them takes the square of the length.
const LONGEST: usize = 256;

/// The one known name that was probably meant: the same but for case, a few typing mistakes away, or the same words in another
/// order or another case. Where two are as near, nobody knows which.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // What follows is compiled once, and not for each kind of list that is asked with.
    closest_of(name, known.into_iter().collect())
}

/// What may have been meant by a name that nothing has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Similar {
    /// The [`closest`] one.
    Closest(String),
    /// The only one that has its words: `payOrder` for `pay`, `gists/fork` for `forkgist`.
    Related(String),
    /// Those that have its words, or all, where they are few.
    Among(Vec<String>),
    Unknown,
}

impl Similar {
    /// The one that was probably meant.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Similar::Closest(name) | Similar::Related(name) => Some(name),
            Similar::Among(_) | Similar::Unknown => None,
        }
    }

    /// The closest one.
    pub(crate) fn closest(&self) -> Option<&str> {
        self.name().filter(|_| matches!(self, Similar::Closest(_)))
    }
}

/// So many names can be listed in a sentence.
const FEW: usize = 10;

/// What to say of a name that is unknown: more than [`closest`] says, because nothing but a sentence follows from it.
pub(crate) fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Similar {
    let mut known: Vec<&str> = known.into_iter().collect();
    if let Some(closest) = closest_of(name, known.clone()) {
        return Similar::Closest(closest);
    }
    let mut unique = HashSet::new();
    known.retain(|known| unique.insert(*known));
    let related: Vec<&str> = if name.len() > LONGEST { Vec::new() } else { with_words_of(name, &known) };
    let listed = |names: &[&str]| Similar::Among(names.iter().map(|name| (*name).to_owned()).collect());
    match related.as_slice() {
        [related] => Similar::Related((*related).to_owned()),
        [] if (1..=FEW).contains(&known.len()) => listed(&known),
        [] => Similar::Unknown,
        related if related.len() <= FEW => listed(related),
        _ => Similar::Unknown,
    }
}

/// Those that have all words of a name, or of whose words it is written together.
fn with_words_of<'a>(name: &str, known: &[&'a str]) -> Vec<&'a str> {
    let (own, letters) = (words(name), name.to_lowercase());
    let has = |known: &&&str| {
        let theirs = words(known);
        let has_all = !own.is_empty() && own.iter().all(|word| theirs.iter().any(|other| is_form(word, other)));
        let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
        !has_other_verb(name, known) && (has_all || is_joined(&letters, &theirs))
    };
    known.iter().filter(has).copied().collect()
}

/// Whether two words are one, or one is the plural of the other.
fn is_form(word: &str, other: &str) -> bool {
    word == other || word.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(word)
}

/// Nobody writes more words together, and many words have very many orders.
const JOINED: usize = 5;

/// Whether a text is all of these words in some order, each of them in the singular or in the plural.
fn is_joined(text: &str, words: &[&str]) -> bool {
    if words.is_empty() || words.len() > JOINED {
        return words.is_empty() && text.is_empty();
    }
    words.iter().enumerate().any(|(at, word)| {
        let mut others = words.to_vec();
        others.remove(at);
        let rest = text.strip_prefix(word.strip_suffix('s').unwrap_or(word));
        let plural = rest.and_then(|rest| rest.strip_prefix('s'));
        rest.into_iter().chain(plural).any(|rest| is_joined(rest, &others))
    })
}

/// Whether two names say that different things are done: `getUser` and `setUser`.
fn has_other_verb(name: &str, known: &str) -> bool {
    let (mine, theirs) = (words(name), words(known));
    let only_in = |one: &[String], other: &[String]| {
        one.iter().any(|word| VERBS.contains(&word.as_str()) && !other.contains(word))
    };
    only_in(&mine, &theirs) && only_in(&theirs, &mine)
}

fn closest_of(name: &str, mut known: Vec<&str>) -> Option<String> {
    if name.len() > LONGEST {
        return None;
    }
    known.retain(|known| *known != name);
    let alike = same_but_for_case(name, &known);
    let meant = if alike.is_empty() {
        few_mistakes_away(name, &known).or_else(|| same_words(name, &known))
    } else {
        only(alike.into_iter())
    };
    meant.map(str::to_owned)
}

/// Whether two names are one but for case, separators and the order of words.
pub(crate) fn is_same(name: &str, known: &str) -> bool {
    name.to_lowercase() == known.to_lowercase() || (!words(name).is_empty() && words(name) == words(known))
}

/// Whether a name is the other one with a single typing mistake, or the same. Another number is another name.
pub(crate) fn is_slip(name: &str, known: &str) -> bool {
    is_same(name, known) || (strsim::damerau_levenshtein(name, known) <= 1 && has_same_digits(name, known))
}

/// Whether two names differ in anything but numbers: `step2` is none of the spellings of `step1`.
pub(crate) fn has_same_digits(name: &str, known: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(name) == digits(known)
}

/// What operations do, and a slip away from each other: `get` and `set`, `add` and `and`.
const VERBS: [&str; 20] = [
    "add", "cancel", "change", "close", "create", "delete", "edit", "find", "get", "list", "make", "new", "open",
    "patch", "post", "put", "read", "remove", "set", "send",
];

/// Whether the name of an operation is the other one with a single typing mistake, or the same: never where it would be a right
/// name of something else, as `deleteUser` is beside `deleteUsers`, and `getUser` beside `setUser`.
pub(crate) fn is_typo(name: &str, known: &str) -> bool {
    if is_same(name, known) {
        return true;
    }
    let (mine, theirs) = (words(name), words(known));
    let is_word = |word: &String| {
        let plural = |other: &String| format!("{word}s") == *other || format!("{other}s") == *word;
        VERBS.contains(&word.as_str()) || theirs.iter().any(plural)
    };
    is_slip(name, known) && !mine.iter().filter(|word| !theirs.contains(word)).any(is_word)
}

fn same_but_for_case<'a>(name: &str, known: &[&'a str]) -> Vec<&'a str> {
    let name = name.to_lowercase();
    known.iter().copied().filter(|known| known.to_lowercase() == name).collect()
}

/// The one that there is.
fn only<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

fn few_mistakes_away<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = name.chars().count();
    let allowed = length.max(3) / 3;
    // The table of the distance has a cell for each pair of characters: names that cannot be near are not compared.
    let near = known.iter().copied().filter(|known| least_distance(name, known) <= allowed);
    let near = near.filter(|known| !has_other_verb(name, known));
    let near: Vec<(usize, &str)> = near
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        // Nothing is left of a name all of whose characters are mistakes.
        .filter(|(distance, _)| *distance <= allowed && *distance < length)
        .collect();
    let least = near.iter().map(|(distance, _)| *distance).min()?;
    let nearest = || near.iter().filter(|(distance, _)| *distance == least).map(|(_, known)| *known);
    // Letters are swapped more often than others are taken.
    only(nearest().filter(|known| letters(known) == letters(name))).or_else(|| only(nearest()))
}

/// The distance is at least this: so many characters of the one are missing in the other. Characters that share a place are counted
/// as one, which makes it smaller. A plain loop, because without optimisation the distance itself takes a hundred times as much.
fn least_distance(name: &str, known: &str) -> usize {
    let mut counts = [0_i32; 64];
    for char in name.chars() {
        counts[char as usize % 64] += 1;
    }
    for char in known.chars() {
        counts[char as usize % 64] -= 1;
    }
    let (mut missing, mut extra) = (0, 0);
    for count in counts {
        if count > 0 { missing += count } else { extra -= count }
    }
    usize::try_from(missing.max(extra)).unwrap_or_default()
}

fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

fn same_words<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let letters = lower_letters(name);
    let mut alike = known.iter().copied().filter(|known| lower_letters(known) == letters).peekable();
    alike.peek()?;
    let name = words(name);
    only(alike.filter(|known| !name.is_empty() && words(known) == name))
}

/// How often a name has each letter in lower case, as far as they are ASCII: where the words are the same, these are, too.
fn lower_letters(name: &str) -> [u8; 26] {
    let mut counts = [0; 26];
    for byte in name.bytes() {
        let letter = byte.to_ascii_lowercase();
        if letter.is_ascii_lowercase() {
            let count: &mut u8 = &mut counts[usize::from(letter - b'a')];
            *count = count.wrapping_add(1);
        }
    }
    counts
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
    use super::{Similar, closest, is_slip, is_typo, similar};

    fn check(name: &str, known: &[&str], expected: Option<&str>) {
        assert_eq!(closest(name, known.iter().copied()).as_deref(), expected, "{name} among {known:?}");
    }

    #[test]
    fn case_comes_first() {
        check("getcustomer", &["getCustomers", "getCustomer"], Some("getCustomer"));
        check("placeorder", &["placeOrder", "PlaceOrder"], None);
        check("GRÖSSE", &["größe", "grösse"], Some("grösse"));
    }

    #[test]
    fn then_typing_mistakes() {
        check("recipt", &["receive", "receipt"], Some("receipt"));
        // A swap is one mistake, and the likeliest; of equals none.
        check("ab", &["ac", "ba"], Some("ba"));
        check("ab", &["ac", "ad"], None);
        check("ab", &["ac", "ac"], Some("ac"));
        check("step3", &["step1", "step2"], None);
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
    fn what_can_be_edited_is_nothing_else() {
        assert!(is_typo("getCustomr", "getCustomer") && is_typo("get-customer", "getCustomer"));
        for (name, known) in [
            ("getCustomer", "setCustomer"),
            ("deleteUser", "deleteUsers"),
            ("getOrdersV1", "getOrdersV2"),
            ("listAll", "listOne"),
        ] {
            assert!(!is_typo(name, known), "{name} and {known}");
        }
        assert!(is_slip("limits", "limit") && !is_slip("line1", "line2"));
    }

    #[test]
    fn never_another_verb() {
        check("getUser", &["setUser"], None);
        check("getUsr", &["setUser", "getUser"], Some("getUser"));
        check("addItem", &["editItem"], None);
    }

    #[test]
    fn a_sentence_names_what_has_the_words() {
        let said = |name: &str, known: &[&str]| similar(name, known.iter().copied());
        let related = |name: &str| Similar::Related(name.to_owned());
        let among = |names: &[&str]| Similar::Among(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(said("recipt", &["receive", "receipt"]), Similar::Closest("receipt".to_owned()));
        assert_eq!(said("pay", &["listOrders", "payOrder"]), related("payOrder"));
        assert_eq!(said("forkgist", &["gists/list", "gists/fork"]), related("gists/fork"));
        assert_eq!(said("users", &["getUser", "getOrder"]), related("getUser"));
        // Several have them: which of these is for the reader to say.
        assert_eq!(said("pay", &["payOrder", "payInvoice", "ship"]), among(&["payOrder", "payInvoice"]));
        assert_eq!(said("deleteOrder", &["createOrder"]), among(&["createOrder"]));
        assert_eq!(said("ship", &["order", "pay"]), among(&["order", "pay"]));
        assert_eq!(said("ship", &[]), Similar::Unknown);
        let many: Vec<String> = (0..11).map(|number| format!("step{number}")).collect();
        assert_eq!(similar("ship", many.iter().map(String::as_str)), Similar::Unknown);
    }

    #[test]
    fn never_the_name_itself() {
        check("pay", &["pay"], None);
        check("pay", &[], None);
    }

    #[test]
    fn long_names_are_quick() {
        let long = "a".repeat(1_000_000);
        assert_eq!(similar(&long, ["a", "aa"]), Similar::Among(vec!["a".to_owned(), "aa".to_owned()]));
        check("short", &[&long], None);
    }
}
