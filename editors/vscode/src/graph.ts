// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Shows the picture of a system beside the text; a click in it leads to the source, and it follows edits. */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Edits } from './edits';
import { clicked, fromPage, graphPage, type ToPage } from './graphPage';
import { rangeOf } from './references';
import type { AssemblyGraph, Ask } from './requests';

export class GraphView implements vscode.Disposable {
    private panel: vscode.WebviewPanel | undefined;
    /** Any file of the system that is shown. */
    private uri = '';
    private graph: AssemblyGraph | null = null;
    private readonly following: vscode.Disposable;

    constructor(
        private readonly folder: vscode.Uri,
        private readonly ask: Ask,
        edits: Edits,
    ) {
        this.following = edits.onSettled(() => this.refresh());
    }

    /** Shows the system that a document belongs to. */
    async show(uri: string): Promise<void> {
        this.uri = uri;
        if (this.panel === undefined) {
            // Its script asks for the picture when it is there to take it.
            this.panel = this.open();
        } else {
            this.panel.reveal(undefined, true);
            await this.refresh();
        }
    }

    dispose(): void {
        this.following.dispose();
        this.panel?.dispose();
    }

    private open(): vscode.WebviewPanel {
        const scripts = vscode.Uri.joinPath(this.folder, 'out');
        const panel = vscode.window.createWebviewPanel(
            'camkes.graph',
            'CAmkES graph',
            { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
            { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [scripts] },
        );
        panel.webview.onDidReceiveMessage((message: unknown) => this.heard(message));
        panel.onDidDispose(() => {
            this.panel = undefined;
        });
        const script = panel.webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'graph.js')).toString();
        panel.webview.html = graphPage({ script, nonce: randomBytes(18).toString('base64') });
        return panel;
    }

    private async heard(message: unknown): Promise<void> {
        const told = fromPage(message);
        if (told?.kind === 'ready') {
            await this.refresh();
            return;
        }
        const place = told && this.graph ? clicked(this.graph, told) : undefined;
        if (place !== undefined) {
            await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
                selection: rangeOf(place.range),
                viewColumn: vscode.ViewColumn.One,
            });
        }
    }

    private async refresh(): Promise<void> {
        const { panel, uri } = this;
        if (panel === undefined) {
            return;
        }
        const message = await this.picture(uri);
        // Closed meanwhile, or another system was asked for: its own answer is on the way.
        if (panel === this.panel && uri === this.uri) {
            await panel.webview.postMessage(message);
        }
    }

    /** What the page is to show. Text that is half typed keeps the picture, with a note. */
    private async picture(uri: string): Promise<ToPage> {
        try {
            const graph = await this.ask('camkes/assemblyGraph', { textDocument: { uri } });
            if (graph === null) {
                return { kind: 'note', text: 'This file belongs to no assembly now.' };
            }
            this.graph = graph;
            return { kind: 'picture', svg: graph.svg };
        } catch (error) {
            return { kind: 'note', text: error instanceof Error ? error.message : String(error) };
        }
    }
}
