// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The texts of the read-only documents that the extension makes. */

import type { Ask, ServerStatus } from './requests';
import type { View } from './viewUri';

/** The text of a view now. What can't be shown is said in its place, since the document stays open. */
export async function viewText(view: View, ask: Ask): Promise<string> {
    try {
        return await textOf(view, ask);
    } catch (error) {
        return `${error instanceof Error ? error.message : String(error)}\n`;
    }
}

async function textOf(view: View, ask: Ask): Promise<string> {
    switch (view.kind) {
        case 'syntaxTree': {
            const answer = await ask('camkes/syntaxTree', { textDocument: { uri: view.uri } });
            return answer?.text ?? 'There is no such file.\n';
        }
        case 'capdl':
            return capabilities(view.root, view.instance, ask);
        case 'macro': {
            const { uri, line, character } = view;
            const answer = await ask('camkes/expandMacro', { textDocument: { uri }, position: { line, character } });
            return answer === null ? '// No macro is used here.\n' : `// ${answer.name}\n${answer.expansion}\n`;
        }
        case 'status':
            return statusText(await ask('camkes/serverStatus', null));
    }
}

/** Asks where the instance is declared now: a position would go wrong with the first line that is put above it. */
async function capabilities(root: string, instance: string, ask: Ask): Promise<string> {
    const graph = await ask('camkes/assemblyGraph', { textDocument: { uri: root } });
    const declared = graph?.instances[instance];
    if (declared === undefined) {
        return `There is no instance ${instance} any more.\n`;
    }
    const place = { textDocument: { uri: declared.uri }, position: declared.range.start };
    const reach = await ask('camkes/capdl', place);
    return reach?.text ?? `${instance} has no address space.\n`;
}

/** The state of the server, to be read. */
export function statusText(status: ServerStatus): string {
    const lines = [`camkes-lsp ${status.version}`, counted(status.openDocuments, 'open document'), ''];
    for (const system of status.systems) {
        const instances = system.instances === null ? 'no assembly' : counted(system.instances, 'instance');
        const counts = [instances, counted(system.files, 'file')];
        const found = [counted(system.errors, 'error'), counted(system.warnings, 'warning')];
        lines.push(`${system.active ? '* ' : '  '}${system.root}`, `    ${[...counts, ...found].join(', ')}`);
    }
    if (status.systems.length === 0) {
        lines.push('No system is in use.');
    }
    return `${lines.join('\n')}\n`;
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
