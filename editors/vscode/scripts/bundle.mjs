// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

// Bundles the extension to out/extension.js and the script of its page to out/graph.js, or with --tests each test/*.test.ts to out/test/.

import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { licenceTexts } from './licences.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {esbuild.BuildOptions} */
const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
};

/** @type {esbuild.BuildOptions} */
const extension = {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'out/extension.js',
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    sourcemap: true,
};

/** @type {esbuild.BuildOptions} */
const page = {
    ...common,
    platform: 'browser',
    target: 'es2022',
    entryPoints: ['src/webview/graph.ts'],
    outfile: 'out/graph.js',
    format: 'iife',
    minify: true,
};

/** @returns {Promise<esbuild.BuildOptions>} */
async function tests() {
    const names = await readdir(path.join(root, 'test'));
    return {
        ...common,
        entryPoints: names.filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`),
        outdir: 'out/test',
        outExtension: { '.js': '.cjs' },
        format: 'cjs',
        packages: 'external',
        sourcemap: 'inline',
    };
}

if (process.argv.includes('--tests')) {
    // A test whose source is gone must not go on running.
    await rm(path.join(root, 'out/test'), { recursive: true, force: true });
    await esbuild.build(await tests());
} else if (process.argv.includes('--watch')) {
    for (const options of [extension, page]) {
        const context = await esbuild.context(options);
        await context.watch();
    }
} else {
    await esbuild.build(page);
    const { metafile } = await esbuild.build({ ...extension, metafile: true });
    await writeFile(path.join(root, 'out/THIRD-PARTY.txt'), await licenceTexts(root, Object.keys(metafile.inputs)));
}
