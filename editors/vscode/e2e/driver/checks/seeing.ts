// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The system as a picture, and documents that no file holds. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, type Check, documentWith, eventually, nameOf, open, rangeOf, replace, select } from '../harness';

const ECHO = 'echo/echo.camkes';
const CATTERY = 'cattery/cattery.camkes';

/** Runs a command at a place and waits for a document whose text fits. */
async function shown(command: string, fits: (uri: vscode.Uri) => boolean, text: string): Promise<vscode.TextDocument> {
    void vscode.commands.executeCommand(command);
    return eventually(`${command} with ${text}`, () => {
        const document = documentWith(fits);
        return document?.getText().includes(text) && document;
    });
}

async function at(file: string, text: string, part?: string): Promise<vscode.TextEditor> {
    const editor = await open(file);
    select(editor, rangeOf(editor.document, text, part));
    return editor;
}

/** The document of a view. */
const view = (title: string) => (uri: vscode.Uri) => uri.scheme === 'camkes-view' && uri.path.includes(title);

export const seeingChecks: readonly Check[] = [
    ['the graph is a picture of the system, leads to the source, and follows edits', async () => {
        const editor = await open(CATTERY);
        await vscode.commands.executeCommand('camkes.showGraph');
        const first = await eventually('the picture', () => ask('graph', null).then((graph) => graph !== null && graph.nodes.length > 0 && graph));
        for (const name of ['keeper', 'sunny', 'sunny.cat', 'shady.bowl', 'guard']) {
            assert.ok(first.nodes.some((node) => node === name || node.endsWith(`.${name}`)), `${name} of ${first.nodes.join(', ')}`);
        }
        assert.ok(first.connections.includes('stroking_left'), first.connections.join(', '));
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
        select(editor, rangeOf(editor.document, 'component Keeper keeper', 'keeper'));
        await ask('picture', { name: 'graph' });
        await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');

        await ask('clickNode', { name: 'keeper' });
        await eventually('the cursor at the instance', () => {
            const active = vscode.window.activeTextEditor;
            return active?.document === editor.document && active.document.lineAt(active.selection.start).text.includes('component Keeper keeper;');
        });

        const { width } = await ask('clickTool', { name: 'in' });
        assert.ok((await ask('clickTool', { name: 'in' })).width > width, 'the picture grows');

        await replace(editor, 'component Pen shady;', 'component Pen shady;\n        component Pen rainy;');
        await eventually('the new instance', () => ask('graph', null).then((graph) => graph?.nodes.includes('rainy')));
    }],
    ['a generated file of an instance follows the text', async () => {
        await at(ECHO, 'component Client client', 'client');
        const opened = vscode.commands.executeCommand('camkes.openGenerated');
        await ask('choose', { text: 'camkes.c' });
        await opened;
        const generated = await eventually('the document', () => documentWith(({ scheme }) => scheme === 'camkes-generated'));
        assert.deepEqual([nameOf(generated.uri), generated.languageId], ['camkes.c', 'c']);
        await eventually('its text', () => generated.getText().includes('"client"'));
        assert.ok(!generated.getText().includes('volume'));
        const name = generated.positionAt(generated.getText().indexOf('get_instance_name') + 4);
        const back = await eventually('the way back to the ADL', async () => {
            const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
                'vscode.executeDefinitionProvider', generated.uri, name);
            return found.map((it) => ('targetUri' in it ? it.targetUri : it.uri)).find((uri) => nameOf(uri) === 'Client.camkes');
        });
        assert.equal(back.scheme, 'file');
        const component = await open('echo/components/Client/Client.camkes');
        await replace(component, 'uses Echo voice;', 'uses Echo voice;\n    attribute int volume = 11;');
        await eventually('the attribute', () => generated.getText().includes('volume'));
    }],
    ['capabilities of an instance', async () => {
        await at(ECHO, 'component Client client', 'client');
        const document = await shown('camkes.showCapabilities', view('capabilities'), 'tcb');
        assert.ok(document.getText().startsWith('client'), document.getText().slice(0, 40));
    }],
    ['the text after preprocessing', async () => {
        const editor = await at(CATTERY, 'sunny.stock');
        await replace(editor, 'assembly {', '#define BOWL (1 << 6)\nassembly {');
        await replace(editor, '1 << 7', 'BOWL');
        const document = await shown('camkes.showPreprocessed', ({ scheme }) => scheme === 'camkes-preprocessed', '(1 << 6)');
        assert.ok(!document.getText().includes('BOWL') && document.languageId === 'camkes', document.getText());
    }],
    ['what a macro comes to', async () => {
        const editor = await at(CATTERY, 'sunny.stock');
        await replace(editor, 'assembly {', '#define BOWL (1 << 6)\nassembly {');
        await replace(editor, '1 << 7', 'BOWL');
        select(editor, rangeOf(editor.document, 'stock = BOWL', 'BOWL'));
        await shown('camkes.expandMacro', view('macro'), '(1 << 6)');
    }],
    ['the syntax tree follows the text', async () => {
        const editor = await at(ECHO, 'assembly {');
        const tree = await shown('camkes.showSyntaxTree', view('syntax tree'), 'ASSEMBLY');
        await replace(editor, 'assembly {', '/* a remark */\nassembly {');
        await eventually('the remark', () => tree.getText().includes('a remark'));
    }],
    ['the active system is chosen from a list, and the status bar has its name', async () => {
        await open(CATTERY);
        const inBar = (name: string) => async () => (await ask('text', { selector: '.statusbar-item' })).some((text) => text.trim().startsWith(name));
        await eventually('cattery in the status bar', inBar('cattery'));
        const chosen = vscode.commands.executeCommand('camkes.selectSystem');
        await ask('choose', { text: 'No preference' });
        await chosen;
        await open(ECHO);
        await eventually('echo in the status bar', inBar('echo'));
    }],
];
