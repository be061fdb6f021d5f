//! The list of documents that are known to be refused, and why that is right.
//!
//! A line is `path | code | reason | case`. The reason names a row of the rule book, the case is a folder of `tests/fail` whose
//! expected text shows the same error; a line without them is one that nobody has looked at, and fails the test. How many of the
//! documents whose operations can all be found are listed stands in the file, and can only become less: the aim is one in a
//! hundred.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::documents::Entry;
use crate::outcome::Outcome;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/refused.txt");
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fail");

const HEADER: &str = "\
# Documents of the corpus that are refused: path | code | reason | case.
#
# The reason names the rule, the case below tests/fail shows the same error. So many of the documents whose operations can all be
# found may be listed; each time the list is written the number becomes less, never more. The aim is one in a hundred.
";

/// A document that may be refused.
struct Line {
    code: String,
    reason: String,
    case: String,
}

impl Line {
    fn is_reviewed(&self) -> bool {
        !self.reason.is_empty()
    }
}

pub(crate) struct List {
    lines: BTreeMap<String, Line>,
    /// How many of the documents whose operations can all be found may be listed.
    resolvable: usize,
}

impl List {
    pub(crate) fn read() -> List {
        let text = fs::read_to_string(LIST).unwrap_or_default();
        let mut list = List { lines: BTreeMap::new(), resolvable: usize::MAX };
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(number) = line.strip_prefix("resolvable <= ") {
                list.resolvable = number.parse().expect("a number");
                continue;
            }
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let [path, code, reason, case] = fields[..] else { panic!("refused.txt: four fields are needed: {line}") };
            let line = Line { code: code.to_owned(), reason: reason.to_owned(), case: case.to_owned() };
            list.lines.insert(path.to_owned(), line);
        }
        list
    }

    /// The list as the outcomes make it: what is refused in another way than it was has to be reviewed again.
    pub(crate) fn update(self, outcomes: &[(Entry, Outcome)]) -> List {
        let mut known = self.lines;
        let mut lines = BTreeMap::new();
        for (entry, outcome) in outcomes {
            let Outcome::Refused(code) = outcome else { continue };
            let line = known.remove(&entry.path).filter(|line| line.code == *code);
            let new = || Line { code: (*code).to_owned(), reason: String::new(), case: String::new() };
            lines.insert(entry.path.clone(), line.unwrap_or_else(new));
        }
        let resolvable = listed(&lines, outcomes);
        List { lines, resolvable: resolvable.min(self.resolvable) }
    }

    pub(crate) fn write(&self) {
        let mut text = format!("{HEADER}\nresolvable <= {}\n\n", self.resolvable);
        for (path, Line { code, reason, case }) in &self.lines {
            let _ = writeln!(text, "{}", format!("{path} | {code} | {reason} | {case}").trim_end());
        }
        fs::write(LIST, text).expect("the list can be written");
    }

    /// What is wrong: with the outcomes, or with the list.
    pub(crate) fn complaints(&self, outcomes: &[(Entry, Outcome)]) -> Vec<String> {
        let mut complaints: Vec<String> =
            outcomes.iter().filter_map(|(entry, outcome)| self.complaint(&entry.path, outcome)).collect();
        complaints.extend(self.lines.iter().filter_map(|(path, line)| shown(path, line)));
        let unreviewed = self.lines.iter().filter(|(_, line)| !line.is_reviewed());
        complaints.extend(unreviewed.map(|(path, _)| format!("{path}: the line has no reason")));
        let listed = listed(&self.lines, outcomes);
        if listed > self.resolvable {
            complaints.push(format!("{listed} resolvable documents are listed; {} may be", self.resolvable));
        }
        complaints
    }

    fn complaint(&self, path: &str, outcome: &Outcome) -> Option<String> {
        match (outcome, self.lines.get(path)) {
            (Outcome::Broken(text), _) => Some(format!("{path}: {text}")),
            (Outcome::Refused(code), None) => Some(format!("{path}: refused, {code}, and not listed")),
            (Outcome::Refused(code), Some(line)) if line.is_reviewed() && line.code != *code => {
                Some(format!("{path}: refused, {code}, and listed as {}", line.code))
            }
            (Outcome::Generated(_), Some(line)) if line.is_reviewed() => {
                Some(format!("{path}: compiles, and is listed as {}", line.code))
            }
            _ => None,
        }
    }
}

/// How many of the documents whose operations can all be found are listed.
fn listed(lines: &BTreeMap<String, Line>, outcomes: &[(Entry, Outcome)]) -> usize {
    outcomes.iter().filter(|(entry, _)| entry.is_resolvable() && lines.contains_key(&entry.path)).count()
}

/// What a reviewed line lacks.
fn shown(path: &str, line: &Line) -> Option<String> {
    if !line.is_reviewed() {
        return None;
    }
    if !names_a_rule(&line.reason) {
        return Some(format!("{path}: the reason names no rule such as A-40: {}", line.reason));
    }
    let expected = fs::read_to_string(Path::new(CASES).join(&line.case).join("expected.txt")).unwrap_or_default();
    let shows = expected.contains(&format!("error[{}]", line.code));
    (!shows).then(|| format!("{path}: no error {} in tests/fail/{}", line.code, line.case))
}

/// `RB-07`, `A-40`
fn names_a_rule(reason: &str) -> bool {
    reason.split(|char: char| !char.is_ascii_alphanumeric() && char != '-').any(|word| {
        word.split_once('-').is_some_and(|(letters, digits)| {
            !letters.is_empty()
                && letters.bytes().all(|byte| byte.is_ascii_uppercase())
                && !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}
