// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The licences of all packages that `inputs`, the files of a bundle, come from. The bundle carries their
 * code, and every one of these licences asks that its text goes along.
 *
 * @param {string} root the folder that `inputs` are relative to
 * @param {readonly string[]} inputs
 * @returns {Promise<string>}
 * @throws {Error} if a package has no licence file
 */
export async function licenceTexts(root, inputs) {
    const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
    const texts = [];
    for (const folder of [...folders].sort()) {
        const file = (await readdir(path.join(root, folder))).find((name) => /^licen[cs]e(\.|$)/i.test(name));
        if (file === undefined) {
            throw new Error(`${folder} has no licence file`);
        }
        const text = await readFile(path.join(root, folder, file), 'utf8');
        texts.push(`${folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)}\n\n${text.trim()}\n`);
    }
    return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/**
 * The innermost package that a file of `node_modules` belongs to.
 *
 * @param {string} input
 */
function packageFolder(input) {
    return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}
