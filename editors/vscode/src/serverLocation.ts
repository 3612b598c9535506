// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Where the language server's binary is. Knows nothing of VS Code, so that it is tested alone. */

import path from 'node:path';

/** What the search depends on; all of it is handed in. */
export interface ServerSearch {
    /** `camkes.server.path` as the user wrote it; empty when not set. */
    readonly configured: string;
    readonly extensionFolder: string;
    /** First folder of the workspace: what `${workspaceFolder}` and relative paths stand on. */
    readonly workspaceFolder: string | undefined;
    readonly home: string;
    /** The variables `PATH` and, on Windows, `PATHEXT` are read from here. */
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly platform: NodeJS.Platform;
    readonly isExecutable: (file: string) => boolean;
}

export type ServerLocation =
    | { readonly kind: 'found'; readonly command: string; readonly origin: 'setting' | 'extension' | 'PATH' }
    | { readonly kind: 'missing'; readonly reason: string };

/** The name of the binary, without the `.exe` that Windows adds. */
export const SERVER_NAME = 'camkes-lsp';

/**
 * Finds the server: the setting, else the binary that came with the extension, else `PATH`.
 *
 * A setting that names no executable is an error and not a reason to look further: another server than
 * the one that was asked for would give answers that nobody can explain.
 */
export function locateServer(search: ServerSearch): ServerLocation {
    const configured = search.configured.trim();
    if (configured !== '') {
        return locateConfigured(configured, search);
    }
    const bundled = firstExecutable([pathModule(search).join(search.extensionFolder, 'server', SERVER_NAME)], search);
    if (bundled !== undefined) {
        return { kind: 'found', command: bundled, origin: 'extension' };
    }
    const onPath = findOnPath(SERVER_NAME, search);
    if (onPath !== undefined) {
        return { kind: 'found', command: onPath, origin: 'PATH' };
    }
    return {
        kind: 'missing',
        reason: `${SERVER_NAME} came not with this extension and is not in PATH. Set "camkes.server.path" to the binary`,
    };
}

/** Replaces a leading `~` and every `${workspaceFolder}`; the latter stays when no folder is open. */
export function expandVariables(text: string, places: Pick<ServerSearch, 'workspaceFolder' | 'home'>): string {
    const { home, workspaceFolder } = places;
    const fromHome = /^~(?=$|[/\\])/.test(text) ? home + text.slice(1) : text;
    return workspaceFolder === undefined ? fromHome : fromHome.replaceAll('${workspaceFolder}', workspaceFolder);
}

function locateConfigured(configured: string, search: ServerSearch): ServerLocation {
    const expanded = expandVariables(configured, search);
    const command = /[/\\]/.test(expanded) ? findAt(expanded, search) : findOnPath(expanded, search);
    if (command === undefined) {
        return {
            kind: 'missing',
            reason: `The setting "camkes.server.path" is "${configured}", which is no executable file`,
        };
    }
    return { kind: 'found', command, origin: 'setting' };
}

function findAt(file: string, search: ServerSearch): string | undefined {
    const paths = pathModule(search);
    if (paths.isAbsolute(file)) {
        return firstExecutable([file], search);
    }
    return search.workspaceFolder === undefined
        ? undefined
        : firstExecutable([paths.join(search.workspaceFolder, file)], search);
}

function findOnPath(name: string, search: ServerSearch): string | undefined {
    const paths = pathModule(search);
    // A relative folder in PATH would start whatever binary the opened workspace brings along.
    const folders = (search.environment.PATH ?? '')
        .split(paths.delimiter)
        .filter((folder) => paths.isAbsolute(folder));
    return firstExecutable(
        folders.map((folder) => paths.join(folder, name)),
        search,
    );
}

function firstExecutable(files: readonly string[], search: ServerSearch): string | undefined {
    const endings = search.platform === 'win32' ? ['', ...windowsEndings(search)] : [''];
    for (const file of files) {
        const match = endings.map((ending) => file + ending).find((candidate) => search.isExecutable(candidate));
        if (match !== undefined) {
            return match;
        }
    }
    return undefined;
}

function windowsEndings(search: ServerSearch): string[] {
    return (search.environment.PATHEXT ?? '.exe').toLowerCase().split(';');
}

function pathModule(search: ServerSearch): path.PlatformPath {
    return search.platform === 'win32' ? path.win32 : path.posix;
}
