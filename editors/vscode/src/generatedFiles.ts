// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Generated files in the order in which a reader wants them. */

import type { Generated } from './requests';

/** A file to choose. */
export interface FileChoice {
    readonly label: string;
    readonly description: string;
    readonly uri: string;
}

/** Sources first, then headers, then the rest; each by its name, with the folder beside it. */
export function fileChoices(made: Generated): FileChoice[] {
    const rank = (path: string) => (path.endsWith('.c') ? 0 : path.endsWith('.h') ? 1 : 2);
    return [...made.files]
        .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1))
        .map(({ path, uri }) => {
            const cut = path.lastIndexOf('/');
            return { label: path.slice(cut + 1), description: path.slice(0, Math.max(cut, 0)), uri };
        });
}
