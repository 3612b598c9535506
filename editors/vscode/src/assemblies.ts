// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Which files of a workspace have systems, told by their text: for systems that the server doesn't know, since nobody has opened them. */

import path from 'node:path';

/** A file of the workspace. */
export interface SourceText {
    /** With `/` between the parts. */
    readonly path: string;
    readonly text: string;
}

/** Paths of the files with an assembly of their own, sorted: what another such file imports is a part of that one. */
export function assemblies(files: readonly SourceText[]): string[] {
    const roots = files.map((file) => ({ ...file, text: withoutComments(file.text) })).filter(({ text }) => /\bassembly\b/.test(text));
    const imported = new Set(roots.flatMap((file) => imports(file)));
    return roots
        .map((file) => file.path)
        .filter((file) => !imported.has(file))
        .sort();
}

function imports({ path: file, text }: SourceText): string[] {
    const names = [...text.matchAll(/\bimport\s+"([^"]+)"/g)].map((match) => match[1] ?? '');
    return names.map((name) => path.posix.join(path.posix.dirname(file), name));
}

function withoutComments(text: string): string {
    return text.replaceAll(/"[^"\n]*"|\/\/.*|\/\*[^]*?\*\//g, (found) => (found.startsWith('"') ? found : ' '));
}
