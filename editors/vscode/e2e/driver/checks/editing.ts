// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What changes text. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Check, completions, eventually, fileUri, found, labelOf, nameOf, open, placeOf, provided, rangeOf, replace, ruleOf, select } from '../harness';

const ECHO = 'echo/echo.camkes';

export const editingChecks: readonly Check[] = [
    ['completion after a dot offers the ends that fit', async () => {
        const editor = await open(ECHO);
        const whole = 'connection seL4RPCCall conversation(from client.voice, to echo.wall);';
        const half = 'connection seL4RPCCall conversation(from client.';
        await replace(editor, whole, half);
        const position = rangeOf(editor.document, half).end;
        const labels = (await completions(editor.document, position)).map(labelOf);
        assert.ok(labels.includes('voice') && !labels.includes('wall'), labels.join(', '));
    }],
    ['completion offers statements with places to fill in', async () => {
        const editor = await open(ECHO);
        await replace(editor, 'component Echo echo;', 'component Echo echo;\n        conn');
        const items = await completions(editor.document, rangeOf(editor.document, '        conn\n', '        conn').end);
        const snippets = items.filter(({ insertText }) => insertText instanceof vscode.SnippetString).map(labelOf);
        assert.ok(snippets.some((label) => label.startsWith('connection')), snippets.join(', '));
    }],
    ['the fix of a misspelt name mends the file', async () => {
        const editor = await open(ECHO);
        const { document } = editor;
        const before = document.getText();
        await replace(editor, 'component Echo echo', 'component Ecko echo');
        const error = await eventually('the error', () => found(document.uri).find((each) => ruleOf(each) === 'unknown-component'));
        const fix = await eventually('a preferred fix', async () => {
            const actions = await provided<vscode.CodeAction[]>('CodeActionProvider', document.uri, error.range, vscode.CodeActionKind.QuickFix.value, 10);
            return actions.find(({ isPreferred }) => isPreferred);
        });
        assert.ok(fix.edit, `${fix.title} has no edit`);
        assert.ok(await vscode.workspace.applyEdit(fix.edit));
        assert.equal(document.getText(), before);
        await eventually('no error', () => found(document.uri).length === 0);
    }],
    ['a command mends all that is sure at once', async () => {
        const editor = await open(ECHO);
        const before = editor.document.getText();
        await replace(editor, 'component Echo echo', 'component Ecko echo');
        await eventually('the error', () => found(editor.document.uri).length > 0);
        await eventually('the text as it was', async () => {
            await vscode.commands.executeCommand('editor.action.fixAll');
            return editor.document.getText() === before;
        });
    }],
    ['a name is changed in all files', async () => {
        const { document } = await open(ECHO);
        const edit = await eventually('an edit', async () => provided<vscode.WorkspaceEdit>('DocumentRenameProvider', document.uri, placeOf(document, 'component Client client', 'Client'), 'Caller'));
        const files = edit.entries().map(([uri]) => nameOf(uri)).sort();
        assert.deepEqual(files, ['CMakeLists.txt', 'Client.camkes', 'echo.camkes']);
        assert.ok(await vscode.workspace.applyEdit(edit));
        assert.ok(document.getText().includes('component Caller client;'));
        const declaration = await vscode.workspace.openTextDocument(fileUri('echo/components/Client/Client.camkes'));
        assert.ok(declaration.getText().includes('component Caller {'));
        const cmake = await vscode.workspace.openTextDocument(fileUri('echo/CMakeLists.txt'));
        assert.match(cmake.getText(), /DeclareCAmkESComponent\(\s*Caller\b/);
        await eventually('nothing wrong', () => found(document.uri).length + found(declaration.uri).length === 0);
    }],
    ['a name of the built-in library can not be changed, and the reason is given', async () => {
        const { document } = await open(ECHO);
        const refusal = await provided('DocumentRenameProvider', document.uri, placeOf(document, 'seL4RPCCall'), 'Other').then(() => '', String);
        assert.match(refusal, /library|read-only/i);
    }],
    ['formatting gives the canonical layout', async () => {
        const editor = await open(ECHO);
        const { document } = editor;
        const before = document.getText();
        await replace(editor, '        component Client client;\n        component Echo echo;', '  component   Client\tclient ;\n    component Echo  echo;');
        await eventually('the text as it was', async () => {
            await vscode.commands.executeCommand('editor.action.formatDocument');
            return document.getText() === before;
        });
    }],
    ['the fix of exchanged ends swaps them', async () => {
        const editor = await open(ECHO);
        await replace(editor, 'from client.voice, to echo.wall', 'from echo.wall, to client.voice');
        const range = rangeOf(editor.document, 'from echo.wall');
        select(editor, range);
        const swap = await eventually('the action', async () => {
            const actions = await provided<vscode.CodeAction[]>('CodeActionProvider', editor.document.uri, range, undefined, 20);
            return actions.find(({ title }) => /exchange/i.test(title));
        });
        assert.ok(swap.edit && (await vscode.workspace.applyEdit(swap.edit)));
        assert.ok(editor.document.getText().includes('from client.voice, to echo.wall'), editor.document.getText());
    }],
    ['a signature is shown while a connection is typed', async () => {
        const { document } = await open(ECHO);
        const help = await eventually('a signature', () => provided<vscode.SignatureHelp | undefined>('SignatureHelpProvider', document.uri, rangeOf(document, 'conversation(').end, '('));
        assert.ok(help.signatures.length > 0);
    }],
];
