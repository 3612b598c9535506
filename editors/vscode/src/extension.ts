// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The extension's entry: commands, settings and the server's session are joined here. */

import * as vscode from 'vscode';
import { Session } from './session';
import { Status } from './status';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const log = vscode.window.createOutputChannel('CAmkES Language Server', { log: true });
    const status = new Status();
    const current = new Session(context, log, status);
    session = current;
    context.subscriptions.push(
        log,
        status,
        current,
        vscode.commands.registerCommand('camkes.selectSystem', () => current.selectSystem()),
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
