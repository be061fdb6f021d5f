//! Credentials: which the operations demand, and which the document brings.

use crate::diagnostic::{Kind, Report, Unusable};
use crate::model::{Argument, Demand, Expr, Fragment, Ids, SchemeId, SourceId};
use crate::openapi::{
    KeyLocation, Library, Location, Operation, SecurityKind, defined_schemes, read_scheme, scheme_name,
};
use crate::place::Mark;
use crate::resolve::draft::{Scheme, Unnamed};
use crate::resolve::lookup::Lookup;
use crate::resolve::operations::same_name;
use crate::resolve::values::is_certain;
use crate::suggest::closest;
use crate::value::Value;

/// Finds the schemes of descriptions.
pub(super) struct Security<'s> {
    pub(crate) known: &'s Lookup<'s>,
    pub(crate) library: &'s mut Library,
    pub(crate) report: &'s mut Report,
    /// Those that the workflow may need.
    pub(crate) schemes: &'s mut Ids<SchemeId, Scheme>,
}

impl Security<'_> {
    /// What the client has to bring: alternatives of schemes, without what parameters surely carry (SPEC OX-02, OX-07).
    pub(crate) fn demands(
        &mut self,
        source: SourceId,
        operation: &Operation,
        arguments: &[Argument],
        mark: &Mark,
    ) -> Vec<Vec<Demand>> {
        let mut alternatives = Vec::new();
        let mut unusable = None;
        let security = operation.security.clone();
        for alternative in &security {
            match self.alternative(source, alternative, arguments) {
                // What is sent anyhow is enough.
                Ok(demands) if demands.is_empty() && !alternative.is_empty() => return Vec::new(),
                Ok(demands) => alternatives.push(demands),
                Err(scheme) => unusable = unusable.or(Some(scheme)),
            }
        }
        // Where another alternative can be had, nobody needs to know.
        if let (true, Some(scheme)) = (alternatives.is_empty(), unusable) {
            let (operation, why) = (operation.name.clone(), self.why_unusable(source, &scheme));
            self.report.add(mark.clone(), Kind::UnusableScheme { scheme, operation, why });
            return self.usable_part(source, &security, arguments);
        }
        alternatives
    }

    /// What the client has to bring for one alternative; or the first scheme that nothing we send could satisfy.
    fn alternative(
        &mut self,
        source: SourceId,
        alternative: &[String],
        arguments: &[Argument],
    ) -> Result<Vec<Demand>, String> {
        let mut demands = Vec::new();
        for name in alternative {
            let scheme = self.scheme(source, name).ok_or_else(|| name.clone())?;
            let Some(kind) = self.schemes.get(scheme).map(|scheme| scheme.kind.clone()) else { continue };
            let carrier = arguments.iter().find(|argument| carries(&kind, argument.location, &argument.name));
            match carrier {
                Some(argument) if is_certain(&argument.value) => self.check_prefix(&kind, name, argument),
                carrier => {
                    if let Some(argument) = carrier {
                        self.check_prefix(&kind, name, argument);
                    }
                    demands.push(Demand { scheme, unless_sent: carrier.is_some() });
                }
            }
        }
        Ok(demands)
    }

    /// Whether a header that carries a token begins with the word of its scheme, as far as the document says. Nothing is added to
    /// what it says: the value may begin so itself.
    fn check_prefix(&mut self, kind: &SecurityKind, scheme: &str, argument: &Argument) {
        let word = match kind {
            SecurityKind::Bearer => "Bearer",
            SecurityKind::Basic => "Basic",
            SecurityKind::ApiKey { .. } => return,
        };
        let begins = |text: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let is_said = match &argument.value {
            Expr::Literal(Value::String(text)) => begins(text),
            Expr::Template(fragments) => matches!(fragments.first(), Some(Fragment::Literal(text)) if begins(text)),
            Expr::Input(path) => {
                let described =
                    self.known.inputs.fields().get(path.root).and_then(|field| field.description.as_deref());
                described.is_some_and(|text| text.contains(word))
            }
            _ => false,
        };
        if !is_said {
            let kind = Kind::BareToken { scheme: scheme.to_owned(), word };
            self.report.add(argument.place.key("value").value(), kind);
        }
    }

    /// What keeps a request from carrying a scheme.
    fn why_unusable(&mut self, source: SourceId, scheme: &str) -> Unusable {
        let Some(root) = self.known.roots.get(source) else { return Unusable::Unknown { closest: None } };
        let defined = defined_schemes(root);
        match defined.iter().find(|(name, _)| name == scheme) {
            Some((_, node)) if node.value.text("type") == Some("mutualTLS") => Unusable::Certificate,
            Some(_) => Unusable::Invalid,
            None => {
                let closest = closest(scheme, defined.iter().map(|(name, _)| name.as_str()));
                Unusable::Unknown { closest }
            }
        }
    }

    /// Of alternatives that cannot be satisfied as a whole, what the first one has that can be sent: a client certificate and an
    /// API key are often asked for together.
    fn usable_part(&mut self, source: SourceId, security: &[Vec<String>], arguments: &[Argument]) -> Vec<Vec<Demand>> {
        let Some(first) = security.first() else { return Vec::new() };
        let usable: Vec<String> = first.iter().filter(|name| self.scheme(source, name).is_some()).cloned().collect();
        let demands = self.alternative(source, &usable, arguments).unwrap_or_default();
        if demands.is_empty() { Vec::new() } else { vec![demands] }
    }

    /// Whether a parameter carries a credential that the operation names.
    pub(super) fn is_credential(
        &mut self,
        source: SourceId,
        operation: &Operation,
        location: Location,
        name: &str,
    ) -> bool {
        let names: Vec<String> = operation.security.iter().flatten().cloned().collect();
        names.iter().any(|scheme| {
            let scheme = self.scheme(source, scheme);
            let scheme = scheme.and_then(|scheme| self.schemes.get(scheme));
            scheme.is_some_and(|scheme| carries(&scheme.kind, location, name))
        })
    }

    /// The index of a scheme among those that the workflow may need.
    fn scheme(&mut self, source: SourceId, name: &str) -> Option<SchemeId> {
        let own = scheme_name(name);
        let known = self.schemes.position(|scheme| scheme.source == source && scheme.name == own);
        if known.is_some() {
            return known;
        }
        let scheme = read_scheme(self.library, self.known.roots.get(source)?, name, self.report)?;
        let (name, kind, description) = (scheme.name, scheme.kind, scheme.description);
        Some(self.schemes.push(Scheme { source, name, constant: Unnamed, kind, description }))
    }
}

/// Whether a credential of this kind travels in a parameter.
pub(crate) fn carries(kind: &SecurityKind, location: Location, parameter: &str) -> bool {
    match kind {
        SecurityKind::ApiKey { location: key, name } => {
            let place = match key {
                KeyLocation::Header => Location::Header,
                KeyLocation::Query => Location::Query,
                KeyLocation::Cookie => Location::Cookie,
            };
            place == location && same_name(location, parameter, name)
        }
        SecurityKind::Bearer | SecurityKind::Basic => {
            location == Location::Header && parameter.eq_ignore_ascii_case("authorization")
        }
    }
}
