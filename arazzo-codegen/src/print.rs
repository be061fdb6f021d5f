//! Generated code as text: what build scripts write and what `cargo arazzo expand` shows.
//!
//! Tokens carry no comments, so that the macro and the printers share them; a printer puts one in front of each step.

mod json;

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::thread;

use syn::visit_mut::VisitMut;

use crate::Compiled;

/// A statement that stands for a comment until the text is there.
const MARK: &str = "__comment";

/// Bytes of stack for parsing and printing. What is not used costs nothing.
const STACK: usize = 64 << 20;

impl Compiled {
    /// The items as a formatted source file.
    ///
    /// # Errors
    ///
    /// If the items are not Rust, which is a mistake of this crate.
    pub fn to_source(&self) -> Result<String, NotRust> {
        let (items, comments) = (self.items.to_string(), self.comments.as_slice());
        with_a_stack(move || printed(&items, comments)).map_err(|error| NotRust(error.to_string()))
    }
}

/// Generated code that is not Rust: a mistake of this crate. The text says what the parser expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRust(String);

impl fmt::Display for NotRust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotRust {}

/// Does the work in a thread of its own: the parser and the printer go deep into nested code, whatever stack the caller has.
fn with_a_stack<T: Send>(work: impl FnOnce() -> T + Clone + Send) -> T {
    thread::scope(|scope| {
        let here = work.clone();
        match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Where there are no threads.
            Err(_) => here(),
        }
    })
}

fn printed(items: &str, comments: &[(String, String)]) -> Result<String, syn::Error> {
    let mut file: syn::File = syn::parse_str(items)?;
    let paths = comments.iter().enumerate().map(|(index, (path, _))| (path.as_str(), index)).collect();
    Marks { comments: paths, module: Vec::new() }.visit_file_mut(&mut file);
    Ok(Comments(comments).in_source(&json::unparse(file, items)))
}

/// Puts a mark in front of every statement that sends a request or calls a workflow.
struct Marks<'a> {
    comments: HashMap<&'a str, usize>,
    module: Vec<String>,
}

impl VisitMut for Marks<'_> {
    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        self.module.push(module.ident.to_string());
        syn::visit_mut::visit_item_mod_mut(self, module);
        self.module.pop();
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            if let Some(index) = self.comment(&stmt) {
                let mark = proc_macro2::Ident::new(MARK, proc_macro2::Span::call_site());
                block.stmts.push(syn::parse_quote! { #mark!(#index); });
            }
            block.stmts.push(stmt);
        }
        syn::visit_mut::visit_block_mut(self, block);
    }
}

impl Marks<'_> {
    fn comment(&self, stmt: &syn::Stmt) -> Option<usize> {
        let (variable, value) = match stmt {
            syn::Stmt::Local(local) => (Some(&local.pat), &*local.init.as_ref()?.expr),
            syn::Stmt::Expr(expr, _) => (None, expr),
            _ => return None,
        };
        let name = called_constant(value).or_else(|| called_variable(variable?, value))?;
        self.comments.get(format!("{}::{name}", self.module.join("::")).as_str()).copied()
    }
}

/// The constant in `run.step(&CONSTANT).….send().await?`.
fn called_constant(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Try(inner) => called_constant(&inner.expr),
        syn::Expr::Await(inner) => called_constant(&inner.base),
        syn::Expr::MethodCall(call) if call.method == "step" => match call.args.first()? {
            syn::Expr::Reference(reference) => match &*reference.expr {
                syn::Expr::Path(path) => Some(path.path.get_ident()?.to_string()),
                _ => None,
            },
            _ => None,
        },
        syn::Expr::MethodCall(call) => called_constant(&call.receiver),
        _ => None,
    }
}

/// The variable in `let variable = super::workflow::workflow(…).await;`.
fn called_variable(variable: &syn::Pat, value: &syn::Expr) -> Option<String> {
    match (variable, value) {
        (syn::Pat::Ident(variable), syn::Expr::Await(_)) => Some(variable.ident.to_string()),
        _ => None,
    }
}

/// The comments by their numbers.
struct Comments<'a>(&'a [(String, String)]);

impl Comments<'_> {
    /// Turns the marks into comments, and puts blank lines where a person would.
    fn in_source(&self, source: &str) -> String {
        let mut result = String::with_capacity(source.len());
        let mut before = "";
        for line in source.lines() {
            let (indent, text) = line.split_at(line.len() - line.trim_start().len());
            if is_apart(before, indent, text) {
                result.push('\n');
            }
            match self.comment_of(text) {
                Some(comment) => {
                    for line in wrapped(comment, 100_usize.saturating_sub(indent.len()).max(40)) {
                        let _ = writeln!(result, "{indent}// {line}");
                    }
                }
                None => {
                    let _ = writeln!(result, "{}", with_ranges(line));
                }
            }
            before = line;
        }
        result
    }

    fn comment_of(&self, text: &str) -> Option<&str> {
        let literal = text.strip_prefix(MARK)?.strip_prefix("!(")?.strip_suffix(");")?;
        let index: usize = literal.trim_end_matches("usize").parse().ok()?;
        self.0.get(index).map(|(_, text)| text.as_str())
    }
}

/// A line with its ranges in one piece: the printer of tokens inside macros sets their ends apart. Strings stay as they are.
fn with_ranges(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for char in line.chars() {
        if is_quoted || char != ' ' || !result.ends_with("..=") {
            result.push(char);
        }
        is_quoted ^= char == '"' && !is_escaped;
        is_escaped = is_quoted && char == '\\' && !is_escaped;
    }
    result
}

/// Whether a blank line belongs in front of a line: between the items of a module, and between steps.
fn is_apart(before: &str, indent: &str, text: &str) -> bool {
    let opens = before.ends_with('{') || before.is_empty();
    let is_item = ["///", "#[", "pub ", "impl", "static "].iter().any(|start| text.starts_with(start));
    let item_ended = before == "    }" || before.ends_with(';');
    (indent.len() == 4 && is_item && item_ended) || (text.starts_with(MARK) && !opens)
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::printed;

    /// What stands in a string of the generated code is what is sent.
    #[test]
    fn strings_stay_as_they_are() {
        let items = r#"fn f() {
            g("__json0", rt::json!({ "a": "__json1", "b": [1, "..= 2"] }), "__jsonx0");
            if matches!(status, 200..= 299) && is("\"1..= 2", '"') {}
        }"#;
        let text = printed(items, &[]).expect("Rust");
        for kept in [
            r#""__json0""#,
            r#"rt::json!({ "a": "__json1", "b": [1, "..= 2"] })"#,
            r#""__jsonx0""#,
            r#"matches!(status, 200..=299) && is("\"1..= 2", '"')"#,
        ] {
            assert!(text.contains(kept), "{kept} is not in\n{text}");
        }
    }
}
