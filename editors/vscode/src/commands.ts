// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The commands about the system, each with what it needs: a server that runs, and mostly a place in a CAmkES file. */

import * as vscode from 'vscode';
import { openGenerated } from './generated';
import type { GraphView } from './graph';
import { type Place, placeOf } from './place';
import { showReferences } from './references';
import type { Ask } from './requests';
import { selectSystem } from './systems';
import type { Views } from './views';

/** What the commands work with. */
export interface Parts {
    readonly ask: Ask;
    readonly graph: GraphView;
    readonly views: Views;
}

export function registerCommands({ ask, graph, views }: Parts): vscode.Disposable {
    return vscode.Disposable.from(
        vscode.commands.registerCommand('camkes.selectSystem', () => said(selectSystem(ask))),
        vscode.commands.registerCommand('camkes.showGraph', at((place) => graph.show(place.textDocument.uri))),
        vscode.commands.registerCommand('camkes.openGenerated', at((place) => openGenerated(ask, place))),
        vscode.commands.registerCommand('camkes.showCapabilities', at((place) => views.showCapabilities(place))),
        vscode.commands.registerCommand('camkes.showPreprocessed', at((place) => views.showPreprocessed(place))),
        vscode.commands.registerCommand('camkes.showSyntaxTree', at((place) => views.showSyntaxTree(place))),
        vscode.commands.registerCommand('camkes.expandMacro', at((place) => views.showMacro(place))),
        vscode.commands.registerCommand('camkes.showServerStatus', () => said(views.showStatus())),
        vscode.commands.registerCommand('camkes.showReferences', showReferences),
    );
}

/** A command for the place that a lens gives it, else for that of the cursor. */
function at(action: (place: Place) => Promise<void>): (uri?: unknown, position?: unknown) => Promise<void> {
    return async (uri, position) => {
        const place = placeOf(uri, position);
        if (place === undefined) {
            void vscode.window.showInformationMessage('CAmkES: open a CAmkES file first.');
            return;
        }
        await said(action(place));
    };
}

/** Says why a command could not do its work. */
async function said(work: Promise<void>): Promise<void> {
    try {
        await work;
    } catch (error) {
        void vscode.window.showErrorMessage(`CAmkES: ${error instanceof Error ? error.message : String(error)}`);
    }
}
