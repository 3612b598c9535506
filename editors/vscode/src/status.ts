// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The item in the status bar's language menu that says how the server is. */

import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';

export class Status implements vscode.Disposable {
    private readonly item = vscode.languages.createLanguageStatusItem('camkes.server', { language: 'camkes' });

    constructor() {
        this.item.name = 'CAmkES Language Server';
        this.stopped();
    }

    /** Shows a client's state; `command` is the path of the server's binary. */
    show(state: State, command: string): void {
        switch (state) {
            case State.Starting:
                this.set('camkes-lsp', `starting ${command}`, vscode.LanguageStatusSeverity.Information);
                this.item.busy = true;
                break;
            case State.Running:
                this.running(undefined, command);
                break;
            default:
                this.stopped();
        }
    }

    running(version: string | undefined, command: string): void {
        const text = version === undefined ? 'camkes-lsp' : `camkes-lsp ${version}`;
        this.set(text, command, vscode.LanguageStatusSeverity.Information);
        this.item.command = { title: 'Show Log', command: 'camkes.showServerLog' };
    }

    stopped(): void {
        this.set('camkes-lsp', 'not running', vscode.LanguageStatusSeverity.Warning);
        this.item.command = { title: 'Start', command: 'camkes.restartServer' };
    }

    failed(reason: string): void {
        this.set('camkes-lsp', reason, vscode.LanguageStatusSeverity.Error);
        this.item.command = { title: 'Try Again', command: 'camkes.restartServer' };
    }

    dispose(): void {
        this.item.dispose();
    }

    private set(text: string, detail: string, severity: vscode.LanguageStatusSeverity): void {
        this.item.busy = false;
        this.item.text = text;
        this.item.detail = detail;
        this.item.severity = severity;
    }
}
