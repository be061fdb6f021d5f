//! The Criterion Object.

use super::{Criterion, Located, Test, Word, common, fields, word};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::syntax::condition::{Condition, Dialect, Operand, OperandKind};
use crate::value::Value;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Simple,
    Regex,
    JsonPath,
    XPath,
}

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Criterion> {
    let object = fields(value, place, "a criterion", &["context", "condition", "type"], report)?;
    let kind = match object.get("type") {
        Some((value, place)) => read_type(value, &place, report),
        None => Some(Type::Simple),
    };
    let condition =
        object.required("condition", report).and_then(|(value, place)| read_condition(value, &place, report));
    let context = match (object.word("context", report), kind) {
        (None, Some(Type::Regex | Type::JsonPath | Type::XPath)) => {
            object.required("context", report);
            None
        }
        (context, _) => context,
    };
    let (kind, condition) = (kind?, condition?);
    let test = match kind {
        Type::Simple => Test::Simple(parse(&condition, Dialect::Simple, report)?),
        Type::JsonPath => read_json_path(&condition, context?, report)?,
        Type::Regex | Type::XPath => {
            let name = if kind == Type::Regex { "regex" } else { "xpath" };
            report.add(place.key("type").value(), Kind::Unsupported { what: format!("a criterion of type `{name}`") });
            return None;
        }
    };
    Some(Criterion { test, place: condition.place })
}

/// A word, or an Expression Type Object with a version beside it.
fn read_type(value: &Value, place: &Place, report: &mut Report) -> Option<Type> {
    let types =
        [("simple", Type::Simple), ("regex", Type::Regex), ("jsonpath", Type::JsonPath), ("xpath", Type::XPath)];
    if value.as_object().is_none() {
        let word = word(value, place, "`type` of a criterion", report)?;
        return common::one_of("the type of a criterion", &word, &types, report);
    }
    let object = fields(value, place, "an expression type", &["type", "version"], report)?;
    object.required_word("version", report);
    let word = object.required_word("type", report)?;
    common::one_of("an expression type", &word, &types[2..], report)
}

/// `condition: true` is a boolean in YAML, and its meaning is clear.
fn read_condition(value: &Value, place: &Place, report: &mut Report) -> Option<Word> {
    match value {
        Value::Bool(flag) => Some(Word { text: flag.to_string(), place: place.clone() }),
        value => word(value, place, "`condition` of a criterion", report),
    }
}

fn parse(condition: &Word, dialect: Dialect, report: &mut Report) -> Option<Condition> {
    match Condition::parse(&condition.text, dialect) {
        Ok(parsed) => {
            note_double_quotes(&parsed, dialect, condition, report);
            Some(parsed)
        }
        Err(problem) => {
            let kind = Kind::BadCondition { reason: problem.reason, closest: problem.closest };
            report.add(condition.place.range(problem.range), kind);
            None
        }
    }
}

fn note_double_quotes(condition: &Condition, dialect: Dialect, word: &Word, report: &mut Report) {
    if dialect == Dialect::JsonPath {
        return;
    }
    let mut check = |operand: &Operand| {
        if matches!(operand.kind, OperandKind::Text { double_quoted: true, .. }) {
            report.add(word.place.range(operand.range.clone()), Kind::DoubleQuotes);
        }
    };
    condition.each_operand(&mut check);
}

fn read_json_path(condition: &Word, context: Word, report: &mut Report) -> Option<Test> {
    let expression = common::expression(&context, report);
    let is_query = ["[?", "*", "..", ":"].iter().any(|mark| condition.text.contains(mark));
    if is_query && Condition::parse(&condition.text, Dialect::JsonPath).is_err() {
        let what = "a JSONPath query with filters, wildcards or slices".into();
        report.add(condition.place.value(), Kind::Unsupported { what });
        return None;
    }
    let parsed = parse(condition, Dialect::JsonPath, report)?;
    if !matches!(parsed, Condition::Operand(_)) {
        let standard = format!("$[?{}]", condition.text.replace('$', "@"));
        report.add(condition.place.value(), Kind::ComparisonInJsonPath { standard });
    }
    let context = Located { expression: expression?, place: context.place };
    Some(Test::JsonPath { context, condition: parsed })
}
