// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The command line that builds a system as the editor reads it. */

import type { ServerSettings } from './settings';

/** A task of the type `camkes`, as tasks.json has it. */
export interface BuildDefinition {
    readonly file: string;
    readonly architecture?: string;
    readonly outDir?: string;
    readonly args?: readonly string[];
}

/** The build that a task's definition asks for; nothing for one without a file. */
export function buildDefinition(raw: Readonly<Record<string, unknown>>): BuildDefinition | undefined {
    const { file, architecture, outDir, args } = raw;
    if (typeof file !== 'string' || file === '') {
        return undefined;
    }
    return {
        file,
        ...(typeof architecture === 'string' && { architecture }),
        ...(typeof outDir === 'string' && { outDir }),
        ...(Array.isArray(args) && { args: args.filter((it): it is string => typeof it === 'string') }),
    };
}

/** Arguments of `camkes-lsp`. Settings that are not set are left to `camkes.toml` and the build folder, as in the server. */
export function buildArguments(definition: BuildDefinition, settings: ServerSettings): string[] {
    const each = (option: string, values: readonly string[] | undefined) =>
        (values ?? []).flatMap((value) => [option, value]);
    const one = (option: string, value: string | undefined) => (value === undefined ? [] : [option, value]);
    const forward = { allow: ['--allow-forward-references'], warn: [], forbid: ['--disallow-forward-references'] };
    return [
        ...['--build', definition.file, '--output-format', 'concise'],
        ...one('--out-dir', definition.outDir),
        ...one('--arch', definition.architecture ?? settings.architecture),
        ...each('--import-path', settings.importPaths),
        ...each('--include-path', settings.includePaths),
        ...each('--define', settings.defines),
        ...each('--undefine', settings.undefines),
        ...(settings.preprocess === false ? ['--nocpp'] : []),
        ...one('--dtb', settings.deviceTree),
        ...one('--gpio-list', settings.gpioList),
        ...each('--templates', settings.templatePaths),
        ...one('--build-dir', settings.buildDir),
        ...(settings.forwardReferences === undefined ? [] : forward[settings.forwardReferences]),
        ...(definition.args ?? []),
    ];
}
