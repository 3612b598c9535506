// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { clicked, fromPage, graphPage, zoomed } from '../src/graphPage';

const at = (line: number) => ({
    uri: 'file:///w/a.camkes',
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
});
const GRAPH = { root: 'file:///w/a.camkes', svg: '<svg/>', instances: { 'a.b': at(1) }, connections: { c: at(2) } };

test('the page lets run and load nothing but its own script and style', () => {
    const page = graphPage({ script: 'https://x/graph.js', nonce: 'N0' });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    assert.deepEqual(policy.split('; '), ["default-src 'none'", "style-src 'nonce-N0'", "script-src 'nonce-N0'"]);
    assert.deepEqual(page.match(/<(script|style)\b[^>]*>/g), [
        '<style nonce="N0">',
        '<script nonce="N0" src="https://x/graph.js">',
    ]);
    assert.doesNotMatch(page, /\son\w+=|\sstyle=/, 'the policy would refuse attributes with code or style');
});

test('the page has what its script looks for', () => {
    const page = graphPage({ script: 's', nonce: 'n' });
    for (const id of ['picture', 'note', 'in', 'out', 'fit']) {
        assert.equal(page.split(`id="${id}"`).length, 2, id);
    }
});

test('a click leads to where an instance or a connection is declared', () => {
    const place = (message: unknown) => {
        const told = fromPage(message);
        return told && clicked(GRAPH, told)?.range.start.line;
    };
    assert.equal(place({ kind: 'instance', name: 'a.b' }), 1);
    assert.equal(place({ kind: 'connection', name: 'c' }), 2);
    assert.equal(place({ kind: 'instance', name: 'c' }), undefined);
    assert.equal(place({ kind: 'instance', name: 'constructor' }), undefined);
    assert.equal(place({ kind: 'ready' }), undefined);
});

test('messages that are none are passed over', () => {
    for (const message of [null, undefined, 7, 'ready', {}, { kind: 'instance' }, { kind: 'run', name: 'x' }]) {
        assert.equal(fromPage(message), undefined);
    }
});

test('larger and smaller undo each other, within bounds', () => {
    assert.equal(zoomed(zoomed(1, 1), -1), 1);
    assert.equal(zoomed(1, 100), 8);
    assert.equal(zoomed(1, -100), 0.1);
});
