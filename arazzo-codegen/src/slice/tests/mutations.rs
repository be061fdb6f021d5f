//! Texts with changes at random. `ARAZZO_MUTATIONS` says how many; more than in an ordinary run is a search for mistakes.

use super::*;

const DEFAULT: usize = 3000;

/// What is put somewhere: the characters that mean something, alone and where they are likely to mean something else.
#[rustfmt::skip]
const BITS: &[&str] = &[
    "\"", "'", ":", ": ", "- ", "-", "\n", "\n  ", "\n    ", " ", "  ", "#", " #", "# ", "[", "]", "{", "}", "{}", "[]", ",", "|", ">", "|-",
    ">+", "|2", "|1-", "&a ", "*a", "*a ", "!t ", "!!str ", "? ", "?", "\t", "\r", "\r\n", "\\", "\\\"", "''", "%", "@", "`", "~", "---",
    "---\n", "\n---\n", "...", "\n...\n", "<<: ", "k: ", "k:\n", "\"k\": ", "'k' : ", "k: \"", "k: '", "k: [", "k: {", "k: |\n", "k: >\n",
    "k: |2\n", "- - ", "- k: ", "-\n", "\u{e9}", "\u{85}", "\u{2028}", "\u{feff}", "a: b", "\na: b\n", "\n\"a\n", "\n'a\n", "a b", "it's",
    "a \"b\"", "&a", "!t", "!<x> ", "? k\n: v\n", "\n\n", "  - ", "x-\n-y", ":x", "-x", "?x", "a:b", "[a, b]: c", "{a: b}", "{a: \"b\"}",
    "[\"a\",\n'b']", "[a #c\n, b]", "{a: 'it''s', b: it's}", "\0", "200: ", "1.0: ", "null: ", "\"a\":1,", "{\"a\":", "\"\\u0061\":",
    "{\n", "},\n", "[\n", "],\n", "\"a\": {", "\"a\": \"{\",", "\"}\"", "\"a]\": [\"[\", 1],\n",
];

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end.max(1)
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn position(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap()
    }

    /// A few lines of a document, moved to the left.
    fn excerpt(&mut self, document: &str) -> String {
        let lines: Vec<&str> = document.lines().collect();
        let from = if self.below(2) == 0 { 0 } else { self.below(lines.len()) };
        let lines = &lines[from..(from + 2 + self.below(25)).min(lines.len())];
        let blanks = |line: &&str| line.len() - line.trim_start_matches(' ').len();
        let left = lines.iter().filter(|line| !line.trim().is_empty()).map(blanks).min().unwrap_or(0);
        lines.iter().map(|line| line.get(left..).unwrap_or("").to_owned() + "\n").collect()
    }

    /// Bits and nothing else.
    fn bits(&mut self) -> String {
        let count = 1 + self.below(10);
        (0..count).fold("a:\n  b: 1\n".to_owned(), |text, _| {
            text + self.of(&["", "", "\n", "\n  ", "\n    ", "\n "]) + self.of(BITS)
        })
    }

    fn change(&mut self, text: &mut String) {
        let at = self.position(text);
        match self.below(5) {
            0..=2 => text.insert_str(at, self.of(BITS)),
            3 => {
                let length = text[at..].chars().take(1 + self.below(6)).map(char::len_utf8).sum::<usize>();
                text.replace_range(at..at + length, "");
            }
            _ => {
                let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                let blanks = text[line..].len() - text[line..].trim_start_matches(' ').len();
                if self.below(2) == 0 {
                    text.insert_str(line, &" ".repeat(1 + self.below(3)));
                } else {
                    text.replace_range(line..line + self.below(blanks + 1), "");
                }
            }
        }
    }
}

#[test]
fn slices_of_mutations_are_the_whole() {
    let number = std::env::var("ARAZZO_MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(DEFAULT);
    let seed = std::env::var("ARAZZO_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u64);
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut documents: Vec<(Format, String)> =
        own_documents().iter().map(|path| (format(path), fs::read_to_string(path).unwrap())).collect();
    documents.extend(samples::YAML.iter().map(|text| (Format::Yaml, (*text).to_owned())));
    documents.extend(samples::JSON.iter().map(|text| (Format::Json, (*text).to_owned())));
    documents.retain(|(_, text)| !text.is_empty());
    let mut tally = Tally::default();
    for _ in 0..number {
        let (format, document) = &documents[random.below(documents.len())];
        let mut text = match format {
            Format::Yaml if random.below(4) == 0 => random.bits(),
            Format::Yaml => random.excerpt(document),
            Format::Json => document.chars().take(2000).collect(),
        };
        for _ in 0..=random.below(4) {
            random.change(&mut text);
        }
        compare(&text, *format, 3, &mut tally);
    }
    println!("{tally:?}");
    assert!(tally.decided * 20 > number && tally.equal > number / 4, "{tally:?}");
}
