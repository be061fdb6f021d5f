//! One evaluator of JSON Schema with three answers: a value fits, it does not, or nobody knows.
//!
//! A schema is read as the list of its facets: itself, what it refers to, and the parts of its `allOf` (`openapi/facets.rs`). Each
//! keyword of each facet is asked: of scalars in `scalars`, of lists in `lists`, of objects in `members`, and what holds other schemas
//! for the same value in `unions`. Only where all of a schema was understood does a value fit it, and only then `not` refuses it.
//! Values of expressions are unknown but for their type.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::datum::Datum;
use super::kinds::{Form, has_kind, named, scalar_text, spells, text_of, unfit_shape};
use super::outcome::{Handed, Outcome, Question, Whence, Why};
use crate::diagnostic::Report;
use crate::model::{Expr, Finds, InputTypes};
use crate::openapi::{Library, Node, Owner, Reader, Shape};
use crate::place::{Mark, Place};
use crate::value::Value;

/// Schemas inside schemas deeper than this are not looked at.
pub(super) const MAX_DEPTH: usize = 48;

/// Chains of references and `allOf` longer than this are not followed.
const MAX_CHAIN: usize = 128;

/// So many schemas are read for one value, and so many more for each of its parts; beyond, everything is unknown.
const BUDGET: (usize, usize) = (4096, 16);

/// Holds values against schemas.
pub(super) struct Evaluator<'a> {
    pub(super) schemas: Reader<'a>,
    pub(super) inputs: &'a InputTypes,
    /// How the value is written in a request.
    pub(super) form: Form,
    /// What lists of values allow, for those that were asked.
    lists: HashMap<Place, Rc<Allowed>>,
}

/// The values of an `enum`, so that asking for one of thousands costs nothing.
struct Allowed {
    keys: HashSet<String>,
    /// As they are written in texts.
    texts: HashSet<String>,
}

