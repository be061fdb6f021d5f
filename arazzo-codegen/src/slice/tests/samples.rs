//! Texts with the constructs on which a table of lines could go wrong.

/// Valid YAML. Most of it the table decides, some not: both must give the value of the whole.
pub(crate) const YAML: &[&str] = &[
    "a: 1\nb:\n  c: 2\n  d:\n    e: 3\nf: 4\n",
    "# first\n\n---\n# second\na: 1 # third\nb: 2\n# last",
    "--- # marked\na: 1\nb: 2\n",
    // Lists at the column of their key, and below it.
    "a:\n- 1\n- b: 2\n  c: 3\nd:\n  - e\n  -\n    f: 1\n  - - x\n    - y\ng: 1\n",
    "a:\n  -   b: 1\n      c:\n        d: 2\n  -\n    - 1\ne: f\n",
    // Quoted text over lines that look like entries.
    "a: \"one\nb: two\n   c: \\\" \\\n  x: y\"\nd: 'it''s\n\nkey: value\n'\ne: 1\n",
    "'a': 1\n\"b\" : 2\n'it''s': 3\n\"\\x41\": 4\n\"c:d\": 5\n? e\n: 6\n",
    "a: 'x' # 'y'\nb: \"x\" # \"y\nc: x # 'y\nd: x#'y\n",
    // Plain text over lines.
    "a: one\n  two:three\n  - four\n  [five\n\n  \"six\nb:\n  seven\n  eight\nc: 1\n",
    "a: http://b:c/d#e\nb:c: 1\nd:e:f: g:h\n/x/{y}:z: 1\n",
    // Block scalars: headers, blank lines, text that looks like everything else.
    "a: |\n  b: 1\n  # no comment\n\n   deeper\n  \"\nc: >-\n  d\n\n  e: [\n\nf: 1\n",
    "a: |2-\n    x\n  y\n\nb: >+1 # header\n x\n\n\nc: |\n\n\n    z\n  \nd: |\ne: >\n\n",
    "a:\n  b: |\n    x\n   # c\n  d: 1\ne:\n  - |\n   x\n  - >\n   y\nf: |\n x\n",
    "a: |\n  x\n# comment\n  # another\nb: 1\n",
    // Flow style over lines, with any column.
    "a: {b: 1,\nc: [2,\n3], 'd': \"}\"}\ne: [\n  {f: it's}, # ]\n  \"g\"\n]\nh: 1\n",
    "a: [b, 'c'':', \"d\\\"]\", e f, g:h, {i}]\nj: {}\nk: []\nl:\n  {m: n}\no:\n  [p]\n",
    "a:\n  - {b: 1}\n  - [c, d]\n  - \"e\": f\n  - 'g'\nh: 1\n",
    // Anchors, aliases and tags.
    "a: &x\n  b: 1\nc: *x\nd: &y 1\ne:\n  f: *y\n  g: &z [1]\n  h: *z\n",
    "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\ne: &e\n- *x\n- &f f\n- *f\n",
    "a: &x 1\nb: {c: &y 2, d: *y}\ne: *x\n",
    "a: !!str 1\nb: !!int \"2\"\nc: !!map\n  d: !!seq\n  - e\nf: !!str\n  g\n",
    "? a\n:\n  b: 1\n  c: 2\n? 'd'\n: - 1\n  - 2\n? |\n  long\n: 1\ne: 2\n",
    "a:\n  ? /x\n  : get: 1\n    put: 2\n  ? /y\n  :\n    get: 3\n  /z:\n    get: 4\n",
    // Keys that are not strings.
    "200: a\n0200: b\n1.50: c\n0x1F: d\n~: e\ntrue: f\n-1: g\n1e3: h\n.5: i\nnull_: j\n404: k\n",
    "a: 1\n2024-01-01: b\nNo: c\nYES: d\n+1: e\n99999999999: f\n",
    "on: 1\noff: 2\ny: 3\n.inf: 4\nInf: 5\nnan: 6\n_: 7\n$ref: 8\n",
    // Empty values.
    "a:\nb:\n\n  # c\nd: ~\ne: \"\"\nf: ''\ng:   \nh: # i\nj:\n",
    "a:\n  b:\n  c:\n\n  d: 1\ne:\n",
    // Numbers beyond 64 bits.
    "a: 18446744073709552000\nb: -9223372036854776000\nc:\n  d: 1e400\n  e: 340282366920938463463374607431768211456\n",
    // Odd columns.
    "a:\n      b: 1\n      c:\n       d: 2\ne:\n f: 1\n g:\n  h: 2\n",
    "ä: ö\n\u{4e2d}\u{6587}:\n  \u{1f600}: ü # é\n  b: 'é\n  ü'\nc: 1\n",
    "a:\tb\nc:\t\n  d: 1\ne: f\t# g\n",
    "a: b\n\nc:\n  d: e   \n  \nf: g\n   \n",
    "a: b",
    "a:",
    "a: |",
    // What the table leaves to the parser.
    "{a: 1, b: {c: 2}}\n",
    "- a: 1\n- b: 2\n",
    "text\n",
    "  a: 1\n  b: 2\n",
    "&x a: 1\nb: 2\n",
    "a: 1\n...\n",
    "%YAML 1.1\n---\na: 1\n",
    "a:\n  &k b: 1\n  !!str c: 2\n",
    "a: {b: !!str 1, ? c : d}\ne: 1\n",
];

