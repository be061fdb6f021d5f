//! `$inputs`.

use super::inside::input_path;
use super::meant::{Form, Meant, meant};
use super::notes::Values;
use super::site::Site;
use crate::diagnostic::{Kind, Reported};
use crate::model::{EXTRA, Expr, InputPath, Ty, TypeDef};
use crate::place::Place;
use crate::resolve::inputs::{NoPart, missing_part, undeclared};
use crate::secret_names::is_secret_name;
use crate::suggest::{closest, similar};
use crate::syntax::expression::Named;
use crate::syntax::pointer::Pointer;

impl Values<'_> {
    /// `$inputs`: an object of all of them.
    pub(super) fn all_inputs(&mut self, site: Site<'_>) -> Result<Expr, Reported> {
        let root = self.known.inputs.types.first();
        if matches!(root, Some(TypeDef::Struct(object)) if object.extra.is_some()) {
            return self.unsupported("`$inputs` with inputs that are not declared", site);
        }
        self.notes.read.inputs.extend(self.known.inputs.fields().iter().map(|field| field.name.clone()));
        let fields = self.known.inputs.fields().iter().enumerate();
        let members = fields.map(|(root, field)| {
            let value = Expr::Input(input_path(&self.known.inputs, root, &Pointer::default()));
            (field.name.clone(), value)
        });
        Ok(Expr::Object(members.collect()))
    }

    pub(super) fn input(&mut self, named: &Named, site: Site<'_>) -> Result<Expr, Reported> {
        let name = &named.name.value;
        let fields = self.known.declared_fields();
        let Some(Meant { index: root, pointer, form }) = meant(named, &fields.iter().map(|field| field.name.as_str()))
        else {
            if self.known.inputs.is_unknown() {
                return Err(self.report.refused(site.mark()));
            }
            let known = || fields.iter().map(|field| field.name.as_str());
            let mark = site.place.range(named.name.range.clone());
            if let Some(path) = self.undeclared_input(named) {
                self.report.add(mark, Kind::UndeclaredInput { input: name.clone(), closest: closest(name, known()) });
                if is_secret_name(name) {
                    self.notes.concealed.push(path.clone());
                }
                return Ok(Expr::Input(path));
            }
            let workflow = self.known.workflow.id.text.clone();
            let kind = Kind::UnknownInput { input: name.clone(), workflow, similar: similar(name, known()) };
            return Err(self.report.refuse(mark, kind));
        };
        let (field, ty) = (fields[root].name.clone(), fields[root].ty.clone());
        self.notes.read.inputs.insert(field.clone());
        self.check_part(named, &field, &ty, &pointer, site.place)?;
        match form {
            Form::Plain => {}
            Form::Unusual => {
                let kind = Kind::NonStandardName { what: "input", name: field };
                self.report.add(site.mark(), kind);
            }
            Form::Dotted => {
                self.note_dotted(named, ("$inputs.", &field), &pointer, site);
            }
        }
        Ok(Expr::Input(input_path(&self.known.inputs, root, &pointer)))
    }

    /// Reports a part that no value of an input has.
    fn check_part(
        &mut self,
        named: &Named,
        input: &str,
        ty: &Ty,
        pointer: &Pointer,
        place: &Place,
    ) -> Result<(), Reported> {
        let Some(NoPart { reason, closest }) = missing_part(&self.known.inputs, ty, pointer.tokens()) else {
            return Ok(());
        };
        let written = if named.pointer.range.is_empty() { &named.name.range } else { &named.pointer.range };
        let kind = Kind::ImpossiblePart { expression: format!("$inputs.{input}#{pointer}"), reason, closest };
        Err(self.report.refuse(place.range(written.clone()), kind))
    }

    /// An input that the schema allows without declaring it (SPEC IN-20): it may be left out.
    fn undeclared_input(&self, named: &Named) -> Option<InputPath> {
        let ty = undeclared(self.known.inputs.root()?, &named.name.value)?;
        let part = &named.pointer.value;
        let pointer = Pointer::from_tokens(vec![named.name.value.clone()]).join(part);
        let ty = if part.is_empty() { ty.clone() } else { Ty::Value };
        let (fields, root) = (vec![EXTRA.to_owned()], self.known.inputs.fields().len());
        Some(InputPath { fields, root, pointer, ty, optional: true, null: false })
    }
}