/// The schemas that hold for a value.
pub(super) struct Binding {
    /// What restricts it.
    pub(super) facets: Vec<Node>,
    /// Those, and what stands beside references and means nothing there.
    pub(super) all: Vec<Node>,
    pub(super) open: bool,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(
        library: &'a mut Library,
        report: &'a mut Report,
        owner: Owner,
        inputs: &'a InputTypes,
        form: Form,
    ) -> Evaluator<'a> {
        let schemas = Reader { library, report, owner, follows_dynamic: false, budget: 0 };
        Evaluator { schemas, inputs, form, lists: HashMap::new() }
    }

    /// Holds a whole value against its schema.
    pub(super) fn judge(&mut self, datum: &Datum<'_>, schema: &Node) -> Outcome {
        let (least, each) = BUDGET;
        self.schemas.budget = least + each * datum.size();
        self.value(datum, schema, 0)
    }

    pub(super) fn value(&mut self, datum: &Datum<'_>, schema: &Node, depth: usize) -> Outcome {
        if depth >= MAX_DEPTH || self.schemas.budget == 0 {
            return Outcome::unknown();
        }
        let binding = self.binding(schema);
        self.bound(datum, schema, &binding, depth)
    }

    /// The same where it is known what holds.
    pub(super) fn bound(&mut self, datum: &Datum<'_>, schema: &Node, binding: &Binding, depth: usize) -> Outcome {
        let mut outcome = Outcome { unknown: binding.open, ..Outcome::default() };
        for facet in &binding.facets {
            let kind = self.kind(datum, facet);
            let is_settled = !kind.faults.is_empty();
            outcome.and(kind);
            // Of a value of another type there is no more to say.
            if is_settled {
                return outcome.distinct();
            }
        }
        outcome.handed.extend(handed(datum, schema));
        for facet in &binding.facets {
            outcome.and(self.listed(datum, facet));
            outcome.and(match datum {
                Datum::Scalar(value) => self.scalar(value, facet),
                Datum::List(items) => self.list(items, facet, depth),
                Datum::Object(members) => self.members(members, facet, binding, depth),
                Datum::Later(_) => Outcome::unknown(),
            });
            outcome.and(self.composed(datum, facet, depth));
        }
        outcome.distinct()
    }

    /// What holds where a schema does.
    pub(super) fn binding(&mut self, schema: &Node) -> Binding {
        let facets = self.schemas.facets(std::slice::from_ref(schema), MAX_CHAIN);
        let mut binding = Binding { facets: Vec::new(), all: facets.schemas.clone(), open: facets.open };
        for facet in facets.schemas {
            if is_foreign(&facet) {
                binding.open = true;
            } else if !self.schemas.ignores_siblings(&facet) {
                binding.facets.push(facet);
            }
        }
        binding
    }

    /// Whether the value may be of the kind that the schema names.
    fn kind(&mut self, datum: &Datum<'_>, facet: &Node) -> Outcome {
        if facet.value == Value::Bool(false) {
            return Outcome::broken("no value", "no value is admitted", facet.place.value());
        }
        let kinds = named(&facet.value);
        if kinds.is_empty() {
            return Outcome::default();
        }
        let form = self.form;
        let found = match datum {
            // Most descriptions forget to say where null is allowed.
            Datum::Scalar(Value::Null) if !kinds.contains(&"null") && self.schemas.owner == Owner::Description => {
                return Outcome::unknown();
            }
            Datum::Scalar(value) => (!has_kind(value, &kinds, form.is_text())).then(|| value.kind()),
            Datum::Object(_) if form.takes_structures(&kinds) => None,
            Datum::Object(_) => (!kinds.contains(&"object")).then_some("an object"),
            Datum::List(_) => (!kinds.contains(&"array")).then_some("a list"),
            Datum::Later(expression) => return self.late_kind(expression, &kinds, facet),
        };
        let hopeless = matches!(datum, Datum::Scalar(value) if !spells(value, &kinds));
        found.map_or_else(Outcome::default, |found| unfit_type(&kinds, found, hopeless, facet))
    }

    /// Of a value that is known at run time alone, the type may be known.
    fn late_kind(&self, expression: &Expr, kinds: &[&str], facet: &Node) -> Outcome {
        let form = self.form;
        let found = match expression {
            Expr::Template(_) => (!form.is_text() && !kinds.contains(&"string")).then_some("a string"),
            Expr::Input(path) => unfit_shape(&self.inputs.sent_shape(&path.ty), kinds, form),
            Expr::Select { finds: Finds::All, .. } => unfit_shape(&Shape::Array(Box::new(Shape::Any)), kinds, form),
            Expr::Select { finds: Finds::XPath(shape), .. } => unfit_shape(shape, kinds, form),
            Expr::Output { output, pointer } if pointer.is_empty() => {
                let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
                let question = Question { at: Vec::new(), output: *output, kinds, schema: type_of(facet) };
                return Outcome { questions: vec![question], ..Outcome::unknown() };
            }
            _ => None,
        };
        found.map_or_else(Outcome::unknown, |found| unfit_type(kinds, found, false, facet))
    }

    /// Whether the value is among those that are listed.
    fn listed(&mut self, datum: &Datum<'_>, facet: &Node) -> Outcome {
        let (keyword, listed): (_, &[Value]) = match (facet.value.get("enum"), facet.value.get("const")) {
            (Some(Value::Array(listed)), _) => ("enum", listed),
            (None, Some(constant)) => ("const", std::slice::from_ref(constant)),
            _ => return Outcome::default(),
        };
        let Some(own) = datum.key() else { return Outcome::unknown() };
        let allowed = self.lists.entry(facet.place.clone()).or_insert_with(|| Rc::new(Allowed::of(listed)));
        let as_text = datum.text().is_some_and(|text| self.form.is_text() && allowed.texts.contains(&text));
        if allowed.keys.contains(&own) || as_text {
            return Outcome::default();
        }
        // Most descriptions forget to say where null is allowed.
        if matches!(datum, Datum::Scalar(Value::Null)) && self.schemas.owner == Owner::Description {
            return Outcome::unknown();
        }
        // Where a parser may have rounded what is listed, nobody knows.
        if listed.iter().any(|value| datum.is_near(value)) {
            return Outcome::unknown();
        }
        // To tell what was meant takes longer than to see that it is wrong.
        self.schemas.budget = self.schemas.budget.saturating_sub(listed.len() / 8);
        let alike = listed.iter().any(|value| datum.is_alike(value));
        let near = listed.iter().filter_map(scalar_text).filter(|_| datum.text().is_some());
        let why = Why::Unlisted {
            found: datum.shown(),
            near: near.collect(),
            allowed: listed.iter().map(text_of).collect(),
            alike,
        };
        Outcome::unfit(why, facet.place.key(keyword).name())
    }
}

impl Allowed {
    fn of(values: &[Value]) -> Allowed {
        let keys = values.iter().map(Value::key).collect();
        Allowed { keys, texts: values.iter().filter_map(scalar_text).collect() }
    }
}

