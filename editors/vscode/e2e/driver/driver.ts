// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** An extension that drives the one under test through VS Code's own interface, and tells the runner what it saw. */

import process from 'node:process';
import { ONLY } from '../protocol';
import { buildingChecks } from './checks/building';
import { cSideChecks } from './checks/cSide';
import { editingChecks } from './checks/editing';
import { editorChecks } from './checks/editor';
import { navigationChecks } from './checks/navigation';
import { seeingChecks } from './checks/seeing';
import { serverChecks } from './checks/server';
import { ask, check } from './harness';

const ALL = [
    ...serverChecks,
    ...navigationChecks,
    ...editingChecks,
    ...cSideChecks,
    ...seeingChecks,
    ...buildingChecks,
    ...editorChecks,
] as const;

export function activate(): void {
    void run();
}

async function run(): Promise<void> {
    const only = process.env[ONLY] ?? '';
    for (const [name, body] of ALL.filter(([name]) => name.includes(only))) {
        await check(name, body);
    }
    await ask('done', null);
}
