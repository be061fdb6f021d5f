//! Values that are one of several things, and how these are told apart.

use super::alternative::Alternative;
use super::alternatives::{Walk, variants_of};
use super::facets::described;
use super::node::Node;
use super::outline::{Origin, Outline, UnionOutline, Unknown, VariantOutline, object, of, origin, owner};
use super::reach::Scalar;
use super::schema::property_names;
use crate::place::{Place, Segment};
use crate::value::Value;

/// Schemas behind a member of a tag are looked for so deep.
const MAX_DEPTH: usize = 16;

/// What a value is that is one of several things.
pub(super) fn one_of(walk: &mut Walk<'_>, alternatives: &[Alternative]) -> Outline {
    let shared = shared(alternatives);
    let is_object = |alternative: &Alternative| !alternative.open && alternative.kind() == Some("object");
    let tag = alternatives.iter().all(is_object).then(|| tag(walk, alternatives, &shared)).flatten();
    let declares = shared.iter().any(|facet| facet.value.get("properties").is_some());
    if tag.is_none() && declares && alternatives.iter().all(is_object) {
        // They are cases of one object.
        return object(walk, alternatives, &[]);
    }
    let outlines: Vec<Outline> = alternatives.iter().map(|alternative| of(walk, alternative, &shared)).collect();
    if let Some(unknown) = outlines.iter().find(|outline| matches!(outline, Outline::Unknown(_))) {
        return unknown.clone();
    }
    let facets: Vec<Node> = alternatives.iter().flat_map(|alternative| alternative.facets.clone()).collect();
    let unlike = |reason| Outline::Unknown(Unknown { reason, schema: facets.first().map(|facet| facet.place.value()) });
    let Some(origin) = union_origin(&facets) else { return unlike("nothing is known of it") };
    if let Some((tag, texts)) = tag {
        return tagged(origin, tag, outlines, texts);
    }
    match joined(outlines, &origin).as_slice() {
        [only] => only.clone(),
        all if has_several(all, |outline| matches!(outline, Outline::List(_) | Outline::Map(_))) => {
            unlike("it is one of several lists or maps, which nothing tells apart")
        }
        all => {
            let variants = all.iter().map(|what| VariantOutline { what: what.clone(), texts: Vec::new() });
            Outline::Union(UnionOutline { origin, tag: None, variants: variants.collect() })
        }
    }
}

/// What a value is whose schema has subtypes. One that its tag does not name is another one.
pub(super) fn subtype_of(walk: &mut Walk<'_>, base: &Alternative, subtypes: &[Alternative]) -> Outline {
    let facets: Vec<Node> = std::iter::once(base).chain(subtypes).flat_map(|one| one.facets.clone()).collect();
    let outlines: Vec<Outline> = subtypes.iter().map(|subtype| of(walk, subtype, &base.facets)).collect();
    let typed = outlines.iter().all(|outline| matches!(outline, Outline::Object(_)));
    match (tag(walk, subtypes, &base.facets).filter(|_| typed), union_origin(&facets)) {
        (Some((tag, texts)), Some(origin)) => tagged(origin, tag, outlines, texts),
        _ => of(walk, base, &[]),
    }
}

fn tagged(origin: Origin, tag: String, outlines: Vec<Outline>, texts: Vec<Vec<String>>) -> Outline {
    let variants = outlines.into_iter().zip(texts).map(|(what, texts)| VariantOutline { what, texts });
    Outline::Union(UnionOutline { origin, tag: Some(tag), variants: variants.collect() })
}

/// A union is another type than an object that is made of the same schemas.
fn union_origin(facets: &[Node]) -> Option<Origin> {
    let mut origin = origin(facets, &[])?;
    origin.key.push(origin.owner.place.key("oneOf"));
    Some(origin)
}

fn has_several(all: &[Outline], is_it: fn(&Outline) -> bool) -> bool {
    let lists = all.iter().filter(|outline| matches!(outline, Outline::List(_))).count();
    let maps = all.iter().filter(|outline| matches!(outline, Outline::Map(_))).count();
    all.iter().any(is_it) && (lists > 1 || maps > 1)
}

/// Those that are different. All strings are one, and so are all numbers.
fn joined(outlines: Vec<Outline>, origin: &Origin) -> Vec<Outline> {
    let mut all: Vec<Outline> = Vec::new();
    for outline in outlines {
        let together = all.iter().enumerate().find_map(|(at, known)| Some((at, together(known, &outline, origin)?)));
        match together {
            Some((at, together)) => all[at] = together,
            None => all.push(outline),
        }
    }
    // An integer reads as a number, which has fewer digits.
    all.sort_by_key(|outline| !matches!(outline, Outline::Scalar(Scalar::Integer | Scalar::Unsigned)));
    all
}

