// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The item in the status bar that says which system the file belongs to, and lets the user choose another. */

import * as vscode from 'vscode';
import type { Edits } from './edits';
import type { Ask } from './requests';
import { systemItem } from './systemItem';

export class StatusBar implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem('camkes.system', vscode.StatusBarAlignment.Left, 50);
    private readonly following: vscode.Disposable[];

    constructor(
        private readonly ask: Ask,
        edits: Edits,
    ) {
        this.item.name = 'CAmkES System';
        this.item.command = 'camkes.selectSystem';
        this.following = [
            vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
            edits.onSettled(() => this.refresh()),
        ];
    }

    /** Shows the system of the active file; nothing where none is, or no server runs. */
    async refresh(): Promise<void> {
        const document = vscode.window.activeTextEditor?.document;
        if (document?.languageId !== 'camkes') {
            this.item.hide();
            return;
        }
        try {
            const answer = await this.ask('camkes/systems', { textDocument: { uri: document.uri.toString() } });
            const shown = systemItem(answer.systems, answer.ofDocument);
            this.item.text = shown.text;
            this.item.tooltip = shown.tooltip;
            this.item.show();
        } catch {
            this.item.hide();
        }
    }

    dispose(): void {
        vscode.Disposable.from(this.item, ...this.following).dispose();
    }
}