/// Valid JSON.
pub(super) const JSON: &[&str] = &[
    "{}",
    "{\"a\":1}",
    " { \"a\" : { } , \"b\" : [ ] , \"c\" : null } ",
    "{\"a\":{\"b\":{\"c\":{\"d\":[1,{\"e\":2}]}},\"f\":\"g\"},\"h\":-1.5e3}",
    "{\"a\\\"b\":\"}\",\"c\\\\\":\"\\\\\",\"d\":\"{[\\\"]}\",\"\\u00e9\":\"\\ud83d\\ude00\",\"\":true}",
    "{\n\t\"a\": [\n\t\t{\n\t\t\t\"b\": \"c\"\n\t\t}\n\t],\n\t\"d\": false\n}\n",
    "{\"a\":18446744073709552000,\"b\":-9223372036854776000,\"c\":1E2}",
    "{\"ü\":\"é\",\"\u{4e2d}\":{\"\u{1f600}\":1}}",
    // Brackets in strings and out of them, wherever lines end.
    "{\n  \"/{a}/[b]\": {\n    \"c\": \"[d](e), {\",\n    \"f\": [\"g]\", \"}\", {}],\n    \"h{\": {\"i\": \"\\\"}\"}\n  }\n}",
    "{\n\"a\": {\n\"b\": [\n],\n\"c\": {} },\n  \"d\": [{\n  },\n{\"e\": \"{\" } ], \"f\": {\n\"g\": \"]\" }\n}",
    "{ \"a\": [1, [2, 3], {\"b\": [\n4] }], \"c]\":\n[\"}\"\n, {\n\"d\": \"\\\\\" }\n] , \"e\": \"{\"\n}",
    "{\r\n  \"a\": {\r\n    \"b\": \"}\",\r\n    \"c\": [ \"[\" ]\r\n  },\r\n  \"d\": []\r\n}\r\n",
];

/// What lines do not show. Not all of it is valid.
pub(super) const UNDECIDED: &[&str] = &[
    "",
    "# nothing\n",
    "\ta: 1\n",
    "a:\n\tb: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n...\n",
    "%YAML 1.2\n---\na: 1\n",
    "--- a: 1\n",
    "  a: 1\n",
    "- a\n",
    "{a: 1}\n",
    "a: 1\rb: 2\n",
    "a: 1\u{85}b: 2\n",
    "a: \u{2028}\n",
    "a: 1\n\u{feff}b: 2\n",
    "a: \0\n",
    "&x a: 1\n",
    "*x : 1\n",
    "[a]: 1\n",
    "a: \"b\n",
    "a: [b\n",
    "a: 'b' c\n",
    "a: 1\n  \nb: *x:\n",
    "\"a\nb\": 1\n",
    "a: @b\n",
    "a: |3x\n",
    "a: 'b'#c\n",
];
