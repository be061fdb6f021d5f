//! The Criterion Object.

use super::fields::check_repeated;
use super::{Criterion, Fields, Located, Test, Word, common, expression_type, fields, known, note_of_form, word};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::syntax::SyntaxProblem;
use crate::syntax::condition::{Condition, JsonPath, Operand, OperandKind, standard};
use crate::syntax::loose::loose_operand;
use crate::syntax::regex;
use crate::syntax::xpath::XPath;
use crate::value::Value;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Simple,
    Regex,
    JsonPath,
    XPath,
}

const TYPES: [(&str, Type); 4] =
    [("simple", Type::Simple), ("regex", Type::Regex), ("jsonpath", Type::JsonPath), ("xpath", Type::XPath)];

/// Every criterion of a list that can be read; none may stand in it twice.
pub(super) fn read_list(items: &[(Value, Place)], report: &mut Report) -> Vec<Option<Criterion>> {
    check_repeated("criterion", items, report);
    items.iter().map(|(value, place)| read(value, place, report)).collect()
}

fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Criterion> {
    let object = fields(value, place, "a criterion", &known::CRITERION, report)?;
    let kind = match object.get("type") {
        Some((value, place)) => read_type(value, &place, report),
        None => Some(Type::Simple),
    };
    if let (Some((version, place)), Some(kind)) = (object.get("version"), kind) {
        read_version(version, &place, kind, report);
    }
    let condition =
        object.required("condition", report).and_then(|(value, place)| read_condition(value, &place, report));
    let context = read_context(&object, kind, report);
    let (kind, condition) = (kind?, condition?);
    let test = match kind {
        Type::Simple => Test::Simple(read_simple(&condition, report)?),
        Type::JsonPath => read_json_path(&condition, context?, report)?,
        Type::Regex => read_regex(&condition, context?, report)?,
        Type::XPath => read_xpath(&condition, context?, report)?,
    };
    let newer_version = object.get("type").and_then(|(value, place)| expression_type::newer_version(value, &place));
    Some(Criterion { test, newer_version, place: condition.place })
}

/// A word, or an Expression Type Object with a version beside it.
fn read_type(value: &Value, place: &Place, report: &mut Report) -> Option<Type> {
    if value.as_object().is_none() {
        let word = word(value, place, "`type` of a criterion", report)?;
        return common::one_of("the type of a criterion", &word, &TYPES, report);
    }
    expression_type::read(value, place, &TYPES[2..], report)
}

/// Beside `type`, where the schema of version 1.0 had it.
fn read_version(version: &Value, place: &Place, kind: Type, report: &mut Report) {
    report.add(place.name(), Kind::MisplacedVersion);
    let name = TYPES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
    if let Some(version) = word(version, place, "`version` of a criterion", report) {
        expression_type::check_version(name, &version, report);
    }
}

/// `condition: true` is a boolean in YAML, and its meaning is clear.
fn read_condition(value: &Value, place: &Place, report: &mut Report) -> Option<Word> {
    let text = match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Integer(number) => number.to_string(),
        value => return word(value, place, "`condition` of a criterion", report),
    };
    report.add(place.value(), Kind::UnquotedCondition { found: value.kind(), text: text.clone() });
    Some(Word { text, place: place.clone() })
}

/// What the condition is about; a simple criterion says it itself.
fn read_context(object: &Fields<'_>, kind: Option<Type>, report: &mut Report) -> Option<Located> {
    let Some(context) = object.word("context", report) else {
        if !matches!(kind, None | Some(Type::Simple)) {
            object.required("context", report);
        }
        return None;
    };
    if kind == Some(Type::Simple) {
        report.add(context.place.name(), Kind::IneffectiveContext);
    }
    let expression = common::expression(&context, report)?;
    Some(Located { expression, place: context.place })
}

fn bad_condition(condition: &Word, problem: SyntaxProblem, report: &mut Report) {
    let kind = Kind::BadCondition { reason: problem.reason, closest: problem.closest, help: problem.help };
    report.add(condition.place.range(problem.range), kind);
}

fn read_simple(condition: &Word, report: &mut Report) -> Option<Condition> {
    let parsed = match Condition::parse(&condition.text) {
        Ok(parsed) => parsed,
        Err(problem) => {
            let Some(inner) = in_braces(&condition.text) else {
                bad_condition(condition, problem, report);
                return None;
            };
            report.add(condition.place.value(), Kind::BracedCondition { bare: bare(&condition.text) });
            inner
        }
    };
    let mut check = |operand: &Operand| {
        if matches!(operand.kind, OperandKind::Text { double_quoted: true, .. }) {
            report.add(condition.place.range(operand.range.clone()), Kind::DoubleQuotes);
        }
    };
    parsed.each_operand(&mut check);
    note_forms(&parsed, condition, report);
    Some(parsed)
}

/// Expressions in forms that conditions know as little as values do.
fn note_forms(parsed: &Condition, condition: &Word, report: &mut Report) {
    parsed.each_operand(&mut |operand| {
        let written = condition.text.get(operand.range.clone()).unwrap_or_default();
        let is_expression = matches!(operand.kind, OperandKind::Expression(..)) && written.starts_with('$');
        let form = is_expression.then(|| loose_operand(written)).flatten();
        if let Some(note) = form.and_then(note_of_form) {
            report.add(condition.place.range(operand.range.clone()), note);
        }
    });
}

/// `{$statusCode == 401}`, as an example of the specification has it. A blank in the place of the brace keeps every position.
fn in_braces(text: &str) -> Option<Condition> {
    let inner = text.trim_end().strip_prefix('{')?.strip_suffix('}')?;
    Condition::parse(&format!(" {inner}")).ok()
}

fn bare(text: &str) -> String {
    text.trim_matches(|char: char| char.is_whitespace() || matches!(char, '{' | '}')).to_owned()
}

fn read_json_path(condition: &Word, context: Located, report: &mut Report) -> Option<Test> {
    let JsonPath { condition: parsed, is_standard } = match JsonPath::parse(&condition.text) {
        Ok(parsed) => parsed,
        Err(problem) => {
            bad_condition(condition, problem, report);
            return None;
        }
    };
    if !is_standard {
        let (standard, direct) = (standard(&parsed, &condition.text), parsed.is_direct());
        report.add(condition.place.value(), Kind::ComparisonInJsonPath { standard, direct });
    }
    note_forms(&parsed, condition, report);
    Some(Test::JsonPath { context, condition: parsed })
}

fn read_xpath(condition: &Word, context: Located, report: &mut Report) -> Option<Test> {
    match XPath::parse(&condition.text) {
        Ok(xpath) => Some(Test::XPath { context, xpath }),
        Err(problem) => {
            bad_condition(condition, problem, report);
            None
        }
    }
}

fn read_regex(condition: &Word, context: Located, report: &mut Report) -> Option<Test> {
    let pattern = match regex::parse(&condition.text) {
        Ok(pattern) => pattern,
        Err(problem) => {
            bad_condition(condition, problem, report);
            return None;
        }
    };
    if regex::is_slashed(&condition.text) {
        report.add(condition.place.value(), Kind::SlashedPattern);
    }
    if let Some((range, difference)) = regex::difference(&condition.text) {
        let found = condition.text.get(range.clone()).unwrap_or_default().to_owned();
        report.add(condition.place.range(range), Kind::RegexDialect { found, difference });
    }
    Some(Test::Regex { context, pattern })
}
