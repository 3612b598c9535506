// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** How URIs of the server's own documents are spelled for it. */

interface Parts {
    readonly scheme: string;
    readonly path: string;
    readonly query: string;
    toString(): string;
}

/**
 * The spelling of a URI that the server knows. VS Code escapes each slash of a query, in which `camkes-generated:` has the
 * path of the system's root file.
 */
export function documentUri(uri: Parts): string {
    if (uri.scheme !== 'camkes-generated') {
        return uri.toString();
    }
    return `${uri.scheme}:${escaped(uri.path)}?${escaped(uri.query)}`;
}

function escaped(path: string): string {
    return path.split('/').map(encodeURIComponent).join('/');
}
