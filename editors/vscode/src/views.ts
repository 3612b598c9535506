// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Read-only documents that show what the server knows, and follow edits while they are open. */

import * as vscode from 'vscode';
import type { Edits } from './edits';
import type { Place } from './place';
import type { Ask } from './requests';
import { viewText } from './viewText';
import { VIEW_SCHEME, type View, viewOf, viewUri } from './viewUri';

export class Views implements vscode.Disposable, vscode.TextDocumentContentProvider {
    private readonly emitter = new vscode.EventEmitter<vscode.Uri>();
    private readonly registrations: vscode.Disposable[];
    readonly onDidChange = this.emitter.event;

    constructor(
        private readonly ask: Ask,
        edits: Edits,
    ) {
        this.registrations = [
            vscode.workspace.registerTextDocumentContentProvider(VIEW_SCHEME, this),
            edits.onSettled(() => {
                this.refresh();
            }),
        ];
    }

    async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
        const view = viewOf(uri.query);
        return view === undefined ? '' : viewText(view, this.ask);
    }

    async showSyntaxTree(place: Place): Promise<void> {
        await this.open({ kind: 'syntaxTree', uri: place.textDocument.uri });
    }

    async showMacro({ textDocument, position }: Place): Promise<void> {
        await this.open({ kind: 'macro', uri: textDocument.uri, line: position.line, character: position.character });
    }

    async showCapabilities(place: Place): Promise<void> {
        const reach = await this.ask('camkes/capdl', place);
        if (reach === null) {
            void vscode.window.showInformationMessage('CAmkES: there is no instance with capabilities at the cursor.');
            return;
        }
        await this.open({ kind: 'capdl', root: reach.root, instance: reach.instance });
    }

    async showStatus(): Promise<void> {
        await this.open({ kind: 'status' });
    }

    /** Opens the text of a file after preprocessing, which the server itself provides and keeps fresh. */
    async showPreprocessed(place: Place): Promise<void> {
        const file = vscode.Uri.parse(place.textDocument.uri);
        if (file.scheme !== 'file') {
            void vscode.window.showInformationMessage('CAmkES: save the file first, to see it preprocessed.');
            return;
        }
        await beside(file.with({ scheme: 'camkes-preprocessed' }));
    }

    dispose(): void {
        vscode.Disposable.from(this.emitter, ...this.registrations).dispose();
    }

    private async open(view: View): Promise<void> {
        const uri = vscode.Uri.from(viewUri(view));
        // One that is open behind another tab may be old.
        this.emitter.fire(uri);
        await beside(uri);
    }

    private refresh(): void {
        for (const { uri } of vscode.workspace.textDocuments) {
            // The place of a macro moves with edits, so that view stays what it was.
            if (uri.scheme === VIEW_SCHEME && viewOf(uri.query)?.kind !== 'macro') {
                this.emitter.fire(uri);
            }
        }
    }
}

async function beside(uri: vscode.Uri): Promise<void> {
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}
