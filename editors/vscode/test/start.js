// Starts the extension beside a stand-in for the editor, opens a document with a mistake, and waits for what is said of it.
// `npm run compile`, then `npm test`; or `node test/start.js PATH_OF_CARGO_ARAZZO`.

"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");

const command = path.resolve(process.argv[2] ?? "cargo-arazzo");

// What is said of the document, as soon as something is.
let hear;
const heard = new Promise((done) => (hear = done));

class Emitter {
  listeners = new Set();
  event = (listener, self) => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.listeners.add(bound);
    return { dispose: () => this.listeners.delete(bound) };
  };
  fire(value) {
    for (const listener of [...this.listeners]) listener(value);
  }
  dispose() {}
}

class Uri {
  constructor(text) {
    this.text = text;
    this.scheme = text.split(":")[0];
    this.fsPath = decodeURIComponent(text.replace("file://", ""));
  }
  static parse(text) {
    return new Uri(text);
  }
  static file(file) {
    return new Uri(`file://${file}`);
  }
  toString() {
    return this.text;
  }
}

function hearIfSaid(uri, found) {
  if (found?.length > 0) hear([uri.toString(), found]);
}

// What the client extends or makes, and nobody looks at here.
class Anything {
  constructor(...values) {
    Object.assign(this, { values, message: values[1] });
  }
  static create() {
    return new Anything();
  }
  dispose() {}
}

const opened = new Emitter();
const documents = [];
const events = new Proxy({}, { get: () => new Emitter().event });
const like = (known) =>
  new Proxy(known, {
    get(target, key) {
      if (key in target) return target[key];
      if (typeof key !== "string") return undefined;
      if (key.startsWith("onDid") || key.startsWith("onWill")) return events[key];
      if (key.startsWith("register") || key.startsWith("create")) return () => new Anything();
      if (/^[A-Z]/.test(key)) return Anything;
      return undefined;
    },
  });

const kind = { append: () => kind };

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: new Emitter().event };
  cancel() {}
  dispose() {}
}

const vscode = like({
  CancellationTokenSource,
  CodeActionKind: new Proxy({}, { get: () => kind }),
  EventEmitter: Emitter,
  Uri,
  version: "1.91.0",
  env: like({ appName: "test", language: "en" }),
  workspace: like({
    textDocuments: documents,
    workspaceFolders: undefined,
    notebookDocuments: [],
    onDidOpenTextDocument: opened.event,
    getConfiguration: () => ({ get: (key, fallback) => (key === "server.path" ? command : fallback) }),
    createFileSystemWatcher: () => like({ dispose() {} }),
    getWorkspaceFolder: () => undefined,
  }),
  window: like({
    activeTextEditor: undefined,
    visibleTextEditors: [],
    tabGroups: like({ all: [] }),
    createOutputChannel: () => like({ append() {}, appendLine() {}, show() {}, dispose() {} }),
    showErrorMessage: (message) => Promise.reject(new Error(message)),
  }),
  languages: like({
    createDiagnosticCollection: () => like({ set: hearIfSaid, clear() {}, dispose() {} }),
    match: (selector, document) => (selector.some?.((one) => one.language === document.languageId) ? 10 : 0),
  }),
  commands: like({ registerCommand: () => new Anything() }),
});

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "arazzo-vscode-"));
  const file = path.join(folder, "a.yml");
  const text = "arazzo: 1.0.1\ninfo: { title: A, version: 1.0.0 }\nsourceDescriptions: []\nworkflows: []\n";
  const extension = require("../out/extension.js");
  await extension.activate({ subscriptions: [] });
  const document = {
    uri: Uri.file(file), languageId: "yaml", version: 1, getText: () => text, isClosed: false, fileName: file,
  };
  documents.push(document);
  opened.fire(document);
  const [uri, found] = await heard;
  await extension.deactivate();
  fs.rmSync(folder, { recursive: true });
  assert.strictEqual(uri, `file://${file}`);
  assert.match(found[0].message, /^`sourceDescriptions` must not be empty/);
  console.log("the extension shows what the server says");
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
