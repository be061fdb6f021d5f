//! What can be written behind `cargo arazzo`.

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::paths::{absolute, root_of};
use crate::diagnostic::{CODES, names};
use crate::settings::settings;
use crate::suggest::closest;
use crate::{Document, RequiredOutputs, Severity};

/// Check and compile Arazzo workflow documents
#[derive(Debug, Parser)]
#[command(name = "cargo-arazzo", bin_name = "cargo arazzo", version, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to colour messages; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long = "color", alias = "colour", value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(super) colour: Colour,
}

const EXAMPLES: &str = "\
Examples:
  cargo arazzo check workflows/
  cargo arazzo expand workflows/upsert-customer.yml | less
  cargo arazzo graph workflows/upsert-customer.yml > upsert-customer.mmd";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report what is wrong with documents, each mistake with its line and column
    #[command(after_help = CHECK)]
    Check(Check),
    /// Say what a code in brackets means, with an example and what to do
    #[command(after_help = EXPLAIN)]
    Explain(Explain),
    /// Print the Rust code that a document becomes
    #[command(after_help = EXPAND)]
    Expand(Expand),
    /// Write a first version of a document, from the operations that it is to call
    #[command(after_help = NEW)]
    New(New),
    /// Compile a workflow into a program, and run it against its APIs
    #[command(after_help = RUN)]
    Run(Run),
    /// Print the steps and actions of a document as a Mermaid flowchart
    #[command(after_help = GRAPH)]
    Graph(Graph),
    /// Serve an editor on the standard input and output, by the Language Server Protocol
    #[command(after_help = LSP)]
    Lsp,
    /// Print what a shell needs to complete commands, options and codes
    #[command(after_help = COMPLETIONS)]
    Completions(Completions),
}

const CHECK: &str = "\
In a folder, and in those below it, every .yml, .yaml and .json file is checked that has the root field `arazzo`. Folders that
are called `target` or `node_modules`, and those whose names begin with a dot, are left out.

Exit status: 0 without errors, 1 with errors, 2 when called in a wrong way.

