// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

// Packs the extension with a server for one platform inside. The extension must have been built, and `vsce` must be in PATH.
//
//     node scripts/package.mjs --target linux-x64 --server camkes-lsp --notices THIRD-PARTY.txt --out camkes.vsix
//
// The same files give the same bytes, whatever the umask, the time and its zone are.

import { execFileSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What never belongs to a package; of the rest, .vscodeignore chooses. */
const LEFT_OUT = ['node_modules', 'e2e', 'scripts', 'server', 'src', 'test', 'package-lock.json'];

/** Members of the manifest that say how the extension is made; nothing in it has such a name otherwise. */
const FOR_DEVELOPMENT = ['scripts', 'dependencies', 'devDependencies'];

/** The first moment that a ZIP file can tell, in seconds; files have no better date that is the same everywhere. */
const EPOCH = Date.UTC(1980, 0, 1) / 1000;

const { values } = parseArgs({
    options: {
        target: { type: 'string' },
        server: { type: 'string' },
        notices: { type: 'string' },
        out: { type: 'string' },
    },
});
const { target, server, notices, out } = values;
if (!target || !server || !notices || !out) {
    throw new Error('--target, --server, --notices and --out are needed');
}

const stage = await mkdtemp(path.join(os.tmpdir(), 'camkes-vsix-'));
try {
    await copyExtension();
    await copyServer(server, notices, target.startsWith('win32') ? 'camkes-lsp.exe' : 'camkes-lsp');
    // Left out: a repository to lead relative links of the README to, of which it has none.
    const options = ['--no-dependencies', '--allow-missing-repository', '--target', target, '--out', path.resolve(out)];
    execFileSync('vsce', ['package', ...options], {
        cwd: stage,
        stdio: 'inherit',
        env: { ...process.env, SOURCE_DATE_EPOCH: String(EPOCH), TZ: 'UTC' },
        shell: process.platform === 'win32',
    });
} finally {
    await rm(stage, { recursive: true, force: true });
}

/** Copies what is built, with modes of its own, and a manifest without what is for development alone. */
async function copyExtension() {
    await cp(root, stage, { recursive: true, filter: (file) => !LEFT_OUT.includes(path.relative(root, file)) });
    /** @type {unknown} */
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const kept = JSON.stringify(manifest, (key, /** @type {unknown} */ value) => (FOR_DEVELOPMENT.includes(key) ? undefined : value), 2);
    await writeFile(path.join(stage, 'package.json'), `${kept}\n`);
    for (const entry of await readdir(stage, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) {
            await chmod(path.join(entry.parentPath, entry.name), 0o644);
        }
    }
}

/**
 * @param {string} server the binary
 * @param {string} notices the licences of what it is made of
 * @param {string} name as the extension looks for it
 */
async function copyServer(server, notices, name) {
    const folder = path.join(stage, 'server');
    await mkdir(folder);
    await copyFile(server, path.join(folder, name));
    await chmod(path.join(folder, name), 0o755);
    await copyFile(notices, path.join(folder, 'THIRD-PARTY.txt'));
    await chmod(path.join(folder, 'THIRD-PARTY.txt'), 0o644);
}
