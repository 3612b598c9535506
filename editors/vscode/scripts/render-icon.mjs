// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

// Renders icons/camkes.svg to icons/camkes.png. VS Code shows no SVG in the list of extensions, so both
// are kept; a test renders again and compares.

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { renderIcon } from './icon.mjs';

const png = await renderIcon();
await writeFile(fileURLToPath(new URL('../icons/camkes.png', import.meta.url)), png);
