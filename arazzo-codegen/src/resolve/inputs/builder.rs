//! What makes types of schemas, and what it reads of one schema.

use crate::diagnostic::Report;
use crate::model::{Field, Ty, TypeDef, TypeId};
use crate::names;
use crate::openapi::{Library, Node};
use crate::place::Place;
use crate::secret_names::is_secret_name;
use crate::value::Value;

/// Makes types of schemas.
pub(super) struct Builder<'b> {
    pub(super) library: &'b mut Library,
    pub(super) report: &'b mut Report,
    /// How many schemas may still be looked at.
    pub(super) budget: &'b mut usize,
    pub(super) types: Vec<TypeDef>,
    /// The objects that are being built, for schemas that contain themselves.
    pub(super) open: Vec<(Place, TypeId)>,
    /// In how many schemas the one that is looked at stands.
    pub(super) depth: usize,
    /// Whether it was said that something is not typed for this reason.
    pub(super) cut: bool,
}

/// A property's type, and whether null is one of its values.
pub(super) struct Typed {
    pub(super) ty: Ty,
    pub(super) nullable: bool,
}

impl Typed {
    pub(super) const ANY: Typed = Typed { ty: Ty::Value, nullable: false };

    /// The same, and null where that is one of the values.
    pub(super) fn or_null(self, nullable: bool) -> Typed {
        Typed { nullable: self.nullable || nullable, ..self }
    }
}

pub(crate) fn untyped_field(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        ident: names::snake(name),
        description: None,
        ty: Ty::Value,
        required: true,
        nullable: false,
        default: None,
        deprecated: false,
        secret: is_secret_name(name),
    }
}

pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.value.text(key).map(str::to_owned)
}

/// The one type of a schema besides null, and whether null is a type too.
pub(super) fn kind(schema: &Value) -> (Option<String>, bool) {
    let flag = schema.get("nullable").and_then(Value::as_bool) == Some(true);
    match schema.get("type") {
        Some(Value::String(kind)) => (Some(kind.to_string()), flag),
        Some(Value::Array(kinds)) => {
            let names: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            let others: Vec<&str> = names.iter().copied().filter(|kind| *kind != "null").collect();
            let single = (others.len() == 1).then(|| others[0].to_owned());
            (single, flag || others.len() < names.len())
        }
        // SPEC IN-05: what has properties is an object.
        _ if schema.get("properties").is_some() => (Some("object".to_owned()), flag),
        _ => (None, flag),
    }
}
