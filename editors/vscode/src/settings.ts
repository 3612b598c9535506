// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The settings that the server is told, in the form it is told them. Knows nothing of VS Code. */

import { expandVariables } from './serverLocation';

/** The architectures of `camkes.architecture`, as `camkes-lsp --arch` spells them. */
export const ARCHITECTURES = ['aarch32', 'arm_hyp', 'aarch64', 'ia32', 'x86_64', 'riscv32', 'riscv64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** `initializationOptions`, and the section `camkes` of `workspace/didChangeConfiguration`. */
export interface ServerSettings {
    readonly importPaths: readonly string[];
    /** Files with assemblies; empty: the server finds them. */
    readonly roots: readonly string[];
    /** Absent: the project's own choice, else the server's default. */
    readonly architecture?: Architecture;
}

/** The user's settings as VS Code hands them over: whatever stands in `settings.json`, of any type. */
export interface RawSettings {
    readonly importPaths: unknown;
    readonly roots: unknown;
    readonly architecture: unknown;
}

/** The settings to send; what has not the type that the schema asks for is left out. */
export function serverSettings(
    raw: RawSettings,
    places: { readonly workspaceFolder: string | undefined; readonly home: string },
): ServerSettings {
    const paths = (setting: unknown) => stringsOf(setting).map((path) => expandVariables(path, places));
    const lists = { importPaths: paths(raw.importPaths), roots: paths(raw.roots) };
    const architecture = ARCHITECTURES.find((name) => name === raw.architecture);
    return architecture === undefined ? lists : { ...lists, architecture };
}

/** The environment variables of `camkes.server.extraEnv`; entries that are no strings are left out. */
export function extraEnvironment(raw: unknown): Record<string, string> {
    if (typeof raw !== 'object' || raw === null) {
        return {};
    }
    return Object.fromEntries(
        Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
}

function stringsOf(raw: unknown): string[] {
    return Array.isArray(raw) ? raw.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}
