//! Steps one behind the other: what a step needs comes from a response before it that has a member of that name, else it is an input.

use super::needs::{Given, Need, Spot, body, gives, needs, success, words};
use crate::openapi::{Entry, Library, Location, Operation};

/// A workflow, before it is written.
pub(super) struct Draft {
    pub(super) inputs: Vec<Input>,
    pub(super) steps: Vec<Step>,
    /// Names, and the outputs of steps they are.
    pub(super) outputs: Vec<(String, String)>,
}

pub(super) struct Input {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) description: Option<String>,
}

pub(super) struct Step {
    pub(super) id: String,
    pub(super) call: Call,
    /// Name, place and value of each.
    pub(super) parameters: Vec<(String, Location, String)>,
    pub(super) body: Option<Body>,
    pub(super) success: String,
    /// Names, and the members of the response they are.
    pub(super) outputs: Vec<(String, String)>,
    gives: Vec<Given>,
    /// What it deals with: the words of its name and of its path.
    words: Vec<String>,
}

pub(super) enum Call {
    OperationId(String),
    /// The pointer to it in the description.
    OperationPath(String),
}

pub(super) struct Body {
    pub(super) content_type: String,
    pub(super) payload: Payload,
}

pub(super) enum Payload {
    Whole(String),
    Members(Vec<(String, String)>),
}

impl Draft {
    pub(super) fn of(operations: &[(Entry, Operation)], library: &mut Library) -> Draft {
        let mut draft = Draft { inputs: Vec::new(), steps: Vec::new(), outputs: Vec::new() };
        for (entry, operation) in operations {
            let needs = needs(operation, library);
            let mut step = draft.step(entry, operation);
            step.gives = gives(operation, library);
            for need in needs {
                let value = draft.value(&step.id, &need);
                step.give(operation, need, value);
            }
            draft.steps.push(step);
        }
        draft.return_last();
        draft
    }

    fn step(&self, entry: &Entry, operation: &Operation) -> Step {
        let id = entry.operation.value.text("operationId");
        let name = id.map_or_else(|| format!("{}-{}", entry.method, entry.path), str::to_owned);
        let mut own = words(&name);
        own.extend(words(&entry.path));
        let name = name.chars().map(|char| if char.is_ascii_alphanumeric() || char == '_' { char } else { '-' });
        let name: String = name.collect();
        let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let same = self.steps.iter().filter(|step| step.words == own).count();
        Step {
            id: if same == 0 { name } else { format!("{name}-{}", same + 1) },
            call: id.map_or_else(|| Call::OperationPath(entry.pointer()), |id| Call::OperationId(id.to_owned())),
            parameters: Vec::new(),
            body: None,
            success: success(operation),
            outputs: Vec::new(),
            gives: Vec::new(),
            words: own,
        }
    }

    /// The expression of a value.
    fn value(&mut self, step: &str, need: &Need) -> String {
        // What was last is what is meant.
        let found = self.steps.iter_mut().rev().find_map(|before| {
            let member = before.gives.iter().find(|given| before.has(given, need))?.name.clone();
            Some((before, member))
        });
        if let Some((before, member)) = found {
            return before.output(&member);
        }
        let mut name = if need.words.len() > words(&need.name).len() { camel(&need.words) } else { need.name.clone() };
        name = plain(&name);
        // `name` is another one in each step, `customerId` is not.
        let is_taken = |input: &&Input| input.name == name && (input.kind != need.kind || need.words.len() < 2);
        if self.inputs.iter().any(|input| is_taken(&input)) {
            name = camel(&[words(step), need.words.clone()].concat());
        }
        if !self.inputs.iter().any(|input| input.name == name) {
            self.inputs.push(Input { name: name.clone(), kind: need.kind, description: need.description.clone() });
        }
        format!("$inputs.{name}")
    }

    /// The single values of the last response are the outputs.
    fn return_last(&mut self) {
        let Some(last) = self.steps.last_mut() else { return };
        let is_single = |given: &&Given| !["array", "object", ""].contains(&given.kind);
        let members: Vec<String> = last.gives.iter().filter(is_single).map(|given| given.name.clone()).collect();
        self.outputs = members.into_iter().map(|member| (member.clone(), last.output(&member))).collect();
    }
}

impl Step {
    /// Whether a member of its response is what is needed: by its name, or as the id of what the step deals with.
    fn has(&self, given: &Given, need: &Need) -> bool {
        let member = words(&given.name);
        let is_id = member == ["id"]
            && need.words.split_last().is_some_and(|(last, before)| {
                last == "id" && !before.is_empty() && before.iter().all(|word| self.words.contains(word))
            });
        let is_same = member == need.words && (member.len() > 1 || need.words == ["token"]);
        given.kind == need.kind && (is_same || is_id)
    }

    /// The expression of a member of its response.
    fn output(&mut self, member: &str) -> String {
        let name = plain(member);
        let pointer = format!("/{}", member.replace('~', "~0").replace('/', "~1"));
        if !self.outputs.iter().any(|(known, _)| *known == name) {
            self.outputs.push((name.clone(), format!("$response.body#{pointer}")));
        }
        format!("$steps.{}.outputs.{name}", self.id)
    }

    fn give(&mut self, operation: &Operation, need: Need, value: String) {
        let content_type = || body(operation).map(|media| media.content_type.clone()).unwrap_or_default();
        match need.place {
            Spot::Parameter(location) => self.parameters.push((need.name, location, value)),
            Spot::Body => self.body = Some(Body { content_type: content_type(), payload: Payload::Whole(value) }),
            Spot::Member => {
                let none = || Body { content_type: content_type(), payload: Payload::Members(Vec::new()) };
                if let Payload::Members(members) = &mut self.body.get_or_insert_with(none).payload {
                    members.push((need.name, value));
                }
            }
        }
    }
}

/// A name without what leads into a value in an expression, such as a dot or a bracket.
fn plain(name: &str) -> String {
    name.chars().map(|char| if char.is_ascii_alphanumeric() || "_-".contains(char) { char } else { '_' }).collect()
}

/// `order` and `id` are `orderId`.
fn camel(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !name.is_empty() => name.extend(first.to_uppercase().chain(chars)),
            _ => name.push_str(word),
        }
    }
    name
}
