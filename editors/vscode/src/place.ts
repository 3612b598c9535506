// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The document, and the place in it, that a command is about. */

import * as vscode from 'vscode';

/** A place, as requests have it. */
export interface Place {
    readonly textDocument: { readonly uri: string };
    readonly position: { readonly line: number; readonly character: number };
}

/** Where the cursor is, in a document that the server knows. */
export function placeOfCursor(): Place | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'camkes') {
        return undefined;
    }
    const { line, character } = editor.selection.active;
    return { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
}

/** What a lens gave its command, else where the cursor is: the command palette gives no arguments. */
export function placeOf(uri: unknown, position?: unknown): Place | undefined {
    if (typeof uri !== 'string') {
        return placeOfCursor();
    }
    return { textDocument: { uri }, position: isPosition(position) ? position : { line: 0, character: 0 } };
}

function isPosition(value: unknown): value is Place['position'] {
    const { line, character } = (value ?? {}) as Partial<Place['position']>;
    return typeof line === 'number' && typeof character === 'number';
}
