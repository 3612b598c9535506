// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The settings that the server is told, in the form it is told them. Knows nothing of VS Code. */

import { expandVariables } from './serverLocation';

/** The architectures of `camkes.architecture`, as `camkes-lsp --arch` spells them. */
export const ARCHITECTURES = ['aarch32', 'arm_hyp', 'aarch64', 'ia32', 'x86_64', 'riscv32', 'riscv64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** What `camkes.forwardReferences` may be. */
export const FORWARD_REFERENCES = ['allow', 'warn', 'forbid'] as const;
export type ForwardReferences = (typeof FORWARD_REFERENCES)[number];

/** What `camkes.log.level` may be. */
export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `initializationOptions`, and the section `camkes` of `workspace/didChangeConfiguration`. */
export interface ServerSettings {
    readonly importPaths: readonly string[];
    /** Files with assemblies; empty: the server finds them. */
    readonly roots: readonly string[];
    /** Absent: the project's own choice, else the server's default. */
    readonly architecture?: Architecture;
    readonly includePaths?: readonly string[];
    readonly defines?: readonly string[];
    readonly undefines?: readonly string[];
    /** Absent: the project's own choice, else they are. */
    readonly preprocess?: boolean;
    readonly deviceTree?: string;
    readonly gpioList?: string;
    readonly templatePaths?: readonly string[];
    readonly buildDir?: string;
    readonly forwardReferences?: ForwardReferences;
    readonly rules?: Readonly<Record<string, string>>;
    /** Absent: files are not generated when they are saved. */
    readonly generateOnSave?: true;
    readonly outputFolder?: string;
    readonly inlayHints?: Readonly<Record<string, boolean>>;
    readonly log?: { readonly level: LogLevel };
    /** Absent: C files are of interest. */
    readonly cFiles?: boolean;
    /** Absent: assemblies that nobody opened are checked, too. */
    readonly checkWorkspace?: boolean;
}

/** The user's settings as VS Code hands them over: whatever stands in `settings.json`, of any type. */
export interface RawSettings {
    readonly importPaths: unknown;
    readonly roots: unknown;
    readonly architecture: unknown;
    readonly includePaths?: unknown;
    readonly defines?: unknown;
    readonly undefines?: unknown;
    readonly preprocess?: unknown;
    readonly deviceTree?: unknown;
    readonly gpioList?: unknown;
    readonly templatePaths?: unknown;
    readonly buildDir?: unknown;
    readonly forwardReferences?: unknown;
    readonly rules?: unknown;
    readonly generateOnSave?: unknown;
    readonly outputFolder?: unknown;
    readonly inlayHints?: unknown;
    readonly logLevel?: unknown;
    readonly cFiles?: unknown;
    readonly checkWorkspace?: unknown;
}

/** The settings to send; what has not the type that the schema asks for is left out. */
export function serverSettings(
    raw: RawSettings,
    places: { readonly workspaceFolder: string | undefined; readonly home: string },
): ServerSettings {
    const path = (setting: unknown) =>
        typeof setting === 'string' && setting !== '' ? expandVariables(setting, places) : undefined;
    const paths = (setting: unknown) => stringsOf(setting).map((path) => expandVariables(path, places));
    const some = (list: string[]) => (list.length > 0 ? list : undefined);
    const rules = textsOf(raw.rules);
    const optional = {
        architecture: ARCHITECTURES.find((name) => name === raw.architecture),
        includePaths: some(paths(raw.includePaths)),
        defines: some(stringsOf(raw.defines)),
        undefines: some(stringsOf(raw.undefines)),
        preprocess: typeof raw.preprocess === 'boolean' ? raw.preprocess : undefined,
        deviceTree: path(raw.deviceTree),
        gpioList: path(raw.gpioList),
        templatePaths: some(paths(raw.templatePaths)),
        buildDir: path(raw.buildDir),
        forwardReferences: FORWARD_REFERENCES.find((name) => name === raw.forwardReferences),
        rules: Object.keys(rules).length > 0 ? rules : undefined,
        generateOnSave: raw.generateOnSave === true ? (true as const) : undefined,
        outputFolder: path(raw.outputFolder),
        inlayHints: switchedOff(raw.inlayHints),
        log: logOf(raw.logLevel),
        cFiles: raw.cFiles === false ? false : undefined,
        checkWorkspace: raw.checkWorkspace === false ? false : undefined,
    };
    const set = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    return { importPaths: paths(raw.importPaths), roots: paths(raw.roots), ...set };
}

/** The environment variables of `camkes.server.extraEnv`; entries that are no strings are left out. */
export function extraEnvironment(raw: unknown): Record<string, string> {
    return textsOf(raw);
}

/** The members of an object that are `false`: what is not said to the server is on. */
function switchedOff(raw: unknown): Record<string, false> | undefined {
    if (typeof raw !== 'object' || raw === null) {
        return undefined;
    }
    const off = Object.entries(raw).filter((entry): entry is [string, false] => entry[1] === false);
    return off.length > 0 ? Object.fromEntries(off) : undefined;
}

function logOf(raw: unknown): ServerSettings['log'] {
    const level = LOG_LEVELS.find((name) => name === raw);
    return level && { level };
}

/** The members of an object that are strings. */
function textsOf(raw: unknown): Record<string, string> {
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
