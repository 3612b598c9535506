// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The names of the read-only documents that the extension makes: what each shows is in its URI, so it can be made anew. */

export const VIEW_SCHEME = 'camkes-view';

/** What a document shows. */
export type View =
    | { readonly kind: 'syntaxTree'; readonly uri: string }
    | { readonly kind: 'capdl'; readonly root: string; readonly instance: string }
    | { readonly kind: 'macro'; readonly uri: string; readonly line: number; readonly character: number }
    | { readonly kind: 'status' };

/** The parts of the URI of a view; the last segment of the path is what the tab is called. */
export function viewUri(view: View): { scheme: string; path: string; query: string } {
    return { scheme: VIEW_SCHEME, path: `/${title(view)}`, query: JSON.stringify(view) };
}

/** The view that a query of a URI names; nothing for one that names none. */
export function viewOf(query: string): View | undefined {
    try {
        const view = JSON.parse(query) as { readonly [member: string]: unknown; readonly kind?: unknown } | null;
        const wanted = MEMBERS[String(view?.kind)];
        const fits = wanted?.every(([name, type]) => typeof view?.[name] === type) ?? false;
        return fits ? (view as unknown as View) : undefined;
    } catch {
        return undefined;
    }
}

const MEMBERS: Partial<Record<string, readonly (readonly [string, string])[]>> = {
    syntaxTree: [['uri', 'string']],
    capdl: [
        ['root', 'string'],
        ['instance', 'string'],
    ],
    macro: [
        ['uri', 'string'],
        ['line', 'number'],
        ['character', 'number'],
    ],
    status: [],
};

function title(view: View): string {
    switch (view.kind) {
        case 'syntaxTree':
            return `${nameOf(view.uri)} (syntax tree)`;
        case 'capdl':
            return `${view.instance} (capabilities)`;
        case 'macro':
            return `${nameOf(view.uri)}:${view.line + 1} (macro).camkes`;
        case 'status':
            return 'CAmkES server status';
    }
}

function nameOf(uri: string): string {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    try {
        return decodeURIComponent(name);
    } catch {
        return name;
    }
}
