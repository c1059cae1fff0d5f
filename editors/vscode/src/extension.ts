// The extension: starts the server, and connects it with VS Code's commands, settings and status bar.

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { LANGUAGES, executable, serverOptions, toggled } from "./settings";
import { shown, type Counts, type Life } from "./status";

const NAME = "kcheck";
/** The kind of the action that fixes all that is safe to fix. */
const FIX_ALL = "source.fixAll.kcheck";

let client: LanguageClient | undefined;
let life: Life = "stopped";
let output: vscode.OutputChannel;
let status: vscode.StatusBarItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel(NAME);
  status = vscode.window.createStatusBarItem("kcheck.status", vscode.StatusBarAlignment.Right);
  status.name = NAME;
  status.command = "kcheck.showOutput";
  const command = (name: string, run: () => unknown) => vscode.commands.registerCommand(`kcheck.${name}`, run);
  context.subscriptions.push(
    output,
    status,
    command("restart", restart),
    command("fixAll", fixAll),
    command("explain", explain),
    command("toggleOnlyChanges", toggleOnlyChanges),
    command("showOutput", () => output.show()),
    vscode.window.onDidChangeActiveTextEditor(showStatus),
    vscode.languages.onDidChangeDiagnostics(showStatus),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration(configurationChanged),
    vscode.tasks.registerTaskProvider(NAME, { provideTasks: tasks, resolveTask: (task) => taskOf(task.definition) }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(NAME);
}

function program(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return executable(configuration().get("path", NAME), homedir(), folder);
}

/** What is set, for a folder of the workspace if one is given. */
function options(folder?: vscode.Uri): Record<string, unknown> {
  const found = vscode.workspace.getConfiguration(NAME, folder);
  return serverOptions((name) => found.get(name));
}

async function start(): Promise<void> {
  if (!configuration().get("enable", true)) {
    setLife("disabled");
    return;
  }
  const server: ServerOptions = { command: program(), args: ["lsp"] };
  const about: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    initializationOptions: options(),
    outputChannel: output,
    middleware: {
      workspace: {
        configuration: ({ items }) =>
          items.map(({ scopeUri }) => options(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri))),
      },
    },
  };
  client = new LanguageClient(NAME, NAME, server, about);
  client.onDidChangeState(({ newState }) => {
    setLife(newState === State.Running ? "running" : newState === State.Starting ? "starting" : "stopped");
  });
  try {
    await client.start();
  } catch (error) {
    setLife("failed");
    const install = "Show how to install it";
    const message = `kcheck could not be started (${program()} lsp): ${String(error)}`;
    if ((await vscode.window.showErrorMessage(message, install)) === install) {
      output.appendLine("pip install 'kcheck[lsp]', then set kcheck.path if the command is not on the PATH");
      output.show();
    }
  }
}

async function restart(): Promise<void> {
  try {
    await client?.stop();
  } catch {
    // One that could not be started cannot be stopped either.
  }
  client = undefined;
  await start();
}

async function configurationChanged(event: vscode.ConfigurationChangeEvent): Promise<void> {
  if (event.affectsConfiguration("kcheck.path") || event.affectsConfiguration("kcheck.enable")) {
    await restart();
  } else if (event.affectsConfiguration(NAME) && client?.isRunning()) {
    await client.sendNotification("workspace/didChangeConfiguration", { settings: { kcheck: options() } });
    showStatus();
  }
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: FIX_ALL, apply: "ifSingle" });
}

async function toggleOnlyChanges(): Promise<void> {
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration().update("onlyChanges", toggled(configuration().get("onlyChanges")), target);
}

async function explain(): Promise<void> {
  const listed = await run(["rule", "--all", "--format", "json"]).catch(() => "");
  const types: { type: string; summary: string }[] = listed ? JSON.parse(listed) : [];
  const chosen = await vscode.window.showQuickPick(
    types.map(({ type, summary }) => ({ label: type, detail: summary })),
    { placeHolder: "A type", matchOnDetail: true },
  );
  if (chosen) {
    const content = await run(["rule", chosen.label, "--format", "markdown"]);
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
    await vscode.commands.executeCommand("markdown.showPreview", document.uri);
  }
}

function run(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program(), args, { maxBuffer: 64 << 20 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

function tasks(): vscode.Task[] {
  return [taskOf({ type: NAME, paths: ["."] })];
}

function taskOf(definition: vscode.TaskDefinition): vscode.Task {
  const paths: string[] = Array.isArray(definition["paths"]) ? definition["paths"] : ["."];
  const execution = new vscode.ProcessExecution(program(), ["--format", "concise", "--quiet", "--", ...paths]);
  return new vscode.Task(definition, vscode.TaskScope.Workspace, `check ${paths.join(" ")}`, NAME, execution, "$kcheck");
}

function setLife(now: Life): void {
  life = now;
  showStatus();
}

function counts(uri: vscode.Uri): Counts {
  const found = { errors: 0, warnings: 0, checks: 0 };
  for (const { source, severity } of vscode.languages.getDiagnostics(uri)) {
    if (source === NAME) {
      found[severity === 0 ? "errors" : severity === 1 ? "warnings" : "checks"] += 1;
    }
  }
  return found;
}

function showStatus(): void {
  const document = vscode.window.activeTextEditor?.document;
  const isKnown = document !== undefined && (LANGUAGES as readonly string[]).includes(document.languageId);
  const onlyChanges = configuration().get("onlyChanges", "off") !== "off";
  const { text, tooltip, isWarning } = shown(life, isKnown ? counts(document.uri) : undefined, onlyChanges);
  status.text = text;
  status.tooltip = tooltip;
  status.backgroundColor = isWarning ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  if (isKnown || isWarning) {
    status.show();
  } else {
    status.hide();
  }
}
