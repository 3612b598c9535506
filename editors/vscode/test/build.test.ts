// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { buildArguments, buildDefinition } from '../src/buildArguments';

const NONE = { importPaths: [], roots: [] };

test('a build says what is wrong in lines that the problem matcher reads', () => {
    assert.deepEqual(buildArguments({ file: 'a.camkes' }, NONE), ['--build', 'a.camkes', '--output-format', 'concise']);
});

test('a build reads the system as the editor does', () => {
    const settings = {
        importPaths: ['/lib', '/more'],
        roots: ['other.camkes'],
        architecture: 'aarch64' as const,
        includePaths: ['/include'],
        defines: ['A=1'],
        undefines: ['B'],
        preprocess: false,
        deviceTree: '/b.dtb',
        gpioList: '/g.yaml',
        templatePaths: ['/t'],
        buildDir: '/build',
        forwardReferences: 'forbid' as const,
    };
    assert.equal(
        buildArguments({ file: 'a.camkes' }, settings).slice(4).join(' '),
        '--arch aarch64 --import-path /lib --import-path /more --include-path /include --define A=1 --undefine B --nocpp ' +
            '--dtb /b.dtb --gpio-list /g.yaml --templates /t --build-dir /build --disallow-forward-references',
    );
});

test('what a task says comes before the settings', () => {
    const task = buildDefinition({ type: 'camkes', file: 'a.camkes', architecture: 'ia32', outDir: 'gen', args: ['--json', 3] });
    assert.ok(task);
    assert.deepEqual(
        buildArguments(task, { ...NONE, architecture: 'aarch64' }).slice(4),
        ['--out-dir', 'gen', '--arch', 'ia32', '--json'],
    );
});

test('a task without a file is none', () => {
    for (const raw of [{}, { file: '' }, { file: 3 }]) {
        assert.equal(buildDefinition(raw), undefined);
    }
});
