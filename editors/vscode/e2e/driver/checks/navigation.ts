// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What is wrong, where things are, and what they are. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Check, eventually, found, hover, nameOf, open, placeOf, provided, rangeOf, replace, ruleOf, target } from '../harness';

const ECHO = 'echo/echo.camkes';
const CATTERY = 'cattery/cattery.camkes';

function names(symbols: readonly vscode.DocumentSymbol[]): string[] {
    return symbols.flatMap((symbol) => [symbol.name, ...names(symbol.children)]);
}

export const navigationChecks: readonly Check[] = [
    ['the examples have nothing wrong', async () => {
        for (const name of [ECHO, CATTERY, 'ping-pong/ping-pong.camkes']) {
            const { document } = await open(name);
            await eventually(`symbols of ${name}`, async () => (await provided<unknown[]>('DocumentSymbolProvider', document.uri)).length > 0);
            assert.deepEqual(found(document.uri).map(({ message }) => message), [], name);
        }
    }],
    ['a mistake is shown at its word, with its rule and a link, and goes when it is mended', async () => {
        const editor = await open(ECHO);
        const { document } = editor;
        await replace(editor, 'component Echo echo', 'component Ecko echo');
        const error = await eventually('the error', () => found(document.uri).find((each) => ruleOf(each) === 'unknown-component'));
        assert.equal(document.getText(error.range), 'Ecko');
        assert.equal(error.severity, vscode.DiagnosticSeverity.Error);
        assert.equal(error.source, 'camkes');
        assert.match(error.message, /Ecko/);
        assert.ok(typeof error.code === 'object' && error.code.target.path.includes('unknown-component'));
        await replace(editor, 'Ecko', 'Echo');
        await eventually('no error', () => found(document.uri).length === 0);
    }],
    ['a mistake in an imported file is shown there, and names the other place', async () => {
        const editor = await open('echo/components/Echo/Echo.camkes');
        await replace(editor, 'component Echo {', 'component Client {');
        const twice = await eventually('the second declaration', () => found(editor.document.uri).find(({ relatedInformation }) => relatedInformation?.length));
        assert.equal(nameOf(twice.relatedInformation?.[0]?.location.uri ?? twice as never), 'Client.camkes');
    }],
    ['what is unused is faded', async () => {
        const editor = await open(ECHO);
        await replace(editor, 'assembly {', '#define IDLE 3\nassembly {');
        await eventually('the tag', () => found(editor.document.uri).some(({ tags }) => tags?.includes(vscode.DiagnosticTag.Unnecessary)));
    }],
    ['definitions lead across imports and into the built-in library', async () => {
        const { document } = await open(ECHO);
        const at = (text: string, part?: string) => target('DefinitionProvider', document.uri, placeOf(document, text, part));
        assert.deepEqual(await at('component Client client', 'Client'), ['Client.camkes', 'Client']);
        assert.deepEqual(await at('client.voice', 'voice'), ['Client.camkes', 'voice']);
        assert.deepEqual(await at('seL4RPCCall'), ['std_connector.camkes', 'seL4RPCCall']);
        const client = (await open('echo/components/Client/Client.camkes')).document;
        assert.deepEqual(await target('DefinitionProvider', client.uri, placeOf(client, 'uses Echo', 'Echo')), ['Echo.idl4', 'Echo']);
    }],
    ['types and providers', async () => {
        const { document } = await open(ECHO);
        assert.deepEqual(await target('TypeDefinitionProvider', document.uri, placeOf(document, 'Echo echo;', 'echo')), ['Echo.camkes', 'Echo']);
        const procedure = (await open('echo/interfaces/Echo.idl4')).document;
        const [file] = await target('ImplementationProvider', procedure.uri, placeOf(procedure, 'procedure Echo', 'Echo'));
        assert.equal(file, 'Echo.camkes');
    }],
    ['references are those of all files', async () => {
        const { document } = await open('echo/interfaces/Echo.idl4');
        const place = placeOf(document, 'procedure Echo', 'Echo');
        const files = await eventually('references', async () => {
            const places = await provided<vscode.Location[]>('ReferenceProvider', document.uri, place);
            return places.length > 0 && new Set(places.map(({ uri }) => nameOf(uri)));
        });
        for (const name of ['Echo.idl4', 'Client.camkes', 'Echo.camkes']) {
            assert.ok(files.has(name), `${name} of ${[...files].join(', ')}`);
        }
    }],
    ['a hover tells of a declaration and of a value', async () => {
        const client = (await open(ECHO)).document;
        assert.match(await hover(client.uri, placeOf(client, 'component Client client', 'Client')), /Calls every method/);
        const cattery = (await open(CATTERY)).document;
        assert.match(await hover(cattery.uri, placeOf(cattery, 'sunny.stock', 'stock')), /128/);
    }],
    ['outline and symbols of the workspace', async () => {
        const { document } = await open(CATTERY);
        const outline = await eventually('an outline', async () => {
            const symbols = await provided<vscode.DocumentSymbol[]>('DocumentSymbolProvider', document.uri);
            return symbols.length > 0 && names(symbols);
        });
        for (const name of ['keeper', 'sunny', 'stroking_left']) {
            assert.ok(outline.includes(name), `${name} of ${outline.join(', ')}`);
        }
        await eventually('Keeper among the symbols of the workspace', async () => {
            const symbols = await provided<vscode.SymbolInformation[]>('WorkspaceSymbolProvider', 'Keep');
            return symbols.some(({ name, location }) => name === 'Keeper' && nameOf(location.uri) === 'Keeper.camkes');
        });
    }],
    ['imports are links, blocks fold, and selections grow', async () => {
        const { document } = await open(ECHO);
        const links = await provided<vscode.DocumentLink[]>('LinkProvider', document.uri);
        assert.ok(links.some(({ target }) => target && nameOf(target) === 'Client.camkes'), 'a link to Client.camkes');
        const folds = await provided<vscode.FoldingRange[]>('FoldingRangeProvider', document.uri);
        assert.ok(folds.some(({ start }) => document.lineAt(start).text.startsWith('assembly')), 'the assembly folds');
        const [grown] = await provided<vscode.SelectionRange[]>('SelectionRangeProvider', document.uri, [placeOf(document, 'client.voice', 'voice')]);
        assert.ok(grown?.parent?.range.contains(rangeOf(document, 'client.voice')), 'the word is within the end of the connection');
    }],
    ['colours by meaning, hints and lenses', async () => {
        const { document } = await open(CATTERY);
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        const tokens = await eventually('tokens', () => vscode.commands.executeCommand<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri));
        assert.ok(tokens.data.length > 100, `${tokens.data.length} numbers`);
        const hints = await eventually('hints', async () => {
            const some = await provided<vscode.InlayHint[]>('InlayHintProvider', document.uri, all);
            return some.length > 0 && some;
        });
        const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
        assert.ok(labels.some((label) => label.includes('128')), labels.join(' | '));
        const lenses = await provided<vscode.CodeLens[]>('CodeLensProvider', document.uri, 100);
        assert.ok(lenses.some(({ command }) => command?.command === 'camkes.showGraph'), 'a lens that shows the graph');
    }],
    ['calls follow connections', async () => {
        const { document } = await open(ECHO);
        const [item] = await eventually('an instance', async () => {
            const items = await vscode.commands.executeCommand<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', document.uri, placeOf(document, 'Client client', 'client'));
            return items.length > 0 && items;
        });
        const calls = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', item);
        assert.ok(calls.some(({ to }) => to.name.includes('echo')), calls.map(({ to }) => to.name).join(', '));
    }],
];
