// Starts `cargo-arazzo lsp`, and stops it. What a document means, only the server knows.

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("arazzo.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("arazzo.server")) {
        void restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function start(): Promise<void> {
  const command = vscode.workspace.getConfiguration("arazzo").get("server.path", "cargo-arazzo");
  const server: ServerOptions = { command, args: ["lsp"] };
  // The server looks for the key `arazzo` itself, and reads the descriptions that are open before they are saved.
  const languages = ["yaml", "json"];
  const options: LanguageClientOptions = {
    documentSelector: languages.map((language) => ({ scheme: "file", language })),
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{yml,yaml,json}") },
  };
  client = new LanguageClient("arazzo", "Arazzo", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    // Nobody waits for the answer.
    void vscode.window.showErrorMessage(
      `\`${command} lsp\` cannot be started (${reason}). Install it with \`cargo install arazzo-codegen --features cli\`, or set arazzo.server.path.`,
    );
  }
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  await stopped?.stop();
}
