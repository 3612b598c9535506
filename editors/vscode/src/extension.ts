// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The extension's entry: commands, settings and the server's session are joined here. */

import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Edits } from './edits';
import { GraphView } from './graph';
import type { Ask } from './requests';
import { Session } from './session';
import { Status } from './status';
import { StatusBar } from './statusBar';
import { registerTasks } from './tasks';
import { Views } from './views';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const log = vscode.window.createOutputChannel('CAmkES Language Server', { log: true });
    const status = new Status();
    const edits = new Edits();
    const current = new Session(context, log, status, () => {
        edits.soon();
    });
    session = current;
    const ask: Ask = (method, params) => current.ask(method, params);
    const graph = new GraphView(context.extensionUri, ask, edits);
    const views = new Views(ask, edits);
    context.subscriptions.push(
        log,
        status,
        edits,
        current,
        graph,
        views,
        new StatusBar(ask, edits),
        registerCommands({ ask, graph, views }),
        registerTasks(context, ask),
        vscode.commands.registerCommand('camkes.restartServer', () => current.restart()),
        vscode.commands.registerCommand('camkes.showServerLog', () => {
            log.show(true);
        }),
        vscode.workspace.onDidChangeConfiguration(async (change) => {
            // Another binary or environment needs another process; the rest reaches the running one.
            if (change.affectsConfiguration('camkes.server')) {
                await current.restart();
            } else if (change.affectsConfiguration('camkes')) {
                await current.settingsChanged();
            }
        }),
    );
    await current.restart();
}

/** VS Code waits for the promise, so the server leaves by `shutdown` and `exit`, not by a signal. */
export function deactivate(): Promise<void> | undefined {
    return session?.stop();
}
