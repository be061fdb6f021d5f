use super::*;

/// One expression a line; the tests of the runtime read the same files.
const VALID: &str = include_str!("valid.txt");
const INVALID: &str = include_str!("invalid.txt");

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn what_is_valid_is_accepted() {
    for text in lines(VALID) {
        assert!(XPath::parse(text).is_ok(), "{text}: {:?}", XPath::parse(text));
    }
}

#[test]
fn what_is_invalid_is_refused() {
    for text in lines(INVALID) {
        assert!(XPath::parse(text).is_err(), "{text}");
    }
}

/// Where an expression is wrong, and why.
fn problem(text: &str) -> String {
    let SyntaxProblem { range, reason, closest, .. } =
        XPath::parse(text).err().unwrap_or_else(|| panic!("{text} is right"));
    let meant = closest.map(|meant| format!(" ({meant}?)")).unwrap_or_default();
    format!("{} {reason}{meant}", &text[range])
}

#[test]
fn mistakes_are_located() {
    for (text, expected) in [
        ("//a[@id = 'x'", "[ this `[` is never closed"),
        ("//a]", "] this `]` closes nothing"),
        ("count((//a)", "( this `(` is never closed"),
        ("'a", "' this `'` is never closed"),
        ("1 (: x", "(: this comment is never closed"),
        ("//a[]", "] expected a value, found `]`"),
        ("1 +", " it ends where a value is expected"),
        ("//", " it ends where a value is expected"),
        ("", " it ends where a value is expected"),
        ("a = = b", "= expected a value, found `=`"),
        ("a == b", "== `==` is not an operator: equality is `=`"),
        ("a && b", "&& `&&` is not an operator: it is `and`"),
        ("!a", "! `!` negates nothing here: it is `not(…)`"),
        ("a = b = c", "= comparisons do not chain: join two with `and`"),
        ("a b", "b expected an operator, found `b`"),
        ("cont(//a)", "cont XPath has no function `cont` (count?)"),
        ("count(1, 2)", "count `count` takes 1 argument, not 2"),
        ("contains('a')", "contains `contains` takes 2 or 3 arguments, not 1"),
        ("concat('a')", "concat `concat` takes two arguments or more"),
        ("xs:integr('1')", "xs:integr XPath has no function `xs:integr` (xs:integer?)"),
        ("unparsed-text('/x')", "unparsed-text the function `unparsed-text` is not supported"),
        ("//shop:order", "shop no namespace is bound to the prefix `shop`: write `*:order`, or `Q{…}order`"),
        ("shop:*", "shop no namespace is bound to the prefix `shop`: write `*:*`, or `Q{…}*`"),
        ("chlid::a", "chlid XPath has no axis `chlid` (child?)"),
        ("namespace::a", "namespace the axis `namespace` is not supported"),
        ("for $item in //a return $itme", "$itme no variable is called `$itme` here ($item?)"),
        ("1x", "1 `1` is not a number"),
        ("//a/{$inputs.name}", "{$inputs.name} a value is no step of a path: a name is compared, `*[name() = '{…}']`"),
        ("{$inputs.name}/b", "{$inputs.name} a value is no step of a path: a name is compared, `*[name() = '{…}']`"),
        ("{$steps.s}", " after a step comes `.outputs.` and the name of an output"),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
    let deep = |depth| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(XPath::parse(&deep(10)).is_ok());
    assert_eq!(problem(&deep(11)), "( brackets are nested at most 10 deep");
    let chained = "if (1) then ".repeat(100);
    assert!(problem(&chained).ends_with("expressions are nested at most 64 deep"));
}

#[test]
fn holes_are_found_where_values_can_stand() {
    let holes = |text: &str| {
        let parsed = XPath::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.reason));
        let shown = parsed.holes.into_iter().map(|hole| {
            let kind = match hole.kind {
                HoleKind::Value { braced: true, .. } => "",
                HoleKind::Value { braced: false, .. } => "bare ",
                HoleKind::Text { .. } => "text ",
            };
            format!("{kind}{}{}", if hole.is_position { "position " } else { "" }, &text[hole.range])
        });
        shown.collect::<Vec<_>>().join("; ")
    };
    for (text, expected) in [
        ("//a = {$inputs.x}", "{$inputs.x}"),
        ("//a[{$inputs.n}]", "position {$inputs.n}"),
        ("//a['{$inputs.n}']", "text position '{$inputs.n}'"),
        ("//a[@n = {$inputs.n}]", "{$inputs.n}"),
        ("//a[. = 'x{$inputs.a}']/b[. = \"{$inputs.b}\"]", "text 'x{$inputs.a}'; text \"{$inputs.b}\""),
        ("//a = $inputs.x and //b = $steps.s.outputs.o#/p", "bare $inputs.x; bare $steps.s.outputs.o#/p"),
        ("$statusCode = 200", "bare $statusCode"),
        ("array {$inputs.x}", "bare $inputs.x"),
        ("for $url in //url return $url", ""),
        ("map {'a': {$inputs.x}}", "{$inputs.x}"),
        ("'costs $5'", "text 'costs $5'"),
    ] {
        assert_eq!(holes(text), expected, "{text}");
    }
}

#[test]
fn the_form_tells_what_is_found() {
    let list = |of| Yields::List(Box::new(of));
    for (text, expected) in [
        ("/a/b", Yields::Text),
        ("//b[1]/@c", Yields::Text),
        ("(//b)[1]", Yields::Text),
        ("//a | //b", Yields::Text),
        ("string(//b)", Yields::Text),
        ("//b/string()", Yields::Text),
        ("'a' || //b", Yields::Text),
        ("//a = 1", Yields::Boolean),
        ("not(//a) or //b", Yields::Boolean),
        ("some $x in //b satisfies $x = 1", Yields::Boolean),
        ("'3' castable as xs:integer", Yields::Boolean),
        ("count(//a)", Yields::Integer),
        ("//a => count()", Yields::Integer),
        ("-1", Yields::Integer),
        ("sum(//a) * 2", Yields::Number),
        ("number(//a)", Yields::Number),
        ("array { //a }", list(Yields::Text)),
        ("array { //a ! number() }", list(Yields::Number)),
        ("[//a, 1]", list(Yields::Any)),
        ("if (//a) then 'x' else //b", Yields::Text),
        ("if (//a) then 'x' else 1", Yields::Any),
        ("(//a, 1)", Yields::Any),
        ("min(//a)", Yields::Any),
        ("{$inputs.x}", Yields::Any),
    ] {
        assert_eq!(XPath::parse(text).map(|parsed| parsed.yields), Ok(expected), "{text}");
    }
}
