// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Tasks that build the systems of the workspace with the server's own binary. */

import * as vscode from 'vscode';
import { assemblies } from './assemblies';
import { buildArguments, type BuildDefinition, buildDefinition } from './buildArguments';
import { currentServer, currentSettings } from './client';
import type { Ask } from './requests';

const TYPE = 'camkes';

/** Files that are read to find systems, at most. */
const MOST_FILES = 2000;

/** Registers the provider of tasks of the type `camkes`: one a system, whether the server knows it or it is only in the workspace. */
export function registerTasks(context: vscode.ExtensionContext, ask: Ask): vscode.Disposable {
    return vscode.tasks.registerTaskProvider(TYPE, {
        provideTasks: async () => {
            const { systems } = await ask('camkes/systems', {}).catch(() => ({ systems: [] }));
            const known = systems.map(({ uri }) => vscode.Uri.parse(uri));
            const roots = new Map([...known, ...(await inWorkspace())].map((uri) => [uri.toString(), uri]));
            return [...roots.values()].flatMap((root) => {
                const folder = vscode.workspace.getWorkspaceFolder(root);
                const file = vscode.workspace.asRelativePath(root, false);
                return folder === undefined ? [] : (taskOf(context, { type: TYPE, file }, folder) ?? []);
            });
        },
        resolveTask: (task) => {
            const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
            return folder && taskOf(context, task.definition, folder);
        },
    });
}

/** Files of the workspace with an assembly. */
async function inWorkspace(): Promise<vscode.Uri[]> {
    const files = await vscode.workspace.findFiles('**/*.camkes', undefined, MOST_FILES);
    const read = async (uri: vscode.Uri) => ({
        path: uri.path,
        text: await vscode.workspace.fs.readFile(uri).then(
            (bytes) => new TextDecoder().decode(bytes),
            () => '',
        ),
    });
    const roots = new Set(assemblies(await Promise.all(files.map(read))));
    return files.filter(({ path }) => roots.has(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The task that a definition asks for. The definition itself goes into it: VS Code knows a resolved task by it. */
function taskOf(
    context: vscode.ExtensionContext,
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder,
): vscode.Task | undefined {
    const build = buildDefinition(definition);
    const server = currentServer(context);
    if (build === undefined || server.kind === 'missing') {
        return undefined;
    }
    const args = buildArguments(build, currentSettings(folder.uri));
    const execution = new vscode.ProcessExecution(server.command, args, { cwd: folder.uri.fsPath });
    const task = new vscode.Task(definition, folder, nameOf(build), TYPE, execution, '$camkes-lsp');
    task.group = vscode.TaskGroup.Build;
    task.detail = 'camkes-lsp --build';
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
    return task;
}

function nameOf({ file, architecture }: BuildDefinition): string {
    return architecture === undefined ? `build ${file}` : `build ${file} for ${architecture}`;
}