Examples:
  cargo arazzo check workflows/
  cargo arazzo check --deny undeclared-property --allow untyped-value workflows/buy.yml
  cargo arazzo check --source billingApi=openapi/billing.yml workflows/buy.yml
  cargo arazzo check --fix workflows/
  cargo arazzo check --fix --dry-run workflows/ | less
  git show HEAD:workflows/buy.yml | cargo arazzo check -
  cargo arazzo check --level error workflows/
  cargo arazzo check --summary workflows/
  cargo arazzo check --format sarif workflows/ > arazzo.sarif
  cargo arazzo check --format json workflows/*.yml | jq -r .code | sort | uniq -c";

const EXPLAIN: &str = "\
Examples:
  cargo arazzo explain unknown-step
  cargo arazzo explain                  (all codes)";

const EXPAND: &str = "\
Nothing is printed on the standard output when the document has errors.

Examples:
  cargo arazzo expand workflows/buy.yml
  cargo arazzo expand --workflow buy --source shop=openapi/shop.yml workflows/shop.yml";

const NEW: &str = "\
Without --operation the operations of the description are listed. What a step must be given comes from a response before it that has
a member of that name, such as `orderId`, or the `id` of an order; else it becomes an input. Nothing is overwritten.

Examples:
  cargo arazzo new openapi/shop.yml
  cargo arazzo new openapi/shop.yml --operation createOrder --operation payOrder > workflows/buy.arazzo.yml
  cargo arazzo new openapi/shop.yml --operation createOrder --operation payOrder --workflow-id buy --package buy";

const RUN: &str = "\
The outputs are printed as JSON on the standard output, the steps as they happen on the standard error. Everything is real: what
the workflow creates or charges is created and charged.

Exit status: 0 when the workflow ended with its outputs, 1 when it did not, 2 when called in a wrong way.

Examples:
  cargo arazzo run workflows/buy.yml --input item=lamp --input amount=19.9
  cargo arazzo run workflows/buy.yml --input-file order.json --credential shopKey=env:SHOP_KEY
  cargo arazzo run workflows/shop.yml --workflow buy --base-url http://127.0.0.1:8080 --har buy.har
  cargo arazzo run workflows/buy.yml --input item=lamp --dry-run";

const GRAPH: &str = "\
The OpenAPI descriptions are not read. Dotted lines are the ways behind a failed step; a step that fails without an action
for it ends the workflow, and that is not drawn.

Examples:
  cargo arazzo graph workflows/buy.yml > buy.mmd      (GitHub shows it in a ```mermaid block)";

const LSP: &str = "\
Editors start it themselves: docs/editors.md of the repository has the lines for each. It reads the files that are open there as
they are on the screen, and others from the disk; nothing is fetched.";

const COMPLETIONS: &str = "\
They complete `cargo-arazzo`; cargo's own completions do not reach into its subcommands.

Examples:
  cargo arazzo completions bash > ~/.local/share/bash-completion/completions/cargo-arazzo
  cargo arazzo completions fish > ~/.config/fish/completions/cargo-arazzo.fish
  cargo arazzo completions zsh > ~/.zfunc/_cargo-arazzo";

#[derive(Args, Debug)]
pub(super) struct Check {
    /// Documents, and folders that are searched for them; `-` is a document on the standard input, as if it stood in the current folder
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,

    /// How mistakes are printed: `text` on the standard error, all others on the standard output
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Show what is as bad as this, or worse; the rest is only counted
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    pub(super) level: Level,

    /// Print how often each code was found instead of each mistake
    #[arg(long, conflicts_with = "format")]
    pub(super) summary: bool,

    /// Edit the documents where it is known exactly what to write, and check what is left
    #[arg(long)]
    pub(super) fix: bool,

    /// With `--fix`: print the edits as a diff on the standard output, and leave the documents as they are
    #[arg(long, requires = "fix", conflicts_with_all = ["format", "summary"])]
    pub(super) dry_run: bool,

    #[command(flatten)]
    pub(super) options: Options,
}

#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The code; all are listed without it
    #[arg(value_name = "CODE", value_parser = code)]
    pub(super) code: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Expand {
    /// The document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) options: Options,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// The OpenAPI description
    #[arg(value_name = "FILE")]
    pub(super) description: PathBuf,

    /// An operation to call: its id, or its method and path, such as `GET /orders/{id}`. Several run in their order
    #[arg(long, value_name = "ID")]
    pub(super) operation: Vec<String>,

    /// The id of the workflow; without it that of the last operation
    #[arg(long, value_name = "ID", value_parser = workflow_id)]
    workflow_id: Option<String>,

    /// Write the document to this file, which must not be there; without it to the standard output
    #[arg(long, short, value_name = "FILE", conflicts_with = "package")]
    pub(super) output: Option<PathBuf>,

    /// Write a package that runs the workflow into this folder, which must not be there
    #[arg(long, value_name = "FOLDER")]
    pub(super) package: Option<PathBuf>,
}

impl New {
    pub(super) fn workflow_id(&self) -> String {
        let last = || self.operation.last().map(|id| heck::ToKebabCase::to_kebab_case(id.as_str()));
        self.workflow_id.clone().or_else(last).unwrap_or_else(|| "workflow".to_owned())
    }
}

#[derive(Args, Debug)]
pub(super) struct Run {
    /// The document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// An input; text as it is, all else as JSON
    #[arg(long, value_name = "NAME=VALUE", value_parser = input)]
    pub(super) input: Vec<(String, String)>,

    /// A file with a JSON object of inputs, `-` for the standard input; `--input` wins over it
    #[arg(long, value_name = "PATH")]
    pub(super) input_file: Option<PathBuf>,

    /// Where the API of a source is; without NAME= of the only source
    #[arg(long, value_name = "[NAME=]URL", value_parser = base_url)]
    pub(super) base_url: Vec<(Option<String>, String)>,

    /// The environment variable that holds the credential of a security scheme; for basic authentication it holds `user:password`
    #[arg(long, value_name = "NAME=env:VARIABLE", value_parser = credential)]
    pub(super) credential: Vec<Credential>,

    /// Print the first request instead of sending it; those behind it depend on its response
    #[arg(long = "dry-run")]
    pub(super) dry: bool,

    /// Write all requests and responses to a file in the format HAR, without secrets
    #[arg(long, value_name = "PATH")]
    pub(super) har: Option<PathBuf>,

    /// Do not tell steps as they happen
    #[arg(long)]
    pub(super) quiet: bool,

    /// Show warnings and notes about the document, too
    #[arg(long)]
    pub(super) warnings: bool,

    #[command(flatten)]
    pub(super) options: Options,
}

impl Run {
    /// The workflow to run, where it is named.
    pub(super) fn workflow(&self) -> Option<&str> {
        self.options.workflow.first().map(String::as_str)
    }
}

/// Where a credential is.
#[derive(Clone, Debug)]
pub(super) struct Credential {
    pub(super) name: String,
    pub(super) variable: String,
}

#[derive(Args, Debug)]
pub(super) struct Graph {
    /// The document
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

/// The options of the macro, under the same names.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// Do not show warnings and notes with this code, or of a group: `warnings`, `notes`, `lints`
    #[arg(long, value_name = "CODE", value_parser = named)]
    allow: Vec<String>,

    /// Make notes and lints with this code, or of a group, warnings, and let warnings be warnings whatever `--strict` says
    #[arg(long, value_name = "CODE", value_parser = named)]
    warn: Vec<String>,

    /// Make warnings, notes and lints with this code, or of a group, errors
    #[arg(long, value_name = "CODE", value_parser = named)]
    deny: Vec<String>,

    /// Make all warnings and notes errors, except those with their own level, and show lints
    #[arg(long)]
    strict: bool,

    /// Read the description of a source from a file, whatever the document says; nothing is ever fetched
    #[arg(long, value_name = "NAME=PATH", value_parser = source)]
    source: Vec<(String, PathBuf)>,

    /// Compile this workflow only; can be given several times
    #[arg(long, value_name = "ID")]
    workflow: Vec<String>,

    /// An output that a response must not lack; `all` are all of them
    #[arg(long, value_name = "NAME")]
    required_output: Vec<String>,

    /// The Rust type of an output, such as `receipt=crate::Receipt`
    #[arg(long, value_name = "NAME=TYPE", value_parser = output)]
    output: Vec<(String, String)>,

    /// What a workflow with several ends returns: an enum of them, or one struct
    #[arg(long, value_name = "KIND", value_enum, default_value_t)]
    outcome: Outcome,

    /// Leave out what contradicts its schema where it may be absent
    #[arg(long)]
    lenient: bool,

    /// Whether an input that the document leaves open has the type of what it is sent to
    #[arg(long, value_name = "BOOL", default_value_t = true, action = ArgAction::Set)]
    infer_inputs: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Outcome {
    Enum,
    #[default]
    Struct,
}

impl Options {
    /// A document with these options.
    pub(super) fn document(&self, path: &Path, colour: bool) -> io::Result<Document> {
        let mut document = Document::new(absolute(path)?).strict(self.strict).colour(colour);
        document = document.shown_from(std::env::current_dir()?);
        document = self.allow.iter().fold(document, Document::allow);
        document = self.warn.iter().fold(document, Document::warn);
        document = self.deny.iter().fold(document, Document::deny);
        document = self.workflow.iter().fold(document, Document::workflow);
        for (name, path) in &self.source {
            document = document.source(name, absolute(path)?);
        }
        document = self.output.iter().fold(document, |document, (name, rust)| document.output_type(name, rust));
        document = document.outcome_enum(self.outcome == Outcome::Enum).lenient(self.lenient);
        document = document.infer_inputs(self.infer_inputs);
        document = document.required_outputs(self.required_outputs());
        let settings = settings(&root_of(&document.path)?).map_err(|mistake| io::Error::other(mistake.sentence()))?;
        Ok(settings.applied(document))
    }

    fn required_outputs(&self) -> RequiredOutputs {
        match self.required_output.as_slice() {
            [] => RequiredOutputs::default(),
            [all] if all == "all" => RequiredOutputs::All,
            names => RequiredOutputs::Named(names.to_vec()),
        }
    }
}

fn code(text: &str) -> Result<String, String> {
    one_of(text, CODES.iter().copied())
}

/// A code, or a group of them.
fn named(text: &str) -> Result<String, String> {
    one_of(text, names())
}

fn one_of(text: &str, known: impl Iterator<Item = &'static str> + Clone) -> Result<String, String> {
    if known.clone().any(|known| known == text) {
        return Ok(text.to_owned());
    }
    let closest = closest(text, known);
    let hint = closest.map_or_else(String::new, |closest| format!("; did you mean `{closest}`?"));
    Err(format!("there is no such code{hint}"))
}

fn source(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.into())),
        _ => Err("a source is written NAME=PATH, such as billingApi=openapi/billing.yml".to_owned()),
    }
}

fn workflow_id(text: &str) -> Result<String, String> {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    if !text.is_empty() && text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Err("an id has letters, digits, `_` and `-`".to_owned())
}

fn input(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("an input is written NAME=VALUE, such as amount=19.9".to_owned()),
    }
}

fn base_url(text: &str) -> Result<(Option<String>, String), String> {
    let is_url = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    match text.split_once('=') {
        _ if is_url(text) => Ok((None, text.to_owned())),
        Some((name, url)) if !name.is_empty() && is_url(url) => Ok((Some(name.to_owned()), url.to_owned())),
        _ => Err("a base URL is written URL or NAME=URL, such as shop=http://127.0.0.1:8080".to_owned()),
    }
}

/// A credential itself could be read by everybody who can list processes.
fn credential(text: &str) -> Result<Credential, String> {
    let parts = text.split_once('=').and_then(|(name, place)| Some((name, place.strip_prefix("env:")?)));
    match parts {
        Some((name, variable)) if !name.is_empty() && !variable.is_empty() => {
            Ok(Credential { name: name.to_owned(), variable: variable.to_owned() })
        }
        _ => Err("a credential is written NAME=env:VARIABLE, such as shopKey=env:SHOP_KEY".to_owned()),
    }
}

fn output(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, rust)) if !name.is_empty() && !rust.is_empty() => Ok((name.to_owned(), rust.to_owned())),
        _ => Err("a type is written NAME=TYPE, such as receipt=crate::Receipt".to_owned()),
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Blocks as rustc prints them
    #[default]
    Text,
    /// One object a line
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// One log of SARIF 2.1.0, for code scanning
    Sarif,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
    #[default]
    Lint,
}

impl Level {
    pub(super) fn shows(self, severity: Severity) -> bool {
        let least = match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Note,
            Level::Lint => Severity::Lint,
        };
        severity >= least
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

impl Colour {
    /// Whether messages, which go to the standard error, are coloured.
    pub(super) fn wanted(self) -> bool {
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
        }
    }
}
