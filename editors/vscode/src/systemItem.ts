// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the status bar says about the systems of a file. */

import type { System } from './requests';
import { counted } from './viewText';

/** The first system of a file, which answers are about, and how many more have it. */
export function systemItem(systems: readonly System[], ofDocument: readonly string[]): { text: string; tooltip: string } {
    const mine = ofDocument.flatMap((uri) => systems.find((system) => system.uri === uri) ?? []);
    const [first] = mine;
    if (first === undefined) {
        return { text: '$(circuit-board) no system', tooltip: 'No CAmkES system has this file. Choose the active one.' };
    }
    const more = mine.length > 1 ? ` +${mine.length - 1}` : '';
    const about = [
        first.architecture,
        first.instances === null ? 'no assembly' : counted(first.instances, 'instance'),
        counted(first.errors, 'error'),
        counted(first.warnings, 'warning'),
    ];
    const lines = [`${first.name}: ${about.filter((part) => part !== null).join(', ')}`];
    if (mine.length > 1) {
        lines.push(`Also in ${mine.slice(1).map((system) => system.name).join(', ')}`);
    }
    lines.push('Choose the active CAmkES system.');
    return { text: `$(circuit-board) ${first.name}${more}`, tooltip: lines.join('\n') };
}
