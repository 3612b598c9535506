// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { extraEnvironment, type RawSettings, serverSettings } from '../src/settings';

const PLACES = { workspaceFolder: '/ws', home: '/home/me' };

/** The settings as they are when the user has set none. */
const UNSET: RawSettings = { importPaths: [], roots: [], architecture: null };

test('the server is told import paths, roots and architecture', () => {
    const raw = {
        importPaths: ['${workspaceFolder}/lib', '~/camkes', '/abs'],
        roots: ['apps/echo/echo.camkes'],
        architecture: 'riscv64',
    };
    assert.deepEqual(serverSettings(raw, PLACES), {
        importPaths: ['/ws/lib', '/home/me/camkes', '/abs'],
        roots: ['apps/echo/echo.camkes'],
        architecture: 'riscv64',
    });
});

test('an architecture that is not set or not known is left to the server', () => {
    for (const architecture of [null, undefined, '', 'arm', 7]) {
        assert.deepEqual(serverSettings({ ...UNSET, architecture }, PLACES), { importPaths: [], roots: [] });
    }
});

test('what else the user has set is told, and nothing that is not set', () => {
    const raw = {
        ...UNSET,
        includePaths: ['${workspaceFolder}/include'],
        defines: ['A=1'],
        undefines: ['B'],
        preprocess: false,
        deviceTree: '~/board.dtb',
        gpioList: 'gpio.yaml',
        templatePaths: ['t'],
        buildDir: 'build',
        forwardReferences: 'forbid',
        rules: { 'unused-import': 'allow', 'c-keyword': 3 },
        generateOnSave: true,
        outputFolder: '~/generated',
        inlayHints: { values: true, directions: false, threads: undefined },
        logLevel: 'debug',
        cFiles: false,
        checkWorkspace: false,
    };
    assert.deepEqual(serverSettings(raw, PLACES), {
        importPaths: [],
        roots: [],
        includePaths: ['/ws/include'],
        defines: ['A=1'],
        undefines: ['B'],
        preprocess: false,
        deviceTree: '/home/me/board.dtb',
        gpioList: 'gpio.yaml',
        templatePaths: ['t'],
        buildDir: 'build',
        forwardReferences: 'forbid',
        rules: { 'unused-import': 'allow' },
        generateOnSave: true,
        outputFolder: '/home/me/generated',
        inlayHints: { directions: false },
        log: { level: 'debug' },
        cFiles: false,
        checkWorkspace: false,
    });
    const empty = { ...UNSET, deviceTree: '', defines: [], rules: {}, forwardReferences: 'maybe', preprocess: null };
    assert.deepEqual(serverSettings(empty, PLACES), { importPaths: [], roots: [] });
});

test('settings of the wrong type do not reach the server', () => {
    const wrong = { importPaths: 'lib', roots: { a: 'b' }, architecture: [] };
    assert.deepEqual(serverSettings(wrong, PLACES), { importPaths: [], roots: [] });
    const unwanted = { ...UNSET, generateOnSave: 'true', outputFolder: 3, inlayHints: { values: 'false' }, logLevel: 'loud' };
    assert.deepEqual(serverSettings(unwanted, PLACES), { importPaths: [], roots: [] });
    const mixed = { ...UNSET, importPaths: ['a', 3, '', null] };
    assert.deepEqual(serverSettings(mixed, PLACES), { importPaths: ['a'], roots: [] });
});

test('the environment takes strings only', () => {
    assert.deepEqual(extraEnvironment({ RUST_BACKTRACE: '1', N: 2, NONE: null }), { RUST_BACKTRACE: '1' });
    assert.deepEqual(extraEnvironment(null), {});
    assert.deepEqual(extraEnvironment('x'), {});
});
