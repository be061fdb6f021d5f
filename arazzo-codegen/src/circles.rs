//! Files that use each other in a circle are read together, so circles are small.
//!
//! Methods have no path, so a circle of calls through one shared object is not seen here. That is why the stage `resolve` is cut into
//! rooms with objects of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use crate::cycles::components;

/// So many files may use each other.
const MOST: usize = 3;

/// Larger circles: the folders and files that they stay in, how many files each has, and why.
const LARGER: [(&[&str], usize, &str); 1] =
    [(&["document"], 6, "payloads hold selectors, and these hold expressions with their types")];

/// The name of a module, from the root of the crate.
type Module = Vec<String>;

/// What a file says of others.
#[derive(Default)]
struct Source {
    /// Its children.
    children: BTreeSet<String>,
    /// Paths that it uses.
    used: Vec<Module>,
    /// What other files find here by a name, and where it is.
    exported: BTreeMap<String, Module>,
}

#[test]
fn no_circle_of_files_is_large() {
    let sources = sources();
    let names: Vec<&Module> = sources.keys().collect();
    let number = |module: &Module| names.iter().position(|name| *name == module);
    let edges: Vec<Vec<usize>> = sources
        .iter()
        .map(|(module, source)| {
            let found = source.used.iter().filter_map(|path| found(&sources, module, path, 0));
            found.filter(|other| other != module).filter_map(|other| number(&other)).collect()
        })
        .collect();
    assert!(edges.iter().map(Vec::len).sum::<usize>() > 1_000, "the sources were not read");
    let nodes = (0..names.len()).collect();
    let parts = components(&nodes, |node| edges[node].clone());
    let mut large = Vec::new();
    for part in parts {
        let files: Vec<String> = part.iter().map(|node| names[*node].join("::")).collect();
        let is_in = |folders: &[&str], file: &str| folders.iter().any(|folder| file.split("::").next() == Some(folder));
        let larger = LARGER.iter().find(|(folders, ..)| files.iter().all(|file| is_in(folders, file)));
        let most = larger.map_or(MOST, |(_, most, _)| *most);
        if files.len() > most {
            let why = larger.map_or("no reason is given for more than three", |(.., why)| why);
            large.push(format!("{} files instead of {most} ({why}): {}", files.len(), files.join(", ")));
        }
    }
    assert!(large.is_empty(), "{large:#?}");
}

/// The module that has what a path names.
fn found(sources: &BTreeMap<Module, Source>, from: &Module, path: &[String], depth: usize) -> Option<Module> {
    let mut at = from.clone();
    for (index, name) in path.iter().enumerate() {
        match name.as_str() {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" => {}
            name => {
                let inner: Module = at.iter().cloned().chain([name.to_owned()]).collect();
                if sources.contains_key(&inner) {
                    at = inner;
                    continue;
                }
                let exported = sources.get(&at)?.exported.get(name).filter(|_| depth < 8);
                let rest = path.get(index + 1..).unwrap_or_default();
                return match exported {
                    Some(exported) => {
                        let whole: Module = exported.iter().chain(rest).cloned().collect();
                        found(sources, &at, &whole, depth + 1)
                    }
                    None => Some(at),
                };
            }
        }
    }
    Some(at)
}

fn sources() -> BTreeMap<Module, Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    for file in files(&root) {
        let relative = file.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        let is_test =
            module.iter().any(|part| part == "tests" || part == "bin" || part == "circles" || part == "layers");
        if !is_test {
            sources.insert(module, Source::read(&fs::read_to_string(&file).unwrap()));
        }
    }
    sources
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

impl Source {
    fn read(text: &str) -> Source {
        let code = text.split("mod tests {").next().unwrap_or_default();
        let mut source = Source::default();
        source.tokens(code.parse().unwrap());
        source
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(child)), true) = (tokens.get(at), is(&tokens, at + 1, ';')) {
                        self.children.insert(child.to_string());
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    // What a file only passes on it does not use.
                    let is_exported = tokens.get(..at - 1).is_some_and(ends_in_pub);
                    let mut names = Vec::new();
                    at = tree(&tokens, at, &[], &mut names);
                    for (name, path) in names {
                        self.used.extend((!is_exported).then(|| path.clone()));
                        self.exported.insert(name, path);
                    }
                }
                TokenTree::Ident(word) if is(&tokens, at, ':') && is(&tokens, at + 1, ':') => {
                    let begins = ["crate", "super", "self"].iter().any(|begin| word == begin);
                    let known = self.exported.get(&word.to_string()).cloned();
                    if begins || known.is_some() || self.children.contains(&word.to_string()) {
                        let mut names = Vec::new();
                        at = match known {
                            Some(known) => tree(&tokens, at + 2, &known, &mut names),
                            None => tree(&tokens, at - 1, &[], &mut names),
                        };
                        self.used.extend(names.into_iter().map(|(_, path)| path));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether tokens end in `pub`, or in `pub(…)`.
fn ends_in_pub(tokens: &[TokenTree]) -> bool {
    let is_pub = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "pub");
    match tokens {
        [.., last] if is_pub(last) => true,
        [.., before, TokenTree::Group(_)] => is_pub(before),
        _ => false,
    }
}

/// Whether a punctuation mark stands somewhere.
fn is(tokens: &[TokenTree], at: usize, mark: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == mark)
}

/// Reads a path or a tree of paths: each with the name that it brings. Where it ends.
fn tree(tokens: &[TokenTree], mut at: usize, before: &[String], names: &mut Vec<(String, Module)>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) if word == "as" => {
                let name = tokens.get(at + 1).map(ToString::to_string).unwrap_or_default();
                names.push((name, path));
                return at + 2;
            }
            Some(TokenTree::Ident(word)) if *word == "self" && !path.is_empty() => at += 1,
            Some(TokenTree::Ident(word)) => {
                path.push(word.to_string());
                at += 1;
            }
            Some(TokenTree::Group(group)) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut next = 0;
                while next < inner.len() {
                    let end = tree(&inner, next, &path, names);
                    next = end + usize::from(end == next || is(&inner, end, ','));
                }
                return at + 1;
            }
            _ => {}
        }
        let goes_on = is(tokens, at, ':') && is(tokens, at + 1, ':');
        let is_renamed = matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == "as");
        if goes_on {
            at += 2;
        } else if !is_renamed {
            names.push((path.last().cloned().unwrap_or_default(), path));
            return at;
        }
    }
}
