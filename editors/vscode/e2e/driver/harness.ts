// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the checks are written with. */

import assert from 'node:assert/strict';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { type Actions, RUNNER } from '../protocol';

/** Milliseconds after which what should have happened has not. */
const PATIENCE = 30_000;

/** Milliseconds between two looks. */
const PAUSE = 50;

/** A check: its name, which says what holds, and what it does. */
export type Check = readonly [name: string, body: () => Promise<void>];

/** Asks the runner, which has the browser. */
export async function ask<A extends keyof Actions>(action: A, params: Actions[A][0]): Promise<Actions[A][1]> {
    const answer = await fetch(`${process.env[RUNNER] ?? ''}/${action}`, { method: 'POST', body: JSON.stringify(params) });
    if (!answer.ok) {
        throw new Error(`${action}: ${await answer.text()}`);
    }
    return (await answer.json()) as Actions[A][1];
}

/** Runs a check, tells how it ended, and leaves no editor and no edit behind. */
export async function check(name: string, body: () => Promise<void>): Promise<void> {
    let failure: string | undefined;
    try {
        await body();
    } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        await ask('picture', { name: `failed-${name.replaceAll(/\W+/g, '-')}` }).catch(() => null);
    }
    await tidyUp().catch((error: unknown) => (failure ??= `afterwards: ${String(error)}`));
    await ask('report', { name, ...(failure !== undefined && { failure }) });
}

/** Waits until a look finds something, and returns that. */
export async function eventually<T>(what: string, look: () => T | Thenable<T>): Promise<Exclude<T, undefined | null | false>> {
    const end = Date.now() + PATIENCE;
    let last = '';
    while (Date.now() < end) {
        try {
            const found = await look();
            if (found !== undefined && found !== null && found !== false) {
                return found as Exclude<T, undefined | null | false>;
            }
            last = '';
        } catch (error) {
            last = ` (${String(error)})`;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new Error(`${what}: not within ${PATIENCE} ms${last}`);
}

/** A file of the opened folder. */
export function fileUri(name: string): vscode.Uri {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'no folder is open');
    return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file in the first column. */
export async function open(name: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(fileUri(name), { viewColumn: vscode.ViewColumn.One, preview: false });
}

/** Where a text is in a document; `part` says which piece of it is meant. */
export function rangeOf(document: vscode.TextDocument, text: string, part = text): vscode.Range {
    const at = document.getText().indexOf(text);
    const within = text.indexOf(part);
    assert.ok(at >= 0 && within >= 0, `${document.fileName} has no ${text} with ${part}`);
    return new vscode.Range(document.positionAt(at + within), document.positionAt(at + within + part.length));
}

/** A place in the middle of a text. */
export function placeOf(document: vscode.TextDocument, text: string, part = text): vscode.Position {
    return rangeOf(document, text, part).start.translate(0, 1);
}

/** Puts the cursor there. */
export function select(editor: vscode.TextEditor, range: vscode.Range): void {
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Writes one text in the place of another. */
export async function replace(editor: vscode.TextEditor, old: string, text: string): Promise<void> {
    assert.ok(await editor.edit((edit) => { edit.replace(rangeOf(editor.document, old), text); }), 'the edit was refused');
}

/** What is wrong in a file, of the server's findings alone: those have a link to their rule. */
export function found(uri: vscode.Uri): vscode.Diagnostic[] {
    return vscode.languages.getDiagnostics(uri).filter(({ code }) => typeof code === 'object');
}

/** The rule of a finding. */
export function ruleOf({ code }: vscode.Diagnostic): string {
    return String(typeof code === 'object' ? code.value : code);
}

/** A command of VS Code that asks what its own features ask. */
export async function provided<T>(command: string, ...args: unknown[]): Promise<T> {
    return vscode.commands.executeCommand<T>(`vscode.execute${command}`, ...args);
}

type Place = vscode.Location | vscode.LocationLink;

/** File and text of the first place that a command gives. */
export async function target(command: string, uri: vscode.Uri, position: vscode.Position): Promise<[string, string]> {
    const [place] = await eventually(command, async () => {
        const places = await provided<Place[]>(command, uri, position);
        return places.length > 0 && places;
    });
    assert.ok(place);
    const [to, range] = 'targetUri' in place ? [place.targetUri, place.targetSelectionRange ?? place.targetRange] : [place.uri, place.range];
    const document = await vscode.workspace.openTextDocument(to);
    return [nameOf(to), document.getText(range)];
}

/** The text of all that is said of a place. */
export async function hover(uri: vscode.Uri, position: vscode.Position): Promise<string> {
    const hovers = await eventually('a hover', async () => {
        const all = await provided<vscode.Hover[]>('HoverProvider', uri, position);
        return all.length > 0 && all;
    });
    return hovers.flatMap(({ contents }) => contents).map((part) => (part instanceof vscode.MarkdownString ? part.value : '')).join('\n');
}

/** What is offered at a place. */
export async function completions(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    return eventually('completions', async () => {
        const list = await provided<vscode.CompletionList>('CompletionItemProvider', document.uri, position);
        return list.items.length > 0 && list.items;
    });
}

/** The word that an offer shows. */
export function labelOf({ label }: vscode.CompletionItem): string {
    return typeof label === 'string' ? label : label.label;
}

/** The last part of a path. */
export function nameOf(uri: vscode.Uri): string {
    return path.posix.basename(uri.path);
}

/** The open document that fits. */
export function documentWith(fits: (uri: vscode.Uri) => boolean): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(({ uri }) => fits(uri));
}

async function tidyUp(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closePanel');
}
