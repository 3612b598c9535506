// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

// Bundles the extension to out/extension.js and the script of its page to out/graph.js; with --tests each test/*.test.ts to out/test/; with
// --e2e the test in a real VS Code to out/e2e/.

import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
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

/** @type {esbuild.BuildOptions} */
const driver = {
    ...extension,
    entryPoints: ['e2e/driver/driver.ts'],
    outfile: 'out/e2e/driver/driver.js',
    minify: false,
    sourcemap: 'inline',
};

/** @type {esbuild.BuildOptions} */
const runner = {
    ...common,
    entryPoints: ['e2e/runner/run.ts'],
    outfile: 'out/e2e/run.cjs',
    format: 'cjs',
    packages: 'external',
    sourcemap: 'inline',
};

if (process.argv.includes('--e2e')) {
    await rm(path.join(root, 'out/e2e'), { recursive: true, force: true });
    await esbuild.build(driver);
    await esbuild.build(runner);
    await copyFile(path.join(root, 'e2e/driver/package.json'), path.join(root, 'out/e2e/driver/package.json'));
} else if (process.argv.includes('--tests')) {
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
