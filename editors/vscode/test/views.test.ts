// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Ask } from '../src/requests';
import { statusText, viewText } from '../src/viewText';
import { type View, viewOf, viewUri } from '../src/viewUri';

/** A server that has these answers; what it was asked is in `asked`. */
function server(answers: Readonly<Record<string, unknown>>): { ask: Ask; asked: unknown[] } {
    const asked: unknown[] = [];
    const ask = (method: string, params: unknown) => {
        asked.push([method, params]);
        const answer = answers[method];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? null);
    };
    return { ask: ask, asked };
}

test('a view is found again under its URI', () => {
    const views: View[] = [
        { kind: 'syntaxTree', uri: 'file:///w/a%20b.camkes' },
        { kind: 'capdl', root: 'file:///w/a.camkes', instance: 'a.b' },
        { kind: 'macro', uri: 'file:///w/a.camkes', line: 3, character: 4 },
        { kind: 'status' },
    ];
    for (const view of views) {
        assert.deepEqual(viewOf(viewUri(view).query), view);
    }
    assert.deepEqual(
        views.map((view) => viewUri(view).path),
        ['/a b.camkes (syntax tree)', '/a.b (capabilities)', '/a.camkes:4 (macro).camkes', '/CAmkES server status'],
    );
});

test('a query that names no view gives none', () => {
    for (const query of ['', '{', 'null', '{"kind":"capdl","root":"x"}', '{"kind":"toString"}', '{"kind":"macro","uri":1}']) {
        assert.equal(viewOf(query), undefined, query);
    }
});

test('capabilities are asked for where the instance is declared now', async () => {
    const start = { line: 9, character: 4 };
    const declared = { uri: 'file:///w/parts.camkes', range: { start, end: start } };
    const { ask, asked } = server({
        'camkes/assemblyGraph': { instances: { a: declared }, connections: {} },
        'camkes/capdl': { text: 'caps\n' },
    });
    assert.equal(await viewText({ kind: 'capdl', root: 'file:///w/a.camkes', instance: 'a' }, ask), 'caps\n');
    assert.deepEqual(asked[1], ['camkes/capdl', { textDocument: { uri: declared.uri }, position: start }]);
    assert.match(await viewText({ kind: 'capdl', root: 'file:///w/a.camkes', instance: 'b' }, ask), /no instance b/);
});

test('a document says why the server can not show it', async () => {
    const { ask } = server({ 'camkes/syntaxTree': new Error('there is no such document') });
    assert.equal(await viewText({ kind: 'syntaxTree', uri: 'file:///w/a' }, ask), 'there is no such document\n');
});

test('the use of a macro is shown with what it comes to', async () => {
    const view: View = { kind: 'macro', uri: 'file:///w/a', line: 1, character: 2 };
    const { ask } = server({ 'camkes/expandMacro': { name: 'SIZE', expansion: '4096' } });
    assert.equal(await viewText(view, ask), '// SIZE\n4096\n');
    assert.match(await viewText(view, server({}).ask), /No macro/);
});

test('the status lists systems with their counts', () => {
    const system = { root: 'file:///w/a.camkes', active: true, files: 1, instances: 2, errors: 0, warnings: 1 };
    const text = statusText({
        version: '1.2.3',
        openDocuments: 1,
        systems: [system, { ...system, root: 'file:///w/b.camkes', active: false, instances: null }],
    });
    assert.deepEqual(text.split('\n'), [
        'camkes-lsp 1.2.3',
        '1 open document',
        '',
        '* file:///w/a.camkes',
        '    2 instances, 1 file, 0 errors, 1 warning',
        '  file:///w/b.camkes',
        '    no assembly, 1 file, 0 errors, 1 warning',
        '',
    ]);
    assert.match(statusText({ version: '1', openDocuments: 0, systems: [] }), /No system is in use\.\n$/);
});
