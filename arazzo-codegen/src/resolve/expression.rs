//! From runtime expressions to values.

use std::ops::Range;
use std::slice::SliceIndex;

use super::inputs::{NoPart, missing_part, undeclared};
use super::projection::Projection;
use super::workflow::Scope;
use crate::decimal::is_beyond_floats;
use crate::diagnostic::Kind;
use crate::document::{OutputValue, Payload, PayloadKind};
use crate::model::{Absence, EXTRA, Exchange, Expr, Fragment, InputPath, OutputRef, Ty, TypeDef};
use crate::place::{Mark, Place};
use crate::secret_names::is_secret_name;
use crate::suggest::closest;
use crate::syntax::expression::{Expression, Name, Named, Part};
use crate::syntax::pointer::Pointer;
use crate::syntax::template::Text;
use crate::value::Value;

/// How many outputs may be made of one another: each is a level of the stack.
const MAX_CHAIN: usize = 100;
const TOO_LONG: &str = "at most 100 outputs can be made of one another";

/// Where an expression stands: what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Parameters and body of a step: there is no response yet.
    Request,
    /// Criteria and outputs of a step.
    Response { step: usize },
    /// The outputs of the workflow.
    Workflow,
}

impl Scope<'_, '_> {
    /// A value with expressions in its strings.
    pub(super) fn payload(&mut self, payload: &Payload, position: Position) -> Option<Expr> {
        match &payload.kind {
            PayloadKind::Scalar(value) => self.scalar(value, &payload.place),
            PayloadKind::Text(Text::Literal(text)) if is_beyond_floats(text) => {
                self.scalar(&Value::String(text.as_str().into()), &payload.place)
            }
            PayloadKind::Text(text) => self.text(text, &payload.place, position),
            PayloadKind::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.payload(item, position)).collect();
                Some(Expr::Array(items.into_iter().collect::<Option<_>>()?))
            }
            PayloadKind::Object(members) => {
                self.check_near_selector(members, &payload.place);
                let members: Vec<_> =
                    members.iter().map(|(key, value)| Some((key.clone(), self.payload(value, position)?))).collect();
                Some(Expr::Object(members.into_iter().collect::<Option<_>>()?))
            }
            PayloadKind::Selector(_, members) if self.document.is_1_0() => {
                self.context.report.add(payload.place.value(), Kind::NewerFeature { what: "a selector", plain: true });
                let members: Vec<_> =
                    members.iter().map(|(key, value)| Some((key.clone(), self.payload(value, position)?))).collect();
                Some(Expr::Object(members.into_iter().collect::<Option<_>>()?))
            }
            PayloadKind::Selector(selector, _) => self.selector(selector, position),
        }
    }

    /// An object that was probably meant as a selector, and is sent as it is.
    fn check_near_selector(&mut self, members: &[(String, Payload)], place: &Place) {
        let has = |name: &str| members.iter().any(|(key, _)| key == name);
        let reads = |member: &Payload| matches!(member.kind, PayloadKind::Text(Text::Expression(_)));
        let is_near = members.iter().any(|(key, value)| key == "context" && reads(value)) && has("selector");
        if is_near && !self.document.is_1_0() {
            self.context.report.add(place.value(), Kind::LikelySelector);
        }
    }

    pub(super) fn text(&mut self, text: &Text, place: &Place, position: Position) -> Option<Expr> {
        match text {
            Text::Literal(literal) => {
                self.report_likely(literal, place);
                self.report_foreign(literal, place);
                Some(Expr::Literal(Value::String(literal.as_str().into())))
            }
            Text::Expression(expression) => self.expression(expression, place, position),
            Text::Template(pieces) => match self.unusual(place) {
                Some(expression) => self.expression(&expression, place, position),
                None => {
                    self.report_foreign(&self.written(place, ..), place);
                    self.template(pieces, place, position)
                }
            },
        }
    }

    /// The expression that a whole text is when an input or an output has a name of several words.
    fn unusual(&self, place: &Place) -> Option<Expression> {
        let node = self.context.library.peek(place)?;
        let (expression, _) = Expression::parse_loosely(node.value.as_str()?)?;
        let (Expression::Input(named) | Expression::Step { output: named, .. }) = &expression else { return None };
        let is_exact = named.unusual.as_ref() == Some(&named.name.value);
        (is_exact && self.names_exactly(&expression)).then_some(expression)
    }

    /// An expression that is a part of a string.
    pub(super) fn part(
        &mut self,
        range: &Range<usize>,
        expression: &Expression,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        self.part = Some(range.clone());
        let value = self.expression(expression, place, position);
        self.part = None;
        value
    }

    /// The expression that is being resolved, for a caret under it.
    pub(super) fn mark(&self, place: &Place) -> Mark {
        self.part.as_ref().map_or_else(|| place.value(), |range| place.range(range.clone()))
    }

    /// A piece of a string as the author wrote it.
    pub(super) fn written(&self, place: &Place, range: impl SliceIndex<str, Output = str>) -> String {
        let node = self.context.library.peek(place);
        let text = node.as_ref().and_then(|node| node.value.as_str()).and_then(|text| text.get(range));
        text.unwrap_or_default().to_owned()
    }

    /// Whether an unbraced expression names an input or an output that exists.
    pub(super) fn names_something(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(named) => {
                let name = &named.name.value;
                let head = name.split('.').next().unwrap_or(name);
                self.inputs.fields().iter().any(|field| field.name == *name || field.name == head)
            }
            Expression::Step { step, output } => self.workflow.steps.iter().any(|candidate| {
                candidate.id.text == step.value && candidate.outputs.iter().any(|known| known.name == output.name.value)
            }),
            _ => false,
        }
    }

    /// One expression.
    pub(super) fn expression(&mut self, expression: &Expression, place: &Place, position: Position) -> Option<Expr> {
        match expression {
            Expression::Inputs => self.all_inputs(place),
            Expression::Input(named) => self.input(named, place),
            Expression::Step { step, output } => self.step_output(&step.value, &step.range, output, place, position),
            Expression::Url => self.exchange(Exchange::Url, "$url", place, position),
            Expression::Method => self.exchange(Exchange::Method, "$method", place, position),
            Expression::StatusCode => self.exchange(Exchange::StatusCode, "$statusCode", place, position),
            Expression::Response(Part::Header(name)) => {
                if let Position::Response { step } = position {
                    self.check_response_header(step, &name.value, place.range(name.range.clone()));
                }
                self.exchange(Exchange::Header(name.value.clone()), "$response", place, position)
            }
            Expression::Response(Part::Body(pointer)) => {
                self.exchange(Exchange::Body(pointer.value.clone()), "$response", place, position)
            }
            Expression::Response(_) => {
                let reason = "a response has a header and a body only";
                self.wrong_scope("$response", reason, place)
            }
            Expression::Source { source, reference } => self.source_field(source, &reference.value, place),
            Expression::Message(_) => self.wrong_scope("$message", "only AsyncAPI steps have messages", place),
            Expression::Component { .. } => {
                self.wrong_scope("$components", "components are used through `reference` only", place)
            }
            Expression::Request(part) => self.sent(part, place, position),
            Expression::SelfUri => self.self_uri(place),
            Expression::Output(output) => self.own_or_called(output, place, position),
            Expression::Workflow { workflow, field, value } => {
                self.other_workflow(workflow, *field, value, place, position)
            }
        }
    }

    pub(super) fn unsupported(&mut self, what: &str, place: &Place) -> Option<Expr> {
        self.context.report.add(self.mark(place), Kind::Unsupported { what: what.to_owned() });
        None
    }

    pub(super) fn wrong_scope(&mut self, expression: &str, reason: &'static str, place: &Place) -> Option<Expr> {
        let kind = Kind::WrongScope { expression: expression.to_owned(), reason };
        self.context.report.add(self.mark(place), kind);
        None
    }

    fn exchange(&mut self, exchange: Exchange, root: &str, place: &Place, position: Position) -> Option<Expr> {
        match position {
            Position::Response { step } if self.callee(step).is_some() && exchange != Exchange::StatusCode => {
                self.wrong_scope(root, "a step that calls a workflow has `$outputs`, and no response of its own", place)
            }
            Position::Response { .. } => Some(Expr::Exchange(exchange)),
            Position::Request => self.wrong_scope(root, "the request is not sent yet", place),
            Position::Workflow => {
                self.wrong_scope(root, "it belongs to a step; make it an output of the step, and read that", place)
            }
        }
    }

    /// `$outputs.name`: of the workflow that the step calls, or, where the workflow's outputs are made, one of these
    /// (SPEC A-36).
    fn own_or_called(&mut self, output: &Named, place: &Place, position: Position) -> Option<Expr> {
        match position {
            Position::Response { step } if self.callee(step).is_some() => {
                self.callee_output(step, ("$outputs.", output), place)
            }
            Position::Workflow => self.sibling(output, place),
            Position::Request | Position::Response { .. } => {
                let reason = "it is the outputs of a called workflow in the step that calls it, and those of the \
                              workflow where these are listed";
                self.wrong_scope("$outputs", reason, place)
            }
        }
    }

    /// Another output of the workflow.
    fn sibling(&mut self, output: &Named, place: &Place) -> Option<Expr> {
        let name = &output.name.value;
        let outputs = &self.workflow.outputs;
        let found = meant(output, &outputs.iter().map(|known| known.name.as_str()));
        let found = found.and_then(|meant| outputs.get(meant.index).map(|known| (known, meant)));
        let Some((found, Meant { pointer, form, .. })) = found else {
            let closest = closest(name, outputs.iter().map(|known| known.name.as_str()));
            let workflow = self.workflow.id.text.clone();
            let kind = Kind::UnknownWorkflowOutput { output: name.clone(), workflow, closest };
            self.context.report.add(place.range(output.name.range.clone()), kind);
            return None;
        };
        if form == Form::Dotted {
            self.note_dotted(output, ("$outputs.", &found.name), &pointer, place);
        }
        let name = &found.name;
        if self.siblings.contains(name) || self.siblings.len() >= MAX_CHAIN {
            let is_circle = self.siblings.contains(name);
            let reason = if is_circle { "the output would be made of itself" } else { TOO_LONG };
            return self.wrong_scope(&format!("$outputs.{name}"), reason, place);
        }
        self.siblings.push(name.clone());
        let value = self.output(&found.value, place, Position::Workflow);
        self.siblings.pop();
        Some(self.inside(value?, &pointer))
    }

    fn source_field(&mut self, source: &Name, field: &str, place: &Place) -> Option<Expr> {
        let Some(description) = self.document.sources.iter().find(|known| known.name.text == source.value) else {
            let known: Vec<String> = self.document.sources.iter().map(|known| known.name.text.clone()).collect();
            let closest = closest(&source.value, known.iter().map(String::as_str));
            let kind = Kind::UnknownSource { source: source.value.clone(), closest, known };
            self.context.report.add(place.range(source.range.clone()), kind);
            return None;
        };
        self.context.used_sources.insert((self.at.document, source.value.clone()));
        let text = match field {
            "name" => &description.name.text,
            "url" => &description.url.text,
            "type" => {
                let Some(kind) = description.kind else {
                    let reason = "the source does not say its `type`";
                    return self.wrong_scope(&format!("$sourceDescriptions.{}.type", source.value), reason, place);
                };
                kind.text()
            }
            _ => {
                let reason = "of a source only `name`, `url` and `type` are values";
                return self.wrong_scope(&format!("$sourceDescriptions.{}.{field}", source.value), reason, place);
            }
        };
        Some(Expr::Literal(Value::String(text.into())))
    }

    fn self_uri(&mut self, place: &Place) -> Option<Expr> {
        let Some(uri) = &self.document.self_uri else {
            return self.wrong_scope("$self", "the document does not say its own `$self`", place);
        };
        Some(Expr::Literal(Value::String(uri.as_str().into())))
    }

    /// `$inputs`: an object of all of them.
    fn all_inputs(&mut self, place: &Place) -> Option<Expr> {
        let root = self.inputs.types.first();
        if matches!(root, Some(TypeDef::Struct(object)) if object.extra.is_some()) {
            return self.unsupported("`$inputs` with inputs that are not declared", place);
        }
        self.read.inputs.extend(self.inputs.fields().iter().map(|field| field.name.clone()));
        let fields = self.inputs.fields().iter().enumerate();
        let members = fields.map(|(root, field)| {
            let value = Expr::Input(self.input_path(root, &Pointer::default()));
            (field.name.clone(), value)
        });
        Some(Expr::Object(members.collect()))
    }

    fn input(&mut self, named: &Named, place: &Place) -> Option<Expr> {
        let name = &named.name.value;
        let fields = self.declared_fields();
        let Some(Meant { index: root, pointer, form }) = meant(named, &fields.iter().map(|field| field.name.as_str()))
        else {
            if self.inputs.is_unknown() {
                return None;
            }
            let closest = closest(name, fields.iter().map(|field| field.name.as_str()));
            let mark = place.range(named.name.range.clone());
            if let Some(path) = self.undeclared_input(named) {
                self.context.report.add(mark, Kind::UndeclaredInput { input: name.clone(), closest });
                if is_secret_name(name) {
                    self.inputs.conceal(&path);
                }
                return Some(Expr::Input(path));
            }
            let workflow = self.workflow.id.text.clone();
            let kind = Kind::UnknownInput { input: name.clone(), workflow, closest };
            self.context.report.add(mark, kind);
            return None;
        };
        let (field, ty) = (fields[root].name.clone(), fields[root].ty.clone());
        self.read.inputs.insert(field.clone());
        self.check_part(named, &field, &ty, &pointer, place)?;
        match form {
            Form::Plain => {}
            Form::Unusual => {
                let kind = Kind::NonStandardName { what: "input", name: field };
                self.context.report.add(self.mark(place), kind);
            }
            Form::Dotted => {
                self.note_dotted(named, ("$inputs.", &field), &pointer, place);
            }
        }
        Some(Expr::Input(self.input_path(root, &pointer)))
    }

    /// A part that is named with `.name` or `[n]`. Where braces are missing too, one note says both.
    pub(super) fn note_dotted(&mut self, named: &Named, (before, name): (&str, &str), part: &Pointer, place: &Place) {
        if !self.unbraced {
            let canonical = format!("{before}{name}#{part}");
            self.context.report.add(place.range(named.spelled(before)), Kind::DottedPart { canonical });
        }
    }

    /// Reports a part that no value of an input has.
    fn check_part(&mut self, named: &Named, input: &str, ty: &Ty, pointer: &Pointer, place: &Place) -> Option<()> {
        let Some(NoPart { reason, closest }) = missing_part(&self.inputs, ty, pointer.tokens()) else {
            return Some(());
        };
        let written = if named.pointer.range.is_empty() { &named.name.range } else { &named.pointer.range };
        let kind = Kind::ImpossiblePart { expression: format!("$inputs.{input}#{pointer}"), reason, closest };
        self.context.report.add(place.range(written.clone()), kind);
        None
    }

    /// An input that the schema allows without declaring it (SPEC IN-20): it may be left out.
    fn undeclared_input(&self, named: &Named) -> Option<InputPath> {
        let ty = undeclared(self.inputs.root()?, &named.name.value)?;
        let part = &named.pointer.value;
        let pointer = Pointer::from_tokens(vec![named.name.value.clone()]).join(part);
        let ty = if part.is_empty() { ty.clone() } else { Ty::Value };
        let (fields, root) = (vec![EXTRA.to_owned()], self.inputs.fields().len());
        Some(InputPath { fields, root, pointer, ty, optional: true, null: false })
    }

    /// Goes through structs as far as they are certainly there; the rest is looked up at run time.
    pub(super) fn input_path(&self, root: usize, pointer: &Pointer) -> InputPath {
        let fields = self.inputs.fields();
        let mut path = InputPath {
            fields: Vec::new(),
            root,
            pointer: Pointer::default(),
            ty: Ty::Value,
            optional: false,
            null: false,
        };
        let Some(mut field) = fields.get(root) else { return path };
        let mut tokens = pointer.tokens().iter();
        loop {
            path.fields.push(field.ident.clone());
            path.ty = field.ty.clone();
            path.optional = field.is_option();
            path.null = field.absence() == Absence::Null;
            let Some(token) = tokens.as_slice().first() else { return path };
            let next = match (&field.ty, field.is_option()) {
                (Ty::Named(id), false) => match self.inputs.types.get(id.0) {
                    Some(TypeDef::Struct(object)) => object.fields.iter().find(|field| field.name == *token),
                    _ => None,
                },
                _ => None,
            };
            let Some(next) = next else { break };
            tokens.next();
            field = next;
        }
        path.pointer = Pointer::from_tokens(tokens.cloned().collect());
        path.ty = Ty::Value;
        path.optional = true;
        path.null = false;
        path
    }

    pub(super) fn step_output(
        &mut self,
        step: &str,
        range: &Range<usize>,
        output: &Named,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        let steps = &self.workflow.steps;
        let Some(index) = steps.iter().position(|known| known.id.text == step) else {
            let closest = closest(step, steps.iter().map(|known| known.id.text.as_str()));
            let (step, workflow) = (step.to_owned(), self.workflow.id.text.clone());
            let kind = Kind::UnknownStep { step, workflow, from: "the expression reads".to_owned(), closest };
            self.context.report.add(place.range(range.clone()), kind);
            return None;
        };
        // Behind the last step it is clear what the name means; before it, it depends on which of them have run.
        if steps[index].repeats
            && !matches!(position, Position::Workflow)
            && position != (Position::Response { step: index })
        {
            self.context.report.add(place.range(range.clone()), Kind::AmbiguousStep { step: step.to_owned() });
            return None;
        }
        let outputs = &steps[index].outputs;
        let name = &output.name.value;
        let found = meant(output, &outputs.iter().map(|known| known.name.as_str()));
        if found.is_none()
            && let Some(called) = self.named_callee_output(index, output)
        {
            let before = format!("$steps.{step}.outputs.");
            let kind = Kind::UndeclaredOutput { step: step.to_owned(), output: called, meant: None };
            self.context.report.add(place.range(output.name.range.clone()), kind);
            return if position == (Position::Response { step: index }) {
                self.callee_output(index, (&before, output), place)
            } else {
                self.callee_output_later(index, (&before, output), place)
            };
        }
        if found.is_none()
            && let Some(projection) = Projection::of(output)
        {
            return self.projected((step, range), output, &projection, place, position);
        }
        let Some(Meant { index: declared, pointer, form }) = found else {
            let closest = closest(name, outputs.iter().map(|known| known.name.as_str()));
            if closest.is_none()
                && let Some(value) = self.deduced_output(index, output, place, position)
            {
                return Some(value);
            }
            let kind = Kind::UnknownOutput { output: output.name.value.clone(), step: step.to_owned(), closest };
            self.context.report.add(place.range(output.name.range.clone()), kind);
            return None;
        };
        let pointer = &pointer;
        self.read.outputs.insert(OutputRef { step: index, output: declared });
        // An unusual name was reported where it is declared.
        if form == Form::Dotted {
            let before = format!("$steps.{step}.outputs.");
            self.note_dotted(output, (&before, &outputs[declared].name), pointer, place);
        }
        if position == (Position::Response { step: index }) {
            return self.own_output(index, declared, pointer);
        }
        let output = OutputRef { step: index, output: declared };
        if pointer.is_empty() {
            return Some(Expr::Output { output, pointer: Pointer::default() });
        }
        // `#/part` of an output that is itself a part of a body: take that part from the body.
        if let OutputValue::Expression(Expression::Response(Part::Body(whole))) = &outputs[declared].value {
            let output = self.part_of_output(output, &whole.value, pointer);
            return Some(Expr::Output { output, pointer: Pointer::default() });
        }
        Some(Expr::Output { output, pointer: pointer.clone() })
    }

    /// A step that reads its own output in its criteria reads the response it has just got.
    fn own_output(&mut self, step: usize, declared: usize, pointer: &Pointer) -> Option<Expr> {
        let output = &self.workflow.steps[step].outputs[declared];
        if self.reading.contains(&declared) || self.reading.len() >= MAX_CHAIN {
            let is_circle = self.reading.contains(&declared);
            let reason = if is_circle { "the output would read itself" } else { TOO_LONG };
            return self.wrong_scope("$steps", reason, &output.place);
        }
        let part = self.part.take();
        self.reading.push(declared);
        let value = self.output(&output.value, &output.place, Position::Response { step });
        self.reading.pop();
        self.part = part;
        let value = value?;
        Some(self.inside(value, pointer))
    }

    /// A part of a value.
    pub(super) fn inside(&self, value: Expr, part: &Pointer) -> Expr {
        match value {
            value if part.is_empty() => value,
            Expr::Exchange(Exchange::Body(pointer)) => Expr::Exchange(Exchange::Body(pointer.join(part))),
            Expr::Exchange(Exchange::Output { output, pointer }) => {
                Expr::Exchange(Exchange::Output { output, pointer: pointer.join(part) })
            }
            Expr::Output { output, pointer } => Expr::Output { output, pointer: pointer.join(part) },
            Expr::Input(path) if path.fields.len() == 1 && path.undeclared().is_none() => {
                Expr::Input(self.input_path(path.root, &path.pointer.join(part)))
            }
            Expr::Input(path) => {
                let pointer = path.pointer.join(part);
                Expr::Input(InputPath { pointer, ty: Ty::Value, optional: true, null: false, ..path })
            }
            Expr::Object(members) => {
                let Some((first, rest)) = part.tokens().split_first() else { return Expr::Object(members) };
                let member = members.into_iter().find(|(name, _)| name == first);
                let rest = Pointer::from_tokens(rest.to_vec());
                member.map_or(Expr::Literal(Value::Null), |(_, value)| self.inside(value, &rest))
            }
            other => other,
        }
    }

    /// Whether a value is surely there, as far as its declaration tells (control flow may know less).
    pub(super) fn is_certain(value: &Expr) -> bool {
        match value {
            Expr::Literal(literal) => *literal != Value::Null,
            Expr::Input(path) => !path.optional,
            Expr::Template(fragments) => fragments.iter().all(|fragment| match fragment {
                Fragment::Literal(_) => true,
                Fragment::Hole(inner) | Fragment::Escaped(_, inner) => Self::is_certain(inner),
            }),
            Expr::Array(_) | Expr::Object(_) => true,
            Expr::Replaced(whole, _) | Expr::Base64(whole) => Self::is_certain(whole),
            Expr::Output { .. } | Expr::Exchange(_) | Expr::Length(_) | Expr::Select { .. } | Expr::Transfer(_) => {
                false
            }
        }
    }
}

