// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** The extension's icon as PNG bytes, 128 pixels wide: the size that VS Code asks for. */
export async function renderIcon(root = process.cwd()) {
    const resolve = createRequire(path.join(root, 'package.json')).resolve;
    await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
    const svg = await readFile(path.join(root, 'icons', 'camkes.svg'), 'utf8');
    return new Resvg(svg, { fitTo: { mode: 'width', value: 128 } }).render().asPng();
}