/// Two outlines as one, where the type of both has all that either has. A number is the nearest `f64` in any case.
fn together(left: &Outline, right: &Outline, origin: &Origin) -> Option<Outline> {
    match (left, right) {
        _ if left == right => Some(left.clone()),
        (Outline::Words(_, left), Outline::Words(_, right)) => {
            let new = right.iter().filter(|word| !left.contains(word));
            Some(Outline::Words(origin.clone(), left.iter().chain(new).cloned().collect()))
        }
        (
            Outline::Words(..) | Outline::Scalar(Scalar::String),
            Outline::Words(..) | Outline::Scalar(Scalar::String),
        ) => Some(Outline::Scalar(Scalar::String)),
        (Outline::Scalar(Scalar::Integer), Outline::Scalar(Scalar::Number))
        | (Outline::Scalar(Scalar::Number), Outline::Scalar(Scalar::Integer)) => Some(Outline::Scalar(Scalar::Number)),
        (Outline::Object(left), Outline::Object(right)) if left.origin.key == right.origin.key => {
            Some(Outline::Object(left.clone()))
        }
        _ => None,
    }
}

/// The schemas that all alternatives have.
fn shared(alternatives: &[Alternative]) -> Vec<Node> {
    let Some((first, others)) = alternatives.split_first() else { return Vec::new() };
    let is_everywhere =
        |facet: &&Node| others.iter().all(|other| other.facets.iter().any(|known| known.place == facet.place));
    first.facets.iter().filter(is_everywhere).cloned().collect()
}

/// The alternatives of a schema besides null, where there are several.
pub(super) fn union_of(facet: &Node) -> Option<()> {
    let is_null = |schema: &Node| schema.value.text("type") == Some("null");
    let unions = variants_of(std::slice::from_ref(facet));
    unions.iter().any(|variants| variants.iter().flatten().filter(|schema| !is_null(schema)).count() > 1).then_some(())
}

/// The member that tells alternatives apart, and its texts for each of them.
fn tag(walk: &mut Walk<'_>, alternatives: &[Alternative], shared: &[Node]) -> Option<(String, Vec<Vec<String>>)> {
    let mut facets = alternatives.iter().flat_map(|alternative| &alternative.facets);
    let discriminator = facets.find_map(|facet| facet.get("discriminator"));
    let by_name = discriminator.and_then(|discriminator| {
        let name = discriminator.value.text("propertyName").or_else(|| discriminator.value.as_str())?.to_owned();
        let texts = |alternative| discriminated(walk, alternative, shared, &discriminator, &name);
        Some((name.clone(), alternatives.iter().map(texts).collect::<Vec<_>>()))
    });
    if let Some((name, texts)) = by_name.filter(|(_, texts)| are_distinct(texts)) {
        return Some((name, texts));
    }
    let names: Vec<String> = alternatives.first()?.facets.iter().flat_map(property_names).collect();
    names.into_iter().find_map(|name| {
        let texts: Vec<_> = alternatives.iter().map(|alternative| constants(walk, alternative, &name)).collect();
        are_distinct(&texts).then_some((name, texts))
    })
}

fn are_distinct(texts: &[Vec<String>]) -> bool {
    let all: Vec<&String> = texts.iter().flatten().collect();
    let is_new = |(at, text): (usize, &&String)| !all[..at].contains(text);
    texts.iter().all(|texts| !texts.is_empty()) && all.iter().enumerate().all(is_new)
}

/// What a discriminator says for an alternative: by its mapping, by the schema's constants, or the name of the schema.
fn discriminated(
    walk: &mut Walk<'_>,
    alternative: &Alternative,
    shared: &[Node],
    discriminator: &Node,
    name: &str,
) -> Vec<String> {
    let mapping = discriminator.get("mapping").map(|mapping| mapping.members()).unwrap_or_default();
    let own: Vec<&Node> = alternative.facets.iter().filter(|facet| !shared.contains(facet)).collect();
    let leads_here = |target: &Node| {
        let written = target.value.as_str()?;
        let is_name = !written.contains(['#', '/', '.']);
        let reference = if is_name { format!("#/components/schemas/{written}") } else { written.to_owned() };
        let schema = walk.0.library.follow(&reference, target)?;
        own.iter().any(|facet| facet.place == schema.place).then_some(())
    };
    let mut leads_here = leads_here;
    let texts: Vec<String> =
        mapping.into_iter().filter(|(_, target)| leads_here(target).is_some()).map(|(text, _)| text).collect();
    if !texts.is_empty() {
        return texts;
    }
    let constants = constants(walk, alternative, name);
    if !constants.is_empty() {
        return constants;
    }
    owner(&alternative.facets, shared).and_then(|owner| component_name(&owner.place)).into_iter().collect()
}

