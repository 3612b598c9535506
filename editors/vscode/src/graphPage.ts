// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The page in which the picture of a system is shown, and what the page and the extension say to each other. */

import type { Location } from 'vscode-languageclient/node';
import type { AssemblyGraph } from './requests';

/** What the page is told. */
export type ToPage = { readonly kind: 'picture'; readonly svg: string } | { readonly kind: 'note'; readonly text: string };

/** What the page tells. */
export type FromPage =
    | { readonly kind: 'ready' }
    | { readonly kind: 'instance' | 'connection'; readonly name: string };

/** The page's text. Nothing is loaded and nothing runs but the one script; styles are those that know the nonce. */
export function graphPage(page: { readonly script: string; readonly nonce: string }): string {
    const policy = `default-src 'none'; style-src 'nonce-${page.nonce}'; script-src 'nonce-${page.nonce}'`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>CAmkES graph</title>
<style nonce="${page.nonce}">
html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; flex-direction: column; background: var(--vscode-editor-background); }
#tools { display: flex; gap: 4px; padding: 4px 8px; align-items: center; }
#tools button {
    color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground);
    border: none; border-radius: 2px; padding: 2px 10px; font: inherit; cursor: pointer;
}
#note { color: var(--vscode-descriptionForeground); margin-left: 8px; }
#picture { flex: 1; overflow: auto; }
#picture svg { display: block; margin: auto; }
[data-node], [data-connection] { cursor: pointer; }
[data-node]:focus-visible, [data-connection]:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
</style>
</head>
<body>
<div id="tools">
<button id="out" title="Smaller" aria-label="Smaller">&minus;</button>
<button id="in" title="Larger" aria-label="Larger">+</button>
<button id="fit" title="Fit the window">Fit</button>
<span id="note" role="status"></span>
</div>
<div id="picture"></div>
<script nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>
`;
}

/** A message of the page; nothing for what is none. */
export function fromPage(message: unknown): FromPage | undefined {
    const { kind, name } = (message ?? {}) as Partial<Record<string, unknown>>;
    if (kind === 'ready') {
        return { kind };
    }
    return (kind === 'instance' || kind === 'connection') && typeof name === 'string' ? { kind, name } : undefined;
}

/** Where what was clicked is declared. */
export function clicked(graph: AssemblyGraph, message: FromPage): Location | undefined {
    switch (message.kind) {
        case 'ready':
            return undefined;
        case 'instance':
            return own(graph.instances, message.name);
        case 'connection':
            return own(graph.connections, message.name);
    }
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
    return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** How much larger or smaller a picture is shown: steps of a quarter, between a tenth and eight times. */
export function zoomed(scale: number, steps: number): number {
    return Math.min(8, Math.max(0.1, scale * 1.25 ** steps));
}
