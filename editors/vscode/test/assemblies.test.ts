// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import test from 'node:test';
import { assemblies } from '../src/assemblies';

test('files with an assembly are systems, unless a system imports them', () => {
    const files = [
        { path: '/w/b/main.camkes', text: 'import <std_connector.camkes>;\nimport "../a/part.camkes";\nassembly { }' },
        { path: '/w/a/part.camkes', text: 'assembly { composition { } }' },
        { path: '/w/a/Other.camkes', text: 'component Other { } // assembly' },
        { path: '/w/a/Third.camkes', text: '/* an assembly\n */ component Third { }' },
        { path: '/w/a/alone.camkes', text: '#define X "//"\nassembly{ }' },
    ];
    assert.deepEqual(assemblies(files), ['/w/a/alone.camkes', '/w/b/main.camkes']);
});

test('what a file without an assembly imports is a system of its own', () => {
    const files = [
        { path: '/w/Part.camkes', text: 'import "main.camkes";' },
        { path: '/w/main.camkes', text: 'assembly { }' },
    ];
    assert.deepEqual(assemblies(files), ['/w/main.camkes']);
});
