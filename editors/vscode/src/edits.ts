// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Tells when what is shown of a system may be out of date. */

import * as vscode from 'vscode';

/** Milliseconds without a key after which views are made anew: less would draw a picture for each letter. */
const QUIET = 250;

export class Edits implements vscode.Disposable {
    private readonly emitter = new vscode.EventEmitter<void>();
    private readonly listeners: vscode.Disposable[];
    private timer: NodeJS.Timeout | undefined;
    /** Fires when CAmkES text has changed and then rested, or when the system has. */
    readonly onSettled = this.emitter.event;

    constructor() {
        const watcher = vscode.workspace.createFileSystemWatcher('**/*.{camkes,idl4}');
        const soon = () => {
            this.soon();
        };
        this.listeners = [
            watcher,
            watcher.onDidChange(soon),
            watcher.onDidCreate(soon),
            watcher.onDidDelete(soon),
            vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
                const { scheme } = document.uri;
                if (document.languageId === 'camkes' && ['file', 'untitled'].includes(scheme) && contentChanges.length > 0) {
                    this.soon();
                }
            }),
        ];
    }

    soon(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            this.emitter.fire();
        }, QUIET);
    }

    dispose(): void {
        clearTimeout(this.timer);
        vscode.Disposable.from(this.emitter, ...this.listeners).dispose();
    }
}
