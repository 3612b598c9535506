// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { expandVariables, locateServer, type ServerSearch } from '../src/serverLocation';

const BUNDLED = '/ext/server/camkes-lsp';

/** A machine on which exactly `executables` can be run. */
function machine(executables: readonly string[], overrides: Partial<ServerSearch> = {}): ServerSearch {
    return {
        configured: '',
        extensionFolder: '/ext',
        workspaceFolder: '/ws',
        home: '/home/me',
        environment: { PATH: '/usr/bin:/opt/sel4/bin' },
        platform: 'linux',
        isExecutable: (file) => executables.includes(file),
        ...overrides,
    };
}

test('the setting wins over the bundled server and PATH', () => {
    const search = machine(['/my/camkes-lsp', BUNDLED, '/usr/bin/camkes-lsp'], { configured: '/my/camkes-lsp' });
    assert.deepEqual(locateServer(search), { kind: 'found', command: '/my/camkes-lsp', origin: 'setting' });
});

test('the bundled server wins over PATH', () => {
    const search = machine([BUNDLED, '/usr/bin/camkes-lsp']);
    assert.deepEqual(locateServer(search), { kind: 'found', command: BUNDLED, origin: 'extension' });
});

test('PATH is searched in its order', () => {
    const search = machine(['/opt/sel4/bin/camkes-lsp', '/elsewhere/camkes-lsp']);
    assert.deepEqual(locateServer(search), {
        kind: 'found',
        command: '/opt/sel4/bin/camkes-lsp',
        origin: 'PATH',
    });
});

test('a relative folder in PATH is passed over', () => {
    const search = machine(['bin/camkes-lsp', './camkes-lsp', 'camkes-lsp'], { environment: { PATH: 'bin:.:' } });
    assert.equal(locateServer(search).kind, 'missing');
});

test('a setting that names no executable is an error, though another server is there', () => {
    const location = locateServer(machine([BUNDLED, '/usr/bin/camkes-lsp'], { configured: '/typo/camkes-lsp' }));
    assert.match(location.kind === 'missing' ? location.reason : '', /"\/typo\/camkes-lsp"/);
});

test('without any server the reason names the setting', () => {
    const location = locateServer(machine([]));
    assert.match(location.kind === 'missing' ? location.reason : '', /camkes\.server\.path/);
});

test('a setting of blanks counts as none', () => {
    assert.deepEqual(locateServer(machine([BUNDLED], { configured: '  ' })).kind, 'found');
});

test('home and workspace folder are replaced in the setting', () => {
    for (const [configured, file] of [
        ['~/bin/camkes-lsp', '/home/me/bin/camkes-lsp'],
        ['${workspaceFolder}/target/debug/camkes-lsp', '/ws/target/debug/camkes-lsp'],
        ['target/debug/camkes-lsp', '/ws/target/debug/camkes-lsp'],
        ['camkes-lsp-nightly', '/usr/bin/camkes-lsp-nightly'],
    ] as const) {
        assert.deepEqual(locateServer(machine([file], { configured })), {
            kind: 'found',
            command: file,
            origin: 'setting',
        });
    }
});

test('a relative setting without a folder finds nothing', () => {
    const search = machine(['target/camkes-lsp'], { configured: 'target/camkes-lsp', workspaceFolder: undefined });
    assert.equal(locateServer(search).kind, 'missing');
});

test('Windows tries the endings of PATHEXT', () => {
    const search = machine(['C:\\tools\\camkes-lsp.exe'], {
        platform: 'win32',
        extensionFolder: 'C:\\ext',
        environment: { PATH: 'C:\\none;C:\\tools', PATHEXT: '.COM;.EXE' },
    });
    assert.deepEqual(locateServer(search), {
        kind: 'found',
        command: 'C:\\tools\\camkes-lsp.exe',
        origin: 'PATH',
    });
});

test('only a whole leading ~ means home', () => {
    const places = { home: '/home/me', workspaceFolder: undefined };
    assert.equal(expandVariables('~', places), '/home/me');
    assert.equal(expandVariables('~other/x', places), '~other/x');
    assert.equal(expandVariables('/a/~/b', places), '/a/~/b');
    assert.equal(expandVariables('${workspaceFolder}/x', places), '${workspaceFolder}/x');
});