/// Which of the declared names a name and its pointer mean, and which part of what is called so.
pub(super) struct Meant {
    pub(super) index: usize,
    pub(super) pointer: Pointer,
    pub(super) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    /// `.name` or `[n]` instead of a pointer: a name may hold dots, so the whole of it is looked for first.
    Dotted,
    /// A name that expressions cannot spell.
    Unusual,
}

pub(super) fn meant<'n>(named: &Named, declared: &(impl Iterator<Item = &'n str> + Clone)) -> Option<Meant> {
    let called = |name: &str| declared.clone().position(|known| known == name);
    let name = named.name.value.as_str();
    if let Some((index, unusual)) = named.unusual.as_deref().and_then(|unusual| Some((called(unusual)?, unusual))) {
        // What could be understood as a pointer is a part of the name.
        let pointer = if unusual == name { named.pointer.value.clone() } else { Pointer::default() };
        return Some(Meant { index, pointer, form: Form::Unusual });
    }
    if let Some(index) = called(name) {
        let form = if named.unusual.is_some() { Form::Dotted } else { Form::Plain };
        return Some(Meant { index, pointer: named.pointer.value.clone(), form });
    }
    // A name may hold dots. Brackets that are no index are something else than a part.
    let mut heads = name.rmatch_indices('.').filter_map(|(dot, _)| Some((name.get(..dot)?, name.get(dot + 1..)?)));
    let (index, part) = heads.find_map(|(head, part)| Some((called(head)?, part)))?;
    let is_part = !part.contains(['[', ']']) && !part.split('.').any(str::is_empty);
    let part = Pointer::from_tokens(part.split('.').map(str::to_owned).collect());
    is_part.then(|| Meant { index, pointer: part.join(&named.pointer.value), form: Form::Dotted })
}
