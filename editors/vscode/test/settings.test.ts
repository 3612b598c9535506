// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { extraEnvironment, serverSettings } from '../src/settings';

const PLACES = { workspaceFolder: '/ws', home: '/home/me' };

test('the server is told import paths and architecture', () => {
    const raw = { importPaths: ['${workspaceFolder}/lib', '~/camkes', '/abs'], architecture: 'riscv64' };
    assert.deepEqual(serverSettings(raw, PLACES), {
        importPaths: ['/ws/lib', '/home/me/camkes', '/abs'],
        architecture: 'riscv64',
    });
});

test('an architecture that is not set or not known is left to the server', () => {
    for (const architecture of [null, undefined, '', 'arm', 7]) {
        assert.deepEqual(serverSettings({ importPaths: [], architecture }, PLACES), { importPaths: [] });
    }
});

test('settings of the wrong type do not reach the server', () => {
    assert.deepEqual(serverSettings({ importPaths: 'lib', architecture: [] }, PLACES), { importPaths: [] });
    assert.deepEqual(serverSettings({ importPaths: ['a', 3, '', null], architecture: null }, PLACES), {
        importPaths: ['a'],
    });
});

test('the environment takes strings only', () => {
    assert.deepEqual(extraEnvironment({ RUST_BACKTRACE: '1', N: 2, NONE: null }), { RUST_BACKTRACE: '1' });
    assert.deepEqual(extraEnvironment(null), {});
    assert.deepEqual(extraEnvironment('x'), {});
});
