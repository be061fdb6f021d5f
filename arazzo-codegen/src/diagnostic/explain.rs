//! What a code means, at length: `catalogue.md` has the words, `examples.md` a document with the mistake and what is said about it.
//!
//! The examples are those of `tests/fail`, and a test there writes them and compares them.

const CATALOGUE: &str = include_str!("catalogue.md");
const EXAMPLES: &str = include_str!("examples.md");

/// One code of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code itself.
    pub code: &'static str,
    /// The case below `tests/fail/<code>` that is the example, unless no document leads there.
    pub case: Option<&'static str>,
    /// Why it is said: paragraphs of Markdown.
    pub cause: &'static str,
    /// What to do: a paragraph.
    pub cure: &'static str,
    /// The document of the case, and what is said about it: blocks of Markdown.
    pub example: &'static str,
}

impl Explanation {
    /// Everything, as Markdown without a heading.
    pub fn text(&self) -> String {
        let parts = [self.cause, self.example, self.cure].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// The first sentence of the cause, without its full stop.
    pub fn first_sentence(&self) -> String {
        let cause = self.cause.replace('\n', " ");
        cause.split_once(". ").map_or(cause.as_str(), |(first, _)| first).trim_end_matches('.').to_owned()
    }

    /// `error`, `warning`, `note` or `lint`: how bad the example is.
    pub fn level(&self) -> &'static str {
        let said = self.example.rsplit_once("```text\n").map_or("", |(_, said)| said);
        // Only a mistake of the compiler has no example.
        said.split_once('[').map_or("error", |(level, _)| level)
    }
}

/// Every code, in the order of the alphabet.
pub fn explanations() -> Vec<Explanation> {
    sections(CATALOGUE).filter_map(|(heading, body)| explanation(heading, body)).collect()
}

fn explanation(heading: &'static str, body: &'static str) -> Option<Explanation> {
    let (code, case) = heading.split_once(" / ").map_or((heading, None), |(code, case)| (code, Some(case)));
    let (why, cure) = body.rsplit_once("\n\n")?;
    let example = sections(EXAMPLES).find(|(known, _)| *known == code).map_or("", |(_, example)| example);
    Some(Explanation { code, case, cause: why, cure, example })
}

/// The headings of a text, each with what stands below it.
fn sections(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(heading, body)| (heading, body.trim()))
}

#[cfg(test)]
mod tests {
    use super::explanations;

    #[test]
    fn every_explanation_has_a_cause_an_example_and_a_cure() {
        for explanation in explanations() {
            let code = explanation.code;
            assert!(!explanation.cause.is_empty() && !explanation.cure.is_empty(), "{code}");
            // Only of a mistake of the compiler there can be no example.
            let has_example = code != "internal";
            assert_eq!(
                (explanation.case.is_some(), !explanation.example.is_empty()),
                (has_example, has_example),
                "{code}"
            );
            assert!(
                ["error", "warning", "note", "lint"].contains(&explanation.level()),
                "{code}: {}",
                explanation.example
            );
            assert!(explanation.cure.ends_with(['.', ')']) || explanation.cure.ends_with('`'), "{code}");
        }
    }
}
