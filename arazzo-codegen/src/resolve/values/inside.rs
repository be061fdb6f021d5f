//! Parts of values.

use crate::model::{Absence, Exchange, Expr, InputPath, InputTypes, Ty, TypeDef};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// A part of a value.
pub(crate) fn inside(value: Expr, part: &Pointer, inputs: &InputTypes) -> Expr {
    match value {
        value if part.is_empty() => value,
        Expr::Exchange(Exchange::Body(pointer)) => Expr::Exchange(Exchange::Body(pointer.join(part))),
        Expr::Exchange(Exchange::Output { output, pointer }) => {
            Expr::Exchange(Exchange::Output { output, pointer: pointer.join(part) })
        }
        Expr::Output { output, pointer } => Expr::Output { output, pointer: pointer.join(part) },
        Expr::Input(path) if path.fields.len() == 1 && path.undeclared().is_none() => {
            Expr::Input(input_path(inputs, path.root, &path.pointer.join(part)))
        }
        Expr::Input(path) => {
            let pointer = path.pointer.join(part);
            Expr::Input(InputPath { pointer, ty: Ty::Value, optional: true, null: false, ..path })
        }
        Expr::Object(members) => {
            let Some((first, rest)) = part.tokens().split_first() else { return Expr::Object(members) };
            let member = members.into_iter().find(|(name, _)| name == first);
            let rest = Pointer::from_tokens(rest.to_vec());
            member.map_or(Expr::Literal(Value::Null), |(_, value)| inside(value, &rest, inputs))
        }
        other => other,
    }
}

/// Goes through structs as far as they are certainly there; the rest is looked up at run time.
pub(crate) fn input_path(inputs: &InputTypes, root: usize, pointer: &Pointer) -> InputPath {
    let fields = inputs.fields();
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
            (Ty::Named(id), false) => match inputs.types.get(id.0) {
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