/// The strings that a member of an alternative may be.
fn constants(walk: &mut Walk<'_>, alternative: &Alternative, name: &str) -> Vec<String> {
    let schemas: Vec<Node> = alternative.facets.iter().flat_map(|facet| described(facet, name).schemas).collect();
    let facets = walk.0.facets(&schemas, MAX_DEPTH).schemas;
    let listed = |facet: &Node| match (facet.value.get("const"), facet.value.get("enum")) {
        (Some(constant), _) => Some(vec![constant.clone()]),
        (None, Some(listed)) => listed.as_array().map(<[Value]>::to_vec),
        (None, None) => None,
    };
    let listed = facets.iter().find_map(listed).unwrap_or_default();
    let texts: Option<Vec<String>> = listed.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    texts.unwrap_or_default()
}

/// The name of a schema that has one of its own.
pub(crate) fn component_name(place: &Place) -> Option<String> {
    match place.path.segments().as_slice() {
        [.., Segment::Key(home), Segment::Key(name)]
            if ["schemas", "definitions", "$defs"].contains(&home.as_str()) =>
        {
            Some(name.clone())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::tests::of_text;
    use super::*;

    const PARTS: &str = "
components:
  schemas:
    A: { type: object, properties: { kind: { const: first }, a: { type: string } } }
    B: { type: object, properties: { kind: { enum: [second, third] }, b: { type: string } } }
    C: { type: object, properties: { c: { type: string } } }
";

    /// The tag of a union, and its texts.
    fn told_apart(schema: &str) -> Option<(String, Vec<Vec<String>>)> {
        match of_text(&format!("schema: {schema}\n{PARTS}")).what {
            Outline::Union(UnionOutline { tag, variants, .. }) => {
                Some((tag.unwrap_or_default(), variants.into_iter().map(|variant| variant.texts).collect()))
            }
            _ => None,
        }
    }

    #[test]
    fn a_tag_is_a_discriminator_or_a_member_with_constants() {
        let (a, b, c) = (
            "{ $ref: '#/components/schemas/A' }",
            "{ $ref: '#/components/schemas/B' }",
            "{ $ref: '#/components/schemas/C' }",
        );
        for (schema, tag, texts) in [
            (format!("{{ oneOf: [{a}, {b}] }}"), "kind", vec![vec!["first"], vec!["second", "third"]]),
            (
                format!(
                    "{{ oneOf: [{a}, {c}], discriminator: {{ propertyName: sort, mapping: {{ x: A, y: C, z: C }} }} }}"
                ),
                "sort",
                vec![vec!["x"], vec!["y", "z"]],
            ),
            (
                format!("{{ oneOf: [{c}, {a}], discriminator: {{ propertyName: kind }} }}"),
                "kind",
                vec![vec!["C"], vec!["first"]],
            ),
            (format!("{{ anyOf: [{a}, {c}] }}"), "", vec![vec![], vec![]]),
            (format!("{{ anyOf: [{a}, {{ type: string }}] }}"), "", vec![vec![], vec![]]),
        ] {
            let texts = texts.into_iter().map(|texts| texts.into_iter().map(str::to_owned).collect()).collect();
            assert_eq!(told_apart(&schema), Some((tag.to_owned(), texts)), "{schema}");
        }
    }

    #[test]
    fn what_is_alike_is_one() {
        for (schema, expected) in [
            ("{ anyOf: [{ type: string }, { type: string, enum: [a, b] }] }", Outline::Scalar(Scalar::String)),
            ("{ anyOf: [{ type: integer }, { type: number }] }", Outline::Scalar(Scalar::Number)),
        ] {
            assert_eq!(of_text(&format!("schema: {schema}\n")).what, expected, "{schema}");
        }
        let both = "{ type: object, properties: { a: {} }, oneOf: [{ properties: { b: {} } }, { properties: { c: {} }, required: [c] }] }";
        let Outline::Object(object) = of_text(&format!("schema: {both}\n")).what else { panic!("{both}") };
        assert_eq!(
            object.members.iter().map(|member| (member.name.as_str(), member.required)).collect::<Vec<_>>(),
            [("a", false), ("b", false), ("c", false)]
        );
    }

    #[test]
    fn what_nothing_tells_apart_has_no_type() {
        for schema in [
            "{ anyOf: [{ type: array, items: { type: string } }, { type: array, items: { type: integer } }] }",
            "{ anyOf: [{ type: string }, {}] }",
        ] {
            let what = of_text(&format!("schema: {schema}\n")).what;
            assert!(matches!(what, Outline::Unknown(_)), "{schema}: {what:?}");
        }
    }
}