/// An input, a part of one, or an output: what its own schema says is looked at beside the one of the request.
fn handed(datum: &Datum<'_>, schema: &Node) -> Option<Handed> {
    let value = match datum {
        Datum::Later(Expr::Input(path)) if path.undeclared().is_none() => Whence::Input(path.clone()),
        Datum::Later(Expr::Output { output, pointer }) if pointer.is_empty() => Whence::Output(*output),
        _ => return None,
    };
    Some(Handed { at: Vec::new(), value, schema: schema.clone() })
}

/// Whether a schema says that its keywords are those of some other language.
fn is_foreign(schema: &Node) -> bool {
    const KNOWN: [&str; 2] = ["json-schema.org/", "spec.openapis.org/"];
    schema.value.text("$schema").is_some_and(|dialect| !KNOWN.iter().any(|known| dialect.contains(known)))
}

fn unfit_type(kinds: &[&str], found: &'static str, hopeless: bool, facet: &Node) -> Outcome {
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    Outcome::unfit(Why::Type { kinds, found, hopeless }, type_of(facet))
}

fn type_of(schema: &Node) -> Mark {
    schema.place.key("type").value()
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Verdict;
    use super::*;
    use crate::openapi::library_of;

    /// Judges the member `value` of a text against its member `schema`: the answer, and how many schemas were read for it.
    fn judged(text: &str) -> (Verdict, usize) {
        let (mut library, root) = library_of(text);
        let datum = Datum::of_value(root.value.get("value").unwrap());
        let (mut report, inputs) = (Report::default(), InputTypes::default());
        let mut evaluator = Evaluator::new(&mut library, &mut report, Owner::Description, &inputs, Form::Json);
        let outcome = evaluator.judge(&datum, &root.get("schema").unwrap());
        (outcome.verdict(), BUDGET.0 + BUDGET.1 * datum.size() - evaluator.schemas.budget)
    }

    /// Schemas of which each names the next one twice.
    fn chain(keyword: &str, last: &str, length: usize) -> String {
        let next =
            |at: usize| format!("  c{at}: {{ {keyword}: [{{ $ref: '#/c/c{0}' }}, {{ $ref: '#/c/c{0}' }}] }}\n", at + 1);
        let all = (0..length).map(next).collect::<Vec<_>>().concat();
        format!("value: {{ a: 1 }}\nschema: {{ $ref: '#/c/c0' }}\nc:\n{all}  c{length}: {last}\n")
    }

    #[test]
    fn parts_that_are_named_again_are_read_once() {
        let (verdict, read) = judged(&chain("allOf", "{ required: [b] }", 22));
        assert_eq!(verdict, Verdict::Unfit);
        assert!(read <= 1 + 3 * 22 + 1, "{read} schemas");
        let (verdict, read) = judged(&chain("allOf", "{ required: [a] }", 22));
        assert_eq!(verdict, Verdict::Fits);
        assert!(read <= 1 + 3 * 22 + 1, "{read} schemas");
        let circle = "value: {}\nschema: { allOf: [{ $ref: '#/schema' }, { $ref: '#/schema' }] }\n";
        let (_, read) = judged(circle);
        assert!(read <= 3, "{read} schemas");
    }

    #[test]
    fn beyond_the_budget_everything_is_unknown() {
        for keyword in ["anyOf", "oneOf"] {
            let (verdict, read) = judged(&chain(keyword, "{ required: [b] }", 40));
            assert_eq!(verdict, Verdict::Unknown, "{keyword}");
            assert!(read <= BUDGET.0 + 2 * BUDGET.1, "{read} schemas");
        }
        let unevaluated = "value: { a: 1 }\nschema: { anyOf: [{ $ref: '#/schema' }], unevaluatedProperties: false }\n";
        assert_eq!(judged(unevaluated).0, Verdict::Unknown);
        let negated = "value: 1\nschema: { not: { anyOf: [{ $ref: '#/schema' }, { $ref: '#/schema' }] } }\n";
        assert_eq!(judged(negated).0, Verdict::Unknown);
    }

    #[test]
    fn long_lists_of_values_are_read_once() {
        let words: Vec<String> = (0..3000).map(|word| format!("w{word}")).collect();
        let words = words.join(", ");
        let text = format!("value: [{words}]\nschema: {{ items: {{ enum: [{words}] }} }}\n");
        let (verdict, read) = judged(&text);
        assert_eq!(verdict, Verdict::Fits);
        assert_eq!(read, 3001);
    }
}
