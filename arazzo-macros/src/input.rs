//! What stands between the parentheses of `arazzo!`.

use std::env;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Document, RequiredOutputs};
use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Result, Token, braced, bracketed, parenthesized, token};

const OPTIONS: [&str; 11] = [
    "workflows",
    "sources",
    "allow",
    "warn",
    "deny",
    "strict",
    "required_outputs",
    "outputs",
    "outcome",
    "lenient",
    "infer_inputs",
];

/// `($crate) "file.yml", option: value, …`
pub(crate) struct Input {
    /// The path of the runtime crate.
    pub(crate) runtime: TokenStream,
    /// What the whole document's diagnostics point at.
    pub(crate) file: LitStr,
    pub(crate) root: PathBuf,
    pub(crate) document: Document,
    /// The first option that is not understood. The document is compiled without it and what follows, for completion's sake.
    pub(crate) error: Option<Error>,
}

impl Parse for Input {
    fn parse(input: ParseStream) -> Result<Input> {
        let runtime;
        parenthesized!(runtime in input);
        let runtime = runtime.parse()?;
        let file: LitStr = input.parse().map_err(|error| {
            Error::new(error.span(), "expected the path of an Arazzo document, such as `\"workflows/buy.yml\"`")
        })?;
        let paths = Paths::new(&file);
        let mut options = Options { document: Document::new(paths.find(&file.value())), paths, seen: Vec::new() };
        let error = options.parse(input).err();
        if error.is_some() {
            skip(input)?;
        }
        Ok(Input { runtime, file, root: options.paths.root, document: options.document, error })
    }
}

/// Where relative paths start.
struct Paths {
    /// The package.
    root: PathBuf,
    /// The folder of the calling file; editors do not tell.
    folder: Option<PathBuf>,
}

impl Paths {
    fn new(file: &LitStr) -> Paths {
        let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| env::current_dir().ok());
        // Relative to where rustc runs, which is not the package in a workspace.
        let caller = proc_macro::is_available().then(|| file.span().unwrap().local_file()).flatten();
        let caller = caller.and_then(|caller| std::path::absolute(caller).ok());
        Paths { root: root.unwrap_or_default(), folder: caller.as_deref().and_then(Path::parent).map(Path::to_owned) }
    }

    /// The package comes first; what is nowhere is reported as missing there.
    fn find(&self, path: &str) -> PathBuf {
        let beside = self.folder.as_ref().map(|folder| folder.join(path));
        beside.filter(|beside| !self.root.join(path).exists() && beside.exists()).unwrap_or_else(|| path.into())
    }
}

struct Options {
    document: Document,
    paths: Paths,
    seen: Vec<String>,
}

impl Options {
    /// `, option: value` as often as there are, and perhaps a comma.
    fn parse(&mut self, input: ParseStream) -> Result<()> {
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                self.option(input)?;
            }
        }
        Ok(())
    }

    fn option(&mut self, input: ParseStream) -> Result<()> {
        let key = Key::parse(input)?;
        if !OPTIONS.contains(&key.name.as_str()) {
            return Err(key.unknown());
        }
        if self.seen.contains(&key.name) {
            return Err(Error::new(key.span, format!("the option `{}` is there twice", key.name)));
        }
        input.parse::<Token![:]>()?;
        let document = self.document.clone();
        self.document = match key.name.as_str() {
            "workflows" => strings(input)?.into_iter().fold(document, Document::workflow),
            "allow" => strings(input)?.into_iter().fold(document, Document::allow),
            "warn" => strings(input)?.into_iter().fold(document, Document::warn),
            "deny" => strings(input)?.into_iter().fold(document, Document::deny),
            "lenient" => document.lenient(input.parse::<LitBool>()?.value),
            "infer_inputs" => document.infer_inputs(input.parse::<LitBool>()?.value),
            "strict" => document.strict(input.parse::<LitBool>()?.value),
            "outputs" => outputs(document, input)?,
            "outcome" => document.outcome_enum(outcome_enum(input)?),
            "required_outputs" => document.required_outputs(required_outputs(input)?),
            _ => self.sources(document, input)?,
        };
        self.seen.push(key.name);
        Ok(())
    }

    /// `{ "billingApi": "openapi/billing.yml" }`
    fn sources(&self, document: Document, input: ParseStream) -> Result<Document> {
        let content;
        braced!(content in input);
        let sources: Vec<Source> = list(&content)?;
        Ok(sources.into_iter().fold(document, |document, source| {
            let path = self.paths.find(&source.path.value());
            document.source(source.name, path)
        }))
    }
}

