// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Lets the user choose the system to work on, where several share files. */

import * as vscode from 'vscode';
import type { Ask } from './requests';
import { counted } from './viewText';

interface Choice extends vscode.QuickPickItem {
    readonly uri: string | null;
}

/** Asks which system is to be the active one, and tells the server. */
export async function selectSystem(ask: Ask): Promise<void> {
    const editor = vscode.window.activeTextEditor?.document;
    const textDocument = editor?.languageId === 'camkes' ? { uri: editor.uri.toString() } : undefined;
    const answer = await ask('camkes/systems', textDocument === undefined ? {} : { textDocument });
    if (answer.systems.length + answer.others.length === 0) {
        void vscode.window.showInformationMessage('CAmkES: there is no system in this workspace.');
        return;
    }
    const choices: Choice[] = answer.systems.map((system) => ({
        uri: system.uri,
        label: `${system.active ? '$(check) ' : ''}${system.name}`,
        description: [
            system.architecture,
            system.instances === null ? 'no assembly' : counted(system.instances, 'instance'),
            system.errors > 0 ? counted(system.errors, 'error') : null,
            answer.ofDocument.includes(system.uri) ? 'has this file' : null,
        ]
            .filter((part) => part !== null)
            .join(', '),
        detail: vscode.workspace.asRelativePath(vscode.Uri.parse(system.uri)),
    }));
    for (const { uri, name } of answer.others) {
        const detail = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
        choices.push({ uri, label: name, description: 'not in use', detail });
    }
    choices.push({ uri: null, label: 'No preference', description: 'all systems that have a file' });
    const chosen = await vscode.window.showQuickPick(choices, { title: 'Active CAmkES System', matchOnDetail: true });
    if (chosen !== undefined) {
        await ask('camkes/setActiveSystem', { uri: chosen.uri });
    }
}
