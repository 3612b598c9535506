// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the server is told about the client, and how its own documents and systems are shown. */

import assert from 'node:assert/strict';
import test from 'node:test';
import type { ClientCapabilities } from 'vscode-languageclient/node';
import { clientCommands } from '../src/clientCommands';
import { documentUri } from '../src/documentUri';
import { fileChoices } from '../src/generatedFiles';
import { systemItem } from '../src/systemItem';

test('the server is told which commands of lenses can be carried out, beside what others say', () => {
    const capabilities: ClientCapabilities = { experimental: { other: true } };
    clientCommands.fillClientCapabilities(capabilities);
    assert.deepEqual(capabilities.experimental, {
        other: true,
        commands: { commands: ['camkes.showReferences', 'camkes.openGenerated', 'camkes.showGraph'] },
    });
    const empty: ClientCapabilities = {};
    clientCommands.fillClientCapabilities(empty);
    assert.ok(empty.experimental);
});

test('the URI of a generated file is spelled as the server spells it', () => {
    const parts = { scheme: 'camkes-generated', path: '/x/camkes.c', query: '/a b/c.camkes', toString: () => 'escaped' };
    assert.equal(documentUri(parts), 'camkes-generated:/x/camkes.c?/a%20b/c.camkes');
    assert.equal(documentUri({ ...parts, scheme: 'file' }), 'escaped');
});

test('sources come first, then headers, then the rest', () => {
    const files = ['a/linker.lds', 'system.cdl', 'a/include/camkes.h', 'b/camkes.c', 'a/camkes.c'];
    const made = { root: '', entity: null, files: files.map((path) => ({ path, uri: `u:${path}` })) };
    assert.deepEqual(
        fileChoices(made).map(({ label, description }) => [label, description]),
        [
            ['camkes.c', 'a'],
            ['camkes.c', 'b'],
            ['camkes.h', 'a/include'],
            ['linker.lds', 'a'],
            ['system.cdl', ''],
        ],
    );
    assert.equal(fileChoices(made)[0]?.uri, 'u:a/camkes.c');
});

test('the status bar names the system of the file, and how many more have it', () => {
    const system = { uri: 'u:a', name: 'a', active: true, architecture: 'ia32', instances: 1, errors: 2, warnings: 0 };
    const other = { ...system, uri: 'u:b', name: 'b', architecture: null, instances: null };
    assert.deepEqual(systemItem([system, other], ['u:a', 'u:b']), {
        text: '$(circuit-board) a +1',
        tooltip: 'a: ia32, 1 instance, 2 errors, 0 warnings\nAlso in b\nChoose the active CAmkES system.',
    });
    assert.equal(systemItem([system, other], ['u:b']).tooltip.split('\n')[0], 'b: no assembly, 2 errors, 0 warnings');
    assert.match(systemItem([system], []).text, /no system/);
});
