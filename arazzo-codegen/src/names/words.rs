//! Words that Rust has a meaning for.

/// Keywords of every edition, and reserved words.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Those that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "Self"];

/// A word as an identifier.
pub(super) fn raw(word: &str) -> String {
    if NEVER_RAW.contains(&word) || !KEYWORDS.contains(&word) {
        return never_raw(word);
    }
    format!("r#{word}")
}

/// A word where raw identifiers are not allowed.
pub(super) fn never_raw(word: &str) -> String {
    if KEYWORDS.contains(&word) { format!("{word}_") } else { word.to_owned() }
}
