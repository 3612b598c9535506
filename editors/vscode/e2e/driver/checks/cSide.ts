// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** C files of components, beside whatever else VS Code knows of C. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, type Check, completions, eventually, found, hover, labelOf, nameOf, open, placeOf, provided, rangeOf, replace, ruleOf, select, target } from '../harness';

const CLIENT = 'echo/components/Client/src/client.c';
const SERVER = 'echo/components/Echo/src/echo.c';
const PROCEDURE = 'echo/interfaces/Echo.idl4';

export const cSideChecks: readonly Check[] = [
    ['a name in C leads to the interface or the method that it is made of', async () => {
        const { document } = await open(CLIENT);
        assert.equal(document.languageId, 'c');
        const at = (part: string) => target('DefinitionProvider', document.uri, placeOf(document, 'voice_repeat(-42)', part));
        assert.deepEqual(await at('voice'), ['Client.camkes', 'voice']);
        assert.deepEqual(await at('repeat'), ['Echo.idl4', 'repeat']);
    }],
    ['a hover in C has the declaration in C and what the ADL says', async () => {
        const editor = await open(CLIENT);
        const { document } = editor;
        const text = await hover(document.uri, placeOf(document, 'voice_repeat(-42)', 'repeat'));
        assert.match(text, /int voice_repeat\(int number\);/);
        assert.match(text, /Scalars by value/);
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
        select(editor, rangeOf(document, 'voice_repeat(-42)', 'repeat'));
        await vscode.commands.executeCommand('editor.action.showHover');
        await eventually('the hover in the window', async () => (await ask('text', { selector: '.monaco-hover' })).some((shown) => shown.includes('Scalars by value')));
        await ask('picture', { name: 'c-hover' });
    }],
    ['completion in C offers what the component can call', async () => {
        const editor = await open(CLIENT);
        await replace(editor, 'voice_nothing();', 'voice_no');
        const items = await completions(editor.document, rangeOf(editor.document, 'voice_no').end);
        const item = items.find((each) => labelOf(each) === 'voice_nothing' && each.kind === vscode.CompletionItemKind.Function);
        assert.ok(item, items.map(labelOf).join(', '));
    }],
    ['a method leads to the C that implements it', async () => {
        const { document } = await open(PROCEDURE);
        assert.deepEqual(await target('ImplementationProvider', document.uri, placeOf(document, 'int repeat(', 'repeat')), ['echo.c', 'wall_repeat']);
    }],
    ['a method without an implementation is reported, and the fix writes the function', async () => {
        const c = await open(SERVER);
        const before = c.document.getText();
        const last = 'void wall_nothing(void)\n{\n}\n';
        assert.ok(before.endsWith(last), before.slice(-80));
        await replace(c, `\n${last}`, '');
        const { document } = await open('echo/components/Echo/Echo.camkes');
        const missing = await eventually('the finding', () => found(document.uri).find((each) => ruleOf(each) === 'missing-implementation'));
        assert.equal(document.getText(missing.range), 'wall');
        assert.match(missing.message, /wall_nothing/);
        const fix = await eventually('its fix', async () => {
            const actions = await provided<vscode.CodeAction[]>('CodeActionProvider', document.uri, missing.range, vscode.CodeActionKind.QuickFix.value, 10);
            return actions.find(({ title }) => title.includes('echo.c'));
        });
        assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)), fix.title);
        assert.equal(c.document.getText(), before);
        await eventually('nothing missing', () => found(document.uri).length === 0);
    }],
    ['a name of the ADL is changed in the C that uses it', async () => {
        const { document } = await open('echo/components/Client/Client.camkes');
        const edit = await eventually('an edit', () => provided<vscode.WorkspaceEdit>('DocumentRenameProvider', document.uri, placeOf(document, 'uses Echo voice', 'voice'), 'tone'));
        assert.deepEqual(edit.entries().map(([uri]) => nameOf(uri)).sort(), ['Client.camkes', 'client.c', 'echo.camkes']);
        assert.ok(await vscode.workspace.applyEdit(edit));
        const c = (await open(CLIENT)).document;
        assert.ok(c.getText().includes('check(tone_repeat(-42) == -42'));
        assert.ok(!c.getText().includes('voice_'));
        const root = (await open('echo/echo.camkes')).document;
        assert.ok(root.getText().includes('from client.tone'));
        await eventually('nothing wrong', () => [document, c, root].every(({ uri }) => found(uri).length === 0));
    }],
];