/// An identifier or a string.
struct Key {
    name: String,
    span: proc_macro2::Span,
}

impl Parse for Key {
    fn parse(input: ParseStream) -> Result<Key> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            return Ok(Key { name: literal.value(), span: literal.span() });
        }
        let ident = Ident::parse_any(input)?;
        Ok(Key { name: ident.unraw().to_string(), span: ident.span() })
    }
}

impl Key {
    fn unknown(&self) -> Error {
        let message = match arazzo_codegen::closest(&self.name, OPTIONS) {
            Some(closest) => format!("there is no option `{}`: did you mean `{closest}`?", self.name),
            None => format!("there is no option `{}`: the options are `{}`", self.name, OPTIONS.join("`, `")),
        };
        Error::new(self.span, message)
    }
}

/// `"billingApi": "openapi/billing.yml"`
struct Source {
    name: String,
    path: LitStr,
}

impl Parse for Source {
    fn parse(input: ParseStream) -> Result<Source> {
        let name = Key::parse(input)?.name;
        input.parse::<Token![:]>()?;
        Ok(Source { name, path: input.parse()? })
    }
}

/// `enum`, or `struct`, which needs not be said.
fn outcome_enum(input: ParseStream) -> Result<bool> {
    let key = input.call(Key::parse).map_err(|error| Error::new(error.span(), "expected `enum` or `struct`"))?;
    match key.name.as_str() {
        "enum" => Ok(true),
        "struct" => Ok(false),
        _ => Err(Error::new(key.span, "expected `enum` or `struct`")),
    }
}

/// `{ "receipt": crate::Receipt }`
fn outputs(document: Document, input: ParseStream) -> Result<Document> {
    let content;
    braced!(content in input);
    let outputs: Vec<Output> = list(&content)?;
    Ok(outputs.into_iter().fold(document, |document, output| document.output_type(output.name, output.rust)))
}

/// `"receipt": crate::Receipt`
struct Output {
    name: String,
    rust: String,
}

impl Parse for Output {
    fn parse(input: ParseStream) -> Result<Output> {
        let name = Key::parse(input)?.name;
        input.parse::<Token![:]>()?;
        let tokens = rust_type(input)?;
        let rust = tokens.to_string().replace(" :: ", "::");
        Ok(Output { name, rust })
    }
}

/// A type: what stands before the next comma that is not inside of `<…>`.
fn rust_type(input: ParseStream) -> Result<TokenStream> {
    let (mut tokens, mut open) = (Vec::new(), 0_usize);
    while !input.is_empty() && (open > 0 || !input.peek(Token![,])) {
        let token: TokenTree = input.parse()?;
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => open += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => open = open.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
    }
    if tokens.is_empty() {
        return Err(input.error("expected the type of an output, such as `crate::Receipt`"));
    }
    Ok(tokens.into_iter().collect())
}

/// `["a", "b"]`
fn strings(input: ParseStream) -> Result<Vec<String>> {
    let content;
    bracketed!(content in input);
    Ok(list(&content)?.iter().map(LitStr::value).collect())
}

/// Items with commas between them, up to the end.
fn list<T: Parse>(content: ParseStream) -> Result<Vec<T>> {
    let items = Punctuated::<T, Token![,]>::parse_terminated(content);
    if items.is_err() {
        skip(content)?;
    }
    Ok(items?.into_iter().collect())
}

/// Takes what is left over, which syn would report.
fn skip(input: ParseStream) -> Result<()> {
    input.parse::<TokenStream>().map(drop)
}

/// `all` or `["a", "b"]`
fn required_outputs(input: ParseStream) -> Result<RequiredOutputs> {
    if input.peek(token::Bracket) {
        return strings(input).map(RequiredOutputs::Named);
    }
    let key = input.call(Key::parse).map_err(|error| Error::new(error.span(), "expected `all` or a list of names"))?;
    match key.name.as_str() {
        "all" => Ok(RequiredOutputs::All),
        _ => Err(Error::new(key.span, "expected `all` or a list of names")),
    }
}
