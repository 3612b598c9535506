// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Tasks that build, and the matcher of what they print. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { type Check, eventually, fileUri, nameOf, open, replace } from '../harness';

const ECHO = 'echo/echo.camkes';

async function task(fits: (task: vscode.Task) => boolean): Promise<vscode.Task> {
    return eventually('the task', async () => (await vscode.tasks.fetchTasks({ type: 'camkes' })).find(fits));
}

/** Exit code of a task. */
async function run(task: vscode.Task): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) => {
        const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
            if (execution.task.name === task.name) {
                listener.dispose();
                resolve(exitCode);
            }
        });
    });
    await vscode.tasks.executeTask(task);
    return ended;
}

const isBuildOf = (file: string) => ({ name, definition, source }: vscode.Task) => source === 'camkes' && definition.file === file && name === `build ${file}`;

/** What the problem matcher read: unlike the server's findings, those have no link to the rule. */
function matched(uri: vscode.Uri): vscode.Diagnostic[] {
    return vscode.languages.getDiagnostics(uri).filter(({ code }) => typeof code === 'string');
}

export const buildingChecks: readonly Check[] = [
    ['each system has a build task, which generates it', async () => {
        const { files } = { files: [ECHO, 'cattery/cattery.camkes', 'ping-pong/ping-pong.camkes'] };
        for (const file of files) {
            const { group } = await task(isBuildOf(file));
            assert.deepEqual(group?.id, vscode.TaskGroup.Build.id, file);
        }
        assert.equal(await run(await task(isBuildOf(ECHO))), 0);
        for (const made of ['build/echo/client/camkes.c', 'build/echo/echo.cdl', 'build/echo/graph.svg']) {
            assert.ok(existsSync(fileUri(made).fsPath), made);
        }
    }],
    ['a task of tasks.json has an architecture and a folder of its own', async () => {
        const definition = { type: 'camkes', file: ECHO, architecture: 'aarch64', outDir: 'build/arm', label: 'echo for Arm' };
        const tasks = { version: '2.0.0', tasks: [{ ...definition, problemMatcher: '$camkes-lsp', group: 'build' }] };
        await vscode.workspace.fs.writeFile(fileUri('.vscode/tasks.json'), new TextEncoder().encode(JSON.stringify(tasks)));
        assert.equal(await run(await task(({ name }) => name === 'echo for Arm')), 0);
        assert.ok(existsSync(fileUri('build/arm/echo.cdl').fsPath));
    }],
    ['what a build finds is in the Problems view until a build finds nothing', async () => {
        const editor = await open(ECHO);
        const { document } = editor;
        await replace(editor, 'component Echo echo', 'component Ecko echo');
        await document.save();
        assert.equal(await run(await task(isBuildOf(ECHO))), 1);
        const problem = await eventually('the problem', () => matched(document.uri).find(({ code }) => code === 'unknown-component'));
        assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
        assert.deepEqual([document.lineAt(problem.range.start).text.trim(), nameOf(document.uri)], ['component Ecko echo;', 'echo.camkes']);
        await replace(editor, 'component Ecko echo', 'component Echo echo');
        await document.save();
        assert.equal(await run(await task(isBuildOf(ECHO))), 0);
        await eventually('no problem', () => matched(document.uri).length === 0);
    }],
];
