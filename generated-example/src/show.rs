//! What is seen on the screen: a heading for each run, a line for each request, the typed outputs.

use std::fmt::Debug;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use arazzo::{Error, Event};

use crate::workflows::Workflow;

/// The width of the longest name of a step.
const STEP: usize = 16;

const BOLD: &str = "1";
const DIM: &str = "2";
const GREEN: &str = "32";
const YELLOW: &str = "33";

/// Shows runs, one after the other. Clones write to the same screen.
#[derive(Clone)]
pub(crate) struct Show(Arc<Mutex<Screen>>);

struct Screen {
    writer: Box<dyn Write + Send>,
    colour: bool,
    /// The runs so far.
    runs: u32,
    /// Method and URL of the request under way; its line has begun.
    request: Option<(String, String)>,
}

impl Show {
    /// Shows on the standard output, with colours if somebody sees them.
    pub(crate) fn on_stdout() -> Self {
        let stdout = io::stdout();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = stdout.is_terminal() && !plain;
        Self::on(Box::new(stdout), colour)
    }

    pub(crate) fn on(writer: Box<dyn Write + Send>, colour: bool) -> Self {
        Self(Arc::new(Mutex::new(Screen { writer, colour, runs: 0, request: None })))
    }

    /// A line of text.
    pub(crate) fn line(&self, text: &str) {
        self.screen(|screen| screen.print(&format!("{text}\n")));
    }

    /// Runs a workflow between a heading and its output.
    pub(crate) async fn run<O: Debug>(
        &self,
        workflow: Workflow,
        why: &str,
        run: impl Future<Output = Result<O, Error>>,
    ) -> Result<O, Error> {
        self.screen(|screen| screen.heading(workflow, why));
        let output = run.await?;
        self.screen(|screen| screen.output(&output));
        Ok(output)
    }

    /// What the client tells while a workflow runs.
    pub(crate) fn observe(&self, event: &Event<'_>) {
        self.screen(|screen| screen.event(event));
    }

    fn screen(&self, show: impl FnOnce(&mut Screen)) {
        show(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Screen {
    fn heading(&mut self, workflow: Workflow, why: &str) {
        self.runs += 1;
        let title = self.paint(BOLD, &format!("{}. {}", self.runs, workflow.id()));
        self.print(&format!("\n{title} ({}): {why}\n", workflow.vendor().name()));
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Sending { step, method, url, .. } => {
                self.print(&format!("   {step:<STEP$} "));
                self.request = Some(((*method).to_owned(), (*url).to_owned()));
            }
            Event::Answered { status, .. } => {
                let colour = if (200..300).contains(status) { GREEN } else { YELLOW };
                self.answer(colour, &status.to_string());
            }
            Event::Replayed { step, status, .. } => {
                let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
                let known = self.paint(DIM, "known from the journal, and not sent again");
                self.print(&format!("   {step:<STEP$} {status}  {known}\n"));
            }
            Event::Unanswered { .. } => self.answer(YELLOW, "no answer"),
            Event::Retrying { action, attempt, delay, .. } => {
                let waiting = format!("{action}: attempt {attempt} in {delay:?}");
                let waiting = self.paint(DIM, &waiting);
                self.print(&format!("   {:STEP$} {waiting}\n", ""));
            }
            // The request that never got an answer because its run was given up.
            Event::Finished { .. } if self.request.is_some() => self.answer(YELLOW, "given up"),
            _ => {}
        }
    }

    /// The rest of a request's line.
    fn answer(&mut self, colour: &str, answer: &str) {
        let (method, url) = self.request.take().unwrap_or_default();
        let answer = self.paint(colour, answer);
        self.print(&format!("{answer}  {method:<5} {url}\n"));
    }

    /// `Debug` of an output, which hides what the API's description calls a secret.
    fn output(&mut self, output: &impl Debug) {
        self.print(&format!("   => {output:?}\n"));
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn print(&mut self, text: &str) {
        // If nobody reads any more, the runs go on anyway.
        let _: io::Result<()> = self.writer.write_all(text.as_bytes()).and_then(|()| self.writer.flush());
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Keeps what is shown.
    #[derive(Clone, Default)]
    pub(crate) struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Paper {
        pub(crate) fn show(&self) -> Show {
            Show::on(Box::new(self.clone()), false)
        }

        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn colours_are_for_terminals() {
        let paper = Paper::default();
        let show = Show::on(Box::new(paper.clone()), true);
        let run = std::future::ready(Ok(42));
        show.run(Workflow::UpsertCustomer, "to see it", run).await.unwrap();
        assert_eq!(paper.text(), "\n\x1b[1m1. upsert-customer\x1b[0m (Amberflo): to see it\n   => 42\n");
    }
}
